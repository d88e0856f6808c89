import { type AppContext, dbOf } from "../http";
import { getSubmissionSheet, type SubmissionSheet } from "./facts.store";

/**
 * The sheet of the branch that asks: the one `access.branchSheet` asked for, which is given
 * once, so that who looks again after an act sees what the act did.
 */
export async function getSheet(c: AppContext): Promise<SubmissionSheet> {
  const asked = c.get("sheet");
  c.set("sheet", undefined);
  return (await asked) ?? getSubmissionSheet(dbOf(c), c.get("branch").submissionId);
}
