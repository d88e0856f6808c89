import { dayOf, dayWords, findMeetingDay, intOf } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  hasRule,
  type Remark,
} from "../forms/vocabulary";

const listOthers = (ctx: EntryContext) => ctx.every.study_record ?? [];

/**
 * The gate: one record on or before the day of the meeting is enough, so a later one is
 * named only while none was in time.
 */
function remarkLateStudy(entry: EntryValue, ctx: EntryContext, held: boolean): Remark[] {
  const day = dayOf(entry.held_on);
  const meeting = findMeetingDay(ctx, "study_record");
  if (day === null || meeting === null || meeting.held !== held || day <= meeting.day) return [];
  const days = listOthers(ctx).map((one) => dayOf(one.held_on));
  if (days.some((other) => other !== null && other <= meeting.day)) return [];
  const [late, met] = [dayWords(day), dayWords(meeting.day)];
  const gate = hasRule(ctx, "study_first");
  return [
    {
      path: "held_on",
      zh: `集中学习${late.zh}晚于${meeting.zh}中的会议日期${met.zh}${gate ? "；没有组织集中学习的，不得召开组织生活会" : ""}`,
      en: `Study on ${late.en} is later than the meeting on ${met.en} in ${meeting.en}${gate ? "; no meeting without collective study first" : ""}`,
    },
  ];
}

/** Half a day in all (P1). */
export const LEAST_STUDY_MINUTES = 180;

/** Says nothing while a record leaves its minutes open: nobody is asked for them. */
function remarkShortStudy(entry: EntryValue, ctx: EntryContext): Remark[] {
  const minutes = [entry, ...listOthers(ctx)].map((one) => intOf(one.duration_min));
  const known = minutes.filter((one) => one !== null);
  const sum = known.reduce((all, one) => all + one, 0);
  if (known.length < minutes.length || sum >= LEAST_STUDY_MINUTES) return [];
  return [
    {
      path: "duration_min",
      zh: `集中学习合计${sum}分钟，按惯例合计不少于半天（${LEAST_STUDY_MINUTES}分钟）`,
      en: `${sum} minutes of study in all; by custom at least half a day (${LEAST_STUDY_MINUTES} minutes)`,
    },
  ];
}

/** A study record beside the meeting and the other records (domain.md §3.3.2). */
export const studyAcross: readonly FormCheck[] = [
  buildCheck(
    "study_record.after_meeting",
    "warn",
    "000, 001 没有组织集中学习的，不得召开组织生活会",
    (entry, ctx) => remarkLateStudy(entry, ctx, true),
    ["study_first"],
  ),
  buildCheck(
    "study_record.after_plan",
    "warn",
    "000, 001 没有组织集中学习的，不得召开组织生活会",
    (entry, ctx) => remarkLateStudy(entry, ctx, false),
    ["study_first"],
  ),
  buildCheck("study_record.too_short", "warn", "P1", remarkShortStudy),
];
