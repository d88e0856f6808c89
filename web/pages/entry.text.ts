import { formatDay, formatInstant, isDay, type Lang, parseLocalInput } from "../../schemas/deadline";
import type { FormField } from "../../schemas/forms/vocabulary";
import { text } from "../text";
import { sayChoice } from "../text/choices";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a field holds, as a person reads it; rows line by line. Blank is said to be blank. */
export function describeEntryValue(field: FormField, value: unknown, lang: Lang): string {
  const { branch, common } = text(lang);
  if (Array.isArray(value) && field.kind === "rows") {
    const columns = (field.columns ?? []).filter((one) => one.kind !== "auto");
    return value
      .map((row, i) => {
        const cells = columns.map((one) => describeCell(one, isRecord(row) ? row[one.key] : "", lang));
        return `${i + 1}. ${cells.join(" | ")}`;
      })
      .join("\n");
  }
  return describeCell(field, value, lang).trim() || (value === false ? common.no : branch.form.empty);
}

const sayItem = (field: FormField, value: unknown, lang: Lang) =>
  field.kind === "multi_enum" ? sayChoice(String(value), lang) : String(value);

function describeCell(field: FormField, value: unknown, lang: Lang): string {
  const { common } = text(lang);
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? common.yes : common.no;
  if (field.kind === "enum") return sayChoice(String(value), lang);
  if (Array.isArray(value))
    return value.map((one) => sayItem(field, one, lang)).join(field.names ? common.separator : "\n");
  if (isRecord(value)) return Object.values(value).map(String).join(" ");
  const said = String(value);
  if (field.kind === "date" && isDay(said)) return formatDay(said, lang);
  return field.kind === "datetime" && parseLocalInput(said) !== null
    ? formatInstant(said, "full", lang)
    : said;
}
