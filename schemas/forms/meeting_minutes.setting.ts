import { remarkLateMeeting, remarkOnlinePlace } from "./meeting";
import { isHostSecretary } from "./meeting_minutes.rows";
import { instantOf, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type FormField,
  hasRule,
  type Remark,
} from "./vocabulary";

export const settingFields: readonly FormField[] = [
  {
    key: "name",
    kind: "text",
    label: { zh: "会议名称", en: "Name" },
    required: true,
    max: 220,
    notices: [],
    basis: "P3",
  },
  {
    key: "start",
    kind: "datetime",
    label: { zh: "开始时间", en: "Start" },
    required: true,
    notices: ["000", "001", "003"],
    basis: "S",
  },
  {
    key: "end",
    kind: "datetime",
    label: { zh: "结束时间", en: "End" },
    required: true,
    notices: [],
    basis: "P3",
  },
  {
    key: "place",
    kind: "text",
    label: { zh: "地点", en: "Place" },
    required: true,
    max: 100,
    notices: [],
    basis: "P3",
  },
  {
    key: "in_person",
    kind: "bool",
    label: { zh: "集中开展（非网上）", en: "Held in person" },
    required: true,
    notices: ["000", "001"],
    basis: "S",
  },
  {
    key: "flexible_note",
    kind: "text",
    label: { zh: "上级党组织的灵活安排", en: "Arrangement by the superior organization" },
    required: false,
    notices: ["001"],
    basis: "S",
  },
  {
    key: "host",
    kind: "person",
    label: { zh: "主持人", en: "Host" },
    required: true,
    notices: ["000", "003"],
    basis: "P2",
  },
  {
    // Who has to consent and to speak first; asked only where the host is somebody else.
    key: "secretary",
    kind: "text",
    label: { zh: "支部书记", en: "Secretary" },
    required: true,
    max: 50,
    waived: isHostSecretary,
    notices: ["000", "003"],
    basis: "I",
  },
  {
    key: "recorder",
    kind: "person",
    label: { zh: "记录人", en: "Recorder" },
    required: true,
    notices: [],
    basis: "P3",
  },
];

/** Where the round allows it, the superior organization may have arranged the meeting another way (001). */
export const isArranged = (entry: EntryValue, ctx: EntryContext) =>
  hasRule(ctx, "flexible") && textOf(entry.flexible_note) !== "";

const isBoundToGather = (entry: EntryValue, ctx: EntryContext) =>
  hasRule(ctx, "in_person") && !isArranged(entry, ctx);

function remarkInPerson(entry: EntryValue, ctx: EntryContext): Remark[] {
  if (entry.in_person === true || !isBoundToGather(entry, ctx)) return [];
  const flexible = hasRule(ctx, "flexible");
  const way = flexible ? "；确实难以集中的，请写明上级党组织的灵活安排" : "";
  const wayEn = flexible ? "; if that was truly hard, say what the superior arranged" : "";
  return [
    {
      path: "in_person",
      zh: `请勾选“集中开展（非网上）”：专题组织生活会应当集中开展，不得在网上进行${way}`,
      en: `Tick “Held in person”: the meeting is held together, not online${wayEn}`,
    },
  ];
}

function remarkEnd(entry: EntryValue): Remark[] {
  const [start, end] = [instantOf(entry.start), instantOf(entry.end)];
  if (start === null || end === null || Date.parse(end) > Date.parse(start)) return [];
  return [{ path: "end", zh: "结束时间应晚于开始时间", en: "The end must be later than the start" }];
}

/** When, where, how and by whom the meeting was held. */
export const settingChecks: readonly FormCheck[] = [
  buildCheck(
    "meeting_minutes.meeting_too_late",
    "warn",
    "000, 001 2018年6月底前; 003 必须在9月30日前完成",
    (entry, ctx) => remarkLateMeeting("start", entry.start, ctx),
    ["meeting_by"],
  ),
  buildCheck("meeting_minutes.end_before_start", "block", "P3", remarkEnd),
  buildCheck(
    "meeting_minutes.place_online",
    "block",
    "000, 001 应当集中开展，不得在网上进行",
    (entry, ctx) => (isBoundToGather(entry, ctx) ? remarkOnlinePlace(entry, ctx) : []),
    ["in_person"],
  ),
  buildCheck(
    "meeting_minutes.in_person_required",
    "block",
    "000, 001 应当集中开展，不得在网上进行",
    remarkInPerson,
    ["in_person"],
  ),
];
