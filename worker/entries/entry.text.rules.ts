import { formatInstant, parseLocalInput } from "../../schemas/deadline";
import type { FormDefinition, FormField } from "../../schemas/forms/vocabulary";

type Value = unknown;
const isRecord = (value: Value): value is Record<string, Value> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

function describeValue(field: FormField, value: Value): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (isRecord(value)) return Object.values(value).filter(Boolean).join(" ");
  if (field.kind === "datetime")
    return formatInstant(parseLocalInput(String(value)) ?? String(value), "full");
  return Array.isArray(value) ? value.map(String).join("、") : String(value);
}

function describeRows(field: FormField, rows: readonly Value[]): string[] {
  const columns = field.columns ?? [];
  const head = ["序号", ...columns.map((column) => column.label.zh)].join("\t");
  const lines = rows.map((row, i) =>
    [i + 1, ...columns.map((column) => describeValue(column, isRecord(row) ? row[column.key] : null))].join(
      "\t",
    ),
  );
  return [`${field.label.zh}：`, head, ...lines];
}

function describeField(field: FormField, value: Value): string[] {
  if (field.kind === "file" || field.kind === "auto") return [];
  if (field.kind === "rows") return describeRows(field, Array.isArray(value) ? value : []);
  if (field.kind === "longtext") return [`${field.label.zh}：`, describeValue(field, value)];
  if (field.kind === "list" && Array.isArray(value)) {
    return [`${field.label.zh}：`, ...value.map((item, i) => `${i + 1}. ${String(item)}`)];
  }
  return [`${field.label.zh}：${describeValue(field, value)}`];
}

/** A typed entry as plain text that opens anywhere: one block a field, rows as tab-separated lines, CRLF. */
export function renderEntryText(
  form: FormDefinition,
  value: Record<string, unknown>,
  heading: string,
): string {
  const blocks = form.fields
    .map((field) => describeField(field, value[field.key]).join("\r\n"))
    .filter(Boolean);
  return `\uFEFF${[form.title.zh, heading, ...blocks].join("\r\n\r\n")}\r\n`;
}
