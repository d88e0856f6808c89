import {
  type Artifact,
  type AskedArtifact,
  type Bilingual,
  computeAnswerWays,
  formOf,
  NOTHING_FORM,
  NOTHING_ITEM,
} from "../../schemas/artifact";
import type { Answer, BranchSubject } from "../../schemas/context";
import { canonicalEntry, fitForm } from "../../schemas/entry";
import { findForm, KNOWN_FORMS } from "../../schemas/forms";
import type { EntryContext, EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import { nameIn, type Problem, problem } from "../../schemas/problem";
import { canonicalJson } from "../../schemas/receipt";
import type { BranchNumbers } from "../db";
import type { DraftRow, EntryRow } from "./entry.store";

/** No form of the engine comes near: 200 rows of ten cells are a tenth of it. */
export const MAX_ENTRY_BYTES = 1024 * 1024;

/** The form that answers an artifact, or why none does. Problem: `artifact.wrong_kind`. */
export function findEntryForm(artifact: AskedArtifact, item = 1): FormDefinition | Problem {
  if (item === NOTHING_ITEM) return findForm(NOTHING_FORM) ?? problem("artifact.not_found");
  const form = computeAnswerWays(artifact, KNOWN_FORMS).form ? findForm(formOf(artifact)) : null;
  if (form !== null) return form;
  return problem("artifact.wrong_kind", {
    ...nameIn(artifact.title),
    reason: "这一项不是在线填写的。",
    reasonEn: "It is not typed online.",
  });
}

/** Entries as the store has them, as checks see them. */
export function readAnswers(
  rows: readonly Pick<EntryRow, "artifactKey" | "item" | "form" | "data">[],
): Answer[] {
  return rows.map(({ artifactKey, item, form, data }) => ({
    artifactKey,
    item,
    form,
    value: parseStoredEntry(data),
  }));
}

/** A branch as checks see it; the roster's silence is no number. */
export function toBranchSubject(submission: {
  code: string;
  name: string;
  numbers: BranchNumbers;
}): BranchSubject {
  const { code, name, numbers } = submission;
  const { under: _under, branches = [], ...counts } = numbers;
  return { code, name, ...counts, branches };
}

/** The branch of a unit that an entry is about; undefined where the artifact is not answered branch by branch. */
export function findMember(artifact: Pick<Artifact, "repeat">, item: number, { branches }: BranchNumbers) {
  return artifact.repeat === "branches" ? branches?.[item - 1] : undefined;
}

/** Which of an artifact's entries this is, where it takes several; null for the only one. */
export function nameItem(
  artifact: Pick<Artifact, "repeat">,
  item: number,
  numbers: BranchNumbers,
): Bilingual | null {
  if (item === NOTHING_ITEM) return findForm(NOTHING_FORM)?.title ?? null;
  if (artifact.repeat === "entries") return { zh: `第${item}份`, en: `no. ${item}` };
  const member = findMember(artifact, item, numbers);
  return member === undefined ? null : { zh: member.name, en: member.name };
}

/** The artifact's title, and which of its entries this is where it takes several. */
export function nameEntry(
  artifact: Pick<Artifact, "repeat" | "title">,
  item: number,
  numbers: BranchNumbers,
): Bilingual {
  const { zh, en } = artifact.title;
  const which = nameItem(artifact, item, numbers);
  return which === null ? artifact.title : { zh: `${zh}：${which.zh}`, en: `${en}: ${which.en}` };
}

/** What the store wrote it trusts. */
export function parseStoredEntry(text: string): EntryValue {
  return JSON.parse(text) as EntryValue;
}

/** An entry as it is stored and hashed. */
export interface PreparedEntry {
  value: EntryValue;
  text: string;
  bytes: number;
}

export function prepareEntry(form: FormDefinition, value: unknown, ctx: EntryContext): PreparedEntry {
  const canonical = canonicalEntry(fitForm(form, ctx), value);
  const text = canonicalJson(canonical);
  return { value: canonical, text, bytes: new TextEncoder().encode(text).length };
}

/** The state somebody saw before typing: the newest entry's version and the draft's revision. */
export interface Base {
  version: number;
  revision: number;
}

export function buildBase(own: EntryRow | null, draft: DraftRow | null): Base {
  return { version: own?.version ?? 0, revision: draft?.revision ?? 0 };
}

/** `1.3`: what the page carries in its hidden field and an API client in `revision`. */
export const formatBase = (base: Base): string => `${base.version}.${base.revision}`;

/** Null for anything that never came from us. */
export function parseBase(text: unknown): Base | null {
  const match = typeof text === "string" ? /^(\d{1,6})\.(\d{1,9})$/.exec(text) : null;
  return match === null ? null : { version: Number(match[1]), revision: Number(match[2]) };
}

/** What the pressed button asks for. */
export type EntryAction =
  | { kind: "hand_in" }
  | { kind: "save" }
  | { kind: "add_row"; field: string }
  | { kind: "delete_row"; field: string; index: number };

/** An unknown or missing action saves: nothing is handed in by accident. */
export function parseAction(text: string): EntryAction {
  if (text === "hand_in") return { kind: "hand_in" };
  const add = /^add_row:([a-z0-9_]+)$/.exec(text);
  if (add?.[1] !== undefined) return { kind: "add_row", field: add[1] };
  const remove = /^delete_row:([a-z0-9_]+)\.(\d{1,4})$/.exec(text);
  if (remove?.[1] !== undefined) return { kind: "delete_row", field: remove[1], index: Number(remove[2]) };
  return { kind: "save" };
}

/** The fields of a form post without one row, by the number the row had on the page. */
export function dropRow(
  fields: readonly [string, string][],
  action: { field: string; index: number },
): [string, string][] {
  return fields.filter(([name]) => !name.startsWith(`${action.field}.${action.index}.`));
}
