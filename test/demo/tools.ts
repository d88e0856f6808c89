/** What the machine's own programs make of a bundle; each is asked only where it is there. */
import { spawnSync } from "node:child_process";
import type { Bundle } from "./bundle";
import { check, checkEqual, say } from "./checks";

const UTF8 = { LC_ALL: "C.UTF-8", PYTHONUTF8: "1" };

function run(command: string, args: readonly string[], cwd?: string) {
  return spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...UTF8 }, cwd });
}

const hasCommand = (command: string, ...args: string[]): boolean => run(command, args).status === 0;

const LIST_NAMES = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as bundle:
    broken = bundle.testzip()
    if broken: sys.exit("broken: " + broken)
    print("\\n".join(bundle.namelist()))
`;

/** `unzip -t` and Python's zipfile find nothing wrong and read the same Chinese names. */
export function checkWithTools(path: string, bundle: Bundle): void {
  const names = bundle.files.map((one) => one.path);
  if (hasCommand("unzip", "-v")) {
    const tested = run("unzip", ["-t", path]);
    check(tested.status === 0, `unzip -t finds fault: ${tested.stdout}${tested.stderr}`);
    for (const name of names) check(tested.stdout.includes(name), `unzip does not read the name ${name}.`);
    say("unzip -t: no errors, Chinese names right");
  } else say("unzip is not on this machine");
  if (hasCommand("python3", "-c", "import zipfile")) {
    const listed = run("python3", ["-c", LIST_NAMES, path]);
    check(listed.status === 0, `Python's zipfile finds fault: ${listed.stdout}${listed.stderr}`);
    checkEqual(listed.stdout.trimEnd().split(/\r?\n/), names, "The names that Python's zipfile reads");
    say("python3 zipfile: no errors, Chinese names right");
  } else say("python3 is not on this machine");
}
