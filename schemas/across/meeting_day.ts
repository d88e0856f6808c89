import { dayWords, findMeetingDay } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "../forms/vocabulary";

/** A day that must not lie after the meeting, and how it is called. */
export interface EarlierDay {
  path: string;
  day: string | null;
  zh: string;
  en: string;
}

function remarkLater(days: readonly EarlierDay[], ctx: EntryContext, form: string, held: boolean): Remark[] {
  const meeting = findMeetingDay(ctx, form);
  if (meeting === null || meeting.held !== held) return [];
  return days.flatMap(({ path, day, zh, en }) => {
    if (day === null || day <= meeting.day) return [];
    const [late, met] = [dayWords(day), dayWords(meeting.day)];
    return [
      {
        path,
        zh: `${zh}${late.zh}晚于${meeting.zh}中的会议日期${met.zh}，应在会前`,
        en: `${en} ${late.en} is after the meeting on ${met.en} in ${meeting.en}; it comes before`,
      },
    ];
  });
}

/**
 * What is done before the meeting, on its day at the latest: `<form>.after_meeting` where the
 * minutes or the tally say when it was held, `<form>.after_plan` where only the plan names a
 * day, which may still move. A round that is stricter says so in its `checkLevels`.
 */
export function buildBeforeMeeting(
  form: string,
  source: string,
  listDays: (entry: EntryValue) => readonly EarlierDay[],
  rules: readonly string[] = [],
): FormCheck[] {
  const find = (held: boolean) => (entry: EntryValue, ctx: EntryContext) =>
    remarkLater(listDays(entry), ctx, form, held);
  return [
    buildCheck(`${form}.after_meeting`, "warn", source, find(true), rules),
    buildCheck(`${form}.after_plan`, "warn", source, find(false), rules),
  ];
}
