import { asc, eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import type { JoinedUnit } from "../branches/units.rules";
import { type BranchNumbers, type Db, submissions } from "../db";
import type { Start } from "./round.rules";
import type { Doer, RoundRow } from "./round.store";

/** A branch on its way into a round: ids, slip code and link are made before the one batch. */
export interface NewMember {
  submissionId: string;
  branchId: string;
  /** Its figures and branches in a round of units; null for the roster's own. */
  numbers: BranchNumbers | null;
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

/** Who is in the round, in code order, and for which branches. */
export async function listJoined(db: Db, roundId: string): Promise<JoinedUnit[]> {
  const { id, branchId, code, numbers } = submissions;
  return db
    .select({ submissionId: id, branchId, code, numbers })
    .from(submissions)
    .where(eq(submissions.roundId, roundId))
    .orderBy(asc(submissions.code));
}

/**
 * Every branch in one statement: ids and slip codes come as one JSON parameter, because
 * D1 takes 100; code and name are copied from the roster as it stands, and so are the numbers
 * of who stands for itself.
 */
function insertSubmissions(
  db: Db,
  roundId: string,
  members: readonly NewMember[],
  start: Start,
  now: string,
  guard: ReturnType<typeof sql>,
) {
  const rows = JSON.stringify(
    members.map((one) => [one.submissionId, one.branchId, one.slipCode, one.numbers]),
  );
  return db.run(sql`INSERT INTO submissions
      (id, round_id, branch_id, code, name, numbers, slip_code, state, missing_count, summary, created_at)
    SELECT j.value ->> 0, ${roundId}, b.id, b.code, b.name,
      CASE WHEN json_type(j.value, '$[3]') = 'null' THEN b.numbers ELSE j.value -> 3 END, j.value ->> 2, ${start.state},
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

/** Has a unit answer for further branches from now on; false when others came in for it meanwhile. */
export async function writeGrown(
  db: Db,
  grown: { submissionId: string; numbers: BranchNumbers; added: number },
  by: Doer,
): Promise<boolean> {
  const { submissionId, numbers, added } = grown;
  const before = (numbers.branches?.length ?? 0) - added;
  return writeAct(
    db,
    {
      chainId: submissionId,
      type: "submission.branches_added",
      actor: `staff:${by.staffId}`,
      data: { branches: added },
      at: by.now,
    },
    db.run(sql`UPDATE submissions SET numbers = ${JSON.stringify(numbers)}
      WHERE id = ${submissionId} AND json_array_length(numbers, '$.branches') = ${before}`),
  );
}

/** Which unique name a failed batch ran into; null when the fault is another. */
export function findTaken(fault: unknown): "prefix" | "slip" | null {
  const text = `${fault instanceof Error ? `${fault.message} ${String(fault.cause ?? "")}` : fault}`;
  if (text.includes("rounds.receipt_prefix")) return "prefix";
  return text.includes("submissions.slip_code") ? "slip" : null;
}
