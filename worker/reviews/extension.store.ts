import { sql } from "drizzle-orm";
import type { ExtensionRequest } from "../../schemas/api.review";
import { writeAct } from "../audit/event.write";
import type { Db } from "../db";
import { newId } from "../ids";

/**
 * Grants a later deadline, with its event; the extensions of other branches do not move.
 * A request it answers is marked in the same batch.
 *
 * @returns false when that request was answered already; then nothing was written
 */
export async function writeExtension(
  db: Db,
  submissionId: string,
  request: ExtensionRequest,
  by: { staffId: string; now: string },
  answers: { request: string; text: string } | null = null,
): Promise<boolean> {
  const id = newId("ext");
  const { artifact, reason } = request;
  const due = new Date(request.due).toISOString();
  const retroactive = Date.parse(due) <= Date.parse(by.now);
  const waits =
    answers === null
      ? sql`1 = 1`
      : sql`EXISTS (SELECT 1 FROM requests AS q WHERE q.id = ${answers.request} AND q.state = 'open')`;
  const insert = db.run(sql`INSERT INTO extensions
      (id, submission_id, artifact_key, due, reason, retroactive, staff_id, granted_at)
    SELECT ${id}, ${submissionId}, ${artifact}, ${due}, ${reason}, ${retroactive ? 1 : 0}, ${by.staffId}, ${by.now}
    WHERE ${waits}`);
  const event = {
    chainId: submissionId,
    type: "extension.granted",
    actor: `staff:${by.staffId}`,
    data: {
      extension: id,
      artifact,
      due,
      retroactive,
      ...(answers === null ? {} : { request: answers.request }),
    },
    at: by.now,
  };
  const reply = answers === null ? [] : [replyStatement(db, submissionId, answers, by)];
  return writeAct(db, event, insert, reply);
}

function replyStatement(
  db: Db,
  submissionId: string,
  answers: { request: string; text: string },
  by: { staffId: string; now: string },
) {
  return db.run(sql`UPDATE requests SET state = 'granted', answer = ${answers.text}, answered_by = ${by.staffId},
      answered_at = ${by.now}
    WHERE id = ${answers.request} AND submission_id = ${submissionId} AND state = 'open'`);
}
