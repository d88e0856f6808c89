import { absenceFiling } from "../../schemas/forms/absence_filing";
import { meetingMinutes } from "../../schemas/forms/meeting_minutes";
import { studyRecord } from "../../schemas/forms/study_record";
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

/** A meeting of 22 members at which everybody was present and spoke. */
export const makeMinutes = (overrides: EntryValue = {}): EntryValue => ({
  name: "“进一步解放思想，激励新时代新担当新作为”专题组织生活会",
  start: "2026-12-09T14:00:00+08:00",
  end: "2026-12-09T17:00:00+08:00",
  place: "学校党员活动室",
  in_person: true,
  host: { name: "书记", post: "党支部书记" },
  recorder: { name: "组织委员" },
  total_members: 22,
  total_full: 22,
  should_attend: 22,
  attended: 22,
  attended_full: 22,
  superior: { name: "局党委委员", post: "党委委员" },
  superior_comment: "准备充分，开出了质量。",
  report:
    "会前征求到意见建议十二条，归并为四个方面；班子对照查摆出思想解放不够、担当作为不强等三个问题，逐一剖析了原因，现向大家说明。",
  measures_agreed: "逐条列出整改清单，明确责任人和时限。",
  speeches: makeSpeakers(22),
  badges: true,
  ...overrides,
});

/** The secretary first, then 组织委员 and members in the order of their numbers. */
export const makeSpeakers = (count: number): EntryValue[] =>
  Array.from({ length: count }, (_, i) => ({
    name: ["书记", "组织委员"][i] ?? `党员${String(i + 1).padStart(2, "0")}`,
  }));

/** 党员07 away on business with the secretary's consent. */
export const makeAbsent = (overrides: EntryValue = {}): EntryValue => ({
  name: "党员07",
  reason: "公出",
  consented_by: "书记",
  consented_on: "2026-12-08",
  ...overrides,
});

/** The filing of that leave. */
export const makeAbsenceFiling = (overrides: EntryValue = {}): EntryValue => ({
  name: { name: "党员07" },
  kind: "请假缺席",
  reason: "公出",
  consented_by: { name: "书记", post: "党支部书记" },
  consented_on: "2026-12-08",
  ...overrides,
});

export const meetingSamples = [
  [absenceFiling, makeAbsenceFiling()],
  [meetingMinutes, makeMinutes()],
  [studyRecord, makeStudyRecord()],
] as const;
