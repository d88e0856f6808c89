import { sql } from "drizzle-orm";
import type { Decision, ReviewSubject } from "../../schemas/completeness";
import { type ChainHead, writeAct } from "../audit/event.write";
import type { Db } from "../db";
import { newId } from "../ids";

/** Who decides, and on what. */
export interface ReviewPlace {
  submissionId: string;
  artifactKey: string;
  staffId: string;
  /** The name that stands beside the decision. */
  decidedBy: string;
  now: string;
  /** The end of the submission's chain when the content was read. */
  head: ChainHead;
}

export interface NewReview {
  decision: Decision;
  reason: string;
  number: string;
  subject: ReviewSubject;
}

const EVENTS: Readonly<Record<Decision, string>> = {
  accept: "review.accepted",
  return: "review.returned",
  file: "review.filed",
  waive: "review.waived",
  reopen: "review.reopened",
};

/** The newest version of an artifact's decisions, plus one. */
const nextVersion = (submissionId: string, artifactKey: string) => sql`COALESCE((SELECT MAX(v.version)
  FROM reviews AS v WHERE v.submission_id = ${submissionId} AND v.artifact_key = ${artifactKey}), 0) + 1`;

/** The submission is as it was read: nothing was handed in, decided or struck out meanwhile. */
export const isUnchanged = (submissionId: string, seq: number) =>
  sql`COALESCE((SELECT MAX(e.seq) FROM events AS e WHERE e.chain_id = ${submissionId}), 0) = ${seq}`;

/**
 * Writes a decision with its event.
 *
 * @returns false when the submission changed since it was read; then nothing was written
 */
export async function writeReview(db: Db, place: ReviewPlace, review: NewReview): Promise<boolean> {
  const { submissionId, artifactKey, staffId, decidedBy, now, head } = place;
  const { decision, reason, number, subject } = review;
  const id = newId("rev");
  const insert = db.run(sql`INSERT INTO reviews
      (id, submission_id, artifact_key, version, decision, reason, number, subject, staff_id, decided_by, decided_at)
    SELECT ${id}, ${submissionId}, ${artifactKey}, ${nextVersion(submissionId, artifactKey)}, ${decision},
      ${reason}, ${number}, ${JSON.stringify(subject)}, ${staffId}, ${decidedBy}, ${now}
    WHERE ${isUnchanged(submissionId, head.seq)}`);
  const event = {
    chainId: submissionId,
    type: EVENTS[decision],
    actor: `staff:${staffId}`,
    data: { review: id, artifact: artifactKey, ...(number === "" ? {} : { number }) },
    at: now,
  };
  return writeAct(db, event, insert, [], head);
}

/** Takes the decision on an artifact back, in the batch of the act that makes it void. */
function reopenStatement(
  db: Db,
  id: string,
  place: Omit<ReviewPlace, "head">,
  when: ReturnType<typeof sql>,
): ReturnType<Db["run"]> {
  const { submissionId, artifactKey, staffId, decidedBy, now } = place;
  const none: ReviewSubject = { files: [], entries: [], paper: null };
  return db.run(sql`INSERT INTO reviews
      (id, submission_id, artifact_key, version, decision, subject, staff_id, decided_by, decided_at)
    SELECT ${id}, ${submissionId}, ${artifactKey}, ${nextVersion(submissionId, artifactKey)}, 'reopen',
      ${JSON.stringify(none)}, ${staffId}, ${decidedBy}, ${now}
    WHERE ${when}`);
}

/**
 * Strikes a stored file out: it no longer counts, its bytes, its row and the receipts that
 * named it stay. A decision on the artifact is void with it.
 *
 * @returns false when there is no such stored file
 */
export async function writeStrike(
  db: Db,
  file: { id: string; reason: string },
  place: Omit<ReviewPlace, "head">,
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
