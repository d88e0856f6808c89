/** A PDF: scripts and programs in it, whether it is whole and open, how many pages it says it has. */
import { countC1, countC2 } from "../../../schemas/count";
import type { BoundedReader } from "./bounded.reader";
import { dangerous, type Inspection, type InspectionNote, inspectionOf, known } from "./inspection";
import { parseReference } from "./pdf.lexer.rules";
import { opensForAnybody } from "./pdf.lock.rules";
import { PdfObjects } from "./pdf.objects";
import { type PdfFacts, scanPdf } from "./pdf.scan";
import { readPdfText } from "./pdf.text";
import { PdfRef, TextUnread } from "./pdf.value.rules";

/** More pages than any branch's file has; a page tree can claim billions in a kilobyte. */
export const MAX_PAGES = 20_000;
/** Where the end mark must stand; some programs add a line or a signature behind it. */
const END_BYTES = 16 * 1024;

/** The page tree that the catalog names; the last revision counts. Null when there is none. */
function findPageTree({ nodes, roots }: PdfFacts): Map<string, string> | null {
  const catalogs = [...nodes].filter(([, node]) => node.type === "/Catalog");
  const named = roots.findLast((root) => nodes.get(root)?.type === "/Catalog");
  const catalog = named === undefined ? catalogs.at(-1)?.[1] : nodes.get(named);
  const pages = parseReference(catalog?.values.get("Pages"));
  return (pages === null ? undefined : nodes.get(pages)?.values) ?? null;
}

/** What the page tree claims; null when it claims nothing countable. */
async function countPages(reader: BoundedReader, facts: PdfFacts): Promise<number | null> {
  const count = findPageTree(facts)?.get("Count");
  const number = parseReference(count);
  if (number !== null) return countReferred(reader, number);
  return count !== undefined && /^\d{1,15}$/.test(count) ? Number(count) : null;
}

/** The number that lies in an object of its own, as some programs write it. */
async function countReferred(reader: BoundedReader, number: number): Promise<number | null> {
  try {
    const count = await (await PdfObjects.open(reader)).resolve(new PdfRef(number));
    return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : null;
  } catch (fault) {
    if (fault instanceof TextUnread) return null;
    throw fault;
  }
}

function findPdfDanger(facts: PdfFacts, pages: number | null): string | null {
  if (facts.script) return "带脚本的 PDF";
  if (facts.launch) return "会启动程序的 PDF";
  return pages !== null && pages > MAX_PAGES ? "页数异常的 PDF" : null;
}

/** Locked against reading; a lock against printing alone keeps nobody from opening the file. */
function isLocked({ encrypt, ownLock, locks, id }: PdfFacts): boolean {
  if (encrypt === null || encrypt === "null") return false;
  const lock = ownLock ?? locks.get(parseReference(encrypt) ?? -1);
  return lock?.get("Filter") !== "/Standard" || !opensForAnybody(lock, id);
}

async function readText(reader: BoundedReader, facts: PdfFacts, locked: boolean) {
  // What could not be looked into may hold the fonts, so only a file seen whole is called a scan.
  if (!facts.font && !facts.unchecked) return { notes: ["scan"] as InspectionNote[] };
  const text = locked ? null : await readPdfText(reader);
  if (text === null) return { notes: ["text_unread"] as InspectionNote[] };
  if (text.trim() === "") return { notes: ["scan"] as InspectionNote[] };
  return { chars: countC1(text), han: countC2(text), notes: [] as InspectionNote[] };
}

async function isWhole(reader: BoundedReader, facts: PdfFacts, pages: number | null): Promise<boolean> {
  const tail = await reader.readTail(END_BYTES);
  const ended = tail.includes("%%EOF") && tail.includes("startxref");
  return ended && ((pages !== null && pages > 0) || facts.unchecked);
}

/** Inspects a PDF; its text is read last, with what is left of the reader's bounds. Throws `InspectionLimit`. */
export async function inspectPdfFile(reader: BoundedReader): Promise<Inspection> {
  const facts = await scanPdf(reader);
  const pages = await countPages(reader, facts);
  const danger = findPdfDanger(facts, pages);
  if (danger !== null) return inspectionOf(dangerous(danger));
  const notes: InspectionNote[] = [];
  const locked = isLocked(facts);
  if (locked) notes.push("encrypted");
  if (!(await isWhole(reader, facts, pages))) notes.push("damaged");
  if (facts.unchecked) notes.push("unchecked");
  const text = notes.includes("damaged")
    ? { notes: ["text_unread"] as InspectionNote[] }
    : await readText(reader, facts, locked);
  return inspectionOf(known("pdf"), {
    pages: pages === 0 ? null : pages,
    ...text,
    notes: [...notes, ...text.notes],
  });
}
