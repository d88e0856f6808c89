import type { EntryContext, EntryValue, FormCheck } from "../forms/vocabulary";
import { runCheck } from "../forms/vocabulary";
import type { Finding } from "../problem";
import { filingAcross } from "./absence_filing";
import { summaryAcross } from "./activity_summary";
import { tallyAcross } from "./appraisal_tally";
import { coverageAcross } from "./coverage_table";
import { opinionsAcross } from "./opinion_summary";
import { listAcross } from "./problem_rectification";
import { studyAcross } from "./study_record";
import { talksAcross } from "./talk_records";

/**
 * Checks of an entry against the submission's other entries, by form id. They stand apart
 * from the forms because settle judges them, whatever came first, and no browser carries them.
 */
export const ACROSS: Readonly<Record<string, readonly FormCheck[]>> = {
  absence_filing: filingAcross,
  activity_summary: summaryAcross,
  appraisal_tally: tallyAcross,
  coverage_table: coverageAcross,
  opinion_summary: opinionsAcross,
  problem_rectification: listAcross,
  study_record: studyAcross,
  talk_records: talksAcross,
};

/** What the submission's other entries make of this one; never throws, whatever JSON it is given. */
export function checkAcross(form: string, entry: EntryValue, ctx: EntryContext): Finding[] {
  const checks = Object.hasOwn(ACROSS, form) ? (ACROSS[form] ?? []) : [];
  return checks.flatMap((check) => runCheck(check, entry, ctx));
}
