import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { isPassword } from "../../worker/staff/password.rules";

const ROOT = resolve(import.meta.dirname, "../..");

function runTool(...args: string[]) {
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  return spawnSync(process.execPath, [".ci/main.mjs", join(ROOT, ".ci/staff.mjs"), ...args], options);
}

function openMigrated(): DatabaseSync {
  const db = new DatabaseSync(":memory:");
  const dir = join(ROOT, "worker/migrations");
  for (const name of readdirSync(dir).sort()) db.exec(readFileSync(join(dir, name), "utf8"));
  return db;
}

test("the tool for a first committee prints SQL that the schema takes and a password that fits it", async () => {
  const { stdout, stderr, status } = runTool(
    "--committee",
    "中共'霁川区'教育局委员会",
    "--office",
    "党建办",
    "--user",
    "Clerk",
  );
  expect(status).toBe(0);
  const password = /password (\S+)/.exec(stderr)?.[1] ?? "";
  expect(stdout).not.toContain(password);
  const db = openMigrated();
  db.exec(stdout);
  const row = db
    .prepare(
      "SELECT s.user_name, s.password_hash, c.name FROM staff s JOIN committees c ON c.id = s.committee_id",
    )
    .get();
  expect(row).toMatchObject({ user_name: "clerk", name: "中共'霁川区'教育局委员会" });
  expect(await isPassword(password, String(row?.password_hash))).toBe(true);
  expect(await isPassword(`${password}x`, String(row?.password_hash))).toBe(false);
});

test("asked without a name, it says what to say", () => {
  const { stderr, status } = runTool("--user", "clerk");
  expect(status).toBe(1);
  expect(stderr).toContain("--committee");
});
