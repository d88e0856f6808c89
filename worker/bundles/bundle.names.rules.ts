import { buildSafeName, cleanNamePart, countUtf8Bytes, cutNamePart, splitExtension } from "../filename.rules";
import { formatZoneDay } from "./zone.rules";

/** UTF-8 bytes of a whole path in a bundle (design.md §7). */
export const PATH_MAX_BYTES = 180;
/** Left free by every builder of paths so that `uniquePaths` can add a number without cutting anything. */
export const UNIQUE_RESERVE_BYTES = 7;
/** A code is cut to this wherever it stands in a path. */
export const CODE_MAX_BYTES = 32;
/** The branch's folder with its code and its name. */
export const FOLDER_MAX_BYTES = 80;
/** The dot included. */
export const EXTENSION_MAX_BYTES = 11;

export interface FilePathParts {
  branchCode: string;
  branchName: string;
  /** Place of the artifact in the round, from 1. */
  index: number;
  artifactTitle: string;
  fileVersion: number;
  /** Place among several files of one artifact, from 1; left out when there is only one. */
  ordinal?: number;
  /** Without the dot, as decided by the bytes. */
  ext: string;
  /** An instant; its day in the round's zone is what a path shows. */
  receivedAt: string;
  /** 0 when on time. */
  lateSeconds: number;
  /** As the branch named it, without its own extension in a path; null, as for typed entries, is the title. */
  originalName: string | null;
}

/** `JC01_霁川区桐荫小学党支部`: one folder per branch; a long name is cut, the code is not. */
export function buildBranchFolder(code: string, name: string): string {
  const head = cutNamePart(cleanNamePart(code), CODE_MAX_BYTES);
  const title = cutNamePart(cleanNamePart(name), FOLDER_MAX_BYTES - countUtf8Bytes(`${head}_`));
  return buildSafeName([head, title].filter((part) => part !== "").join("_"));
}

/** A file directly in the branch's folder, such as the receipt or 清单.csv. */
export function buildBranchFilePath(folder: string, name: string): string {
  const { stem, ext } = splitExtension(buildSafeName(name));
  const room = PATH_MAX_BYTES - UNIQUE_RESERVE_BYTES - countUtf8Bytes(`${folder}/${ext}`);
  return `${folder}/${cutNamePart(stem, room)}${ext}`;
}

/**
 * The same paths, in the same order, none equal to another after NFC and case folding and
 * none a folder of another: later ones get `(2)`, `(3)` … before the extension.
 */
export function uniquePaths(paths: readonly string[]): string[] {
  const taken = new Set(paths.flatMap(listFolderKeys));
  const result = paths.map((path) => claim(taken, path) ?? "");
  const next = new Map<string, number>();
  return result.map((done, i) => {
    const path = paths[i] ?? "";
    return done === "" ? claimNumbered(taken, next, path) : done;
  });
}

function claim(taken: Set<string>, path: string): string | null {
  const key = computePathKey(path);
  if (taken.has(key)) return null;
  taken.add(key);
  return path;
}

function claimNumbered(taken: Set<string>, next: Map<string, number>, path: string): string {
  const base = computePathKey(path);
  for (let number = next.get(base) ?? 2; ; number++) {
    const claimed = claim(taken, addNumber(path, number));
    next.set(base, number + 1);
    if (claimed !== null) return claimed;
  }
}

function addNumber(path: string, number: number): string {
  const slash = path.lastIndexOf("/") + 1;
  const { stem, ext } = splitExtension(path.slice(slash));
  const folder = path.slice(0, slash);
  const tail = `(${number})${ext}`;
  return `${folder}${cutNamePart(stem, PATH_MAX_BYTES - countUtf8Bytes(folder + tail))}${tail}`;
}

/**
 * What a case-blind, normalising file system takes two names to be the same by. Lower case
 * before upper folds ẞ, ß and ss together, which full case folding does too.
 */
export function computePathKey(path: string): string {
  return path.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC");
}

function listFolderKeys(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, i) => computePathKey(segments.slice(0, i + 1).join("/")));
}

/** A bit of a name: `literal` stands in the pattern, `cuttable` may be shortened, the rest stays whole. */
export interface Piece {
  kind: "literal" | "whole" | "cuttable";
  text: string;
}

/**
 * One name of the pieces in at most `maxBytes`: the longest cuttable ones are cut first, and
 * one that has nothing to say takes the separator before it along (`02_` + "" is `02`).
 * What cannot be cut must fit by itself.
 */
export function fitPieces(
  pieces: readonly Piece[],
  maxBytes: number,
  secure: (name: string) => string = buildSafeName,
): string {
  for (let cap = computeCap(pieces, maxBytes); ; cap--) {
    const name = secure(joinPieces(pieces.map((piece) => cutPiece(piece, cap))));
    // Joining may add a byte or two: `_` before a device name, letters that compose.
    if (cap <= 0 || countUtf8Bytes(name) <= maxBytes) return name;
  }
}

const cutPiece = (piece: Piece, cap: number): Piece =>
  piece.kind === "cuttable" ? { ...piece, text: cutNamePart(piece.text, cap) } : piece;

/** The most bytes that every cuttable piece may have. */
function computeCap(pieces: readonly Piece[], maxBytes: number): number {
  const sizes = pieces.map(({ kind, text }) => ({ kind, bytes: countUtf8Bytes(text) }));
  const total = (cap: number) =>
    sizes.reduce((sum, { kind, bytes }) => sum + (kind === "cuttable" ? Math.min(bytes, cap) : bytes), 0);
  let cap = Math.max(0, maxBytes);
  while (cap > 0 && total(cap) > maxBytes) cap--;
  return cap;
}

function joinPieces(pieces: readonly Piece[]): string {
  const texts = pieces.map((piece) => piece.text);
  for (const [i, { kind, text }] of pieces.entries()) {
    if (kind !== "cuttable" || text !== "") continue;
    const first = texts.slice(0, i).every((before) => before === "");
    const beside = first ? i + 1 : i - 1;
    if (pieces[beside]?.kind !== "literal") continue;
    texts[beside] = texts[beside]?.replace(first ? /^[ _.-]/ : /[ _.-]$/, "") ?? "";
  }
  return texts.join("");
}

/** What a name can be made of. */
export type PartName =
  | "no"
  | "code"
  | "branch"
  | "artifact"
  | "date"
  | "version"
  | "nth"
  | "late"
  | "original";

/** One part of a file's name, safe; only titles and names that people gave may be cut. */
export function buildPart(name: PartName, parts: FilePathParts): Piece {
  const kind = name === "branch" || name === "artifact" || name === "original" ? "cuttable" : "whole";
  return { kind, text: PART_TEXTS[name](parts) };
}

const padNumber = (value: number) => String(value).padStart(2, "0");

const PART_TEXTS: Record<PartName, (parts: FilePathParts) => string> = {
  no: ({ index }) => padNumber(index),
  code: ({ branchCode }) => cutNamePart(cleanNamePart(branchCode).replace(/^\p{M}+/u, ""), CODE_MAX_BYTES),
  branch: ({ branchName }) => cleanNamePart(branchName),
  artifact: ({ artifactTitle }) => cleanNamePart(artifactTitle),
  date: ({ receivedAt }) => formatZoneDay(receivedAt),
  version: ({ fileVersion }) => String(fileVersion),
  nth: ({ ordinal }) => (ordinal === undefined ? "" : `_${padNumber(ordinal)}`),
  late: ({ lateSeconds }) => describeLate(lateSeconds),
  original: ({ originalName, artifactTitle }) =>
    originalName === null ? cleanNamePart(artifactTitle) : dropExtension(cleanNamePart(originalName)),
};

/** `_迟交2天`: `describeLateness` in short, its largest unit alone and cut off the same way. */
function describeLate(seconds: number): string {
  if (seconds <= 0) return "";
  if (seconds < 60) return "_迟交不到1分钟";
  if (seconds < 3600) return `_迟交${Math.floor(seconds / 60)}分钟`;
  if (seconds < 86_400) return `_迟交${Math.floor(seconds / 3600)}小时`;
  return `_迟交${Math.floor(seconds / 86_400)}天`;
}

/** `报告.v2.docx` → `报告.v2`; what follows the last dot is kept when it is a figure, as in `报告12.11`. */
function dropExtension(name: string): string {
  const { stem, ext } = splitExtension(name);
  return /[a-z]/i.test(ext) ? cleanNamePart(stem) : name;
}

/** `.docx`, or nothing when nothing of it can stand in a name. */
export function buildExtension(ext: string): string {
  const plain = ext
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, EXTENSION_MAX_BYTES - 1);
  return plain === "" ? "" : `.${plain}`;
}
