import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { type Db, packs, runBatch, submissions } from "../db";
import type { PackObject } from "./pack.rules";

/** A sealed pack. */
export interface Pack extends PackObject {
  id: string;
  contentSha256: string;
  bytes: number;
  /** JSON for `parsePackManifest`. */
  manifest: string;
  manifestSha256: string;
}

export interface NewPack {
  id: string;
  roundId: string;
  /** Null for the head of a prepared bundle. */
  submissionId: string | null;
  contentSha256: string;
  recipe: string;
  objectKey: string;
  begunAt: string;
}

/** Notes that a pack is being written, so that a sweep finds what never finished. False when one already is, or is sealed. */
export async function insertSealing(db: Db, pack: NewPack): Promise<boolean> {
  const result = await db
    .insert(packs)
    .values({ ...pack, state: "sealing" })
    .onConflictDoNothing();
  return result.meta.changes > 0;
}

export interface SealedPack {
  id: string;
  submissionId: string | null;
  contentSha256: string;
  etag: string;
  bytes: number;
  archiveBytes: number;
  manifest: string;
  manifestSha256: string;
  sealedAt: string;
}

/** Whether a pack of the submission was begun after `since`. */
export async function wasBegunSince(db: Db, submissionId: string, since: string): Promise<boolean> {
  const [row] = await db
    .select({ id: packs.id })
    .from(packs)
    .where(and(eq(packs.submissionId, submissionId), gt(packs.begunAt, since)))
    .limit(1);
  return row !== undefined;
}

/**
 * Makes a pack usable: it is its submission's pack from now on, the others are out of date,
 * and the submission waits no longer when nothing came meanwhile. The head of a bundle is out
 * of date at once: only the bundle keeps it.
 */
export async function commitSealed(db: Db, pack: SealedPack): Promise<void> {
  const { id, submissionId, contentSha256, ...sealed } = pack;
  const outdatedAt = submissionId === null ? pack.sealedAt : null;
  const seal = db
    .update(packs)
    .set({ ...sealed, outdatedAt, state: "sealed" })
    .where(and(eq(packs.id, id), eq(packs.state, "sealing")));
  const rest = submissionId === null ? [] : listTurns(db, { id, submissionId, contentSha256 }, pack.sealedAt);
  await runBatch(db, [seal, ...rest]);
}

/** Makes a sealed pack the one of its submission again: what it holds went and came back. */
export async function updateCurrent(
  db: Db,
  pack: { id: string; submissionId: string; contentSha256: string },
  now: string,
): Promise<void> {
  const revive = db.update(packs).set({ outdatedAt: null }).where(eq(packs.id, pack.id));
  await runBatch(db, [revive, ...listTurns(db, pack, now)]);
}

function listTurns(
  db: Db,
  { id, submissionId, contentSha256 }: { id: string; submissionId: string; contentSha256: string },
  now: string,
) {
  const current = sql`(SELECT s.content_sha256 FROM submissions AS s WHERE s.id = ${submissionId})`;
  // A seal that took long may end after a newer one: then it is the one that is out of date.
  const past = sql`CASE WHEN ${contentSha256} IS ${current} THEN ${packs.id} <> ${id} ELSE ${packs.id} = ${id} END`;
  return [
    db
      .update(packs)
      .set({ outdatedAt: now })
      .where(and(eq(packs.submissionId, submissionId), isNull(packs.outdatedAt), past)),
    db
      .update(submissions)
      .set({ unsealedAt: null })
      .where(and(eq(submissions.id, submissionId), eq(submissions.contentSha256, contentSha256))),
  ];
}

/** A submission that needs no pack (too large for one, or nothing in) waits no longer. */
export async function markNotPacked(db: Db, submissionId: string): Promise<void> {
  await db.update(submissions).set({ unsealedAt: null }).where(eq(submissions.id, submissionId));
}

/** A seal that failed is tried again after the others that wait. */
export async function postponeSeal(db: Db, submissionId: string, now: string): Promise<void> {
  await db.update(submissions).set({ unsealedAt: now }).where(eq(submissions.id, submissionId));
}

/** Takes back a pack that is not sealed: the object first, then the row that points at it. */
export async function deleteSealing(db: Db, bucket: R2Bucket, id: string): Promise<void> {
  const [row] = await db
    .select({ objectKey: packs.objectKey })
    .from(packs)
    .where(and(eq(packs.id, id), eq(packs.state, "sealing")));
  if (row === undefined) return;
  await bucket.delete(row.objectKey);
  await db.delete(packs).where(and(eq(packs.id, id), eq(packs.state, "sealing")));
}

const PACK_COLUMNS = {
  id: packs.id,
  contentSha256: packs.contentSha256,
  objectKey: packs.objectKey,
  etag: sql<string>`${packs.etag}`,
  bytes: sql<number>`${packs.bytes}`,
  manifest: sql<string>`${packs.manifest}`,
  manifestSha256: sql<string>`${packs.manifestSha256}`,
};

const isPack = (submissionId: string, contentSha256: string, recipe: string) =>
  and(
    eq(packs.submissionId, submissionId),
    eq(packs.contentSha256, contentSha256),
    eq(packs.recipe, recipe),
    eq(packs.state, "sealed"),
  );

/** A pack and the recipe it was made by. */
export interface CurrentPack extends Pack {
  recipe: string;
}

const selectSealed = (db: Db, condition: SQL | undefined) =>
  db
    .select({ ...PACK_COLUMNS, recipe: packs.recipe })
    .from(packs)
    .where(and(eq(packs.state, "sealed"), condition));

/** The sealed packs of what a submission has in now, one of each recipe; for a batch. */
export const selectPacksOfNow = (db: Db, submissionId: string) =>
  selectSealed(
    db,
    sql`${packs.submissionId} = ${submissionId} AND ${packs.contentSha256} =
      (SELECT s.content_sha256 FROM submissions AS s WHERE s.id = ${submissionId})`,
  );

/** One sealed pack of a submission by its id, current or not; none for another submission's. For a batch. */
export const selectPackById = (db: Db, submissionId: string, packId: string) =>
  selectSealed(db, and(eq(packs.id, packId), eq(packs.submissionId, submissionId)));

/** Id of the sealed pack of exactly this content under this recipe, and the length of the archive it makes, without its manifest. */
export async function findPackSize(
  db: Db,
  submissionId: string,
  contentSha256: string | null,
  recipe: string,
): Promise<{ id: string; archiveBytes: number } | null> {
  if (contentSha256 === null) return null;
  const [row] = await db
    .select({ id: packs.id, archiveBytes: sql<number>`${packs.archiveBytes}` })
    .from(packs)
    .where(isPack(submissionId, contentSha256, recipe));
  return row ?? null;
}

/** Packs in the order of `ids`; one that is gone is left out. */
export async function listPacks(db: Db, ids: readonly string[]): Promise<Pack[]> {
  const rows = await db
    .select(PACK_COLUMNS)
    .from(packs)
    .where(
      sql`${packs.state} = 'sealed' AND ${packs.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
