import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeEach, expect, test } from "vitest";
import * as db from "../../worker/db";
import { env, reset } from "../support/worker";

beforeEach(reset);

test("the tables as Drizzle sees them are the tables the migrations make", async () => {
  const tables = Object.values(db).filter((one) => one instanceof SQLiteTable);
  const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
    name: string;
  }>();
  const made = results.map((row) => row.name).filter((name) => !/^(sqlite_|_cf_|d1_)/.test(name));
  expect(tables.map((table) => getTableConfig(table).name).sort()).toEqual(made.sort());
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const info = await env.DB.prepare(`PRAGMA table_info(${name})`).all<{
      name: string;
      notnull: number;
      pk: number;
    }>();
    expect(columns.map((one) => one.name).sort(), name).toEqual(info.results.map((one) => one.name).sort());
    const required = info.results.filter((one) => one.notnull === 1 || one.pk > 0).map((one) => one.name);
    expect(
      columns.filter((one) => one.notNull || one.primary).map((one) => one.name),
      name,
    ).toEqual(
      expect.arrayContaining(
        required.filter((one) =>
          columns.some((column) => column.name === one && !column.primary && column.notNull),
        ),
      ),
    );
  }
});
