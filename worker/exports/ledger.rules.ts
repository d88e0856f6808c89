/**
 * 台账 and 未交清单: what the committee knows of each branch, in the words of its board.
 * Branches stay in the order given, which is that of their codes: never a rank, never a score.
 */
import type { AskedArtifact } from "../../schemas/artifact";
import { type ArtifactState, isPresentState, type SubmissionState } from "../../schemas/completeness";
import { describeLateness, localSecond } from "../../schemas/deadline";
import type { RoundVersion } from "../../schemas/round";
import { isBegunCell, parseSummary, type SummaryCell } from "../../schemas/summary";
import { describeState, describeSubmissionState } from "../../web/pages/state.text";
import { explainMissing, sayDue } from "./missing.rules";
import { BRANCH_HEADER, type Cell, type Table } from "./table.rules";

/** One branch in one round as its submission's row has it. */
export interface LedgerBranch {
  code: string;
  name: string;
  state: SubmissionState;
  /** JSON of the `SummaryCell`s in the order of the version's artifacts. */
  summary: string;
  receiptNumber: string | null;
  receiptVersion: number | null;
  /** UTC ISO. */
  lastActivityAt: string | null;
}

const FIGURE_WORDS = { chars: "字数", files: "文件数", copies: "份数" } as const;

/** `2026-12-01 09:00` in the round's zone: sorts as text and is read as a time by Excel and WPS. */
const formatMinute = (at: string | null): string | null =>
  at === null ? null : localSecond(at).slice(0, 16).replace("T", " ") || null;

/** A submission nobody touched may have no summary yet: every artifact is still out. */
function findCell(cells: readonly SummaryCell[], i: number, one: AskedArtifact): SummaryCell {
  return cells[i] ?? [one.kind === "paper" ? "awaiting_paper" : "missing", null, null, null, 0];
}

/** Nothing is awaited of an artifact that is only offered. */
function sayState(state: ArtifactState, one: AskedArtifact): string {
  const open = state === "missing" || state === "awaiting_paper";
  return open && one.ask !== "required" ? "未交" : describeState(state, "zh");
}

interface Column {
  header: string;
  read(cell: SummaryCell): Cell;
}

/** State and time of one artifact; lateness where something is due, figures where there are any. */
function buildArtifactColumns(
  one: AskedArtifact,
  title: string,
  units: ReadonlySet<SummaryCell[3]>,
): Column[] {
  const columns: Column[] = [
    { header: title, read: ([state]) => sayState(state, one) },
    { header: `${title}·收到时间`, read: ([state, at]) => (state === "waived" ? null : formatMinute(at)) },
  ];
  if (one.due !== null) {
    columns.push({
      header: `${title}·逾期`,
      read: ([state, at, , , late]) => (at === null || state === "waived" ? null : describeLateness(late).zh),
    });
  }
  for (const unit of ["chars", "files", "copies"] as const) {
    if (!units.has(unit)) continue;
    const read = ([, at, figure, counted]: SummaryCell) => (at !== null && counted === unit ? figure : null);
    columns.push({ header: `${title}·${FIGURE_WORDS[unit]}`, read });
  }
  return columns;
}

/** Titles as column names: what is only offered says so, and a title used twice is numbered. */
function listColumnTitles(artifacts: readonly AskedArtifact[]): string[] {
  const seen = new Map<string, number>();
  return artifacts.map((one) => {
    const mark = one.withdrawn === true ? "（不再收）" : one.ask === "required" ? "" : "（可交）";
    const title = one.title.zh + mark;
    const times = (seen.get(title) ?? 0) + 1;
    seen.set(title, times);
    return times === 1 ? title : `${title}（${times}）`;
  });
}

/**
 * 台账: a line per branch, in the order given. For each artifact the word of its state, when
 * it was received, how late, and a column for each figure that some branch has; the figures
 * and times of what is not in are empty.
 */
export function buildLedger(version: RoundVersion, branches: readonly LedgerBranch[]): Table {
  const summaries = branches.map((branch) => parseSummary(branch.summary));
  const titles = listColumnTitles(version.artifacts);
  const columns = version.artifacts.map((one, i) => {
    if (one.withdrawn === true && !summaries.some((cells) => cells[i] && isBegunCell(cells[i]))) return [];
    const units = new Set(summaries.map((cells) => (cells[i]?.[1] == null ? null : cells[i][3])));
    return buildArtifactColumns(one, titles[i] ?? one.title.zh, units);
  });
  const headers = columns.flat().map((column) => column.header);
  const rows = branches.map((branch, n) => [
    branch.code,
    branch.name,
    describeSubmissionState(branch.state, "zh"),
    ...version.artifacts.flatMap((one, i) => {
      const cell = findCell(summaries[n] ?? [], i, one);
      return (columns[i] ?? []).map((column) => column.read(cell));
    }),
    branch.receiptNumber,
    branch.receiptVersion,
    formatMinute(branch.lastActivityAt),
  ]);
  return {
    name: "台账",
    header: [...BRANCH_HEADER, "状态", ...headers, "回执号", "回执版次", "最后更新"],
    rows,
    frozenColumns: 2,
  };
}

/**
 * 未交清单: a line for every required artifact that a branch has not in, with what is known
 * of it. A checklist requires nothing, so its list is empty; what is only offered never stands here.
 */
export function buildMissingList(version: RoundVersion, branches: readonly LedgerBranch[]): Table {
  const rows = branches.flatMap((branch) => {
    const cells = parseSummary(branch.summary);
    return version.artifacts.flatMap((one, i): Cell[][] => {
      const cell = findCell(cells, i, one);
      const required = cell[5]?.required ?? (one.requiredIf === null && one.ask === "required");
      if (version.checklist || !required || isPresentState(cell[0])) return [];
      const said = explainMissing(one, cell, branch.state);
      return [[branch.code, branch.name, one.title.zh, sayDue(one), said]];
    });
  });
  return { name: "未交清单", header: [...BRANCH_HEADER, "材料", "截止", "说明"], rows, frozenColumns: 2 };
}
