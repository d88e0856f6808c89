import { formatLocalInput, isDay, type Lang, parseLocalInput } from "../../schemas/deadline";
import type { FormField } from "../../schemas/forms/vocabulary";
import type { Finding } from "../../schemas/problem";

/** What was said of one path, as sentences. */
export function listSentences(
  findings: readonly Finding[],
  lang: Lang,
  level: "block" | "other",
  matches: (path: string) => boolean,
): string[] {
  return findings
    .filter((one) => (level === "block") === (one.level === "block") && matches(one.path))
    .map((one) => one[lang]);
}

/** Text typed into a picker that the browser would drop stays visible in a plain text field. */
export function describeInput(
  field: FormField,
  value: unknown,
): { type: "text" | "date" | "datetime-local"; value: string } {
  const typed = value === undefined || value === null || typeof value === "object" ? "" : String(value);
  if (field.kind === "date" && (typed === "" || isDay(typed))) return { type: "date", value: typed };
  if (field.kind === "datetime" && (typed === "" || parseLocalInput(typed) !== null)) {
    return {
      type: "datetime-local",
      value: typed === "" ? "" : formatLocalInput(parseLocalInput(typed) ?? typed),
    };
  }
  return { type: "text", value: typed };
}

export const listOptions = (field: FormField) =>
  (field.options ?? []).map((one) => ({ value: one, label: one }));
