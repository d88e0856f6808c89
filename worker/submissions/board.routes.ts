import { Hono } from "hono";
import { h } from "preact";
import { computeLateSeconds } from "../../schemas/deadline";
import { BoardPage, type BoardProps } from "../../web/pages/board.page";
import { access } from "../access";
import { type AppContext, type AppEnv, dbOf, nowOf, refuse, seeOther, sendJson, sendPage } from "../http";
import { langOf } from "../lang";
import { listAsking } from "../requests/request.store";
import { toRoundHead } from "../rounds/round.rules";
import { getRoundVersion } from "../rounds/round.store";
import {
  type BoardQuery,
  buildColumns,
  countFacts,
  dropIdleColumns,
  filterRows,
  findLastDue,
  judgeRow,
  listArchived,
  parseBoardQuery,
  sumStateCounts,
} from "./board.rules";
import { boardCondition, countBoardStates, listBoardRows } from "./board.store";
import { sendSubmission } from "./submission.page";

export const boardRoutes = new Hono<AppEnv>();

boardRoutes.get("/committee/rounds/:round", access.round, showBoard);
boardRoutes.get("/committee/rounds/:round/branches/:submission", access.submission, (c) => sendSubmission(c));
boardRoutes.get("/api/rounds/:round/board", access.round, sendBoard);

/** Up to this many branches stand on one page and are filtered from what one statement read. */
const MAX_WHOLE_BRANCHES = 1000;
const BRANCHES_PER_PAGE = 100;

type BoardData = Pick<BoardProps, "facts" | "columns" | "rows" | "paging" | "lastDue" | "archived"> & {
  version: { number: number; checklist: boolean };
};

/** The board as asked for: one row read per branch, and past a thousand branches a page of a hundred. */
async function readBoard(c: AppContext, query: BoardQuery): Promise<BoardData> {
  const round = c.get("round");
  const now = nowOf(c);
  const version = await getRoundVersion(dbOf(c), round.id, round.currentVersion);
  const stored = await listBoardRows(dbOf(c), round.id, { after: "", limit: MAX_WHOLE_BRANCHES + 1 });
  const head = {
    columns: buildColumns(version),
    lastDue: findLastDue(version, now),
    version: { number: version.version, checklist: version.checklist },
  };
  if (stored.length > MAX_WHOLE_BRANCHES) {
    return dropIdleColumns({ ...head, ...(await readLargeBoard(c, query, version.artifacts, now)) });
  }
  const judged = stored.map((one) => judgeRow(one, version.artifacts, now));
  return dropIdleColumns({
    ...head,
    facts: countFacts(judged),
    rows: filterRows(judged, query),
    paging: null,
    archived: listArchived(stored),
  });
}

async function readLargeBoard(
  c: AppContext,
  query: BoardQuery,
  artifacts: Parameters<typeof judgeRow>[1],
  now: string,
): Promise<Pick<BoardData, "facts" | "rows" | "paging" | "archived">> {
  const roundId = c.get("round").id;
  const page = {
    after: query.after,
    limit: BRANCHES_PER_PAGE + 1,
    where: boardCondition(query.filter, query.q),
  };
  const [counts, stored] = await Promise.all([
    countBoardStates(dbOf(c), roundId),
    listBoardRows(dbOf(c), roundId, page),
  ]);
  const shown = stored.slice(0, BRANCHES_PER_PAGE);
  const last = stored.length > shown.length ? shown.at(-1) : undefined;
  return {
    facts: sumStateCounts(counts),
    archived: listArchived(shown),
    rows: shown.map((one) => judgeRow(one, artifacts, now).row),
    paging: {
      nextHref: last === undefined ? null : buildPageHref(query, last.code),
      firstHref: query.after === "" ? null : buildPageHref(query, ""),
    },
  };
}

function buildPageHref(query: BoardQuery, after: string): string {
  const search = new URLSearchParams();
  if (query.filter !== "all") search.set("state", query.filter);
  if (query.q !== "") search.set("q", query.q);
  if (after !== "") search.set("after", after);
  return `?${search}`;
}

async function showBoard(c: AppContext) {
  const round = c.get("round");
  if (round.state === "draft") return seeOther(c, `/committee/rounds/${round.id}/edit`);
  const now = nowOf(c);
  const query = parseBoardQuery(c.req.query());
  const { version, ...board } = await readBoard(c, query);
  const page = h(BoardPage, {
    lang: langOf(c),
    staff: c.get("staff"),
    round: {
      ...toRoundHead(round),
      version: version.number,
      checklist: version.checklist,
      closedSince:
        round.closesAt !== null && computeLateSeconds(round.closesAt, now) > 0 ? round.closesAt : null,
    },
    ...board,
    query,
    asking: await listAsking(dbOf(c), round.id),
    justPublished: c.req.query("published") === "1",
    justAmended: c.req.query("amended") === "1",
    now,
  });
  return sendPage(c, page);
}

async function sendBoard(c: AppContext) {
  const round = c.get("round");
  if (round.state === "draft") refuse("round.not_published");
  const { version, facts, columns, rows, paging } = await readBoard(c, parseBoardQuery(c.req.query()));
  const next = paging?.nextHref ?? null;
  return sendJson(c, { version: version.number, checklist: version.checklist, facts, columns, rows, next });
}
