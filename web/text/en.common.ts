import type { zhCommon } from "./zh.common";

export const enCommon: typeof zhCommon = {
  product: "Huizhi",
  skip: "Skip to the content",
  navigation: "Sections",
  otherLanguage: "中文",
  colon: ": ",
  pause: "; ",
  separator: ", ",
  states: {
    missing: "To hand in",
    draft: "Draft",
    awaiting_paper: "Paper awaited",
    received: "Received",
    returned: "Returned",
    accepted: "Accepted",
    overdue: "Overdue",
  },
  submissionStates: {
    untouched: "Not begun",
    partial: "Partly in",
    awaiting_paper: "Paper awaited",
    complete: "Complete",
  },
  secrecy: "Nothing classified goes online.",
  back: "Back",
  required: "required",
  optional: "optional",
  yes: "yes",
  no: "no",
  mendTitle: (count: number) => (count === 1 ? "1 thing needs mending" : `${count} things need mending`),
};
