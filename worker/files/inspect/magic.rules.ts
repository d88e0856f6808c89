/** What the first and last bytes tell: containers, programs, markup, and two formats in one file. */
import { Buffer } from "node:buffer";
import { fourLetters, hasBytes, u16le, u32be, u32le } from "./bytes.rules";
import { dangerous, unknown, type Verdict } from "./inspection";

export type Magic = "pdf" | "jpg" | "png" | "iso" | "zip" | "compound";

const PDF_MARK = "%PDF-";
/** Readers look this far for the mark of a PDF (ISO 32000-1, annex H.3). */
const PDF_MARK_WITHIN = 1024;

/** The container that the first bytes promise; a PDF may be preceded by white space or a byte order mark. */
export function findMagic(head: Buffer): Magic | null {
  if (head.subarray(0, 5).toString("latin1") === PDF_MARK) return "pdf";
  if (hasBytes(head, [0xff, 0xd8, 0xff])) return "jpg";
  if (hasBytes(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "png";
  if (head.length >= 12 && fourLetters(head, 4) === "ftyp") return "iso";
  if (hasBytes(head, [0x50, 0x4b, 3, 4]) || hasBytes(head, [0x50, 0x4b, 5, 6])) return "zip";
  if (hasBytes(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return "compound";
  const before = head.subarray(0, head.subarray(0, PDF_MARK_WITHIN).indexOf(PDF_MARK));
  const blank = /^(\u00ef\u00bb\u00bf)?[\s\0]*$/.test(before.toString("latin1"));
  return before.length < head.length && head.includes(PDF_MARK) && blank ? "pdf" : null;
}

/** The ending of a name in lower case, without the dot; "" when it has none. */
export const endingOf = (name: string) => /\.([0-9a-z]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";

const PROGRAM_ENDINGS =
  /^(exe|dll|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|hta|sh|lnk|scr|msi|com|cpl|jar|pif|reg|chm)$/;

/** Whether a name ends as programs and scripts do. */
export const isProgramName = (name: string) => PROGRAM_ENDINGS.test(endingOf(name));

/** Programs and scripts by their first bytes, or by a name that a machine would run. */
export function inspectProgram(head: Buffer, name: string): Verdict | null {
  const magic = u32be(head, 0);
  const machO = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe].includes(magic);
  if (hasBytes(head, [0x4d, 0x5a]) || magic === 0x7f454c46 || machO) return dangerous("可执行程序");
  if (hasBytes(head, [0x23, 0x21])) return dangerous("脚本程序");
  // The fixed beginning of a Windows shortcut, and of compiled help.
  const shortcut = hasBytes(head, [0x4c, 0, 0, 0, 1, 0x14, 2, 0]);
  if (shortcut || fourLetters(head, 0) === "ITSF") return dangerous("脚本程序");
  return isProgramName(name) ? dangerous("脚本程序") : null;
}

function decodeHead(head: Buffer): string {
  const start = head.subarray(0, 4096);
  if (hasBytes(start, [0xfe, 0xff])) {
    const even = Buffer.from(start.subarray(0, start.length & ~1));
    return even.swap16().toString("utf16le");
  }
  return start.toString(hasBytes(start, [0xff, 0xfe]) ? "utf16le" : "latin1");
}

const HTML_START =
  /<(!doctype html|html|head|body|script|iframe|object|embed|meta|img|a|div|style|link|form|table|p)[\s>/]/;

/** Markup is refused whatever it is named: a browser could be talked into running it. */
export function inspectMarkup(head: Buffer): Verdict | null {
  const text = decodeHead(head)
    .replaceAll("\0", "")
    .replace(/^[\s\uFEFF\u00ef\u00bb\u00bf]+/, "")
    .toLowerCase();
  if (/^mime-version:.*(multipart\/related|text\/html)/s.test(text)) return dangerous("网页文件（HTML）");
  if (!text.startsWith("<")) return null;
  if (/<svg[\s>]/.test(text)) return dangerous("SVG 图片");
  return HTML_START.test(text) ? dangerous("网页文件（HTML）") : unknown("XML 或文本文件");
}

const ACTIVE_MARKUP = /<(!doctype\s+html|html|script|iframe|svg)[\s>/]/i;

/** Whether bytes that should be no markup hold some that a browser would run. */
export const hasActiveMarkup = (bytes: Buffer) => ACTIVE_MARKUP.test(bytes.toString("latin1"));

/** Where an archive's end record stands that a ZIP reader would find in the tail; -1 for none. */
export function findArchiveEnd(tail: Buffer, size: number): number {
  const tailAt = size - tail.length;
  for (
    let at = tail.lastIndexOf("PK\u0005\u0006");
    at >= 0;
    at = tail.lastIndexOf("PK\u0005\u0006", at - 1)
  ) {
    const directoryBytes = u32le(tail, at + 12);
    const start = at - directoryBytes;
    const inTail = start >= 0 && hasBytes(tail, [0x50, 0x4b, 1, 2], start);
    const plausible = directoryBytes > 0 && directoryBytes <= tailAt + at && u16le(tail, at + 10) > 0;
    if (inTail || (start < 0 && plausible)) return at;
    if (at === 0) break;
  }
  return -1;
}

const TWO_FORMATS = "两种格式拼接的文件";

/** Bytes that are one format to one reader and another to the next; `magic` is what they begin as. */
export function findPolyglot(
  magic: Exclude<Magic, "zip"> | null,
  head: Buffer,
  tail: Buffer,
  size: number,
): string | null {
  if (magic !== "pdf" && head.subarray(0, PDF_MARK_WITHIN).includes(PDF_MARK)) return TWO_FORMATS;
  const image = magic === "jpg" || magic === "png";
  if (image && (hasActiveMarkup(head) || hasActiveMarkup(tail))) return TWO_FORMATS;
  if (magic === "iso" && hasActiveMarkup(head.subarray(0, 4096))) return TWO_FORMATS;
  const end = findArchiveEnd(tail, size);
  const closing = end >= 0 && end + 22 + u16le(tail, end + 20) === tail.length;
  if (magic === "pdf") {
    const last = tail.lastIndexOf("%%EOF");
    const after = last >= 0 ? tail.subarray(last + 5) : Buffer.alloc(0);
    if (hasActiveMarkup(head.subarray(0, PDF_MARK_WITHIN)) || hasActiveMarkup(after)) return TWO_FORMATS;
    // An archive may be attached inside a PDF; one that is still open at the end is the file itself.
    return closing || (end >= 0 && end > last) ? TWO_FORMATS : null;
  }
  // Old offices embed new documents whole, so there only an archive that ends with the file counts.
  return closing || (end >= 0 && magic !== "compound") ? TWO_FORMATS : null;
}
