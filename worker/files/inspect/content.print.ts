/**
 * What a person sees of a Word document or a workbook, as one digest: the same when an office
 * program saves it again, another when anything was filled in. For documents that were given out.
 */
import { createHash } from "node:crypto";
import type { FileType } from "../../../schemas/artifact";
import type { BoundedReader } from "./bounded.reader";
import { MAX_TEXT_CHARS, MAX_TEXT_XML_BYTES, readDocxText } from "./docx.text";
import { readXml, type XmlPiece, XmlUnreadable } from "./xml.rules";
import type { ZipEntry } from "./zip.directory";
import { decodePart, PartUnreadable, streamPart } from "./zip.part";

/** A document without its main part under the usual name is one that nobody here knows. */
const MAIN = { docx: /^word\/document\.xml$/i, xlsx: /^xl\/worksheets\/[^/]+\.xml$/i };
/** Parts of a Word document in which somebody may have written. */
const WORD_TEXT = /^word\/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/i;
const SHARED = /^xl\/sharedstrings\.xml$/i;
/** Text boxes beside the cells. */
const DRAWING = /^xl\/drawings\/[^/]+\.xml$/i;
/** Pictures, pen strokes and ticked boxes: nobody reads them, and what changed has another CRC-32. */
const OPAQUE = /\/(media|embeddings|ink|ctrlprops|activex)\//i;

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

/** No template that is given out has more cells, or texts of cells; each costs more memory than it is long. */
const MAX_CELLS = 200_000;

/** How often white space stands where differs from program to program. */
const settle = (text: string) => text.replace(/\s+/g, " ").trim();

async function walk(reader: BoundedReader, part: ZipEntry, see: (piece: XmlPiece) => void): Promise<void> {
  for await (const piece of readXml(decodePart(streamPart(reader, part, MAX_TEXT_XML_BYTES)))) see(piece);
}

/** The text inside elements of these local names, a string for each element named `each`. */
async function readTexts(reader: BoundedReader, part: ZipEntry, each: string): Promise<string[]> {
  const texts: string[] = [];
  let [inside, phonetic] = [false, false];
  await walk(reader, part, (piece) => {
    if (piece.kind === "text") {
      if (inside && !phonetic && texts.length > 0) texts[texts.length - 1] += piece.text;
      return;
    }
    const name = localName(piece.name);
    const opens = piece.kind === "open" && !piece.closed;
    if (texts.length > MAX_CELLS) throw new PartUnreadable("more texts than anybody reads");
    if (name === each && piece.kind === "open") texts.push("");
    else if (name === "t") inside = opens;
    else if (name === "rPh") phonetic = opens;
  });
  return texts;
}

/** What stands in the cells of a sheet, one after the other; a cell may only name a text of `shared`. */
async function readCells(reader: BoundedReader, part: ZipEntry, shared: readonly string[]): Promise<string> {
  const cells: string[] = [];
  let cell = { isShared: false, text: "" };
  let inside = false;
  await walk(reader, part, (piece) => {
    if (piece.kind === "text") {
      if (inside) cell.text += piece.text;
      return;
    }
    const name = localName(piece.name);
    const opens = piece.kind === "open" && !piece.closed;
    if (name === "v" || name === "t") inside = opens;
    else if (name === "c" && piece.kind === "open") cell = { isShared: /\st="s"/.test(piece.tag), text: "" };
    if (name !== "c" || opens) return;
    const text = cell.isShared ? (shared[Number(cell.text)] ?? "") : cell.text;
    if (text.trim() !== "") cells.push(text);
    if (cells.length > MAX_CELLS) throw new PartUnreadable("more cells than anybody reads");
  });
  return cells.join("\n");
}

async function readWorkbook(reader: BoundedReader, entries: readonly ZipEntry[]): Promise<string[]> {
  const strings = entries.find((one) => SHARED.test(one.name));
  const shared = strings === undefined ? [] : await readTexts(reader, strings, "si");
  const seen: string[] = [];
  for (const one of entries) {
    if (MAIN.xlsx.test(one.name)) seen.push(await readCells(reader, one, shared));
    if (DRAWING.test(one.name)) seen.push((await readTexts(reader, one, "p")).join("\n"));
  }
  return seen;
}

/** Old boxes are ticked without a letter of the text. */
async function readTicks(reader: BoundedReader, part: ZipEntry): Promise<string> {
  const ticks: string[] = [];
  await walk(reader, part, (piece) => {
    if (piece.kind === "open" && localName(piece.name) === "checked") ticks.push(piece.tag);
  });
  return ticks.join("");
}

async function readDocument(reader: BoundedReader, entries: readonly ZipEntry[]): Promise<string[]> {
  const seen: string[] = [];
  let chars = 0;
  for (const one of entries.filter(({ name }) => WORD_TEXT.test(name))) {
    const read = await readDocxText(reader, one);
    if (read === null) throw new PartUnreadable("no text");
    chars += read.text.length;
    if (chars > MAX_TEXT_CHARS) throw new PartUnreadable("more text than anybody reads");
    seen.push(read.text + (await readTicks(reader, one)));
  }
  return seen;
}

/**
 * The digest; null for other types, where a part cannot be read, and where there is nothing to be
 * seen, which all that is drawn would be alike. Throws `InspectionLimit`.
 * Programs name and order parts as they like, so each part is taken by what it says.
 */
export async function readContentPrint(
  reader: BoundedReader,
  entries: readonly ZipEntry[],
  type: FileType,
): Promise<string | null> {
  if (type !== "docx" && type !== "xlsx") return null;
  if (!entries.some(({ name }) => MAIN[type].test(name))) return null;
  try {
    const read = type === "docx" ? readDocument : readWorkbook;
    const texts = (await read(reader, entries)).map(settle).filter((one) => one !== "");
    const opaque = entries
      .filter(({ name, unpacked }) => OPAQUE.test(name) && unpacked > 0)
      .map(({ crc32, unpacked }) => `${crc32}-${unpacked}`);
    if (texts.length + opaque.length === 0) return null;
    const all = JSON.stringify([type, texts.sort(), opaque.sort()]);
    return createHash("sha256").update(all).digest("hex");
  } catch (fault) {
    if (fault instanceof PartUnreadable || fault instanceof XmlUnreadable) return null;
    throw fault;
  }
}
