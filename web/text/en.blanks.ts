import type { zhBlanks } from "./zh.blanks";

export const enBlanks: typeof zhBlanks = {
  place: "Blank templates",
  what: (limit) =>
    `Tables and samples for the branches to fill in. Each branch downloads them from its checklist. One per artifact, Word, Excel or PDF, up to ${limit}.`,
  noticed: "A template handed in as it is, not filled in, is not taken, and the branch is told why.",
  none: "No template yet",
  addedAt: (at) => `added ${at}`,
  download: "Download",
  pick: "Choose the template",
  add: "Add it",
  change: "Replace",
  changeWhat: "Branches that have downloaded the old one are not told; let them know.",
  remove: "Remove",
  unasked: "This round does not ask for this artifact; branches do not see the template.",
  nothing: "Nothing in this round is handed in as a document or on paper, so no template is needed.",
  done: {
    added: {
      draft: "The template is in place; branches can download it once the round is published.",
      published: "The template is in place; branches can download it now.",
    },
    removed: "The template was removed.",
  },
  refused: "The template was not added",
  take: "Download the blank template",
};
