/** What a font's codes mean: its own map to Unicode (ISO 32000-1, 9.10.3), and codes that are text already. */
import { Buffer } from "node:buffer";
import { PdfString, PdfTokens, type PdfValue, PdfWord, TextUnread } from "./pdf.value.rules";

export const MAX_CODES = 200_000;
const MAX_RANGE = 65_536;

const numberOf = ({ bytes }: PdfString) =>
  [...bytes].reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0);
const utf16Of = ({ bytes }: PdfString) => {
  const buffer = Buffer.from(bytes.length % 2 === 0 ? bytes : `\0${bytes}`, "latin1");
  return buffer.swap16().toString("utf16le");
};

class CodeMap {
  readonly texts = new Map<number, string>();
  #spent = 0;

  add(code: number, text: string): void {
    this.#spend();
    this.texts.set(code, text);
  }

  /** A range costs something even where it names no text, or a map of empty ones would have no end. */
  addRange(first: number, last: number, to: PdfValue): void {
    this.#spend();
    if (!(last >= first && last - first < MAX_RANGE)) throw new TextUnread("no range of codes");
    if (Array.isArray(to)) this.#addList(first, to.slice(0, last - first + 1));
    else if (to instanceof PdfString) this.#addRun(first, last, utf16Of(to));
  }

  #addList(first: number, list: readonly PdfValue[]): void {
    for (const [i, one] of list.entries()) if (one instanceof PdfString) this.add(first + i, utf16Of(one));
  }

  #addRun(first: number, last: number, start: string): void {
    if (start === "") return;
    const end = start.charCodeAt(start.length - 1);
    for (let i = 0; i <= last - first; i++)
      this.add(first + i, start.slice(0, -1) + String.fromCharCode(end + i));
  }

  #spend(): void {
    this.#spent += 1;
    if (this.#spent > MAX_CODES) throw new TextUnread("too many codes");
  }
}

/** Code → text. A code that it does not name has no text. */
export function parseToUnicode(cmap: Buffer): ReadonlyMap<number, string> {
  const map = new CodeMap();
  const tokens = new PdfTokens(cmap);
  let operands: PdfValue[] = [];
  for (let one = tokens.next(); one !== undefined; one = tokens.next()) {
    if (!(one instanceof PdfWord)) {
      operands.push(one);
      continue;
    }
    if (one.word === "usecmap") throw new TextUnread("a map upon another");
    if (one.word === "endbfchar") keepChars(map, operands);
    else if (one.word === "endbfrange") keepRanges(map, operands);
    operands = [];
  }
  return map.texts;
}

function keepChars(map: CodeMap, operands: readonly PdfValue[]): void {
  for (let i = 0; i + 1 < operands.length; i += 2) {
    const [code, to] = operands.slice(i, i + 2);
    if (code instanceof PdfString && to instanceof PdfString) map.add(numberOf(code), utf16Of(to));
  }
}

function keepRanges(map: CodeMap, operands: readonly PdfValue[]): void {
  for (let i = 0; i + 2 < operands.length; i += 3) {
    const [first, last, to = null] = operands.slice(i, i + 3);
    if (first instanceof PdfString && last instanceof PdfString)
      map.addRange(numberOf(first), numberOf(last), to);
  }
}

/** What cannot be anything but a mistake or a picture of its maker's own (U+F020 to U+F0FF are the marks of symbol fonts). */
const DOUBTFUL = /[\0\ufffd\ue000-\uf01f\uf100-\uf8ff\ud800-\udfff]/;
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Whether a glyph's text is no guess. */
export const isCertain = (text: string): boolean => text !== "" && !DOUBTFUL.test(text.replace(PAIRS, ""));

/** Codes that are text in an encoding of their own (9.7.5.2); null for those that are glyphs' numbers. */
export function findTextEncoding(cmap: string): "utf-16be" | "gb18030" | null {
  if (/^Uni(GB|CNS|JIS|KS)\d*-(UCS2|UTF16)-(HW-)?[HV]$/.test(cmap)) return "utf-16be";
  return /^(GB-EUC|GBK-EUC|GBKp-EUC|GBK2K)-[HV]$/.test(cmap) ? "gb18030" : null;
}
