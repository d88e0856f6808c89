import type { FormDefinition, FormField } from "./vocabulary";
import { planChecks } from "./work_plan.checks";

const prepColumns: readonly FormField[] = [
  {
    key: "step",
    kind: "enum",
    label: { zh: "环节", en: "Step" },
    required: true,
    options: ["学习", "征求意见", "谈心谈话", "查摆问题", "其他"],
    notices: ["003"],
    basis: "S",
  },
  { key: "date", kind: "date", label: { zh: "时间", en: "Date" }, required: true, notices: [], basis: "P1" },
  {
    key: "who",
    kind: "text",
    label: { zh: "责任人", en: "Who" },
    required: true,
    max: 50,
    notices: [],
    basis: "I",
  },
];

const meetingFields: readonly FormField[] = [
  {
    key: "theme",
    kind: "text",
    label: { zh: "会议主题", en: "Theme" },
    required: true,
    max: 200,
    hint: { zh: "可以收窄，不能更换", en: "May be narrowed, not changed" },
    preset: (ctx) => ctx.round.theme,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "meeting_at",
    kind: "datetime",
    label: { zh: "会议时间", en: "Planned start" },
    required: true,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "place",
    kind: "text",
    label: { zh: "会议地点", en: "Place" },
    required: true,
    max: 100,
    notices: [],
    basis: "P1",
  },
  {
    key: "mode",
    kind: "enum",
    label: { zh: "会议方式", en: "Form of meeting" },
    required: true,
    // 线上 is no option in any round: 应当集中开展，不得在网上进行 (000, 001).
    options: ["党员大会", "支委会", "党小组会"],
    notices: ["003"],
    basis: "S,P2",
  },
  {
    key: "expected_members",
    kind: "int",
    label: { zh: "应到党员人数", en: "Members expected" },
    required: true,
    min: 1,
    max: 999,
    preset: (ctx) => ctx.branch.members,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "observers",
    kind: "list",
    label: { zh: "列席人员", en: "Observers" },
    required: false,
    max: 20,
    notices: [],
    basis: "P1",
  },
  {
    key: "superior_attendee",
    kind: "text",
    label: { zh: "上级派员/蹲点领导", en: "Superior or stationed leader" },
    required: false,
    max: 100,
    hint: { zh: "姓名和职务；请提前联系、邀请", en: "Name and post; to be invited in advance" },
    notices: ["000", "003"],
    basis: "S",
  },
];

const preparationFields: readonly FormField[] = [
  {
    key: "study_items",
    kind: "list",
    label: { zh: "学习内容", en: "Study items" },
    required: true,
    min: 1,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "prep_steps",
    kind: "rows",
    label: { zh: "会前准备安排", en: "Preparation steps" },
    required: true,
    min: 1,
    hint: { zh: "每个环节的时间不晚于会议时间", en: "No step later than the meeting" },
    columns: prepColumns,
    notices: ["003"],
    basis: "S(P1)",
  },
  {
    key: "agenda",
    kind: "list",
    label: { zh: "会议程序", en: "Agenda" },
    required: true,
    min: 2,
    notices: [],
    basis: "P1",
  },
  {
    key: "requirements",
    kind: "longtext",
    label: { zh: "相关要求", en: "Requirements" },
    required: true,
    min: 10,
    max: 3000,
    notices: ["003"],
    basis: "S",
  },
  {
    key: "responsible",
    kind: "person",
    label: { zh: "责任人", en: "Responsible person" },
    required: true,
    // 支部书记是直接责任人 (003).
    preset: () => ({ name: "", post: "党支部书记" }),
    notices: ["003"],
    basis: "S",
  },
  {
    key: "filed_by",
    kind: "person",
    label: { zh: "填报人/电话", en: "Filled in by, phone" },
    required: true,
    phone: true,
    notices: [],
    basis: "I",
  },
  {
    key: "attachment",
    kind: "file",
    label: { zh: "方案附件", en: "Plan file" },
    required: false,
    max: 1,
    types: ["docx", "wps", "pdf", "ofd"],
    notices: [],
    basis: "I",
  },
];

/**
 * 工作方案 (domain.md §3.3.1). A later change of date or place is a new version and is
 * reviewed again; the decision and 备案号 belong to the committee and are not typed here.
 */
export const workPlan: FormDefinition = {
  id: "work_plan",
  title: { zh: "专题组织生活会工作方案", en: "Work plan" },
  note: {
    zh: "报上级审核备案；备案后改时间、地点的，作为新版本重新报审。",
    en: "Reviewed and filed by the committee; a later change of date or place is reviewed again.",
  },
  fields: [...meetingFields, ...preparationFields],
  checks: planChecks,
};
