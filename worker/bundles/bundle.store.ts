import { and, asc, eq } from "drizzle-orm";
import type { EntryFact, FileFact } from "../../schemas/completeness";
import { type Db, entries, files } from "../db";

/** A stored file, any version, with where its bytes lie. */
export interface StoredFile extends FileFact {
  objectKey: string;
  etag: string;
}

/** A handed-in entry, any version. */
export interface StoredEntry extends EntryFact {
  form: string;
  /** Canonical JSON as it was hashed. */
  data: string;
}

/** Every version of everything handed in electronically, in the order it was begun; one transaction. */
export async function readBundleSources(
  db: Db,
  submissionId: string,
): Promise<{ files: StoredFile[]; entries: StoredEntry[] }> {
  const [fileRows, entryRows] = await db.batch([
    db
      .select()
      .from(files)
      .where(and(eq(files.submissionId, submissionId), eq(files.state, "stored")))
      .orderBy(asc(files.startedAt), asc(files.version), asc(files.id)),
    db
      .select()
      .from(entries)
      .where(eq(entries.submissionId, submissionId))
      .orderBy(asc(entries.artifactKey), asc(entries.version)),
  ]);
  return { files: fileRows.map(toStoredFile), entries: entryRows };
}

/** A stored row has all of these; the table's own check says so. */
function toStoredFile(row: typeof files.$inferSelect): StoredFile {
  const { version, type, bytes, sha256, crc32, etag, receivedAt, notes, ...rest } = row;
  if (version === null || type === null || bytes === null || sha256 === null) throw new Error("not stored");
  if (crc32 === null || etag === null || receivedAt === null) throw new Error("not stored");
  const told = JSON.parse(notes) as string[];
  return { ...rest, version, type, bytes, sha256, crc32, etag, receivedAt, notes: told };
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
  if (object.size < offset + length) {
    await object.body.cancel();
    throw new Error("a bundled object is shorter than recorded");
  }
  return object.body;
}
