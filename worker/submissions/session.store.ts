import { eq } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { branchSessions, type Db } from "../db";

/** Ends one browser's session; other browsers with the same link stay signed in. */
export async function deleteBranchSession(db: Db, token: string): Promise<void> {
  await db.delete(branchSessions).where(eq(branchSessions.tokenHash, await sha256(token)));
}
