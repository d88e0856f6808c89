/** Names of glyphs and the encodings of simple fonts, as far as they leave no doubt (ISO 32000-1, annex D). */

const NAMED: Readonly<Record<string, string>> = {
  space: " ",
  nbspace: " ",
  exclam: "!",
  quotedbl: '"',
  numbersign: "#",
  dollar: "$",
  percent: "%",
  ampersand: "&",
  quotesingle: "'",
  parenleft: "(",
  parenright: ")",
  asterisk: "*",
  plus: "+",
  comma: ",",
  hyphen: "-",
  minus: "−",
  period: ".",
  slash: "/",
  zero: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  colon: ":",
  semicolon: ";",
  less: "<",
  equal: "=",
  greater: ">",
  question: "?",
  at: "@",
  bracketleft: "[",
  backslash: "\\",
  bracketright: "]",
  asciicircum: "^",
  underscore: "_",
  grave: "`",
  braceleft: "{",
  bar: "|",
  braceright: "}",
  asciitilde: "~",
  quoteleft: "‘",
  quoteright: "’",
  quotedblleft: "“",
  quotedblright: "”",
  endash: "–",
  emdash: "—",
  bullet: "•",
  ellipsis: "…",
  periodcentered: "·",
  degree: "°",
  multiply: "×",
  divide: "÷",
  section: "§",
  fi: "fi",
  fl: "fl",
  ff: "ff",
  ffi: "ffi",
  ffl: "ffl",
};

/** The text of a glyph by its name; null where the name says nothing. */
export function readGlyphName(name: string): string | null {
  const base = name.replace(/(?<=.)\..*$/, "");
  if (/^[A-Za-z]$/.test(base)) return base;
  if (Object.hasOwn(NAMED, base)) return NAMED[base] ?? null;
  const hex = /^uni([0-9A-F]{4})$/.exec(base)?.[1] ?? /^u([0-9A-F]{4,6})$/.exec(base)?.[1];
  const code = hex === undefined ? 0x110000 : Number.parseInt(hex, 16);
  return code < 0x110000 ? String.fromCodePoint(code) : null;
}

const decodeByte = (label: string, code: number) => new TextDecoder(label).decode(Uint8Array.of(code));

/** The text of a code in a named encoding; null where it has none or it is in doubt. */
export function readSimpleCode(encoding: string | null, code: number): string | null {
  if (code < 0x20 || code === 0x7f || code > 0xff) return null;
  if (encoding === "WinAnsiEncoding") return decodeByte("windows-1252", code);
  if (encoding === "MacRomanEncoding") return decodeByte("macintosh", code);
  if (encoding !== "StandardEncoding" || code > 0x7e) return null;
  return code === 0x27 ? "’" : code === 0x60 ? "‘" : String.fromCharCode(code);
}
