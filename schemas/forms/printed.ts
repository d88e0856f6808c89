import type { Bilingual } from "../artifact";
import { DEFAULT_GRADES } from "./appraisal_tally.rows";
import type { FormField } from "./vocabulary";

/**
 * A form that exists on paper only. It has no checks and stands in no list of forms that an
 * entry may be of: a single ballot typed through a branch's link would tie a vote to a person.
 */
export interface PrintedForm {
  id: string;
  title: Bilingual;
  note: Bilingual;
  fields: readonly FormField[];
  /** What a print must and must not have. */
  terms: readonly { text: Bilingual; source: string }[];
}

const stated = { required: true, notices: ["003"], basis: "S" } as const;

/** The rows of a ballot: whom it is about, and a box for each grade of the round. */
const ballotColumns: readonly FormField[] = [
  { key: "name", kind: "text", label: { zh: "姓名", en: "Name" }, ...stated },
  { key: "grade", kind: "enum", label: { zh: "等次", en: "Grade" }, options: DEFAULT_GRADES, ...stated },
];

/** 民主评议党员测评表 (domain.md §3.3.8), attachment 1 of notice 003, which shows no sample of it. */
export const appraisalBallot: PrintedForm = {
  id: "appraisal_ballot",
  title: { zh: "民主评议党员测评表", en: "Appraisal ballot" },
  note: {
    zh: "无记名；每人每行只选一项，划“√”；多选、不选的该行无效/弃权",
    en: "Secret; one tick in each row; a row with several ticks is invalid, one with none an abstention",
  },
  fields: [
    { key: "branch", kind: "text", label: { zh: "党支部", en: "Branch" }, ...stated },
    { key: "meeting_on", kind: "date", label: { zh: "测评时间", en: "Date" }, ...stated },
    {
      key: "rows",
      kind: "rows",
      label: { zh: "被测评党员", en: "Members appraised" },
      columns: ballotColumns,
      ...stated,
    },
  ],
  terms: [
    {
      text: {
        zh: "每张都一样：没有编号、签名、颜色、二维码和手写意见栏，看不出是谁投的",
        en: "All copies are alike: no number, signature, colour, code or room for handwriting that could name a voter",
      },
      source: "003 无记名投票测评; P12",
    },
    {
      text: { zh: "等次按本轮的设置，各占一格", en: "The grades are the round's, a box for each" },
      source: "003 按照“好”、“一般”、“差”三个等次; P12",
    },
    {
      text: { zh: "预备党员可印“不定等次”", en: "A probationary member may be printed with “不定等次”" },
      source: "P13",
    },
    {
      text: {
        zh: "只印制、不收回：系统不接收单张测评票",
        en: "Printed, never collected: the service takes no single ballot",
      },
      source: "I (003 无记名)",
    },
  ],
};

export const PRINTED: Readonly<Record<string, PrintedForm>> = { appraisal_ballot: appraisalBallot };

/** Whether a form is on paper only, by id. */
export const isPrinted = (form: string | null) => form !== null && Object.hasOwn(PRINTED, form);
