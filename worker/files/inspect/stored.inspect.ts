/** Says of a stored file what it is: the one door to this folder. */
import type { Buffer } from "node:buffer";
import type { FileType } from "../../../schemas/artifact";
import { BoundedReader, InspectionLimit } from "./bounded.reader";
import { inspectCompoundFile } from "./compound.inspect";
import { readContentPrint } from "./content.print";
import { inspectJpgFile, inspectPngFile } from "./image.inspect";
import { dangerous, type Inspection, inspectionOf, type RangeReader, unknown } from "./inspection";
import { inspectIsoFile, inspectOldFilm } from "./iso.inspect";
import { beginsAsOldFilm } from "./iso.rules";
import { findMagic, findPolyglot, inspectMarkup, inspectProgram, type Magic } from "./magic.rules";
import { inspectPdfFile } from "./pdf.inspect";
import { readZipDirectory } from "./zip.directory";
import { inspectZipFile } from "./zip.inspect";

/** Both ends are looked at for a second format; an archive's end record lies within 64 KiB of the end. */
const END_BYTES = 66 * 1024;

function inspectOther(head: Buffer, name: string): Inspection {
  const verdict = inspectProgram(head, name) ?? inspectMarkup(head) ?? unknown("无法识别的文件");
  return inspectionOf(verdict);
}

function inspectAs(magic: Magic, reader: BoundedReader, name: string): Promise<Inspection> {
  switch (magic) {
    case "pdf":
      return inspectPdfFile(reader);
    case "zip":
      return inspectZipFile(reader);
    case "compound":
      return inspectCompoundFile(reader, name);
    case "jpg":
      return inspectJpgFile(reader);
    case "png":
      return inspectPngFile(reader);
    case "iso":
      return inspectIsoFile(reader);
  }
}

async function inspectBounded(reader: BoundedReader, name: string): Promise<Inspection> {
  const head = await reader.read(0, END_BYTES);
  const magic = findMagic(head);
  const programme = magic === null ? inspectOther(head, name) : null;
  if (programme?.verdict.kind === "dangerous") return programme;
  const oldFilm = magic === null && beginsAsOldFilm(head);
  if (magic !== "zip") {
    const tail = await reader.readTail(END_BYTES);
    const two = findPolyglot(oldFilm ? "iso" : magic, head, tail, reader.bytes);
    if (two !== null) return inspectionOf(dangerous(two));
  } else if (head.subarray(0, 1024).includes("%PDF-")) {
    return inspectionOf(dangerous("两种格式拼接的文件"));
  }
  if (programme === null) return inspectAs(magic as Magic, reader, name);
  return (oldFilm ? await inspectOldFilm(reader) : null) ?? programme;
}

/**
 * Inspects a file by its bytes; `name` decides only between types that share a container
 * (doc and wps, xls and et). Never throws on any bytes and never holds the file: at most
 * `MAX_READ_BYTES` are read in `MAX_READS` reads and `MAX_INFLATED_BYTES` unpacked, beyond
 * which the file is `unknown` and `unchecked`. What `reader` throws is passed on.
 *
 * A file that is `encrypted` or `damaged` is not dangerous; whether it is taken is the
 * caller's choice. Not looked for: viruses, programs embedded as OLE objects, scripts in
 * XFA forms, and what lies in a PDF's locked or unusually packed object streams (`unchecked`).
 */
export async function inspectStored(reader: RangeReader, name: string): Promise<Inspection> {
  try {
    return await inspectBounded(new BoundedReader(reader), name);
  } catch (fault) {
    if (!(fault instanceof InspectionLimit)) throw fault;
    return inspectionOf(unknown("内部结构过于复杂的文件"), { notes: ["unchecked"] });
  }
}

/**
 * What a person sees of a document that `inspectStored` told the type of, as one digest that
 * another saving does not change; null where there is none. What `reader` throws is passed on.
 */
export async function printStored(reader: RangeReader, type: FileType): Promise<string | null> {
  const bounded = new BoundedReader(reader);
  try {
    const read = await readZipDirectory(bounded);
    return read.kind === "read" ? await readContentPrint(bounded, read.entries, type) : null;
  } catch (fault) {
    if (!(fault instanceof InspectionLimit)) throw fault;
    return null;
  }
}
