import type { FormDefinition } from "./vocabulary";

/** 零报告: a branch that has nothing for an artifact says so, with the reason and who says it. */
export const nothingToReport: FormDefinition = {
  id: "nothing_to_report",
  title: { zh: "零报告", en: "Nothing to report" },
  note: {
    zh: "本支部这一项没有可报送的内容；写明原因后，这一项即为已报。",
    en: "This branch has nothing for this item; with the reason given, the item counts as handed in.",
  },
  fields: [
    {
      key: "reason",
      kind: "text",
      label: { zh: "原因", en: "Reason" },
      required: true,
      min: 2,
      max: 200,
      notices: [],
      basis: "I",
    },
    {
      key: "declared_by",
      kind: "person",
      label: { zh: "报告人", en: "Declared by" },
      required: true,
      notices: [],
      basis: "I",
    },
  ],
  checks: [],
};
