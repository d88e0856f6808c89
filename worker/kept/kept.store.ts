import { and, eq, lt, sql } from "drizzle-orm";
import { type Db, keptPosts, runBatch } from "../db";
import { MAX_KEPT_POSTS } from "./kept.rules";

export interface KeptRow {
  id: string;
  submissionId: string;
  /** SHA-256 of the secret in the cookie of the browser that sent it. */
  browserHash: string;
  /** JSON of the problem's code and details. */
  problem: string;
  /** JSON list of names and values. */
  fields: string;
  keptAt: string;
}

/**
 * Keeps a refused post; of a submission's oldest as many go as are too many.
 *
 * @returns false when there is no such submission
 */
export async function insertKept(db: Db, row: KeptRow): Promise<boolean> {
  const [written] = await runBatch(db, [
    db.run(sql`INSERT INTO kept_posts (id, submission_id, browser_hash, problem, fields, kept_at)
      SELECT ${row.id}, s.id, ${row.browserHash}, ${row.problem}, ${row.fields}, ${row.keptAt}
      FROM submissions AS s WHERE s.id = ${row.submissionId}`),
    db.run(sql`DELETE FROM kept_posts WHERE submission_id = ${row.submissionId} AND id NOT IN
      (SELECT k.id FROM kept_posts AS k WHERE k.submission_id = ${row.submissionId}
       ORDER BY k.kept_at DESC, k.rowid DESC LIMIT ${MAX_KEPT_POSTS})`),
  ]);
  return (written?.meta.changes ?? 0) > 0;
}

/** A kept post for the browser that sent it, and for no other. */
export async function findKept(
  db: Db,
  { id, submissionId, browserHash }: Pick<KeptRow, "id" | "submissionId" | "browserHash">,
): Promise<KeptRow | null> {
  const [row] = await db
    .select()
    .from(keptPosts)
    .where(
      and(
        eq(keptPosts.id, id),
        eq(keptPosts.submissionId, submissionId),
        eq(keptPosts.browserHash, browserHash),
      ),
    );
  return row ?? null;
}

export async function deleteKeptBefore(db: Db, before: string): Promise<void> {
  await db.delete(keptPosts).where(lt(keptPosts.keptAt, before));
}
