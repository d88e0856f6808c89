import { and, eq, sql } from "drizzle-orm";
import type { DraftFact, EntryFact, Facts, FileFact, PaperFact } from "../../schemas/completeness";
import type { RoundVersion } from "../../schemas/round";
import {
  committees,
  type Db,
  entries,
  entryDrafts,
  events,
  files,
  papers,
  receipts,
  rounds,
  roundVersions,
  submissions,
} from "../db";

export type SubmissionRow = typeof submissions.$inferSelect;

export interface SheetRound {
  id: string;
  state: "draft" | "published" | "closed";
  title: string;
  receiptPrefix: string;
  closesAt: string | null;
  committeeId: string;
  committeeName: string;
}

/** The newest receipt of a submission; `seq` stays, `version` grows. */
export interface SheetReceipt {
  id: string;
  seq: number;
  version: number;
  claimSha256: string;
  issuedAt: string;
}

/** Everything known of one submission, read in one transaction. */
export interface SubmissionSheet {
  submission: SubmissionRow;
  round: SheetRound;
  version: RoundVersion;
  facts: Facts;
  receipt: SheetReceipt | null;
  /** The submission's place in its audit chain when it was read. */
  seq: number;
}

const isNewestOf = (table: "files" | "entries" | "papers", key: string) =>
  sql.raw(`NOT EXISTS (SELECT 1 FROM ${table} AS newer WHERE ${key} AND newer.version > ${table}.version)`);

function selectHead(db: Db, submissionId: string) {
  return db
    .select({
      submission: submissions,
      // D1 hands a batch's rows over as objects, so columns of the same name must be told apart.
      roundId: sql<string>`${rounds.id}`.as("r_id"),
      state: sql<SheetRound["state"]>`${rounds.state}`.as("r_state"),
      title: sql<string>`${rounds.title}`.as("r_title"),
      receiptPrefix: sql<string | null>`${rounds.receiptPrefix}`.as("r_prefix"),
      closesAt: sql<string | null>`${rounds.closesAt}`.as("r_closes_at"),
      committeeId: sql<string>`${committees.id}`.as("c_id"),
      committeeName: sql<string>`${committees.name}`.as("c_name"),
      definition: sql<string>`${roundVersions.definition}`.as("v_definition"),
      seq: sql<number>`COALESCE((SELECT MAX(${events.seq}) FROM ${events} WHERE ${events.chainId} = ${submissionId}), 0)`.as(
        "chain_seq",
      ),
    })
    .from(submissions)
    .innerJoin(rounds, eq(rounds.id, submissions.roundId))
    .innerJoin(committees, eq(committees.id, rounds.committeeId))
    .innerJoin(
      roundVersions,
      and(eq(roundVersions.roundId, rounds.id), eq(roundVersions.version, rounds.currentVersion)),
    )
    .where(eq(submissions.id, submissionId));
}

function selectFiles(db: Db, submissionId: string) {
  return db
    .select()
    .from(files)
    .where(
      and(
        eq(files.submissionId, submissionId),
        eq(files.state, "stored"),
        isNewestOf("files", "newer.lineage_id = files.lineage_id AND newer.state = 'stored'"),
      ),
    )
    .orderBy(files.startedAt, files.id);
}

function selectEntries(db: Db, submissionId: string) {
  return db
    .select({
      id: entries.id,
      artifactKey: entries.artifactKey,
      version: entries.version,
      bytes: entries.bytes,
      sha256: entries.sha256,
      chars: entries.chars,
      receivedAt: entries.receivedAt,
    })
    .from(entries)
    .where(
      and(
        eq(entries.submissionId, submissionId),
        isNewestOf(
          "entries",
          "newer.submission_id = entries.submission_id AND newer.artifact_key = entries.artifact_key",
        ),
      ),
    );
}

function selectPapers(db: Db, submissionId: string) {
  return db
    .select()
    .from(papers)
    .where(
      and(
        eq(papers.submissionId, submissionId),
        isNewestOf(
          "papers",
          "newer.submission_id = papers.submission_id AND newer.artifact_key = papers.artifact_key",
        ),
      ),
    );
}

function selectDrafts(db: Db, submissionId: string) {
  return db
    .select({ artifactKey: entryDrafts.artifactKey, savedAt: entryDrafts.savedAt, chars: entryDrafts.chars })
    .from(entryDrafts)
    .where(eq(entryDrafts.submissionId, submissionId));
}

function selectReceipt(db: Db, submissionId: string) {
  return db
    .select({
      id: receipts.id,
      seq: receipts.seq,
      version: receipts.version,
      claimSha256: receipts.claimSha256,
      issuedAt: receipts.issuedAt,
    })
    .from(receipts)
    .where(eq(receipts.submissionId, submissionId))
    .orderBy(sql`${receipts.version} DESC`)
    .limit(1);
}

/** A stored row as a fact; the table's CHECK makes these columns present once a file is stored. */
export function toFileFact(row: typeof files.$inferSelect): FileFact {
  return {
    id: row.id,
    artifactKey: row.artifactKey,
    fieldKey: row.fieldKey,
    lineageId: row.lineageId,
    version: row.version ?? 1,
    name: row.name,
    type: row.type ?? "",
    bytes: row.bytes ?? 0,
    sha256: row.sha256 ?? "",
    crc32: row.crc32 ?? 0,
    pages: row.pages,
    chars: row.chars,
    receivedAt: row.receivedAt ?? row.startedAt,
  };
}

/**
 * One submission with its round version and facts, six statements in one transaction so
 * that what is judged is one moment. Null when there is no such submission.
 */
export async function findSubmissionSheet(db: Db, submissionId: string): Promise<SubmissionSheet | null> {
  const [heads, fileRows, entryRows, paperRows, draftRows, receiptRows] = await db.batch([
    selectHead(db, submissionId),
    selectFiles(db, submissionId),
    selectEntries(db, submissionId),
    selectPapers(db, submissionId),
    selectDrafts(db, submissionId),
    selectReceipt(db, submissionId),
  ]);
  const head = heads[0];
  if (head === undefined) return null;
  const { submission, definition, seq, roundId, receiptPrefix, ...round } = head;
  return {
    submission,
    round: { ...round, id: roundId, receiptPrefix: receiptPrefix ?? "" },
    version: JSON.parse(definition) as RoundVersion,
    facts: {
      files: fileRows.map(toFileFact),
      entries: entryRows satisfies EntryFact[],
      papers: paperRows.map((row): PaperFact => row),
      drafts: draftRows satisfies DraftFact[],
    },
    receipt: receiptRows[0] ?? null,
    seq,
  };
}

/** The sheet of a submission that access has already proved to exist; its absence is a fault. */
export async function getSubmissionSheet(db: Db, submissionId: string): Promise<SubmissionSheet> {
  const sheet = await findSubmissionSheet(db, submissionId);
  if (sheet === null) throw new Error("submission without a published round");
  return sheet;
}

export async function isSubmissionOf(db: Db, roundId: string, submissionId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.id, submissionId), eq(submissions.roundId, roundId)));
  return row !== undefined;
}
