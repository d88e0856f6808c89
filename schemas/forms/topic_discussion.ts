import type { EntryContext, FormDefinition, FormField } from "./vocabulary";

const fields: readonly FormField[] = [
  {
    // A choice of the round's topics where it sets some (`fit`).
    key: "topic_no",
    kind: "text",
    label: { zh: "选题", en: "Topic" },
    required: true,
    max: 200,
    notices: ["002"],
    basis: "S",
  },
  {
    key: "held_on",
    kind: "date",
    label: { zh: "时间", en: "Date" },
    required: true,
    notices: [],
    basis: "P3",
  },
  {
    key: "kind",
    kind: "enum",
    label: { zh: "形式", en: "Form" },
    required: true,
    options: ["党员大会", "支委会", "党小组会", "讲党课"],
    notices: ["002"],
    basis: "S",
  },
  {
    key: "attended",
    kind: "int",
    label: { zh: "参加人数", en: "Attended" },
    required: true,
    min: 1,
    max: 9999,
    notices: [],
    basis: "P3",
  },
  {
    key: "views",
    kind: "longtext",
    label: { zh: "主要观点", en: "Views" },
    required: true,
    notices: ["002"],
    basis: "I",
  },
  {
    key: "problems",
    kind: "longtext",
    label: { zh: "思想障碍、观念束缚、难点痛点堵点", en: "Obstacles" },
    required: false,
    notices: ["002"],
    basis: "S",
  },
  {
    key: "measures",
    kind: "longtext",
    label: { zh: "思路举措", en: "Measures" },
    required: false,
    notices: ["002"],
    basis: "S",
  },
];

/** "2. 如何进一步推进改革创新…": the number of the notice with its words, whole in every print. */
const sayTopic = (topic: EntryContext["round"]["topics"][number]) => `${topic.no}. ${topic.text}`;

function fitTopics(form: FormDefinition, ctx: EntryContext): FormDefinition {
  const options = ctx.round.topics.map(sayTopic);
  if (options.length === 0) return form;
  return {
    ...form,
    fields: form.fields.map((field) =>
      field.key === "topic_no" ? { ...field, kind: "enum", options } : field,
    ),
  };
}

/**
 * 重点选题研讨记录 (domain.md §3.3.11), one for each discussion. Which topics a branch must
 * cover the notice does not say: the committee sets how many records it wants.
 */
export const topicDiscussion: FormDefinition = {
  id: "topic_discussion",
  title: { zh: "重点选题研讨记录", en: "Record of a set-topic discussion" },
  note: { zh: "每次研讨填一份。", en: "One record of each discussion." },
  fields,
  checks: [],
  fit: fitTopics,
};
