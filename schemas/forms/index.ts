import { activitySummary } from "./activity_summary";
import { appraisalTally } from "./appraisal_tally";
import { contestEntry } from "./contest_entry";
import { coverageTable } from "./coverage_table";
import { problemRectification } from "./problem_rectification";
import { topicDiscussion } from "./topic_discussion";
import type { FormDefinition } from "./vocabulary";
import { workPlan } from "./work_plan";

/** Every form the engine knows, by id; an artifact that names another form is asked as a file. */
export const FORMS: Readonly<Record<string, FormDefinition>> = {
  activity_summary: activitySummary,
  appraisal_tally: appraisalTally,
  contest_entry: contestEntry,
  coverage_table: coverageTable,
  problem_rectification: problemRectification,
  topic_discussion: topicDiscussion,
  work_plan: workPlan,
};

export const KNOWN_FORMS: ReadonlySet<string> = new Set(Object.keys(FORMS));

export function findForm(id: string | null): FormDefinition | null {
  return id !== null && KNOWN_FORMS.has(id) ? (FORMS[id] ?? null) : null;
}
