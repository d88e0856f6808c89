/** The values a PDF is written in, and its words, one after another (ISO 32000-1, 7.2 and 7.3). */
import type { Buffer } from "node:buffer";

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

const SPACE = /[\0\t\n\f\r ]/;
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const REFERENCE = /[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
const WORDS: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };

/** Reads values from bytes given as Latin-1; `end` is the last place, where more of the file may follow. */
export class PdfTokens {
  at: number;
  readonly #text: string;

  constructor(bytes: Buffer | string, at = 0) {
    this.#text = typeof bytes === "string" ? bytes : bytes.toString("latin1");
    this.at = at;
  }

  /** The next value or word; undefined at the end. Throws `TextUnread` where one is cut off. */
  next(depth = 0): PdfValue | undefined {
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
      while (SPACE.test(this.#text[this.at] ?? "x")) this.at += 1;
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
    const digits = this.#text.slice(this.at + 1, end).replace(/[\0\s]/g, "");
    if (!/^[0-9a-f]*$/i.test(digits)) throw new TextUnread("no hexadecimal string");
    this.at = end + 1;
    const pairs = digits.match(/..?/g) ?? [];
    return new PdfString(
      pairs.map((pair) => String.fromCharCode(Number.parseInt(pair.padEnd(2, "0"), 16))).join(""),
    );
  }

  #readLiteral(): PdfString {
    const text = this.#text;
    let out = "";
    let nested = 0;
    for (let at = this.at; at < text.length; at++) {
      const letter = text[at] ?? "";
      if (letter === "\\") {
        const pattern = /\\(?:([0-7]{1,3})|\r\n|(?:.|\s))/y;
        pattern.lastIndex = at;
        const [whole = "\\", octal] = pattern.exec(text) ?? [];
        out +=
          octal === undefined
            ? readEscape(whole[1] ?? "")
            : String.fromCharCode(Number.parseInt(octal, 8) & 255);
        at += whole.length - 1;
        continue;
      }
      if (letter === ")" && --nested === 0) {
        this.at = at + 1;
        return new PdfString(out);
      }
      if (nested > 0) out += letter;
      if (letter === "(") nested += 1;
    }
    throw new TextUnread("cut off");
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
    return dictOf(this.#readList(">>", depth));
  }
}

const readEscape = (letter: string) =>
  letter === "\n" || letter === "\r" ? "" : (ESCAPES[letter] ?? letter);

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
