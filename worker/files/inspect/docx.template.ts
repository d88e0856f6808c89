/** Templates that a Word document has fetched from elsewhere when it is opened, with macros of their own. */
import { type BoundedReader, InspectionLimit } from "./bounded.reader";
import { decodeReferences } from "./xml.rules";
import type { ZipEntry } from "./zip.directory";
import { readPartText } from "./zip.part";

/** What says of a part which others belong to it; that of the text itself names links and pictures, never a template. */
const RELATIONS = /(^|\/)_rels\/(?!document\d*\.xml\.rels$)[^/]+\.rels$/i;
const MAX_RELATIONS_BYTES = 512 * 1024;

const attributeOf = (tag: string, name: "Type" | "Target" | "TargetMode") =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`, "i").exec(tag)?.[1] ?? "";

/** Whether a target lies on another machine: any scheme but a file's, and a file with a machine's name. */
export function isRemoteTarget(target: string): boolean {
  const plain = target
    .trim()
    .replace(/%(5c|2f)/gi, "/")
    .replaceAll("\\", "/")
    .toLowerCase();
  if (plain.startsWith("file:")) return /^file:\/\/(?!\/|localhost\/)|^file:\/{4}/.test(plain);
  // One letter is a drive.
  return plain.startsWith("//") || /^[a-z][a-z0-9+.-]+:/.test(plain);
}

function namesRemoteTemplate(relations: string): boolean {
  for (const [tag] of relations.matchAll(/<[^<>]*>/g)) {
    const isTemplate = decodeReferences(attributeOf(tag, "Type")).trim().endsWith("/attachedTemplate");
    const isExternal = decodeReferences(attributeOf(tag, "TargetMode")).trim().toLowerCase() === "external";
    if (isTemplate && isExternal && isRemoteTarget(decodeReferences(attributeOf(tag, "Target")))) return true;
  }
  return false;
}

/** Word itself notes a template of the same machine. Throws `InspectionLimit`, also where a part cannot be read. */
export async function hasRemoteTemplate(
  reader: BoundedReader,
  entries: readonly ZipEntry[],
): Promise<boolean> {
  for (const one of entries.filter(({ name, encrypted }) => RELATIONS.test(name) && !encrypted)) {
    const relations = one.unpacked > MAX_RELATIONS_BYTES ? null : await readPartText(reader, one);
    if (relations === null) throw new InspectionLimit("relations that nobody reads");
    if (namesRemoteTemplate(relations)) return true;
  }
  return false;
}
