import { asc, eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import { branches, type Db } from "../db";
import { newId } from "../ids";
import type { RosterPlan } from "./roster.rules";

export type BranchRow = typeof branches.$inferSelect;

/** The committee's roster in code order. */
export async function listBranches(db: Db, committeeId: string): Promise<BranchRow[]> {
  return db.select().from(branches).where(eq(branches.committeeId, committeeId)).orderBy(asc(branches.code));
}

/** Keeps each bound JSON text far below D1's 2 MB. */
const ROWS_PER_STATEMENT = 2000;

function chunk<T>(list: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < list.length; i += ROWS_PER_STATEMENT) parts.push(list.slice(i, i + ROWS_PER_STATEMENT));
  return parts;
}

/**
 * Takes a whole list or nothing: one batch, one JSON parameter per 2,000 rows. A code the
 * committee already has is updated in place; submissions keep the roster as it was when
 * the branch joined its round.
 */
export async function importRoster(
  db: Db,
  committeeId: string,
  plan: Pick<RosterPlan, "added" | "changed">,
  by: { staffId: string; now: string },
): Promise<void> {
  const rows = [...plan.added, ...plan.changed].map((one) => [newId("brn"), one.code, one.name, one.numbers]);
  const [first, ...rest] = chunk(rows).map((part) =>
    db.run(sql`INSERT INTO branches (id, committee_id, code, name, numbers, created_at, updated_at)
      SELECT value ->> 0, ${committeeId}, value ->> 1, value ->> 2, value -> 3, ${by.now}, ${by.now}
      FROM json_each(${JSON.stringify(part)}) WHERE true
      ON CONFLICT (committee_id, code)
      DO UPDATE SET name = excluded.name, numbers = excluded.numbers, updated_at = excluded.updated_at`),
  );
  if (first === undefined) return;
  const data = { added: plan.added.length, changed: plan.changed.length };
  const event = {
    chainId: committeeId,
    type: "roster.imported",
    actor: `staff:${by.staffId}`,
    data,
    at: by.now,
  };
  await writeAct(db, event, first, rest);
}
