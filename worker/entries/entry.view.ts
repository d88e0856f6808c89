import { computeEntryFigures } from "../../schemas/entry";
import type { EntryContext, EntryValue, FormField } from "../../schemas/forms/vocabulary";
import { type Finding, type Problem, problemSentence } from "../../schemas/problem";
import { canonicalJson } from "../../schemas/receipt";
import { MAX_UPLOAD_BYTES } from "../../schemas/upload";
import { describeEntryValue } from "../../web/pages/entry.text";
import type { FormView } from "../../web/pages/form.model";
import { listUnfinished } from "../submissions/branch.upload.view";
import { buildEntryFields } from "../submissions/entry.view.rules";
import { judgeSheet } from "../submissions/sheet.rules";
import { itemPath, type OpenEntry } from "./entry.open";
import { formatBase, nameEntry, parseStoredEntry } from "./entry.rules";

/** What the page shows on top of what is stored. */
export interface Shown {
  value: EntryValue;
  problem: Problem | null;
  addRow?: string;
  /** Why a file of one of its fields was refused. */
  refusedFile?: { field: string; problem: Problem };
}

export interface FormViewOptions {
  lang: "zh" | "en";
  plainPicker: boolean;
  /** UTC ISO. */
  now: string;
}

/** Longest text of another entry that a check in the browser looks at. */
const MAX_CONTEXT_CHARS = 200;

/**
 * The context without long texts, tables and what only checks across artifacts look at: no
 * check in the browser needs them, and a page of every member's list would weigh a megabyte.
 */
export function slimContext(ctx: EntryContext): EntryContext {
  const others = Object.entries(ctx.others).map(([form, entry]) => {
    const short = Object.entries(entry).filter(
      ([, value]) =>
        !Array.isArray(value) && (typeof value !== "string" || value.length <= MAX_CONTEXT_CHARS),
    );
    return [form, Object.fromEntries(short)];
  });
  return { ...ctx, others: Object.fromEntries(others), every: {}, siblings: [] };
}

/** The fields in which two entries differ, with what the other one says. */
export function listDifferences(
  fields: readonly FormField[],
  typed: EntryValue,
  stored: EntryValue,
  lang: "zh" | "en",
): FormView["differences"] {
  return fields
    .filter((one) => canonicalJson(typed[one.key] ?? null) !== canonicalJson(stored[one.key] ?? null))
    .map((one) => ({ label: one.label, text: describeEntryValue(one, stored[one.key], lang) }));
}

function readWarnings(findings: string): Finding[] {
  return (JSON.parse(findings) as Finding[]).filter((one) => one.level === "warn");
}

function groupFiles(open: OpenEntry): FormView["files"] {
  const groups: Record<string, FormView["files"][string]> = {};
  for (const file of open.sheet.facts.files) {
    if (file.artifactKey !== open.artifact.key || file.fieldKey === null) continue;
    groups[file.fieldKey] = [...(groups[file.fieldKey] ?? []), file];
  }
  return groups;
}

function groupUnfinished(open: OpenEntry, now: string): FormView["unfinished"] {
  const { sheet, artifact, form } = open;
  const fields = form.fields.filter((one) => one.kind === "file");
  const list = (fieldKey: string) => listUnfinished(sheet, { artifactKey: artifact.key, fieldKey }, now);
  return Object.fromEntries(fields.map(({ key }) => [key, list(key)]));
}

/** The page of a form out of what is stored and what was just typed. */
export function buildFormView(open: OpenEntry, shown: Shown, options: FormViewOptions): FormView {
  const { sheet, artifact, form, ctx, state } = open;
  const { value, problem } = shown;
  const { own, draft } = state;
  const stored = draft ?? own;
  const stale = problem?.code === "entry.stale" && stored !== null;
  return {
    submissionId: sheet.submission.id,
    branchName: sheet.submission.name,
    issuer: sheet.round.committeeName,
    artifactKey: artifact.key,
    itemPath: itemPath(open.item),
    title: nameEntry(artifact, open.item, sheet.submission.numbers),
    due: judgeSheet(sheet).artifacts.find((one) => one.key === artifact.key)?.due.at ?? null,
    dueText: artifact.dueText,
    minChars: artifact.minChars,
    source: artifact.source,
    note: artifact.note,
    form,
    value,
    findings: problem?.findings ?? [],
    figures: computeEntryFigures(form, value, ctx, options.lang),
    addRow: shown.addRow ?? null,
    revision: formatBase(open.base),
    draftSavedAt: draft?.savedAt ?? null,
    handedIn:
      own === null
        ? null
        : {
            version: own.version,
            receivedAt: own.receivedAt,
            warnings: draft === null && problem === null ? readWarnings(own.findings) : [],
          },
    problem: problem === null ? null : problemSentence(problem, options.lang),
    ruleFindings: sheet.submission.judgement.findings.filter(
      (one) => one.artifact === artifact.key && one.item === open.item,
    ),
    differences: stale
      ? listDifferences(form.fields, value, parseStoredEntry(stored.data), options.lang)
      : [],
    open: open.closed === null,
    closed: open.closed && {
      sentence: problemSentence(open.closed, options.lang),
      fields: buildEntryFields(form, value, options.lang),
    },
    files: groupFiles(open),
    unfinished: groupUnfinished(open, options.now),
    refusedFile:
      shown.refusedFile === undefined
        ? null
        : {
            field: shown.refusedFile.field,
            sentence: problemSentence(shown.refusedFile.problem, options.lang),
          },
    plainPicker: options.plainPicker,
    maxFileBytes: MAX_UPLOAD_BYTES,
    context: slimContext(ctx),
  };
}
