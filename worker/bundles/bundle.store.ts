import { and, eq, sql } from "drizzle-orm";
import { type Db, entries, files } from "../db";

/** Where a stored file's bytes lie. */
export interface BundleObject {
  id: string;
  objectKey: string;
  etag: string;
}

export interface BundleEntry {
  id: string;
  form: string;
  /** Canonical JSON as it was hashed. */
  data: string;
}

/** The objects and typed entries of one submission, two statements in one transaction. */
export async function readBundleSources(
  db: Db,
  submissionId: string,
): Promise<{ objects: BundleObject[]; entries: BundleEntry[] }> {
  const [objects, typed] = await db.batch([
    db
      .select({ id: files.id, objectKey: files.objectKey, etag: sql<string>`${files.etag}` })
      .from(files)
      .where(and(eq(files.submissionId, submissionId), eq(files.state, "stored"))),
    db
      .select({ id: entries.id, form: entries.form, data: entries.data })
      .from(entries)
      .where(eq(entries.submissionId, submissionId)),
  ]);
  return { objects, entries: typed };
}

/** Reads part of a stored object pinned to its ETag; throws when it is missing, changed or shorter. */
export async function readObjectRange(
  bucket: R2Bucket,
  key: string,
  etag: string,
  offset: number,
  length: number,
): Promise<ReadableStream<Uint8Array>> {
  const object = await bucket.get(key, { range: { offset, length }, onlyIf: { etagMatches: etag } });
  if (object === null || !("body" in object)) throw new Error("a bundled object is missing or changed");
  if (object.size < offset + length) throw new Error("a bundled object is shorter than recorded");
  return object.body;
}
