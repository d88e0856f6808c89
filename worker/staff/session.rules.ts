import { sha256 } from "../../schemas/receipt";

export const STAFF_SESSION_HOURS = 12;

export interface NewStaffSession {
  token: string;
  staffId: string;
  now: string;
}

/** The row of a new session: the token's hash only, and until when it lives. */
export async function buildStaffSession({ token, staffId, now }: NewStaffSession) {
  const expiresAt = new Date(Date.parse(now) + STAFF_SESSION_HOURS * 3_600_000).toISOString();
  return { tokenHash: await sha256(token), staffId, createdAt: now, expiresAt };
}
