import type { FormDefinition } from "../../schemas/forms/vocabulary";
import { describeEntryValue } from "../../web/pages/entry.text";

/** A typed entry as plain text that opens anywhere: one block a field, as the page shows it, CRLF. */
export function renderEntryText(
  form: FormDefinition,
  value: Record<string, unknown>,
  heading: string,
): string {
  const blocks = form.fields
    .filter((field) => field.kind !== "file" && field.kind !== "auto")
    .map((field) => {
      const said = describeEntryValue(field, value[field.key], "zh");
      return `${field.label.zh}：${said.includes("\n") || field.kind === "longtext" ? "\n" : ""}${said}`;
    });
  const text = [form.title.zh, heading, ...blocks].join("\n\n");
  return `\uFEFF${text.replace(/\r?\n/g, "\r\n")}\r\n`;
}
