import { and, asc, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { type Db, entries, events, links, submissions } from "../db";
import type { StoredBoardRow } from "./board.rules";

const BOARD_COLUMNS = {
  id: submissions.id,
  code: submissions.code,
  name: submissions.name,
  numbers: submissions.numbers,
  state: submissions.state,
  missingCount: submissions.missingCount,
  summary: submissions.summary,
  receiptSeq: submissions.receiptSeq,
  openedAt: submissions.openedAt,
  lastActivityAt: submissions.lastActivityAt,
  contentSha256: submissions.contentSha256,
  archivedSha256: submissions.archivedSha256,
  archivedAt: submissions.archivedAt,
};

export interface BoardPage {
  /** Begin after this code; "" for the first page. */
  after: string;
  limit: number;
  where?: SQL;
}

/** Summary rows of a round in code order: one row read per branch, nothing joined. */
export async function listBoardRows(db: Db, roundId: string, page: BoardPage): Promise<StoredBoardRow[]> {
  return db
    .select(BOARD_COLUMNS)
    .from(submissions)
    .where(and(eq(submissions.roundId, roundId), gt(submissions.code, page.after), page.where))
    .orderBy(asc(submissions.code))
    .limit(page.limit);
}

/** What a large round's filter and search mean to the database. */
export function boardCondition(filter: string, q: string): SQL | undefined {
  const bySearch =
    q === ""
      ? undefined
      : sql`(instr(lower(${submissions.name}), lower(${q})) > 0 OR instr(lower(${submissions.code}), lower(${q})) > 0)`;
  if (filter === "unopened") return and(isNull(submissions.openedAt), bySearch);
  if (filter === "opened") {
    return and(sql`${submissions.openedAt} IS NOT NULL AND ${submissions.state} = 'untouched'`, bySearch);
  }
  const state = ["complete", "partial", "awaiting_paper"].includes(filter)
    ? sql`${submissions.state} = ${filter}`
    : undefined;
  return and(state, bySearch);
}

export interface StateCount {
  state: StoredBoardRow["state"];
  opened: boolean;
  count: number;
}

/** Counts of a round too large to be read whole for one page. */
export async function countBoardStates(db: Db, roundId: string): Promise<StateCount[]> {
  const rows = await db
    .select({
      state: submissions.state,
      opened: sql<number>`${submissions.openedAt} IS NOT NULL`,
      count: sql<number>`COUNT(*)`,
    })
    .from(submissions)
    .where(eq(submissions.roundId, roundId))
    .groupBy(submissions.state, sql`${submissions.openedAt} IS NOT NULL`);
  return rows.map((row) => ({ ...row, opened: row.opened === 1 }));
}

export const EVENTS_SHOWN = 50;

/** What a branch's page needs beside its sheet: link, typed entries, history. */
export async function readSubmissionDetails(db: Db, submissionId: string) {
  const [linkRows, entryRows, eventRows] = await db.batch([
    db
      .select({ id: links.id })
      .from(links)
      .where(and(eq(links.submissionId, submissionId), isNull(links.revokedAt))),
    db
      .select({ id: entries.id, form: entries.form, data: entries.data })
      .from(entries)
      .where(
        and(
          eq(entries.submissionId, submissionId),
          sql`NOT EXISTS (SELECT 1 FROM entries AS newer WHERE newer.submission_id = entries.submission_id
            AND newer.artifact_key = entries.artifact_key AND newer.item = entries.item
            AND newer.version > entries.version)`,
        ),
      ),
    db
      .select({ seq: events.seq, at: events.at, type: events.type, actor: events.actor })
      .from(events)
      .where(eq(events.chainId, submissionId))
      .orderBy(desc(events.seq))
      .limit(EVENTS_SHOWN),
  ]);
  return { linkId: linkRows[0]?.id ?? null, entries: entryRows, events: eventRows };
}
