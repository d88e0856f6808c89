import { and, asc, eq, lt, sql } from "drizzle-orm";
import { type Db, files, uploads } from "../db";
import type { StoredPart, StoredPiece } from "./upload.rules";

export type UploadRow = typeof uploads.$inferSelect;

export type NewUpload = Pick<
  UploadRow,
  | "id"
  | "submissionId"
  | "artifactKey"
  | "fieldKey"
  | "replaces"
  | "name"
  | "linkId"
  | "bytes"
  | "sha256"
  | "metadata"
  | "fileId"
  | "objectKey"
  | "createdAt"
  | "expiresAt"
>;

/** What a branch may have on its way, beside what it has in. */
export interface OpenLimits {
  uploads: number;
  files: number;
  bytes: number;
  /** As `readOpen` counts. */
  since: string;
}

const isOpen = (submissionId: string, since: string) =>
  sql`${uploads.submissionId} = ${submissionId} AND ${uploads.state} IN ('open', 'assembling')
    AND (${uploads.received} > 0 OR ${uploads.state} = 'assembling' OR ${uploads.createdAt} >= ${since})`;

/** Begins an upload while there is room for it. False when there is none; then nothing was written. */
export async function insertUpload(db: Db, upload: NewUpload, limits: OpenLimits): Promise<boolean> {
  const { submissionId, bytes } = upload;
  const open = isOpen(submissionId, limits.since);
  const result =
    await db.run(sql`INSERT INTO uploads (id, submission_id, artifact_key, field_key, replaces, name,
      link_id, bytes, received, sha256, metadata, file_id, object_key, parts, epoch, state, created_at, expires_at)
    SELECT ${upload.id}, ${submissionId}, ${upload.artifactKey}, ${upload.fieldKey}, ${upload.replaces}, ${upload.name},
      ${upload.linkId}, ${bytes}, 0, ${upload.sha256}, ${upload.metadata}, ${upload.fileId}, ${upload.objectKey},
      '[]', 0, 'open', ${upload.createdAt}, ${upload.expiresAt}
    FROM (SELECT COUNT(*) AS files, COALESCE(SUM(${uploads.bytes}), 0) AS bytes FROM ${uploads} WHERE ${open}) AS o
    JOIN submissions AS s ON s.id = ${submissionId}
    WHERE o.files < ${limits.uploads} AND s.held_files + o.files < ${limits.files}
      AND s.held_bytes + o.bytes + ${bytes} <= ${limits.bytes}`);
  return result.meta.changes > 0;
}

/** An upload of this submission; null for another's and for one that was ended. */
export async function findUpload(db: Db, submissionId: string, uploadId: string): Promise<UploadRow | null> {
  const [row] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.id, uploadId), eq(uploads.submissionId, submissionId)));
  return row ?? null;
}

/**
 * What a branch has on its way. An upload begun before `since` of which nothing is kept is none:
 * the answer that named it was mostly lost. When something of it comes after all it counts again.
 */
export async function readOpen(
  db: Db,
  submissionId: string,
  since: string,
): Promise<{ files: number; bytes: number }> {
  const [open] = await db
    .select({ files: sql<number>`COUNT(*)`, bytes: sql<number>`COALESCE(SUM(${uploads.bytes}), 0)` })
    .from(uploads)
    .where(isOpen(submissionId, since));
  return { files: open?.files ?? 0, bytes: open?.bytes ?? 0 };
}

/**
 * Makes the caller the upload's only writer from `received` on; whoever wrote before fails at
 * the next commit. Null when the upload is elsewhere by now.
 *
 * @param sha256 of the whole file where this request tells it; what was told first stands
 * @returns the row as it is now, with the epoch that every commit must name
 */
export async function takeUpload(
  db: Db,
  upload: UploadRow,
  sha256: string | null,
): Promise<UploadRow | null> {
  const [row] = await db
    .update(uploads)
    .set({ epoch: sql`${uploads.epoch} + 1`, sha256: sql`COALESCE(${uploads.sha256}, ${sha256})` })
    .where(
      and(
        eq(uploads.id, upload.id),
        eq(uploads.received, upload.received),
        sql`${uploads.state} IN ('open', 'assembling')`,
      ),
    )
    .returning();
  return row ?? null;
}

/**
 * Ends an upload that is no file yet, so that no writer can go on with it. Null when there is none.
 *
 * @returns the row as its last writer left it
 */
export async function closeUpload(db: Db, id: string): Promise<UploadRow | null> {
  const [row] = await db
    .update(uploads)
    .set({ state: "refused", epoch: sql`${uploads.epoch} + 1` })
    .where(and(eq(uploads.id, id), sql`${uploads.state} IN ('open', 'assembling')`))
    .returning();
  return row ?? null;
}

/**
 * Ends an upload whose stated time is over, so that no writer can go on with it; one that is a file
 * stays as it is. Null when its time was put off, or it is gone.
 */
export async function closeExpired(db: Db, id: string, now: string): Promise<UploadRow | null> {
  const [row] = await db
    .update(uploads)
    .set({
      state: sql`CASE WHEN ${uploads.state} IN ('open', 'assembling') THEN 'refused' ELSE ${uploads.state} END`,
      epoch: sql`${uploads.epoch} + 1`,
    })
    .where(and(eq(uploads.id, id), lt(uploads.expiresAt, now)))
    .returning();
  return row ?? null;
}

/** What became durable: whole parts, and behind them the pieces of the next one. */
export interface Progress {
  received: number;
  parts: readonly StoredPart[];
  multipartId: string | null;
  pieces: readonly StoredPiece[];
  expiresAt: string;
}

/** Notes what became durable. False when another writer took over; then nothing changed. */
export async function commitProgress(
  db: Db,
  id: string,
  epoch: number,
  { pieces, parts, ...progress }: Progress,
): Promise<boolean> {
  const tail = pieces.length === 0 ? null : JSON.stringify(pieces);
  const result = await db
    .update(uploads)
    .set({ ...progress, tail, parts: JSON.stringify(parts) })
    .where(and(eq(uploads.id, id), eq(uploads.epoch, epoch), eq(uploads.state, "open")));
  return result.meta.changes > 0;
}

/** Notes that every byte is in R2 and is about to become a file; nothing is sent again after a crash. */
export async function commitAssembling(
  db: Db,
  upload: Pick<UploadRow, "id" | "epoch" | "fileId" | "objectKey">,
  parts: readonly StoredPart[],
): Promise<boolean> {
  const { id, epoch, fileId, objectKey } = upload;
  const result = await db
    .update(uploads)
    .set({ state: "assembling", parts: JSON.stringify(parts), fileId, objectKey })
    .where(and(eq(uploads.id, id), eq(uploads.epoch, epoch), eq(uploads.state, "open")));
  return result.meta.changes > 0;
}

/**
 * Assembling failed: what is sent again begins where the row still says, so `parts` are those that
 * were noted there; null where every byte has to come again, as R2 has lost them.
 */
export async function reopenUpload(
  db: Db,
  upload: Pick<UploadRow, "id" | "epoch">,
  parts: readonly StoredPart[] | null,
): Promise<void> {
  const anew = { received: 0, multipartId: null, tail: null };
  await db
    .update(uploads)
    .set({ state: "open", parts: JSON.stringify(parts ?? []), ...(parts === null ? anew : {}) })
    .where(and(eq(uploads.id, upload.id), eq(uploads.epoch, upload.epoch), eq(uploads.state, "assembling")));
}

export async function updateMultipartId(
  db: Db,
  id: string,
  epoch: number,
  multipartId: string,
): Promise<boolean> {
  const result = await db
    .update(uploads)
    .set({ multipartId })
    .where(and(eq(uploads.id, id), eq(uploads.epoch, epoch)));
  return result.meta.changes > 0;
}

/** The upload became a file. */
export async function endStored(
  db: Db,
  upload: Pick<UploadRow, "id" | "bytes">,
  answer: string,
): Promise<void> {
  await db
    .update(uploads)
    .set({ state: "stored", answer, received: upload.bytes, tail: null })
    .where(eq(uploads.id, upload.id));
}

/** The upload is refused, with the problem as JSON. False when another writer took over; then nothing changed. */
export async function endRefused(
  db: Db,
  upload: Pick<UploadRow, "id" | "epoch">,
  answer: string,
): Promise<boolean> {
  const result = await db
    .update(uploads)
    .set({ state: "refused", answer, tail: null })
    .where(
      and(
        eq(uploads.id, upload.id),
        eq(uploads.epoch, upload.epoch),
        sql`${uploads.state} IN ('open', 'assembling')`,
      ),
    );
  return result.meta.changes > 0;
}

/** From here on nobody can make a file of it; false when it is one. */
export async function deleteReceivingRow(db: Db, fileId: string): Promise<boolean> {
  await db.delete(files).where(and(eq(files.id, fileId), eq(files.state, "receiving")));
  const rows = await db.select({ id: files.id }).from(files).where(eq(files.id, fileId));
  return rows.length === 0;
}

export async function deleteUploadRow(db: Db, id: string): Promise<void> {
  await db.delete(uploads).where(eq(uploads.id, id));
}

/** Ids of uploads whose stated time is over. */
export async function listExpired(db: Db, now: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(lt(uploads.expiresAt, now))
    .orderBy(asc(uploads.expiresAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}
