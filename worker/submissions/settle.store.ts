import { and, eq, gte, sql } from "drizzle-orm";
import type { Judgement } from "../../schemas/judgement";
import {
  buildEventStatement,
  type ChainHead,
  computeEventHash,
  type EventInput,
  isChainConflict,
} from "../audit/event.write";
import { type Db, events, runBatch, submissions } from "../db";

/** The summary row that the board reads; derived, never an authority. */
export interface SummaryUpdate {
  /** The instant of the look. */
  at: string;
  state: "untouched" | "partial" | "awaiting_paper" | "complete";
  missingCount: number;
  /** Of `buildContent`; null when nothing is in. */
  contentSha256: string | null;
  summary: string;
  judgement: Judgement;
  firstReceived: Record<string, string>;
  lastActivityAt: string | null;
}

/** The look that a settle concludes from; nothing is written once either has moved on. */
export interface Look {
  submissionId: string;
  /** The chain's end when the facts were read. */
  head: ChainHead;
  roundVersion: number;
}

/** A receipt statement, the event that tells of it, and where the submission points afterwards. */
export interface IssueAct {
  version: number;
  statement: ReturnType<Db["run"]>;
  event: EventInput;
}

type Pointer = { receiptSeq: ReturnType<typeof sql<number>>; receiptVersion: ReturnType<typeof sql<number>> };

function buildSummaryStatement(
  db: Db,
  { submissionId, roundVersion }: Look,
  seq: number,
  update: SummaryUpdate,
  pointer: Pointer,
) {
  const { at, ...columns } = update;
  const content = columns.contentSha256;
  // Other content waits to be sealed anew; the same content stays as it is.
  const unsealedAt = sql<
    string | null
  >`CASE WHEN ${submissions.contentSha256} IS ${content} THEN ${submissions.unsealedAt}
    WHEN ${content} IS NULL THEN NULL ELSE ${at} END`;
  return db
    .update(submissions)
    .set({ ...columns, ...pointer, unsealedAt, settledSeq: seq })
    .where(
      and(
        eq(submissions.id, submissionId),
        sql`(SELECT COALESCE(MAX(${events.seq}), 0) FROM ${events} WHERE ${events.chainId} = ${submissionId}) = ${seq}`,
        sql`(SELECT r.current_version FROM rounds AS r WHERE r.id = ${submissions.roundId}) = ${roundVersion}`,
      ),
    );
}

/**
 * Writes what one look at the facts concluded, in one batch and only if the submission's
 * audit chain still ends where it ended at that look, and the round is still at that version.
 *
 * @returns false when something was handed in or amended meanwhile; the caller looks again
 */
export async function writeSettled(
  db: Db,
  look: Look,
  update: SummaryUpdate,
  pointer: Pointer,
  issue: IssueAct | null,
): Promise<boolean> {
  if (issue === null) {
    const result = await buildSummaryStatement(db, look, look.head.seq, update, pointer);
    return result.meta.changes > 0;
  }
  const { head } = look;
  const event = buildEventStatement(db, issue.event, head, await computeEventHash(issue.event, head));
  const summary = buildSummaryStatement(db, look, head.seq + 1, update, pointer);
  try {
    const results = await runBatch(db, [issue.statement, event, summary]);
    return (results[2]?.meta.changes ?? 0) > 0;
  } catch (fault) {
    if (
      isChainConflict(fault) ||
      `${fault} ${(fault as Error).cause ?? ""}`.includes("receipts.submission_id")
    )
      return false;
    throw fault;
  }
}

/** Submissions that an amendment of their round has marked to be judged again, of one round or of all. */
export async function listMarked(db: Db, limit: number, roundId?: string): Promise<string[]> {
  const rows = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(
        sql`${submissions.settledSeq} < 0`,
        roundId === undefined ? undefined : eq(submissions.roundId, roundId),
      ),
    )
    .limit(limit);
  return rows.map((row) => row.id);
}

/**
 * Submissions with events since `since` that no settle has seen: a crash between a write
 * and its settle leaves these.
 */
export async function listUnsettled(db: Db, since: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: submissions.id })
    .from(events)
    .innerJoin(submissions, eq(submissions.id, events.chainId))
    .where(gte(events.at, since))
    .groupBy(submissions.id)
    .having(sql`MAX(${events.seq}) > ${submissions.settledSeq}`)
    .limit(limit);
  return rows.map((row) => row.id);
}
