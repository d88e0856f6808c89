import { MAX_ROWS } from "../entry.fields";
import { ELSEWHERE, listFilings, ON_LEAVE, OTHER_REASON, REASONS } from "./meeting_minutes.rows";
import { instantOf, listOf, nameOf, rowsOf, textOf } from "./values";
import { type EntryContext, type EntryValue, type FormField, hasRule } from "./vocabulary";

/** A theme may quote; inside quotation marks it quotes with single ones. */
const presetName = (ctx: EntryContext) =>
  `“${ctx.round.theme.replace(/“/g, "‘").replace(/”/g, "’")}”专题组织生活会`;

/** The planned start; what was planned is what usually took place. */
const presetStart = (ctx: EntryContext) => instantOf(ctx.others.work_plan?.meeting_at);

const presetPlace = (ctx: EntryContext) => textOf(ctx.others.work_plan?.place) || null;

const presetObservers = (ctx: EntryContext) => {
  const names = listOf(ctx.others.work_plan?.observers).map(textOf).filter(Boolean);
  return names.length === 0 ? null : names.map((name) => ({ name }));
};

/** Members who attended where they moved to: those filed, else those the roster counts as floating. */
function presetElsewhere(ctx: EntryContext): number | null {
  if (!hasRule(ctx, "floating")) return null;
  return listFilings(ctx, ELSEWHERE).length || ctx.branch.floating || null;
}

/** A row for each of them, with what their filings say. */
function presetFloating(ctx: EntryContext): EntryValue[] | null {
  const filings = listFilings(ctx, ELSEWHERE);
  const wanted = presetElsewhere(ctx) ?? 0;
  if (wanted === 0) return null;
  return Array.from({ length: Math.min(wanted, MAX_ROWS) }, (_, i) => {
    const filing = filings[i];
    if (filing === undefined) return {};
    const { host_branch, attended_on } = filing;
    return { name: nameOf(filing.name), host_branch, attended_on };
  });
}

function presetShould(ctx: EntryContext): number | null {
  const { members } = ctx.branch;
  const should = members === null ? -1 : members - (presetElsewhere(ctx) ?? 0);
  return should < 0 ? null : should;
}

/** The free reason of a filing among the reasons of the minutes. */
function splitReason(reason: string): EntryValue {
  const known = REASONS.some((one) => one === reason && one !== OTHER_REASON);
  return known ? { reason } : { reason: OTHER_REASON, reason_note: reason };
}

/** Leave is usually filed before the meeting. */
function presetAbsent(ctx: EntryContext): EntryValue[] | null {
  const rows = listFilings(ctx, ON_LEAVE).map((filing) => ({
    name: nameOf(filing.name),
    ...splitReason(textOf(filing.reason)),
    consented_by: nameOf(filing.consented_by),
    consented_on: filing.consented_on,
  }));
  return rows.length === 0 ? null : rows;
}

/** Those whom the tally has as present, else an empty row for each member expected. */
function presetSpeeches(ctx: EntryContext): EntryValue[] | null {
  const tallied = rowsOf(ctx.others.appraisal_tally?.rows).filter((row) => row.present === true);
  if (tallied.length > 0) return tallied.map((row) => ({ name: row.name }));
  const should = Math.min(presetShould(ctx) ?? 0, MAX_ROWS);
  return should === 0 ? null : Array.from({ length: should }, () => ({}));
}

/** What fresh minutes start with, by field: what round, roster, plan, filings and tally know is not typed again. */
export const PRESETS: Readonly<Record<string, FormField["preset"]>> = {
  name: presetName,
  start: presetStart,
  place: presetPlace,
  host: () => ({ name: "", post: "党支部书记" }),
  total_members: (ctx) => ctx.branch.members,
  total_full: (ctx) => ctx.branch.full,
  floating_elsewhere: presetElsewhere,
  floating: presetFloating,
  should_attend: presetShould,
  absent: presetAbsent,
  observers: presetObservers,
  speeches: presetSpeeches,
};
