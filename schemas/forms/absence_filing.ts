import { elsewhereFields, findBlankDetails } from "./attendance";
import { ELSEWHERE, listFilings, ON_LEAVE, OTHER_REASON } from "./meeting_minutes.rows";
import { nameKey, nameOf, rowsOf, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type FormDefinition,
  type FormField,
  hasRule,
  type Remark,
} from "./vocabulary";

/** The first member of the minutes who was absent, or attended elsewhere, and has no filing yet. */
function findUnfiled(ctx: EntryContext): { kind: string; row: EntryValue } | null {
  const minutes = ctx.every.meeting_minutes ?? [];
  const find = (kind: string, list: "absent" | "floating") => {
    const filed = new Set(listFilings(ctx, kind).map((one) => nameKey(nameOf(one.name))));
    const rows = minutes.flatMap((one) => rowsOf(one[list]));
    const row = rows.find((one) => nameKey(one.name) !== "" && !filed.has(nameKey(one.name)));
    return row === undefined ? null : { kind, row };
  };
  return find(ON_LEAVE, "absent") ?? find(ELSEWHERE, "floating");
}

/** Leave where the notice speaks of absence, attendance elsewhere where it speaks of that alone. */
const presetKind = (ctx: EntryContext) =>
  findUnfiled(ctx)?.kind ?? (hasRule(ctx, "floating") && !hasRule(ctx, "absence") ? ELSEWHERE : ON_LEAVE);

function presetReason(ctx: EntryContext): string | null {
  const unfiled = findUnfiled(ctx);
  if (unfiled === null) return null;
  if (unfiled.kind === ELSEWHERE) return "外出流动";
  const { reason, reason_note } = unfiled.row;
  return (textOf(reason) === OTHER_REASON ? textOf(reason_note) : textOf(reason)) || null;
}

const presetPerson = (key: string) => (ctx: EntryContext) => {
  const name = textOf(findUnfiled(ctx)?.row[key]);
  return name === "" ? null : { name };
};

const presetCell = (key: string) => (ctx: EntryContext) => textOf(findUnfiled(ctx)?.row[key]) || null;

const isElsewhere = (entry: EntryValue) => textOf(entry.kind) === ELSEWHERE;

const fields: readonly FormField[] = [
  {
    key: "name",
    kind: "person",
    label: { zh: "姓名", en: "Name" },
    required: true,
    preset: presetPerson("name"),
    notices: ["000"],
    basis: "S",
  },
  {
    key: "kind",
    kind: "enum",
    label: { zh: "情形", en: "Case" },
    required: true,
    options: [ON_LEAVE, ELSEWHERE],
    preset: presetKind,
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "reason",
    kind: "text",
    label: { zh: "原因", en: "Reason" },
    required: true,
    min: 2,
    max: 200,
    hint: { zh: "写明原因即可，不需要写病情", en: "A word is enough; no details of anybody's health" },
    preset: presetReason,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "consented_by",
    kind: "person",
    label: { zh: "书记同意", en: "Secretary consents" },
    required: true,
    waived: isElsewhere,
    preset: presetPerson("consented_by"),
    notices: ["000"],
    basis: "S",
  },
  {
    key: "consented_on",
    kind: "date",
    label: { zh: "同意日期", en: "Date" },
    required: true,
    waived: isElsewhere,
    hint: { zh: "一般在会前", en: "Usually before the meeting" },
    preset: presetCell("consented_on"),
    notices: ["000"],
    basis: "S",
  },
  {
    key: "evidence",
    kind: "file",
    label: { zh: "佐证", en: "Evidence" },
    required: false,
    max: 3,
    types: ["pdf", "jpg"],
    notices: [],
    basis: "P11",
  },
  ...elsewhereFields.map((one) => ({ ...one, preset: presetCell(one.key) })),
  // `acknowledged_at` (党委备案时间) is no field: it is the committee's decision on the artifact.
];

const ELSEWHERE_KEYS: ReadonlySet<string> = new Set(elsewhereFields.map((one) => one.key));

/** Attendance elsewhere is a case only where the round has the rule `floating` (001). */
function fitKinds(form: FormDefinition, ctx: EntryContext): FormDefinition {
  if (hasRule(ctx, "floating")) return form;
  const asked = form.fields.filter((one) => !ELSEWHERE_KEYS.has(one.key));
  return {
    ...form,
    fields: asked.map((one) => (one.key === "kind" ? { ...one, options: [ON_LEAVE] } : one)),
  };
}

function remarkDetails(entry: EntryValue): Remark[] {
  const blank = isElsewhere(entry) ? findBlankDetails(entry) : null;
  return blank === null ? [] : [{ path: blank.key, zh: blank.zh, en: blank.en }];
}

function remarkOwnConsent(entry: EntryValue): Remark[] {
  const name = nameKey(nameOf(entry.name));
  if (name === "" || isElsewhere(entry) || name !== nameKey(nameOf(entry.consented_by))) return [];
  return [
    {
      path: "consented_by.name",
      zh: "本人不能同意自己缺席；书记缺席的，需经上级党委同意",
      en: "Nobody consents to an absence of his own; the secretary's needs the superior committee",
    },
  ];
}

const checks: readonly FormCheck[] = [
  buildCheck("absence_filing.details_missing", "warn", "001 也可以在流入地党组织参加", remarkDetails, [
    "floating",
  ]),
  buildCheck("absence_filing.own_consent", "warn", "I (000 absence)", remarkOwnConsent, ["absence"]),
];

/**
 * 缺席备案表 (domain.md §3.3.7), one for each member who was absent or attended elsewhere.
 * The committee only acknowledges it; whether everybody absent has one is judged across artifacts.
 */
export const absenceFiling: FormDefinition = {
  id: "absence_filing",
  title: { zh: "缺席备案表", en: "Absence filing" },
  note: {
    zh: "每名缺席或在流入地参加的党员填一份；党委只备案，不审批。",
    en: "One for each member who was absent or attended elsewhere; the committee acknowledges, it does not approve.",
  },
  fields,
  checks,
  fit: fitKinds,
};
