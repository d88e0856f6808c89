import { localDay } from "../deadline";
import { findBlankDetails } from "./attendance";
import { ABSENCE_SOURCE, splitAbsent } from "./meeting_minutes.absence";
import { meetingDayOf, readNamedRows } from "./meeting_minutes.rows";
import { isArranged } from "./meeting_minutes.setting";
import { dayOf, dayWords, instantOf, intOf, nameKey, nameOf, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  hasRule,
  type Remark,
} from "./vocabulary";

function remarkArranged(entry: EntryValue, ctx: EntryContext): Remark[] {
  if (!isArranged(entry, ctx)) return [];
  return [
    {
      path: "flexible_note",
      zh: "按上级党组织的灵活安排召开，请上级核对",
      en: "Held as the superior organization arranged it; for the superior to check",
    },
  ];
}

function remarkOtherDay(entry: EntryValue): Remark[] {
  const [start, end] = [instantOf(entry.start), instantOf(entry.end)];
  if (start === null || end === null) return [];
  if (Date.parse(end) <= Date.parse(start) || localDay(start) === localDay(end)) return [];
  return [
    {
      path: "end",
      zh: "开始和结束不在同一天，请核对",
      en: "Start and end are on different days; please check",
    },
  ];
}

function remarkRecorder(entry: EntryValue): Remark[] {
  const host = nameKey(nameOf(entry.host));
  if (host === "" || host !== nameKey(nameOf(entry.recorder))) return [];
  return [
    {
      path: "recorder.name",
      zh: `主持人和记录人都是“${nameOf(entry.host)}”，一般由不同的人担任`,
      en: `Host and recorder are both “${nameOf(entry.host)}”; they are usually two people`,
    },
  ];
}

function remarkQuorum(entry: EntryValue): Remark[] {
  const [should, attended] = [intOf(entry.should_attend), intOf(entry.attended)];
  if (should === null || attended === null || attended * 2 > should) return [];
  return [
    {
      path: "attended",
      zh: `实到${attended}，没有超过应到${should}的半数`,
      en: `${attended} attended, not more than half of the ${should} expected`,
    },
  ];
}

/** A number of the roster beside what was typed. */
function remarkRoster(path: string, typed: unknown, roster: number | null, zh: string, en: string): Remark[] {
  const number = intOf(typed);
  if (number === null || roster === null || number === roster) return [];
  return [
    {
      path,
      zh: `${zh}${number}，花名册为${roster}，请核对`,
      en: `${number} ${en}, but the roster has ${roster}; please check`,
    },
  ];
}

const remarkRosterTotal = (entry: EntryValue, ctx: EntryContext) =>
  remarkRoster("total_members", entry.total_members, ctx.branch.members, "党员总数", "members");

const remarkRosterFull = (entry: EntryValue, ctx: EntryContext) =>
  remarkRoster("total_full", entry.total_full, ctx.branch.full, "正式党员", "full members");

function remarkProbationary(entry: EntryValue): Remark[] {
  const numbers = [entry.total_members, entry.total_full, entry.attended, entry.attended_full].map(intOf);
  const [total, full, attended, attendedFull] = numbers;
  if (total == null || full == null || attended == null || attendedFull == null) return [];
  const [came, all] = [attended - attendedFull, total - full];
  if (came <= all || full > total) return [];
  return [
    {
      path: "attended_full",
      zh: `实到${attended}人中预备党员应为${came}人，党员总数中预备党员只有${all}人，请核对`,
      en: `Of ${attended} present ${came} would be probationary, but there are only ${all}; please check`,
    },
  ];
}

function remarkFloatingDetails(entry: EntryValue): Remark[] {
  return readNamedRows(entry, "floating").flatMap(({ index, zh, en, row }) => {
    const blank = findBlankDetails(row);
    if (blank === null) return [];
    return [{ path: `floating.${index}.${blank.key}`, zh: `${zh}：${blank.zh}`, en: `${en}: ${blank.en}` }];
  });
}

function remarkNamedTwice(entry: EntryValue): Remark[] {
  const seen = new Set<string>();
  return (["floating", "absent"] as const).flatMap((list) =>
    readNamedRows(entry, list).flatMap(({ index, key, zh, en }) => {
      if (key === "" || !seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [
        {
          path: `${list}.${index}.name`,
          zh: `姓名“${zh}”重复；同名党员请加后缀区分`,
          en: `The name “${en}” stands twice; tell namesakes apart with a suffix`,
        },
      ];
    }),
  );
}

/** A consent after the meeting is taken and marked for the committee. */
function remarkLateConsent(entry: EntryValue): Remark[] {
  const meeting = meetingDayOf(entry);
  if (meeting === null) return [];
  return readNamedRows(entry, "absent").flatMap(({ index, zh, en, row }) => {
    const day = dayOf(row.consented_on);
    if (day === null || day <= meeting) return [];
    const [late, held] = [dayWords(day), dayWords(meeting)];
    return [
      {
        path: `absent.${index}.consented_on`,
        zh: `${zh}：同意日期${late.zh}晚于会议日期${held.zh}，属事后补批`,
        en: `${en}: consent on ${late.en} came after the meeting on ${held.en} (事后补批)`,
      },
    ];
  });
}

/** Words by which an organization above the branch is named. */
const SUPERIOR = /党委|党组|工委|总支|上级|组织部/;

function remarkSecretary(entry: EntryValue, ctx: EntryContext): Remark[] {
  if (!hasRule(ctx, "absence")) return [];
  return splitAbsent(entry)
    .secretary.filter(({ row }) => !SUPERIOR.test(textOf(row.consented_by)))
    .map(({ index }) => ({
      path: `absent.${index}.consented_by`,
      zh: "书记本人缺席，需经上级党委同意，同意人请填写上级党委",
      en: "The secretary's own absence needs the consent of the superior committee; name it here",
    }));
}

/** What is worth a second look before the minutes go on file: nothing of it refuses them. */
export const attendanceReminders: readonly FormCheck[] = [
  buildCheck("meeting_minutes.arranged", "inform", "001 可由上级党组织灵活作出安排", remarkArranged, [
    "flexible",
  ]),
  buildCheck("meeting_minutes.other_day", "warn", "P3", remarkOtherDay),
  buildCheck("meeting_minutes.same_recorder", "warn", "P3", remarkRecorder),
  buildCheck("meeting_minutes.quorum", "warn", "P10", remarkQuorum),
  buildCheck("meeting_minutes.total_differs", "warn", "P8", remarkRosterTotal),
  buildCheck("meeting_minutes.full_differs", "warn", "P8", remarkRosterFull),
  buildCheck("meeting_minutes.probationary_differ", "warn", "I (P8)", remarkProbationary),
  buildCheck(
    "meeting_minutes.floating_details_missing",
    "warn",
    "001 也可以在流入地党组织参加",
    remarkFloatingDetails,
    ["floating"],
  ),
  buildCheck("meeting_minutes.consent_after", "warn", ABSENCE_SOURCE, remarkLateConsent, ["absence"]),
  buildCheck("meeting_minutes.secretary_absent", "warn", "I (000 absence)", remarkSecretary, ["absence"]),
  buildCheck("meeting_minutes.named_twice", "warn", "I", remarkNamedTwice),
];
