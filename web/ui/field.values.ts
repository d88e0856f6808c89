import { formatLocalInput, isDay, type Lang, parseLocalInput } from "../../schemas/deadline";
import type { FormField } from "../../schemas/forms/vocabulary";
import type { Finding } from "../../schemas/problem";
import { sayChoice } from "../text/choices";

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

/** What somebody typed as a list: an item a line, names side by side where there is no room for lines. */
export function describeItems(field: FormField, value: unknown, place: "field" | "cell"): string {
  if (Array.isArray(value)) return value.map(String).join(field.names && place === "cell" ? "、" : "\n");
  return describeInput(field, value).value;
}

/** A choice in the reader's language; its value is the same in all. */
export const listOptions = (field: FormField, lang: Lang) =>
  (field.options ?? []).map((one) => ({ value: one, label: sayChoice(one, lang) }));
