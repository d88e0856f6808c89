import { listChecks } from "./problem_rectification.checks";
import { COMMITTEE_LIST, LEVELS, listColumns } from "./problem_rectification.columns";
import { rowsOf, textOf } from "./values";
import { appliesHere, type EntryContext, type FormDefinition, type FormField } from "./vocabulary";

const listFields: readonly FormField[] = [
  {
    key: "level",
    kind: "enum",
    label: { zh: "清单主体", en: "Whose list" },
    required: true,
    options: LEVELS,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "owner_name",
    kind: "person",
    label: { zh: "姓名", en: "Name" },
    required: true,
    hint: { zh: "支部班子的清单不填", en: "Left blank on the branch committee's own list" },
    waived: (record) => textOf(record.level) === COMMITTEE_LIST,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "rows",
    kind: "rows",
    label: { zh: "问题与整改", en: "Problems and measures" },
    required: true,
    min: 1,
    columns: listColumns,
    notices: ["000", "001", "003"],
    basis: "S",
  },
];

const commitmentFields: readonly FormField[] = [
  {
    // 作出整改承诺 (000, 001): required where the artifact asks for one by its name (`fit`).
    key: "commitment",
    kind: "longtext",
    label: { zh: "整改承诺", en: "Commitment" },
    required: false,
    min: 20,
    max: 1000,
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "signed_by",
    kind: "person",
    label: { zh: "承诺人", en: "Signed by" },
    required: false,
    // Who owns a list has signed it; nobody is asked for the name twice.
    hint: {
      zh: "支部班子作出承诺的填写；个人清单就是本人",
      en: "Of a committee's commitment; else the owner",
    },
    notices: ["000", "001"],
    basis: "I",
  },
  {
    key: "signed_on",
    kind: "date",
    label: { zh: "承诺日期", en: "Signed on" },
    required: false,
    hint: { zh: "不早于会议日期", en: "Not before the meeting" },
    notices: [],
    basis: "I",
  },
  {
    key: "published",
    kind: "enum",
    label: { zh: "公示情况", en: "Published" },
    required: false,
    options: ["未公示", "支部内", "单位内"],
    notices: [],
    basis: "P2",
  },
  {
    key: "published_on",
    kind: "date",
    label: { zh: "公示日期", en: "Published on" },
    required: false,
    notices: [],
    basis: "P2",
  },
];

function fitColumn(column: FormField, ctx: EntryContext): FormField {
  const { aspects } = ctx.round;
  if (column.key === "aspect" && aspects.length > 0) return { ...column, kind: "enum", options: aspects };
  if (column.key === "cause") return { ...column, required: appliesHere(ctx, ["own_hand"]) };
  return column;
}

/**
 * The round's aspects to choose from; a cause for every problem where the notice wants it
 * (003); a commitment where the artifact is one by its name: 整改清单与整改承诺 is made after
 * the meeting, 查摆问题 of the same form before it.
 */
function fitList(form: FormDefinition, ctx: EntryContext): FormDefinition {
  const required = ctx.artifact.title.zh.includes("承诺");
  return {
    ...form,
    fields: form.fields.map((field) => {
      if (field.key === "commitment") return { ...field, required };
      const { columns } = field;
      return columns === undefined ? field : { ...field, columns: columns.map((one) => fitColumn(one, ctx)) };
    }),
  };
}

/**
 * 问题清单与整改清单 (domain.md §3.3.5): one list of the branch committee or of one person,
 * used before the meeting for problems and after it for measures and the commitment.
 */
export const problemRectification: FormDefinition = {
  id: "problem_rectification",
  title: { zh: "问题清单与整改清单", en: "Problem and rectification list" },
  note: {
    zh: "支部班子一份，个人各一份；由本人自己动手列出。",
    en: "One list of the branch committee and one of each person, written by its owner.",
  },
  fields: [...listFields, ...commitmentFields],
  checks: listChecks,
  figures: (entry) => Object.fromEntries(rowsOf(entry.rows).map((_, i) => [`rows.${i}.no`, String(i + 1)])),
  fit: fitList,
};
