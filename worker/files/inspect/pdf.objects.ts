/** A PDF's objects by number, as its own tables place them (ISO 32000-1, 7.5); nothing is guessed. */
import type { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import type { BoundedReader } from "./bounded.reader";
import { parseNumbers } from "./pdf.lexer.rules";
import { undoPredictor } from "./pdf.predictor.rules";
import {
  nameOf,
  numbersOf,
  type PdfDict,
  PdfRef,
  PdfStream,
  PdfTokens,
  type PdfValue,
  PdfWord,
  TextUnread,
} from "./pdf.value.rules";

const KIB = 1024;
const END_BYTES = 16 * KIB;
const NEAR_BYTES = 32 * KIB;
const MAX_OBJECT_BYTES = 1024 * KIB;
const MAX_PACKED_BYTES = 8 * KIB * KIB;
const MAX_STREAM_BYTES = 16 * KIB * KIB;
/** All that is read of streams goes through the tokeniser, packed or not, as often as it is drawn. */
export const MAX_STREAMED_BYTES = 24 * KIB * KIB;
/** What a stream costs beyond its bytes: an empty one can be drawn without an end. */
const STREAM_COST = 512;
const MAX_TABLES = 50;
const MAX_ENTRIES = 300_000;
const ENTRY_BYTES = 20;
const MAX_HOPS = 20;
/** What is read of objects stays, so that each is read once. */
const MAX_LOADED_VALUES = 500_000;

/** Where an object lies: in the file, or among others in a stream. Null where it was taken out. */
type Place = { at: number } | { within: number; index: number } | null;

/** An object, and of how many values it is made. */
interface Loaded {
  value: PdfValue;
  held: number;
}

export class PdfObjects {
  readonly #reader: BoundedReader;
  readonly #places = new Map<number, Place>();
  readonly #loaded = new Map<number, PdfValue>();
  readonly #packs = new Map<number, { data: string; starts: number[]; numbers: number[] }>();
  readonly #loading = new Set<number>();
  #streamed = 0;
  #values = 0;
  trailer: PdfDict = new Map();

  private constructor(reader: BoundedReader) {
    this.#reader = reader;
  }

  /** Reads the tables, newest first. Throws `TextUnread` and `InspectionLimit`. */
  static async open(reader: BoundedReader): Promise<PdfObjects> {
    const objects = new PdfObjects(reader);
    const tail = (await reader.readTail(END_BYTES)).toString("latin1");
    const start = /^startxref\s+(\d{1,12})\s/.exec(
      tail.slice(Math.max(0, tail.lastIndexOf("startxref"))),
    )?.[1];
    const waiting = [Number(start ?? Number.NaN)];
    const seen = new Set<number>();
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (!(at >= 0) || seen.size > MAX_TABLES) throw new TextUnread("no table");
      const trailer = await objects.#readTable(at);
      if (seen.size === 1) objects.trailer = trailer;
      for (const key of ["XRefStm", "Prev"]) {
        const more = trailer.get(key);
        if (typeof more === "number") waiting.push(more);
      }
    }
    return objects;
  }

  /** What the value is, or what it refers to; null where there is no such object, as readers take it. */
  async resolve(value: PdfValue | undefined): Promise<PdfValue> {
    let one = value ?? null;
    for (let hops = 0; one instanceof PdfRef; hops++) {
      if (hops > MAX_HOPS) throw new TextUnread("references in circles");
      one = await this.#load(one.number);
    }
    return one;
  }

  async dict(value: PdfValue | undefined): Promise<PdfDict> {
    const one = await this.resolve(value);
    if (one instanceof Map) return one;
    return one instanceof PdfStream ? one.dict : new Map();
  }

  async list(value: PdfValue | undefined): Promise<PdfValue[]> {
    const one = await this.resolve(value);
    return Array.isArray(one) ? one : [];
  }

  /** The data of a stream, unpacked. Throws `TextUnread`, and `InspectionLimit` for what all of them cost. */
  async unpack({ dict, at }: PdfStream): Promise<Buffer> {
    const length = await this.resolve(dict.get("Length"));
    if (typeof length !== "number" || !(length >= 0) || length > MAX_PACKED_BYTES)
      throw new TextUnread("a stream of unknown length");
    const packed = await this.#reader.read(at, length);
    if (packed.length !== length) throw new TextUnread("cut off");
    const filters = await this.#listFilters(dict);
    if (filters.length === 0) return this.#spend(packed);
    if (filters.length > 1 || filters[0] !== "FlateDecode") throw new TextUnread("packed otherwise");
    const data = this.#spend(inflate(packed));
    const [parms] = await this.#listOf(dict.get("DecodeParms"));
    return undoPredictor(data, await this.dict(parms));
  }

  async #listFilters(dict: PdfDict): Promise<(string | null)[]> {
    const names = (await this.#listOf(dict.get("Filter"))).map(nameOf);
    return names.map((name) => (name === "Fl" ? "FlateDecode" : name));
  }

  async #listOf(value: PdfValue | undefined): Promise<PdfValue[]> {
    const one = await this.resolve(value);
    if (one === null) return [];
    if (!Array.isArray(one)) return [one];
    const list: PdfValue[] = [];
    for (const each of one) list.push(await this.resolve(each));
    return list;
  }

  #spend(data: Buffer): Buffer {
    this.#reader.spendInflated(data.length);
    this.#streamed += data.length + STREAM_COST;
    if (this.#streamed > MAX_STREAMED_BYTES) throw new TextUnread("too much in streams");
    return data;
  }

  async #load(number: number): Promise<PdfValue> {
    const known = this.#loaded.get(number);
    if (known !== undefined) return known;
    const place = this.#places.get(number) ?? null;
    if (place === null) return null;
    if (this.#loading.has(number)) throw new TextUnread("an object inside itself");
    this.#loading.add(number);
    const { value, held } =
      "at" in place ? await this.#readAt(place.at, number) : await this.#readPacked(place, number);
    this.#loading.delete(number);
    this.#values += held;
    if (this.#values > MAX_LOADED_VALUES) throw new TextUnread("too many values");
    this.#loaded.set(number, value);
    return value;
  }

  /** The object at a place of the file, which must be the one that is looked for. */
  async #readAt(at: number, number: number | null): Promise<Loaded> {
    const near = await this.#reader.read(at, NEAR_BYTES);
    try {
      return parseObject(near, at, number);
    } catch (fault) {
      if (!(fault instanceof TextUnread) || near.length < NEAR_BYTES) throw fault;
    }
    return parseObject(await this.#reader.read(at, MAX_OBJECT_BYTES), at, number);
  }

  async #readPacked({ within, index }: { within: number; index: number }, number: number): Promise<Loaded> {
    const pack = this.#packs.get(within) ?? (await this.#openPack(within));
    this.#packs.set(within, pack);
    const start = pack.starts[index];
    if (start === undefined || pack.numbers[index] !== number) throw new TextUnread("another object");
    return readWhole(new PdfTokens(pack.data, start));
  }

  async #openPack(number: number) {
    if (!("at" in (this.#places.get(number) ?? {}))) throw new TextUnread("no stream of objects");
    const stream = await this.#load(number);
    if (!(stream instanceof PdfStream)) throw new TextUnread("no stream of objects");
    const data = (await this.unpack(stream)).toString("latin1");
    const first = stream.dict.get("First");
    if (typeof first !== "number" || !(first <= data.length)) throw new TextUnread("no stream of objects");
    const table = parseNumbers(data.slice(0, first), MAX_ENTRIES);
    return {
      data,
      numbers: table.filter((_, i) => i % 2 === 0),
      starts: table.filter((_, i) => i % 2 === 1).map((start) => first + start),
    };
  }

  async #readTable(at: number): Promise<PdfDict> {
    const head = await this.#reader.read(at, 64);
    const plain = /^\s*xref\s+/.exec(head.toString("latin1"));
    return plain === null ? this.#readStreamTable(at) : this.#readPlainTable(at + plain[0].length);
  }

  /** Lines of twenty bytes under "first count", then the trailer. */
  async #readPlainTable(from: number): Promise<PdfDict> {
    let at = from;
    for (;;) {
      const head = (await this.#reader.read(at, 64)).toString("latin1");
      const section = /^(\d{1,10})\s+(\d{1,6})\s*?[\r\n]+/.exec(head);
      if (section === null) break;
      at += section[0].length;
      const count = Number(section[2]);
      this.#spendEntries(count);
      const rows = (await this.#reader.read(at, count * ENTRY_BYTES)).toString("latin1");
      for (let i = 0; i < count; i++) this.#keepRow(Number(section[1]) + i, rows.slice(i * ENTRY_BYTES));
      at += count * ENTRY_BYTES;
    }
    const tokens = new PdfTokens(await this.#reader.read(at, NEAR_BYTES));
    const trailer = tokens.skipWord("trailer") ? tokens.next() : null;
    if (!(trailer instanceof Map)) throw new TextUnread("no trailer");
    return trailer;
  }

  #keepRow(number: number, row: string): void {
    const entry = /^(\d{10}) \d{5} ([nf])/.exec(row.slice(0, 18));
    if (entry === null) throw new TextUnread("no table");
    this.#keepPlace(number, entry[2] === "n" ? { at: Number(entry[1]) } : null);
  }

  #keepPlace(number: number, place: Place): void {
    if (!this.#places.has(number)) this.#places.set(number, place);
  }

  #spendEntries(count: number): void {
    if (this.#places.size + count > MAX_ENTRIES) throw new TextUnread("too many objects");
  }

  async #readStreamTable(at: number): Promise<PdfDict> {
    const { value: stream } = await this.#readAt(at, null);
    if (!(stream instanceof PdfStream) || nameOf(stream.dict.get("Type")) !== "XRef")
      throw new TextUnread("no table");
    const { dict } = stream;
    const data = await this.unpack(stream);
    const widths = numbersOf(dict.get("W"));
    const row = widths.reduce((sum, one) => sum + one, 0);
    const ranges = dict.has("Index") ? numbersOf(dict.get("Index")) : [0, Number(dict.get("Size"))];
    if (widths.length !== 3 || widths.some((one) => !(one >= 0 && one <= 8)) || row === 0)
      throw new TextUnread("no table");
    let from = 0;
    for (let i = 0; i + 1 < ranges.length; i += 2) {
      const count = ranges[i + 1] ?? 0;
      if (from + count * row > data.length) throw new TextUnread("no table");
      this.#spendEntries(count);
      for (let n = 0; n < count; n++, from += row)
        this.#keepFields((ranges[i] ?? 0) + n, readFields(data, from, widths));
    }
    return dict;
  }

  #keepFields(number: number, [type, second, third]: [number | null, number, number]): void {
    if ((type ?? 1) === 1) this.#keepPlace(number, { at: second });
    else if (type === 2) this.#keepPlace(number, { within: second, index: third });
    else this.#keepPlace(number, null);
  }
}

function inflate(packed: Buffer): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: MAX_STREAM_BYTES });
  } catch {
    // Bad data and too much of it; the runtimes tell them by errors of different kinds.
    throw new TextUnread("a stream that does not unpack");
  }
}

function readFields(data: Buffer, from: number, widths: readonly number[]): [number | null, number, number] {
  let at = from;
  const [type = 0, second = 0, third = 0] = widths.map((width) => {
    const bytes = data.subarray(at, at + width);
    at += width;
    return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  });
  return [widths[0] === 0 ? null : type, second, third];
}

function readWhole(tokens: PdfTokens): Loaded {
  const value = tokens.next();
  if (value === undefined || value instanceof PdfWord) throw new TextUnread("no object");
  return { value, held: tokens.held };
}

/** `12 0 obj …`, and with `stream` behind it where its data begin. */
function parseObject(bytes: Buffer, at: number, number: number | null): Loaded {
  const head = /^[\0\s]*(\d{1,10})[\0\s]+\d{1,5}[\0\s]+obj/.exec(bytes.toString("latin1", 0, 64));
  if (head === null || (number !== null && Number(head[1]) !== number))
    throw new TextUnread("another object");
  const tokens = new PdfTokens(bytes, head[0].length);
  const loaded = readWhole(tokens);
  const { value, held } = loaded;
  if (tokens.skipWord("endobj") || !(value instanceof Map)) return loaded;
  if (!tokens.skipWord("stream")) throw new TextUnread("an object without an end");
  const lead = /^\r?\n?/.exec(bytes.toString("latin1", tokens.at, tokens.at + 2))?.[0].length ?? 0;
  return { value: new PdfStream(value, at + tokens.at + lead), held };
}
