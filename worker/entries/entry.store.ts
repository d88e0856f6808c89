import { and, eq, sql } from "drizzle-orm";
import { type ChainHead, writeAct, writeActAndRead } from "../audit/event.write";
import { type Db, entries, entryDrafts } from "../db";
import { buildSheetReading, type SheetRows } from "../submissions/facts.select";
import { type OpenGuard, openGuard } from "../submissions/open.guard";
import type { Base } from "./entry.rules";

export interface EntryRow {
  id: string;
  artifactKey: string;
  /** Tells several entries of one artifact apart; 1 where there is one. */
  item: number;
  form: string;
  version: number;
  data: string;
  sha256: string;
  chars: number | null;
  /** JSON list of what was said of it when it was handed in, without `block`. */
  findings: string;
  receivedAt: string;
}

export interface DraftRow {
  data: string;
  chars: number | null;
  revision: number;
  savedAt: string;
}

/** The newest entry of every artifact of a submission, and one artifact's draft. */
export interface EntryState {
  entries: EntryRow[];
  own: EntryRow | null;
  draft: DraftRow | null;
}

export async function readEntryState(
  db: Db,
  submissionId: string,
  artifactKey: string,
  item: number,
): Promise<EntryState> {
  const [rows, drafts] = await db.batch([
    db
      .select({
        id: entries.id,
        artifactKey: entries.artifactKey,
        item: entries.item,
        form: entries.form,
        version: entries.version,
        data: entries.data,
        sha256: entries.sha256,
        chars: entries.chars,
        findings: entries.findings,
        receivedAt: entries.receivedAt,
      })
      .from(entries)
      .where(
        sql`${entries.submissionId} = ${submissionId} AND NOT EXISTS (SELECT 1 FROM entries AS newer
          WHERE newer.submission_id = entries.submission_id AND newer.artifact_key = entries.artifact_key
            AND newer.item = entries.item AND newer.version > entries.version)`,
      ),
    db
      .select({
        data: entryDrafts.data,
        chars: entryDrafts.chars,
        revision: entryDrafts.revision,
        savedAt: entryDrafts.savedAt,
      })
      .from(entryDrafts)
      .where(
        and(
          eq(entryDrafts.submissionId, submissionId),
          eq(entryDrafts.artifactKey, artifactKey),
          eq(entryDrafts.item, item),
        ),
      ),
  ]);
  const own = rows.find((one) => one.artifactKey === artifactKey && one.item === item) ?? null;
  return { entries: rows, own, draft: drafts[0] ?? null };
}

/** Where a write goes and what must still hold when it lands. */
export interface EntryPlace {
  submissionId: string;
  artifactKey: string;
  item: number;
  /** What the writer saw; anything newer makes the write stale. */
  base: Base;
  guard: OpenGuard;
  /** `branch:<link id>`. */
  actor: string;
  /** The end of the submission's chain as it was last read. */
  head: ChainHead;
}

/** An event names the entry only where there may be several. */
const namedItem = (item: number) => (item === 1 ? {} : { item });

/** Nobody has written since `base` was read, and the round still takes this. */
function unchanged(place: EntryPlace) {
  const { submissionId, artifactKey, item, base } = place;
  return sql`${openGuard(place.guard)}
    AND COALESCE((SELECT MAX(e.version) FROM entries AS e
      WHERE e.submission_id = ${submissionId} AND e.artifact_key = ${artifactKey}
        AND e.item = ${item}), 0) = ${base.version}
    AND COALESCE((SELECT d.revision FROM entry_drafts AS d
      WHERE d.submission_id = ${submissionId} AND d.artifact_key = ${artifactKey}
        AND d.item = ${item}), 0) = ${base.revision}`;
}

export interface NewDraft {
  data: string;
  chars: number | null;
}

/**
 * Keeps a draft, its revision one higher. Only the first one of an artifact is an act of
 * its own in the audit log: autosave would drown the rest.
 *
 * @returns false when something newer is there or the round takes nothing more
 */
export async function writeDraft(db: Db, place: EntryPlace, draft: NewDraft): Promise<boolean> {
  const { submissionId, artifactKey, item, base } = place;
  const { now } = place.guard;
  const statement = db.run(sql`INSERT INTO entry_drafts
      (submission_id, artifact_key, item, data, chars, revision, saved_at)
    SELECT ${submissionId}, ${artifactKey}, ${item}, ${draft.data}, ${draft.chars}, ${base.revision + 1}, ${now}
    WHERE ${unchanged(place)}
    ON CONFLICT (submission_id, artifact_key, item) DO UPDATE SET data = excluded.data, chars = excluded.chars,
      revision = excluded.revision, saved_at = excluded.saved_at`);
  if (base.revision > 0) return (await statement).meta.changes > 0;
  const event = {
    chainId: submissionId,
    type: "entry.draft_begun",
    actor: place.actor,
    data: { artifact: artifactKey, ...namedItem(item) },
    at: now,
  };
  return writeAct(db, event, statement, [], place.head);
}

export interface NewEntry {
  id: string;
  form: string;
  data: string;
  bytes: number;
  sha256: string;
  chars: number | null;
  findings: string;
}

/**
 * Hands an entry in as the next version and drops the draft it came from, in one batch
 * with its event.
 *
 * @returns `done` false when something newer is there or the round takes nothing more; and the
 *   submission as it is then
 */
export async function writeEntry(
  db: Db,
  place: EntryPlace,
  entry: NewEntry,
): Promise<{ done: boolean; rows: SheetRows }> {
  const { submissionId, artifactKey, item, base } = place;
  const { now } = place.guard;
  const version = base.version + 1;
  const event = {
    chainId: submissionId,
    type: "entry.handed_in",
    actor: place.actor,
    data: {
      artifact: artifactKey,
      ...namedItem(item),
      entry: entry.id,
      version,
      bytes: entry.bytes,
      sha256: entry.sha256,
    },
    at: now,
  };
  const insert = db.run(sql`INSERT INTO entries
      (id, submission_id, artifact_key, item, form, version, data, bytes, sha256, chars, findings, received_at)
    SELECT ${entry.id}, ${submissionId}, ${artifactKey}, ${item}, ${entry.form}, ${version}, ${entry.data},
      ${entry.bytes}, ${entry.sha256}, ${entry.chars}, ${entry.findings}, ${now}
    WHERE ${unchanged(place)}`);
  const dropDraft = db.run(sql`DELETE FROM entry_drafts
    WHERE submission_id = ${submissionId} AND artifact_key = ${artifactKey} AND item = ${item}
      AND EXISTS (SELECT 1 FROM entries AS e WHERE e.id = ${entry.id})`);
  return writeActAndRead(db, event, insert, [dropDraft], place.head, buildSheetReading(db, submissionId));
}

/** Drops a draft that says the same as what was handed in. */
export async function deleteDraft(
  db: Db,
  place: Pick<EntryPlace, "submissionId" | "artifactKey" | "item">,
  revision: number,
) {
  await db
    .delete(entryDrafts)
    .where(
      and(
        eq(entryDrafts.submissionId, place.submissionId),
        eq(entryDrafts.artifactKey, place.artifactKey),
        eq(entryDrafts.item, place.item),
        eq(entryDrafts.revision, revision),
      ),
    );
}
