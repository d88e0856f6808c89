import type { Bilingual, FileType } from "../artifact";
import type { Lang } from "../deadline";
import type { Finding } from "../problem";

/**
 * The words a form is written in. A definition is the one source of how a form is shown,
 * parsed, checked in the browser, checked on the server and exported; no zod here, because
 * the browser carries this.
 */
export type FieldKind =
  | "text"
  | "longtext"
  | "int"
  | "bool"
  | "date"
  | "datetime"
  | "enum"
  | "multi_enum"
  | "list"
  | "rows"
  | "person"
  | "file"
  | "auto";

/** What a branch typed: a plain JSON object. Wrong values stay in it as they were typed. */
export type EntryValue = Record<string, unknown>;

/** Everything a check may look at beside the entry itself. */
export interface EntryContext {
  artifact: { key: string; minChars: number | null; title: Bilingual };
  branch: {
    code: string;
    name: string;
    members: number | null;
    full: number | null;
    probationary: number | null;
    committee: number | null;
    floating: number | null;
  };
  round: {
    theme: string;
    selfVote: boolean;
    grades: readonly string[];
    /** The round has the rule 应当集中开展，不得在网上进行. */
    inPersonOnly: boolean;
    milestones: readonly { key: string; due: string | null }[];
    phases: readonly string[];
  };
  /** Latest handed-in entries of the same submission, by form id. */
  others: Readonly<Record<string, EntryValue>>;
  now: string;
}

export interface FormField {
  key: string;
  kind: FieldKind;
  label: Bilingual;
  required: boolean;
  hint?: Bilingual;
  /** Least length of a text, value of an int, number of items, rows or files. */
  min?: number;
  /** Greatest length of a text, value of an int, number of items, rows or files. */
  max?: number;
  options?: readonly string[];
  /** Columns of `rows`. */
  columns?: readonly FormField[];
  /** Types a `file` takes. Its bytes are files of the artifact, never part of the entry. */
  types?: readonly FileType[];
  /** A person with a phone number instead of a post. */
  phone?: boolean;
  /** Part of the body whose 字数 count. */
  counted?: boolean;
  /** A choice that alone does not make a row: a row with nothing else in it is empty. */
  passive?: boolean;
  /** When a required field may stay blank after all; `record` is the row or entry it stands in. */
  waived?: (record: EntryValue) => boolean;
  /** What a fresh entry starts with; still open to change. */
  preset?: (ctx: EntryContext) => unknown;
  /** Notices that ask for it, "000" to "004"; none when it is practice or ours. */
  notices: readonly string[];
  /** S stated in a notice, P1… practice source, I ours (domain.md §3.6). */
  basis: string;
}

export interface FormCheck {
  /** `form.reason`; never changes its meaning. */
  code: string;
  level: Finding["level"];
  /** The notice or practice source the rule comes from, and its line where there is one. */
  source: string;
  run(entry: EntryValue, ctx: EntryContext): Finding[];
}

export interface FormDefinition {
  id: string;
  title: Bilingual;
  note?: Bilingual;
  fields: readonly FormField[];
  checks: readonly FormCheck[];
  /** The text of `auto` fields, by field name (`rows.3.rates` inside rows). */
  figures?: (entry: EntryValue, ctx: EntryContext, lang: Lang) => Record<string, string>;
  /** The form as one round asks it, where the round's own words enter the form. */
  fit?: (form: FormDefinition, ctx: EntryContext) => FormDefinition;
}

/** What a check has to say, and where. */
export interface Remark {
  path: string;
  zh: string;
  en: string;
}

/** A check from what it says; level and code are put on every remark. */
export function buildCheck(
  code: string,
  level: FormCheck["level"],
  source: string,
  find: (entry: EntryValue, ctx: EntryContext) => readonly Remark[],
): FormCheck {
  return {
    code,
    level,
    source,
    run: (entry, ctx) => find(entry, ctx).map((one) => ({ ...one, level, code })),
  };
}
