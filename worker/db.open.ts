import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";

export type Db = DrizzleD1Database<Record<string, never>>;

/** Drizzle over the D1 binding. Cheap: one object, no query. */
export function openDb(binding: D1Database): Db {
  return drizzle(binding);
}

/** A statement that has not been run: a query builder's or a raw one's. Awaiting it would run it. */
export type Statement =
  | { toSQL(): { sql: string; params: unknown[] } }
  | { getQuery(): { sql: string; params: unknown[] } };

/** A read that stands in a batch of writes. */
export interface Reading<T> {
  statement: Statement;
  readRows(result: D1Result): T;
}

/**
 * Writes as one transaction. Drizzle's own `batch` cannot bind the parameters of raw
 * statements on D1, and conditional inserts are raw; reads keep using `db.batch`.
 */
export function runBatch(db: Db, statements: readonly Statement[]): Promise<D1Result[]> {
  const client = (db as Db & { $client: D1Database }).$client;
  return client.batch(
    statements.map((one) => {
      const { sql, params } = "toSQL" in one ? one.toSQL() : one.getQuery();
      return client.prepare(sql).bind(...params);
    }),
  );
}
