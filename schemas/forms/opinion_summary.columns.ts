import { SERVED } from "./opinion_summary.checks";
import type { FormField } from "./vocabulary";

const ALL = ["000", "001", "003"];
const GROUPS = ["党员", "群众", SERVED, "上级"];

/** A count of a way of asking. */
const count = (
  key: string,
  zh: string,
  en: string,
  asked: Pick<FormField, "required" | "notices" | "basis">,
): FormField => ({ key, kind: "int", label: { zh, en }, min: 0, max: 99_999, ...asked });

const choice = (
  key: string,
  zh: string,
  en: string,
  options: readonly string[],
  asked: Pick<FormField, "required" | "notices" | "basis">,
): FormField => ({ key, kind: "enum", label: { zh, en }, options, ...asked });

/** How opinions were gathered, a row for every way. */
export const channelColumns: readonly FormField[] = [
  choice(
    "way",
    "方式",
    "Way",
    ["个别谈话", "集体座谈", "上门走访", "发放征求意见表", "个别访谈", "意见箱", "其他"],
    { required: true, notices: ALL, basis: "S,P6" },
  ),
  // No column of the notices' own, but without it nobody could say that served people were asked and had none.
  choice("asked", "听取对象", "Asked", GROUPS, { required: false, notices: ALL, basis: "I" }),
  choice("mode", "面对面/背靠背", "Face to face / back to back", ["面对面", "背靠背"], {
    required: false,
    notices: ["003"],
    basis: "S",
  }),
  count("people", "人次", "People", { required: false, notices: [], basis: "I" }),
  count("forms_sent", "发出份数", "Forms sent", { required: false, notices: ["003"], basis: "P6" }),
  count("forms_returned", "收回份数", "Forms back", { required: false, notices: ["003"], basis: "P6" }),
  count("raw", "意见条数", "Opinions", { required: true, notices: [], basis: "P6" }),
];

/** The merged opinions; who said it is never asked, only of which group. */
export const opinionColumns: readonly FormField[] = [
  { key: "no", kind: "auto", label: { zh: "序号", en: "No." }, required: true, notices: [], basis: "I" },
  choice("about", "意见对象", "About", ["支部班子", "班子成员", "党员", "单位工作"], {
    required: true,
    notices: ALL,
    basis: "S",
  }),
  {
    key: "content",
    kind: "longtext",
    label: { zh: "意见建议内容", en: "Opinion" },
    required: true,
    min: 4,
    max: 1000,
    notices: ["000"],
    basis: "S",
  },
  choice("source_group", "来源", "From", GROUPS, { required: true, notices: ["000", "001"], basis: "S" }),
  {
    key: "same_count",
    kind: "int",
    label: { zh: "同类条数", en: "Same opinion" },
    required: true,
    min: 1,
    max: 99_999,
    notices: [],
    basis: "P6",
  },
  choice("answer", "采纳情况", "Answer", ["采纳", "部分采纳", "解释说明"], {
    required: false,
    notices: [],
    basis: "P6",
  }),
  {
    key: "problem_no",
    kind: "int",
    label: { zh: "对应问题序号", en: "Problem no." },
    required: false,
    min: 1,
    max: 999,
    notices: [],
    basis: "I",
  },
];
