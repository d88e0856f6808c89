import type { Bilingual } from "../../schemas/artifact";
import { describeLateness, describePunctuality, formatInstant, localDay } from "../../schemas/deadline";
import type { ReceiptArtifact, ReceiptBody } from "../../schemas/receipt";
import { cleanText } from "./wrap.rules";

/** Letters of a SHA-256 a print shows; enough to tell files apart by eye, the page has the rest. */
const SHOWN_HASH_CHARS = 12;
const UNKNOWN = "—";

/** One file in the small print under its artifact. */
export interface ReceiptDetail {
  fileId: string;
  text: string;
  amount: string;
  hash: string;
}

/** One artifact as the receipt's table prints it. */
export interface ReceiptRow {
  order: string;
  title: string;
  /** What came: `填报 v2`, `3 个文件`, `纸质 1 份`. */
  piece: string;
  /** 字数, else pages, else a dash. */
  amount: string;
  received: string;
  punctuality: string;
  late: boolean;
  hash: string;
  /** Small print under the title: the file's name, or who took the paper. */
  note: string;
  details: ReceiptDetail[];
}

/** The first 12 letters of a SHA-256 in groups of four. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, SHOWN_HASH_CHARS).replace(/(.{4})(?=.)/g, "$1 ");
}

interface Counted {
  chars: number | null;
  pages: number | null;
}

function sum(counts: readonly (number | null)[]): number | null {
  return counts.reduce((total, n) => (total === null || n === null ? null : total + n), 0);
}

/** A total only where every part is known: a half-known count would read as the whole. */
function describeAmount(parts: readonly Counted[]): string {
  if (parts.length === 0) return UNKNOWN;
  const chars = sum(parts.map((part) => part.chars));
  if (chars !== null) return `${chars} 字`;
  const pages = sum(parts.map((part) => part.pages));
  return pages === null ? UNKNOWN : `${pages} 页`;
}

/** The instant as `12-09 10:15`, with its year when that is not the receipt's own. */
function describeInstant(at: string, issuedAt: string): string {
  const year = localDay(at)?.slice(0, 4);
  const text = formatInstant(at, "numeric");
  return year === undefined || year === localDay(issuedAt)?.slice(0, 4) ? text : `${year}-${text}`;
}

const versionMark = (version: number) => (version > 1 ? ` v${version}` : "");

function describePiece(one: ReceiptArtifact): string {
  if (one.waiver !== undefined) return "豁免";
  if (one.declared !== undefined) return one.declared === "nothing" ? "零报告" : "支部留存";
  if (one.paper !== null) return `纸质 ${one.paper.copies} 份`;
  if (one.entries !== undefined) return `填报 ${one.entries.length} 份`;
  if (one.entry !== null) return `填报 v${one.entry.version}`;
  const [only] = one.files;
  return one.files.length === 1 && only
    ? `1 个文件${versionMark(only.version)}`
    : `${one.files.length} 个文件`;
}

function describeNote(one: ReceiptArtifact): string {
  if (one.waiver !== undefined) return `豁免原因：${cleanText(one.waiver.reason)}`;
  if (one.review !== undefined && one.review.decision === "file")
    return `备案号 ${cleanText(one.review.number)}`;
  if (one.paper !== null) {
    return `${one.paper.sealed ? "已盖章" : "未盖章"}　收件人 ${cleanText(one.paper.receivedBy)}`;
  }
  const [only] = one.files;
  return one.entry === null && one.files.length === 1 && only ? cleanText(only.name) : "";
}

function buildDetails(one: ReceiptArtifact): ReceiptDetail[] {
  if (one.paper === null && one.entry === null && one.files.length < 2) return [];
  return one.files.map((file) => ({
    fileId: file.id,
    text: cleanText(file.name) + versionMark(file.version),
    amount: describeAmount([file]).replace(UNKNOWN, ""),
    hash: shortHash(file.sha256),
  }));
}

function describeHash(one: ReceiptArtifact): string {
  if (one.entry !== null) return shortHash(one.entry.sha256);
  const [only] = one.files;
  if (one.paper !== null || only === undefined) return UNKNOWN;
  return one.files.length === 1 ? shortHash(only.sha256) : "见下";
}

function countedParts(one: ReceiptArtifact): Counted[] {
  if (one.entry !== null) return [{ chars: one.entry.chars, pages: null }];
  return one.paper === null ? one.files : [];
}

/** The receipt's table, one row per artifact in the order of the body. */
export function buildReceiptRows(
  body: Pick<ReceiptBody, "artifacts" | "issuedAt" | "awaiting">,
): ReceiptRow[] {
  const waited = (body.awaiting ?? []).map((one, i) =>
    buildAwaitedRow(one.title.zh, body.artifacts.length + i),
  );
  return [...body.artifacts.map((one, index) => buildRow(one, index, body.issuedAt)), ...waited];
}

/** "纸质原件：待收" (domain.md §4.2, situation 6). */
function buildAwaitedRow(title: string, index: number): ReceiptRow {
  return {
    order: String(index + 1),
    title: cleanText(title),
    piece: "纸质 待收",
    amount: UNKNOWN,
    received: UNKNOWN,
    punctuality: describeLateness(0).zh,
    late: false,
    hash: UNKNOWN,
    note: "",
    details: [],
  };
}

function buildRow(one: ReceiptArtifact, index: number, issuedAt: string): ReceiptRow {
  return {
    order: String(index + 1),
    title: cleanText(one.title.zh) + (one.required ? "" : "（选交）"),
    piece: describePiece(one),
    amount: describeAmount(countedParts(one)),
    received: describeInstant(one.receivedAt, issuedAt),
    punctuality: describeArtifact(one).zh,
    late: one.lateSeconds > 0,
    hash: describeHash(one),
    note: describeNote(one),
    details: buildDetails(one),
  };
}

/** Whether it came in time, by the deadline that held; a waiver says so instead. */
export function describeArtifact(
  one: Pick<ReceiptArtifact, "kind" | "lateSeconds" | "receivedAt" | "due" | "waiver">,
): Bilingual {
  if (one.waiver !== undefined) return { zh: "已豁免", en: "waived" };
  const { lateSeconds, receivedAt } = one;
  const due = one.due ?? { at: null, original: null, retroactive: false };
  return describePunctuality({ lateSeconds, receivedAt, due, byDay: one.kind === "paper" });
}

const KIND_WORDS = { complete: "已收齐", accepted: "已审核通过" } as const;

/** `第 1 版　已收齐`, and which version it replaces. */
export function describeVersion(body: Pick<ReceiptBody, "kind" | "version" | "replaces">): string {
  const replaced = body.replaces === null ? "" : `（替代第 ${body.replaces} 版）`;
  return `第 ${body.version} 版${replaced}　${KIND_WORDS[body.kind]}`;
}

/** The sentence above the table: whose materials, by which notice, how many, complete since when. */
export function buildReceiptIntro(body: ReceiptBody): string {
  const required = body.artifacts.filter((one) => one.required).map((one) => Date.parse(one.receivedAt));
  const completeAt = required.length > 0 ? new Date(Math.max(...required)).toISOString() : body.issuedAt;
  const branch = cleanText(body.branch.name);
  const notice = `《${cleanText(body.notice.title)}》（${cleanText(body.notice.number)}）`;
  const since = formatInstant(completeAt, "full");
  return `${branch}：按${notice}应交材料 ${body.requiredCount} 项，已于 ${since} 全部收齐，明细如下。`;
}
