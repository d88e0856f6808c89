import { and, eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import { branches, type Db } from "../db";
import type { Start } from "./round.rules";
import type { Doer, RoundRow } from "./round.store";

/** A branch on its way into a round: ids, slip code and link are made before the one batch. */
export interface NewMember {
  submissionId: string;
  branchId: string;
  slipCode: string;
  linkId: string;
  secretHash: string;
}

/** A version as it is frozen: canonical JSON, its hash, and the round's share of every receipt number. */
export interface FrozenVersion {
  number: number;
  definition: string;
  sha256: string;
  prefix: string;
  closesAt: string | null;
}

/** Branches of the round's committee that are not in the round yet. */
export async function listOutsiders(db: Db, committeeId: string, roundId: string): Promise<string[]> {
  const rows = await db
    .select({ id: branches.id })
    .from(branches)
    .where(
      and(
        eq(branches.committeeId, committeeId),
        sql`NOT EXISTS (SELECT 1 FROM submissions AS s WHERE s.round_id = ${roundId} AND s.branch_id = branches.id)`,
      ),
    )
    .orderBy(branches.code);
  return rows.map((row) => row.id);
}

/**
 * Every branch in one statement: ids and slip codes come as one JSON parameter, because
 * D1 takes 100; code, name and numbers are copied from the roster as it stands.
 */
function insertSubmissions(
  db: Db,
  roundId: string,
  members: readonly NewMember[],
  start: Start,
  now: string,
  guard: ReturnType<typeof sql>,
) {
  const rows = JSON.stringify(members.map((one) => [one.submissionId, one.branchId, one.slipCode]));
  return db.run(sql`INSERT INTO submissions
      (id, round_id, branch_id, code, name, numbers, slip_code, state, missing_count, summary, created_at)
    SELECT j.value ->> 0, ${roundId}, b.id, b.code, b.name, b.numbers, j.value ->> 2, ${start.state},
      ${start.missingCount}, ${start.summary}, ${now}
    FROM json_each(${rows}) AS j JOIN branches AS b ON b.id = j.value ->> 1
    WHERE ${guard}`);
}

/** Links only of submissions that the statement before really made. */
function insertLinks(db: Db, members: readonly NewMember[], now: string) {
  const rows = JSON.stringify(members.map((one) => [one.linkId, one.submissionId, one.secretHash]));
  return db.run(sql`INSERT INTO links (id, submission_id, secret_hash, created_at)
    SELECT j.value ->> 0, s.id, j.value ->> 2, ${now}
    FROM json_each(${rows}) AS j JOIN submissions AS s ON s.id = j.value ->> 1`);
}

/**
 * Publishes a draft exactly as it was read: state, frozen version, submissions, links and
 * event are one batch. False when someone published or changed it meanwhile; then nothing
 * was written. Throws on a prefix or slip code that is taken, see `isTaken`.
 */
export async function writePublished(
  db: Db,
  row: RoundRow,
  version: FrozenVersion,
  members: readonly NewMember[],
  start: Start,
  by: Doer & { origin: string },
): Promise<boolean> {
  const { number, definition, sha256, prefix, closesAt } = version;
  const actor = `staff:${by.staffId}`;
  const data = { version: number, sha256, branches: members.length, prefix };
  return writeAct(
    db,
    { chainId: row.id, type: "round.published", actor, data, at: by.now },
    db.run(sql`UPDATE rounds SET state = 'published', current_version = ${number}, receipt_prefix = ${prefix},
        closes_at = ${closesAt}, origin = ${by.origin}, updated_at = ${by.now}
      WHERE id = ${row.id} AND state = 'draft' AND draft = ${row.draft} AND asks = ${row.asks}`),
    [
      db.run(sql`INSERT INTO round_versions (round_id, version, definition, sha256, published_at, published_by)
        SELECT ${row.id}, ${number}, ${definition}, ${sha256}, ${by.now}, ${by.staffId} WHERE changes() > 0`),
      insertSubmissions(db, row.id, members, start, by.now, sql`changes() > 0`),
      insertLinks(db, members, by.now),
    ],
  );
}

/** Brings further branches into a published round; a branch that came in meanwhile stays as it is. */
export async function writeJoined(
  db: Db,
  row: RoundRow,
  members: readonly NewMember[],
  start: Start,
  by: Doer,
): Promise<boolean> {
  const data = { branches: members.length };
  const guard = sql`EXISTS (SELECT 1 FROM rounds AS r WHERE r.id = ${row.id} AND r.state <> 'draft'
      AND r.current_version = ${row.currentVersion})
    AND NOT EXISTS (SELECT 1 FROM submissions AS had WHERE had.round_id = ${row.id} AND had.branch_id = b.id)`;
  return writeAct(
    db,
    { chainId: row.id, type: "round.branches_added", actor: `staff:${by.staffId}`, data, at: by.now },
    insertSubmissions(db, row.id, members, start, by.now, guard),
    [insertLinks(db, members, by.now)],
  );
}

/** Which unique name a failed batch ran into; null when the fault is another. */
export function findTaken(fault: unknown): "prefix" | "slip" | null {
  const text = `${fault instanceof Error ? `${fault.message} ${String(fault.cause ?? "")}` : fault}`;
  if (text.includes("rounds.receipt_prefix")) return "prefix";
  return text.includes("submissions.slip_code") ? "slip" : null;
}
