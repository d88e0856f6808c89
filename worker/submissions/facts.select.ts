/** The statement of a submission's sheet: everything known of it as JSON columns of one row. */
import { and, eq, fillPlaceholders, type GetColumnData, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
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
  type Reading,
  receipts,
  requests,
  reviews,
  rounds,
  roundVersions,
  submissions,
  uploads,
} from "../db";

/** Of one submission, or of whichever the prepared statement is asked for. */
type SubmissionId = string | Placeholder;

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

function listFiles(submissionId: SubmissionId) {
  const { id, artifactKey, fieldKey, lineageId, version, name, type, bytes, sha256, crc32 } = files;
  const { pages, chars, han, notes, startedAt, receivedAt } = files;
  const told = { id, artifactKey, fieldKey, lineageId, version, name, type, bytes, sha256, crc32 };
  const newest = isNewest("files", "newer.lineage_id = files.lineage_id AND newer.state = 'stored'");
  const where = sql`${files.submissionId} = ${submissionId} AND ${files.state} = 'stored' AND ${newest}`;
  return listJson(files, { ...told, pages, chars, han, notes, startedAt, receivedAt }, where);
}

function listEntries(submissionId: SubmissionId) {
  const { id, artifactKey, item, form, version, bytes, sha256, chars, receivedAt } = entries;
  const newest = isNewest("entries", `${sameArtifact("entries")} AND newer.item = entries.item`);
  const where = sql`${entries.submissionId} = ${submissionId} AND ${newest}`;
  return listJson(entries, { id, artifactKey, item, form, version, bytes, sha256, chars, receivedAt }, where);
}

function listPapers(submissionId: SubmissionId) {
  const { id, artifactKey, arrivedAt, copies, sealed, receivedBy, note, receivedAt } = papers;
  const where = sql`${papers.submissionId} = ${submissionId} AND ${isNewest("papers", sameArtifact("papers"))}`;
  return listJson(
    papers,
    { id, artifactKey, arrivedAt, copies, sealed, receivedBy, note, receivedAt },
    where,
  );
}

function listDrafts(submissionId: SubmissionId) {
  const { artifactKey, item, savedAt, chars } = entryDrafts;
  return listJson(
    entryDrafts,
    { artifactKey, item, savedAt, chars },
    sql`${entryDrafts.submissionId} = ${submissionId}`,
  );
}

/** Of each artifact the newest decision, and the newest that accepted or filed it. */
function listReviews(submissionId: SubmissionId) {
  const { id, artifactKey, version, decision, reason, number, subject, decidedBy, decidedAt } = reviews;
  const where = sql`${reviews.submissionId} = ${submissionId} AND (${isNewest("reviews", sameArtifact("reviews"))}
    OR ${reviews.decision} IN ('accept', 'file') AND ${isNewest("reviews", `${sameArtifact("reviews")} AND newer.decision IN ('accept', 'file')`)})`;
  return listJson(
    reviews,
    { id, artifactKey, version, decision, reason, number, subject, decidedBy, decidedAt },
    where,
  );
}

function listExtensions(submissionId: SubmissionId) {
  const { id, artifactKey, due, reason, retroactive, grantedAt } = extensions;
  return listJson(
    extensions,
    { id, artifactKey, due, reason, retroactive, grantedAt },
    sql`${extensions.submissionId} = ${submissionId}`,
  );
}

function listNewestReceipt(submissionId: SubmissionId) {
  const { id, seq, version, claim, claimSha256, issuedAt } = receipts;
  const roundVersion = sql`json_extract(${claim}, '$.round.version')`;
  const where = sql`${receipts.submissionId} = ${submissionId} AND ${receipts.version} =
    (SELECT MAX(n.version) FROM receipts AS n WHERE n.submission_id = ${submissionId})`;
  return listJson(receipts, { id, seq, version, roundVersion, claimSha256, issuedAt }, where);
}

function countRequests(submissionId: SubmissionId) {
  return sql<string>`(SELECT json_object('open', COALESCE(SUM(${requests.state} = 'open'), 0),
    'answered', COALESCE(SUM(${requests.state} <> 'open'), 0))
    FROM ${requests} WHERE ${requests.submissionId} = ${submissionId})`;
}

function listHead(submissionId: SubmissionId) {
  const { seq, hash } = events;
  const newest = sql`(SELECT MAX(n.seq) FROM events AS n WHERE n.chain_id = ${submissionId})`;
  return listJson(
    events,
    { seq, hash },
    sql`${events.chainId} = ${submissionId} AND ${events.seq} = ${newest}`,
  );
}

function listBlanks() {
  const { artifactKey, name, bytes, sha256, type, print } = blanks;
  return listJson(
    blanks,
    { artifactKey, name, bytes, sha256, type, print },
    sql`${blanks.roundId} = ${submissions.roundId}`,
  );
}

/** A page is no archive: more than these have begun anew by then. */
const MAX_UNFINISHED = 20;

function listUnfinished(submissionId: SubmissionId) {
  return sql<string>`(SELECT json_group_array(json_object('id', u.id, 'artifactKey', u.artifact_key, 'fieldKey', u.field_key, 'name', u.name,
      'bytes', u.bytes, 'received', u.received, 'expiresAt', u.expires_at))
    FROM (SELECT * FROM ${uploads} AS o WHERE o.submission_id = ${submissionId} AND o.state = 'open'
      AND o.received > 0 ORDER BY o.created_at, o.id LIMIT ${sql.raw(`${MAX_UNFINISHED}`)}) AS u)`;
}

type Apart<C extends Record<string, SQLiteColumn>> = { [K in keyof C]: SQL.Aliased<GetColumnData<C[K]>> };

/** In a batch D1 gives rows by the names of their columns: of two with one name only one would come. */
function nameApart<C extends Record<string, SQLiteColumn>>(prefix: string, columns: C): Apart<C> {
  const named = Object.entries(columns).map(([name, one]) => [name, sql`${one}`.as(`${prefix}_${name}`)]);
  return Object.fromEntries(named) as Apart<C>;
}

/** The statement of a sheet, for a batch that reads more of the same moment; `readSheet` reads its rows. */
export function selectSheet(db: Db, submissionId: SubmissionId) {
  const { id, state, title, closesAt, naming, origin, heldFiles, heldBytes } = rounds;
  return db
    .select({
      submission: submissions,
      round: {
        ...nameApart("of_round", { id, state, title, closesAt, naming, origin, heldFiles, heldBytes }),
        receiptPrefix: sql<string>`COALESCE(${rounds.receiptPrefix}, '')`,
        ...nameApart("of", { committeeId: committees.id, committeeName: committees.name }),
      },
      definition: roundVersions.definition,
      head: listHead(submissionId),
      files: listFiles(submissionId),
      entries: listEntries(submissionId),
      papers: listPapers(submissionId),
      drafts: listDrafts(submissionId),
      reviews: listReviews(submissionId),
      extensions: listExtensions(submissionId),
      receipts: listNewestReceipt(submissionId),
      blanks: listBlanks(),
      unfinished: listUnfinished(submissionId),
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

type PreparedSheet = ReturnType<ReturnType<typeof selectSheet>["prepare"]>;

const prepared = new WeakMap<object, PreparedSheet>();

function prepareSheet(db: Db): PreparedSheet {
  const { $client } = db as Db & { $client: D1Database };
  const statement = prepared.get($client) ?? selectSheet(db, sql.placeholder("submission")).prepare();
  prepared.set($client, statement);
  return statement;
}

export type SheetRows = Awaited<ReturnType<PreparedSheet["execute"]>>;

/** The rows of `selectSheet`; its text, longer than any other and asked for by every page, is made once per database. */
export function runSelectSheet(db: Db, submissionId: string): Promise<SheetRows> {
  return prepareSheet(db).execute({ submission: submissionId });
}

/** The same as the end of a batch that writes. */
export function buildSheetReading(db: Db, submissionId: string): Reading<SheetRows> {
  const prepared = prepareSheet(db);
  const { sql: text, params } = prepared.getQuery();
  const query = { sql: text, params: fillPlaceholders(params, { submission: submissionId }) };
  return {
    statement: { getQuery: () => query },
    readRows: (result) => prepared.mapAllResult(result, true) as SheetRows,
  };
}
