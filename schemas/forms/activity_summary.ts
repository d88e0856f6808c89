import { countC1, countC2, describeChars, isNearLimit } from "../count";
import { formatInstant, type Lang } from "../deadline";
import { dayOf, dayWords, instantOf, intOf, nameOf, readCountedText, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type FormDefinition,
  type FormField,
  type Remark,
} from "./vocabulary";

const section = (
  key: string,
  zh: string,
  en: string,
  asked: Pick<FormField, "required" | "notices" | "basis">,
): FormField => ({ key, kind: "longtext", label: { zh, en }, counted: true, ...asked });

const told = { required: true, notices: ["000", "003"], basis: "S,P16" };

/** The body: only these count. Title, names and dates do not. */
const bodyFields: readonly FormField[] = [
  section("prep", "会前准备（学习、谈心、征求意见、查摆）", "Preparation", told),
  section("meeting", "会议召开情况", "The meeting", told),
  section("problems", "查摆的主要问题", "Main problems", told),
  section("rectify", "整改措施与承诺", "Rectification", told),
  section("good_practice", "好经验好做法", "Good experience and practice", {
    required: true,
    notices: ["000", "001"],
    basis: "S",
  }),
  section("next", "存在不足和下一步打算", "Shortcomings, next steps", {
    required: false,
    notices: [],
    basis: "P16",
  }),
];

const fields: readonly FormField[] = [
  {
    key: "title",
    kind: "text",
    label: { zh: "标题", en: "Title" },
    required: true,
    max: 100,
    preset: (ctx) => `${ctx.branch.name}专题组织生活会小结`,
    notices: [],
    basis: "I",
  },
  {
    key: "basics",
    kind: "auto",
    label: { zh: "基本情况（时间、地点、应到/实到、主持）", en: "Basics" },
    required: true,
    notices: [],
    basis: "P16",
  },
  ...bodyFields,
  {
    key: "char_count",
    kind: "auto",
    label: { zh: "正文字数", en: "Characters of the body" },
    required: true,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "secretary",
    kind: "person",
    label: { zh: "支部书记", en: "Secretary" },
    required: true,
    preset: () => ({ name: "", post: "党支部书记" }),
    notices: ["000"],
    basis: "I",
  },
  {
    key: "signed_on",
    kind: "date",
    label: { zh: "成文日期", en: "Date" },
    required: true,
    hint: { zh: "不早于会议日期", en: "Not before the meeting" },
    notices: [],
    basis: "P17",
  },
  // `paper` (纸质稿) is no field: its state is the arrival of the round's paper artifact, shown by the page.
];

const readBody = (entry: EntryValue) => readCountedText(bodyFields, entry) ?? "";

function remarkTooShort(entry: EntryValue, ctx: EntryContext): Remark[] {
  const least = ctx.artifact.minChars;
  const body = readBody(entry);
  const chars = countC1(body);
  if (least === null || chars >= least) return [];
  const [han, short] = [countC2(body), least - chars];
  return [
    {
      path: "char_count",
      zh: `正文${chars}字，通知要求不少于${least}字，还差${short}字（含标点；仅汉字${han}字）`,
      en: `The body has ${chars} characters, the notice asks for at least ${least}: ${short} short (punctuation counted; ${han} Han characters)`,
    },
  ];
}

function remarkNearLimit(entry: EntryValue, ctx: EntryContext): Remark[] {
  const least = ctx.artifact.minChars;
  const body = readBody(entry);
  const chars = countC1(body);
  if (least === null || chars < least || !isNearLimit(chars, least)) return [];
  const han = countC2(body);
  return [
    {
      path: "char_count",
      zh: `正文${chars}字，已达到不少于${least}字的要求（含标点；仅汉字${han}字）。不同软件计数略有出入`,
      en: `The body has ${chars} characters and reaches ${least} (punctuation counted; ${han} Han characters). Word processors differ by a little`,
    },
  ];
}

const checks: readonly FormCheck[] = [
  buildCheck("activity_summary.too_short", "block", "000 小结不少于1000字", remarkTooShort, [
    "summary_length",
  ]),
  buildCheck("activity_summary.near_limit", "inform", "P19b", remarkNearLimit),
];

const NO_BASICS = {
  zh: "会议记录、工作方案都还没有填报，时间、地点、人数请写在正文里",
  en: "Neither minutes nor plan are in yet; write time, place and numbers in the body",
};

/** What the other entries already say of the meeting, each fact from the most certain source. */
function describeBasics(ctx: EntryContext, lang: Lang): string {
  const { meeting_minutes: minutes, work_plan: plan, appraisal_tally: tally } = ctx.others;
  const zh = lang === "zh";
  const start = instantOf(minutes?.start) ?? instantOf(plan?.meeting_at);
  const tallied = dayOf(tally?.meeting_on);
  const time =
    start === null ? (tallied === null ? "" : dayWords(tallied)[lang]) : formatInstant(start, "full", lang);
  const place = textOf(minutes?.place) || textOf(plan?.place);
  const should = intOf(minutes?.should_attend) ?? intOf(plan?.expected_members);
  const attended = intOf(minutes?.attended);
  const voters = intOf(tally?.present_voters);
  const host = nameOf(minutes?.host);
  const facts = [
    time && (zh ? `时间：${time}` : `Time: ${time}`),
    place && (zh ? `地点：${place}` : `Place: ${place}`),
    should !== null && (zh ? `应到${should}人` : `${should} expected`),
    attended !== null && (zh ? `实到${attended}人` : `${attended} present`),
    voters !== null && (zh ? `参加测评${voters}人` : `${voters} voted`),
    host && (zh ? `主持：${host}` : `Host: ${host}`),
  ].filter((fact) => typeof fact === "string" && fact !== "");
  return facts.length === 0 ? NO_BASICS[lang] : facts.join(zh ? "；" : "; ");
}

/** 小结 / 情况总结 (domain.md §3.3.10). Numbers come from the other forms; nothing is typed twice. */
export const activitySummary: FormDefinition = {
  id: "activity_summary",
  title: { zh: "专题组织生活会小结", en: "Activity summary" },
  note: {
    zh: "只数正文：标题、姓名、日期不计入字数。",
    en: "Only the body counts: not the title, names or dates.",
  },
  fields,
  checks,
  figures: (entry, ctx, lang) => ({
    basics: describeBasics(ctx, lang),
    char_count: describeChars(readBody(entry), lang),
  }),
};
