import { and, eq, lt, ne, type SQL, sql } from "drizzle-orm";
import type { FileFact } from "../../schemas/completeness";
import type { StoredFile } from "../../schemas/upload";
import { type ChainHead, type EventInput, writeActAndRead } from "../audit/event.write";
import { type Db, files } from "../db";
import { buildSheetReading, type SheetRows } from "../submissions/facts.select";
import type { Found } from "./file.found";
import type { Ingested } from "./file.readback";
import { listAt, type Place } from "./place.rules";
import { MAX_BRANCH, MAX_ROUND } from "./quota.rules";

/** The one maker of R2 keys for handed-in files: a random id under the submission's prefix. */
export function buildObjectKey(submissionId: string, fileId: string): string {
  return `submissions/${submissionId}/${fileId}`;
}

/** The time of a row whose bytes go: from then on nobody can make a file of it, and a sweep still finds it. */
const TAKEN_BACK = "";

export interface NewFile extends Place {
  id: string;
  submissionId: string;
  /** The file whose next version this is; its own id for a first version. */
  lineageId: string;
  name: string;
  linkId: string | null;
  startedAt: string;
}

/** Notes that bytes are on their way, before the first one is stored, so that a sweep can find what never finished. Again counts its time anew. */
export async function insertReceiving(db: Db, file: NewFile): Promise<void> {
  await db
    .insert(files)
    .values({ ...file, objectKey: buildObjectKey(file.submissionId, file.id), state: "receiving" })
    .onConflictDoUpdate({
      target: files.id,
      set: { startedAt: file.startedAt },
      setWhere: and(eq(files.state, "receiving"), ne(files.startedAt, TAKEN_BACK)),
    });
}

export async function updateMultipart(db: Db, fileId: string, multipartId: string): Promise<void> {
  await db.update(files).set({ multipartId }).where(eq(files.id, fileId));
}

export interface CommitFile {
  file: NewFile;
  stored: Ingested;
  type: string;
  /** What inspection found beside the type. */
  found: Omit<Found, "type">;
  receivedAt: string;
  /** The condition of `openGuard`. */
  guard: SQL;
  /** How many files the place may hold at once; null for any number. */
  limit: number | null;
}

/** Room for one more file of `bytes` bytes, as `checkQuota` says it, at the moment of the write. */
const hasRoom = (submissionId: string, bytes: number) =>
  sql`EXISTS (SELECT 1 FROM submissions AS s JOIN rounds AS r ON r.id = s.round_id WHERE s.id = ${submissionId}
    AND s.held_files < ${MAX_BRANCH.files} AND s.held_bytes + ${bytes} <= ${MAX_BRANCH.bytes}
    AND r.held_files < ${MAX_ROUND.files} AND r.held_bytes + ${bytes} <= ${MAX_ROUND.bytes})`;

const samePlace = (file: NewFile) =>
  sql`f.submission_id = ${file.submissionId} AND f.artifact_key = ${file.artifactKey}
    AND f.field_key IS ${file.fieldKey} AND f.state = 'stored'`;

function buildStoredStatement(db: Db, commit: CommitFile) {
  const { file, stored, limit, found } = commit;
  const image = found.image === null ? null : JSON.stringify(found.image);
  // Of the others: a next version takes no place of its own, unless all before it were struck out.
  const others = sql`(SELECT COUNT(DISTINCT f.lineage_id) FROM files AS f
    WHERE ${samePlace(file)} AND f.lineage_id <> ${file.lineageId})`;
  const room = limit === null ? sql`1` : sql`${others} < ${limit}`;
  return db.run(sql`UPDATE files SET state = 'stored', type = ${commit.type}, bytes = ${stored.bytes},
      sha256 = ${stored.sha256}, crc32 = ${stored.crc32}, etag = ${stored.etag}, received_at = ${commit.receivedAt},
      multipart_id = NULL, pages = ${found.pages}, chars = ${found.chars}, han = ${found.han},
      image = ${image}, notes = ${JSON.stringify(found.notes)},
      version = (SELECT COALESCE(MAX(v.version), 0) + 1 FROM files AS v
        WHERE v.lineage_id = ${file.lineageId} AND v.state <> 'receiving')
    WHERE id = ${file.id} AND state = 'receiving' AND started_at <> ${TAKEN_BACK} AND ${commit.guard} AND ${room}
      AND ${hasRoom(file.submissionId, stored.bytes)}
      AND NOT EXISTS (SELECT 1 FROM files AS f WHERE ${samePlace(file)} AND f.sha256 = ${stored.sha256}
        AND NOT EXISTS (SELECT 1 FROM files AS n WHERE n.lineage_id = f.lineage_id AND n.state = 'stored'
          AND n.version > f.version))`);
}

/**
 * Makes a file *in*: one batch turns its row to `stored` and writes the event, only while the
 * round still takes it, place, branch and round have room, and the same bytes are not there already.
 *
 * @param known the end of the submission's chain as it was last read
 * @returns `done` false when one of these did not hold: nothing was changed; and the submission as it is then
 */
export function commitStored(
  db: Db,
  commit: CommitFile,
  actor: string,
  known: ChainHead,
): Promise<{ done: boolean; rows: SheetRows }> {
  const { file, stored } = commit;
  const event: EventInput = {
    chainId: file.submissionId,
    type: file.lineageId === file.id ? "file.stored" : "file.replaced",
    actor,
    data: {
      file: file.id,
      artifact: file.artifactKey,
      lineage: file.lineageId,
      bytes: stored.bytes,
      sha256: stored.sha256,
    },
    at: commit.receivedAt,
  };
  const sheet = buildSheetReading(db, file.submissionId);
  return writeActAndRead(db, event, buildStoredStatement(db, commit), [], known, sheet);
}

/** Takes back what did not become a file: the object first, then the row that points at it. */
export async function deleteReceiving(db: Db, bucket: R2Bucket, fileId: string): Promise<void> {
  const [row] = await db
    .update(files)
    .set({ startedAt: TAKEN_BACK })
    .where(and(eq(files.id, fileId), eq(files.state, "receiving")))
    .returning({ objectKey: files.objectKey, multipartId: files.multipartId });
  if (row === undefined) return;
  if (row.multipartId !== null) {
    await bucket
      .resumeMultipartUpload(row.objectKey, row.multipartId)
      .abort()
      .catch(() => undefined);
  }
  await bucket.delete(row.objectKey);
  await db.delete(files).where(and(eq(files.id, fileId), eq(files.state, "receiving")));
}

/**
 * The same for who received it. Where a sweep took the row away meanwhile, what came after it goes as well.
 *
 * @returns false when a sweep had taken it
 */
export async function discardReceived(db: Db, bucket: R2Bucket, file: NewFile): Promise<boolean> {
  const [row] = await db.select({ startedAt: files.startedAt }).from(files).where(eq(files.id, file.id));
  if (row === undefined) await bucket.delete(buildObjectKey(file.submissionId, file.id));
  else await deleteReceiving(db, bucket, file.id);
  return row !== undefined && row.startedAt !== TAKEN_BACK;
}

/** Bytes still come: a sweep counts its time anew. */
export async function touchReceiving(db: Db, fileId: string, now: string): Promise<void> {
  await db
    .update(files)
    .set({ startedAt: now })
    .where(and(eq(files.id, fileId), eq(files.state, "receiving"), ne(files.startedAt, TAKEN_BACK)));
}

/** Ids of files that began before `before` and never finished; one that an upload only has to assemble lives as long as that. */
export async function listReceivingBefore(db: Db, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: files.id })
    .from(files)
    .where(
      and(
        eq(files.state, "receiving"),
        lt(files.startedAt, before),
        sql`NOT EXISTS (SELECT 1 FROM uploads AS u WHERE u.file_id = ${files.id} AND u.state = 'assembling')`,
      ),
    )
    .limit(limit);
  return rows.map((row) => row.id);
}

/** What became of a file that came in, whatever was done with it since; null for one that never did. */
export async function findKeptFile(db: Db, submissionId: string, fileId: string): Promise<StoredFile | null> {
  const [row] = await db
    .select()
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.submissionId, submissionId), ne(files.state, "receiving")));
  if (row === undefined) return null;
  const { id, artifactKey, version, name, type, bytes, sha256, receivedAt } = row;
  return { id, artifact: artifactKey, version, name, type, bytes, sha256, receivedAt } as StoredFile;
}

/** Where a stored file lies. */
export interface StoredObject {
  id: string;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  etag: string;
  objectKey: string;
}

/** A stored file of this submission, any version of it; null for another submission's. */
export async function findStoredObject(
  db: Db,
  submissionId: string,
  fileId: string,
): Promise<StoredObject | null> {
  const [row] = await db
    .select()
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.submissionId, submissionId), eq(files.state, "stored")));
  if (row === undefined || row.type === null || row.etag === null) return null;
  return { ...row, type: row.type, etag: row.etag, bytes: row.bytes ?? 0, sha256: row.sha256 ?? "" };
}

/** The bytes of a stored file, pinned to the ETag that was recorded; null when R2 no longer holds those. */
export async function readStoredObject(
  bucket: R2Bucket,
  object: Pick<StoredObject, "objectKey" | "etag">,
): Promise<ReadableStream<Uint8Array> | null> {
  const found = await bucket.get(object.objectKey, { onlyIf: { etagMatches: object.etag } });
  return found !== null && "body" in found ? found.body : null;
}

/** The current file of the same place with the same bytes, where there is one. */
export function findSameFile(facts: readonly FileFact[], file: NewFile, sha256: string): FileFact | null {
  return listAt(facts, file).find((one) => one.sha256 === sha256) ?? null;
}
