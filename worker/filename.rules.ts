/**
 * Names that people gave, made safe to write on any disk. Everything here is about one
 * path segment; paths are put together in `bundles/bundle.names.rules`, header values in
 * `disposition.rules`.
 */

/** What most names are made of, and what nothing below would change. */
const PLAIN = /^[\w\u4e00-\u9fff-]+$/;
const LINE_BREAKS = /[\t-\r\u2028\u2029]/g;
/** Control, format (bidi marks, zero-width), lone surrogates and what renders as nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;
const FORBIDDEN = /[<>:"/\\|?*]/g;
/** Windows device names are reserved with any extension after them. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;

/** Length in UTF-8 without encoding; half a surrogate pair counts as U+FFFD, as encoders write it. */
export function countUtf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isPairAt(text, i, unit)) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

const isPairAt = (text: string, i: number, unit: number) =>
  (unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;

/**
 * Text that may stand inside a file name on Windows, macOS and Linux: NFC, one line, no
 * invisible characters, `<>:"/\|?*` as `_`, no dots or spaces at either end. May be empty.
 */
export function cleanNamePart(text: string): string {
  if (PLAIN.test(text)) return text;
  const visible = text.replace(LINE_BREAKS, " ").replace(INVISIBLE, "").replace(/\s+/g, " ");
  // NFC before the replacement: "<" with a combining stroke is one harmless letter.
  return trimNameEnds(visible.normalize("NFC").replace(FORBIDDEN, "_"));
}

/** A whole file or folder name: as `cleanNamePart`, never empty and never a device name. */
export function buildSafeName(text: string): string {
  const name = cleanNamePart(text);
  return name === "" || DEVICE_NAME.test(name) ? `_${name}` : name;
}

/** The longest start of `text` that fits, cut between code points, without dots or spaces at its end. */
export function cutNamePart(text: string, maxBytes: number): string {
  if (countUtf8Bytes(text) <= maxBytes) return text;
  let cut = "";
  let bytes = 0;
  for (const point of text) {
    bytes += countUtf8Bytes(point);
    if (bytes > maxBytes) break;
    cut += point;
  }
  return trimNameEnds(cut);
}

/** Splits off a short ASCII extension: `报告.v2.docx` → `报告.v2` and `.docx`; none gives an empty `ext`. */
export function splitExtension(name: string): { stem: string; ext: string } {
  const found = /^(.+)(\.[A-Za-z0-9]{1,10})$/su.exec(name);
  return { stem: found?.[1] ?? name, ext: found?.[2] ?? "" };
}

function trimNameEnds(text: string): string {
  return text.replace(/^[. ]+|[. ]+$/g, "");
}
