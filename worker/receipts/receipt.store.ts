import { and, eq, sql } from "drizzle-orm";
import type { ReceiptClaim } from "../../schemas/receipt";
import { parseSummary } from "../../schemas/summary";
import { committees, type Db, receipts, rounds, submissions } from "../db";
import { computeStanding, type ReceiptStanding, type StoredReceipt } from "./receipt.rules";

/** A receipt with what its page and PDF need beside the claim. */
export interface ReceiptRecord extends StoredReceipt {
  id: string;
  submissionId: string;
  prefix: string;
  /** The newest version of the same submission's receipt. */
  newestVersion: number;
  committeeId: string;
  committeeName: string;
  /** What became of the submission since the newest version was issued. */
  standing: ReceiptStanding;
}

const newest = sql<number>`(SELECT MAX(n.version) FROM receipts AS n WHERE n.submission_id = ${receipts.submissionId})`;

function selectReceipts(db: Db) {
  return db
    .select({
      id: receipts.id,
      submissionId: receipts.submissionId,
      seq: receipts.seq,
      version: receipts.version,
      claim: receipts.claim,
      issuedAt: receipts.issuedAt,
      prefix: rounds.receiptPrefix,
      committeeId: rounds.committeeId,
      committeeName: committees.name,
      newestVersion: newest,
      submissionState: submissions.state,
      summary: submissions.summary,
    })
    .from(receipts)
    .innerJoin(submissions, eq(submissions.id, receipts.submissionId))
    .innerJoin(rounds, eq(rounds.id, receipts.roundId))
    .innerJoin(committees, eq(committees.id, rounds.committeeId));
}

type Row = Awaited<ReturnType<typeof selectReceipts>>[number];

function toRecord(row: Row | undefined): ReceiptRecord | null {
  if (row === undefined) return null;
  const { submissionState, summary, ...rest } = row;
  const artifacts = parseSummary(summary).map(([state]) => ({ state }));
  const standing = computeStanding({ complete: submissionState === "complete", artifacts });
  return { ...rest, standing, prefix: row.prefix ?? "", claim: JSON.parse(row.claim) as ReceiptClaim };
}

/** The receipt of a printed number; `version` null means the newest. */
export async function findReceiptByNumber(
  db: Db,
  number: { prefix: string; seq: number },
  version: number | null,
): Promise<ReceiptRecord | null> {
  const [row] = await selectReceipts(db)
    .where(
      and(
        eq(rounds.receiptPrefix, number.prefix),
        eq(receipts.seq, number.seq),
        version === null ? sql`${receipts.version} = ${newest}` : eq(receipts.version, version),
      ),
    )
    .limit(1);
  return toRecord(row);
}

/** A submission's receipt, for a batch that reads more; `version` null means the newest. */
export function selectReceiptOf(db: Db, submissionId: string, version: number | null = null) {
  return selectReceipts(db)
    .where(
      and(
        eq(receipts.submissionId, submissionId),
        version === null ? sql`${receipts.version} = ${newest}` : eq(receipts.version, version),
      ),
    )
    .limit(1);
}

export const toReceiptRecord = ([row]: readonly Row[]): ReceiptRecord | null => toRecord(row);

export async function findReceiptOfSubmission(
  db: Db,
  submissionId: string,
  version: number | null,
): Promise<ReceiptRecord | null> {
  return toReceiptRecord(await selectReceiptOf(db, submissionId, version));
}

/**
 * The statement that issues a receipt. The database gives the number: the submission's own
 * if it already has one, else the round's next, so numbers are gap-free and one per
 * submission whatever races. Issues none where the round was amended since it was judged. Not
 * async on purpose: awaiting a statement would run it.
 */
export function buildReceiptStatement(
  db: Db,
  receipt: {
    id: string;
    roundId: string;
    /** The round version the claim was judged by. */
    roundVersion: number;
    submissionId: string;
    version: number;
    claim: string;
    sha256: string;
    now: string;
  },
) {
  return db.run(sql`INSERT INTO receipts (id, round_id, submission_id, seq, version, claim, claim_sha256, issued_at)
    SELECT ${receipt.id}, ${receipt.roundId}, ${receipt.submissionId},
      COALESCE(
        (SELECT own.seq FROM receipts AS own WHERE own.submission_id = ${receipt.submissionId} LIMIT 1),
        (SELECT COALESCE(MAX(every.seq), 0) + 1 FROM receipts AS every WHERE every.round_id = ${receipt.roundId})),
      ${receipt.version}, ${receipt.claim}, ${receipt.sha256}, ${receipt.now}
    WHERE NOT EXISTS (SELECT 1 FROM receipts AS had
      WHERE had.submission_id = ${receipt.submissionId} AND had.version >= ${receipt.version})
      AND EXISTS (SELECT 1 FROM rounds AS r
        WHERE r.id = ${receipt.roundId} AND r.current_version = ${receipt.roundVersion})`);
}

/** Points the submission's summary row at its newest receipt. */
export function buildReceiptPointer(submissionId: string) {
  return {
    receiptSeq: sql<number>`(SELECT seq FROM receipts WHERE submission_id = ${submissionId} ORDER BY version DESC LIMIT 1)`,
    receiptVersion: sql<number>`(SELECT MAX(version) FROM receipts WHERE submission_id = ${submissionId})`,
  } satisfies Partial<Record<keyof typeof submissions.$inferSelect, unknown>>;
}
