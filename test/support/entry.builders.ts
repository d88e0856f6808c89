import { activitySummary } from "../../schemas/forms/activity_summary";
import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import { contestEntry } from "../../schemas/forms/contest_entry";
import { coverageTable } from "../../schemas/forms/coverage_table";
import { problemRectification } from "../../schemas/forms/problem_rectification";
import { topicDiscussion } from "../../schemas/forms/topic_discussion";
import type { EntryContext, EntryValue, FormField } from "../../schemas/forms/vocabulary";
import { workPlan } from "../../schemas/forms/work_plan";
import { makeCoverageTable } from "./entries.coverage";
import { makeContestEntry, makeTopicDiscussion } from "./entries.discussion";
import { meetingSamples } from "./entries.meeting";
import { makeProblemList } from "./entries.rectification";
import { talkSamples } from "./entries.talks";

/** A round with the rules of notices 000 and 003 together, seen from a branch of 22 full members. */
export function makeEntryContext(
  overrides: {
    artifact?: Partial<EntryContext["artifact"]>;
    branch?: Partial<EntryContext["branch"]>;
    round?: Partial<EntryContext["round"]>;
    others?: EntryContext["others"];
    every?: EntryContext["every"];
    siblings?: EntryContext["siblings"];
    now?: string;
  } = {},
): EntryContext {
  return {
    artifact: {
      key: "artifact",
      minChars: null,
      title: { zh: "材料", en: "Artifact" },
      item: 1,
      ...overrides.artifact,
    },
    branch: {
      code: "JC05",
      name: "霁川区松屿九年一贯制学校党支部",
      members: 22,
      full: 22,
      probationary: 0,
      committee: 5,
      floating: 0,
      branches: [],
      ...overrides.branch,
    },
    round: {
      theme: "进一步解放思想，激励新时代新担当新作为",
      selfVote: false,
      grades: ["好", "一般", "差"],
      milestones: [{ key: "meeting_done", due: "2026-12-11T23:59:59+08:00" }],
      phases: ["study", "talks", "meeting", "summary"],
      rules: [{ id: "in_person", enforce: "block", line: "应当集中开展，不得在网上进行" }],
      checkLevels: {},
      collectPrivate: true,
      aspects: ["思想解放", "担当作为"],
      topics: [{ no: 1, text: "选题一" }],
      ...overrides.round,
    },
    others: overrides.others ?? {},
    every: {
      ...Object.fromEntries(Object.entries(overrides.others ?? {}).map(([form, entry]) => [form, [entry]])),
      ...overrides.every,
    },
    siblings: overrides.siblings ?? [],
    now: overrides.now ?? "2026-12-01T02:00:00.000Z",
  };
}

export const makeWorkPlan = (overrides: EntryValue = {}): EntryValue => ({
  theme: "进一步解放思想，激励新时代新担当新作为",
  meeting_at: "2026-12-09T14:00:00+08:00",
  place: "学校党员活动室",
  mode: "党员大会",
  expected_members: 22,
  study_items: ["上级文件"],
  prep_steps: [{ step: "学习", date: "2026-12-02", who: "组织委员" }],
  agenda: ["报告征求意见和查摆问题情况", "批评和自我批评"],
  requirements: "全体党员准时到会，做好发言准备。",
  responsible: { name: "书记", post: "党支部书记" },
  filed_by: { name: "组织委员", phone: "0000-1234567" },
  ...overrides,
});

export const makeTallyRow = (n: number, overrides: EntryValue = {}): EntryValue => ({
  name: `党员${String(n).padStart(2, "0")}`,
  member_type: "正式党员",
  good: 16,
  fair: 3,
  poor: 0,
  abstain: 0,
  present: true,
  ...overrides,
});

/** 22 members, 21 voters, 20 valid ballots, 19 votes a row: everything agrees. */
export const makeTally = (overrides: EntryValue = {}): EntryValue => ({
  meeting_on: "2026-12-09",
  total_members: 22,
  present_voters: 21,
  issued: 21,
  returned: 21,
  valid: 20,
  invalid: 1,
  teller: { name: "党员01" },
  scrutineer: { name: "党员02" },
  rows: Array.from({ length: 22 }, (_, i) => makeTallyRow(i + 1)),
  ...overrides,
});

export const makeSummary = (body: string, overrides: EntryValue = {}): EntryValue => ({
  title: "专题组织生活会小结",
  prep: body,
  meeting: "会",
  problems: "题",
  rectify: "改",
  good_practice: "好",
  secretary: { name: "书记" },
  signed_on: "2026-12-10",
  ...overrides,
});

/** A whole entry of each form, with nothing to say about it. */
export const entrySamples = [
  [workPlan, makeWorkPlan()],
  [activitySummary, makeSummary("小结")],
  [appraisalTally, makeTally()],
  ...meetingSamples,
  ...talkSamples,
  [contestEntry, makeContestEntry()],
  [coverageTable, makeCoverageTable()],
  [problemRectification, makeProblemList()],
  [topicDiscussion, makeTopicDiscussion()],
] as const;

/** Every field of a form with its columns. */
export const allFields = (fields: readonly FormField[]): FormField[] =>
  fields.flatMap((field) => [field, ...allFields(field.columns ?? [])]);
