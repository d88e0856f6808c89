import type { Lang } from "../../schemas/deadline";
import { isRecord } from "../../schemas/forms/values";
import type { FormDefinition, FormField } from "../../schemas/forms/vocabulary";
import { describeEntryValue } from "../../web/pages/entry.text";
import type { EntryField } from "../../web/pages/submission.model";

function buildTable(field: FormField, rows: readonly unknown[], lang: Lang): EntryField["table"] {
  const columns = (field.columns ?? []).filter((column) => column.kind !== "file" && column.kind !== "auto");
  return {
    head: columns.map((column) => column.label[lang]),
    rows: rows.map((row) =>
      columns.map((column) => describeEntryValue(column, isRecord(row) ? row[column.key] : null, lang)),
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
    return [{ label, value: describeEntryValue(field, typed, lang), table: null }];
  });
}
