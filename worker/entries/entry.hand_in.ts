import { formatBytes } from "../../schemas/bytes";
import type { Completeness } from "../../schemas/completeness";
import { checkEntry, computeEntryFigures, hasBlock } from "../../schemas/entry";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import type { Finding, Problem } from "../../schemas/problem";
import { sha256 } from "../../schemas/receipt";
import { type AppContext, dbOf, nowOf, refuse } from "../http";
import { newId } from "../ids";
import { getSheetOf } from "../submissions/facts.store";
import { computeAcceptUntil } from "../submissions/gate.rules";
import { settle } from "../submissions/settle";
import { settleAndSeal } from "../submissions/settle.request";
import { getOpenEntry, type OpenEntry } from "./entry.open";
import { type Base, MAX_ENTRY_BYTES, type PreparedEntry, prepareEntry } from "./entry.rules";
import { deleteDraft, type EntryPlace, writeDraft, writeEntry } from "./entry.store";

/** What became of a write. `stale`: somebody else wrote meanwhile; `closed`: nothing is taken any more. */
export type Outcome =
  | { kind: "handed_in"; entry: HandedIn; already: boolean; findings: Finding[]; completeness: Completeness }
  | { kind: "saved"; base: Base; savedAt: string; chars: number | null }
  | { kind: "blocked"; findings: Finding[] }
  | { kind: "stale" }
  | { kind: "closed"; problem: Problem };

export interface HandedIn {
  id: string;
  version: number;
  sha256: string;
  chars: number | null;
  receivedAt: string;
}

function buildPlace(c: AppContext, open: OpenEntry, base: Base): EntryPlace {
  const { submissionId, linkId } = c.get("branch");
  return {
    submissionId,
    artifactKey: open.artifact.key,
    item: open.item,
    base,
    guard: {
      submissionId,
      version: open.sheet.version.version,
      acceptUntil: computeAcceptUntil(open.sheet, open.artifact),
      artifactKey: open.artifact.key,
      linkId,
      now: nowOf(c),
    },
    actor: `branch:${linkId}`,
    head: open.sheet.head,
  };
}

function prepare(open: OpenEntry, value: EntryValue): PreparedEntry {
  const prepared = prepareEntry(open.form, value, open.ctx);
  if (prepared.bytes > MAX_ENTRY_BYTES) {
    const { bytes } = prepared;
    refuse("entry.too_large", { size: formatBytes(bytes), limit: formatBytes(MAX_ENTRY_BYTES) });
  }
  return prepared;
}

/**
 * The guard said no: find out which of its conditions. Where the round was amended meanwhile
 * the same is tried once more by its new version, and what was typed is not lost on the way.
 */
async function retryAmended(
  c: AppContext,
  open: OpenEntry,
  again: (fresh: OpenEntry) => Promise<Outcome>,
): Promise<Outcome> {
  const fresh = await getOpenEntry(c);
  if (fresh.closed !== null) return { kind: "closed", problem: fresh.closed };
  const amended = fresh.sheet.version.version !== open.sheet.version.version;
  return amended ? again(fresh) : { kind: "stale" };
}

/** The same words are in as the draft: a save whose answer was lost on the way, and which is sent again. */
async function findSame(c: AppContext, text: string, version: number): Promise<Outcome | null> {
  const { base, closed, state } = await getOpenEntry(c);
  if (closed !== null || base.version !== version || state.draft?.data !== text) return null;
  const { savedAt, chars } = state.draft;
  return { kind: "saved", base, savedAt, chars };
}

/**
 * Keeps what was typed as a draft, whatever it is. The submission is recomputed only when
 * something of it shows: the first draft of an artifact, or another 字数.
 *
 * @param base what the writer saw
 */
export async function saveDraft(
  c: AppContext,
  open: OpenEntry,
  value: EntryValue,
  base: Base,
): Promise<Outcome> {
  if (open.closed !== null) return { kind: "closed", problem: open.closed };
  const { text } = prepare(open, value);
  const { chars } = computeEntryFigures(open.form, value, open.ctx);
  const savedAt = nowOf(c);
  if (!(await writeDraft(dbOf(c), buildPlace(c, open, base), { data: text, chars }))) {
    return (
      (await findSame(c, text, base.version)) ??
      retryAmended(c, open, (fresh) => saveDraft(c, fresh, value, base))
    );
  }
  const before = open.state.draft;
  if (before === null || before.chars !== chars) await settle(c.env, c.get("branch").submissionId, savedAt);
  return { kind: "saved", base: { ...base, revision: base.revision + 1 }, savedAt, chars };
}

/**
 * Checks an entry and hands it in as the next version. The same content as the newest
 * version is already in and makes none. What cannot be handed in is kept as a draft.
 */
export async function handIn(
  c: AppContext,
  open: OpenEntry,
  value: EntryValue,
  base: Base,
): Promise<Outcome> {
  if (open.closed !== null) return { kind: "closed", problem: open.closed };
  const prepared = prepare(open, value);
  const findings = checkEntry(open.form, prepared.value, open.ctx);
  if (hasBlock(findings)) {
    const saved = await saveDraft(c, open, prepared.value, base);
    return saved.kind === "saved" ? { kind: "blocked", findings } : saved;
  }
  const hash = await sha256(prepared.text);
  const { submissionId } = c.get("branch");
  if (open.state.own?.sha256 === hash) return answerAlready(c, open, base, findings);
  const { chars } = computeEntryFigures(open.form, prepared.value, open.ctx);
  const place = buildPlace(c, open, base);
  const receivedAt = place.guard.now;
  const entry = { id: newId("ent"), version: base.version + 1, sha256: hash, chars, receivedAt };
  const { done, rows } = await writeEntry(dbOf(c), place, {
    ...entry,
    form: open.form.id,
    data: prepared.text,
    bytes: prepared.bytes,
    findings: JSON.stringify(findings),
  });
  if (!done) return retryAmended(c, open, (fresh) => handIn(c, fresh, value, base));
  const completeness = await settleAndSeal(c, submissionId, entry.receivedAt, getSheetOf(rows));
  return { kind: "handed_in", entry, already: false, findings, completeness };
}

async function answerAlready(
  c: AppContext,
  open: OpenEntry,
  base: Base,
  findings: Finding[],
): Promise<Outcome> {
  const { own, draft } = open.state;
  if (own === null) throw new Error("no entry to be the same as");
  const { submissionId } = c.get("branch");
  // Only the draft this came from: somebody else's newer one stays.
  if (draft !== null && draft.revision === base.revision) {
    const place = { submissionId, artifactKey: open.artifact.key, item: open.item };
    await deleteDraft(dbOf(c), place, draft.revision);
  }
  const completeness = await settleAndSeal(c, submissionId, nowOf(c));
  const { id, version, sha256: hash, chars, receivedAt } = own;
  const entry = { id, version, sha256: hash, chars, receivedAt };
  return { kind: "handed_in", entry, already: true, findings, completeness };
}
