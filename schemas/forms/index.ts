import { absenceFiling } from "./absence_filing";
import { activitySummary } from "./activity_summary";
import { appraisalTally } from "./appraisal_tally";
import { contestEntry } from "./contest_entry";
import { coverageTable } from "./coverage_table";
import { keptDeclaration } from "./kept_declaration";
import { meetingMinutes } from "./meeting_minutes";
import { nothingToReport } from "./nothing_to_report";
import { opinionSummary } from "./opinion_summary";
import { problemRectification } from "./problem_rectification";
import { studyRecord } from "./study_record";
import { talkRecords } from "./talk_records";
import { topicDiscussion } from "./topic_discussion";
import type { FormDefinition } from "./vocabulary";
import { workPlan } from "./work_plan";

/** Every form the engine knows, by id; an artifact that names another form is asked as a file. */
export const FORMS: Readonly<Record<string, FormDefinition>> = {
  absence_filing: absenceFiling,
  activity_summary: activitySummary,
  appraisal_tally: appraisalTally,
  contest_entry: contestEntry,
  coverage_table: coverageTable,
  kept_declaration: keptDeclaration,
  meeting_minutes: meetingMinutes,
  nothing_to_report: nothingToReport,
  opinion_summary: opinionSummary,
  problem_rectification: problemRectification,
  study_record: studyRecord,
  talk_records: talkRecords,
  topic_discussion: topicDiscussion,
  work_plan: workPlan,
};

export const KNOWN_FORMS: ReadonlySet<string> = new Set(Object.keys(FORMS));

export function findForm(id: string | null): FormDefinition | null {
  return id !== null && KNOWN_FORMS.has(id) ? (FORMS[id] ?? null) : null;
}
