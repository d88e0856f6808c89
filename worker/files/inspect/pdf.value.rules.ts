/** The values a PDF is written in, and its words, one after another (ISO 32000-1, 7.2 and 7.3). */
import { Buffer } from "node:buffer";

/** Thrown where text cannot be read with certainty; never leaves `readPdfText`. */
export class TextUnread extends Error {}

export class PdfName {
  constructor(readonly name: string) {}
}

export class PdfRef {
  constructor(readonly number: number) {}
}

/** The bytes of a string, one letter each. */
export class PdfString {
  constructor(readonly bytes: string) {}
}

/** Anything else: an operator, `obj`, a bracket without its partner. */
export class PdfWord {
  constructor(readonly word: string) {}
}

export type PdfDict = Map<string, PdfValue>;
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfRef
  | PdfString
  | PdfWord
  | PdfValue[]
  | PdfDict
  | PdfStream;

/** A dictionary whose data begin at `at` in the file. */
export class PdfStream {
  constructor(
    readonly dict: PdfDict,
    readonly at: number,
  ) {}
}

const MAX_DEPTH = 40;
/** So many values stand together, as one list or before one operator; the widths of a large font are the most there is. */
export const MAX_VALUES = 100_000;
/** What an empty dictionary takes, counted in values. */
const DICT_COST = 4;
/** Longer than any string that is shown, and than a signature. */
export const MAX_STRING_BYTES = 256 * 1024;

const SPACES = new Set([0, 9, 10, 12, 13, 32]);
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const REFERENCE = /[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
const ESCAPE = /\\(?:([0-7]{1,3})|\r\n|(?:.|\s))/y;
const [OPENING, CLOSING, BACKSLASH] = [0x28, 0x29, 0x5c];
const WORDS: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };

/** Reads values from bytes given as Latin-1; `end` is the last place, where more of the file may follow. */
export class PdfTokens {
  at: number;
  /** Values since the last operator, or since the beginning: what a reader holds of them by now. */
  held = 0;
  readonly #text: string;

  constructor(bytes: Buffer | string, at = 0) {
    this.#text = typeof bytes === "string" ? bytes : bytes.toString("latin1");
    this.at = at;
  }

  /**
   * The next value or word; undefined at the end. Throws `TextUnread` where one is cut off, and
   * where more stand together than a file of this kind has.
   */
  next(depth = 0): PdfValue | undefined {
    const value = this.#read(depth);
    if (depth === 0 && value instanceof PdfWord) this.held = 0;
    else this.#hold(1);
    return value;
  }

  #hold(values: number): void {
    this.held += values;
    if (this.held > MAX_VALUES) throw new TextUnread("too many values");
  }

  #read(depth: number): PdfValue | undefined {
    this.skipBlank();
    const letter = this.#text[this.at];
    if (letter === undefined) return undefined;
    if (depth > MAX_DEPTH) throw new TextUnread("nested too deep");
    switch (letter) {
      case "(":
        return this.#readLiteral();
      case "/":
        return this.#readName();
      case "[":
        this.at += 1;
        return this.#readList("]", depth);
      case "<":
        return this.#text[this.at + 1] === "<" ? this.#readDict(depth) : this.#readHex();
      case ">":
        this.at += this.#text[this.at + 1] === ">" ? 2 : 1;
        return new PdfWord(">>");
      case "]":
      case "{":
      case "}":
      case ")":
        this.at += 1;
        return new PdfWord(letter);
      default:
        return this.#readRegular();
    }
  }

  /** Goes behind `word`, which stands here; false where it does not. */
  skipWord(word: string): boolean {
    this.skipBlank();
    if (!this.#text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  skipBlank(): void {
    for (;;) {
      while (SPACES.has(this.#text.charCodeAt(this.at))) this.at += 1;
      if (this.#text[this.at] !== "%") return;
      while (this.at < this.#text.length && !/[\r\n]/.test(this.#text[this.at] ?? "")) this.at += 1;
    }
  }

  /** Goes to the end of the data of an inline image (8.9.7). */
  skipImageData(): void {
    const end = /[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]+[\n\r -~]{0,8}|$)/g;
    end.lastIndex = this.at;
    const found = end.exec(this.#text);
    if (found === null) throw new TextUnread("an image without an end");
    this.at = end.lastIndex;
  }

  #readRegular(): PdfValue {
    REGULAR.lastIndex = this.at;
    const word = REGULAR.exec(this.#text)?.[0] ?? "";
    this.at += word.length;
    if (NUMBER.test(word)) return this.#readNumber(word);
    const value = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    return value === undefined ? new PdfWord(word) : value;
  }

  #readNumber(word: string): number | PdfRef {
    if (/^\d+$/.test(word)) {
      REFERENCE.lastIndex = this.at;
      if (REFERENCE.test(this.#text)) {
        this.at = REFERENCE.lastIndex;
        return new PdfRef(Number(word));
      }
    }
    return Number(word);
  }

  #readName(): PdfName {
    REGULAR.lastIndex = this.at + 1;
    const raw = REGULAR.exec(this.#text)?.[0] ?? "";
    this.at += 1 + raw.length;
    const name = raw.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return new PdfName(name);
  }

  #readHex(): PdfString {
    const end = this.#text.indexOf(">", this.at);
    if (end < 0) throw new TextUnread("cut off");
    if (end - this.at > 2 * MAX_STRING_BYTES) throw new TextUnread("a long string");
    const digits = this.#text.slice(this.at + 1, end).replace(/[\0\s]/g, "");
    if (!/^[0-9a-f]*$/i.test(digits)) throw new TextUnread("no hexadecimal string");
    this.at = end + 1;
    const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex");
    return new PdfString(bytes.toString("latin1"));
  }

  #readLiteral(): PdfString {
    // Bytes and not letters joined one by one: of these each would keep an object of its own.
    const bytes: number[] = [];
    let nested = 0;
    while (this.at < this.#text.length && bytes.length <= MAX_STRING_BYTES) {
      const code = this.#text.charCodeAt(this.at);
      if (code === BACKSLASH) {
        bytes.push(...this.#readEscape());
        continue;
      }
      this.at += 1;
      if (code === CLOSING && --nested === 0) return new PdfString(Buffer.from(bytes).toString("latin1"));
      if (nested > 0) bytes.push(code);
      if (code === OPENING) nested += 1;
    }
    throw new TextUnread("a string that is cut off, or long");
  }

  /** What a backslash and the letters behind it say: one byte, or none where they break a line. */
  #readEscape(): number[] {
    ESCAPE.lastIndex = this.at;
    const [whole = "\\", octal] = ESCAPE.exec(this.#text) ?? [];
    this.at += whole.length;
    if (octal !== undefined) return [Number.parseInt(octal, 8) & 255];
    const letter = whole[1] ?? "\n";
    return letter === "\n" || letter === "\r" ? [] : [(ESCAPES[letter] ?? letter).charCodeAt(0)];
  }

  #readList(close: string, depth: number): PdfValue[] {
    const list: PdfValue[] = [];
    for (;;) {
      const value = this.next(depth + 1);
      if (value === undefined) throw new TextUnread("cut off");
      if (value instanceof PdfWord && value.word === close) return list;
      list.push(value);
    }
  }

  #readDict(depth: number): PdfDict {
    this.at += 2;
    this.#hold(DICT_COST);
    return dictOf(this.#readList(">>", depth));
  }
}

/** Keys and values in turn. */
export function dictOf(list: readonly PdfValue[]): PdfDict {
  const dict: PdfDict = new Map();
  for (let i = 0; i + 1 < list.length; i += 2) {
    const key = list[i];
    if (!(key instanceof PdfName)) throw new TextUnread("no dictionary");
    dict.set(key.name, list[i + 1] ?? null);
  }
  return dict;
}

export const nameOf = (value: PdfValue | undefined): string | null =>
  value instanceof PdfName ? value.name : null;

export const numbersOf = (value: PdfValue | undefined): number[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "number") : [];
