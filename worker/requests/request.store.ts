import { and, desc, eq, sql } from "drizzle-orm";
import { type BranchRequest, MAX_OPEN_REQUESTS, type RequestFact } from "../../schemas/api.request";
import { writeAct } from "../audit/event.write";
import { type Db, requests, submissions } from "../db";
import { newId } from "../ids";

const FACT = {
  id: requests.id,
  kind: requests.kind,
  artifactKey: requests.artifactKey,
  due: requests.due,
  text: requests.text,
  state: requests.state,
  answer: requests.answer,
  askedAt: requests.askedAt,
  answeredAt: requests.answeredAt,
};

/** A branch's questions, newest first. */
export async function listRequests(db: Db, submissionId: string): Promise<RequestFact[]> {
  return db
    .select(FACT)
    .from(requests)
    .where(eq(requests.submissionId, submissionId))
    .orderBy(desc(requests.askedAt), desc(requests.id));
}

export async function findRequest(db: Db, submissionId: string, id: string): Promise<RequestFact | null> {
  const [row] = await db
    .select(FACT)
    .from(requests)
    .where(and(eq(requests.id, id), eq(requests.submissionId, submissionId)));
  return row ?? null;
}

/** Branches of a round whose questions wait for an answer, in code order. */
export async function listAsking(
  db: Db,
  roundId: string,
): Promise<{ id: string; name: string; count: number }[]> {
  return db
    .select({ id: submissions.id, name: submissions.name, count: sql<number>`COUNT(*)` })
    .from(requests)
    .innerJoin(submissions, eq(submissions.id, requests.submissionId))
    .where(sql`${requests.roundId} = ${roundId} AND ${requests.state} = 'open'`)
    .groupBy(submissions.id)
    .orderBy(submissions.code);
}

/**
 * Puts a question to the committee, with its event.
 *
 * @returns null when too many wait already
 */
export async function writeRequest(
  db: Db,
  submissionId: string,
  request: BranchRequest,
  by: { linkId: string; now: string },
): Promise<string | null> {
  const id = newId("ask");
  const { kind, artifact, due, text } = request;
  const insert = db.run(sql`INSERT INTO requests
      (id, round_id, submission_id, kind, artifact_key, due, text, link_id, asked_at)
    SELECT ${id}, s.round_id, s.id, ${kind}, ${artifact}, ${due}, ${text}, ${by.linkId}, ${by.now}
    FROM submissions AS s WHERE s.id = ${submissionId}
      AND (SELECT COUNT(*) FROM requests AS w WHERE w.submission_id = s.id AND w.state = 'open') < ${MAX_OPEN_REQUESTS}
      AND EXISTS (SELECT 1 FROM links AS l WHERE l.id = ${by.linkId} AND l.revoked_at IS NULL)`);
  const event = {
    chainId: submissionId,
    type: "request.made",
    actor: `branch:${by.linkId}`,
    data: { request: id, kind, artifact },
    at: by.now,
  };
  return (await writeAct(db, event, insert)) ? id : null;
}

/**
 * Answers a question that still waits, with its event. A grant is written with its
 * extension (worker/reviews/extension.store.ts).
 *
 * @returns false when it was answered already
 */
export async function writeReply(
  db: Db,
  submissionId: string,
  reply: { id: string; state: "declined" | "answered"; answer: string },
  by: { staffId: string; now: string },
): Promise<boolean> {
  const update = db.run(sql`UPDATE requests
    SET state = ${reply.state}, answer = ${reply.answer}, answered_by = ${by.staffId}, answered_at = ${by.now}
    WHERE id = ${reply.id} AND submission_id = ${submissionId} AND state = 'open'`);
  const event = {
    chainId: submissionId,
    type: "request.answered",
    actor: `staff:${by.staffId}`,
    data: { request: reply.id, state: reply.state },
    at: by.now,
  };
  return writeAct(db, event, update);
}
