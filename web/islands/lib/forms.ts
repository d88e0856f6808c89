import type { FormDefinition } from "../../../schemas/forms/vocabulary";

/** Each form in a chunk of its own: nobody loads the checks of another form. */
export const FORM_LOADERS: Readonly<Record<string, () => Promise<FormDefinition>>> = {
  work_plan: () => import("../../../schemas/forms/work_plan").then((one) => one.workPlan),
  activity_summary: () =>
    import("../../../schemas/forms/activity_summary").then((one) => one.activitySummary),
  appraisal_tally: () => import("../../../schemas/forms/appraisal_tally").then((one) => one.appraisalTally),
};
