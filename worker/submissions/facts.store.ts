import { and, desc, eq, sql } from "drizzle-orm";
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
import { type ChainHead, toChainHead } from "../audit/event.write";
import { type Db, roundVersions, submissions } from "../db";
import { runSelectSheet, type SheetRows } from "./facts.select";

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
  type: string;
  /** What a person sees of it, as a digest; null where nobody here reads it. */
  print: string | null;
}

/** An upload that began and did not come to its end, or is on its way now. */
export interface SheetUpload {
  id: string;
  artifactKey: string;
  fieldKey: string | null;
  name: string;
  bytes: number;
  received: number;
  expiresAt: string;
}

/** Everything known of one submission, read in one transaction. */
export interface SubmissionSheet {
  submission: SubmissionRow;
  round: SheetRound;
  version: RoundVersion;
  facts: Facts;
  receipt: SheetReceipt | null;
  blanks: readonly SheetBlank[];
  /** By tus, in the order they were begun. */
  unfinished: readonly SheetUpload[];
  /** Questions to the committee: how many wait, how many were answered. */
  asked: { open: number; answered: number };
  /** The end of the submission's audit chain when it was read. */
  head: ChainHead;
}

/** An amendment that another one followed. */
export type EarlierAmendment = Pick<RoundVersion, "version" | "publishedAt" | "amendment">;

/** The amendments before the newest, newest first. Most rounds have none, which costs no statement. */
export async function listEarlierAmendments(
  db: Db,
  roundId: string,
  newest: number,
): Promise<EarlierAmendment[]> {
  if (newest <= 2) return [];
  const rows = await db
    .select({
      version: roundVersions.version,
      publishedAt: roundVersions.publishedAt,
      amendment: sql<string>`json_extract(${roundVersions.definition}, '$.amendment')`,
    })
    .from(roundVersions)
    .where(sql`${roundVersions.roundId} = ${roundId} AND ${roundVersions.version} > 1
      AND ${roundVersions.version} < ${newest}`)
    .orderBy(desc(roundVersions.version));
  return rows.map((row) => ({ ...row, amendment: JSON.parse(row.amendment) as RoundVersion["amendment"] }));
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

/** Null when there is no such submission, or its round is not published. */
export function readSheet([row]: SheetRows): SubmissionSheet | null {
  if (row === undefined) return null;
  const { submission, round } = row;
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
    unfinished: JSON.parse(row.unfinished) as SheetUpload[],
    asked: JSON.parse(row.asked) as SubmissionSheet["asked"],
    head: toChainHead(JSON.parse(row.head) as ChainHead[]),
  };
}

/**
 * One submission with its round version and every current fact, in one statement: what is
 * judged is one moment, and a page waits for one round trip. Null when there is none.
 */
export async function findSubmissionSheet(db: Db, submissionId: string): Promise<SubmissionSheet | null> {
  return readSheet(await runSelectSheet(db, submissionId));
}

/** The sheet of a submission that access has already proved to exist; its absence is a fault. */
export function getSheetOf(rows: SheetRows): SubmissionSheet {
  const sheet = readSheet(rows);
  if (sheet === null) throw new Error("submission without a published round");
  return sheet;
}

/** The same, asked for now. */
export async function getSubmissionSheet(db: Db, submissionId: string): Promise<SubmissionSheet> {
  return getSheetOf(await runSelectSheet(db, submissionId));
}

export async function isSubmissionOf(db: Db, roundId: string, submissionId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.id, submissionId), eq(submissions.roundId, roundId)));
  return row !== undefined;
}
