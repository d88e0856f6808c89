import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChineseFont, findOrInstallChromium } from "./browser.mjs";
import { build } from "./build.mjs";
import { TYPE_PROJECTS, typecheck } from "./typecheck.mjs";
import { inRoot, ROOT } from "./vite.shared.mjs";

const REPORT = inRoot("test/.out/vitest.json");

/**
 * `npm test`: build, types, lint, the demo, then every test. Goes on after a failure so that one run
 * shows all of them; ends with `N passed, N failed`, where each check counts as one.
 * Arguments go to vitest (`npm test -- test/rules`).
 */
export async function main(args) {
  const checks = [];
  const check = async (title, run) => {
    console.log(`\n== ${title}`);
    checks.push(await run());
  };
  await check("build", async () => {
    try {
      await build();
      return true;
    } catch (error) {
      console.error(error.message);
      return false;
    }
  });
  for (const project of TYPE_PROJECTS) await check(`types: ${project}`, () => typecheck(project));
  await check("lint", () =>
    run("@biomejs/biome/bin/biome", ["check", "--config-path=.biome.json", "--error-on-warnings", "."]),
  );
  if (args.length === 0) await check("the whole main job over HTTP, as npm run demo", driveDemo);
  console.log("\n== tests");
  ensureChineseFont();
  process.env.CHROMIUM_PATH = findOrInstallChromium();
  const tests = runVitest(args);
  const passed = tests.passed + checks.filter(Boolean).length;
  const failed = tests.failed + checks.filter((good) => !good).length;
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

function run(bin, args) {
  const { status } = spawnSync(process.execPath, [inRoot(`node_modules/${bin}`), ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  return status === 0;
}

/** What the README promises of `npm run demo` holds as long as this does. */
function driveDemo() {
  const out = mkdtempSync(join(tmpdir(), "huizhi-demo-"));
  const program = ["--import", "./.ci/typescript.hook.mjs", "test/demo/main.ts", "--out", out];
  const { status } = spawnSync(process.execPath, program, { cwd: ROOT, stdio: "inherit" });
  rmSync(out, { recursive: true, force: true });
  return status === 0;
}

const SKIPPED_BECAUSE = "(skipped: ";

/** Names of the tests that did not run, each printed: what was not checked on this machine. */
function listSkipped(report) {
  const names = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status !== "passed" && status !== "failed")
      .map(({ fullName }) => fullName),
  );
  for (const name of names) console.log(`did not run: ${name}`);
  return names;
}

/** A file that cannot be loaded, and a run that ends badly for no counted reason, are failures too. */
function runVitest(args) {
  rmSync(REPORT, { force: true });
  const options = ["run", "--config", "test/vitest.config.ts", "--reporter=default", "--reporter=json"];
  const good = run("vitest/vitest.mjs", [...options, `--outputFile.json=${REPORT}`, ...args]);
  if (!existsSync(REPORT)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(REPORT, "utf8"));
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const unexplained = listSkipped(report).filter((name) => !name.includes(SKIPPED_BECAUSE));
  for (const name of unexplained) console.log(`skipped without a reason in its name: ${name}`);
  const failed = report.numFailedTests + broken.length + unexplained.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !good ? 1 : failed };
}
