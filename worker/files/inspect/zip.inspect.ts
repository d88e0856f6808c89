/** Documents that are archives: docx, xlsx, ofd. What they are is said by their own tables, not by their name. */

import type { FileType } from "../../../schemas/artifact";
import { countC1, countC2 } from "../../../schemas/count";
import { type BoundedReader, InspectionLimit } from "./bounded.reader";
import { hasRemotePart } from "./docx.remote";
import { readDocxText } from "./docx.text";
import {
  dangerous,
  type Inspection,
  type InspectionNote,
  inspectionOf,
  known,
  unknown,
  type Verdict,
} from "./inspection";
import { hasActiveMarkup } from "./magic.rules";
import { decodeReferences } from "./xml.rules";
import { readZipDirectory, type ZipDirectory, type ZipEntry } from "./zip.directory";
import { readPartText } from "./zip.part";
import { areEntriesInside, findZipDanger, LABELS } from "./zip.rules";

type Read = Extract<ZipDirectory, { kind: "read" }>;

interface Contents {
  verdict: Verdict;
  /** The part that holds the text; null where the type has none. */
  main: ZipEntry | null;
}

const CONTENT_TYPES = "[Content_Types].xml";
/** Thousands of parts have room in it; a larger one may declare macros where nobody looks. */
const MAX_TYPES_BYTES = 1024 * 1024;
const OFFICE_MAIN = /application\/vnd\.openxmlformats-officedocument\.(\w+)\.(\w+)\.main\+xml/i;
const MACRO_TYPE = /macroenabled|ms-office\.vbaproject|(intl)?macrosheet\+xml/i;

const findPart = (entries: readonly ZipEntry[], name: string) =>
  entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());

/** The name of the part that is declared with the type of a main part. */
function findMainName(types: string): { kind: string; part: string } | null {
  for (const [override] of types.matchAll(/<[^<>]*>/g)) {
    if (!/^<[\w:.-]{0,64}Override\s/i.test(override)) continue;
    const main = OFFICE_MAIN.exec(override);
    const part = /PartName\s*=\s*["']\/?([^"']+)["']/i.exec(override)?.[1];
    if (main !== null && part !== undefined) return { kind: `${main[1]}.${main[2]}`.toLowerCase(), part };
  }
  return null;
}

const MAIN_KINDS: Readonly<Record<string, FileType>> = {
  "wordprocessingml.document": "docx",
  "spreadsheetml.sheet": "xlsx",
};

function findOffice(entries: readonly ZipEntry[], types: string): Contents | null {
  const declared = findMainName(types);
  const type = declared === null ? undefined : MAIN_KINDS[declared.kind];
  const part = declared === null ? undefined : findPart(entries, declared.part);
  if (type !== undefined && part !== undefined) return { verdict: known(type), main: part };
  if (declared !== null && type === undefined)
    return { verdict: unknown("其他 Office 文件（演示文稿或模板）"), main: null };
  const document = findPart(entries, "word/document.xml");
  if (document !== undefined) return { verdict: known("docx"), main: document };
  const workbook = findPart(entries, "xl/workbook.xml");
  return workbook === undefined ? null : { verdict: known("xlsx"), main: workbook };
}

async function findContents(reader: BoundedReader, { entries, comment }: Read): Promise<Contents> {
  const danger = findZipDanger(entries) ?? (hasActiveMarkup(comment) ? "两种格式拼接的文件" : null);
  if (danger !== null) return { verdict: dangerous(danger), main: null };
  const table = findPart(entries, CONTENT_TYPES);
  if (table !== undefined && table.unpacked > MAX_TYPES_BYTES)
    throw new InspectionLimit("more types than anybody reads");
  const types = decodeReferences((await readPartText(reader, table, MAX_TYPES_BYTES)) ?? "");
  if (MACRO_TYPE.test(types)) return { verdict: dangerous(LABELS.macro), main: null };
  const office = table === undefined ? null : findOffice(entries, types);
  if (
    office?.verdict.kind === "known" &&
    office.verdict.type === "docx" &&
    (await hasRemotePart(reader, entries))
  )
    return { verdict: dangerous(LABELS.remote), main: null };
  if (office !== null) return office;
  const ofd = findPart(entries, "OFD.xml");
  return ofd === undefined
    ? { verdict: unknown("ZIP 压缩包"), main: null }
    : { verdict: known("ofd"), main: ofd };
}

/** Pages as the program that saved the document counted them. */
async function readDocxPages(reader: BoundedReader, entries: readonly ZipEntry[]): Promise<number | null> {
  const app = await readPartText(reader, findPart(entries, "docProps/app.xml"));
  const pages = Number(/<(?:\w+:)?Pages>\s*(\d{1,5})\s*</.exec(app ?? "")?.[1] ?? 0);
  return pages > 0 ? pages : null;
}

/** Pages of the first document of an OFD, as its own list names them (GB/T 33190, 7.5). */
async function readOfdPages(reader: BoundedReader, entries: readonly ZipEntry[]): Promise<number | null> {
  const document = entries.find((entry) => /(^|\/)Document\.xml$/i.test(entry.name));
  const xml = await readPartText(reader, document, 2 * 1024 * 1024);
  const pages = xml?.match(/<(?:\w+:)?Page\s/g)?.length ?? 0;
  return pages > 0 ? pages : null;
}

/** Photos of the stamped paper are often pasted into Word: what may be one is 字数未核, as in a PDF. */
async function readDocx(reader: BoundedReader, entries: ZipEntry[], main: ZipEntry) {
  const pages = await readDocxPages(reader, entries);
  const read = main.encrypted ? null : await readDocxText(reader, main);
  if (read === null) return { pages, notes: ["text_unread"] as InspectionNote[] };
  if (read.note === "scan") return { pages, notes: ["scan"] as InspectionNote[] };
  const counted = { chars: countC1(read.text), han: countC2(read.text) };
  if (read.note === "text_unread")
    return { pages, atLeast: counted, notes: ["text_unread"] as InspectionNote[] };
  return { pages, ...counted, notes: [] as InspectionNote[] };
}

/** The parts without which a document of its type cannot be opened must be readable themselves, their table wholly. */
async function isDamaged(reader: BoundedReader, read: Read, main: ZipEntry | null): Promise<boolean> {
  if (!read.whole || !areEntriesInside(read.entries, read.start)) return true;
  const needed = [
    { part: main, cap: 64 * 1024 },
    { part: findPart(read.entries, CONTENT_TYPES), cap: MAX_TYPES_BYTES },
  ];
  for (const { part, cap } of needed) {
    if (part != null && !part.encrypted && (await readPartText(reader, part, cap)) === null) return true;
  }
  return false;
}

async function readDetails(reader: BoundedReader, read: Read, type: FileType, main: ZipEntry) {
  if (type === "docx") return readDocx(reader, read.entries, main);
  if (type !== "ofd") return { notes: [] as InspectionNote[] };
  return { pages: await readOfdPages(reader, read.entries), notes: ["text_unread"] as InspectionNote[] };
}

/** Inspects a file that begins as a ZIP does. Without its directory nothing is known of it. */
export async function inspectZipFile(reader: BoundedReader): Promise<Inspection> {
  const read = await readZipDirectory(reader);
  if (read.kind === "prefixed") return inspectionOf(dangerous("两种格式拼接的文件"));
  if (read.kind === "excessive") return inspectionOf(dangerous(LABELS.bomb));
  if (read.kind === "damaged")
    return inspectionOf(unknown("不完整的 Office 文件或压缩包"), { notes: ["damaged"] });
  const { verdict, main } = await findContents(reader, read);
  if (verdict.kind === "dangerous") return inspectionOf(verdict);
  const notes: InspectionNote[] = [];
  if (read.entries.some((entry) => entry.encrypted)) notes.push("encrypted");
  if (await isDamaged(reader, read, main)) notes.push("damaged");
  if (verdict.kind === "unknown" || main === null) return inspectionOf(verdict, { notes });
  const details = await readDetails(reader, read, verdict.type, main);
  return inspectionOf(verdict, { ...details, notes: [...notes, ...details.notes] });
}
