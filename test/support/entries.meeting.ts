import type { EntryValue } from "../../schemas/forms/vocabulary";

/** 22 members studied together a week before the meeting of the other builders. */
export const makeStudyRecord = (overrides: EntryValue = {}): EntryValue => ({
  held_on: "2026-12-02",
  duration_min: 180,
  place: "学校党员活动室",
  ways: ["领学宣讲", "交流讨论"],
  contents: ["上级文件", "党章"],
  leader: { name: "书记", post: "党支部书记" },
  expected: 22,
  attended: 22,
  recorder: { name: "组织委员" },
  ...overrides,
});
