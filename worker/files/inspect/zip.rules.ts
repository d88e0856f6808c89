/** What the directory of an archive alone tells of its dangers; nothing is unpacked (ASVS 5.2.3, 5.2.5). */
import { endingOf, isProgramName } from "./magic.rules";
import type { ZipEntry } from "./zip.directory";

const MIB = 1024 * 1024;

/** Documents carry pictures that are packed already: a gigabyte of them fits no upload. */
export const MAX_UNPACKED_BYTES = 1024 * MIB;
/** From this size on an unlikely ratio is taken for a bomb; text below it may pack very well. */
const LARGE_BYTES = 64 * MIB;
const MAX_RATIO = 200;
/** Deflate reaches 1032 to 1; a directory that claims more lies. */
const DEFLATE_RATIO = 1040;

export const LABELS = {
  macro: "带宏的文档",
  remote: "从别处调用内容的文档",
  installer: "安装包或程序包",
  program: "内含程序的压缩文件",
  bomb: "解压后异常庞大的压缩文件",
  overlap: "内部文件互相重叠的压缩文件",
  nested: "压缩包里还有压缩包的文件",
  path: "内部路径越界的压缩文件",
  symlink: "含符号链接的压缩文件",
} as const;

const isSymlink = (entry: ZipEntry) => (entry.mode & 0xf000) === 0xa000;
const leavesFolder = (name: string) => /(^|\/)\.\.(\/|$)|^[a-z]:|\0/i.test(name);

const ARCHIVE_ENDINGS = /^(zip|7z|rar|gz|tgz|bz2|tbz|xz|tar|cab|iso|apk|war|ear|zst|lzh|arj)$/;
const MACRO_PART = /(^|\/)vba(project|data|projectsignature)\w*\.(bin|xml)$|(^|\/)(intl)?macrosheets\//i;
const INSTALLER_PART = /^(classes\.dex|meta-inf\/manifest\.mf|androidmanifest\.xml)$|\.class$/i;

function isBomb(entries: readonly ZipEntry[]): boolean {
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  const inflated = (from: number, to: number) => to > LARGE_BYTES && to > from * MAX_RATIO;
  return (
    unpacked > MAX_UNPACKED_BYTES ||
    inflated(packed, unpacked) ||
    entries.some(
      (entry) =>
        inflated(entry.packed, entry.unpacked) || entry.unpacked > entry.packed * DEFLATE_RATIO + 1024,
    )
  );
}

/** Two entries that share bytes: the trick behind bombs that are small and not nested. */
function overlaps(entries: readonly ZipEntry[]): boolean {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  return sorted.some((entry, i) => {
    const next = sorted[i + 1];
    return next !== undefined && next.offset < entry.offset + 30 + entry.nameBytes.length + entry.packed;
  });
}

/** The label of the first danger that the directory shows; null when it shows none. */
export function findZipDanger(entries: readonly ZipEntry[]): string | null {
  const some = (test: (entry: ZipEntry) => boolean) => entries.some(test);
  if (some((entry) => MACRO_PART.test(entry.name))) return LABELS.macro;
  if (some((entry) => INSTALLER_PART.test(entry.name))) return LABELS.installer;
  if (some((entry) => isProgramName(entry.name))) return LABELS.program;
  if (some(isSymlink)) return LABELS.symlink;
  if (some((entry) => leavesFolder(entry.name))) return LABELS.path;
  if (isBomb(entries)) return LABELS.bomb;
  if (overlaps(entries)) return LABELS.overlap;
  return some((entry) => ARCHIVE_ENDINGS.test(endingOf(entry.name))) ? LABELS.nested : null;
}

/** Whether every entry lies before the directory, as it must. */
export function areEntriesInside(entries: readonly ZipEntry[], directoryAt: number): boolean {
  return entries.every((entry) => entry.offset + 30 + entry.nameBytes.length + entry.packed <= directoryAt);
}
