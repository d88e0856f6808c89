import type { Bilingual } from "../artifact";
import { FULL, isUngraded, listGradeKeys, PROBATIONARY } from "./appraisal_tally.rows";
import type { EntryContext, FormDefinition, FormField } from "./vocabulary";

/** A required count of ballots, votes or members. */
export const buildCountField = (key: string, label: Bilingual, basis: string): FormField => ({
  key,
  kind: "int",
  label,
  required: true,
  min: 0,
  max: 999,
  notices: basis.startsWith("S") ? ["003"] : [],
  basis,
});

/** A count of a row; blank for a probationary member who gets no grade. */
const votes = (key: string, label: Bilingual, basis: string): FormField => ({
  ...buildCountField(key, label, basis),
  waived: isUngraded,
});

/** The grades of notice 003, and what they are called in English. */
const GRADES = [
  ["好", "Good"],
  ["一般", "Fair"],
  ["差", "Poor"],
] as const;

export const GRADE_LABELS: readonly Bilingual[] = GRADES.map(([grade, en]) => ({ zh: `${grade}（票）`, en }));

/** The columns of the results, one count column for each grade. */
export function buildColumns(keys: readonly string[], labels: readonly Bilingual[]): readonly FormField[] {
  return [
    { key: "no", kind: "auto", label: { zh: "序号", en: "No." }, required: true, notices: [], basis: "I" },
    {
      key: "name",
      kind: "text",
      label: { zh: "姓名", en: "Name" },
      required: true,
      max: 50,
      notices: ["003"],
      basis: "S",
    },
    {
      key: "member_type",
      kind: "enum",
      label: { zh: "党员类别", en: "Type" },
      required: true,
      options: [FULL, PROBATIONARY],
      passive: true,
      notices: [],
      basis: "P13",
    },
    ...keys.map((key, i) => votes(key, labels[i] ?? { zh: key, en: key }, "S")),
    votes("abstain", { zh: "弃权/未划（票）", en: "Abstain" }, "P14"),
    {
      key: "present",
      kind: "bool",
      label: { zh: "本人到会", en: "Present" },
      required: true,
      notices: [],
      basis: "I",
    },
    {
      key: "rates",
      kind: "auto",
      label: { zh: "得票率", en: "Rates" },
      required: false,
      notices: [],
      basis: "I",
    },
    {
      key: "opinion",
      kind: "text",
      label: { zh: "支部评定意见", en: "Branch verdict" },
      required: false,
      max: 50,
      hint: { zh: "预备党员可填“不定等次”", en: "A probationary member may have “不定等次”, no grade" },
      notices: [],
      basis: "P15",
    },
    {
      key: "fed_back_on",
      kind: "date",
      label: { zh: "向本人反馈日期", en: "Fed back on" },
      required: false,
      notices: ["003"],
      basis: "S",
    },
  ];
}

/** Puts the round's grades on the columns: as many columns as the round has grades. */
export function fitGrades(form: FormDefinition, ctx: EntryContext): FormDefinition {
  const labels = ctx.round.grades.map((grade, i) => ({
    zh: `${grade}（票）`,
    en: GRADES[i]?.[0] === grade ? GRADES[i][1] : grade,
  }));
  const columns = buildColumns(listGradeKeys(ctx), labels);
  return {
    ...form,
    fields: form.fields.map((field) => (field.key === "rows" ? { ...field, columns } : field)),
  };
}
