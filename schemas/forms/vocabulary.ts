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

/** A member branch of a unit that hands in for several (submitter level `unit`). */
export interface MemberBranch {
  code: string;
  name: string;
  members: number | null;
}

/** What the round says that a form or a check needs; frozen with its version. */
export interface RoundContext {
  theme: string;
  selfVote: boolean;
  grades: readonly string[];
  milestones: readonly { key: string; due: string | null }[];
  phases: readonly string[];
  /** The notice's rules with the notice's own line, so that a finding can name both. */
  rules: readonly {
    id: string;
    enforce: Finding["level"];
    line: string | null;
    /** Keys of the artifacts it is about; none, or left out: of any. */
    appliesTo?: readonly string[];
  }[];
  /** Levels the round sets for single checks, by code; `off` silences one. */
  checkLevels: Readonly<Record<string, Finding["level"] | "off">>;
  /** False: what is private to the branch (gist of talks, criticism) is neither asked nor stored. */
  collectPrivate: boolean;
  /** 查摆方面, as the notice lists them. */
  aspects: readonly string[];
  /** 重点选题, numbered as in the notice. */
  topics: readonly { no: number; text: string }[];
}

/** Everything a check may look at beside the entry itself. */
export interface EntryContext {
  artifact: {
    key: string;
    minChars: number | null;
    title: Bilingual;
    /** Which of the artifact's entries this is; 1 where it is answered once. */
    item: number;
  };
  branch: {
    code: string;
    name: string;
    members: number | null;
    full: number | null;
    probationary: number | null;
    committee: number | null;
    floating: number | null;
    /** The branches a unit hands in for; empty for a branch that stands for itself. */
    branches: readonly MemberBranch[];
  };
  round: RoundContext;
  /** Latest handed-in entry of the same submission by form id: the first where there are several. */
  others: Readonly<Record<string, EntryValue>>;
  /** Every latest handed-in entry by form id, this one left out: absence filings, lists per member … */
  every: Readonly<Record<string, readonly EntryValue[]>>;
  /** The other entries of the same artifact, where many persons or branches answer it. */
  siblings: readonly { item: number; value: EntryValue }[];
  now: string;
}

/** Whether the round carries a rule of its notice, by id. */
export const hasRule = (ctx: EntryContext, id: string) => ctx.round.rules.some((one) => one.id === id);

/** Whether the round carries one of these rules for the very artifact that is answered. */
export const appliesHere = (ctx: EntryContext, ids: readonly string[]) =>
  ctx.round.rules.some(
    ({ id, appliesTo = [] }) =>
      ids.includes(id) && (appliesTo.length === 0 || appliesTo.includes(ctx.artifact.key)),
  );

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
  /** A `list` of persons' names: 、 and commas part them too, as they stand in one cell of a table. */
  names?: boolean;
  /** Part of the body whose 字数 count. */
  counted?: boolean;
  /** The branch's own business (gist of a talk, criticism): asked and stored only where the round says so. */
  private?: boolean;
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

/**
 * A rule that an entry is held against. A form's own `checks` look at nothing but the entry,
 * the round and the roster, run while somebody types, and their `block` refuses the hand-in.
 * What depends on other entries of the submission is a check across artifacts
 * (schemas/across): it is judged by settle, whatever came first, and its `block` keeps the
 * artifact from being present.
 */
export interface FormCheck {
  /** `form.reason`; never changes its meaning. */
  code: string;
  /** The level where the round sets none of its own (`checkLevels`). */
  level: Finding["level"];
  /** The notice or practice source the rule comes from, and its line where there is one. */
  source: string;
  /** Ids of the rules of a round that this check enforces; a finding names the first the round has. */
  rules: readonly string[];
  find(entry: EntryValue, ctx: EntryContext): readonly Remark[];
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

/** @param rules ids of the round's rules that this check enforces */
export function buildCheck(
  code: string,
  level: FormCheck["level"],
  source: string,
  find: FormCheck["find"],
  rules: readonly string[] = [],
): FormCheck {
  return { code, level, source, find, rules };
}

/** What a check says of an entry, at the level this round gives it, with the notice's rule and line. */
export function runCheck(check: FormCheck, entry: EntryValue, ctx: EntryContext): Finding[] {
  const level = ctx.round.checkLevels[check.code] ?? check.level;
  if (level === "off") return [];
  const rule = ctx.round.rules.find((one) => check.rules.includes(one.id));
  const named = rule === undefined ? {} : { rule: rule.id, line: rule.line };
  return check.find(entry, ctx).map((one) => ({ ...one, level, code: check.code, ...named }));
}
