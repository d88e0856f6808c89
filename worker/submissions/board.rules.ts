import type { AskedArtifact } from "../../schemas/artifact";
import { computeShownState, isPresentState } from "../../schemas/completeness";
import { daysLeft, formatDue } from "../../schemas/deadline";
import type { RoundVersion } from "../../schemas/round";
import { parseSummary, type SummaryCell } from "../../schemas/summary";
import {
  BOARD_FILTERS,
  type BoardCell,
  type BoardColumn,
  type BoardFact,
  type BoardFilter,
  type BoardRow,
} from "../../web/pages/board.model";
import type { ArchiveState } from "../../web/pages/bundle.model";
import type { BranchNumbers } from "../db";

/** A submission's summary row, as `settle` keeps it. */
export interface StoredBoardRow {
  id: string;
  code: string;
  name: string;
  numbers: BranchNumbers;
  state: "untouched" | "partial" | "awaiting_paper" | "complete";
  missingCount: number;
  summary: string;
  receiptSeq: number | null;
  openedAt: string | null;
  lastActivityAt: string | null;
  contentSha256: string | null;
  archivedSha256: string | null;
  archivedAt: string | null;
}

export interface BoardQuery {
  filter: BoardFilter;
  /** Part of a name or code. */
  q: string;
  /** Key of an artifact: only branches it is missing from. */
  missing: string;
  /** Code after which a page begins; only large rounds have pages. */
  after: string;
}

const MAX_QUERY_CHARS = 60;

/** What is asked of the board; anything unknown asks for everything. */
export function parseBoardQuery(query: Readonly<Record<string, string | undefined>>): BoardQuery {
  const clean = (name: string) => (query[name] ?? "").normalize("NFC").trim().slice(0, MAX_QUERY_CHARS);
  return {
    filter: BOARD_FILTERS.find((one) => one === query.state) ?? "all",
    q: clean("q"),
    missing: clean("missing"),
    after: clean("after"),
  };
}

/** A row of the board with what the filters ask about it. */
export interface JudgedRow {
  row: BoardRow;
  opened: boolean;
  overdue: boolean;
  /** Keys of artifacts that are asked for and not in. */
  missing: ReadonlySet<string>;
}

const isIn = (cell: SummaryCell | undefined) => cell !== undefined && isPresentState(cell[0]);

/** What is asked of everybody, unless this branch's row says otherwise. */
const isRequired = (one: AskedArtifact, cell: SummaryCell | undefined) =>
  cell?.[5]?.required ?? (one.requiredIf === null && one.ask === "required");

function buildCell(one: AskedArtifact, cell: SummaryCell | undefined, now: string): BoardCell {
  const [state, at, figure, unit, lateSeconds, own] =
    cell ?? (["missing", null, null, null, 0] satisfies SummaryCell);
  const required = isRequired(one, cell);
  const shown = required ? computeShownState(state, own?.due ?? one.due, now) : state;
  const awaited = required || (state !== "missing" && state !== "awaiting_paper");
  return { state: shown, awaited, at, figure, unit, late: lateSeconds > 0 };
}

/** Turns a summary row into what the board shows of it at this moment. */
export function judgeRow(
  stored: StoredBoardRow,
  artifacts: readonly AskedArtifact[],
  now: string,
): JudgedRow {
  const summary = parseSummary(stored.summary);
  const cells = artifacts.map((one, index) => buildCell(one, summary[index], now));
  const opened = stored.openedAt !== null;
  const silent =
    !opened && stored.state === "untouched" && cells.every((cell) => !cell.awaited || cell.at === null);
  const missing = artifacts.filter((one, index) => isRequired(one, summary[index]) && !isIn(summary[index]));
  const { id, code, name, state, receiptSeq, lastActivityAt } = stored;
  return {
    row: {
      id,
      code,
      name,
      members: stored.numbers.members,
      floating: stored.numbers.floating,
      cells: silent ? null : cells,
      state,
      missing: stored.missingCount,
      receiptSeq,
      lastActivityAt,
    },
    opened,
    overdue: cells.some((cell) => cell.state === "overdue"),
    missing: new Set(missing.map((one) => one.key)),
  };
}

/** Whose materials were confirmed as filed, and whether anything changed since. */
export function listArchived(rows: readonly StoredBoardRow[]): ReadonlyMap<string, ArchiveState> {
  return new Map(
    rows
      .filter((row) => row.archivedAt !== null)
      .map((row) => [
        row.id,
        { archivedAt: row.archivedAt, changedSinceArchive: isChangedSinceArchive(row) },
      ]),
  );
}

/** Whether what is in now differs from what was confirmed as filed; never so where nothing was. */
export function isChangedSinceArchive(
  row: Pick<StoredBoardRow, "contentSha256" | "archivedSha256" | "archivedAt">,
): boolean {
  return row.archivedAt !== null && row.archivedSha256 !== row.contentSha256;
}

const FILTERS: Readonly<Record<BoardFilter, (one: JudgedRow) => boolean>> = {
  all: () => true,
  complete: ({ row }) => row.state === "complete",
  partial: ({ row }) => row.state === "partial",
  awaiting_paper: ({ row }) => row.state === "awaiting_paper",
  opened: ({ row, opened }) => row.state === "untouched" && opened,
  unopened: ({ opened }) => !opened,
  overdue: (one) => one.overdue,
};

/** Filters that are only offered when they would find somebody. */
const SHY: ReadonlySet<BoardFilter> = new Set(["opened", "overdue"]);

/** The facts at the head of the board, each a filter with its count. */
export function countFacts(rows: readonly JudgedRow[]): BoardFact[] {
  return BOARD_FILTERS.map((filter) => ({ filter, count: rows.filter(FILTERS[filter]).length })).filter(
    ({ filter, count }) => count > 0 || !SHY.has(filter),
  );
}

/** The same facts from counts by state, for a round too large to judge row by row; nobody is counted as overdue. */
export function sumStateCounts(
  counts: readonly { state: StoredBoardRow["state"]; opened: boolean; count: number }[],
): BoardFact[] {
  const sum = (wanted: (one: (typeof counts)[number]) => boolean) =>
    counts.filter(wanted).reduce((total, one) => total + one.count, 0);
  return [
    { filter: "all", count: sum(() => true) },
    { filter: "complete", count: sum((one) => one.state === "complete") },
    { filter: "partial", count: sum((one) => one.state === "partial") },
    { filter: "awaiting_paper", count: sum((one) => one.state === "awaiting_paper") },
    { filter: "opened", count: sum((one) => one.state === "untouched" && one.opened) },
    { filter: "unopened", count: sum((one) => !one.opened) },
  ];
}

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

/** The rows asked for, still in code order: the board never ranks. */
export function filterRows(rows: readonly JudgedRow[], query: BoardQuery): BoardRow[] {
  const q = fold(query.q);
  return rows
    .filter(FILTERS[query.filter])
    .filter((one) => query.missing === "" || one.missing.has(query.missing))
    .filter(({ row }) => q === "" || fold(row.name).includes(q) || fold(row.code).includes(q))
    .map((one) => one.row);
}

export function buildColumns(version: RoundVersion): BoardColumn[] {
  return version.artifacts.map(({ key, title, ask, due, minChars, withdrawn }) => ({
    key,
    title,
    required: ask === "required",
    due,
    minChars,
    withdrawn: withdrawn === true,
  }));
}

/** The board without columns that are no longer asked for and of which nobody has anything in. */
export function dropIdleColumns<T extends { columns: readonly BoardColumn[]; rows: readonly BoardRow[] }>(
  board: T,
): T {
  const kept = board.columns.map(
    (one, i) => !one.withdrawn || board.rows.some((row) => row.cells?.[i]?.awaited === true),
  );
  const keep = (_: unknown, i: number) => kept[i] === true;
  return {
    ...board,
    columns: board.columns.filter(keep),
    rows: board.rows.map((row) => ({ ...row, cells: row.cells?.filter(keep) ?? null })),
  };
}

/** The last due instant among what is required, in words. */
export function findLastDue(version: RoundVersion, now: string) {
  const dues = version.artifacts.flatMap((one) =>
    one.ask === "required" && one.due !== null ? [one.due] : [],
  );
  const last = dues.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  if (last === undefined) return null;
  return { words: { zh: formatDue(last), en: formatDue(last, "en") }, daysLeft: daysLeft(last, now) ?? 0 };
}
