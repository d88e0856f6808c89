/** Old Office files: Word, Excel and WPS share the container; streams say which, and the ending whose. */
import type { Buffer } from "node:buffer";
import type { FileType } from "../../../schemas/artifact";
import type { BoundedReader } from "./bounded.reader";
import { u8, u16le } from "./bytes.rules";
import { type CompoundEntry, type CompoundFile, readCompound } from "./compound.directory";
import { openForAnybody, type Unlock } from "./compound.lock.rules";
import { dangerous, type Inspection, type InspectionNote, inspectionOf, known, unknown } from "./inspection";
import { endingOf } from "./magic.rules";
import { LABELS } from "./zip.rules";

/** The class of Windows Installer packages, patches and transforms (the digit before the zeros differs). */
const INSTALLER_CLASS = /^8[246]100c0000000000c000000000000046$/;

/** So much of a workbook's first stream is read for its list of sheets. */
const GLOBALS_BYTES = 256 * 1024;

interface SheetFacts {
  encrypted: boolean;
  macroSheet: boolean;
}

/**
 * Walks the records of a workbook's globals (MS-XLS 2.4): FilePass locks it, BoundSheet8 lists
 * sheets. One that Excel opens without asking is not locked, and its list is read all the same.
 */
export function readSheetFacts(stream: Buffer): SheetFacts {
  let macroSheet = false;
  let unlock: Unlock | null = null;
  for (let at = 0; at + 4 <= stream.length; at += 4 + u16le(stream, at + 2)) {
    const record = u16le(stream, at);
    if (record === 0x2f) {
      const open = openForAnybody(stream.subarray(at + 4, at + 4 + u16le(stream, at + 2)));
      // A second lock could only be there to hide what lies behind it.
      if (open === null || unlock !== null) return { encrypted: true, macroSheet };
      unlock = open;
    }
    if (record === 0x85 && (unlock === null ? u8(stream, at + 9) : unlock(stream, at + 9, at + 4)) === 1)
      macroSheet = true;
    if (record === 0x0a) break;
  }
  return { encrypted: false, macroSheet };
}

const named = (entries: readonly CompoundEntry[], ...names: string[]): CompoundEntry | undefined =>
  entries.find((entry) => names.includes(entry.name.toLowerCase()));

function findDanger(file: CompoundFile): string | null {
  if (file.entries.some((entry) => entry.kind === "root" && INSTALLER_CLASS.test(entry.classId))) {
    return LABELS.installer;
  }
  const macros = named(file.entries, "_vba_project", "_vba_project_cur", "vba", "macros");
  return macros === undefined ? null : LABELS.macro;
}

/** A new document locked with a password is kept in an old container, and only its name says which kind. */
function inspectLocked(name: string): Inspection {
  const ending = endingOf(name);
  const verdict = ending === "docx" || ending === "xlsx" ? known(ending) : unknown("加密的 Office 文件");
  return inspectionOf(verdict, { notes: ["encrypted"] });
}

async function inspectWorkbook(
  file: CompoundFile,
  workbook: CompoundEntry,
  type: FileType,
  notes: InspectionNote[],
) {
  const stream = await file.readStream(workbook, GLOBALS_BYTES);
  const facts = readSheetFacts(stream);
  if (facts.macroSheet) return inspectionOf(dangerous(LABELS.macro));
  // A list of sheets that cannot be read may name one of macros.
  if (stream.length < Math.min(workbook.bytes, GLOBALS_BYTES) || stream.length === 0)
    return inspectionOf(known(type), { notes: [...notes, "damaged"] });
  return inspectionOf(known(type), { notes: facts.encrypted ? [...notes, "encrypted"] : notes });
}

async function inspectDocument(
  file: CompoundFile,
  document: CompoundEntry,
  type: FileType,
  notes: InspectionNote[],
) {
  // The flags of the file information block; 0x100 is fEncrypted (MS-DOC 2.5.2).
  const start = await file.readStream(document, 32);
  const locked = (u16le(start, 10) & 0x100) !== 0;
  return inspectionOf(known(type), {
    notes: locked ? [...notes, "encrypted", "text_unread"] : [...notes, "text_unread"],
  });
}

/** Inspects a compound file. Without a readable directory nothing is known of it. */
export async function inspectCompoundFile(reader: BoundedReader, name: string): Promise<Inspection> {
  const file = await readCompound(reader);
  const danger = findDanger(file);
  if (danger !== null) return inspectionOf(dangerous(danger));
  // A document may embed a workbook, whose streams lie deeper.
  const own = file.entries.filter((entry) => entry.outermost);
  if (named(own, "encryptedpackage") !== undefined) return inspectLocked(name);
  const notes: InspectionNote[] = file.whole ? [] : ["damaged"];
  if (!file.whole) return inspectionOf(unknown("不完整的旧版 Office 文件"), { notes });
  const ending = endingOf(name);
  const workbook = named(own, "workbook", "book");
  if (workbook !== undefined) return inspectWorkbook(file, workbook, ending === "et" ? "et" : "xls", notes);
  const document = named(own, "worddocument");
  if (document !== undefined) return inspectDocument(file, document, ending === "wps" ? "wps" : "doc", notes);
  return inspectionOf(unknown("旧版 Office 文件"), { notes });
}
