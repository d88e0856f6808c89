import { dayEnd, isDay, parseLocalInput } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";

/** The edit form as names and texts: what is shown, what was typed, and what comes back. */
export type RoundForm = Readonly<Record<string, string>>;

/** Something to mend before the draft can be stored. */
export function blockAt(path: string, zh: string, en: string): Finding {
  return { path, level: "block", code: "round.field", zh, en };
}

/** Reads the form's texts and collects what is wrong with them, each at its field. */
export class FormReader {
  readonly findings: Finding[] = [];
  constructor(private readonly form: RoundForm) {}

  text(name: string): string {
    return (this.form[name] ?? "").trim();
  }

  has(name: string): boolean {
    return this.form[name] !== undefined;
  }

  optional(name: string, max: number, label: string, labelEn: string): string | null {
    const text = this.text(name);
    if (text.length > max) {
      const [zh, en] = [`“${label}”最多 ${max} 个字`, `${labelEn} takes at most ${max} characters`];
      this.findings.push(blockAt(name, zh, en));
    }
    return text === "" ? null : text;
  }

  wanted(name: string, min: number, max: number, label: string, labelEn: string): string {
    const text = this.optional(name, max, label, labelEn) ?? "";
    if (text.length < min) {
      const [zh, en] = [`“${label}”至少 ${min} 个字`, `${labelEn} needs at least ${min} characters`];
      this.findings.push(blockAt(name, zh, en));
    }
    return text;
  }

  int(name: string, min: number, max: number, label: string, labelEn: string): number | null {
    const text = this.text(name).normalize("NFKC");
    if (text === "") return null;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    this.findings.push(
      blockAt(
        name,
        `“${label}”应是 ${min} 到 ${max} 的整数`,
        `${labelEn} must be a whole number, ${min} to ${max}`,
      ),
    );
    return null;
  }

  /** A day and a time; without a time the whole day counts. Undefined when either is wrong. */
  due(prefix: string, key: string, label: string, labelEn: string): string | null | undefined {
    const day = this.text(`${prefix}_date.${key}`);
    const time = this.text(`${prefix}_time.${key}`).normalize("NFKC");
    if (day === "" && time === "") return null;
    if (isDay(day) && time === "") return dayEnd(day);
    const at =
      isDay(day) && /^\d{1,2}:\d{2}(?::\d{2})?$/.test(time)
        ? parseLocalInput(`${day}T${time.padStart(5, "0")}`)
        : null;
    if (at !== null) return at;
    const wrongTime = isDay(day);
    const zh = wrongTime
      ? `“${label}”的时间写成 17:00 这样，或者留空`
      : `“${label}”的日期写成 2026-12-18 这样`;
    const en = wrongTime
      ? `${labelEn}: write the time as 17:00 or leave it empty`
      : `${labelEn}: write the date as 2026-12-18`;
    this.findings.push(blockAt(`${prefix}_${wrongTime ? "time" : "date"}.${key}`, zh, en));
    return undefined;
  }
}
