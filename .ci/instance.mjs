import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Log, LogLevel } from "miniflare";
import { inRoot } from "./vite.shared.mjs";

/** What every local instance of the Worker is made of: quiet options, bindings, modules, a migrated database. */

/** The data folder of an installation: readable by its owner only, with the key its links are derived from. */
export function openData(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "link.key");
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString("hex"), { mode: 0o600 });
  return { linkKey: readFileSync(path, "utf8").trim() };
}

/** Removes what an installation keeps in its data folder, and nothing else that may lie there. */
export function forgetData(dataDir) {
  for (const name of [
    "state",
    "link.key",
    "demo.json",
    "demo.begun",
    "server.json",
    "worker.log",
    "worker.log.old",
  ]) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Modules as workerd takes them; the kind follows from the extension, as in wrangler.toml. */
export function readModules(dir) {
  const modules = {};
  for (const name of readdirSync(dir)) {
    if (name.endsWith(".js"))
      modules[name] = { type: "esm", contents: readFileSync(join(dir, name), "utf8") };
    if (name.endsWith(".wasm")) modules[name] = { type: "wasm", contents: readFileSync(join(dir, name)) };
  }
  return { mainModule: "index.js", modulesRoot: dir, modules };
}

/** The bindings of wrangler.toml; their names in the data folder never change. */
export function workerBindings(linkKey) {
  return {
    DB: { type: "d1", id: "huizhi" },
    FILES: { type: "r2", name: "huizhi-files" },
    ASSETS: { type: "assets" },
    LINK_KEY: { type: "text", value: linkKey },
  };
}

// Every chunk that passes through the local R2 is young garbage, which V8 by its own lets grow to
// hundreds of MiB while large files come in; so it is collected after a few (MiB of a half of the
// young generation). Another setting of the one who starts the program stands.
process.env.MINIFLARE_WORKERD_V8_FLAGS ??= "--max-semi-space-size=1";

/** No update check, no telemetry, no registry of other programs, no request for an example location. */
export const QUIET_INSTANCE = {
  log: new Log(LogLevel.ERROR),
  logRequests: false,
  cf: false,
  telemetry: { enabled: false },
  enableDevRegistry: false,
  host: "127.0.0.1",
  port: 0,
};

/** Applies what is new in worker/migrations, each file as one batch, noted as wrangler notes it. */
export async function migrate(mf) {
  const db = await mf.getD1Database("DB", "huizhi");
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(results.map(({ name }) => name));
  const dir = inRoot("worker/migrations");
  const pending = readdirSync(dir).filter((name) => name.endsWith(".sql") && !applied.has(name));
  if (pending.length === 0) return;
  const { unstable_splitSqlQuery: splitSql } = await import("wrangler");
  for (const name of pending.sort()) {
    const statements = splitSql(readFileSync(join(dir, name), "utf8")).map((sql) => db.prepare(sql));
    await db.batch([...statements, db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name)]);
  }
}
