import { checkAcross } from "./across";
import { isMet, parseCondition } from "./condition";
import { type Answer, type BranchSubject, buildEntryContext, listAskedAnswers } from "./context";
import type { Finding } from "./problem";
import type { RoundVersion } from "./round";

/** What the rules say of an artifact, seen with everything else that is in. */
export interface RuleFinding extends Finding {
  artifact: string;
  item: number;
}

/** What a look at all entries of a submission concludes; settle keeps it beside the summary. */
export interface Judgement {
  findings: readonly RuleFinding[];
  /** Keys of artifacts whose `requiredIf` holds. */
  required: readonly string[];
}

export const NO_JUDGEMENT: Judgement = { findings: [], required: [] };

/** Artifacts that are required because of what others say. */
function listRequired(version: RoundVersion, answers: readonly Answer[]): string[] {
  return version.artifacts.flatMap((one) => {
    const condition = one.requiredIf === null ? null : parseCondition(one.requiredIf);
    if (condition === null) return [];
    const named = answers.filter((answer) => answer.artifactKey === condition.artifact);
    return isMet(
      condition,
      named.map((answer) => answer.value),
    )
      ? [one.key]
      : [];
  });
}

/** What several entries of one artifact would say in the same words stands once, with the first of them. */
function dropRepeats(findings: readonly RuleFinding[]): RuleFinding[] {
  const said = new Set<string>();
  return findings.filter((one) => {
    const key = JSON.stringify([one.artifact, one.code, one.zh]);
    return !said.has(key) && said.add(key);
  });
}

/**
 * The one evaluator of rules across artifacts: each finding names its rule and the notice's
 * own line. Pure, without a clock, and the same whatever order the answers came in; `block`
 * keeps an artifact from being present, `warn` and `inform` never do.
 */
export function judge(version: RoundVersion, branch: BranchSubject, given: readonly Answer[]): Judgement {
  const answers = listAskedAnswers(version, given);
  const findings = version.artifacts.flatMap((artifact) =>
    answers
      .filter((one) => one.artifactKey === artifact.key)
      .toSorted((a, b) => a.item - b.item)
      .flatMap(({ item, form, value }) => {
        const ctx = buildEntryContext(version, branch, { artifact, item }, answers, version.publishedAt);
        return checkAcross(form, value, ctx).map((one) => ({ ...one, artifact: artifact.key, item }));
      }),
  );
  return { findings: dropRepeats(findings), required: listRequired(version, answers) };
}
