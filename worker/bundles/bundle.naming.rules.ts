import type { Bilingual } from "../../schemas/artifact";
import { type Problem, problem } from "../../schemas/problem";
import { buildSafeName, cleanNamePart, countUtf8Bytes, cutNamePart } from "../filename.rules";
import {
  buildBranchFolder,
  buildExtension,
  buildPart,
  CODE_MAX_BYTES,
  computePathKey,
  EXTENSION_MAX_BYTES,
  type FilePathParts,
  FOLDER_MAX_BYTES,
  fitPieces,
  PATH_MAX_BYTES,
  type PartName,
  type Piece,
  UNIQUE_RESERVE_BYTES,
} from "./bundle.names.rules";

export type { FilePathParts } from "./bundle.names.rules";

/**
 * How a round's bundles name files: a pattern such as `{序号}_{材料}/{序号}_{材料}_v{版本}`,
 * applied when a bundle is made, so it can be changed at any time. The branch's folder comes
 * before it and the extension after it; neither is part of it.
 */
export const DEFAULT_NAMING = "{序号}_{材料}/{序号}_{材料}{份}_v{版本}{迟交}";
const MAX_NAMING_CHARS = 120;
const MAX_NAMING_SEGMENTS = 3;

/** Both spellings of each placeholder, and the most bytes of what is never cut. */
const PLACEHOLDERS: Record<PartName, { zh: string; maxBytes: number }> = {
  no: { zh: "序号", maxBytes: 3 },
  code: { zh: "支部编号", maxBytes: CODE_MAX_BYTES },
  branch: { zh: "支部", maxBytes: 0 },
  artifact: { zh: "材料", maxBytes: 0 },
  date: { zh: "日期", maxBytes: 8 },
  version: { zh: "版本", maxBytes: 3 },
  nth: { zh: "份", maxBytes: 4 },
  late: { zh: "迟交", maxBytes: 20 },
  original: { zh: "原名", maxBytes: 0 },
};

export type Token = { kind: "text"; text: string } | { kind: "placeholder"; name: PartName };

/** A pattern that was read: its folders and name, and the text to keep. */
export interface Naming {
  segments: readonly (readonly Token[])[];
  text: string;
}

const NAMES = Object.keys(PLACEHOLDERS) as PartName[];
const TELLING: readonly PartName[] = ["no", "artifact", "original"];
const STANDARD: Naming = { segments: DEFAULT_NAMING.split("/").map(parseSegment), text: DEFAULT_NAMING };

/**
 * Reads a pattern: placeholders in Chinese or English, text between them, `/` for folders.
 * Whatever it takes gives paths of at most `PATH_MAX_BYTES` for every branch and file.
 * Problem: `naming.invalid` with the first thing that is wrong.
 */
export function parseNaming(text: string): { ok: true; naming: Naming } | { ok: false; problem: Problem } {
  const plain = normalizePattern(text);
  const segments = plain.split("/").map(parseSegment);
  const reason = checkText(plain) ?? checkSegments(segments);
  if (reason !== null) {
    return { ok: false, problem: problem("naming.invalid", { reason: reason.zh, reasonEn: reason.en }) };
  }
  return { ok: true, naming: { segments, text: plain } };
}

/** A round's stored pattern; the standard one where it has none or one that is no longer taken. */
export function getNaming(text: string | null): Naming {
  const parsed = parseNaming(text ?? DEFAULT_NAMING);
  return parsed.ok ? parsed.naming : STANDARD;
}

/** As it is kept: NFC, plain spaces and none at an end of a level, braces of a Chinese keyboard as `{}`. */
function normalizePattern(text: string): string {
  const plain = text
    .normalize("NFC")
    .replace(/｛/g, "{")
    .replace(/｝/g, "}")
    .replace(/\p{Zs}+/gu, " ");
  return plain.trim().replace(/ ?\/ ?/g, "/");
}

/** Unknown placeholders stay text with their braces, for `checkText` to refuse. */
function parseSegment(segment: string): Token[] {
  return [...segment.matchAll(/\{([^{}]*)\}|[^{}]+|[{}]/g)].map(([whole, inside]): Token => {
    const name = inside === undefined ? undefined : findPlaceholder(inside);
    return name === undefined ? { kind: "text", text: whole } : { kind: "placeholder", name };
  });
}

function findPlaceholder(spelled: string): PartName | undefined {
  const word = spelled.trim().toLowerCase();
  return NAMES.find((name) => name === word || PLACEHOLDERS[name].zh === word);
}

function checkText(plain: string): Bilingual | null {
  if ([...plain].length > MAX_NAMING_CHARS)
    return { zh: `超过 ${MAX_NAMING_CHARS} 个字`, en: `it has over ${MAX_NAMING_CHARS} characters` };
  if (/[{}]/.test(plain.replace(/\{[^{}]*\}/g, "")))
    return { zh: "花括号没有成对", en: "its braces do not match" };
  const unknown = [...plain.matchAll(/\{([^{}]*)\}/g)].find(([, inside = ""]) => !findPlaceholder(inside));
  if (unknown !== undefined) {
    const shown = cutNamePart(cleanNamePart(unknown[1] ?? ""), 30);
    return { zh: `没有“{${shown}}”这一项`, en: `there is no placeholder “{${shown}}”` };
  }
  const levels = plain.split("/");
  if (levels.length > MAX_NAMING_SEGMENTS)
    return { zh: `最多 ${MAX_NAMING_SEGMENTS} 层`, en: `it has more than ${MAX_NAMING_SEGMENTS} levels` };
  if (levels.includes("")) return { zh: "有一层是空的", en: "one of its levels is empty" };
  if (levels.some((level) => /^[. ]+$/.test(level)))
    return { zh: "一层不能只有点", en: "a level cannot be dots alone" };
  return null;
}

function checkSegments(segments: Naming["segments"]): Bilingual | null {
  const literals = segments.flat().flatMap((token) => (token.kind === "text" ? [token.text] : []));
  const wrong = literals.map(findForbidden).find((one) => one !== undefined);
  if (wrong !== undefined) return { zh: `文件名里不能有${wrong}`, en: `a file name cannot hold ${wrong}` };
  const last = segments.at(-1) ?? [];
  if (!last.some((token) => token.kind === "placeholder" && TELLING.includes(token.name))) {
    return {
      zh: "最后一层至少要有 {序号}、{材料}、{原名} 之一",
      en: "its last level needs {no}, {artifact} or {original}",
    };
  }
  const needed = segments.reduce((sum, segment) => sum + 1 + countWholeBytes(segment), EXTENSION_MAX_BYTES);
  // One byte more for a branch whose code is a device's name and gets `_` before it.
  if (FOLDER_MAX_BYTES + 1 + needed + UNIQUE_RESERVE_BYTES <= PATH_MAX_BYTES) return null;
  return {
    zh: "不能缩短的部分太长，有的支部会放不下",
    en: "what cannot be shortened is too long for some branches",
  };
}

/** The first character that a file name cannot hold, as a person can find it. */
function findForbidden(literal: string): string | undefined {
  const points = [...literal];
  // A mark at the start would join the letter that a placeholder ends with.
  const wrong = points.find((one, i) => {
    const between = `一${one}一`;
    return cleanNamePart(between) !== between || (i === 0 && /\p{M}/u.test(one));
  });
  if (wrong === undefined) return undefined;
  if (/[!-~]/.test(wrong)) return `“${wrong}”`;
  return `U+${(wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The most bytes of a level when all that can be cut is gone, with `_` before a name that is taken. */
function countWholeBytes(segment: readonly Token[]): number {
  const sizes = segment.map((token) =>
    token.kind === "text" ? countUtf8Bytes(token.text) : PLACEHOLDERS[token.name].maxBytes,
  );
  const [first] = segment;
  const numbered = first?.kind === "placeholder" && (first.name === "no" || first.name === "date");
  return sizes.reduce((sum, bytes) => sum + bytes, numbered ? 0 : 1);
}

/**
 * `JC01_…/02_征求意见汇总/02_征求意见汇总_v1.docx`, at most `PATH_MAX_BYTES`, safe on every
 * system. Only {材料}, {支部} and {原名} are cut. Files that a folder of the pattern does not
 * tell apart lie in the same folder. Throws RangeError when {日期} meets a broken time.
 */
export function buildFilePath(parts: FilePathParts, naming: Naming = STANDARD): string {
  const { segments } = naming;
  const ext = buildExtension(parts.ext);
  let path = buildBranchFolder(parts.branchCode, parts.branchName);
  let room = PATH_MAX_BYTES - UNIQUE_RESERVE_BYTES - countUtf8Bytes(path) - segments.length;
  for (const [i, segment] of segments.entries()) {
    const pieces = segment.map((token) => buildPiece(token, parts));
    const left = segments.length - i;
    // By the pattern alone, never by the file, so that files share their folder.
    const later = segments.slice(i + 1).reduce((sum, one) => sum + countWholeBytes(one), EXTENSION_MAX_BYTES);
    const share = Math.min(Math.floor(room / left), room - later);
    const name =
      left === 1
        ? fitPieces(pieces, room - countUtf8Bytes(ext)) + ext
        : fitPieces(pieces, share, i === 0 ? buildTopFolder : buildSafeName);
    path += `/${name}`;
    room -= countUtf8Bytes(name);
  }
  return path;
}

/** Files with these names stand beside the folders of every branch. */
const TAKEN_NAMES = new Set(["清单.csv", "SHA256SUMS", "index.html"].map(computePathKey));

function buildTopFolder(name: string): string {
  const safe = buildSafeName(name);
  return TAKEN_NAMES.has(computePathKey(safe)) ? `_${safe}` : safe;
}

function buildPiece(token: Token, parts: FilePathParts): Piece {
  return token.kind === "text" ? { kind: "literal", text: token.text } : buildPart(token.name, parts);
}
