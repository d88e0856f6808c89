import type { Bilingual } from "../artifact";
import { nameOf, textOf } from "./values";
import { buildCheck, type EntryValue, type FormCheck, type FormField, type Remark } from "./vocabulary";

const longText = (key: string, label: Bilingual, more: Partial<FormField>): FormField => ({
  key,
  kind: "longtext",
  label,
  required: false,
  notices: [],
  basis: "S",
  ...more,
});

const tick = (key: string, label: Bilingual, more: Partial<FormField>): FormField => ({
  key,
  kind: "bool",
  label,
  required: false,
  notices: [],
  basis: "P3",
  ...more,
});

const ALL_MEETINGS = ["000", "001", "003"];

/** The gist of criticism is the branch's own business; who spoke is not. */
const speechColumns: readonly FormField[] = [
  {
    key: "name",
    kind: "text",
    label: { zh: "发言人", en: "Speaker" },
    required: true,
    max: 50,
    notices: ALL_MEETINGS,
    basis: "S",
  },
  longText("self", { zh: "自我批评要点", en: "Self-criticism" }, { private: true, notices: ALL_MEETINGS }),
  longText("criticism", { zh: "相互批评要点", en: "Criticism" }, { private: true, notices: ALL_MEETINGS }),
];

export const recordFields: readonly FormField[] = [
  {
    key: "superior",
    kind: "person",
    label: { zh: "上级到会领导", en: "Superior present" },
    required: false,
    notices: ["000", "003"],
    basis: "S",
  },
  longText(
    "superior_comment",
    { zh: "上级点评", en: "Superior's comments" },
    { max: 2000, notices: ["003"] },
  ),
  longText(
    "report",
    { zh: "书记代表班子说明征求意见和查摆问题情况", en: "Secretary's report for the committee" },
    {
      required: true,
      notices: ["000", "001"],
    },
  ),
  longText(
    "measures_agreed",
    { zh: "集体研究整改措施", en: "Measures agreed" },
    {
      required: true,
      notices: ["000", "001"],
    },
  ),
  {
    key: "speeches",
    kind: "rows",
    label: { zh: "批评与自我批评", en: "Criticism and self-criticism" },
    required: true,
    columns: speechColumns,
    notices: ALL_MEETINGS,
    basis: "S",
  },
  longText("conclusion", { zh: "会议小结", en: "Closing" }, { basis: "P3" }),
  tick("badges", { zh: "佩戴党员徽章", en: "Badges worn" }, { notices: ["000"], basis: "S" }),
  {
    key: "sign_in",
    kind: "file",
    label: { zh: "签到表", en: "Sign-in sheet" },
    required: false,
    max: 5,
    types: ["pdf", "jpg"],
    notices: [],
    basis: "P9",
  },
  tick("host_signed", { zh: "主持人已签字", en: "Host signed (paper)" }, {}),
  tick("recorder_signed", { zh: "记录人已签字", en: "Recorder signed (paper)" }, {}),
];

function remarkCommentator(entry: EntryValue): Remark[] {
  if (textOf(entry.superior_comment) === "" || nameOf(entry.superior) !== "") return [];
  return [
    {
      path: "superior.name",
      zh: "写了上级点评，请填写上级到会领导的姓名",
      en: "There are comments of a superior: name who made them",
    },
  ];
}

/** What was said, who said it, and who came from above. */
export const recordChecks: readonly FormCheck[] = [
  buildCheck("meeting_minutes.commentator_required", "block", "003 并进行点评", remarkCommentator, [
    "superior_attends",
  ]),
];
