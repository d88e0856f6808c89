/**
 * What a file is, told from its bytes (domain.md §3.4): the name only decides between
 * types that share a container. Reads the first part, which is the whole of most files.
 */
import { Buffer } from "node:buffer";
import type { FileType } from "../../schemas/artifact";

export type Verdict =
  | { kind: "known"; type: FileType }
  | { kind: "dangerous"; label: string }
  | { kind: "unknown"; label: string };

const known = (type: FileType): Verdict => ({ kind: "known", type });
const dangerous = (label: string): Verdict => ({ kind: "dangerous", label });

const startsWith = (head: Buffer, bytes: readonly number[], at = 0) =>
  head.length >= at + bytes.length && bytes.every((byte, i) => head[at + i] === byte);

const endingOf = (name: string) => /\.([0-9a-z]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";

function inspectProgram(head: Buffer, name: string): Verdict | null {
  const magic = head.length >= 4 ? head.readUInt32BE(0) : 0;
  const machO = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe].includes(magic);
  if (startsWith(head, [0x4d, 0x5a]) || magic === 0x7f454c46 || machO) return dangerous("可执行程序");
  if (startsWith(head, [0x23, 0x21])) return dangerous("脚本程序");
  const scripts = ["bat", "cmd", "ps1", "vbs", "js", "jse", "wsf", "hta", "sh", "lnk", "scr", "msi", "com"];
  return scripts.includes(endingOf(name)) ? dangerous("脚本程序") : null;
}

/** Markup is refused whatever it is named: a browser could be talked into running it. */
function inspectMarkup(head: Buffer): Verdict | null {
  const wide = startsWith(head, [0xff, 0xfe]) ? "utf16le" : "latin1";
  const text = head
    .subarray(0, 4096)
    .toString(wide)
    .replace(/^[\s\uFEFF\u00ef\u00bb\u00bf\0]+/, "")
    .toLowerCase();
  if (!text.startsWith("<")) return null;
  if (/<svg[\s>]/.test(text)) return dangerous("SVG 图片");
  if (
    /<(!doctype html|html|head|body|script|iframe|object|embed|meta|img|a|div|style|link|form)[\s>/]/.test(
      text,
    )
  ) {
    return dangerous("网页文件（HTML）");
  }
  return { kind: "unknown", label: "XML 或文本文件" };
}

const OOXML_MACRO = "vbaProject.bin";

/** Names of the entries whose local headers lie in the head; ZIP files of offices begin with small ones. */
function listZipNames(head: Buffer): string[] {
  const names: string[] = [];
  for (
    let at = head.indexOf("PK\u0003\u0004", 0, "latin1");
    at >= 0;
    at = head.indexOf("PK\u0003\u0004", at + 4, "latin1")
  ) {
    if (at + 30 > head.length) break;
    const length = head.readUInt16LE(at + 26);
    names.push(head.subarray(at + 30, at + 30 + length).toString("utf8"));
  }
  for (
    let at = head.indexOf("PK\u0001\u0002", 0, "latin1");
    at >= 0;
    at = head.indexOf("PK\u0001\u0002", at + 4, "latin1")
  ) {
    if (at + 46 > head.length) break;
    names.push(head.subarray(at + 46, at + 46 + head.readUInt16LE(at + 28)).toString("utf8"));
  }
  return names;
}

function inspectZip(head: Buffer): Verdict {
  const names = listZipNames(head);
  const has = (test: (name: string) => boolean) => names.some(test);
  if (has((name) => name.endsWith(OOXML_MACRO))) return dangerous("带宏的文档");
  if (has((name) => name === "classes.dex" || name === "META-INF/MANIFEST.MF"))
    return dangerous("安装包或程序包");
  if (has((name) => name.startsWith("word/"))) return known("docx");
  if (has((name) => name.startsWith("xl/"))) return known("xlsx");
  if (has((name) => name === "OFD.xml" || name.endsWith("/OFD.xml"))) return known("ofd");
  return { kind: "unknown", label: "ZIP 压缩包" };
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");

/** Compound files of old offices: Word, Excel and WPS share the container, so stream names and the ending decide. */
function inspectCompound(head: Buffer, name: string): Verdict {
  if (head.includes(utf16("_VBA_PROJECT"))) return dangerous("带宏的文档");
  const ending = endingOf(name);
  if (head.includes(utf16("Workbook")) || head.includes(utf16("Book\0")))
    return known(ending === "et" ? "et" : "xls");
  if (head.includes(utf16("WordDocument"))) return known(ending === "wps" ? "wps" : "doc");
  if (ending === "et" || ending === "xls" || ending === "wps" || ending === "doc") return known(ending);
  return { kind: "unknown", label: "旧版 Office 文件" };
}

const HEIC_BRANDS = new Set(["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"]);

function inspectIsoMedia(head: Buffer): Verdict {
  const brand = head.subarray(8, 12).toString("latin1");
  if (HEIC_BRANDS.has(brand)) return known("heic");
  return known(brand === "qt  " ? "mov" : "mp4");
}

/** Decides what `head`, the first bytes of a file named `name`, is. Never throws on any bytes. */
export function inspectHead(bytes: Uint8Array, name: string): Verdict {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46, 0x2d])) return known("pdf");
  if (startsWith(head, [0xff, 0xd8, 0xff])) return known("jpg");
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return known("png");
  if (head.length >= 12 && head.subarray(4, 8).toString("latin1") === "ftyp") return inspectIsoMedia(head);
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return inspectZip(head);
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return inspectCompound(head, name);
  return inspectProgram(head, name) ?? inspectMarkup(head) ?? { kind: "unknown", label: "无法识别的文件" };
}
