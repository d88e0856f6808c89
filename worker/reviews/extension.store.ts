import { sql } from "drizzle-orm";
import type { ExtensionRequest } from "../../schemas/api.review";
import { writeAct } from "../audit/event.write";
import type { Db } from "../db";
import { newId } from "../ids";

/** Grants a later deadline, with its event; the extensions of other branches do not move. */
export async function writeExtension(
  db: Db,
  submissionId: string,
  request: ExtensionRequest,
  by: { staffId: string; now: string },
): Promise<void> {
  const id = newId("ext");
  const { artifact, reason } = request;
  const due = new Date(request.due).toISOString();
  const retroactive = Date.parse(due) <= Date.parse(by.now);
  const insert = db.run(sql`INSERT INTO extensions
      (id, submission_id, artifact_key, due, reason, retroactive, staff_id, granted_at)
    VALUES (${id}, ${submissionId}, ${artifact}, ${due}, ${reason}, ${retroactive ? 1 : 0}, ${by.staffId}, ${by.now})`);
  const event = {
    chainId: submissionId,
    type: "extension.granted",
    actor: `staff:${by.staffId}`,
    data: { extension: id, artifact, due, retroactive },
    at: by.now,
  };
  await writeAct(db, event, insert);
}
