/** The main text of a Word document, as Word itself counts it: no headers, footers, notes, deleted or hidden text. */
import type { BoundedReader } from "./bounded.reader";
import { PictureFinder } from "./docx.picture.rules";
import { readXml, type XmlPiece, XmlUnreadable } from "./xml.rules";
import type { ZipEntry } from "./zip.directory";
import { decodePart, PartUnreadable, streamPart } from "./zip.part";

export const MAX_TEXT_XML_BYTES = 20 * 1024 * 1024;
/** As of a PDF: a longer text costs memory that nobody has, and answers no notice. */
export const MAX_TEXT_CHARS = 2_000_000;
/** Pieces that are put into one string at a time: a text of single letters would weigh thirty times its length. */
const PIECES_AT_ONCE = 4096;

/** Runs lie in one another only where a text box lies in one. */
const MAX_RUN_DEPTH = 1000;

/** What stands in for a tag inside text, by local name. */
const BLANKS: Readonly<Record<string, string>> = { tab: "\t", br: "\n", cr: "\n" };

/** Kept in the file but not in the text: deletions, what was moved away, and second copies for old readers. */
const LEFT_OUT = new Set(["del", "moveFrom", "Fallback"]);

/** Where text comes from that lies in other parts: pieces of other documents, and objects of other programs. */
const ELSEWHERE = new Set(["altChunk", "subDoc", "OLEObject"]);

type Tag = Exclude<XmlPiece, { kind: "text" }>;
type OpenTag = Extract<XmlPiece, { kind: "open" }>;

const isFormula = (tag: string) => /\sProgID\s*=\s*["']Equation/i.test(tag);
const isOff = (tag: string) => /:val\s*=\s*["'](0|false|off)["']/i.test(tag);

export interface DocxText {
  text: string;
  /**
   * Why the text is not all that the document says: `scan` where pictures stand instead of it,
   * `text_unread` where more may stand in a picture as large as a page or in a part of its own.
   */
  note: "scan" | "text_unread" | null;
}

/** Collects text from pieces of XML. Names count only under the prefix of the document's own root. */
class TextCollector {
  readonly #pictures = new PictureFinder();
  #elsewhere = false;
  #prefix: string | null = null;
  #leftOut = 0;
  #inText = false;
  /** For each run that is open, whether its text is hidden; a text box in a run has runs of its own. */
  readonly #runs: boolean[] = [];
  #hidden = 0;
  #inParagraphMark = false;
  readonly #whole: string[] = [];
  #pieces: string[] = [];
  #chars = 0;

  get text(): string {
    return this.#whole.join("") + this.#pieces.join("");
  }

  get note(): DocxText["note"] {
    if (this.#elsewhere) return "text_unread";
    if (this.#pictures.found && this.text.trim() === "") return "scan";
    return this.#pictures.pageSized ? "text_unread" : null;
  }

  add(piece: XmlPiece): void {
    if (piece.kind === "text") {
      if (this.#inText && this.#isShown()) this.#append(piece.text);
      return;
    }
    const colon = piece.name.indexOf(":");
    const local = piece.name.slice(colon + 1);
    this.#prefix ??= piece.name.slice(0, colon + 1);
    const own = piece.name.startsWith(this.#prefix) && local === piece.name.slice(this.#prefix.length);
    if (LEFT_OUT.has(local) && (own || local === "Fallback")) this.#turn(piece);
    else if (own) this.#addOwn(local, piece);
    if (piece.kind === "open" && this.#isShown()) this.#look(local, piece);
  }

  #isShown(): boolean {
    return this.#leftOut === 0 && this.#hidden === 0;
  }

  #addOwn(local: string, piece: Tag): void {
    const opens = piece.kind === "open" && !piece.closed;
    if (local === "t") this.#inText = opens;
    else if (local === "r") this.#turnRun(piece);
    else if (local === "pPr") this.#inParagraphMark = opens;
    else if (local === "vanish" && piece.kind === "open" && !isOff(piece.tag)) this.#hideRun();
    else if (local === "p" && piece.kind === "close") this.#append("\n");
    else if (piece.kind === "open" && this.#isShown()) this.#append(BLANKS[local] ?? "");
  }

  /** `<w:del/>` without content marks a paragraph's end as deleted and opens nothing. */
  #turn(piece: Tag): void {
    if (piece.kind === "close") this.#leftOut = Math.max(0, this.#leftOut - 1);
    else if (!piece.closed) this.#leftOut += 1;
  }

  #turnRun(piece: Tag): void {
    if (this.#runs.length > MAX_RUN_DEPTH) throw new XmlUnreadable("runs in runs without an end");
    if (piece.kind === "open" && !piece.closed) this.#runs.push(false);
    else if (piece.kind === "close" && this.#runs.pop() === true) this.#hidden -= 1;
  }

  /** What stands among a paragraph's own properties hides its mark alone. */
  #hideRun(): void {
    if (this.#inParagraphMark || this.#runs.at(-1) !== false) return;
    this.#runs[this.#runs.length - 1] = true;
    this.#hidden += 1;
  }

  #look(local: string, piece: OpenTag): void {
    if (ELSEWHERE.has(local) && !isFormula(piece.tag)) this.#elsewhere = true;
    this.#pictures.see(local, piece);
  }

  #append(text: string): void {
    if (text === "") return;
    this.#chars += text.length;
    if (this.#chars > MAX_TEXT_CHARS) throw new XmlUnreadable("more text than anybody reads");
    this.#pieces.push(text);
    if (this.#pieces.length < PIECES_AT_ONCE) return;
    this.#whole.push(this.#pieces.join(""));
    this.#pieces = [];
  }
}

/**
 * The text of the document's main part; null where it cannot be read or is longer than the
 * caps, since a count of half a text would be wrong. Throws `InspectionLimit`.
 */
export async function readDocxText(reader: BoundedReader, part: ZipEntry): Promise<DocxText | null> {
  if (part.unpacked > MAX_TEXT_XML_BYTES) return null;
  const collector = new TextCollector();
  try {
    const xml = decodePart(streamPart(reader, part, MAX_TEXT_XML_BYTES));
    for await (const piece of readXml(xml)) collector.add(piece);
  } catch (fault) {
    if (fault instanceof PartUnreadable || fault instanceof XmlUnreadable) return null;
    throw fault;
  }
  return { text: collector.text, note: collector.note };
}
