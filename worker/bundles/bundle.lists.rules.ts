import { buildCsv, type CsvCell } from "../csv.rules";
import type { ZipEntry } from "./bundle.rules";
import { formatZoneDay, formatZoneSecond } from "./zone.rules";

/** One line of 清单.csv: a file of the bundle, or a paper original, which has no file. */
export interface ListRow {
  /** 文号 of the notice. */
  documentNumber: string;
  /** 责任者: the branch. */
  responsible: string;
  /** 题名: the artifact's title. */
  title: string;
  /** 日期: instant or plain date of the document; written as eight digits. */
  date: string | null;
  pages: number | null;
  note: string;
  /** Path in the bundle, relative to the branch's folder; null for paper. */
  path: string | null;
  /** Name as the branch gave it, nothing replaced. */
  originalName: string | null;
  bytes: number | null;
  sha256: string | null;
  /** Instant; written in UTC+8. */
  receivedAt: string | null;
}

export interface SumItem {
  /** Path as in the bundle. */
  path: string;
  /** Lower-case hex. */
  sha256: string;
}

/**
 * Column names of an archive list (DA/T 22—2015), which archives read as they stand, and
 * after them what proves each file. 档号 and 密级 are the archive's to give: they stand empty.
 */
const LIST_HEADER = [
  "序号",
  "档号",
  "文号",
  "责任者",
  "题名",
  "日期",
  "密级",
  "页数",
  "备注",
  "文件",
  "原名",
  "字节",
  "SHA-256",
  "收到时间",
];

/** 清单.csv of one branch, in the order given; `buildCsv` says how it is written. */
export function buildListCsv(rows: readonly ListRow[]): string {
  return buildCsv(LIST_HEADER, rows.map(buildListCells));
}

function buildListCells(row: ListRow, i: number): CsvCell[] {
  return [
    i + 1,
    null,
    row.documentNumber,
    row.responsible,
    row.title,
    row.date === null ? null : formatZoneDay(row.date),
    null,
    row.pages,
    row.note,
    row.path,
    row.originalName,
    row.bytes,
    row.sha256,
    row.receivedAt === null ? null : formatZoneSecond(row.receivedAt),
  ];
}

export const toSum = ({ path, sha256 }: Pick<ZipEntry, "path" | "sha256">): SumItem => ({
  path,
  sha256: sha256 ?? "",
});

/**
 * SHA256SUMS for `sha256sum -c` run inside `folder`. Bundle paths hold no backslash and no
 * line break, so no line needs the escape of coreutils.
 */
export function buildSha256Sums(items: readonly SumItem[], folder = ""): string {
  const prefix = folder === "" ? "" : `${folder}/`;
  return items
    .map(({ path, sha256 }) => `${sha256}  ${path.startsWith(prefix) ? path.slice(prefix.length) : path}\n`)
    .join("");
}
