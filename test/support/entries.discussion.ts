import type { EntryValue } from "../../schemas/forms/vocabulary";

export const makeTopicDiscussion = (overrides: EntryValue = {}): EntryValue => ({
  topic_no: "1. 选题一",
  held_on: "2026-12-03",
  kind: "党员大会",
  attended: 21,
  views: "把学到的思想用到日常工作里，先改最影响群众的事。",
  problems: "习惯照老办法办事。",
  ...overrides,
});

export const makeContestEntry = (overrides: EntryValue = {}): EntryValue => ({
  title: "一条建议：延长办事窗口的开放时间",
  author: { name: "党员08", post: "教师" },
  phone: "0000-1234567",
  body: "建议每周三延长到晚上七点，方便下班后来办事的群众。",
  original: true,
  ...overrides,
});
