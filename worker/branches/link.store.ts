import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { branchSessions, type Db, links, submissions } from "../db";
import { newToken } from "../ids";

/** The capability a request came with: one branch in one round. */
export interface BranchAccess {
  submissionId: string;
  linkId: string;
}

/** A branch's cookie lives as long as a round usually does; the link itself can be revoked at any time. */
export const BRANCH_SESSION_DAYS = 90;

/** The link behind a secret; null when unknown or revoked, and nothing tells which. */
export async function findLink(db: Db, secret: string): Promise<BranchAccess | null> {
  const [row] = await db
    .select({ submissionId: links.submissionId, linkId: links.id })
    .from(links)
    .where(and(eq(links.secretHash, await sha256(secret)), isNull(links.revokedAt)));
  return row ?? null;
}

/** The link behind a cookie of this submission; a revoked link's cookies die with it. */
export async function findBranchSession(
  db: Db,
  submissionId: string,
  token: string,
  now: string,
): Promise<BranchAccess | null> {
  const [row] = await db
    .select({ submissionId: branchSessions.submissionId, linkId: branchSessions.linkId })
    .from(branchSessions)
    .innerJoin(links, eq(links.id, branchSessions.linkId))
    .where(
      sql`${branchSessions.tokenHash} = ${await sha256(token)} AND ${branchSessions.submissionId} = ${submissionId}
        AND ${branchSessions.expiresAt} > ${now} AND ${links.revokedAt} IS NULL`,
    );
  return row ?? null;
}

/** Exchanges a link for a cookie token; notes when the branch first opened it and when it was last used. */
export async function insertBranchSession(db: Db, access: BranchAccess, now: string): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(Date.parse(now) + BRANCH_SESSION_DAYS * 86_400_000).toISOString();
  await db.batch([
    db.insert(branchSessions).values({
      tokenHash: await sha256(token),
      linkId: access.linkId,
      submissionId: access.submissionId,
      createdAt: now,
      expiresAt,
    }),
    db.update(links).set({ lastUsedAt: now }).where(eq(links.id, access.linkId)),
    db
      .update(submissions)
      .set({ openedAt: now })
      .where(and(eq(submissions.id, access.submissionId), isNull(submissions.openedAt))),
  ]);
  return token;
}

export async function deleteExpiredBranchSessions(db: Db, now: string): Promise<void> {
  await db.delete(branchSessions).where(lt(branchSessions.expiresAt, now));
}
