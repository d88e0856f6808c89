/**
 * What a Word document has fetched from elsewhere when it is opened: a template with macros of its
 * own, an object that another program runs (CVE-2017-0199, CVE-2022-30190), a frame, a part of the text.
 */
import { type BoundedReader, InspectionLimit } from "./bounded.reader";
import { decodeReferences } from "./xml.rules";
import type { ZipEntry } from "./zip.directory";
import { readPartText } from "./zip.part";

/** What says of a part which others belong to it. */
const RELATIONS = /(^|\/)_rels\/[^/]+\.rels$/i;
/** Some ten thousand links and pictures. */
const MAX_RELATIONS_BYTES = 2 * 1024 * 1024;
/** What Word opens by itself; a link waits for a press, and a picture runs nothing. */
const OPENED = /\/(attachedTemplate|oleObject|frame|subDocument|aFChunk)$/;

const attributeOf = (tag: string, name: "Type" | "Target" | "TargetMode") =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`, "i").exec(tag)?.[1] ?? "";

/** Whether a target lies on another machine: any scheme but a file's, and a file with a machine's name. */
function isRemoteTarget(target: string): boolean {
  const plain = target
    .trim()
    .replace(/%(5c|2f)/gi, "/")
    .replaceAll("\\", "/")
    .toLowerCase();
  if (plain.startsWith("file:")) return /^file:\/\/(?!\/|localhost\/)|^file:\/{4}/.test(plain);
  // One letter is a drive.
  return plain.startsWith("//") || /^[a-z][a-z0-9+.-]+:/.test(plain);
}

function namesRemotePart(relations: string): boolean {
  for (const [tag] of relations.matchAll(/<[^<>]*>/g)) {
    const isOpened = OPENED.test(decodeReferences(attributeOf(tag, "Type")).trim());
    const isExternal = decodeReferences(attributeOf(tag, "TargetMode")).trim().toLowerCase() === "external";
    if (isOpened && isExternal && isRemoteTarget(decodeReferences(attributeOf(tag, "Target")))) return true;
  }
  return false;
}

/** What lies on the same machine is Word's own note of it. Throws `InspectionLimit`, also where a part cannot be read. */
export async function hasRemotePart(reader: BoundedReader, entries: readonly ZipEntry[]): Promise<boolean> {
  for (const one of entries.filter(({ name, encrypted }) => RELATIONS.test(name) && !encrypted)) {
    const relations = one.unpacked > MAX_RELATIONS_BYTES ? null : await readPartText(reader, one);
    if (relations === null) throw new InspectionLimit("relations that nobody reads");
    if (namesRemotePart(relations)) return true;
  }
  return false;
}
