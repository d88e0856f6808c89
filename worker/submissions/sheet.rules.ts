import { type Completeness, computeCompleteness } from "../../schemas/completeness";
import type { Judgement } from "../../schemas/judgement";
import type { SubmissionSheet } from "./facts.store";

/**
 * Where a submission stands by its sheet.
 *
 * @param judgement what the rules across artifacts say; as settle last saw it unless given
 */
export function judgeSheet(
  sheet: Pick<SubmissionSheet, "version" | "facts" | "submission">,
  judgement: Judgement = sheet.submission.judgement,
): Completeness {
  const { firstReceived, numbers } = sheet.submission;
  return computeCompleteness(sheet.version, sheet.facts, {
    firstReceived,
    judgement,
    branches: numbers.branches?.length ?? 0,
  });
}
