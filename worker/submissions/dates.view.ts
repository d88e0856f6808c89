import { computeDue } from "../../schemas/standing";
import type { CalendarDate } from "./dates.rules";
import type { SubmissionSheet } from "./facts.store";

/** The dates of a branch: the round's milestones and each deadline as it holds for it. */
export function listDates({ version, round, facts, submission }: SubmissionSheet): CalendarDate[] {
  const milestones = version.milestones.flatMap(({ key, title, due, dueText }) =>
    due === null ? [] : [{ id: `${round.id}-${key}`, title, due, note: dueText ?? "" }],
  );
  const artifacts = version.artifacts.flatMap((one) => {
    const { at } = computeDue(one, facts.extensions);
    if (at === null) return [];
    return [{ id: `${submission.id}-${one.key}`, title: one.title, due: at, note: one.dueText ?? "" }];
  });
  return [...milestones, ...artifacts];
}
