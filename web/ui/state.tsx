import type { ComponentChildren } from "preact";
import type { ShownState, SubmissionState } from "../../schemas/completeness";
import type { Lang } from "../../schemas/deadline";
import { text } from "../text";

/** Colours of a state; each always stands with a word. */
export type Tone = "grey" | "blue" | "green" | "red" | "amber";

const STATE_TONES: Readonly<Record<ShownState, Tone>> = {
  missing: "grey",
  draft: "blue",
  awaiting_paper: "amber",
  received: "green",
  blocked: "red",
  returned: "red",
  recheck: "amber",
  accepted: "green",
  filed: "green",
  waived: "green",
  overdue: "red",
};

const SUBMISSION_TONES: Readonly<Record<SubmissionState, Tone>> = {
  untouched: "grey",
  partial: "blue",
  awaiting_paper: "amber",
  complete: "green",
};

export const stateTone = (state: ShownState): Tone => STATE_TONES[state];
export const submissionTone = (state: SubmissionState): Tone => SUBMISSION_TONES[state];

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={tone === "grey" ? "badge" : `badge ${tone}`}>{children}</span>;
}

/** The state of one artifact as a word with its colour. */
export function StateBadge({ lang, state }: { lang: Lang; state: ShownState }) {
  return <Badge tone={stateTone(state)}>{text(lang).common.states[state]}</Badge>;
}

/** The state of a whole submission. */
export function SubmissionBadge({ lang, state }: { lang: Lang; state: SubmissionState }) {
  return <Badge tone={submissionTone(state)}>{text(lang).common.submissionStates[state]}</Badge>;
}
