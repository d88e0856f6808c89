import { and, eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import { blanks, type Db, submissions } from "../db";
import { encodeBase32 } from "../ids";
import type { Doer } from "./round.store";

export type BlankRow = typeof blanks.$inferSelect;

/** The one maker of R2 keys for blank templates: 80 random bits under the round's prefix. */
export function buildBlankKey(roundId: string): string {
  return `blanks/${roundId}/${encodeBase32(crypto.getRandomValues(new Uint8Array(10))).toLowerCase()}`;
}

export async function listBlanks(db: Db, roundId: string): Promise<BlankRow[]> {
  return db.select().from(blanks).where(eq(blanks.roundId, roundId)).orderBy(blanks.artifactKey);
}

const isPlace = (roundId: string, artifactKey: string) =>
  and(eq(blanks.roundId, roundId), eq(blanks.artifactKey, artifactKey));

export async function findBlank(db: Db, roundId: string, artifactKey: string): Promise<BlankRow | null> {
  const [row] = await db.select().from(blanks).where(isPlace(roundId, artifactKey));
  return row ?? null;
}

/** The template of an artifact of the round that this submission belongs to. */
export async function findBlankOfSubmission(
  db: Db,
  submissionId: string,
  artifactKey: string,
): Promise<BlankRow | null> {
  const [row] = await db
    .select({ blank: blanks })
    .from(submissions)
    .innerJoin(blanks, eq(blanks.roundId, submissions.roundId))
    .where(and(eq(submissions.id, submissionId), eq(blanks.artifactKey, artifactKey)));
  return row?.blank ?? null;
}

/**
 * Makes what R2 holds the template of its artifact, in the place of `was`. False when
 * another one stands there by now; then nothing was written.
 */
export function writeBlank(db: Db, row: BlankRow, was: BlankRow | null): Promise<boolean> {
  const { roundId, artifactKey, type, bytes, sha256 } = row;
  const { roundId: _round, artifactKey: _artifact, ...content } = row;
  return writeAct(
    db,
    {
      chainId: roundId,
      type: "round.blank_added",
      actor: `staff:${row.addedBy}`,
      data: { artifact: artifactKey, type, bytes, sha256, replaces: was?.sha256 ?? null },
      at: row.addedAt,
    },
    db
      .insert(blanks)
      .values(row)
      .onConflictDoUpdate({
        target: [blanks.roundId, blanks.artifactKey],
        set: content,
        setWhere: eq(blanks.objectKey, was?.objectKey ?? ""),
      }),
  );
}

/** Takes a template back. False when it was replaced or removed meanwhile. */
export function removeBlank(db: Db, row: BlankRow, by: Doer): Promise<boolean> {
  const { roundId, artifactKey, sha256, objectKey } = row;
  return writeAct(
    db,
    {
      chainId: roundId,
      type: "round.blank_removed",
      actor: `staff:${by.staffId}`,
      data: { artifact: artifactKey, sha256 },
      at: by.now,
    },
    db.delete(blanks).where(and(isPlace(roundId, artifactKey), eq(blanks.objectKey, objectKey))),
  );
}

/** Removes an object that no row names; one that a row names stays. */
export async function deleteUnnamed(db: Db, bucket: R2Bucket, objectKey: string): Promise<void> {
  const [row] = await db
    .select({ key: blanks.objectKey })
    .from(blanks)
    .where(eq(blanks.objectKey, objectKey));
  if (row === undefined) await bucket.delete(objectKey);
}

/**
 * Removes what a crash left under `blanks/` without a row: objects written before `before`.
 *
 * @returns how many
 */
export async function deleteStrayBlanks(db: Db, bucket: R2Bucket, before: string): Promise<number> {
  let cursor: string | undefined;
  let removed = 0;
  do {
    const page = await bucket.list({ prefix: "blanks/", cursor });
    const old = page.objects.filter((one) => one.uploaded.toISOString() < before).map((one) => one.key);
    const stray = await db.all<{
      key: string;
    }>(sql`SELECT j.value AS key FROM json_each(${JSON.stringify(old)}) AS j
      WHERE NOT EXISTS (SELECT 1 FROM blanks AS b WHERE b.object_key = j.value)`);
    if (stray.length > 0) await bucket.delete(stray.map((one) => one.key));
    removed += stray.length;
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return removed;
}
