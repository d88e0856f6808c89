import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type {
  DraftFact,
  EntryFact,
  ExtensionFact,
  Facts,
  FileFact,
  PaperFact,
  ReviewFact,
} from "../../schemas/completeness";
import { type RoundVersion, readRoundVersion } from "../../schemas/round";
import {
  blanks,
  committees,
  type Db,
  entries,
  entryDrafts,
  events,
  extensions,
  files,
  papers,
  receipts,
  requests,
  reviews,
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
  /** The pattern files are named by in bundles; null for the standard one. */
  naming: string | null;
  /** Where its links and receipts point to, as it was published; null for rounds older than that. */
  origin: string | null;
  /** Files of any version in the whole round. */
  heldFiles: number;
  heldBytes: number;
  committeeId: string;
  committeeName: string;
}

/** The newest receipt of a submission; `seq` stays, `version` grows. */
export interface SheetReceipt {
  id: string;
  seq: number;
  version: number;
  /** The round version it was issued under. */
  roundVersion: number;
  claimSha256: string;
  issuedAt: string;
}

/** The blank template of an artifact, as the branch is offered it. */
export interface SheetBlank {
  artifactKey: string;
  name: string;
  bytes: number;
  sha256: string;
}

/** Everything known of one submission, read in one transaction. */
export interface SubmissionSheet {
  submission: SubmissionRow;
  round: SheetRound;
  version: RoundVersion;
  facts: Facts;
  receipt: SheetReceipt | null;
  blanks: readonly SheetBlank[];
  /** Questions to the committee: how many wait, how many were answered. */
  asked: { open: number; answered: number };
  /** The submission's place in its audit chain when it was read. */
  seq: number;
}

/** Rows of a table as one JSON list, their columns named as in code. */
function listJson(table: SQLiteTable, columns: Record<string, SQLiteColumn | SQL>, where: SQL): SQL<string> {
  const pairs = Object.entries(columns).map(([name, column]) => sql`${sql.raw(`'${name}'`)}, ${column}`);
  const object = sql`json_object(${sql.join(pairs, sql`, `)})`;
  return sql<string>`(SELECT json_group_array(${object}) FROM ${table} WHERE ${where})`;
}

const isNewest = (table: "files" | "entries" | "papers" | "reviews", same: string) =>
  sql.raw(`NOT EXISTS (SELECT 1 FROM ${table} AS newer WHERE ${same} AND newer.version > ${table}.version)`);

const sameArtifact = (table: string) =>
  `newer.submission_id = ${table}.submission_id AND newer.artifact_key = ${table}.artifact_key`;

function listFiles(submissionId: string) {
  const { id, artifactKey, fieldKey, lineageId, version, name, type, bytes, sha256, crc32 } = files;
  const { pages, chars, notes, startedAt, receivedAt } = files;
  const told = { id, artifactKey, fieldKey, lineageId, version, name, type, bytes, sha256, crc32 };
  const newest = isNewest("files", "newer.lineage_id = files.lineage_id AND newer.state = 'stored'");
  const where = sql`${files.submissionId} = ${submissionId} AND ${files.state} = 'stored' AND ${newest}`;
  return listJson(files, { ...told, pages, chars, notes, startedAt, receivedAt }, where);
}

function listEntries(submissionId: string) {
  const { id, artifactKey, item, form, version, bytes, sha256, chars, receivedAt } = entries;
  const newest = isNewest("entries", `${sameArtifact("entries")} AND newer.item = entries.item`);
  const where = sql`${entries.submissionId} = ${submissionId} AND ${newest}`;
  return listJson(entries, { id, artifactKey, item, form, version, bytes, sha256, chars, receivedAt }, where);
}

function listPapers(submissionId: string) {
  const { id, artifactKey, arrivedAt, copies, sealed, receivedBy, note, receivedAt } = papers;
  const where = sql`${papers.submissionId} = ${submissionId} AND ${isNewest("papers", sameArtifact("papers"))}`;
  return listJson(
    papers,
    { id, artifactKey, arrivedAt, copies, sealed, receivedBy, note, receivedAt },
    where,
  );
}

function listDrafts(submissionId: string) {
  const { artifactKey, item, savedAt, chars } = entryDrafts;
  return listJson(
    entryDrafts,
    { artifactKey, item, savedAt, chars },
    sql`${entryDrafts.submissionId} = ${submissionId}`,
  );
}

/** Of each artifact the newest decision, and the newest that accepted or filed it. */
function listReviews(submissionId: string) {
  const { id, artifactKey, version, decision, reason, number, subject, decidedBy, decidedAt } = reviews;
  const where = sql`${reviews.submissionId} = ${submissionId} AND (${isNewest("reviews", sameArtifact("reviews"))}
    OR ${reviews.decision} IN ('accept', 'file') AND ${isNewest("reviews", `${sameArtifact("reviews")} AND newer.decision IN ('accept', 'file')`)})`;
  return listJson(
    reviews,
    { id, artifactKey, version, decision, reason, number, subject, decidedBy, decidedAt },
    where,
  );
}

function listExtensions(submissionId: string) {
  const { id, artifactKey, due, reason, retroactive, grantedAt } = extensions;
  return listJson(
    extensions,
    { id, artifactKey, due, reason, retroactive, grantedAt },
    sql`${extensions.submissionId} = ${submissionId}`,
  );
}

function listNewestReceipt(submissionId: string) {
  const { id, seq, version, claim, claimSha256, issuedAt } = receipts;
  const roundVersion = sql`json_extract(${claim}, '$.round.version')`;
  const where = sql`${receipts.submissionId} = ${submissionId} AND ${receipts.version} =
    (SELECT MAX(n.version) FROM receipts AS n WHERE n.submission_id = ${submissionId})`;
  return listJson(receipts, { id, seq, version, roundVersion, claimSha256, issuedAt }, where);
}

function countRequests(submissionId: string) {
  return sql<string>`(SELECT json_object('open', COALESCE(SUM(${requests.state} = 'open'), 0),
    'answered', COALESCE(SUM(${requests.state} <> 'open'), 0))
    FROM ${requests} WHERE ${requests.submissionId} = ${submissionId})`;
}

function listBlanks() {
  const { artifactKey, name, bytes, sha256 } = blanks;
  return listJson(
    blanks,
    { artifactKey, name, bytes, sha256 },
    sql`${blanks.roundId} = ${submissions.roundId}`,
  );
}

function selectSheet(db: Db, submissionId: string) {
  return db
    .select({
      submission: submissions,
      round: {
        id: rounds.id,
        state: rounds.state,
        title: rounds.title,
        receiptPrefix: sql<string>`COALESCE(${rounds.receiptPrefix}, '')`,
        closesAt: rounds.closesAt,
        naming: rounds.naming,
        origin: rounds.origin,
        heldFiles: rounds.heldFiles,
        heldBytes: rounds.heldBytes,
        committeeId: committees.id,
        committeeName: committees.name,
      },
      definition: roundVersions.definition,
      seq: sql<number>`COALESCE((SELECT MAX(${events.seq}) FROM ${events} WHERE ${events.chainId} = ${submissionId}), 0)`,
      files: listFiles(submissionId),
      entries: listEntries(submissionId),
      papers: listPapers(submissionId),
      drafts: listDrafts(submissionId),
      reviews: listReviews(submissionId),
      extensions: listExtensions(submissionId),
      receipts: listNewestReceipt(submissionId),
      blanks: listBlanks(),
      asked: countRequests(submissionId),
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

type StoredFile = Omit<FileFact, "notes"> & { startedAt: string; notes: string };

/** The order in which things were begun; several of one instant keep one order for ever. */
function parseFiles(text: string): FileFact[] {
  const stored = JSON.parse(text) as StoredFile[];
  const begun = (one: StoredFile, other: StoredFile) =>
    one.startedAt < other.startedAt || (one.startedAt === other.startedAt && one.id < other.id) ? -1 : 1;
  stored.sort(begun);
  return stored.map(({ startedAt: _startedAt, notes, ...fact }) => ({
    ...fact,
    notes: JSON.parse(notes) as string[],
  }));
}

function parsePapers(text: string): PaperFact[] {
  return (JSON.parse(text) as PaperFact[]).map((one) => ({ ...one, sealed: Boolean(one.sealed) }));
}

function parseReviews(text: string): ReviewFact[] {
  type Stored = Omit<ReviewFact, "subject"> & { subject: string };
  return (JSON.parse(text) as Stored[]).map((one) => ({
    ...one,
    subject: JSON.parse(one.subject) as ReviewFact["subject"],
  }));
}

function parseExtensions(text: string): ExtensionFact[] {
  return (JSON.parse(text) as ExtensionFact[]).map((one) => ({
    ...one,
    retroactive: Boolean(one.retroactive),
  }));
}

/**
 * One submission with its round version and every current fact, in one statement: what is
 * judged is one moment, and a page waits for one round trip. Null when there is none.
 */
export async function findSubmissionSheet(db: Db, submissionId: string): Promise<SubmissionSheet | null> {
  const [row] = await selectSheet(db, submissionId);
  if (row === undefined) return null;
  const { submission, round, seq } = row;
  return {
    submission,
    round,
    version: readRoundVersion(row.definition),
    facts: {
      files: parseFiles(row.files),
      entries: JSON.parse(row.entries) as EntryFact[],
      papers: parsePapers(row.papers),
      drafts: JSON.parse(row.drafts) as DraftFact[],
      reviews: parseReviews(row.reviews),
      extensions: parseExtensions(row.extensions),
    },
    receipt: (JSON.parse(row.receipts) as SheetReceipt[])[0] ?? null,
    blanks: JSON.parse(row.blanks) as SheetBlank[],
    asked: JSON.parse(row.asked) as SubmissionSheet["asked"],
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
