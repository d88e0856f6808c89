import { sql } from "drizzle-orm";
import type { Db } from "./db";

/** Returns when the database answers; throws when it does not. */
export async function pingDatabase(db: Db): Promise<void> {
  await db.run(sql`SELECT 1`);
}
