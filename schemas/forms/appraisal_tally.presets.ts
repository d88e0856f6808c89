import { FULL, PROBATIONARY } from "./appraisal_tally.rows";
import { intOf, nameKey, rowsOf, textOf } from "./values";
import type { EntryContext, EntryValue } from "./vocabulary";

/** Rows made ready for a branch; a larger one adds its own. */
const MAX_READY_ROWS = 200;

/** Who the minutes say attended votes on the spot, each with one ballot (T1). */
export const presetVoters = (ctx: EntryContext) => intOf(ctx.others.meeting_minutes?.attended);

/**
 * Members the minutes name: who spoke was there, who is listed as absent was not. Empty where
 * the roster has probationary members, for nothing tells which of the names they are.
 */
function listNamed(ctx: EntryContext): EntryValue[] {
  const { meeting_minutes: minutes } = ctx.others;
  if (minutes === undefined || ctx.branch.full !== ctx.branch.members) return [];
  const named = (list: unknown, present: boolean) =>
    rowsOf(list).map((row) => ({ name: textOf(row.name), member_type: FULL, present }));
  const seen = new Set([""]);
  return [...named(minutes.speeches, true), ...named(minutes.absent, false)].filter(({ name }) => {
    const isNew = !seen.has(nameKey(name));
    seen.add(nameKey(name));
    return isNew;
  });
}

/** One row per member of the roster, full members first; only names nobody wrote down yet and votes are left to type. */
export function buildReadyRows(ctx: EntryContext): EntryValue[] | undefined {
  const members = Math.min(ctx.branch.members ?? 0, MAX_READY_ROWS);
  const full = ctx.branch.full ?? members;
  if (members === 0) return undefined;
  const named = listNamed(ctx);
  return Array.from(
    { length: members },
    (_, i) => named[i] ?? { member_type: i < full ? FULL : PROBATIONARY, present: true },
  );
}
