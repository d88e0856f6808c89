/** Packs as the sweep and the next press find them: never finished, out of date, or lost by the storage. */
import { and, eq, lt, sql } from "drizzle-orm";
import { type Db, packs, runBatch, submissions } from "../db";

/** R2 deletes this many objects at once. */
const R2_DELETE_KEYS = 1000;

/** Ids of packs that began before `before` and never finished. */
export async function listSealingBefore(db: Db, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: packs.id })
    .from(packs)
    .where(and(eq(packs.state, "sealing"), lt(packs.begunAt, before)))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Submissions whose content has rested since `before` without having been sealed. */
export async function listUnsealed(db: Db, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(lt(submissions.unsealedAt, before))
    .orderBy(submissions.unsealedAt)
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Where the packs of a round lie, the heads of its bundles included. */
export function listPackPlaces(
  db: Db,
  roundId: string,
): Promise<{ id: string; objectKey: string; etag: string }[]> {
  return db
    .select({ id: packs.id, objectKey: packs.objectKey, etag: sql<string>`${packs.etag}` })
    .from(packs)
    .where(and(eq(packs.roundId, roundId), eq(packs.state, "sealed")));
}

/** ETags of the objects under a prefix, by key; one request a thousand. */
export async function listEtags(bucket: R2Bucket, prefix: string): Promise<Map<string, string>> {
  const etags = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix, cursor });
    for (const { key, etag } of page.objects) etags.set(key, etag);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return etags;
}

/** Forgets packs whose objects the storage lost or changed; their submissions wait to be sealed anew. */
export async function deleteLostPacks(
  db: Db,
  bucket: R2Bucket,
  lostPacks: readonly { id: string; objectKey: string }[],
  now: string,
): Promise<void> {
  for (let i = 0; i < lostPacks.length; i += R2_DELETE_KEYS)
    await bucket.delete(lostPacks.slice(i, i + R2_DELETE_KEYS).map((one) => one.objectKey));
  const lost = sql`(SELECT value FROM json_each(${JSON.stringify(lostPacks.map((one) => one.id))}))`;
  await runBatch(db, [
    db
      .update(submissions)
      .set({ unsealedAt: now })
      .where(sql`${submissions.id} IN (SELECT p.submission_id FROM packs AS p WHERE p.id IN ${lost})`),
    db.delete(packs).where(sql`${packs.id} IN ${lost} AND ${packs.state} = 'sealed'`),
  ]);
}

/** Packs out of date since before `before` that no bundle holds. */
export async function listOutdatedPacks(
  db: Db,
  before: string,
  limit: number,
): Promise<{ id: string; objectKey: string }[]> {
  return db
    .select({ id: packs.id, objectKey: packs.objectKey })
    .from(packs)
    .where(
      sql`${packs.outdatedAt} < ${before} AND ${packs.state} = 'sealed' AND NOT EXISTS (
        SELECT 1 FROM bundles AS b, json_each(b.packs) AS j
        WHERE b.round_id = ${packs.roundId} AND j.value = ${packs.id})`,
    )
    .limit(limit);
}

/** The object first, then the row that points at it: cut off between the two, the next sweep ends it. */
export async function deleteOutdatedPack(
  db: Db,
  bucket: R2Bucket,
  pack: { id: string; objectKey: string },
): Promise<void> {
  await bucket.delete(pack.objectKey);
  await db.delete(packs).where(eq(packs.id, pack.id));
}
