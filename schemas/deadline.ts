import type { Bilingual } from "./artifact";

/**
 * Instants and days in the round's zone. Asia/Shanghai is UTC+8 all year (domain.md §3.4),
 * so plain arithmetic is enough and the machine's own zone never takes part.
 * A notice's own words ("7月5日前") are data beside the instant and not made here.
 */
const ZONE_OFFSET_MS = 8 * 3600_000;
const DAY_SECONDS = 86_400;

export type Lang = "zh" | "en";

const EN_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const EN_DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const ZH_DAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

const pad = (n: number) => String(n).padStart(2, "0");
const wholeSeconds = (at: string) => Math.floor(Date.parse(at) / 1000);

/**
 * Whole seconds `at` lies after `due`; 0 when on time or when nothing is due. Both are cut
 * to the second, so 12:00:00.999 is still on time for 12:00:00 and 12:00:01 is late by 1.
 */
export function computeLateSeconds(due: string | null, at: string): number {
  if (due === null) return 0;
  const late = wholeSeconds(at) - wholeSeconds(due);
  return Number.isNaN(late) ? 0 : Math.max(0, late);
}

const enUnit = (n: number, unit: string) => `${n} ${unit}${n === 1 ? "" : "s"}`;

/** "逾期2小时", and days from 24 hours on: "逾期1天3小时". What does not fill the last unit is cut off. */
export function describeLateness(seconds: number): Bilingual {
  if (seconds <= 0) return { zh: "按时", en: "on time" };
  if (seconds < 60) return { zh: "逾期不到1分钟", en: "late by less than a minute" };
  const days = Math.floor(seconds / DAY_SECONDS);
  const hours = Math.floor((seconds % DAY_SECONDS) / 3600);
  const minutes = days > 0 ? 0 : Math.floor((seconds % 3600) / 60);
  const parts = [
    { n: days, zh: "天", en: "day" },
    { n: hours, zh: "小时", en: "hour" },
    { n: minutes, zh: "分钟", en: "minute" },
  ].filter((part) => part.n > 0);
  return {
    zh: `逾期${parts.map((part) => `${part.n}${part.zh}`).join("")}`,
    en: `late by ${parts.map((part) => enUnit(part.n, part.en)).join(" ")}`,
  };
}

/** A deadline as it held for one branch: the round's, or a later one that was granted. */
export interface HeldDue {
  at: string | null;
  /** The round's own, where another was granted; null where it is the round's. */
  original: string | null;
  /** 补批: granted when it had passed. */
  retroactive: boolean;
}

/** Calendar days in the round's zone an arrival lies after its day: paper counts by the day (domain.md §4.2, 6). */
export function computeLateDays(due: string, at: string): number {
  const [last, came] = [localDay(due), localDay(at)];
  if (last === null || came === null) return 0;
  return Math.max(0, Math.round((Date.parse(came) - Date.parse(last)) / (DAY_SECONDS * 1000)));
}

const numericDue = (due: string) => {
  const at = computeLocalParts(due);
  return at === null ? due : `${pad(at.month)}-${pad(at.day)} ${at.clock}`;
};

/** "（延期后截止 12-21 12:00；原截止 12-18 23:59）", "" where the round's own deadline held. */
function describeHeld(due: HeldDue): Bilingual {
  if (due.original === null || due.at === null) return { zh: "", en: "" };
  const [now, was] = [numericDue(due.at), numericDue(due.original)];
  return due.retroactive
    ? { zh: `（补批延期至 ${now}；原截止 ${was}）`, en: ` (extended afterwards to ${now}; was ${was})` }
    : { zh: `（延期后截止 ${now}；原截止 ${was}）`, en: ` (extended to ${now}; was ${was})` };
}

/**
 * Whether something came in time, with both deadlines where one was granted: "按时",
 * "延期内", "补批延期", "逾期2小时（…）"; paper "按日计逾期4天".
 *
 * @param lateSeconds after the deadline that held
 */
export function describePunctuality(one: {
  lateSeconds: number;
  receivedAt: string;
  due: HeldDue;
  byDay: boolean;
}): Bilingual {
  const { lateSeconds, receivedAt, due, byDay } = one;
  const held = describeHeld(due);
  const days = byDay && due.at !== null ? computeLateDays(due.at, receivedAt) : 0;
  if (lateSeconds > 0 && days > 0) {
    return { zh: `按日计逾期${days}天${held.zh}`, en: `late by ${enUnit(days, "day")}${held.en}` };
  }
  const late = describeLateness(lateSeconds);
  if (lateSeconds > 0) return { zh: late.zh + held.zh, en: late.en + held.en };
  if (due.original === null || computeLateSeconds(due.original, receivedAt) === 0) return late;
  return due.retroactive
    ? { zh: `补批延期${held.zh}`, en: `extended afterwards${held.en}` }
    : { zh: `延期内${held.zh}`, en: `within the extension${held.en}` };
}

/** The clock on a wall in Shanghai, or null when `at` is not an instant. */
function computeLocalParts(at: string) {
  const wall = computeLocalWall(at);
  if (wall === null) return null;
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    weekday: wall.getUTCDay(),
    clock: `${pad(wall.getUTCHours())}:${pad(wall.getUTCMinutes())}`,
    lastSecond: wall.toISOString().slice(11, 19) === "23:59:59",
  };
}

/** The same, read through the UTC getters. */
function computeLocalWall(at: string): Date | null {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? null : new Date(ms + ZONE_OFFSET_MS);
}

const dayWords = (month: number, day: number, lang: Lang) =>
  lang === "zh" ? `${month}月${day}日` : `${day} ${EN_MONTHS[month - 1]}`;

/**
 * A deadline as a person reads it: "12月18日 周五 24:00" when the whole day counts
 * (23:59:59), "12月21日 12:00" when an hour was set. Text that is no instant comes back as it is.
 */
export function formatDue(due: string, lang: Lang = "zh"): string {
  const at = computeLocalParts(due);
  if (at === null) return due;
  const day = dayWords(at.month, at.day, lang);
  if (!at.lastSecond) return `${day} ${at.clock}`;
  return lang === "zh" ? `${day} ${ZH_DAYS[at.weekday]} 24:00` : `${EN_DAYS[at.weekday]} ${day} 24:00`;
}

/**
 * An instant as a person reads it: `short` "12月5日 09:44", `numeric` "12-05 09:44",
 * `full` "2026年12月9日 10:15".
 */
export function formatInstant(
  instant: string,
  style: "short" | "numeric" | "full" = "short",
  lang: Lang = "zh",
): string {
  const at = computeLocalParts(instant);
  if (at === null) return instant;
  if (style === "numeric") return `${pad(at.month)}-${pad(at.day)} ${at.clock}`;
  const day = dayWords(at.month, at.day, lang);
  if (style === "short") return `${day} ${at.clock}`;
  return lang === "zh" ? `${at.year}年${day} ${at.clock}` : `${day} ${at.year} ${at.clock}`;
}

/** True for a day of the calendar written `YYYY-MM-DD`; 2026-02-30 is not one. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** "12月11日" from `2026-12-11`; anything else comes back as it is. */
export function formatDay(day: string, lang: Lang = "zh"): string {
  return isDay(day) ? dayWords(Number(day.slice(5, 7)), Number(day.slice(8, 10)), lang) : day;
}

/** The last second of a day in the round's zone: the named day counts (domain.md §5). */
export function dayEnd(day: string): string {
  return `${day}T23:59:59+08:00`;
}

/** The clock on a wall in Shanghai to the second, `2026-12-11T23:59:59`; "" when `at` is not an instant. */
export function localSecond(at: string): string {
  return computeLocalWall(at)?.toISOString().slice(0, 19) ?? "";
}

/** The day in Shanghai an instant falls on, `YYYY-MM-DD`; null when `at` is not an instant. */
export function localDay(at: string): string | null {
  return computeLocalWall(at)?.toISOString().slice(0, 10) ?? null;
}

/**
 * Calendar days from today to the day something is due: 0 is today, below 0 is past.
 * Null when nothing is due.
 */
export function daysLeft(due: string | null, now: string): number | null {
  const end = due === null ? null : localDay(due);
  const today = localDay(now);
  if (end === null || today === null) return null;
  return Math.round(
    (Date.parse(`${end}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / (DAY_SECONDS * 1000),
  );
}

/** The value of an `<input type="datetime-local">` for an instant; "" when it is not one. */
export function formatLocalInput(at: string): string {
  return computeLocalWall(at)?.toISOString().slice(0, 16) ?? "";
}

const LOCAL_INPUT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * What a `datetime-local` input sends, read in the round's zone: `2026-12-09T14:00` →
 * `2026-12-09T14:00:00+08:00`. A text that names its own offset keeps its instant. Null
 * for anything that is no real time.
 */
export function parseLocalInput(text: string): string | null {
  const match = LOCAL_INPUT.exec(text.trim());
  if (match === null) return null;
  const [, day = "", hour = "", minute = "", second = "00", offset = "+08:00"] = match;
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const at = localSecond(`${day}T${hour}:${minute}:${second}${offset}`);
  return at === "" ? null : `${at}+08:00`;
}
