import { describe, expect, it } from "vitest";
import { type AskedArtifact, artifact } from "../../schemas/artifact";
import type { SummaryCell } from "../../schemas/summary";
import { BOARD_FILTERS } from "../../web/pages/board.model";
import {
  countFacts,
  filterRows,
  judgeRow,
  parseBoardQuery,
  type StoredBoardRow,
  sumStateCounts,
} from "../../worker/submissions/board.rules";

const NOW = "2026-12-09T01:00:00.000Z";
const asked = (key: string, ask: "required" | "optional", due: string | null = null): AskedArtifact => ({
  ...artifact.parse({
    key,
    title: { zh: key, en: key },
    kind: "file",
    obligation: "hand_in",
    required: true,
  }),
  due,
  ask,
});
const ARTIFACTS = [
  asked("plan", "required", "2026-12-04T23:59:59+08:00"),
  asked("summary", "required", "2026-12-18T23:59:59+08:00"),
  asked("photos", "optional", "2026-12-01T23:59:59+08:00"),
];
const MISSING: SummaryCell = ["missing", null, null, null, 0];
const RECEIVED: SummaryCell = ["received", "2026-12-03T01:00:00.000Z", 1284, "chars", 0];

function stored(
  code: string,
  cells: readonly SummaryCell[],
  more: Partial<StoredBoardRow> = {},
): StoredBoardRow {
  return {
    id: `sub_${code}`,
    code,
    name: `霁川区第${code}党支部`,
    numbers: { members: 12, full: 12, probationary: 0, committee: 3, floating: 0, under: null },
    state: "partial",
    missingCount: 1,
    summary: JSON.stringify(cells),
    receiptSeq: null,
    openedAt: "2026-12-02T01:00:00.000Z",
    lastActivityAt: null,
    contentSha256: null,
    archivedSha256: null,
    archivedAt: null,
    ...more,
  };
}

const ROWS = [
  stored("A1", [RECEIVED, RECEIVED, MISSING], { state: "complete", missingCount: 0, receiptSeq: 3 }),
  stored("A2", [RECEIVED, MISSING, MISSING]),
  stored("A3", [MISSING, RECEIVED, MISSING]),
  stored("A4", [RECEIVED, ["awaiting_paper", null, null, null, 0], MISSING], { state: "awaiting_paper" }),
  stored("A5", [MISSING, MISSING, MISSING], { state: "untouched", missingCount: 2 }),
  stored("A6", [MISSING, MISSING, MISSING], { state: "untouched", missingCount: 2, openedAt: null }),
].map((one) => judgeRow(one, ARTIFACTS, NOW));

const query = (search: Record<string, string>) => parseBoardQuery(search);
const codes = (search: Record<string, string>) => filterRows(ROWS, query(search)).map((row) => row.code);

describe("a row of the board", () => {
  it("shows overdue only for what is required, out and past due", () => {
    const states = ROWS.map(({ row }) => row.cells?.map((cell) => cell.state) ?? null);
    expect(states[1]).toEqual(["received", "missing", "missing"]);
    expect(states[2]).toEqual(["overdue", "received", "missing"]);
    expect(ROWS.map((one) => one.overdue)).toEqual([false, false, true, false, true, true]);
  });

  it("has no cells when the link was never opened and nothing came in", () => {
    expect(ROWS.map(({ row }) => row.cells === null)).toEqual([false, false, false, false, false, true]);
  });

  it("keeps its cells when paper came from a branch that never opened its link", () => {
    const row = stored("A7", [RECEIVED, MISSING, MISSING], { openedAt: null });
    expect(judgeRow(row, ARTIFACTS, NOW).row.cells).not.toBeNull();
  });

  it("survives a summary that is shorter than the version", () => {
    const { row } = judgeRow(stored("A8", [RECEIVED]), ARTIFACTS, NOW);
    expect(row.cells?.map((cell) => cell.state)).toEqual(["received", "missing", "missing"]);
  });

  it("marks a late hand-in and waits for nothing optional", () => {
    const late: SummaryCell = ["received", "2026-12-05T01:00:00.000Z", 2, "files", 3600];
    const { row } = judgeRow(stored("A9", [late, MISSING, MISSING]), ARTIFACTS, NOW);
    expect(row.cells?.map((cell) => [cell.late, cell.awaited])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });
});

describe("the facts of the board", () => {
  it("count every state, and leave out what would find nobody", () => {
    expect(countFacts(ROWS).map((one) => [one.filter, one.count])).toEqual([
      ["all", 6],
      ["complete", 1],
      ["partial", 2],
      ["awaiting_paper", 1],
      ["opened", 1],
      ["unopened", 1],
      ["overdue", 3],
    ]);
    expect(countFacts(ROWS.slice(0, 1)).map((one) => one.filter)).not.toContain("overdue");
  });

  it("are as many as the rows each filter finds", () => {
    for (const { filter, count } of countFacts(ROWS)) expect(codes({ state: filter })).toHaveLength(count);
  });

  it("are the same when a large round is counted by the database", () => {
    const counts = [
      { state: "complete" as const, opened: true, count: 1 },
      { state: "partial" as const, opened: true, count: 2 },
      { state: "awaiting_paper" as const, opened: true, count: 1 },
      { state: "untouched" as const, opened: true, count: 1 },
      { state: "untouched" as const, opened: false, count: 1 },
    ];
    expect(sumStateCounts(counts)).toEqual(countFacts(ROWS).filter((one) => one.filter !== "overdue"));
  });
});

describe("finding branches", () => {
  it("keeps code order whatever is asked", () => {
    for (const filter of BOARD_FILTERS) {
      const found = codes({ state: filter });
      expect(found).toEqual([...found].sort());
    }
  });

  it("finds by code and name, without regard to case and width", () => {
    expect(codes({ q: "a3" })).toEqual(["A3"]);
    expect(codes({ q: "Ａ3" })).toEqual(["A3"]);
    expect(codes({ q: "第A4党" })).toEqual(["A4"]);
    expect(codes({ q: "没有" })).toEqual([]);
  });

  it("finds who is missing one artifact, together with a state", () => {
    expect(codes({ missing: "summary" })).toEqual(["A2", "A4", "A5", "A6"]);
    expect(codes({ missing: "summary", state: "unopened" })).toEqual(["A6"]);
    expect(codes({ missing: "photos" })).toEqual([]);
  });

  it("takes an unknown filter for none", () => {
    expect(parseBoardQuery({ state: "fastest" }).filter).toBe("all");
    expect(parseBoardQuery({ q: "x".repeat(200) }).q).toHaveLength(60);
  });
});
