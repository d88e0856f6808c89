import { remarkAbsentCount } from "./attendance";
import { dayOf, intOf, listOf, rowsOf, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type FormCheck,
  type FormDefinition,
  type FormField,
  hasRule,
} from "./vocabulary";

/** 采取领学宣讲、党课辅导、交流讨论等方式 (000, 001). */
const MEETING_WAYS = ["领学宣讲", "党课辅导", "交流讨论"];
/** 通过专题报告会、支部书记讲党课、党员大家讲、微型党课等方式 (002). */
const CAMPAIGN_WAYS = ["专题报告会", "支部书记讲党课", "党员大家讲", "微型党课"];

/** The day the plan sets for studying; nobody types it a second time. */
function findPlannedDay(ctx: EntryContext): string | null {
  const step = rowsOf(ctx.others.work_plan?.prep_steps).find((row) => textOf(row.step) === "学习");
  return dayOf(step?.date);
}

const studyFields: readonly FormField[] = [
  {
    key: "held_on",
    kind: "date",
    label: { zh: "学习时间", en: "Held on" },
    required: true,
    hint: { zh: "先学习，后开会；可以同一天", en: "Before the meeting; the same day will do" },
    preset: findPlannedDay,
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "duration_min",
    kind: "int",
    label: { zh: "时长（分钟）", en: "Minutes" },
    required: false,
    min: 1,
    max: 1440,
    hint: { zh: "按惯例合计不少于半天（180分钟）", en: "By custom half a day (180 minutes) in all" },
    notices: [],
    basis: "P1",
  },
  {
    key: "place",
    kind: "text",
    label: { zh: "地点", en: "Place" },
    required: true,
    max: 100,
    notices: [],
    basis: "P3",
  },
  {
    key: "ways",
    kind: "multi_enum",
    label: { zh: "学习方式", en: "Ways" },
    required: true,
    options: [...MEETING_WAYS, ...CAMPAIGN_WAYS],
    notices: ["000", "001", "002"],
    basis: "S",
  },
  {
    key: "contents",
    kind: "list",
    label: { zh: "学习内容", en: "Contents" },
    required: true,
    min: 1,
    preset: (ctx) => ctx.others.work_plan?.study_items,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "leader",
    kind: "person",
    label: { zh: "主讲/领学人", en: "Led by" },
    required: true,
    notices: [],
    basis: "P3",
  },
];

const absentColumns: readonly FormField[] = [
  {
    key: "name",
    kind: "text",
    label: { zh: "姓名", en: "Name" },
    required: true,
    max: 50,
    notices: [],
    basis: "P3",
  },
  {
    key: "reason",
    kind: "text",
    label: { zh: "原因", en: "Reason" },
    required: true,
    notices: [],
    basis: "P3",
  },
  {
    key: "makeup",
    kind: "bool",
    label: { zh: "是否补学", en: "Made up" },
    required: false,
    notices: [],
    basis: "P4",
  },
];

const attendanceFields: readonly FormField[] = [
  {
    key: "expected",
    kind: "int",
    label: { zh: "应到人数", en: "Expected" },
    required: true,
    min: 1,
    max: 999,
    preset: (ctx) => ctx.branch.members,
    notices: [],
    basis: "P3",
  },
  {
    key: "attended",
    kind: "int",
    label: { zh: "实到人数", en: "Attended" },
    required: true,
    min: 0,
    max: 999,
    notices: [],
    basis: "P3",
  },
  {
    key: "absent",
    kind: "rows",
    label: { zh: "缺席人员及原因", en: "Absent, reason" },
    required: false,
    columns: absentColumns,
    notices: [],
    basis: "P3",
  },
  {
    key: "recorder",
    kind: "person",
    label: { zh: "记录人", en: "Recorder" },
    required: true,
    notices: [],
    basis: "P3",
  },
];

const checks: readonly FormCheck[] = [
  buildCheck("study_record.absent_rows", "block", "P3", (entry) =>
    remarkAbsentCount({
      should: intOf(entry.expected),
      attended: intOf(entry.attended),
      absent: listOf(entry.absent).length,
    }),
  ),
];

/** Notices 000 and 001 are those that make study a gate, and they name three ways. */
function fitWays(form: FormDefinition, ctx: EntryContext): FormDefinition {
  if (!hasRule(ctx, "study_first")) return form;
  const fields = form.fields.map((one) => (one.key === "ways" ? { ...one, options: MEETING_WAYS } : one));
  return { ...form, fields };
}

/** 集中学习记录 (domain.md §3.3.2). Whether it was in time for the meeting is judged across artifacts. */
export const studyRecord: FormDefinition = {
  id: "study_record",
  title: { zh: "集中学习记录", en: "Collective study record" },
  fields: [...studyFields, ...attendanceFields],
  checks,
  fit: fitWays,
};
