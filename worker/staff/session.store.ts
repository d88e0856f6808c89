import { eq, lt, sql } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { committees, type Db, staff, staffSessions } from "../db";
import { buildStaffSession, type NewStaffSession } from "./session.rules";

/** Who is signed in, and for which committee. */
export interface StaffAccess {
  staffId: string;
  displayName: string;
  userName: string;
  committeeId: string;
  committeeName: string;
}

/** The session behind a cookie's token; null when unknown, signed out or expired. One statement. */
export async function findStaffSession(db: Db, token: string, now: string): Promise<StaffAccess | null> {
  const tokenHash = await sha256(token);
  const [row] = await db
    .select({
      staffId: staff.id,
      displayName: staff.displayName,
      userName: staff.userName,
      committeeId: committees.id,
      committeeName: committees.name,
    })
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.staffId))
    .innerJoin(committees, eq(committees.id, staff.committeeId))
    .where(sql`${staffSessions.tokenHash} = ${tokenHash} AND ${staffSessions.expiresAt} > ${now}`);
  return row ?? null;
}

export async function insertStaffSession(db: Db, session: NewStaffSession): Promise<void> {
  await db.insert(staffSessions).values(await buildStaffSession(session));
}

export async function deleteStaffSession(db: Db, token: string): Promise<void> {
  await db.delete(staffSessions).where(eq(staffSessions.tokenHash, await sha256(token)));
}

export async function deleteExpiredStaffSessions(db: Db, now: string): Promise<void> {
  await db.delete(staffSessions).where(lt(staffSessions.expiresAt, now));
}
