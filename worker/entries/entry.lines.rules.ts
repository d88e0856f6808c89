import { formatInstant, isDay } from "../../schemas/deadline";
import { isBlank, isRecord } from "../../schemas/forms/values";
import type { EntryValue, FormDefinition, FormField } from "../../schemas/forms/vocabulary";
import { describeEntryValue } from "../../web/pages/entry.text";
import { cleanText } from "../receipts/wrap.rules";
import type { EntryCell, EntryColumn } from "./entry.columns.rules";

/** A part of an entry on paper, in the form's order. All text is clean; none of it is empty. */
export type EntryBlock =
  | { kind: "fact"; label: string; lines: readonly string[]; blank: boolean }
  | { kind: "prose"; label: string; paragraphs: readonly string[] }
  | { kind: "table"; label: string; columns: readonly EntryColumn[] };

/** A longer value stands in paragraphs under its label instead of beside it. */
const MAX_FACT_CHARS = 300;
const MAX_FACT_LINES = 15;

/** The number a writer put before an item: `1.`, `（一）`, `三、`. */
const OWN_NUMBER = /^[（(]?[\d一二三四五六七八九十]+[）)、.．]/;

/** Lines as they were typed: every kind of line end counts, blank lines do not. */
const splitLines = (text: string) =>
  text
    .split(/[\r\n\v\f\u0085\u2028\u2029]+/)
    .map(cleanText)
    .filter((line) => line !== "");

function numberItems(items: readonly string[]): readonly string[] {
  if (items.length < 2 || items.every((one) => OWN_NUMBER.test(one))) return items;
  return items.map((item, i) => `${i + 1}. ${item}`);
}

/** The page's words; a day has its year, because paper outlives the round it was typed in. */
function describeField(field: FormField, value: unknown): string {
  if (field.kind === "date" && typeof value === "string" && isDay(value)) {
    return formatInstant(`${value}T00:00:00+08:00`, "full").replace(/ .*$/, "");
  }
  return describeEntryValue(field, value, "zh");
}

/** Beside its label when it is short, under it when it is long or was typed as a text. */
function buildBlock(field: FormField, lines: readonly string[]): EntryBlock {
  const label = cleanText(field.label.zh);
  const short = lines.length <= MAX_FACT_LINES && lines.join("").length <= MAX_FACT_CHARS;
  const long = field.kind === "longtext" || !short;
  return long ? { kind: "prose", label, paragraphs: lines } : { kind: "fact", label, lines, blank: false };
}

function buildTextBlock(field: FormField, value: unknown): EntryBlock {
  const lines = splitLines(describeField(field, value));
  // What holds nothing that can be printed is as blank as what holds nothing.
  if (lines.length === 0 || (isBlank(value) && value !== false)) {
    const said = cleanText(describeEntryValue(field, null, "zh"));
    return { kind: "fact", label: cleanText(field.label.zh), lines: [said], blank: true };
  }
  return buildBlock(field, field.kind === "list" ? numberItems(lines) : lines);
}

function buildFigureBlock(field: FormField, said: string | undefined): EntryBlock[] {
  const lines = splitLines(said ?? "");
  return lines.length === 0 ? [] : [buildBlock(field, lines)];
}

/** A figure that could not be computed is no blank: nobody was asked for it. */
function buildFigureCell(said: string | undefined): EntryCell {
  return { text: cleanText(said ?? ""), blank: false };
}

function buildCell(column: FormField, value: unknown): EntryCell {
  const text = cleanText(describeField(column, value));
  const blank = text === "" || (isBlank(value) && value !== false);
  return { text: blank ? describeEntryValue(column, null, "zh") : text, blank };
}

function buildColumn(
  column: FormField,
  path: string,
  rows: readonly unknown[],
  figures: Readonly<Record<string, string>>,
): EntryColumn {
  const cells = rows.map((row, i) =>
    column.kind === "auto"
      ? buildFigureCell(figures[`${path}.${i}.${column.key}`])
      : buildCell(column, isRecord(row) ? row[column.key] : null),
  );
  return { label: cleanText(column.label.zh), cells };
}

function buildTableBlock(
  field: FormField,
  rows: readonly unknown[],
  figures: Readonly<Record<string, string>>,
): EntryBlock {
  const columns = (field.columns ?? [])
    .filter((column) => column.kind !== "file")
    .map((column) => ({ column, built: buildColumn(column, field.key, rows, figures) }))
    .filter(({ column, built }) => column.kind !== "auto" || built.cells.some((cell) => cell.text !== ""));
  return { kind: "table", label: cleanText(field.label.zh), columns: columns.map(({ built }) => built) };
}

/**
 * What a typed entry says, field by field in the form's order and words. Blanks are said to
 * be blank, computed figures stand where the form has them, and the files of a `file` field
 * are left out: they are files of the artifact and lie beside this one.
 */
export function buildEntryBlocks(
  form: FormDefinition,
  value: EntryValue,
  figures: Readonly<Record<string, string>>,
): EntryBlock[] {
  return form.fields.flatMap((field) => {
    const typed = value[field.key];
    if (field.kind === "file") return [];
    if (field.kind === "auto") return buildFigureBlock(field, figures[field.key]);
    if (field.kind === "rows" && Array.isArray(typed) && typed.length > 0) {
      return [buildTableBlock(field, typed, figures)];
    }
    return [buildTextBlock(field, typed)];
  });
}
