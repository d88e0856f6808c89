/**
 * The door of every npm script: `node .ci/node.mjs <tool> [arguments]`. This file alone runs on
 * whatever Node the machine has (20 is enough) and with nothing installed. It installs the
 * locked packages where they are missing or old, then runs .ci/<tool>.mjs on the Node that is
 * one of them.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BIN = join(ROOT, "node_modules", ".bin");
const NODE = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

function readPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : null;
}

/** True when every package of the lockfile is there in its version; optional ones may be absent. */
function isInstalled() {
  const wanted = readPackages(join(ROOT, "package-lock.json"));
  const found = readPackages(join(ROOT, "node_modules", ".package-lock.json"));
  if (wanted === null || found === null || !existsSync(NODE)) return false;
  const missing = ([path, { version, optional, devOptional, peer }]) =>
    path !== "" &&
    found[path]?.version !== version &&
    !(found[path] === undefined && (optional || devOptional || peer));
  return !Object.entries(wanted).some(missing);
}

function install() {
  console.log("Installing the packages of package-lock.json (once; a few minutes on a slow line) …");
  const npm = process.env.npm_execpath;
  const command = npm === undefined ? ["npm"] : [process.execPath, npm];
  const [program, ...first] = command;
  const options = { cwd: ROOT, stdio: "inherit", shell: npm === undefined && process.platform === "win32" };
  const { status } = spawnSync(program, [...first, "ci", "--loglevel=error"], options);
  if (status !== 0) {
    console.error("npm could not install the packages (see above). Check the connection, then start again.");
    process.exit(1);
  }
}

/** Becomes `node <args>` of the installed Node: its output, its signals, its exit code. */
function become(args) {
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(NODE, args, { cwd: ROOT, stdio: "inherit", env });
  // A terminal sends Ctrl-C to the child as well; a supervisor only to this process.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
}

const [tool = "", ...args] = process.argv.slice(2);
const script = join(ROOT, ".ci", `${tool}.mjs`);
if (!/^[a-z]+$/.test(tool) || !existsSync(script)) {
  console.error(`There is no tool "${tool}" in .ci.`);
  process.exit(1);
}
if (!isInstalled()) install();
become([join(ROOT, ".ci", "main.mjs"), script, ...args]);
