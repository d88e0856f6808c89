/** Reads one PDF object after another as a reader would tokenise it (ISO 32000-1, 7.2 and 7.3). */
import { Buffer } from "node:buffer";

/** What is kept of an object: the values of its outermost dictionary, and which names occur anywhere in it. */
export interface PdfObject {
  /** Key → value as written, with names decoded; long values are cut. */
  values: Map<string, string>;
  /** The values of the dictionary that stands under `Encrypt` itself; null where none does. */
  lock: Map<string, string> | null;
  /** Brackets are nested so deep that its end may be taken for one within it. */
  deep: boolean;
  script: boolean;
  launch: boolean;
  font: boolean;
  /** `stream`: its data begin at `end`. `open`: the bytes ended before the object did. */
  closing: "stream" | "object" | "open";
  end: number;
}

/** So much in front of `obj` is looked at for the object's number. */
export const HEADER_BYTES = 32;
/** Enough for the longest strings that are looked at, 127 bytes each of them escaped. */
const MAX_VALUE_CHARS = 512;
/** Words so short are joined letter by letter, the fastest way; longer ones would be kept in pieces. */
const SHORT_CHARS = 12;
const MAX_KEYS = 2000;
/** No reader follows brackets so deep. */
const MAX_OPEN = 1000;

const REGULAR = 0;
const SPACE = 1;
const DELIMITER = 2;
/** What each byte is; a table, because a long file asks some ten million times. */
const KINDS = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) KINDS[byte] = SPACE;
for (const byte of Buffer.from("()<>[]{}/%")) KINDS[byte] = DELIMITER;
const isRegular = (byte: number | undefined) => byte !== undefined && KINDS[byte] === REGULAR;

/** Words that end an object even where its own end is missing. */
const ENDING_WORDS = new Set(["endobj", "obj", "endstream", "xref", "trailer", "startxref"]);
/** The letters that they and `stream` begin with. */
const ENDING_LETTERS = new Set(Buffer.from("eostx"));

const decodeName = (raw: string) =>
  raw.includes("#")
    ? raw.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : raw;

class Lexer {
  readonly object: PdfObject;
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  readonly #single: boolean;
  #at: number;
  /** The brackets that are open, by the byte they begin with. */
  readonly #open: number[] = [];
  /** Where a dictionary under `Encrypt` begins. */
  lockAt: number | null = null;
  #key: string | null = null;
  #value = "";

  constructor(bytes: Uint8Array, at: number, limit: number, single: boolean) {
    this.#bytes = bytes;
    this.#single = single;
    this.#at = at;
    this.#limit = limit;
    this.object = {
      values: new Map(),
      lock: null,
      deep: false,
      script: false,
      launch: false,
      font: false,
      closing: "open",
      end: limit,
    };
  }

  run(): PdfObject {
    while (this.#at < this.#limit && this.object.closing === "open") this.#step();
    if (this.object.closing !== "open") this.object.end = this.#at;
    this.#commit();
    return this.object;
  }

  #step(): void {
    const byte = this.#bytes[this.#at] ?? 0;
    if (KINDS[byte] === SPACE) this.#at += 1;
    else if (byte === 0x25) this.#skipComment();
    else if (byte === 0x28) this.#readString();
    else if (byte === 0x2f) this.#readName();
    else if (byte === 0x3c || byte === 0x3e) this.#readAngle(byte);
    else if (KINDS[byte] === DELIMITER) this.#readBracket(byte);
    else this.#readWord();
  }

  #skipComment(): void {
    while (this.#at < this.#limit && this.#bytes[this.#at] !== 10 && this.#bytes[this.#at] !== 13)
      this.#at += 1;
  }

  #readString(): void {
    const start = this.#at;
    let nested = 0;
    for (; this.#at < this.#limit; this.#at++) {
      const byte = this.#bytes[this.#at];
      if (byte === 0x5c) this.#at += 1;
      else if (byte === 0x28) nested += 1;
      else if (byte === 0x29) nested -= 1;
      if (nested === 0) break;
    }
    this.#at += 1;
    if (this.#key !== null) this.#append(this.#raw(start));
  }

  #readAngle(byte: number): void {
    if (this.#bytes[this.#at + 1] === byte) {
      this.#at += 2;
      if (byte === 0x3c) this.#begin("<<");
      else this.#finish(">>", 0x3c);
      return;
    }
    const start = this.#at;
    this.#at += 1;
    if (byte === 0x3e) return;
    while (this.#at < this.#limit && this.#bytes[this.#at] !== 0x3e) this.#at += 1;
    this.#at += 1;
    if (this.#key !== null) this.#append(this.#raw(start));
  }

  /** What was passed over since `start`, as Latin-1. */
  #raw(start: number): string {
    const end = Math.min(this.#at, start + MAX_VALUE_CHARS);
    if (end - start > SHORT_CHARS) return String.fromCharCode(...this.#bytes.subarray(start, end));
    let text = "";
    for (let at = start; at < end; at++) text += String.fromCharCode(this.#bytes[at] ?? 0);
    return text;
  }

  #readBracket(byte: number): void {
    this.#at += 1;
    if (byte === 0x5b) this.#begin("[");
    else if (byte === 0x5d) this.#finish("]", 0x5b);
  }

  #begin(token: "<<" | "["): void {
    if (token === "<<" && this.#open.length === 1 && this.#key === "Encrypt" && this.#value === "")
      this.lockAt = this.#at - token.length;
    if (this.#open.length > 0) this.#append(token);
    if (this.#open.length < MAX_OPEN) this.#open.push(token.charCodeAt(0));
    else this.object.deep = true;
  }

  #finish(token: ">>" | "]", opened: number): void {
    // A bracket that closes another kind is a word like any to a reader, and ends nothing.
    const closes = this.#open.at(-1) === opened;
    if (closes) this.#open.pop();
    if (this.#open.length > 0) this.#append(token);
    else if (closes) {
      this.#commit();
      if (this.#single) this.object.closing = "object";
    }
  }

  #skipRegular(from: number): void {
    let end = from;
    while (end < this.#limit && isRegular(this.#bytes[end])) end += 1;
    this.#at = end;
  }

  #readName(): void {
    const start = this.#at + 1;
    this.#skipRegular(start);
    const name = decodeName(this.#raw(start));
    if (name === "JavaScript" || name === "JS") this.object.script = true;
    else if (name === "Launch") this.object.launch = true;
    else if (name === "Font") this.object.font = true;
    if (this.#open.length !== 1 || (this.#key !== null && this.#value === "")) {
      this.#append(`/${name}`);
      return;
    }
    this.#commit();
    this.#key = name;
  }

  #readWord(): void {
    const start = this.#at;
    this.#skipRegular(start);
    // Most words are numbers that nobody keeps.
    if (this.#key === null && !ENDING_LETTERS.has(this.#bytes[start] ?? 0)) return;
    const word = this.#raw(start);
    // Inside brackets they are values like any to a reader; in the file itself each `obj` is looked at on its own.
    const ends = this.#open.length === 0 || (word === "obj" && !this.#single);
    if (ends && word === "stream") this.object.closing = "stream";
    else if (ends && ENDING_WORDS.has(word)) {
      this.object.closing = "object";
      this.#at = start;
    } else this.#append(word);
  }

  #append(token: string): void {
    if (this.#key !== null && this.#value.length < MAX_VALUE_CHARS) {
      this.#value += this.#value === "" ? token : ` ${token}`;
    }
  }

  #commit(): void {
    if (this.#key !== null && this.object.values.size < MAX_KEYS)
      this.object.values.set(this.#key, this.#value);
    this.#key = null;
    this.#value = "";
  }
}

/**
 * Reads the object whose body begins at `at`, at most up to `limit`. Never throws.
 * @param single ends with the outermost bracket, as objects without a closing word do
 */
export function lexPdfObject(bytes: Uint8Array, at: number, limit: number, single = false): PdfObject {
  const lexer = new Lexer(bytes, at, Math.min(limit, bytes.length), single);
  const object = lexer.run();
  // Its values are longer than what is kept of one. What stands under it in turn is not looked for.
  if (lexer.lockAt !== null) object.lock = new Lexer(bytes, lexer.lockAt, object.end, true).run().values;
  return object;
}

/** White space and comments, which part words wherever they stand (7.2.3 and 7.2.4). */
const HEADER = /(\d{1,10})(?:[\0\s]|%[^\r\n]*[\r\n])+\d{1,5}(?:[\0\s]|%[^\r\n]*[\r\n])*$/;

/**
 * What the `obj` at `at` begins: the number of an object, null where the header is too long
 * to look for or is none, and undefined where `obj` is a part of another word.
 */
export function parseHeader(bytes: Buffer, at: number): number | null | undefined {
  const header = HEADER.exec(bytes.toString("latin1", Math.max(0, at - HEADER_BYTES), at));
  if (header !== null) return Number(header[1]);
  const before = bytes[at - 1];
  const isDigit = before !== undefined && before >= 0x30 && before <= 0x39;
  return (isRegular(before) && !isDigit) || isRegular(bytes[at + 3]) ? undefined : null;
}

/** The whole numbers in a text, in order, at most `most` of them. */
export function parseNumbers(text: string, most: number): number[] {
  const numbers: number[] = [];
  for (const [digits] of text.matchAll(/\d+/g)) {
    if (numbers.length >= most) break;
    numbers.push(Number(digits));
  }
  return numbers;
}

/** The number of the object that a value refers to (`12 0 R`); null when it refers to none. */
export function parseReference(value: string | undefined): number | null {
  const match = /^(\d{1,10}) \d{1,5} R$/.exec(value ?? "");
  return match === null ? null : Number(match[1]);
}
