import { countC1, countC2 } from "./count";
import type { Lang } from "./deadline";
import { checkFields } from "./entry.fields";
import { canonicalEntry } from "./entry.parse";
import { isRecord, listOf, readCountedText } from "./forms/values";
import {
  type EntryContext,
  type EntryValue,
  type FormDefinition,
  type FormField,
  runCheck,
} from "./forms/vocabulary";
import type { Finding } from "./problem";

export { MAX_ROWS } from "./entry.fields";
export { canonicalEntry, parseEntryFields } from "./entry.parse";

/** The fields a round may store: what is private to the branch stays there unless the round says otherwise. */
function dropPrivate(fields: readonly FormField[]): FormField[] {
  return fields.flatMap((field) => {
    if (field.private) return [];
    return [field.columns === undefined ? field : { ...field, columns: dropPrivate(field.columns) }];
  });
}

/**
 * The form as this round asks it: with the round's own words where they enter the form (the
 * grades of a tally), and without what is private to the branch unless the round collects it.
 * Pages and parsers take this one.
 */
export function fitForm(form: FormDefinition, ctx: EntryContext): FormDefinition {
  const fitted = form.fit === undefined ? form : form.fit(form, ctx);
  return ctx.round.collectPrivate ? fitted : { ...fitted, fields: dropPrivate(fitted.fields) };
}

/**
 * Everything there is to say about an entry by itself: each field's own limits, then the
 * form's checks across its fields. Only `block` keeps an entry from being handed in. Never
 * throws, whatever JSON it is given.
 */
export function checkEntry(form: FormDefinition, value: unknown, ctx: EntryContext): Finding[] {
  const entry = isRecord(value) ? value : {};
  const fitted = fitForm(form, ctx);
  return [
    ...checkFields(fitted.fields, entry),
    ...fitted.checks.flatMap((check) => runCheck(check, entry, ctx)),
  ];
}

export const hasBlock = (findings: readonly Finding[]) => findings.some((one) => one.level === "block");

/** What a fresh entry starts with: what the round and the roster know is never asked again. */
export function buildEntryDefaults(form: FormDefinition, ctx: EntryContext): EntryValue {
  const entry: EntryValue = {};
  for (const field of fitForm(form, ctx).fields) {
    const value = field.preset?.(ctx);
    if (value !== undefined && value !== null) entry[field.key] = value;
  }
  return entry;
}

/**
 * A draft with the rows that were made ready and are not filled in yet: they are never stored,
 * and whoever comes back to a half-typed table finds the rest of it. `deletedIn` is the table
 * that just lost a row.
 */
export function addReadyRows(
  form: FormDefinition,
  value: EntryValue,
  ctx: EntryContext,
  deletedIn?: string,
): EntryValue {
  const defaults = Object.entries(buildEntryDefaults(form, ctx));
  const isUnfilled = (key: string, row: unknown) => !(key in canonicalEntry(form, { [key]: [row] }));
  const tables = form.fields.filter((field) => field.kind === "rows").map((field) => field.key);
  const padded = defaults.flatMap(([key, ready]) => {
    if (!tables.includes(key) || !Array.isArray(value[key] ?? [])) return [];
    const typed = listOf(value[key]);
    const left = listOf(ready).slice(typed.length + (key === deletedIn ? 1 : 0));
    return [[key, [...typed, ...left.filter((row) => isUnfilled(key, row))]]];
  });
  return { ...value, ...Object.fromEntries(padded) };
}

export interface EntryFigures {
  /** 字数 of the body by rule C1; null when the form counts none. */
  chars: number | null;
  /** Han characters of the body (C2). */
  han: number | null;
  /** The text of `auto` fields by field name. */
  auto: Record<string, string>;
}

/** What is computed and never typed. */
export function computeEntryFigures(
  form: FormDefinition,
  value: unknown,
  ctx: EntryContext,
  lang: Lang = "zh",
): EntryFigures {
  const entry = isRecord(value) ? value : {};
  const fitted = fitForm(form, ctx);
  const text = readCountedText(fitted.fields, entry);
  return {
    chars: text === null ? null : countC1(text),
    han: text === null ? null : countC2(text),
    auto: fitted.figures?.(entry, ctx, lang) ?? {},
  };
}
