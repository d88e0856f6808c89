import { countC1, describeChars } from "../count";
import { PHONE } from "../entry.fields";
import { textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type FormDefinition,
  type FormField,
  type Remark,
} from "./vocabulary";

const PHONE_LENGTH = { min: 7, max: 20 };

const personFields: readonly FormField[] = [
  {
    key: "activity",
    kind: "auto",
    label: { zh: "活动", en: "Activity" },
    required: true,
    notices: ["002"],
    basis: "S",
  },
  {
    key: "title",
    kind: "text",
    label: { zh: "题目", en: "Title" },
    required: true,
    min: 1,
    max: 60,
    notices: [],
    basis: "P18",
  },
  {
    key: "author",
    kind: "person",
    label: { zh: "作者/参赛人", en: "Author" },
    required: true,
    notices: [],
    basis: "P18",
  },
  {
    key: "unit",
    kind: "auto",
    label: { zh: "单位/支部", en: "Unit" },
    required: true,
    notices: [],
    basis: "P18",
  },
  {
    key: "phone",
    kind: "text",
    label: { zh: "联系电话", en: "Phone" },
    required: true,
    ...PHONE_LENGTH,
    notices: [],
    basis: "P18",
  },
];

const workFields: readonly FormField[] = [
  {
    key: "body",
    kind: "longtext",
    label: { zh: "作品正文", en: "The work's text" },
    required: false,
    hint: { zh: "文字作品可直接填写，也可上传文件", en: "A text may be typed here or sent as a file" },
    notices: [],
    basis: "I",
  },
  {
    // Files belong to the artifact: this is how many all of its entries may have together.
    key: "work",
    kind: "file",
    label: { zh: "作品", en: "Work" },
    required: false,
    max: 100,
    types: ["pdf", "docx", "doc", "wps", "ofd", "jpg", "png", "heic"],
    hint: { zh: "文件名请写明题目和作者", en: "Name the file after title and author" },
    notices: ["002"],
    basis: "I",
  },
  {
    key: "char_count",
    kind: "auto",
    label: { zh: "字数", en: "Characters" },
    required: false,
    notices: ["002"],
    basis: "S",
  },
  {
    key: "original",
    kind: "bool",
    label: { zh: "原创声明：作品为本人原创", en: "Original work of the author" },
    required: true,
    notices: [],
    basis: "P18",
  },
];

function remarkNotOriginal(entry: EntryValue): Remark[] {
  if (entry.original === true) return [];
  return [
    {
      path: "original",
      zh: "请勾选原创声明，参赛作品应为本人原创",
      en: "Tick that the work is original; a contest takes no other",
    },
  ];
}

function remarkPhone(entry: EntryValue): Remark[] {
  const phone = textOf(entry.phone);
  const { min, max } = PHONE_LENGTH;
  // A wrong length is the field's own to say.
  if (phone.length < min || phone.length > max || PHONE.test(phone.normalize("NFKC"))) return [];
  return [
    {
      path: "phone",
      zh: `“联系电话”只能有数字和“-”，7到20位，现为“${phone}”`,
      en: `“Phone” takes digits and hyphens, 7 to 20 of them; it is “${phone}”`,
    },
  ];
}

/** 千字文: about 1000 characters; the notice names no tolerance, so it is only ever a warning. */
const ESSAY = "千字文";
const ESSAY_LEAST_CHARS = 800;
const ESSAY_MOST_CHARS = 1200;

function remarkEssay(entry: EntryValue, ctx: EntryContext, isOff: (chars: number) => boolean): Remark[] {
  const chars = countC1(textOf(entry.body));
  if (!ctx.artifact.title.zh.includes(ESSAY) || chars === 0 || !isOff(chars)) return [];
  return [
    {
      path: "body",
      zh: `正文${chars}字；“${ESSAY}”一般在${ESSAY_LEAST_CHARS}到${ESSAY_MOST_CHARS}字之间`,
      en: `The text has ${chars} characters; a “${ESSAY}” has about ${ESSAY_LEAST_CHARS} to ${ESSAY_MOST_CHARS}`,
    },
  ];
}

const checks: readonly FormCheck[] = [
  buildCheck("contest_entry.original_missing", "block", "P18", remarkNotOriginal),
  buildCheck("contest_entry.phone_unreadable", "block", "P18", remarkPhone),
  buildCheck("contest_entry.too_short", "warn", "002 千字文征文 (I)", (entry, ctx) =>
    remarkEssay(entry, ctx, (chars) => chars < ESSAY_LEAST_CHARS),
  ),
  buildCheck("contest_entry.too_long", "warn", "002 千字文征文 (I)", (entry, ctx) =>
    remarkEssay(entry, ctx, (chars) => chars > ESSAY_MOST_CHARS),
  ),
];

const NO_TEXT = { zh: "没有在线填写正文", en: "No text was typed" };

/**
 * 征文、献策、演讲、竞赛、作品报名 (domain.md §3.3.12): many of a branch, each by a person. The
 * activity is the artifact's own title, so nobody chooses it; none counts toward a receipt
 * unless the round sets how many it wants.
 */
export const contestEntry: FormDefinition = {
  id: "contest_entry",
  title: { zh: "征文 / 献策 / 演讲 / 竞赛 / 作品报名", en: "Contest or entry" },
  note: { zh: "每件作品、每名参赛人填一份。", en: "One for each work or contestant." },
  fields: [...personFields, ...workFields],
  checks,
  figures: (entry, ctx, lang) => {
    const body = textOf(entry.body);
    return {
      activity: ctx.artifact.title[lang],
      unit: ctx.branch.name,
      char_count: body === "" ? NO_TEXT[lang] : describeChars(body, lang),
    };
  },
};
