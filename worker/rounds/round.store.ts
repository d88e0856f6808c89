import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import {
  type Asks,
  type RoundDefinition,
  type RoundVersion,
  readRoundDefinition,
  readRoundVersion,
} from "../../schemas/round";
import { writeAct } from "../audit/event.write";
import { type Db, rounds, roundVersions } from "../db";
import { newId } from "../ids";

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
  return readRoundVersion(text);
}

export function parseStoredDraft(row: RoundRow): RoundDefinition {
  return readRoundDefinition(row.draft);
}

export function parseStoredAsks(row: RoundRow): Asks {
  return JSON.parse(row.asks) as Asks;
}

/** Who acts, and when. */
export interface Doer {
  staffId: string;
  now: string;
}

export interface NewRound {
  committeeId: string;
  definition: RoundDefinition;
  asks: Asks;
  profile: RoundVersion["profile"];
  /** Of the draft of an amendment: what branches will be told; left out, it stays. */
  note?: string;
}

/** What of a draft stands in columns of its own. */
function draftColumns(one: Omit<NewRound, "committeeId">) {
  const { definition, asks, profile } = one;
  return {
    title: definition.notice.title,
    noticeNumber: definition.notice.number,
    draft: JSON.stringify(definition),
    asks: JSON.stringify(asks),
    profile,
    closesAt: definition.closesAt,
  };
}

/** @returns the id of the new draft */
export async function insertRound(db: Db, one: NewRound, by: Doer): Promise<string> {
  const id = newId("rnd");
  const { committeeId } = one;
  const times = { createdAt: by.now, updatedAt: by.now };
  await writeAct(
    db,
    {
      chainId: id,
      type: "round.created",
      actor: `staff:${by.staffId}`,
      data: { committee: committeeId },
      at: by.now,
    },
    db.insert(rounds).values({ id, committeeId, state: "draft", ...draftColumns(one), ...times }),
  );
  return id;
}

/**
 * Stores a draft over the one that was read: the round's own or, of a published round, the
 * draft of its next version, of which nobody sees anything yet. False when it was published,
 * closed or saved by someone else meanwhile; then nothing changed.
 */
export async function updateDraft(
  db: Db,
  row: RoundRow,
  one: Omit<NewRound, "committeeId">,
  by: Doer,
): Promise<boolean> {
  const columns = draftColumns(one);
  const { draft, asks } = columns;
  const amendNote = one.note ?? row.amendNote;
  return writeAct(
    db,
    { chainId: row.id, type: "round.edited", actor: `staff:${by.staffId}`, data: {}, at: by.now },
    db
      .update(rounds)
      .set({ ...(row.state === "draft" ? columns : { draft, asks, amendNote }), updatedAt: by.now })
      .where(
        and(
          eq(rounds.id, row.id),
          eq(rounds.state, row.state),
          eq(rounds.currentVersion, row.currentVersion),
          eq(rounds.draft, row.draft),
          eq(rounds.asks, row.asks),
        ),
      ),
  );
}

/** Closes a round to every hand-in, or opens it again. False when it was not in the other state. */
export async function updateRoundState(
  db: Db,
  roundId: string,
  to: "closed" | "published",
  by: Doer,
): Promise<boolean> {
  const from = to === "closed" ? "published" : "closed";
  const type = to === "closed" ? "round.closed" : "round.reopened";
  return writeAct(
    db,
    { chainId: roundId, type, actor: `staff:${by.staffId}`, data: {}, at: by.now },
    db
      .update(rounds)
      .set({ state: to, updatedAt: by.now })
      .where(and(eq(rounds.id, roundId), eq(rounds.state, from))),
  );
}

/** Receipt prefixes in use that are `base` or `base-…`, so that a free one can be chosen; `.` follows `-`. */
export async function listReceiptPrefixes(db: Db, base: string): Promise<Set<string>> {
  const rows = await db
    .select({ prefix: rounds.receiptPrefix })
    .from(rounds)
    .where(and(gte(rounds.receiptPrefix, base), lt(rounds.receiptPrefix, `${base}.`)));
  return new Set(rows.flatMap((row) => row.prefix ?? []));
}

export interface RoundLine {
  id: string;
  state: RoundRow["state"];
  title: string;
  noticeNumber: string;
  createdAt: string;
  updatedAt: string;
  branches: number;
  /** Branches that have a receipt. */
  receipts: number;
}

export const ROUNDS_PER_PAGE = 20;

/** A committee's rounds, newest first; `before` is the `createdAt` of the last one of the page before. */
export async function listRounds(db: Db, committeeId: string, before: string | null): Promise<RoundLine[]> {
  return db
    .select({
      id: rounds.id,
      state: rounds.state,
      title: rounds.title,
      noticeNumber: rounds.noticeNumber,
      createdAt: rounds.createdAt,
      updatedAt: rounds.updatedAt,
      branches: sql<number>`(SELECT COUNT(*) FROM submissions AS s WHERE s.round_id = rounds.id)`,
      receipts: sql<number>`(SELECT COALESCE(MAX(r.seq), 0) FROM receipts AS r WHERE r.round_id = rounds.id)`,
    })
    .from(rounds)
    .where(
      and(eq(rounds.committeeId, committeeId), before === null ? undefined : lt(rounds.createdAt, before)),
    )
    .orderBy(desc(rounds.createdAt), desc(rounds.id))
    .limit(ROUNDS_PER_PAGE);
}
