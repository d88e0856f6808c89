import { dayOf, dayWords, findMeetingDay, intOf } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "../forms/vocabulary";

function remarkOtherDay(entry: EntryValue, ctx: EntryContext): Remark[] {
  const day = dayOf(entry.meeting_on);
  const meeting = findMeetingDay(ctx, "appraisal_tally");
  if (day === null || meeting === null || day === meeting.day) return [];
  const [voted, held] = [dayWords(day), dayWords(meeting.day)];
  return [
    {
      path: "meeting_on",
      zh: `测评时间${voted.zh}与${meeting.zh}中的会议日期${held.zh}不同，应在会后现场测评`,
      en: `The vote on ${voted.en} is not on the day of the meeting in ${meeting.en}, ${held.en}; it is held on the spot`,
    },
  ];
}

function remarkTotals(entry: EntryValue, ctx: EntryContext): Remark[] {
  const total = intOf(entry.total_members);
  const minutes = intOf(ctx.others.meeting_minutes?.total_members);
  if (total === null || minutes === null || total === minutes) return [];
  return [
    {
      path: "total_members",
      zh: `党员总数${total}，会议记录为${minutes}，请核对`,
      en: `${total} members, but the minutes have ${minutes}; please check`,
    },
  ];
}

function remarkVoters(entry: EntryValue, ctx: EntryContext): Remark[] {
  const voters = intOf(entry.present_voters);
  const attended = intOf(ctx.others.meeting_minutes?.attended);
  if (voters === null || attended === null || voters <= attended) return [];
  return [
    {
      path: "present_voters",
      zh: `到会参加测评${voters}人，会议记录实到${attended}人；含群众代表的请核对`,
      en: `${voters} voters, but the minutes have ${attended} present; please check unless others were allowed to vote`,
    },
  ];
}

/** A tally beside the minutes (domain.md §3.3.9). */
export const tallyAcross: readonly FormCheck[] = [
  buildCheck("appraisal_tally.other_day", "warn", "003 会后现场开展民主评议", remarkOtherDay, [
    "on_the_spot",
  ]),
  buildCheck("appraisal_tally.total_of_minutes", "warn", "003 全覆盖", remarkTotals, ["two_coverages"]),
  buildCheck("appraisal_tally.voters_differ", "warn", "P14", remarkVoters),
];
