import { opinionChecks } from "./opinion_summary.checks";
import { channelColumns, opinionColumns } from "./opinion_summary.columns";
import { computeOpinionFigures } from "./opinion_summary.sums";
import type { FormDefinition, FormField } from "./vocabulary";

const gatheredFields: readonly FormField[] = [
  {
    key: "from",
    kind: "date",
    label: { zh: "开始日期", en: "From" },
    required: true,
    notices: [],
    basis: "I",
  },
  {
    key: "to",
    kind: "date",
    label: { zh: "结束日期", en: "To" },
    required: true,
    hint: { zh: "不晚于会议日期", en: "Not after the meeting" },
    notices: ["000", "003"],
    basis: "S",
  },
  {
    key: "channels",
    kind: "rows",
    label: { zh: "征求意见方式", en: "Channels" },
    required: true,
    min: 1,
    hint: {
      zh: "每种方式一行；同一方式听取不同对象的，分行填写；没有收到意见的填0",
      en: "A row for every way, and for every group asked in it; 0 where it brought no opinion",
    },
    columns: channelColumns,
    notices: ["000", "003"],
    basis: "S",
  },
  {
    key: "channel_sums",
    kind: "auto",
    label: { zh: "各方式合计", en: "Channels in all" },
    required: false,
    notices: [],
    basis: "P6",
  },
  {
    key: "raw_total",
    kind: "int",
    label: { zh: "征求意见条数", en: "Opinions received" },
    required: true,
    min: 0,
    hint: { zh: "等于各方式意见条数之和", en: "The sum of the opinions of all channels" },
    notices: [],
    basis: "P6",
  },
  {
    key: "merged_total",
    kind: "int",
    label: { zh: "梳理后条数", en: "After merging" },
    required: true,
    min: 0,
    hint: { zh: "等于意见清单的行数", en: "The number of rows of the list" },
    notices: [],
    basis: "P6",
  },
];

const listFields: readonly FormField[] = [
  {
    key: "none_received",
    kind: "bool",
    label: { zh: "未收到意见", en: "No opinion received" },
    required: false,
    notices: [],
    basis: "I",
  },
  {
    key: "none_reason",
    kind: "text",
    label: { zh: "未收到意见的原因", en: "Why none was received" },
    required: false,
    min: 2,
    max: 200,
    hint: { zh: "勾选“未收到意见”的必须填写", en: "To be given where no opinion was received" },
    notices: [],
    basis: "I",
  },
  {
    key: "rows",
    kind: "rows",
    label: { zh: "意见清单", en: "Opinions" },
    required: true,
    min: 1,
    waived: (entry) => entry.none_received === true,
    hint: {
      zh: "同类意见并为一行，写明同类条数，不写提意见人姓名；没有收到意见的，勾选上面的“未收到意见”",
      en: "Like opinions share a row that says how many they were; never the name of who said it. None at all: tick the box above",
    },
    columns: opinionColumns,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "list_sums",
    kind: "auto",
    label: { zh: "意见清单合计", en: "The list in all" },
    required: false,
    notices: [],
    basis: "P6",
  },
];

/**
 * 征求意见汇总表 (domain.md §3.3.4): numbers first, then the merged opinions. Who said what
 * stays unknown (背靠背, 003): a row names a group, never a person.
 */
export const opinionSummary: FormDefinition = {
  id: "opinion_summary",
  title: { zh: "征求意见汇总表", en: "Opinion summary" },
  note: {
    zh: "先填数字，再列梳理后的意见；数字对不上时不会自动改动。",
    en: "Numbers first, then the merged opinions; numbers that do not agree are never changed for you.",
  },
  fields: [...gatheredFields, ...listFields],
  checks: opinionChecks,
  figures: (entry, _ctx, lang) => computeOpinionFigures(entry, lang),
};
