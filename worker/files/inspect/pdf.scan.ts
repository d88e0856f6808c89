/**
 * The objects of a PDF, found by passing over the whole file once instead of trusting its
 * table: an object that hides inside another's data is seen as well.
 */
import type { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import type { BoundedReader } from "./bounded.reader";
import {
  HEADER_BYTES,
  lexPdfObject,
  type PdfObject,
  parseHeader,
  parseNumbers,
  parseReference,
} from "./pdf.lexer.rules";

const MIB = 1024 * 1024;
/** Longer files are passed over at both ends, where programs put what matters. */
export const MAX_SCANNED_BYTES = 96 * MIB;
const CHUNK_BYTES = MIB;
const OVERLAP_BYTES = 64 * 1024;
const MAX_OBJECT_BYTES = 2 * MIB;
/** So much is tokenised in all; a file made of nested beginnings would cost its square otherwise. */
export const MAX_LEXED_BYTES = 64 * MIB;
/** Large PDFs have some hundred thousand objects; each costs a microsecond, and its end word is a place too. */
const MAX_PLACES = 1_000_000;
const MAX_PACKED_BYTES = 2 * MIB;
export const MAX_OBJECT_STREAM_BYTES = 8 * MIB;
const MAX_PACKED_OBJECTS = 200_000;
/** What a packed object costs beyond its bytes: a table can name the same few of them without an end. */
const PACKED_OBJECT_COST = 32;
/** A bomb costs as much to give up on as to open. A locked file has many that do not open; it is unchecked by the first. */
const MAX_UNOPENED = 32;
const MAX_NODES = 200_000;
const MAX_LOCKS = 100;

/** A catalog or a node of the page tree, by object number. */
interface PdfNode {
  type: string;
  values: Map<string, string>;
}

export interface PdfFacts {
  nodes: Map<number, PdfNode>;
  /** Objects that a trailer names as the root, in file order. */
  roots: number[];
  script: boolean;
  launch: boolean;
  font: boolean;
  /** Something was too long, or packed in a way that is not unpacked here. */
  unchecked: boolean;
  /** So many bytes were tokenised, those that were tokenised twice counted twice. */
  lexed: number;
  /** So many object streams did not unpack. */
  unopened: number;
  /** The dictionaries of the standard lock, by object number. */
  locks: Map<number, Map<string, string>>;
  /** The value of `Encrypt` and of `ID` in a trailer. */
  encrypt: string | null;
  /** The dictionary that a trailer holds itself in place of naming one. */
  ownLock: Map<string, string> | null;
  id: string;
}

/** @param number null where it is not known; what it does is a danger even so */
function keepObject(facts: PdfFacts, number: number | null, object: PdfObject): void {
  facts.script ||= object.script;
  facts.launch ||= object.launch;
  facts.font ||= object.font;
  facts.unchecked ||= object.deep;
  const type = object.values.get("Type") ?? "";
  if (type === "/XRef") keepTrailer(facts, object);
  if (number === null) return;
  if (object.values.get("Filter") === "/Standard" && facts.locks.size < MAX_LOCKS)
    facts.locks.set(number, object.values);
  const isNode =
    type === "/Catalog" || type === "/Pages" || (object.values.has("Kids") && object.values.has("Count"));
  if (isNode && facts.nodes.size < MAX_NODES) facts.nodes.set(number, { type, values: object.values });
}

function keepTrailer(facts: PdfFacts, object: PdfObject): void {
  const root = parseReference(object.values.get("Root"));
  if (root !== null) facts.roots.push(root);
  if (object.values.has("Encrypt")) {
    facts.encrypt = object.values.get("Encrypt") ?? null;
    facts.ownLock = object.lock;
  }
  facts.id = object.values.get("ID") ?? facts.id;
}

/** A reader that is sent to a stream for an object asks for no type. */
const holdsObjects = ({ values, closing }: PdfObject): boolean =>
  closing === "stream" && (values.get("Type") === "/ObjStm" || (values.has("First") && values.has("N")));

/** A number, a name or a reference: nothing that could hold a script and be cut off by what stands behind it. */
const PLAIN = /^[\0\s]*[\w.+\-/][\w.+\-/ ]*[\0\s]*$/;
const isPlain = (data: Buffer, at: number, end: number) =>
  end - at <= 64 && PLAIN.test(data.toString("latin1", at, end));

/** Parameters of the packing that change nothing, and do not lie elsewhere. */
const NO_PREDICTOR = /^(?!.*(Predictor| R)).{0,100}$/s;
const FLATE = /^(\[ )?\/(FlateDecode|Fl)( \])?$/;

/** The data of an object stream, unpacked; null where they are packed otherwise, locked or too long. */
function unpackObjects(reader: BoundedReader, packed: Buffer, filter: string | undefined): Buffer | null {
  if (filter === undefined) {
    reader.spendInflated(packed.length);
    return packed;
  }
  if (!FLATE.test(filter)) return null;
  let unpacked: Buffer;
  try {
    unpacked = inflateSync(packed, { maxOutputLength: MAX_OBJECT_STREAM_BYTES });
  } catch {
    // Bad data and too much of it; the runtimes tell them by errors of different kinds.
    return null;
  }
  reader.spendInflated(unpacked.length);
  return unpacked;
}

class PdfScan {
  readonly facts: PdfFacts = {
    nodes: new Map(),
    roots: [],
    script: false,
    launch: false,
    font: false,
    unchecked: false,
    lexed: 0,
    unopened: 0,
    locks: new Map(),
    encrypt: null,
    ownLock: null,
    id: "",
  };
  readonly #reader: BoundedReader;
  #places = 0;

  constructor(reader: BoundedReader) {
    this.#reader = reader;
  }

  async run(): Promise<PdfFacts> {
    const { bytes } = this.#reader;
    const half = MAX_SCANNED_BYTES / 2;
    if (bytes <= MAX_SCANNED_BYTES) await this.#scanRange(0, bytes);
    else {
      this.facts.unchecked = true;
      await this.#scanRange(0, half);
      await this.#scanRange(bytes - half, bytes);
    }
    return this.facts;
  }

  async #scanRange(from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += CHUNK_BYTES) {
      const start = Math.max(0, at - HEADER_BYTES);
      const chunk = await this.#reader.read(start, at - start + CHUNK_BYTES + OVERLAP_BYTES);
      await this.#scanWord(chunk, start, at, "obj");
      await this.#scanWord(chunk, start, at, "trailer");
    }
  }

  /** Looks at each place of `word` that begins in this chunk and not in the next. */
  async #scanWord(chunk: Buffer, start: number, at: number, word: "obj" | "trailer"): Promise<void> {
    const last = at - start + CHUNK_BYTES;
    for (let i = chunk.indexOf(word, at - start); i >= 0 && i < last; i = chunk.indexOf(word, i + 1)) {
      this.#places += 1;
      if (this.facts.lexed > MAX_LEXED_BYTES || this.#places > MAX_PLACES) {
        this.facts.unchecked = true;
        return;
      }
      const number = word === "obj" ? parseHeader(chunk, i) : null;
      if (number === undefined) continue;
      const object = await this.#lex(chunk, i + word.length, start);
      if (word === "trailer") keepTrailer(this.facts, object);
      await this.#keep(number, object);
    }
  }

  /** Reads the object in the chunk; one that is longer is fetched on its own. `end` counts in the file. */
  async #lex(chunk: Buffer, at: number, start: number): Promise<PdfObject> {
    const near = this.#spend(lexPdfObject(chunk, at, chunk.length), at);
    if (near.closing !== "open" || start + chunk.length >= this.#reader.bytes) {
      return { ...near, end: near.end + start };
    }
    const own = await this.#reader.read(start + at, MAX_OBJECT_BYTES);
    const far = this.#spend(lexPdfObject(own, 0, own.length), 0);
    if (far.closing === "open" && start + at + own.length < this.#reader.bytes) this.facts.unchecked = true;
    return { ...far, end: far.end + start + at };
  }

  #spend(object: PdfObject, from: number): PdfObject {
    this.facts.lexed += Math.max(0, object.end - from);
    return object;
  }

  async #keep(number: number | null, object: PdfObject): Promise<void> {
    keepObject(this.facts, number, object);
    if (holdsObjects(object)) await this.#openObjects(object);
  }

  async #openObjects({ values, end }: PdfObject): Promise<void> {
    if (this.facts.unopened >= MAX_UNOPENED) return;
    const length = Number(values.get("Length"));
    const wanted = Number.isInteger(length) ? length : MAX_PACKED_BYTES;
    const lead = /^\r?\n?/.exec((await this.#reader.read(end, 2)).toString("latin1"))?.[0].length ?? 0;
    const packed = await this.#reader.read(end + lead, Math.min(wanted, MAX_PACKED_BYTES));
    const parms = values.get("DecodeParms") ?? values.get("DP") ?? "";
    const unpacked = NO_PREDICTOR.test(parms)
      ? unpackObjects(this.#reader, packed, values.get("Filter"))
      : null;
    if (unpacked === null) this.facts.unopened += 1;
    if (unpacked === null || wanted > MAX_PACKED_BYTES) this.facts.unchecked = true;
    if (unpacked !== null) this.#keepPacked(unpacked, Number(values.get("First")), Number(values.get("N")));
  }

  /** An object stream begins with pairs of number and place (ISO 32000-1, 7.5.7). */
  #keepPacked(data: Buffer, first: number, count: number): void {
    const head = data.toString("latin1", 0, Math.min(first, data.length));
    const table = parseNumbers(head, 2 * MAX_PACKED_OBJECTS + 1);
    const placed = Number.isInteger(first) && first <= data.length;
    if (!(count >= 0) || !placed || table.length < count * 2 || table.length > 2 * MAX_PACKED_OBJECTS)
      this.facts.unchecked = true;
    for (let i = 0; i + 1 < table.length; i += 2) {
      this.#keepPackedObject(
        data,
        table[i] ?? 0,
        first + (table[i + 1] ?? 0),
        first + (table[i + 3] ?? data.length),
      );
      if (this.facts.lexed <= MAX_LEXED_BYTES) continue;
      this.facts.unchecked = true;
      return;
    }
  }

  /** The object at a place that a table claims; `next` is where the one behind it is said to begin. */
  #keepPackedObject(data: Buffer, number: number, at: number, next: number): void {
    this.facts.lexed += PACKED_OBJECT_COST;
    if (!(at >= 0 && at < data.length)) {
      this.facts.unchecked = true;
      return;
    }
    const end = next > at ? next : data.length;
    const object = this.#spend(lexPdfObject(data, at, end, true), at);
    // The next one may be said to begin in the middle of this one, which a reader reads to its own end.
    const isCut = object.closing === "open" && end < data.length && !isPlain(data, at, end);
    keepObject(
      this.facts,
      number,
      isCut ? this.#spend(lexPdfObject(data, at, data.length, true), at) : object,
    );
  }
}

/** Passes over a PDF once. Throws `InspectionLimit`. */
export function scanPdf(reader: BoundedReader): Promise<PdfFacts> {
  return new PdfScan(reader).run();
}
