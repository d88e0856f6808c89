import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { ACROSS } from "../../schemas/across";
import { FORMS } from "../../schemas/forms";
import { PRINTED } from "../../schemas/forms/printed";
import { allFields } from "../support/entry.builders";

const ROOT = resolve(import.meta.dirname, "../..");
const README = readFileSync(join(ROOT, "schemas/forms/README.md"), "utf8");

test("the table of the forms is what the definitions say now (npm run -s forms > schemas/forms/README.md)", () => {
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [".ci/main.mjs", join(ROOT, ".ci/forms.mjs")],
    options,
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(README).toBe(stdout);
});

test("no field, no check and no printed form is left out of the table", () => {
  for (const form of [...Object.values(FORMS), ...Object.values(PRINTED)]) {
    expect(README).toContain(`(\`${form.id}\`)`);
    for (const field of allFields(form.fields)) expect(README).toContain(`${field.key}\` | ${field.kind} |`);
  }
  const checks = [...Object.values(FORMS).flatMap((form) => form.checks), ...Object.values(ACROSS).flat()];
  for (const check of checks) expect(README).toContain(`| \`${check.code}\` | ${check.level}`);
});
