import { buildSafeName, cleanNamePart, countUtf8Bytes, cutNamePart, splitExtension } from "../filename.rules";

/** UTF-8 bytes of a whole path in a bundle (design.md §7). */
export const PATH_MAX_BYTES = 180;
/** Left free by every builder here so that `uniquePaths` can add a number without cutting anything. */
const UNIQUE_RESERVE_BYTES = 7;
const CODE_MAX_BYTES = 32;
const FOLDER_MAX_BYTES = 80;

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
}

/** `JC01_霁川区桐荫小学党支部`: one folder per branch; a long name is cut, the code is not. */
export function buildBranchFolder(code: string, name: string): string {
  const head = cutNamePart(cleanNamePart(code), CODE_MAX_BYTES);
  return buildSafeName(fitName(head, cleanNamePart(name), "", FOLDER_MAX_BYTES));
}

/**
 * `JC01_…/02_征求意见汇总/02_征求意见汇总_v1.docx`, at most `PATH_MAX_BYTES`. Only titles are
 * cut; number, ordinal, version and extension never. The folder of an artifact is the same
 * for all its files.
 */
export function buildFilePath(parts: FilePathParts): string {
  const branch = buildBranchFolder(parts.branchCode, parts.branchName);
  const room = PATH_MAX_BYTES - UNIQUE_RESERVE_BYTES - countUtf8Bytes(branch) - 2;
  const number = padNumber(parts.index);
  const title = cleanNamePart(parts.artifactTitle);
  const folder = fitName(number, title, "", Math.floor(room / 2));
  const ordinal = parts.ordinal === undefined ? "" : `_${padNumber(parts.ordinal)}`;
  const suffix = `${ordinal}_v${parts.fileVersion}${buildExtension(parts.ext)}`;
  return `${branch}/${folder}/${fitName(number, title, suffix, room - countUtf8Bytes(folder))}`;
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
function computePathKey(path: string): string {
  return path.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC");
}

function listFolderKeys(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, i) => computePathKey(segments.slice(0, i + 1).join("/")));
}

/** `head_title` + tail in at most `maxBytes`, the title cut as far as it must be. */
function fitName(head: string, title: string, tail: string, maxBytes: number): string {
  const cut = cutNamePart(title, maxBytes - countUtf8Bytes(`${head}_${tail}`));
  return [head, cut].filter((part) => part !== "").join("_") + tail;
}

function buildExtension(ext: string): string {
  const plain = ext
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 10);
  return plain === "" ? "" : `.${plain}`;
}

const padNumber = (value: number) => String(value).padStart(2, "0");
