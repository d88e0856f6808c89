import { eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import { type Db, rounds } from "../db";

/**
 * Changes how a round's bundles name files; null is the standard pattern. Every branch's
 * pack is out of date from then on and waits to be sealed anew.
 */
export function writeNaming(
  db: Db,
  roundId: string,
  naming: string | null,
  by: { staffId: string; now: string },
): Promise<boolean> {
  return writeAct(
    db,
    {
      chainId: roundId,
      type: "round.naming_changed",
      actor: `staff:${by.staffId}`,
      data: { naming },
      at: by.now,
    },
    db.update(rounds).set({ naming, updatedAt: by.now }).where(eq(rounds.id, roundId)),
    [
      db.run(sql`UPDATE submissions SET unsealed_at = ${by.now}
        WHERE round_id = ${roundId} AND content_sha256 IS NOT NULL`),
    ],
  );
}
