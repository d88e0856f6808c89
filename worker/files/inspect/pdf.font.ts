/** A font of a PDF, as far as text needs it: which glyphs a string shows, what they say, how wide they are. */
import { Buffer } from "node:buffer";
import { findTextEncoding, isCertain, parseToUnicode } from "./pdf.cmap.rules";
import { readGlyphName, readSimpleCode } from "./pdf.glyph.rules";
import type { PdfObjects } from "./pdf.objects";
import { nameOf, numbersOf, type PdfDict, PdfName, PdfStream, TextUnread } from "./pdf.value.rules";

export interface Glyph {
  text: string;
  /** In thousandths of the font's size. */
  width: number;
  /** A single byte 32, which word spacing widens. */
  blank: boolean;
}

export interface PdfFont {
  /** Throws `TextUnread` where a glyph's text is in doubt. */
  decode(bytes: string): Glyph[];
}

const FULL_WIDTH = 1000;
const USUAL_WIDTH = 500;
const MAX_WIDTHS = 70_000;
const SYMBOLIC = 4;
const STANDARD_TEXT_FONT = /^(Helvetica|Times|Courier)/;

export async function openFont(objects: PdfObjects, font: PdfDict): Promise<PdfFont> {
  const map = await objects.resolve(font.get("ToUnicode"));
  const texts = map instanceof PdfStream ? parseToUnicode(await objects.unpack(map)) : null;
  return nameOf(font.get("Subtype")) === "Type0"
    ? openComposite(objects, font, texts)
    : openSimple(objects, font, texts);
}

function certain(text: string | null | undefined): string {
  if (text === null || text === undefined || !isCertain(text)) throw new TextUnread("a glyph in doubt");
  return text;
}

async function openSimple(
  objects: PdfObjects,
  font: PdfDict,
  texts: ReadonlyMap<number, string> | null,
): Promise<PdfFont> {
  const known = texts ?? (await readEncoding(objects, font));
  const first = Number(await objects.resolve(font.get("FirstChar")));
  const widths = await objects.list(font.get("Widths"));
  // A font that draws its own glyphs counts in units of its own (9.6.5).
  const [unit = 0.001] = numbersOf(await objects.resolve(font.get("FontMatrix")));
  const scale = nameOf(font.get("Subtype")) === "Type3" ? 1000 * Math.abs(unit) : 1;
  const widthOf = (code: number) => {
    const width = widths[code - first];
    return typeof width === "number" ? width * scale : USUAL_WIDTH;
  };
  return {
    decode: (bytes) =>
      Array.from(bytes, (letter) => {
        const code = letter.charCodeAt(0);
        return { text: certain(known.get(code)), width: widthOf(code), blank: code === 32 };
      }),
  };
}

/** Without a map of its own a font says by its encoding what its codes mean (9.6.6). */
async function readEncoding(objects: PdfObjects, font: PdfDict): Promise<ReadonlyMap<number, string>> {
  const encoding = await objects.resolve(font.get("Encoding"));
  const dict = encoding instanceof Map ? encoding : new Map();
  const base = nameOf(encoding) ?? nameOf(dict.get("BaseEncoding")) ?? (await findOwnEncoding(objects, font));
  const texts = new Map<number, string>();
  for (let code = 0; code < 256; code++) {
    const text = readSimpleCode(base, code);
    if (text !== null) texts.set(code, text);
  }
  let code = 0;
  for (const one of await objects.list(dict.get("Differences"))) {
    if (typeof one === "number") code = one;
    else if (one instanceof PdfName) texts.set(code++, readGlyphName(one.name) ?? "");
  }
  return texts;
}

/** The encoding of a font that names none; null where only its program knows. */
async function findOwnEncoding(objects: PdfObjects, font: PdfDict): Promise<string | null> {
  const descriptor = await objects.dict(font.get("FontDescriptor"));
  const standard = STANDARD_TEXT_FONT.test(nameOf(font.get("BaseFont")) ?? "");
  const embedded = ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor.has(key));
  const symbolic = (Number(descriptor.get("Flags") ?? 0) & SYMBOLIC) !== 0;
  return standard && !embedded && !symbolic ? "StandardEncoding" : null;
}

async function openComposite(
  objects: PdfObjects,
  font: PdfDict,
  texts: ReadonlyMap<number, string> | null,
): Promise<PdfFont> {
  const cmap = nameOf(await objects.resolve(font.get("Encoding")));
  const encoding = findTextEncoding(cmap ?? "");
  if (encoding !== null) return openEncoded(encoding);
  if (texts === null || (cmap !== "Identity-H" && cmap !== "Identity-V"))
    throw new TextUnread("a font whose codes nobody knows");
  const widths = await readWidths(objects, font);
  return {
    decode(bytes) {
      if (bytes.length % 2 !== 0) throw new TextUnread("half a code");
      return Array.from({ length: bytes.length / 2 }, (_, i) => {
        const code = bytes.charCodeAt(2 * i) * 256 + bytes.charCodeAt(2 * i + 1);
        return { text: certain(texts.get(code)), width: widths(code), blank: false };
      });
    },
  };
}

function openEncoded(encoding: "utf-16be" | "gb18030"): PdfFont {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return {
    decode(bytes) {
      let text: string;
      try {
        text = decoder.decode(Buffer.from(bytes, "latin1"));
      } catch {
        throw new TextUnread("codes of another encoding");
      }
      return Array.from(text, (letter) => ({
        text: certain(letter),
        width: letter < "\u0100" ? USUAL_WIDTH : FULL_WIDTH,
        blank: false,
      }));
    },
  };
}

/** Widths by glyph number: `c [w w …]` or `first last w` (9.7.4.3). */
async function readWidths(objects: PdfObjects, font: PdfDict): Promise<(code: number) => number> {
  const [descendant] = await objects.list(font.get("DescendantFonts"));
  const dict = await objects.dict(descendant);
  const usual = Number(dict.get("DW") ?? FULL_WIDTH);
  const widths = new Map<number, number>();
  const list = await objects.list(dict.get("W"));
  let spent = 0;
  const keep = (code: number, width: unknown) => {
    spent += 1;
    if (spent > MAX_WIDTHS) throw new TextUnread("too many widths");
    if (typeof width === "number") widths.set(code, width);
  };
  for (let i = 0; i < list.length; ) {
    const first = Number(list[i]);
    const second = await objects.resolve(list[i + 1]);
    if (Array.isArray(second)) {
      for (const [n, width] of second.entries()) keep(first + n, width);
      i += 2;
    } else {
      for (let code = first; code <= Number(second); code++) keep(code, list[i + 2]);
      i += 3;
    }
  }
  return (code) => widths.get(code) ?? usual;
}
