/**
 * What a file is, told from its first part while it arrives (domain.md §3.4): refuses early
 * what is plainly wrong. What it is in the end is said by `inspect/stored.inspect.ts`.
 */
import { Buffer } from "node:buffer";
import type { FileType } from "../../schemas/artifact";
import type { Problem } from "../../schemas/problem";
import { checkVerdict } from "./file.rules";
import { u16le, u32le } from "./inspect/bytes.rules";
import { dangerous, known, unknown, type Verdict } from "./inspect/inspection";
import { inspectBrands, OTHER_MEDIA } from "./inspect/iso.rules";
import { endingOf, findMagic, inspectMarkup, inspectProgram } from "./inspect/magic.rules";
import { LABELS } from "./inspect/zip.rules";

export type { Verdict } from "./inspect/inspection";

const OOXML_MACRO = "vbaProject.bin";

const LOCAL = "PK\u0003\u0004";
const CENTRAL = "PK\u0001\u0002";

/** Names of the entries whose headers lie in the head, those of archives inside the archive among them. */
function listZipNames(head: Buffer): string[] {
  const names: string[] = [];
  for (const [mark, nameAt, bytes] of [
    [LOCAL, 26, 30],
    [CENTRAL, 28, 46],
  ] as const) {
    for (let at = head.indexOf(mark, 0, "latin1"); at >= 0; at = head.indexOf(mark, at + 4, "latin1")) {
      if (at + bytes > head.length) break;
      names.push(head.subarray(at + bytes, at + bytes + u16le(head, at + nameAt)).toString("utf8"));
    }
  }
  return names;
}

/** The names of the archive's own entries, as far as the head goes: what a part holds is passed over where its length is known. */
function listOwnNames(head: Buffer): string[] {
  const names: string[] = [];
  for (let at = head.indexOf(LOCAL, 0, "latin1"); at >= 0; ) {
    if (at + 30 > head.length) break;
    const nameEnd = at + 30 + u16le(head, at + 26);
    names.push(head.subarray(at + 30, nameEnd).toString("utf8"));
    const saidLater = (u16le(head, at + 6) & 8) !== 0;
    const end = nameEnd + u16le(head, at + 28) + (saidLater ? 0 : u32le(head, at + 18));
    at = head.indexOf(LOCAL, end, "latin1");
  }
  return names;
}

function inspectZip(head: Buffer): Verdict {
  const names = listZipNames(head);
  const has = (test: (name: string) => boolean) => names.some(test);
  if (has((name) => name.endsWith(OOXML_MACRO))) return dangerous(LABELS.macro);
  if (has((name) => name === "classes.dex" || name === "META-INF/MANIFEST.MF"))
    return dangerous(LABELS.installer);
  const own = listOwnNames(head);
  const words = own.some((name) => name.startsWith("word/"));
  const sheets = own.some((name) => name.startsWith("xl/"));
  // One holds the other; which is which only the directory tells.
  if (words && sheets) return unknown("Office 文件");
  if (words || sheets) return known(words ? "docx" : "xlsx");
  if (own.some((name) => name === "OFD.xml" || name.endsWith("/OFD.xml"))) return known("ofd");
  return unknown("ZIP 压缩包");
}

const OLD_ENDINGS = /^(doc|wps|xls|et)$/;
const utf16 = (text: string) => Buffer.from(text, "utf16le");

/** Compound files of old offices: Word, Excel and WPS share the container, so stream names and the ending decide. */
function inspectCompound(head: Buffer, name: string): Verdict {
  if (head.includes(utf16("_VBA_PROJECT"))) return dangerous(LABELS.macro);
  const ending = endingOf(name);
  const sheets = head.includes(utf16("Workbook")) || head.includes(utf16("Book\0"));
  const words = head.includes(utf16("WordDocument"));
  // One embeds the other; which is which the directory tells when all of it is there.
  if (sheets && words && !OLD_ENDINGS.test(ending)) return unknown("旧版 Office 文件");
  if (sheets && !(words && /^(doc|wps)$/.test(ending))) return known(ending === "et" ? "et" : "xls");
  if (words && !(sheets && /^(xls|et)$/.test(ending))) return known(ending === "wps" ? "wps" : "doc");
  if (ending === "et" || ending === "xls" || ending === "wps" || ending === "doc") return known(ending);
  return unknown("旧版 Office 文件");
}

/** Decides what `head`, the first bytes of a file named `name`, is. Never throws on any bytes. */
export function inspectHead(bytes: Uint8Array, name: string): Verdict {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (findMagic(head)) {
    case "pdf":
      return known("pdf");
    case "jpg":
      return known("jpg");
    case "png":
      return known("png");
    case "iso":
      return inspectBrands(head.subarray(0, 1024));
    case "zip":
      return inspectZip(head);
    case "compound":
      return inspectCompound(head, name);
    case null:
      return inspectProgram(head, name) ?? inspectMarkup(head) ?? unknown("无法识别的文件");
  }
}

/**
 * Refuses what its first bytes give away, which need not be stored first; what they leave open
 * passes. Problems: `file.dangerous`, `file.wrong_type`.
 */
export function checkHead(head: Uint8Array, name: string, accepted: readonly FileType[]): Problem | null {
  const verdict = inspectHead(head, name);
  const open = verdict.kind === "unknown" && verdict !== OTHER_MEDIA;
  return open ? null : checkVerdict(verdict, accepted);
}
