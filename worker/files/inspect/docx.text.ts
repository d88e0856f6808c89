/** The main text of a Word document, as Word itself counts it: no headers, footers, notes, or deleted text. */
import type { BoundedReader } from "./bounded.reader";
import { readXml, type XmlPiece, XmlUnreadable } from "./xml.rules";
import type { ZipEntry } from "./zip.directory";
import { decodePart, PartUnreadable, streamPart } from "./zip.part";

export const MAX_TEXT_XML_BYTES = 20 * 1024 * 1024;

/** What stands in for a tag inside text, by local name. */
const BLANKS: Readonly<Record<string, string>> = { tab: "\t", br: "\n", cr: "\n" };

/** Kept in the file but not in the text: deletions, what was moved away, and second copies for old readers. */
const LEFT_OUT = new Set(["del", "moveFrom", "Fallback"]);

/** Collects text from pieces of XML. Names count only under the prefix of the document's own root. */
class TextCollector {
  text = "";
  #prefix: string | null = null;
  #leftOut = 0;
  #inText = false;

  add(piece: XmlPiece): void {
    if (piece.kind === "text") {
      if (this.#inText && this.#leftOut === 0) this.text += piece.text;
      return;
    }
    const colon = piece.name.indexOf(":");
    const local = piece.name.slice(colon + 1);
    this.#prefix ??= piece.name.slice(0, colon + 1);
    const own = piece.name.startsWith(this.#prefix) && local === piece.name.slice(this.#prefix.length);
    if (LEFT_OUT.has(local) && (own || local === "Fallback")) this.#turn(piece);
    else if (own && local === "t") this.#inText = piece.kind === "open" && !piece.closed;
    else if (own && piece.kind === "open" && this.#leftOut === 0) this.text += BLANKS[local] ?? "";
    else if (own && piece.kind === "close" && local === "p") this.text += "\n";
  }

  /** `<w:del/>` without content marks a paragraph's end as deleted and opens nothing. */
  #turn(piece: Exclude<XmlPiece, { kind: "text" }>): void {
    if (piece.kind === "close") this.#leftOut = Math.max(0, this.#leftOut - 1);
    else if (!piece.closed) this.#leftOut += 1;
  }
}

/**
 * The text of the document's main part; null where it cannot be read or is longer than the
 * cap, since a count of half a text would be wrong. Throws `InspectionLimit`.
 */
export async function readDocxText(reader: BoundedReader, part: ZipEntry): Promise<string | null> {
  if (part.unpacked > MAX_TEXT_XML_BYTES) return null;
  const collector = new TextCollector();
  try {
    const xml = decodePart(streamPart(reader, part, MAX_TEXT_XML_BYTES));
    for await (const piece of readXml(xml)) collector.add(piece);
  } catch (fault) {
    if (fault instanceof PartUnreadable || fault instanceof XmlUnreadable) return null;
    throw fault;
  }
  return collector.text;
}
