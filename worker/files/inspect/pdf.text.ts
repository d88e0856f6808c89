/** The text of a PDF, where every glyph of it says for certain what it means; 字数未核 otherwise. */
import { type BoundedReader, InspectionLimit } from "./bounded.reader";
import { PdfObjects } from "./pdf.objects";
import { PageReader } from "./pdf.page";
import { nameOf, numbersOf, type PdfDict, type PdfValue, TextUnread } from "./pdf.value.rules";

/** No summary has more; a longer document goes before a person. */
export const MAX_TEXT_PAGES = 300;
const MAX_TREE_NODES = 2 * MAX_TEXT_PAGES;
const MAX_TREE_DEPTH = 20;

/** What pages take from the nodes above them (ISO 32000-1, 7.7.3.4). */
interface Inherited {
  resources: PdfValue;
  box: PdfValue;
}

interface TextPage extends Inherited {
  page: PdfDict;
}

/** Notes that stand on a page without adding text to it; others may show some of their own. */
const SILENT_NOTES = new Set(["Link", "Popup", "Text", "Highlight", "Underline", "StrikeOut", "Squiggly"]);

async function listPages(objects: PdfObjects): Promise<TextPage[]> {
  const pages: TextPage[] = [];
  let nodes = 0;
  const walk = async (value: PdfValue, above: Inherited, depth: number): Promise<void> => {
    nodes += 1;
    if (nodes > MAX_TREE_NODES || depth > MAX_TREE_DEPTH) throw new TextUnread("too many pages");
    const page = await objects.dict(value);
    if (page.size === 0) throw new TextUnread("no page");
    const own = {
      resources: page.get("Resources") ?? above.resources,
      box: page.get("MediaBox") ?? above.box,
    };
    if (!page.has("Kids")) pages.push({ page, ...own });
    else for (const kid of await objects.list(page.get("Kids"))) await walk(kid, own, depth + 1);
  };
  const catalog = await objects.dict(objects.trailer.get("Root"));
  await walk(catalog.get("Pages") ?? null, { resources: null, box: null }, 0);
  if (pages.length > MAX_TEXT_PAGES) throw new TextUnread("too many pages");
  return pages;
}

/** Fields that were filled in, and text boxes, are drawn apart from the page. */
async function requireSilentNotes(objects: PdfObjects, page: PdfDict): Promise<void> {
  for (const one of await objects.list(page.get("Annots"))) {
    const note = await objects.dict(one);
    const isSignature = nameOf(note.get("FT")) === "Sig";
    if (!isSignature && !SILENT_NOTES.has(nameOf(note.get("Subtype")) ?? "Text"))
      throw new TextUnread("text beside the page");
  }
}

async function readPages(reader: BoundedReader): Promise<string> {
  const objects = await PdfObjects.open(reader);
  // Locked against change only: everybody may read it, but what lies in it is ciphertext.
  if ((await objects.resolve(objects.trailer.get("Encrypt"))) !== null) throw new TextUnread("locked");
  const pages = new PageReader(objects);
  let pictures = 0;
  for (const { page, resources, box } of await listPages(objects)) {
    await requireSilentNotes(objects, page);
    const corners = numbersOf(await objects.resolve(box));
    if (await pages.add(page, await objects.dict(resources), corners)) pictures += 1;
  }
  if (pictures > 0 && pages.text.trim() !== "") throw new TextUnread("some pages are pictures");
  return pages.text;
}

/**
 * The text of a PDF; null where nobody reads it (字数未核), which is wherever a glyph, a page or
 * the file leaves a doubt: a count that is too low would call a summary too short. "" is a scan.
 */
export async function readPdfText(reader: BoundedReader): Promise<string | null> {
  try {
    return await readPages(reader);
  } catch (fault) {
    if (fault instanceof TextUnread || fault instanceof InspectionLimit) return null;
    throw fault;
  }
}
