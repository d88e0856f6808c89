import { and, eq, lt, sql } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { attempts, type Db } from "../db";

/** A limit that holds everywhere, counted in D1: the platform's own limiter is per location and permissive. */
export interface AttemptLimit {
  name: string;
  max: number;
  windowMinutes: number;
}

export const SIGN_IN_LIMIT: AttemptLimit = { name: "sign_in", max: 30, windowMinutes: 10 };
/** Counts links that did not open, never those that did: 300 branches may share one address on a busy morning. */
export const LINK_EXCHANGE_LIMIT: AttemptLimit = { name: "link_exchange", max: 60, windowMinutes: 10 };

function windowStart(limit: AttemptLimit, now: string): string {
  const width = limit.windowMinutes * 60_000;
  return new Date(Math.floor(Date.parse(now) / width) * width).toISOString();
}

/** Counts one attempt and says whether it is still within the limit. The key is stored hashed. */
export async function countAttempt(db: Db, limit: AttemptLimit, key: string, now: string): Promise<boolean> {
  const keyHash = await sha256(`${limit.name}:${key}`);
  const [row] = await db
    .insert(attempts)
    .values({ keyHash, windowStart: windowStart(limit, now), count: 1 })
    .onConflictDoUpdate({
      target: [attempts.keyHash, attempts.windowStart],
      set: { count: sql`${attempts.count} + 1` },
    })
    .returning({ count: attempts.count });
  return (row?.count ?? 1) <= limit.max;
}

/** Whether what was counted so far already fills the limit; counts nothing itself. */
export async function isUsedUp(db: Db, limit: AttemptLimit, key: string, now: string): Promise<boolean> {
  const keyHash = await sha256(`${limit.name}:${key}`);
  const [row] = await db
    .select({ count: attempts.count })
    .from(attempts)
    .where(and(eq(attempts.keyHash, keyHash), eq(attempts.windowStart, windowStart(limit, now))));
  return (row?.count ?? 0) >= limit.max;
}

export async function deleteOldAttempts(db: Db, before: string): Promise<void> {
  await db.delete(attempts).where(lt(attempts.windowStart, before));
}
