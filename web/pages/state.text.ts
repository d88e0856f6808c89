import type { ShownState, SubmissionState } from "../../schemas/completeness";
import type { Lang } from "../../schemas/deadline";
import { text } from "../text";

/** The word of an artifact's state, the same on every page and in every list. */
export const describeState = (state: ShownState, lang: Lang): string => text(lang).common.states[state];

/** The word of a submission's state. */
export const describeSubmissionState = (state: SubmissionState, lang: Lang): string =>
  text(lang).common.submissionStates[state];
