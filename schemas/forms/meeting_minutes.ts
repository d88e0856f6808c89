import type { Lang } from "../deadline";
import { recordExpectations } from "./meeting_minutes.expected";
import { HINTS } from "./meeting_minutes.hints";
import { liveMinutes } from "./meeting_minutes.live";
import { PRESETS } from "./meeting_minutes.presets";
import { attendanceReminders } from "./meeting_minutes.reminders";
import { isFiled, readNamedRows } from "./meeting_minutes.rows";
import type { EntryContext, EntryValue, FormDefinition } from "./vocabulary";

/** Which absences are filed; blank while they are not, because the filing may be nobody's to ask. */
function computeFiled(entry: EntryValue, ctx: EntryContext, lang: Lang): Record<string, string> {
  const filed = readNamedRows(entry, "absent").filter((one) => one.key !== "" && isFiled(ctx, one.key));
  const said = lang === "zh" ? "已填缺席备案表" : "filed";
  return Object.fromEntries(filed.map((one) => [`absent.${one.index}.filed_on`, said]));
}

/** 专题组织生活会会议记录 (domain.md §3.3.6): the record that the other forms are checked against. */
export const meetingMinutes: FormDefinition = {
  ...liveMinutes,
  note: {
    zh: "应到、实到、缺席互相核对，对不上时不会自动改动。",
    en: "Expected, present and absent are held against each other; nothing is changed for you.",
  },
  fields: liveMinutes.fields.map((one) => ({ ...one, hint: HINTS[one.key], preset: PRESETS[one.key] })),
  checks: [...liveMinutes.checks, ...attendanceReminders, ...recordExpectations],
  figures: computeFiled,
};
