import { and, eq } from "drizzle-orm";
import type { RoundDefinition, RoundVersion } from "../../schemas/round";
import { type Db, rounds, roundVersions } from "../db";

export type RoundRow = typeof rounds.$inferSelect;

/** A committee's own round; null for a missing one and for another committee's alike. */
export async function findRound(db: Db, committeeId: string, roundId: string): Promise<RoundRow | null> {
  const [row] = await db
    .select()
    .from(rounds)
    .where(and(eq(rounds.id, roundId), eq(rounds.committeeId, committeeId)));
  return row ?? null;
}

/** The frozen definition of a published round. Throws on a version that was never published: a fault. */
export async function getRoundVersion(db: Db, roundId: string, version: number): Promise<RoundVersion> {
  const [row] = await db
    .select({ definition: roundVersions.definition })
    .from(roundVersions)
    .where(and(eq(roundVersions.roundId, roundId), eq(roundVersions.version, version)));
  if (row === undefined) throw new Error("round version is missing");
  return parseStoredVersion(row.definition);
}

/** What the store wrote it trusts: the text was validated before it was frozen. */
export function parseStoredVersion(text: string): RoundVersion {
  return JSON.parse(text) as RoundVersion;
}

export function parseStoredDraft(row: RoundRow): RoundDefinition {
  return JSON.parse(row.draft) as RoundDefinition;
}
