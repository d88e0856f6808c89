import type { FormField } from "./vocabulary";

/** Whose list it is; the branch committee's own list has no owner. */
export const LEVELS = ["支部班子", "班子成员", "党员"] as const;
export const [COMMITTEE_LIST, COMMITTEE_MEMBER] = LEVELS;
export const FIX_NOW = "立行立改（能即刻解决）";
export const DONE = "已完成";

const problemColumns: readonly FormField[] = [
  { key: "no", kind: "auto", label: { zh: "序号", en: "No." }, required: true, notices: [], basis: "I" },
  {
    // A choice of the round's aspects where it lists them (`fit`).
    key: "aspect",
    kind: "text",
    label: { zh: "查摆方面", en: "Aspect" },
    required: true,
    max: 100,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "problem",
    kind: "longtext",
    label: { zh: "具体问题", en: "Problem" },
    required: true,
    min: 10,
    max: 1000,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "source",
    kind: "multi_enum",
    label: { zh: "问题来源", en: "Found by" },
    required: false,
    options: ["自查", "征求意见", "谈心谈话", "相互批评", "上级点评"],
    notices: ["000", "003"],
    basis: "S",
  },
  {
    // 原因分析深 (003): required of a list that this notice's rule is about (`fit`).
    key: "cause",
    kind: "longtext",
    label: { zh: "原因分析", en: "Cause" },
    required: false,
    max: 1000,
    notices: ["003"],
    basis: "S",
  },
];

const measureColumns: readonly FormField[] = [
  {
    key: "measure",
    kind: "longtext",
    label: { zh: "整改措施", en: "Measure" },
    required: true,
    min: 10,
    max: 1000,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "class",
    kind: "enum",
    label: { zh: "整改类型", en: "Class" },
    required: false,
    options: [FIX_NOW, "统筹推进（需要研判）"],
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "responsible",
    kind: "text",
    label: { zh: "责任人", en: "Responsible" },
    required: true,
    max: 50,
    notices: ["002"],
    basis: "P7",
  },
  {
    key: "due",
    kind: "date",
    label: { zh: "完成时限", en: "Due" },
    required: true,
    notices: [],
    basis: "P7",
  },
];

const progressColumns: readonly FormField[] = [
  {
    key: "status",
    kind: "enum",
    label: { zh: "整改进展", en: "Status" },
    required: false,
    options: ["未启动", "整改中", DONE],
    notices: [],
    basis: "P7",
  },
  {
    key: "done_on",
    kind: "date",
    label: { zh: "完成日期", en: "Done on" },
    required: false,
    notices: [],
    basis: "P7",
  },
  {
    key: "result",
    kind: "longtext",
    label: { zh: "整改成效", en: "Result" },
    required: false,
    max: 1000,
    notices: [],
    basis: "P7",
  },
];

/** A problem, what is done about it, and how far that is. */
export const listColumns: readonly FormField[] = [...problemColumns, ...measureColumns, ...progressColumns];
