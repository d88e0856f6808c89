import { countC1 } from "../count";
import { findSecretary, readNamedRows } from "./meeting_minutes.rows";
import { intOf, nameKey, nameOf, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  hasRule,
  type Remark,
} from "./vocabulary";

/** A report shorter than this says hardly anything. */
export const LEAST_REPORT_CHARS = 50;

function remarkReport(entry: EntryValue): Remark[] {
  const chars = countC1(textOf(entry.report));
  if (chars === 0 || chars >= LEAST_REPORT_CHARS) return [];
  return [
    {
      path: "report",
      zh: `书记的说明只有${chars}字，一般不少于${LEAST_REPORT_CHARS}字`,
      en: `The secretary's report has only ${chars} characters; it usually has at least ${LEAST_REPORT_CHARS}`,
    },
  ];
}

const listAbsentKeys = (entry: EntryValue) => new Set(readNamedRows(entry, "absent").map((one) => one.key));

function remarkFirstSpeaker(entry: EntryValue): Remark[] {
  const secretary = findSecretary(entry);
  const [first] = readNamedRows(entry, "speeches");
  if (secretary === "" || first === undefined || first.key === "") return [];
  if (first.key === nameKey(secretary) || listAbsentKeys(entry).has(nameKey(secretary))) return [];
  return [
    {
      path: "speeches.0.name",
      zh: `书记要带头开展批评和自我批评，第一位发言人应为书记“${secretary}”，现为“${first.zh}”`,
      en: `The secretary goes first in criticism and self-criticism: “${secretary}”, not “${first.en}”`,
    },
  ];
}

function remarkSpeakers(entry: EntryValue): Remark[] {
  const attended = intOf(entry.attended);
  const keys = readNamedRows(entry, "speeches").map((one) => one.key);
  // Where nobody's row is filled in, the field itself says so.
  if (attended === null || keys.length === 0) return [];
  const absent = listAbsentKeys(entry);
  const spoke = new Set(keys.filter((key) => key !== "" && !absent.has(key))).size;
  if (spoke >= attended) return [];
  return [
    {
      path: "speeches",
      zh: `实到${attended}人，批评与自我批评有${spoke}人，还差${attended - spoke}人`,
      en: `${attended} attended, ${spoke} of them have a row here: ${attended - spoke} missing`,
    },
  ];
}

/** An outline may be read out for somebody absent (P1). */
function remarkAbsentSpeakers(entry: EntryValue): Remark[] {
  const absent = readNamedRows(entry, "absent").filter((one) => one.row.written_statement !== true);
  const silent = new Set(absent.map((one) => one.key));
  return readNamedRows(entry, "speeches")
    .filter((one) => one.key !== "" && silent.has(one.key))
    .map(({ index, zh, en }) => ({
      path: `speeches.${index}.name`,
      zh: `“${zh}”在缺席名单中又有发言；交了书面发言的，请在缺席名单中勾选`,
      en: `“${en}” is listed as absent and yet spoke; tick the written statement if there was one`,
    }));
}

function remarkSuperior(entry: EntryValue, ctx: EntryContext): Remark[] {
  const present = nameOf(entry.superior) !== "";
  const comments = hasRule(ctx, "superior_attends");
  if (!comments && !hasRule(ctx, "dual_life")) return [];
  if (!present) {
    const zh = comments
      ? "通知要求上级党组织派人参加并点评，没有填写上级到会领导"
      : "通知要求邀请蹲点领导参加，没有填写上级到会领导";
    const asked = comments ? "wants the superior to send someone" : "wants the stationed leader invited";
    return [{ path: "superior", zh, en: `The notice ${asked}; nobody is named` }];
  }
  if (!comments || textOf(entry.superior_comment) !== "") return [];
  return [
    {
      path: "superior_comment",
      zh: "通知要求上级党组织派人参加并点评，没有填写上级点评",
      en: "The notice wants the superior to comment; no comment is written down",
    },
  ];
}

function remarkBadges(entry: EntryValue, ctx: EntryContext): Remark[] {
  if (entry.badges === true || !hasRule(ctx, "badge")) return [];
  const zh = "通知要求佩戴好党员徽章，没有勾选“佩戴党员徽章”";
  return [{ path: "badges", zh, en: "The notice wants badges worn; the box is not ticked" }];
}

/** What the notice expects of the record and who came; nothing of it refuses the minutes. */
export const recordExpectations: readonly FormCheck[] = [
  buildCheck(
    "meeting_minutes.superior_missing",
    "warn",
    "000 邀请蹲点领导参加本单位组织生活会; 003 上级党组织要派人参加…并进行点评",
    remarkSuperior,
    ["dual_life", "superior_attends"],
  ),
  buildCheck(
    "meeting_minutes.report_too_short",
    "warn",
    "000, 001 党支部书记代表班子说明征求意见和查摆问题情况",
    remarkReport,
    ["secretary_leads"],
  ),
  buildCheck(
    "meeting_minutes.secretary_first",
    "warn",
    "000, 001 并带头开展批评和自我批评; 003 支部书记要带头开展自我批评",
    remarkFirstSpeaker,
    ["secretary_leads", "secretary_first"],
  ),
  buildCheck(
    "meeting_minutes.speakers_too_few",
    "warn",
    "000, 001 班子成员、每名党员都要…认真开展批评和自我批评; 003 每名党员都要进行深刻的自我批评",
    remarkSpeakers,
    ["criticism"],
  ),
  buildCheck("meeting_minutes.absent_speaker", "warn", "P1", remarkAbsentSpeakers),
  buildCheck("meeting_minutes.badges_missing", "inform", "000 并佩戴好党员徽章", remarkBadges, ["badge"]),
];
