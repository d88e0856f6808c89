import { gzipSync } from "node:zlib";
import { callInWorker } from "../../.ci/seed.mjs";
import { inRoot } from "../../.ci/vite.shared.mjs";
import type { CountRequest, PageCost } from "./counts";
import type { Figure } from "./figures";
import { makeDataDir, once } from "./scratch";

const BRANCHES = 500;
const ARTIFACTS = 20;
const SIZE = `${BRANCHES} branches × ${ARTIFACTS} artifacts`;

const countPages = once(async () => {
  const argument: CountRequest = {
    branches: BRANCHES,
    artifacts: ARTIFACTS,
    now: "2026-12-15T02:00:00.000Z",
  };
  const module = inRoot("test/bench/inside/pages.ts");
  const answer = await callInWorker({ module, name: "countPages", argument, dataDir: makeDataDir() });
  const costs = answer as PageCost[];
  const failed = costs.find((one) => one.status !== 200);
  if (failed !== undefined) throw new Error(`the page "${failed.page}" answered ${failed.status}`);
  return costs;
});

const describeScans = ({ scans }: PageCost) =>
  `${scans.length === 0 ? "no" : scans.length} statement above 5 × rows returned + 20`;

/** Statements and rows of the branch's page: the dearer of one in the middle and one with its receipt. */
export async function measureBranchRows(): Promise<Figure[]> {
  const costs = (await countPages()).filter((one) => one.page.startsWith("branch"));
  const [dearest] = costs.toSorted((a, b) => b.rowsRead - a.rowsRead);
  if (dearest === undefined) throw new Error("no branch page was counted");
  const statements = Math.max(...costs.map((one) => one.statements));
  const all = costs.map((one) => `${one.page}: ${one.rowsRead} rows in ${one.statements}`).join("; ");
  return [
    {
      key: "branch_page_rows_read",
      value: dearest.rowsRead,
      unit: "rows",
      target: null,
      note: `${ARTIFACTS} artifacts; ${all}; ${describeScans(dearest)}`,
    },
    {
      key: "branch_page_statements",
      value: statements,
      unit: "",
      target: { most: 6 },
      note: "session included",
    },
    {
      key: "branch_page_d1_waits",
      value: Math.max(...costs.map((one) => one.waits)),
      unit: "",
      target: null,
      note: "round trips to D1 one after another; what is asked at once counts as one",
    },
  ];
}

export async function measureBoard(): Promise<Figure[]> {
  const board = (await countPages()).find((one) => one.page === "board");
  if (board === undefined) throw new Error("the board was not counted");
  const rows = [...board.html.matchAll(/<tr>/g)].length;
  if (rows < BRANCHES) throw new Error(`the board has ${rows} rows`);
  const html = Buffer.from(board.html);
  return [
    {
      key: "board_rows_read",
      value: board.rowsRead,
      unit: "rows",
      target: { most: 2 * BRANCHES + 50 },
      note: `${SIZE}; ${describeScans(board)}`,
    },
    {
      key: "board_statements",
      value: board.statements,
      unit: "",
      target: { most: 6 },
      note: "session included",
    },
    {
      key: "board_gz_bytes",
      value: gzipSync(html).length,
      unit: "B",
      target: { most: 60_000 },
      note: `HTML of ${html.length.toLocaleString("en-US")} B, gzip level 6`,
    },
  ];
}
