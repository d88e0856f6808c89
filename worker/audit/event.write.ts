import { desc, eq, type SQL, sql } from "drizzle-orm";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import { type Db, events, type Reading, runBatch, type Statement } from "../db";

/** One line of the append-only log. `data` never holds a secret or what a person typed. */
export interface EventInput {
  /** The submission, round or committee whose chain the event belongs to. */
  chainId: string;
  type: string;
  /** `branch:<link id>`, `staff:<id>` or `system`. */
  actor: string;
  data: Record<string, unknown>;
  at: string;
}

export interface ChainHead {
  seq: number;
  hash: string;
}

/** The hash before the first event of a chain. */
export const GENESIS_HASH = "0".repeat(64);
const MAX_ATTEMPTS = 20;

/** The newest line of a chain, for a batch that reads more; `toChainHead` reads its rows. */
export function selectChainHead(db: Db, chainId: string | SQL) {
  return db
    .select({ seq: events.seq, hash: events.hash })
    .from(events)
    .where(eq(events.chainId, chainId))
    .orderBy(desc(events.seq))
    .limit(1);
}

export const toChainHead = ([row]: readonly ChainHead[]): ChainHead => row ?? { seq: 0, hash: GENESIS_HASH };

const findChainHead = async (db: Db, chainId: string) => toChainHead(await selectChainHead(db, chainId));

/** The hash an event carries: SHA-256 over its canonical JSON and the hash before it. */
export function computeEventHash(input: EventInput, head: ChainHead): Promise<string> {
  return sha256(canonicalJson({ ...input, seq: head.seq + 1, prevHash: head.hash }));
}

/**
 * The statement that appends `input` after `head`, only if the statement before it in
 * the batch changed a row. A head that is no longer the newest makes the whole batch fail.
 * Not async on purpose: awaiting a statement would run it.
 */
export function buildEventStatement(db: Db, input: EventInput, head: ChainHead, hash: string) {
  return db.run(sql`INSERT INTO events (chain_id, seq, type, actor, data, at, prev_hash, hash)
    SELECT ${input.chainId}, ${head.seq + 1}, ${input.type}, ${input.actor}, ${canonicalJson(input.data)},
      ${input.at}, ${head.hash}, ${hash} WHERE changes() > 0`);
}

/**
 * Appends one line that tells of something without changing any row, such as a download.
 *
 * @param known the chain's end as it was read a moment ago; a call less while it still is
 */
export async function writeEvent(db: Db, input: EventInput, known: ChainHead | null = null): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const head = attempt === 1 && known !== null ? known : await findChainHead(db, input.chainId);
    const hash = await computeEventHash(input, head);
    const row = { ...input, data: canonicalJson(input.data), seq: head.seq + 1, prevHash: head.hash, hash };
    try {
      await db.insert(events).values(row);
      return;
    } catch (fault) {
      if (!isChainConflict(fault) || attempt >= MAX_ATTEMPTS) throw fault;
    }
  }
}

/** True when a batch failed because someone else appended to the same chain first. */
export function isChainConflict(fault: unknown): boolean {
  const text = `${fault instanceof Error ? `${fault.message} ${String(fault.cause ?? "")}` : fault}`;
  return text.includes("UNIQUE constraint failed: events.chain_id");
}

/** The results of an act's statements: the guarded one, its event, then the rest. */
async function runAct(
  db: Db,
  input: EventInput,
  guarded: Statement,
  rest: readonly Statement[],
  known: ChainHead | null,
): Promise<D1Result[]> {
  for (let attempt = 1; ; attempt++) {
    const head = attempt === 1 && known !== null ? known : await findChainHead(db, input.chainId);
    const event = buildEventStatement(db, input, head, await computeEventHash(input, head));
    try {
      return await runBatch(db, [guarded, event, ...rest]);
    } catch (fault) {
      if (!isChainConflict(fault) || attempt >= MAX_ATTEMPTS) throw fault;
    }
  }
}

const hasChanged = ([guarded]: readonly D1Result[]): boolean => (guarded?.meta.changes ?? 0) > 0;

/**
 * Runs one act as one batch: the guarded statement, its event, then the rest. Tries
 * again when another writer took the chain's next place meanwhile.
 *
 * @param known the chain's end as it was read a moment ago; a call less while it still is
 * @returns false when the guard let no row change; then nothing at all was written
 */
export async function writeAct(
  db: Db,
  input: EventInput,
  guarded: Statement,
  rest: readonly Statement[] = [],
  known: ChainHead | null = null,
): Promise<boolean> {
  return hasChanged(await runAct(db, input, guarded, rest, known));
}

/** The same, whose batch ends with what `reading` finds when the act is done, or was not let through. */
export async function writeActAndRead<T>(
  db: Db,
  input: EventInput,
  guarded: Statement,
  rest: readonly Statement[],
  known: ChainHead,
  reading: Reading<T>,
): Promise<{ done: boolean; rows: T }> {
  const results = await runAct(db, input, guarded, [...rest, reading.statement], known);
  return { done: hasChanged(results), rows: reading.readRows(results.at(-1) as D1Result) };
}
