import { type AskedArtifact, NOTHING_FORM } from "./artifact";
import type { HeldDue } from "./deadline";
import type { ExtensionFact, Facts, ReviewFact, ReviewSubject } from "./facts";

/** The deadline of one artifact for one branch. */
export interface DueStatus {
  /** UTC ISO or with an offset, as the round or the extension has it; null: none, never late. */
  at: string | null;
  /** The round's own, where an extension put another in its place. */
  extended: { original: string | null; reason: string; retroactive: boolean; grantedAt: string } | null;
}

/** The same in the form that sentences and receipts take. */
export function toHeldDue({ at, extended }: DueStatus): HeldDue {
  return { at, original: extended?.original ?? null, retroactive: extended?.retroactive ?? false };
}

/** The deadline that holds for this branch: the latest the committee granted, else the round's. */
export function computeDue(
  one: Pick<AskedArtifact, "key" | "due">,
  extensions: readonly ExtensionFact[],
): DueStatus {
  const granted = extensions.filter((ext) => ext.artifactKey === null || ext.artifactKey === one.key);
  const latest = granted.reduce<ExtensionFact | null>(
    (best, ext) => (best === null || Date.parse(ext.due) >= Date.parse(best.due) ? ext : best),
    null,
  );
  if (one.due === null || latest === null || Date.parse(latest.due) <= Date.parse(one.due))
    return { at: one.due, extended: null };
  const { due, reason, retroactive, grantedAt } = latest;
  return { at: due, extended: { original: one.due, reason, retroactive, grantedAt } };
}

/** What is in of one artifact now. 零报告 counts while nothing else is there. */
export function gatherSubject(one: AskedArtifact, facts: Facts): ReviewSubject {
  const files = facts.files.filter((file) => file.artifactKey === one.key);
  const typed = facts.entries.filter((item) => item.artifactKey === one.key);
  const real = typed.filter((item) => item.form !== NOTHING_FORM);
  const entries = files.length + real.length > 0 ? real : typed;
  return {
    files,
    entries: entries.toSorted((a, b) => a.item - b.item),
    paper: facts.papers.find((item) => item.artifactKey === one.key) ?? null,
  };
}

/** The same immutable rows: nothing came, was replaced or struck out between the two. */
export function isSameSubject(a: ReviewSubject, b: ReviewSubject): boolean {
  const ids = (one: ReviewSubject) =>
    [...one.files, ...one.entries, ...(one.paper === null ? [] : [one.paper])]
      .map((item) => item.id)
      .sort()
      .join(" ");
  return ids(a) === ids(b);
}

/** Which content stands, what waits beside it, and the decision that holds. */
export interface Standing {
  subject: ReviewSubject;
  review: ReviewFact | null;
  pending: ReviewSubject | null;
  /** The decision that returned a change of what stands; null when none did. */
  refused: ReviewFact | null;
}

/**
 * What the decisions make of what is in (domain.md §4.2, situation 8): accepted content
 * stands until a changed one is accepted; a change that was returned leaves it standing.
 */
export function findStanding(one: AskedArtifact, facts: Facts, current: ReviewSubject): Standing {
  const decisions = facts.reviews
    .filter((review) => review.artifactKey === one.key)
    .toSorted((a, b) => b.version - a.version);
  const [newest] = decisions;
  if (newest === undefined || newest.decision === "reopen")
    return { subject: current, review: null, pending: null, refused: null };
  const settled = decisions.find((review) => review.decision === "accept" || review.decision === "file");
  const changed = !isSameSubject(newest.subject, current);
  if (newest.decision === "waive") return { subject: current, review: newest, pending: null, refused: null };
  if (newest.decision === "return" && settled === undefined)
    return { subject: current, review: changed ? null : newest, pending: null, refused: null };
  if (settled === undefined) return { subject: current, review: null, pending: null, refused: null };
  const waits = newest.decision === "return" ? changed : !isSameSubject(settled.subject, current);
  const refused = newest.decision === "return" && !changed ? newest : null;
  return { subject: settled.subject, review: settled, pending: waits ? current : null, refused };
}
