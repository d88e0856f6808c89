import type { Lang } from "../../schemas/deadline";
import { isRecord } from "../../schemas/forms/values";
import type { FormDefinition, FormField } from "../../schemas/forms/vocabulary";
import type { EntryField } from "../../web/pages/submission.page";

const YES_NO = { zh: ["是", "否"], en: ["yes", "no"] } as const;

/** One typed value as a person reads it; what was left blank is a dash. */
function describeValue(field: FormField, value: unknown, lang: Lang): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return YES_NO[lang][value ? 0 : 1];
  if (Array.isArray(value)) return value.map((item) => describeValue(field, item, lang)).join("\n");
  if (isRecord(value)) return Object.values(value).filter(Boolean).join(" ");
  return field.kind === "datetime" ? String(value).replace("T", " ") : String(value);
}

function buildTable(field: FormField, rows: readonly unknown[], lang: Lang): EntryField["table"] {
  const columns = (field.columns ?? []).filter((column) => column.kind !== "file" && column.kind !== "auto");
  return {
    head: columns.map((column) => column.label[lang]),
    rows: rows.map((row) =>
      columns.map((column) => describeValue(column, isRecord(row) ? row[column.key] : null, lang)),
    ),
  };
}

/** A handed-in entry to read, in the form's order; files stand in the list of files. */
export function buildEntryFields(form: FormDefinition, value: unknown, lang: Lang): EntryField[] {
  const entry = isRecord(value) ? value : {};
  return form.fields.flatMap((field) => {
    if (field.kind === "file" || field.kind === "auto") return [];
    const label = field.label[lang];
    const typed = entry[field.key];
    if (field.kind === "rows" && Array.isArray(typed) && typed.length > 0) {
      return [{ label, value: "", table: buildTable(field, typed, lang) }];
    }
    return [{ label, value: describeValue(field, field.kind === "rows" ? null : typed, lang), table: null }];
  });
}
