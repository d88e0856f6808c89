import { localDay } from "../deadline";
import { instantOf, isRecord, nameKey, nameOf, rowsOf, textOf } from "./values";
import type { EntryContext, EntryValue } from "./vocabulary";

/** Readers of the minutes that other forms and the checks across artifacts share. */

/** Why somebody was not at the meeting of his own branch: the two kinds of a filing. */
export const ON_LEAVE = "请假缺席";
export const ELSEWHERE = "流入地参加";

/** The reason that needs a word of its own. */
export const OTHER_REASON = "其他";
export const REASONS = ["病假", "事假", "公出", "外出流动", OTHER_REASON] as const;

/** The day of the meeting in the round's zone, or null. */
export function meetingDayOf(minutes: EntryValue): string | null {
  const start = instantOf(minutes.start);
  return start === null ? null : localDay(start);
}

/** Whether nothing speaks against it that the host is the branch secretary, as is the custom (P2). */
export function isHostSecretary(minutes: EntryValue): boolean {
  const post = isRecord(minutes.host) ? textOf(minutes.host.post) : "";
  return post === "" || post.replace(/副书记/g, "").includes("书记");
}

/** The branch secretary's name as the minutes have it; "" when they do not say. */
export function findSecretary(minutes: EntryValue): string {
  return textOf(minutes.secretary) || (isHostSecretary(minutes) ? nameOf(minutes.host) : "");
}

const SECRETARY = /\(?党?(?:总支部?|支部)?书记\)?/;
const GENERAL_SECRETARY = /总支部?书记/;

/**
 * Whether a consent was given by the secretary: by his name, with or without his post, by
 * the post alone, or by the secretary of the general branch (000: 党（总）支部书记).
 */
export function isSecretary(named: unknown, secretary: string): boolean {
  const [typed, who] = [nameKey(named), nameKey(secretary)];
  if (typed === "" || typed.includes("副书记")) return false;
  const bare = typed.replace(SECRETARY, "").replace(/[:,、]/g, "");
  return typed === who || bare === who || bare === "" || GENERAL_SECRETARY.test(typed);
}

/** A row of `absent` or `floating` with its place, and the name as it is compared and as it is said. */
export interface NamedRow {
  index: number;
  key: string;
  /** "第2行" for a row without a name. */
  zh: string;
  en: string;
  row: EntryValue;
}

export function readNamedRows(minutes: EntryValue, list: "absent" | "floating" | "speeches"): NamedRow[] {
  return rowsOf(minutes[list]).map((row, index) => {
    const name = textOf(row.name);
    const key = nameKey(row.name);
    return { index, key, zh: name || `第${index + 1}行`, en: name || `Row ${index + 1}`, row };
  });
}

/** The filings of one kind that the branch has handed in. */
export const listFilings = (ctx: EntryContext, kind: string): EntryValue[] =>
  (ctx.every.absence_filing ?? []).filter((one) => textOf(one.kind) === kind);

/** Whether leave of the member with this name is filed. */
export const isFiled = (ctx: EntryContext, key: string): boolean =>
  listFilings(ctx, ON_LEAVE).some((one) => nameKey(nameOf(one.name)) === key);
