import { sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import type { Db } from "../db";
import { newId } from "../ids";
import { type ReviewPlace, reopenStatement } from "./review.store";

/**
 * Strikes a stored file out: it no longer counts, its bytes, its row and the receipts that
 * named it stay. A decision on the artifact is void with it.
 *
 * @returns false when there is no such stored file
 */
export async function writeStrike(
  db: Db,
  file: { id: string; reason: string },
  place: Omit<ReviewPlace, "seq">,
): Promise<boolean> {
  const review = newId("rev");
  const strike = db.run(sql`UPDATE files SET state = 'struck', struck_reason = ${file.reason}
    WHERE id = ${file.id} AND submission_id = ${place.submissionId} AND state = 'stored'`);
  const event = {
    chainId: place.submissionId,
    type: "file.struck",
    actor: `staff:${place.staffId}`,
    // The id of the decision that goes with it, where one held.
    data: { struck: file.id, artifact: place.artifactKey, review },
    at: place.now,
  };
  const decided = sql`EXISTS (SELECT 1 FROM files AS f WHERE f.id = ${file.id} AND f.state = 'struck')
    AND COALESCE((SELECT v.decision FROM reviews AS v WHERE v.submission_id = ${place.submissionId}
      AND v.artifact_key = ${place.artifactKey} ORDER BY v.version DESC LIMIT 1), 'reopen')
      NOT IN ('reopen', 'waive')`;
  return writeAct(db, event, strike, [reopenStatement(db, review, place, decided)]);
}
