import { describeLeftOut, listCovered, listKnown } from "./coverage_table.branches";
import { tableChecks } from "./coverage_table.checks";
import { intOf } from "./values";
import type { EntryContext, EntryValue, FormDefinition, FormField } from "./vocabulary";

const count = (
  key: string,
  zh: string,
  en: string,
  asked: Pick<FormField, "notices" | "basis">,
): FormField => ({
  key,
  kind: "int",
  label: { zh, en },
  required: true,
  min: 0,
  max: 9999,
  ...asked,
});

const stated = { notices: ["003"], basis: "S" };
const practice = { notices: [], basis: "P8" };

const meetingColumns: readonly FormField[] = [
  { key: "branch", kind: "text", label: { zh: "党支部", en: "Branch" }, required: true, max: 100, ...stated },
  count("members", "党员总数", "Members", { notices: [], basis: "I" }),
  {
    key: "held_on",
    kind: "date",
    label: { zh: "召开时间", en: "Held on" },
    required: true,
    // The first coverage asks for it, by the name of the branch.
    waived: () => true,
    ...stated,
  },
  count("should_attend", "应到", "Should attend", practice),
  count("attended", "实到", "Attended", practice),
  {
    key: "superior",
    kind: "text",
    label: { zh: "上级派员", en: "From above" },
    required: false,
    max: 100,
    ...stated,
  },
];

const appraisalColumns: readonly FormField[] = [
  count("appraised", "已测评人数", "Appraised", stated),
  count("not_appraised", "未测评人数", "Not appraised", stated),
  {
    key: "not_appraised_why",
    kind: "text",
    label: { zh: "未测评原因", en: "Why not appraised" },
    required: true,
    waived: (row) => (intOf(row.not_appraised) ?? 0) === 0,
    ...stated,
  },
];

/** One row for each branch of the unit, with what roster, tallies and minutes already say of it. */
function buildReadyRows(ctx: EntryContext): EntryValue[] {
  return listCovered(ctx).map(({ name, members }, place) => {
    const figures = listKnown(ctx, place).map(({ key, value }) => [key, value] as const);
    const why = describeLeftOut(ctx, place);
    return {
      branch: name,
      ...(members === null ? {} : { members }),
      ...Object.fromEntries(figures),
      ...(why === "" ? {} : { not_appraised_why: why }),
    };
  });
}

/**
 * 所属支部召开情况一览 (domain.md §3.3.13): a row for each branch of the unit, so that both
 * full coverages of notice 003 show on one page.
 */
export const coverageTable: FormDefinition = {
  id: "coverage_table",
  title: { zh: "所属支部召开情况一览", en: "Coverage table of a unit" },
  note: {
    zh: "所属支部每个一行；在一个支部参加的党员不在另一个支部重复计算。",
    en: "A row for each branch; a member who attends in one branch is not counted in another.",
  },
  fields: [
    { key: "unit", kind: "auto", label: { zh: "单位", en: "Unit" }, required: true, ...stated },
    {
      key: "rows",
      kind: "rows",
      label: { zh: "支部", en: "Branches" },
      required: true,
      hint: { zh: "已测评与未测评人数之和等于党员总数", en: "Appraised and not appraised make the members" },
      columns: [...meetingColumns, ...appraisalColumns],
      preset: buildReadyRows,
      ...stated,
    },
  ],
  checks: tableChecks,
  figures: (_entry, ctx) => ({ unit: ctx.branch.name }),
};
