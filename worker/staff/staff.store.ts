import { eq, sql } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { writeAct } from "../audit/event.write";
import { committees, type Db, staff, staffSessions } from "../db";
import { newId, newToken } from "../ids";
import { hashPassword, normaliseUserName, SALT_BYTES } from "./password.rules";
import { buildStaffSession } from "./session.rules";

export type StaffRow = typeof staff.$inferSelect;

/** So many wrong passwords in a row lock an account for so many minutes. */
export const LOCK_AFTER_FAILURES = 5;
export const LOCK_MINUTES = 15;

export async function findStaff(db: Db, userName: string): Promise<StaffRow | null> {
  const [row] = await db
    .select()
    .from(staff)
    .where(eq(staff.userName, normaliseUserName(userName)));
  return row ?? null;
}

/**
 * Takes one of the attempts an account has, before the password is looked at: of many
 * guesses sent at once only five are ever compared. The fifth in a row locks the account;
 * a lock that has run out starts the count anew.
 *
 * @returns how many attempts were taken in a row, or null when the account is locked
 */
export async function takeSignInAttempt(db: Db, staffId: string, now: string): Promise<number | null> {
  const lockedUntil = new Date(Date.parse(now) + LOCK_MINUTES * 60_000).toISOString();
  const [row] = await db
    .update(staff)
    .set({
      failedCount: sql`CASE WHEN ${staff.lockedUntil} IS NULL THEN ${staff.failedCount} + 1 ELSE 1 END`,
      lockedUntil: sql`CASE WHEN ${staff.lockedUntil} IS NULL AND ${staff.failedCount} + 1 >= ${LOCK_AFTER_FAILURES}
        THEN ${lockedUntil} END`,
    })
    .where(sql`${staff.id} = ${staffId} AND (${staff.lockedUntil} IS NULL OR ${staff.lockedUntil} <= ${now})`)
    .returning({ failedCount: staff.failedCount });
  return row?.failedCount ?? null;
}

/** Writes down a wrong password; the fifth in a row as the locking it caused. */
export async function recordFailedSignIn(db: Db, one: StaffRow, taken: number, now: string): Promise<void> {
  const locked = taken >= LOCK_AFTER_FAILURES;
  await writeAct(
    db,
    {
      chainId: one.committeeId,
      type: locked ? "staff.locked" : "staff.sign_in_failed",
      actor: `staff:${one.id}`,
      data: locked ? { minutes: LOCK_MINUTES } : { attempt: taken },
      at: now,
    },
    db
      .update(staff)
      .set({ failedCount: sql`${staff.failedCount}` })
      .where(eq(staff.id, one.id)),
  );
}

export interface SignedIn {
  token: string;
  expiresAt: string;
}

/**
 * Opens a session under a token never used before and ends the one the browser came with,
 * so that a token planted earlier is worth nothing (ASVS 7.2.4).
 */
export async function signIn(db: Db, one: StaffRow, oldToken: string | null, now: string): Promise<SignedIn> {
  const token = newToken();
  const session = await buildStaffSession({ token, staffId: one.id, now });
  const oldHash = await sha256(oldToken ?? "");
  await writeAct(
    db,
    { chainId: one.committeeId, type: "staff.signed_in", actor: `staff:${one.id}`, data: {}, at: now },
    db.update(staff).set({ failedCount: 0, lockedUntil: null }).where(eq(staff.id, one.id)),
    [
      db.delete(staffSessions).where(eq(staffSessions.tokenHash, oldHash)),
      db.insert(staffSessions).values(session),
    ],
  );
  return { token, expiresAt: session.expiresAt };
}

export interface NewCommittee {
  name: string;
  office?: string | null;
  parentId?: string | null;
  now: string;
}

/** @returns the committee's id */
export async function createCommittee(db: Db, one: NewCommittee): Promise<string> {
  const id = newId("com");
  const { name, office = null, parentId = null, now } = one;
  await db.insert(committees).values({ id, name, office, parentId, createdAt: now });
  return id;
}

export interface NewStaff {
  committeeId: string;
  userName: string;
  displayName: string;
  password: string;
  now: string;
}

/** @returns the id of the new member of staff; throws when the user name is taken */
export async function createStaff(db: Db, one: NewStaff): Promise<string> {
  const id = newId("stf");
  const passwordHash = await hashPassword(one.password, crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  await db.insert(staff).values({
    id,
    committeeId: one.committeeId,
    userName: normaliseUserName(one.userName),
    displayName: one.displayName,
    passwordHash,
    createdAt: one.now,
  });
  return id;
}
