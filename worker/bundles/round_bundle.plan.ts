/** A bundle of the round, laid out: each branch as its pack, the lists of the round before them. */
import { buildReceiptNumber } from "../../schemas/receipt";
import type { RoundVersion } from "../../schemas/round";
import { type Db, openDb } from "../db";
import { findMember, parseStoredEntry } from "../entries/entry.rules";
import { buildLedger, buildMissingList } from "../exports/ledger.rules";
import { buildRollUps } from "../exports/rollup.rules";
import type { Table } from "../exports/table.rules";
import { renderXlsx } from "../exports/table.xlsx";
import { refuse } from "../http";
import { getRoundVersion, type RoundRow } from "../rounds/round.store";
import { getHolding } from "./bundle.holding";
import { computePathKey } from "./bundle.names.rules";
import { type ReadEnv, renderManifest } from "./bundle.read";
import type { ZipEntry } from "./bundle.rules";
import { buildRecipe, parsePackManifest } from "./pack.rules";
import {
  type BranchPart,
  type BundleFilter,
  buildRoundHead,
  isIncluded,
  type RoundHeadInput,
} from "./round_bundle.rules";
import { listRoundBranches, listRoundEntries, type RoundBranch } from "./round_bundle.store";

/**
 * Branches without a pack that one request renders itself, about 0.2 s of CPU and one read a
 * file each: with packs for the rest, 500 branches stay far inside 10,000 subrequests.
 */
export const MAX_INLINE_BRANCHES = 20;

/** Files of branches without a pack; with a read for each pack of the rest a request stays inside 10,000. */
const MAX_INLINE_READS = 4500;

/** One read a branch, half of what a request may do; their manifests fill a third of its memory. */
export const MAX_BRANCHES = 5000;

export interface PlanOptions {
  filter: BundleFilter;
  committee: string;
  /** Where receipts of branches without a pack point to when the round does not say. */
  origin: string;
}

export interface RoundBundlePlan {
  /** Everything: the lists of the round, then the branches in code order, wherever they lie. */
  entries: ZipEntry[];
  /** The lists of the round and whatever branches lie in no pack of their own. */
  head: ZipEntry[];
  packed: readonly { packId: string; entries: readonly ZipEntry[] }[];
  /** Submission and content_sha256 of every branch in it. */
  contents: [string, string][];
  branches: number;
  files: number;
  manifestSha256: string;
}

type Part = BranchPart & { packId: string | null };

/**
 * Lays out the bundle of the branches chosen, in code order. Problems: `bundle.none`,
 * `bundle.too_many`, `bundle.sealing` (more branches without a pack than one request can render).
 */
export async function planRoundBundle(
  env: ReadEnv,
  round: RoundRow,
  options: PlanOptions,
): Promise<RoundBundlePlan> {
  const db = openDb(env.DB);
  const version = await getRoundVersion(db, round.id, round.currentVersion);
  const rows = await listRoundBranches(db, round.id, buildRecipe(round.naming));
  const included = rows.filter((row) => isIncluded(version, options.filter, row));
  if (included.length === 0) refuse("bundle.none");
  if (included.length > MAX_BRANCHES) refuse("bundle.too_many", { limit: MAX_BRANCHES });
  const parts = await listParts(env, round, included, options);
  const chosen = new Set(parts.map((part) => part.id));
  const tables = await listTables(db, round, version, rows, chosen);
  const stamp = computeStamp(parts, rows, version.publishedAt);
  const input: RoundHeadInput = {
    version,
    committee: options.committee,
    filter: options.filter.kind,
    parts,
    absent: rows.filter((row) => !chosen.has(row.id)),
    tables,
    workbook: await renderXlsx(tables, stamp),
    stamp,
  };
  const head = buildRoundHead(input);
  const loose = parts.filter((part) => part.packId === null);
  const inline = loose.flatMap((part) => part.entries);
  const reads = inline.filter((entry) => entry.source.kind === "object").length;
  if (reads > MAX_INLINE_READS) refuse("bundle.sealing", { count: loose.length });
  return {
    entries: [...head.entries, ...parts.flatMap((part) => part.entries)],
    head: [...head.entries, ...inline],
    packed: parts.flatMap(({ packId, entries: list }) =>
      packId === null ? [] : [{ packId, entries: list }],
    ),
    contents: parts.map((part) => [part.id, part.contentSha256]),
    branches: parts.length,
    files: head.entries.length + parts.reduce((sum, part) => sum + part.entries.length, 0),
    manifestSha256: head.manifestSha256,
  };
}

/** 台账 and 未交清单 of every branch of the round, 汇总 of those in the bundle. */
async function listTables(
  db: Db,
  round: RoundRow,
  version: RoundVersion,
  rows: readonly RoundBranch[],
  chosen: ReadonlySet<string>,
): Promise<Table[]> {
  const keys = version.artifacts.filter((one) => one.form !== null).map((one) => one.key);
  const entries = (await listRoundEntries(db, round.id, keys)).filter((one) => chosen.has(one.submissionId));
  const typed = entries.map((one) => {
    const artifact = version.artifacts.find(({ key }) => key === one.artifactKey);
    const member = artifact && findMember(artifact, one.item, one.numbers);
    return { ...one, ...member, data: parseStoredEntry(one.data) };
  });
  const ledger = rows.map((row) => toLedgerBranch(round, row));
  return [buildLedger(version, ledger), buildMissingList(version, ledger), ...buildRollUps(version, typed)];
}

/** Every branch's part; two branches whose folders a file system would take for one are kept apart. */
async function listParts(
  env: ReadEnv,
  round: RoundRow,
  rows: readonly RoundBranch[],
  options: PlanOptions,
): Promise<Part[]> {
  const folders = new Set<string>();
  const plain = rows.map((row) => {
    const entries = row.pack === null ? null : parsePackManifest(row.pack.manifest, row.pack);
    const folder = entries?.[0]?.path.split("/", 1)[0] ?? null;
    return { row, entries: folder !== null && claim(folders, folder) ? entries : null };
  });
  const pending = plain.filter((one) => one.entries === null);
  if (pending.length > MAX_INLINE_BRANCHES) refuse("bundle.sealing", { count: pending.length });
  const parts: Part[] = [];
  for (const { row, entries } of plain) {
    const { pack } = row;
    if (entries !== null && pack !== null) parts.push(toPart(round, row, entries, pack.id));
    else parts.push(await readInlinePart(env, round, row, folders, options));
  }
  return parts;
}

function claim(folders: Set<string>, folder: string): boolean {
  const key = computePathKey(folder);
  if (folders.has(key)) return false;
  folders.add(key);
  return true;
}

const MAX_TWINS = 1000;

/** A branch as of now, without a pack; a folder that is taken gets a number behind its code. */
async function readInlinePart(
  env: ReadEnv,
  round: RoundRow,
  row: RoundBranch,
  folders: Set<string>,
  options: PlanOptions,
): Promise<Part> {
  const holding = await getHolding(openDb(env.DB), row.id);
  const { sheet } = holding;
  for (let twin = 1; twin < MAX_TWINS; twin++) {
    const code = twin === 1 ? row.code : `${row.code}(${twin})`;
    const named = { ...holding, sheet: { ...sheet, submission: { ...sheet.submission, code } } };
    const manifest = await renderManifest(env, named, { origin: options.origin, allVersions: false });
    if (manifest === null) refuse("request.conflict");
    if (claim(folders, manifest.folder)) return toPart(round, row, manifest.entries, null);
  }
  throw new Error("no folder is free");
}

function toPart(
  round: RoundRow,
  row: RoundBranch,
  entries: readonly ZipEntry[],
  packId: string | null,
): Part {
  const { id, code, name, state, missingCount, contentSha256 } = row;
  const folder = entries[0]?.path.split("/", 1)[0] ?? "";
  const receiptNumber = buildNumber(round, row);
  const content = contentSha256 ?? "";
  return {
    id,
    code,
    name,
    state,
    missingCount,
    receiptNumber,
    contentSha256: content,
    folder,
    entries,
    packId,
  };
}

const buildNumber = (round: RoundRow, row: RoundBranch) =>
  row.receiptSeq === null ? null : buildReceiptNumber(round.receiptPrefix ?? "", row.receiptSeq);

function toLedgerBranch(round: RoundRow, row: RoundBranch) {
  const { code, name, state, summary, receiptVersion, lastActivityAt } = row;
  return {
    code,
    name,
    state,
    summary,
    receiptVersion,
    lastActivityAt,
    receiptNumber: buildNumber(round, row),
  };
}

/** The newest instant of anything the lists tell of: the same state always gives the same lists. */
function computeStamp(parts: readonly Part[], rows: readonly RoundBranch[], publishedAt: string): string {
  const times = [
    publishedAt,
    ...parts.flatMap((part) => part.entries.map((entry) => entry.modifiedAt)),
    ...rows.flatMap((row) => row.lastActivityAt ?? []),
  ];
  return times.reduce((newest, time) => (time > newest ? time : newest), publishedAt);
}
