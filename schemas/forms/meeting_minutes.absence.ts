import {
  findSecretary,
  isSecretary,
  meetingDayOf,
  type NamedRow,
  OTHER_REASON,
  readNamedRows,
} from "./meeting_minutes.rows";
import { dayOf, isBlank, nameKey, textOf } from "./values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  hasRule,
  type Remark,
} from "./vocabulary";

const RULE = "缺席需支部书记同意并报党委备案";
const RULE_EN = "An absence needs the secretary's consent and is filed with the committee";
export const ABSENCE_SOURCE = "000 必须报党（总）支部书记同意并报局党委备案";

/** The absent members, the secretary apart: nobody consents to an absence of his own. */
export function splitAbsent(entry: EntryValue): { members: NamedRow[]; secretary: NamedRow[] } {
  const secretary = nameKey(findSecretary(entry));
  const rows = readNamedRows(entry, "absent");
  const isOwn = (one: NamedRow) => secretary !== "" && one.key === secretary;
  return { members: rows.filter((one) => !isOwn(one)), secretary: rows.filter(isOwn) };
}

function remarkConsent(entry: EntryValue, ctx: EntryContext): Remark[] {
  if (!hasRule(ctx, "absence")) return [];
  return splitAbsent(entry).members.flatMap(({ index, zh, en, row }) => {
    if (isBlank(row.consented_by)) return [{ path: `absent.${index}.consented_by`, zh: RULE, en: RULE_EN }];
    if (!isBlank(row.consented_on)) return [];
    return [
      {
        path: `absent.${index}.consented_on`,
        zh: `${zh}：请填写书记同意的日期`,
        en: `${en}: give the day of the secretary's consent`,
      },
    ];
  });
}

function remarkOtherConsent(entry: EntryValue, ctx: EntryContext): Remark[] {
  const secretary = findSecretary(entry);
  if (!hasRule(ctx, "absence") || secretary === "") return [];
  return splitAbsent(entry).members.flatMap(({ index, zh, en, row }) => {
    const named = textOf(row.consented_by);
    if (named === "" || isSecretary(named, secretary)) return [];
    return [
      {
        path: `absent.${index}.consented_by`,
        zh: `${zh}：同意人“${named}”不是书记“${secretary}”，${RULE}`,
        en: `${en}: “${named}” is not the secretary “${secretary}”. ${RULE_EN}`,
      },
    ];
  });
}

function remarkReason(entry: EntryValue): Remark[] {
  return readNamedRows(entry, "absent")
    .filter(({ row }) => textOf(row.reason) === OTHER_REASON && textOf(row.reason_note) === "")
    .map(({ index, zh, en }) => ({
      path: `absent.${index}.reason_note`,
      zh: `${zh}：原因为“其他”的，请写说明`,
      en: `${en}: say what the other reason is`,
    }));
}

function remarkMakeup(entry: EntryValue): Remark[] {
  const meeting = meetingDayOf(entry);
  if (meeting === null) return [];
  return readNamedRows(entry, "absent")
    .filter(({ row }) => (dayOf(row.makeup_on) ?? meeting) < meeting)
    .map(({ index, zh, en }) => ({
      path: `absent.${index}.makeup_on`,
      zh: `${zh}：补会/传达日期不能早于会议日期`,
      en: `${en}: briefed on a day before the meeting`,
    }));
}

/** Each absent member: why, with whose consent, and when (domain.md §3.3.6; §4.2, situation 2). */
export const absenceChecks: readonly FormCheck[] = [
  buildCheck("meeting_minutes.consent_required", "block", ABSENCE_SOURCE, remarkConsent, ["absence"]),
  buildCheck("meeting_minutes.consent_by", "block", ABSENCE_SOURCE, remarkOtherConsent, ["absence"]),
  buildCheck("meeting_minutes.reason_required", "block", "P3", remarkReason),
  buildCheck("meeting_minutes.makeup_before_meeting", "block", "P4", remarkMakeup),
];
