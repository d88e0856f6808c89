import { talkChecks } from "./talk_records.checks";
import {
  COMMITTEE_MEMBER_TALK,
  COMMITTEE_TALK,
  computeTalkFigures,
  GROUP_TALK,
  OUTSIDE_TALK,
} from "./talk_records.talks";
import type { FormDefinition, FormField } from "./vocabulary";

const ALL = ["000", "001", "003"];

const whoColumns: readonly FormField[] = [
  { key: "no", kind: "auto", label: { zh: "序号", en: "No." }, required: true, notices: [], basis: "I" },
  {
    key: "talk_date",
    kind: "date",
    label: { zh: "谈话时间", en: "Date" },
    required: true,
    notices: ALL,
    basis: "S",
  },
  {
    key: "place",
    kind: "text",
    label: { zh: "地点", en: "Place" },
    required: false,
    max: 100,
    notices: [],
    basis: "P5",
  },
  {
    key: "way",
    kind: "enum",
    label: { zh: "谈话方式", en: "Way" },
    required: true,
    options: ["个别谈话", GROUP_TALK, "上门走访"],
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "talker",
    kind: "text",
    label: { zh: "谈话人", en: "Talker" },
    required: true,
    max: 50,
    notices: ALL,
    basis: "S",
  },
  {
    // The post of the person: who leads, and which way a talk went, is read off it.
    key: "talker_role",
    kind: "text",
    label: { zh: "谈话人职务", en: "Talker's post" },
    required: true,
    max: 50,
    notices: ALL,
    basis: "S",
  },
  {
    key: "talkees",
    kind: "list",
    label: { zh: "谈话对象", en: "Talked with" },
    required: true,
    min: 1,
    names: true,
    notices: ALL,
    basis: "S",
  },
  {
    key: "relation",
    kind: "enum",
    label: { zh: "谈话类型", en: "Between" },
    required: true,
    options: [COMMITTEE_TALK, COMMITTEE_MEMBER_TALK, "党员之间", OUTSIDE_TALK],
    notices: ALL,
    basis: "S",
  },
];

const whatColumns: readonly FormField[] = [
  {
    key: "gist",
    kind: "longtext",
    label: { zh: "谈话要点", en: "Gist" },
    required: false,
    max: 2000,
    private: true,
    notices: ["000"],
    basis: "S",
  },
  {
    key: "opinions",
    kind: "longtext",
    label: { zh: "意见建议", en: "Opinions" },
    required: false,
    max: 2000,
    private: true,
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "follow_up",
    kind: "text",
    label: { zh: "后续措施", en: "Follow-up" },
    required: false,
    notices: [],
    basis: "P5",
  },
  {
    key: "both_signed",
    kind: "bool",
    label: { zh: "双方已签字（纸质）", en: "Signed on paper" },
    required: false,
    notices: [],
    basis: "P5",
  },
];

const fields: readonly FormField[] = [
  {
    key: "total_members",
    kind: "int",
    label: { zh: "党员总数", en: "Members" },
    required: true,
    min: 1,
    max: 999,
    preset: (ctx) => ctx.branch.members,
    notices: [],
    basis: "I",
  },
  {
    key: "committee_size",
    kind: "int",
    label: { zh: "班子成员数", en: "Committee members" },
    required: true,
    min: 0,
    max: 15,
    preset: (ctx) => ctx.branch.committee,
    notices: [],
    basis: "I",
  },
  {
    key: "rows",
    kind: "rows",
    label: { zh: "谈话记录", en: "Talks" },
    required: true,
    min: 1,
    hint: {
      zh: "每次谈话一行；谈话对象有几个人的，用顿号隔开；职务填书记、副书记、委员或党员",
      en: "A row for every talk; several people are parted by commas; the post is secretary, deputy, committee member or member",
    },
    columns: [...whoColumns, ...whatColumns],
    notices: ["000"],
    basis: "S",
  },
  {
    key: "coverage",
    kind: "auto",
    label: { zh: "谈心谈话覆盖", en: "Members covered" },
    required: false,
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "pairs",
    kind: "auto",
    label: { zh: "班子成员两两谈话", en: "Pairs of committee members" },
    required: false,
    notices: ["000", "001"],
    basis: "S",
  },
];

/**
 * 谈心谈话记录 (domain.md §3.3.3). What was said is the branch's own: gist and opinions are
 * asked only where the round collects them, so the committee sees counts and coverage.
 */
export const talkRecords: FormDefinition = {
  id: "talk_records",
  title: { zh: "谈心谈话记录", en: "Talk records" },
  note: {
    zh: "每名党员至少谈到一次，班子成员两两谈；与群众的谈话不计入覆盖。",
    en: "Every member has at least one talk, committee members every two of them; talks with others do not count.",
  },
  fields,
  checks: talkChecks,
  figures: (entry, _ctx, lang) => computeTalkFigures(entry, lang),
};
