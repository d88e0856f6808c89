import { Font } from "@react-pdf/renderer";
import { create, type Font as FontFace } from "fontkit";
import { splitForWrap } from "./wrap.rules";

/** The one family of every PDF: a Song face with all of GB 18030's everyday characters. */
export const FONT_FAMILY = "song";

/** The bytes of the face, fetched by the caller; asked for once in the life of the isolate. */
export type LoadFont = () => Promise<ArrayBuffer>;

interface FontSource {
  data: FontFace | null;
  loadResultPromise: Promise<void> | null;
}

let face: FontFace | null = null;

/**
 * Makes the face known to react-pdf and returns it. A face is registered by hand because
 * react-pdf loads one only by its own fetch or from base64, and 15 MB of base64 outgrow an
 * isolate. Two first requests at once may both fetch: a promise kept for the second would
 * die with the first.
 */
export async function registerFont(load: LoadFont): Promise<FontFace> {
  if (face !== null) return face;
  const bytes = await load();
  if (face === null) face = registerFace(forgetGlyphs(create(new Uint8Array(bytes))));
  return face;
}

/**
 * fontkit keeps a glyph under the first character that asked for it. Another character of
 * the same glyph (a fixed space, a radical) would then be named after it in every later
 * document: forgetting keeps a document's bytes apart from what was rendered before it.
 */
function forgetGlyphs(made: FontFace): FontFace {
  const getGlyph = made.getGlyph.bind(made);
  made.getGlyph = (id, codePoints) => {
    made._glyphs = {};
    return getGlyph(id, codePoints);
  };
  return made;
}

function registerFace(made: FontFace): FontFace {
  Font.register({ family: FONT_FAMILY, src: FONT_FAMILY });
  const registered = Font.getRegisteredFonts() as unknown as Record<string, { sources: FontSource[] }>;
  const source = registered[FONT_FAMILY]?.sources[0];
  if (source === undefined) throw new Error("react-pdf did not register the font");
  source.data = made;
  source.loadResultPromise = Promise.resolve();
  Font.registerHyphenationCallback(hyphenate);
  return made;
}

/**
 * react-pdf breaks lines at spaces, and elsewhere only with a hyphen. An empty piece after
 * each of ours counts as a space of no width: a break without a hyphen.
 */
function hyphenate(word: string | null): string[] {
  if (word === null || word.trim() === "") return word === null ? [] : [word];
  return splitForWrap(word).flatMap((piece) => [piece, ""]);
}

/** Printed for a character the face has no glyph of. */
const MISSING = "□";

/**
 * Text as it can be set: what the face lacks becomes □ (react-pdf would print bytes of it in
 * another font), and spaces keep their width, because its line breaker would rather break at
 * an elastic space than fill the line, which leaves Chinese paragraphs ragged.
 */
export function toPrintable(text: string): string {
  const known = face;
  if (known === null) throw new Error("the font is not registered yet");
  return Array.from(text, (char) => {
    if (char === " ") return "\u00a0";
    const codePoint = char.codePointAt(0) ?? 0;
    return char === "\n" || known.hasGlyphForCodePoint(codePoint) ? char : MISSING;
  }).join("");
}
