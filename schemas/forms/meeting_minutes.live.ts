import { absenceChecks } from "./meeting_minutes.absence";
import { attendanceFields, CONSENT_COLUMNS } from "./meeting_minutes.attendance";
import { countChecks } from "./meeting_minutes.counts";
import { recordChecks, recordFields } from "./meeting_minutes.record";
import { settingChecks, settingFields } from "./meeting_minutes.setting";
import { type EntryContext, type FormDefinition, hasRule } from "./vocabulary";

/** Fields that only a round with a rule asks, by the rule's id. */
const BY_RULE: Readonly<Record<string, string>> = {
  flexible_note: "flexible",
  floating_elsewhere: "floating",
  floating: "floating",
};

/**
 * Asks for no more than the round's rules do: attendance elsewhere is offered where the
 * round has the rule `floating` (001), consent where it has `absence` (000). A committee
 * switches either on by giving the round the rule.
 */
function fitRules(form: FormDefinition, ctx: EntryContext): FormDefinition {
  const asked = form.fields.filter(({ key }) => BY_RULE[key] === undefined || hasRule(ctx, BY_RULE[key]));
  if (hasRule(ctx, "absence")) return { ...form, fields: asked };
  const fields = asked.map((one) =>
    one.key === "absent"
      ? { ...one, columns: one.columns?.filter((column) => !CONSENT_COLUMNS.has(column.key)) }
      : one,
  );
  return { ...form, fields };
}

/**
 * The minutes as a browser needs them while somebody types: the fields and what may refuse
 * them. Hints, what a fresh entry starts with and what is only worth a second look stay
 * with the server, because a phone has to load this.
 */
export const liveMinutes: FormDefinition = {
  id: "meeting_minutes",
  title: { zh: "专题组织生活会会议记录", en: "Meeting minutes with attendance and absences" },
  fields: [...settingFields, ...attendanceFields, ...recordFields],
  checks: [...settingChecks, ...countChecks, ...absenceChecks, ...recordChecks],
  fit: fitRules,
};
