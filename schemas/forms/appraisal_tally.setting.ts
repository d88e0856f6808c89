import { dayOf, dayWords, findMeetingDay, intOf, nameKey, nameOf, rowsOf, textOf } from "./values";
import { buildCheck, type EntryContext, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

function remarkTellers(entry: EntryValue): Remark[] {
  const teller = nameKey(nameOf(entry.teller));
  if (teller === "" || teller !== nameKey(nameOf(entry.scrutineer))) return [];
  return [
    {
      path: "scrutineer.name",
      zh: `监票人与计票人都是“${teller}”，应为不同的人`,
      en: `Teller and scrutineer are both “${teller}”; they must be two people`,
    },
  ];
}

function remarkEarlyDays(entry: EntryValue): Remark[] {
  const meeting = dayOf(entry.meeting_on);
  if (meeting === null) return [];
  const days = [
    { path: "published_on", value: entry.published_on, zh: "公示日期", en: "Published on" },
    ...rowsOf(entry.rows).map((row, i) => ({
      path: `rows.${i}.fed_back_on`,
      value: row.fed_back_on,
      zh: `${textOf(row.name) || `第${i + 1}行`}：反馈日期`,
      en: `${textOf(row.name) || `Row ${i + 1}`}: fed back on`,
    })),
  ];
  return days.flatMap(({ path, value, zh, en }) => {
    const day = dayOf(value);
    if (day === null || day >= meeting) return [];
    const [early, held] = [dayWords(day), dayWords(meeting)];
    return [
      {
        path,
        zh: `${zh}${early.zh}早于测评时间${held.zh}`,
        en: `${en} ${early.en}, before the vote on ${held.en}`,
      },
    ];
  });
}

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

/** A number of the tally beside the same number elsewhere. */
function remarkTotals(entry: EntryValue, ctx: EntryContext): Remark[] {
  const total = intOf(entry.total_members);
  const minutes = intOf(ctx.others.meeting_minutes?.total_members);
  const known = minutes ?? ctx.branch.members;
  if (total === null || known === null || total === known) return [];
  const [zh, en] = minutes === null ? ["花名册", "the roster"] : ["会议记录", "the minutes"];
  return [
    {
      path: "total_members",
      zh: `党员总数${total}，${zh}为${known}，请核对`,
      en: `${total} members, but ${en} has ${known}; please check`,
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

/** Who counted, when, and whether other entries say the same (domain.md §3.3.9). */
export const settingChecks: readonly FormCheck[] = [
  buildCheck("appraisal_tally.same_teller", "block", "P14", remarkTellers),
  buildCheck(
    "appraisal_tally.before_meeting",
    "block",
    "003 及时向党员本人反馈，并在一定范围内公示",
    remarkEarlyDays,
  ),
  buildCheck("appraisal_tally.other_day", "warn", "003 会后现场开展民主评议", remarkOtherDay),
  buildCheck("appraisal_tally.total_differs", "warn", "003 全覆盖", remarkTotals),
  buildCheck("appraisal_tally.voters_differ", "warn", "P14", remarkVoters),
];
