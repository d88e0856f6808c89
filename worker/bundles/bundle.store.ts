import { and, asc, eq, sql } from "drizzle-orm";
import type { EntryFact } from "../../schemas/completeness";
import { selectChainHead } from "../audit/event.write";
import { type Db, entries, files } from "../db";
import type { BundleFile } from "./bundle.items.rules";
import type { ObjectSlice } from "./bundle.rules";

/** A handed-in entry, any version. */
export interface StoredEntry extends EntryFact {
  form: string;
  /** Canonical JSON as it was hashed. */
  data: string;
}

/** What a bundle tells of a file and reads it by; of a thousand files the rest is half a megabyte. */
const { id, artifactKey, lineageId, version, name, type, bytes, sha256, crc32 } = files;
const { pages, receivedAt, objectKey, etag } = files;
const FILE_COLUMNS = {
  ...{ id, artifactKey, lineageId, version, name, type, bytes, sha256, crc32 },
  ...{ pages, receivedAt, objectKey, etag },
};

/** The end of the log of the round a submission belongs to. */
export const selectRoundHead = (db: Db, submissionId: string) =>
  selectChainHead(db, sql`(SELECT s.round_id FROM submissions AS s WHERE s.id = ${submissionId})`);

/** Every version of every stored file, in the order it was begun. */
export const selectFiles = (db: Db, submissionId: string) =>
  db
    .select(FILE_COLUMNS)
    .from(files)
    .where(and(eq(files.submissionId, submissionId), eq(files.state, "stored")))
    .orderBy(asc(files.startedAt), asc(files.version), asc(files.id));

/** Every version of everything typed. */
export const selectEntries = (db: Db, submissionId: string) =>
  db
    .select()
    .from(entries)
    .where(eq(entries.submissionId, submissionId))
    .orderBy(asc(entries.artifactKey), asc(entries.version));

type FileRow = Pick<typeof files.$inferSelect, keyof typeof FILE_COLUMNS>;

/** A row of `selectFiles`; a stored one has all of these, the table's own check says so. */
export function toBundleFile(row: FileRow): BundleFile {
  const { version, type, bytes, sha256, crc32, etag, receivedAt, ...rest } = row;
  if (version === null || type === null || bytes === null || sha256 === null) throw new Error("not stored");
  if (crc32 === null || etag === null || receivedAt === null) throw new Error("not stored");
  return { ...rest, version, type, bytes, sha256, crc32, etag, receivedAt };
}

/**
 * Reads a stored object, or part of it. What R2 answers is held against the recorded ETag here: a
 * condition sent with the request costs the local storage more than the comparison. Throws when the
 * object is missing, changed or shorter.
 */
export async function readObjectRange(
  bucket: R2Bucket,
  { key, etag, offset, length, whole }: ObjectSlice,
): Promise<ReadableStream<Uint8Array>> {
  const object = await bucket.get(key, whole ? undefined : { range: { offset, length } });
  if (object === null) throw new Error("a bundled object is missing");
  const isLongEnough = whole ? object.size === length : object.size >= offset + length;
  if (object.etag === etag && isLongEnough) return object.body;
  await object.body.cancel();
  throw new Error("a bundled object is changed or shorter than recorded");
}
