import { localDay } from "../deadline";
import { dayOf, dayWords } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormDefinition,
  type FormField,
  type Remark,
} from "./vocabulary";

const fields: readonly FormField[] = [
  {
    key: "made_on",
    kind: "date",
    label: { zh: "形成日期", en: "Made on" },
    required: true,
    hint: { zh: "多份材料的，填最后一份的日期", en: "Of several, the day of the last" },
    notices: [],
    basis: "I",
  },
  {
    key: "count",
    kind: "int",
    label: { zh: "份数/张数", en: "Copies or sheets" },
    required: true,
    min: 1,
    max: 99_999,
    notices: [],
    basis: "I",
  },
  {
    key: "keeper",
    kind: "person",
    label: { zh: "保管人", en: "Kept by" },
    required: true,
    notices: [],
    basis: "I",
  },
  {
    key: "note",
    kind: "longtext",
    label: { zh: "说明", en: "Note" },
    required: false,
    max: 500,
    notices: [],
    basis: "I",
  },
];

function remarkNotMade(entry: EntryValue, ctx: EntryContext): Remark[] {
  const made = dayOf(entry.made_on);
  const today = localDay(ctx.now);
  if (made === null || today === null || made <= today) return [];
  const day = dayWords(made);
  return [
    {
      path: "made_on",
      zh: `形成日期${day.zh}还没有到，请核对`,
      en: `${day.en} is still to come; please check when it was made`,
    },
  ];
}

/** What stays with the branch is only declared (000 收集好…材料): no page of it is uploaded. */
export const keptDeclaration: FormDefinition = {
  id: "kept_declaration",
  title: { zh: "支部留存材料说明", en: "Kept with the branch" },
  note: {
    zh: "材料由支部收集保管，不上传；这里只说明什么时候形成、有多少、谁保管。",
    en: "The branch collects and keeps it; nothing is uploaded. Say only when it was made, how much it is and who keeps it.",
  },
  fields,
  checks: [buildCheck("kept_declaration.not_made", "warn", "I (000 收集好…材料)", remarkNotMade)],
};
