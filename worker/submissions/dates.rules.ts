import type { Bilingual } from "../../schemas/artifact";
import type { Lang } from "../../schemas/deadline";

/** One date a branch may want in its calendar. */
export interface CalendarDate {
  /** Stable per round and date, so that a second download changes what the first put there. */
  id: string;
  title: Bilingual;
  due: string;
  note: string;
  /** How often it may have been changed: an amendment or an extension counts one more. */
  sequence: number;
  modifiedAt: string;
}

/** RFC 5545 §3.3.11: these four are escaped in a text. */
const escapeText = (text: string) =>
  text.replace(/\\/g, "\\\\").replace(/;/g, "\\;").replace(/,/g, "\\,").replace(/\r?\n/g, "\\n");

const MAX_LINE_BYTES = 75;

/** Lines are folded before 75 bytes, never inside a character (RFC 5545 §3.1). */
export function foldLine(line: string): string {
  const encoder = new TextEncoder();
  let folded = "";
  let bytes = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (bytes + size > MAX_LINE_BYTES) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += letter;
    bytes += size;
  }
  return folded;
}

const stamp = (instant: string) => `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

function buildEvent(one: CalendarDate, lang: Lang): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${one.id}@huizhi`,
    `DTSTAMP:${stamp(one.modifiedAt)}`,
    `LAST-MODIFIED:${stamp(one.modifiedAt)}`,
    `SEQUENCE:${one.sequence}`,
    `DTSTART:${stamp(one.due)}`,
    `DTEND:${stamp(one.due)}`,
    `SUMMARY:${escapeText(one.title[lang])}`,
    ...(one.note === "" ? [] : [`DESCRIPTION:${escapeText(one.note)}`]),
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-P1D",
    `DESCRIPTION:${escapeText(one.title[lang])}`,
    "END:VALARM",
    "END:VEVENT",
  ];
}

/** The dates of a round as a calendar file (RFC 5545), a reminder a day ahead. The same dates give the same bytes. */
export function buildCalendar(dates: readonly CalendarDate[], lang: Lang, round: { title: string }): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Huizhi//ZH",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escapeText(round.title)}`,
    ...dates.flatMap((one) => buildEvent(one, lang)),
    "END:VCALENDAR",
  ];
  return `${lines.map(foldLine).join("\r\n")}\r\n`;
}
