import type { ReviewRequest } from "../../schemas/api.review";
import type { ArtifactStatus, Decision, ReviewSubject } from "../../schemas/completeness";
import { type Problem, problem } from "../../schemas/problem";

/** What a decision would be about: what waits to be looked at, else what stands. */
export function subjectOf(status: ArtifactStatus): ReviewSubject {
  const { files, entries, paper } = status;
  return status.pending ?? { files, entries, paper };
}

const isEmpty = ({ files, entries, paper }: ReviewSubject) =>
  files.length === 0 && entries.length === 0 && paper === null;

const NEEDS_CONTENT: ReadonlySet<Decision> = new Set(["accept", "return", "file"]);
const NEEDS_REASON: ReadonlySet<Decision> = new Set(["return", "waive"]);
const ALREADY: Readonly<Partial<Record<Decision, string>>> = {
  accept: "accepted",
  file: "filed",
  return: "returned",
  waive: "waived",
};

/**
 * Why a decision cannot be taken, or null. Problems: `review.nothing`, `review.no_reason`,
 * `review.no_number`, `review.blocked`, `review.already`.
 */
export function checkDecision(status: ArtifactStatus, request: ReviewRequest): Problem | null {
  const { decision, reason, number } = request;
  if (NEEDS_REASON.has(decision) && reason === "") return problem("review.no_reason");
  if (decision === "file" && number === "") return problem("review.no_number");
  if (NEEDS_CONTENT.has(decision) && isEmpty(subjectOf(status))) return problem("review.nothing");
  if (decision === "reopen") return status.review === null ? problem("review.already") : null;
  if (decision === "waive" && status.present) return problem("review.present");
  if ((decision === "accept" || decision === "file") && status.state === "blocked")
    return problem("review.blocked");
  const same = status.state === ALREADY[decision] && number === (status.review?.number ?? "");
  return same && reason === (status.review?.reason ?? "") ? problem("review.already") : null;
}

/** Ids of what was looked at, short enough for a hidden field; another content gives another text. */
export function describeSeen(subject: ReviewSubject): string {
  const ids = [...subject.files, ...subject.entries, ...(subject.paper ? [subject.paper] : [])]
    .map((one) => one.id.slice(-6))
    .sort();
  return ids.length > 20 ? `${ids.slice(0, 20).join(".")}+${ids.length}` : ids.join(".");
}
