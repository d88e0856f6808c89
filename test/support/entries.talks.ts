import { keptDeclaration } from "../../schemas/forms/kept_declaration";
import { nothingToReport } from "../../schemas/forms/nothing_to_report";
import { opinionSummary } from "../../schemas/forms/opinion_summary";
import { talkRecords } from "../../schemas/forms/talk_records";
import type { EntryValue } from "../../schemas/forms/vocabulary";

const memberName = (n: number) => `党员${String(n).padStart(2, "0")}`;

/** "党员08" to "党员22". */
export const makeNames = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => memberName(first + i));

export const makeTalk = (overrides: EntryValue = {}): EntryValue => ({
  talk_date: "2026-11-26",
  way: "个别谈话",
  talker: "党员01",
  talker_role: "书记",
  talkees: ["党员06"],
  relation: "班子成员与党员",
  ...overrides,
});

/** 22 members and a committee of 5: everybody has talked, every two of the committee too, and both ways. */
export const makeTalkRecords = (overrides: EntryValue = {}): EntryValue => ({
  total_members: 22,
  committee_size: 5,
  rows: [
    makeTalk({ way: "集体座谈", talkees: makeNames(2, 5), relation: "班子成员之间", gist: "交流思想" }),
    makeTalk({ place: "办公室", gist: "听取意见", opinions: "多到一线", follow_up: "每月走访一次" }),
    makeTalk({ talker: "党员07", talker_role: "党员", talkees: ["党员02"], both_signed: true }),
    makeTalk({ way: "集体座谈", talker: "党员03", talker_role: "组织委员", talkees: makeNames(8, 22) }),
  ],
  ...overrides,
});

export const makeOpinion = (overrides: EntryValue = {}): EntryValue => ({
  about: "支部班子",
  content: "希望多到一线听取意见",
  source_group: "服务对象",
  same_count: 3,
  answer: "采纳",
  ...overrides,
});

/** Two ways, 8 opinions, merged to 2: everything agrees. */
export const makeOpinionSummary = (overrides: EntryValue = {}): EntryValue => ({
  from: "2026-11-24",
  to: "2026-11-30",
  channels: [
    { way: "个别谈话", asked: "党员", mode: "面对面", people: 12, raw: 5 },
    {
      way: "发放征求意见表",
      asked: "服务对象",
      mode: "背靠背",
      forms_sent: 110,
      forms_returned: 63,
      raw: 3,
    },
  ],
  raw_total: 8,
  merged_total: 2,
  rows: [
    makeOpinion(),
    makeOpinion({ about: "单位工作", content: "会议可以再少一些", source_group: "党员", same_count: 5 }),
  ],
  ...overrides,
});

export const makeKept = (overrides: EntryValue = {}): EntryValue => ({
  made_on: "2026-11-30",
  count: 12,
  keeper: { name: "组织委员" },
  note: "存放在党员活动室",
  ...overrides,
});

export const makeNothing = (overrides: EntryValue = {}): EntryValue => ({
  reason: "本支部没有党员缺席",
  declared_by: { name: "书记", post: "党支部书记" },
  ...overrides,
});

export const talkSamples = [
  [keptDeclaration, makeKept()],
  [nothingToReport, makeNothing()],
  [opinionSummary, makeOpinionSummary()],
  [talkRecords, makeTalkRecords()],
] as const;
