import type { Bilingual } from "../../schemas/artifact";
import { localDay, localSecond } from "../../schemas/deadline";
import type { RoundDefinition, RoundRule } from "../../schemas/round";

/** Either so many whole days (below 0 is earlier), or so that the last artifact falls due on a day, `YYYY-MM-DD`. */
export type ShiftPlan = { byDays: number } | { latestDueOn: string };

/** New due instants by key; null takes the date away, keys left out stay as they are. */
export type DueChanges = Readonly<Record<string, string | null>>;

/** How the words of a rule name a day, before and after. */
interface DayMove {
  before: Bilingual;
  after: Bilingual;
}

interface Dated {
  key: string;
  due: string | null;
  dueText: string | null;
}

const DAY_MS = 86_400_000;
const EN_MONTHS =
  "January February March April May June July August September October November December".split(" ");

const calendarMs = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: string) => localDay(instant) ?? "";

function nameDay(instant: string): Bilingual {
  const [, month = 0, day = 0] = dayOf(instant).split("-").map(Number);
  return { zh: `${month}月${day}日`, en: `${day} ${EN_MONTHS[month - 1]}` };
}

/**
 * The words for a due instant the notice does not name: "12月18日前", with the hour when it
 * is not the whole day that counts ("12月18日10:00前").
 */
export function buildDueText(due: string): string {
  const wall = localSecond(due);
  const hour = wall.slice(11, 19) === "23:59:59" ? "" : wall.slice(11, 16);
  return `${nameDay(due).zh}${hour}前`;
}

const sameInstant = (a: string | null, b: string | null) =>
  a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

/** Words that were the notice's own are kept only while they are still true. */
function withDue<T extends Dated>(one: T, due: string | null): T {
  if (sameInstant(one.due, due)) return one;
  return { ...one, due, dueText: due === null ? null : buildDueText(due) };
}

function changeDues<T extends Dated>(list: readonly T[], changes: DueChanges): T[] {
  return list.map((one) => {
    const due = changes[one.key];
    return due === undefined ? one : withDue(one, due);
  });
}

function listMoves(before: readonly Dated[], after: readonly Dated[]): Map<string, DayMove> {
  const moves = new Map<string, DayMove>();
  for (const [i, old] of before.entries()) {
    const due = after[i]?.due ?? null;
    if (old.due === null || due === null || sameInstant(old.due, due)) continue;
    moves.set(old.key, { before: nameDay(old.due), after: nameDay(due) });
  }
  return moves;
}

/** One pass over the text, so that a day put in is never taken for a day to replace. */
function replaceDays(text: string, lang: "zh" | "en", moves: readonly DayMove[]): string {
  const words = new Map(moves.toReversed().map((move) => [move.before[lang], move.after[lang]]));
  if (words.size === 0) return text;
  const pattern = new RegExp(`(?<!\\d)(?:${[...words.keys()].join("|")})`, "g");
  return text.replace(pattern, (day) => words.get(day) ?? day);
}

/** A rule that names a day ("工作方案8月31日前报审核备案") names the new one; its `source` stays a quotation. */
function rewordRule(
  one: RoundRule,
  artifacts: ReadonlyMap<string, DayMove>,
  milestones: ReadonlyMap<string, DayMove>,
): RoundRule {
  const own = one.appliesTo.flatMap((key) => artifacts.get(key) ?? []);
  const moves = own.length > 0 ? own : [...milestones.values()];
  const text = {
    zh: replaceDays(one.text.zh, "zh", moves),
    en: replaceDays(one.text.en, "en", moves),
  };
  return { ...one, text };
}

/**
 * Gives artifacts, and milestones where named, other due instants. `dueText` of what moved
 * is written anew and the days in rules follow; the notice's text, its dates and every
 * `source` are quotations and stay. A date taken away takes its words along.
 */
export function setDueDates(
  definition: RoundDefinition,
  artifactDues: DueChanges,
  milestoneDues: DueChanges = {},
): RoundDefinition {
  const artifacts = changeDues(definition.artifacts, artifactDues);
  const milestones = changeDues(definition.milestones, milestoneDues);
  const moved = listMoves(definition.artifacts, artifacts);
  const passed = listMoves(definition.milestones, milestones);
  const rules = definition.rules.map((one) => rewordRule(one, moved, passed));
  return { ...definition, artifacts, milestones, rules };
}

function moveInstant(instant: string, days: number): string {
  return `${localSecond(new Date(Date.parse(instant) + days * DAY_MS).toISOString())}+08:00`;
}

const moveDay = (day: string, days: number) =>
  new Date(calendarMs(day) + days * DAY_MS).toISOString().slice(0, 10);

function planDays(definition: RoundDefinition, plan: ShiftPlan): number {
  if ("byDays" in plan) return plan.byDays;
  const days = (list: readonly Dated[]) => list.flatMap((one) => (one.due === null ? [] : [dayOf(one.due)]));
  const dated = days(definition.artifacts);
  const last = (dated.length > 0 ? dated : days(definition.milestones)).toSorted().at(-1);
  return last === undefined ? 0 : (calendarMs(plan.latestDueOn) - calendarMs(last)) / DAY_MS;
}

const moveAll = (list: readonly Dated[], days: number): DueChanges =>
  Object.fromEntries(
    list.flatMap((one) => (one.due === null ? [] : [[one.key, moveInstant(one.due, days)]])),
  );

/**
 * The same round at another time of year: every due instant and milestone, the cut-off and
 * the keeping date move by the same number of whole days, hours unchanged. What has no date
 * (及时) gets none. A round without any date comes back as it was.
 */
export function shiftDates(definition: RoundDefinition, plan: ShiftPlan): RoundDefinition {
  const days = planDays(definition, plan);
  if (days === 0) return definition;
  const moved = setDueDates(
    definition,
    moveAll(definition.artifacts, days),
    moveAll(definition.milestones, days),
  );
  const { closesAt, retainUntil } = definition;
  return {
    ...moved,
    closesAt: closesAt === null ? null : moveInstant(closesAt, days),
    retainUntil: retainUntil === null ? null : moveDay(retainUntil, days),
  };
}
