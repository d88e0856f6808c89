import { dayOf, dayWords, findMeetingDay } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "../forms/vocabulary";

function remarkSignedBefore(entry: EntryValue, ctx: EntryContext, held: boolean): Remark[] {
  const signed = dayOf(entry.signed_on);
  const meeting = findMeetingDay(ctx, "activity_summary");
  if (signed === null || meeting === null || meeting.held !== held || signed >= meeting.day) return [];
  const [early, day] = [dayWords(signed), dayWords(meeting.day)];
  return [
    {
      path: "signed_on",
      zh: `成文日期${early.zh}早于${meeting.zh}中的会议日期${day.zh}`,
      en: `Dated ${early.en}, before the meeting on ${day.en} in ${meeting.en}`,
    },
  ];
}

/** A summary is written after the meeting (domain.md §3.3.10). */
export const summaryAcross: readonly FormCheck[] = [
  buildCheck("activity_summary.signed_before_meeting", "block", "P17", (entry, ctx) =>
    remarkSignedBefore(entry, ctx, true),
  ),
  buildCheck("activity_summary.signed_before_plan", "warn", "P17", (entry, ctx) =>
    remarkSignedBefore(entry, ctx, false),
  ),
];
