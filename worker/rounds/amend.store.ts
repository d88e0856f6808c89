import { sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import type { Db } from "../db";
import type { Start } from "./round.rules";
import type { Doer, RoundRow } from "./round.store";

/** The next version of a published round as it is frozen. */
export interface FrozenAmendment {
  number: number;
  definition: string;
  sha256: string;
  title: string;
  noticeNumber: string;
  profile: RoundRow["profile"];
  closesAt: string | null;
  /** How many changes it makes. */
  changes: number;
}

/**
 * Puts every submission of the round under its new version, in the statement behind the one
 * that froze it: who has not begun starts anew, who has is marked to be judged again.
 * Nothing that was handed in is touched.
 */
function remarkSubmissions(db: Db, roundId: string, start: Start) {
  const begun = sql`EXISTS (SELECT 1 FROM events AS e WHERE e.chain_id = submissions.id)`;
  const anew = (column: string, value: string | number) =>
    sql`${sql.raw(column)} = CASE WHEN ${begun} THEN ${sql.raw(column)} ELSE ${value} END`;
  return db.run(sql`UPDATE submissions SET settled_seq = CASE WHEN ${begun} THEN -1 ELSE settled_seq END,
      ${anew("state", start.state)}, ${anew("missing_count", start.missingCount)}, ${anew("summary", start.summary)}
    WHERE round_id = ${roundId} AND changes() > 0`);
}

/**
 * Publishes an amendment exactly as its draft was read: round, frozen version, the marks on
 * its submissions and the event are one batch. False when someone amended, closed or edited
 * it meanwhile; then nothing was written.
 */
export async function writeAmended(
  db: Db,
  row: RoundRow,
  next: FrozenAmendment,
  start: Start,
  by: Doer,
): Promise<boolean> {
  const { number, definition, sha256, changes } = next;
  return writeAct(
    db,
    {
      chainId: row.id,
      type: "round.amended",
      actor: `staff:${by.staffId}`,
      data: { version: number, sha256, changes },
      at: by.now,
    },
    db.run(sql`UPDATE rounds SET current_version = ${number}, title = ${next.title},
        notice_number = ${next.noticeNumber}, profile = ${next.profile}, closes_at = ${next.closesAt},
        amend_note = '', updated_at = ${by.now}
      WHERE id = ${row.id} AND state = 'published' AND current_version = ${row.currentVersion}
        AND draft = ${row.draft} AND asks = ${row.asks}`),
    [
      db.run(sql`INSERT INTO round_versions (round_id, version, definition, sha256, published_at, published_by)
        SELECT ${row.id}, ${number}, ${definition}, ${sha256}, ${by.now}, ${by.staffId} WHERE changes() > 0`),
      remarkSubmissions(db, row.id, start),
    ],
  );
}
