import { inArray, sql } from "drizzle-orm";
import { type Judgement, judge, NO_JUDGEMENT } from "../../schemas/judgement";
import { type Db, entries } from "../db";
import { readAnswers, toBranchSubject } from "../entries/entry.rules";
import type { SubmissionSheet } from "./facts.store";

/**
 * What the rules across artifacts say of the entries a sheet names. The rows are immutable,
 * so reading them after the sheet still judges the moment the sheet was read.
 */
export async function readJudgement(db: Db, sheet: SubmissionSheet): Promise<Judgement> {
  const ids = sheet.facts.entries.map((one) => one.id);
  if (ids.length === 0) return NO_JUDGEMENT;
  const rows = await db
    .select({
      artifactKey: entries.artifactKey,
      item: entries.item,
      form: entries.form,
      data: entries.data,
    })
    .from(entries)
    .where(inArray(entries.id, sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`));
  return judge(sheet.version, toBranchSubject(sheet.submission), readAnswers(rows));
}
