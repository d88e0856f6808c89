import { spawnSync } from "node:child_process";
import { inRoot, ROOT } from "./vite.shared.mjs";
import { extractYoga } from "./yoga.mjs";

/** Three worlds with three sets of globals: the browser, workerd, and the tests and tools in Node. */
export const TYPE_PROJECTS = ["tsconfig.json", ".ci/tsconfig.worker.json", ".ci/tsconfig.test.json"];

/** Checks one project, printing what tsc prints; true when it is clean. */
export function typecheck(project) {
  const { status } = spawnSync(process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "-p", project], {
    cwd: ROOT,
    stdio: "inherit",
  });
  return status === 0;
}

/** `npm run typecheck`. */
export function main() {
  extractYoga();
  const failed = TYPE_PROJECTS.filter((project) => !typecheck(project));
  if (failed.length > 0) process.exitCode = 1;
}
