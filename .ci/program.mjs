import { spawn } from "node:child_process";
import { build } from "./build.mjs";
import { ROOT } from "./vite.shared.mjs";

/** Builds, then runs a TypeScript program of the tree with these arguments; its exit code becomes ours. */
export async function runProgram(path, args) {
  await build();
  const child = spawn(process.execPath, ["--import", "./.ci/typescript.hook.mjs", path, ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
