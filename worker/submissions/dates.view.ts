import type { ExtensionFact } from "../../schemas/facts";
import { computeDue } from "../../schemas/standing";
import type { CalendarDate } from "./dates.rules";
import type { SubmissionSheet } from "./facts.store";

/** A calendar takes what has the higher sequence (RFC 5545 §3.8.7.4): each version and each extension raises it. */
function computeChange({ version }: SubmissionSheet, extensions: readonly ExtensionFact[]) {
  const granted = extensions.map((one) => one.grantedAt);
  const newest = [version.publishedAt, ...granted].reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
  return { sequence: version.version - 1 + extensions.length, modifiedAt: newest };
}

/** The dates of a branch: the round's milestones and each deadline as it holds for it, of what is still asked. */
export function listDates(sheet: SubmissionSheet): CalendarDate[] {
  const { version, round, facts, submission } = sheet;
  const milestones = version.milestones.flatMap(({ key, title, due, dueText }) => {
    if (due === null) return [];
    return [{ id: `${round.id}-${key}`, title, due, note: dueText ?? "", ...computeChange(sheet, []) }];
  });
  const artifacts = version.artifacts.flatMap((one) => {
    const { at } = computeDue(one, facts.extensions);
    if (at === null || one.withdrawn === true) return [];
    const own = facts.extensions.filter((ext) => ext.artifactKey === null || ext.artifactKey === one.key);
    const { title, dueText } = one;
    const id = `${submission.id}-${one.key}`;
    return [{ id, title, due: at, note: dueText ?? "", ...computeChange(sheet, own) }];
  });
  return [...milestones, ...artifacts];
}
