import type { Bilingual } from "../artifact";
import { formatDay, isDay, localDay, parseLocalInput } from "../deadline";
import type { EntryContext, EntryValue, FormField } from "./vocabulary";

/** Readers that take any JSON and never throw: what cannot be read is blank or null. */

export const isRecord = (value: unknown): value is EntryValue =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

export const intOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : null;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The rows of a `rows` value; a row that is no object reads as an empty one, so that places keep. */
export const rowsOf = (value: unknown): EntryValue[] =>
  listOf(value).map((row) => (isRecord(row) ? row : {}));

/** A day `YYYY-MM-DD`, or null. */
export function dayOf(value: unknown): string | null {
  const text = textOf(value);
  return isDay(text) ? text : null;
}

/** An instant in the round's zone, or null. */
export const instantOf = (value: unknown): string | null => parseLocalInput(textOf(value));

export const nameOf = (person: unknown): string => (isRecord(person) ? textOf(person.name) : "");

/** A name as it is compared: spaces and full-width forms make no difference. */
export const nameKey = (name: unknown): string => textOf(name).normalize("NFKC").replace(/\s+/g, "");

/** Names that fit into one sentence. */
const MAX_NAMES = 10;

/** "党员01、党员02等12人": the first ten, and how many there are. */
export function sayNames(names: readonly string[]): Bilingual {
  const said = names.slice(0, MAX_NAMES);
  const left = names.length - said.length;
  return {
    zh: said.join("、") + (left > 0 ? `等${names.length}人` : ""),
    en: said.join(", ") + (left > 0 ? ` and ${left} more` : ""),
  };
}

/** The text whose 字数 count, its sections joined by line ends; null when no field counts. */
export function readCountedText(fields: readonly FormField[], entry: EntryValue): string | null {
  const counted = fields.filter((field) => field.counted);
  return counted.length === 0 ? null : counted.map((field) => textOf(entry[field.key])).join("\n");
}

/** No value of a form nests deeper than a list inside a row inside the entry. */
const MAX_DEPTH = 4;

/** Nothing was typed: blank text, no item, or an object of blanks. `false` and 0 are answers. */
export function isBlank(value: unknown, depth = 0): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (typeof value !== "object" || depth > MAX_DEPTH) return false;
  return Object.values(value).every((item) => isBlank(item, depth + 1));
}

/** When and by which paper the meeting took place, or is planned to. */
export interface MeetingDay {
  day: string;
  /** False when only the plan names it. */
  held: boolean;
  zh: string;
  en: string;
}

/** Where a meeting's day stands, the most certain paper first. */
const MEETING_PAPERS = [
  { id: "meeting_minutes", key: "start", held: true, zh: "会议记录", en: "the minutes" },
  { id: "appraisal_tally", key: "meeting_on", held: true, zh: "测评汇总表", en: "the appraisal tally" },
  { id: "work_plan", key: "meeting_at", held: false, zh: "工作方案", en: "the work plan" },
] as const;

/** The day a date or an instant falls on; null for neither. */
export function dayOfTime(value: unknown): string | null {
  const instant = instantOf(value);
  return instant === null ? dayOf(value) : localDay(instant);
}

/**
 * The day of the meeting by the submission's other entries: the minutes first, then the
 * tally, then the plan; of a unit's several meetings the earliest. A form leaves itself out
 * by `except`.
 */
export function findMeetingDay(ctx: EntryContext, except: string): MeetingDay | null {
  for (const { id, key, held, zh, en } of MEETING_PAPERS) {
    const entries = id === except ? [] : (ctx.every[id] ?? []);
    const days = entries.map((one) => dayOfTime(one[key])).filter((day) => day !== null);
    const first = days.sort()[0];
    if (first !== undefined) return { day: first, held, zh, en };
  }
  return null;
}

/** "12月9日" and "9 Dec" of a day. */
export const dayWords = (day: string) => ({ zh: formatDay(day), en: formatDay(day, "en") });

/** A text as two are compared: without spaces and punctuation. */
export const bareText = (text: unknown): string => textOf(text).replace(/[\s\p{P}]/gu, "");
