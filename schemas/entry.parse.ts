import { isDay, parseLocalInput } from "./deadline";
import { isBlank, isRecord } from "./forms/values";
import type { EntryValue, FormDefinition, FormField } from "./forms/vocabulary";

/**
 * Typed values out of what arrived. What cannot be read stays exactly as it was typed, so
 * that the page shows it again and `checkEntry` names it; nothing is cut or guessed.
 */

/** Full-width digits, letters and signs as their half-width kin; other characters stay. */
const toHalfWidth = (text: string) =>
  text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .trim();

/** "2026/12/5", "2026.12.5" and "2026年12月5日" as `2026-12-05`, for browsers without a date picker. */
function parseDay(text: string): string | null {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(toHalfWidth(text));
  if (match === null) return null;
  const [, year = "", month = "", day = ""] = match;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(iso) ? iso : null;
}

function parseTime(text: string): string | null {
  const half = toHalfWidth(text);
  const direct = parseLocalInput(half);
  if (direct !== null) return direct;
  const match = /^(.*\S)[\sT]+(\d{1,2}):(\d{2})$/.exec(half) ?? /^(.*日)\s*(\d{1,2}):(\d{2})$/.exec(half);
  const day = match?.[1] === undefined ? null : parseDay(match[1]);
  return day === null ? null : parseLocalInput(`${day}T${match?.[2]?.padStart(2, "0")}:${match?.[3]}`);
}

function parseWhole(text: string): number | null {
  const half = toHalfWidth(text);
  return /^[+-]?\d{1,15}$/.test(half) ? Number(half) : null;
}

const parseTruth = (text: string): boolean | null =>
  ["on", "true", "1", "yes", "是"].includes(text)
    ? true
    : ["", "false", "0", "no", "否"].includes(text)
      ? false
      : null;

/** One line end, no blank lines around; the indentation of a first paragraph stays. */
const tidyText = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();

function canonicalText(field: FormField, text: string): unknown {
  switch (field.kind) {
    case "int":
      return parseWhole(text) ?? text.trim();
    case "date":
      return parseDay(text) ?? text.trim();
    case "datetime":
      return parseTime(text) ?? text.trim();
    case "bool":
      return parseTruth(text.trim().toLowerCase()) ?? text.trim();
    case "longtext":
      return tidyText(text);
    default:
      return text.trim();
  }
}

function canonicalPerson(field: FormField, value: EntryValue): EntryValue {
  const keys = field.phone ? ["name", "phone"] : ["name", "post"];
  const filled = keys.flatMap((key) => {
    const item = value[key];
    if (isBlank(item)) return [];
    if (typeof item !== "string") return [[key, item]];
    return [[key, key === "phone" ? toHalfWidth(item).replace(/\s+/g, "") : item.trim()]];
  });
  return Object.fromEntries(filled);
}

/** A row that holds nothing but unticked boxes and passive choices was never filled in. */
function isEmptyRow(columns: readonly FormField[], row: EntryValue): boolean {
  return columns.every((one) => one.kind === "bool" || one.passive === true || isBlank(row[one.key]));
}

function canonicalRows(field: FormField, value: readonly unknown[]): unknown[] {
  const columns = field.columns ?? [];
  return value.flatMap((row) => {
    if (!isRecord(row)) return isBlank(row) ? [] : [row];
    // Judged as it would be stored: what is dropped on the way does not make a row.
    const kept = canonicalFields(columns, row);
    return isEmptyRow(columns, kept) ? [] : [kept];
  });
}

const LINE_END = /\r\n?|\n/;
const NAME_END = /[\r\n\t、，,；;]/;

function canonicalItems(field: FormField, value: readonly unknown[]): unknown[] {
  const parts = field.names
    ? value.flatMap((item) => (typeof item === "string" ? item.split(NAME_END) : [item]))
    : value;
  return parts
    .map((item) => (typeof item === "string" ? item.trim() : item))
    .filter((item) => !isBlank(item));
}

function canonicalValue(field: FormField, value: unknown): unknown {
  if (field.kind === "list" && typeof value === "string") return canonicalItems(field, value.split(LINE_END));
  if (typeof value === "string") return canonicalText(field, value);
  if (Array.isArray(value)) {
    if (field.kind === "rows") return canonicalRows(field, value);
    return field.kind === "list" || field.kind === "multi_enum" ? canonicalItems(field, value) : value;
  }
  return field.kind === "person" && isRecord(value) ? canonicalPerson(field, value) : value;
}

function canonicalFields(fields: readonly FormField[], record: EntryValue): EntryValue {
  const entry: EntryValue = {};
  for (const field of fields) {
    if (field.kind === "auto" || field.kind === "file") continue;
    const value = canonicalValue(field, record[field.key]);
    if (!isBlank(value)) entry[field.key] = value;
    else if (field.kind === "bool") entry[field.key] = false;
  }
  return entry;
}

/**
 * The one shape an entry is stored and hashed in: the form's own keys in its own order,
 * numbers as numbers, days as `YYYY-MM-DD`, times at +08:00, blank values and empty rows
 * left out. Doing it twice changes nothing.
 */
export function canonicalEntry(form: FormDefinition, value: unknown): EntryValue {
  return canonicalFields(form.fields, isRecord(value) ? value : {});
}

/** A field name taken apart: `prep_steps.0.date`. */
const FIELD_NAME = /^([a-z][a-z0-9_]*)(?:\.(\d{1,4}))?(?:\.([a-z][a-z0-9_]*))?$/;

/** What one field of the form was sent, before it is read. */
interface Sent {
  plain: string[];
  /** An item of a list, or a row with every text that came under a column's name. */
  items: Map<number, Record<string, string[]> | string>;
  parts: EntryValue;
}

function collectFields(fields: Iterable<readonly [string, string]>): Map<string, Sent> {
  const all = new Map<string, Sent>();
  for (const [name, text] of fields) {
    const match = FIELD_NAME.exec(name);
    if (match?.[1] === undefined) continue;
    const sent: Sent = all.get(match[1]) ?? { plain: [], items: new Map(), parts: {} };
    all.set(match[1], sent);
    const [, , index, part] = match;
    if (index === undefined && part === undefined) sent.plain.push(text);
    else if (index === undefined) sent.parts = { ...sent.parts, [part as string]: text };
    else if (part === undefined) sent.items.set(Number(index), text);
    else {
      const known = sent.items.get(Number(index));
      const row = typeof known === "object" ? known : {};
      const texts = Object.hasOwn(row, part) ? (row[part] ?? []) : [];
      sent.items.set(Number(index), { ...row, [part]: [...texts, text] });
    }
  }
  return all;
}

/** Of several texts under one name the last counts, save where several may be chosen. */
function assembleRow(columns: readonly FormField[], row: Record<string, string[]>): EntryValue {
  const cells = columns.flatMap(({ key, kind }) => {
    const texts = Object.hasOwn(row, key) ? (row[key] ?? []) : [];
    return texts.length === 0 ? [] : [[key, kind === "multi_enum" ? texts : texts.at(-1)] as const];
  });
  return Object.fromEntries(cells);
}

function assembleField(field: FormField, sent: Sent): unknown {
  const items = [...sent.items].sort(([a], [b]) => a - b).map(([, item]) => item);
  if (field.kind === "rows") {
    return items.map((item) => (typeof item === "string" ? item : assembleRow(field.columns ?? [], item)));
  }
  if (field.kind === "list") return [...sent.plain.flatMap((text) => text.split(LINE_END)), ...items];
  if (field.kind === "multi_enum") return [...sent.plain, ...items];
  return field.kind === "person" ? sent.parts : sent.plain.at(-1);
}

/**
 * An entry from the fields of an HTML form: `theme`, `prep_steps.0.date`,
 * `responsible.name`. A list takes `agenda.0`, `agenda.1` or one text with an item per
 * line. A checkbox may follow a hidden field of its name; the last value counts. Unknown
 * names are left out, empty rows too, and the rest close up.
 */
export function parseEntryFields(
  form: FormDefinition,
  fields: Iterable<readonly [string, string]>,
): EntryValue {
  const all = collectFields(fields);
  const raw: EntryValue = {};
  for (const field of form.fields) {
    const sent = all.get(field.key);
    if (sent !== undefined) raw[field.key] = assembleField(field, sent);
  }
  return canonicalEntry(form, raw);
}
