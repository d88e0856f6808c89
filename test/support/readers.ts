/** Readers that others wrote and this machine may have: Info-ZIP's unzip, Python's zipfile, sha256sum and what downloads. */
import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";
import { it } from "vitest";
import { hasCommand } from "./archive";

const READERS = {
  unzip: hasCommand("unzip", "-v"),
  python3: hasCommand("python3", "-c", "import zipfile"),
  curl: hasCommand("curl", "--version"),
  wget: hasCommand("wget", "--version"),
  sha256sum: hasCommand("sha256sum", "--version") && hasCommand("unzip", "-v"),
};

export type Reader = keyof typeof READERS;

export const hasReader = (reader: Reader): boolean => READERS[reader];

/** A test that needs a program of the machine; where it is missing the test's name says why it is skipped. */
export function itWith(reader: Reader, name: string, act: () => Promise<void>, timeout?: number): void {
  const found = READERS[reader];
  it.skipIf(!found)(found ? name : `${name} (skipped: this machine has no ${reader})`, act, timeout);
}

export interface UnzipRun {
  status: number;
  /** What it printed, both streams, one character per byte. */
  output: string;
}

/** UTF-8 as unzip prints and Python's own defaults ask for, whatever the machine's language. */
const LOCALE = { LC_ALL: "C.UTF-8", PYTHONUTF8: "1" };
const LOOP = `while IFS= read -r file; do unzip "$@" "$file" $MEMBER </dev/null 2>&1; printf '\\0%s\\0' $?; done`;

/** One unzip per archive, in the order of `files`, two at a time; of a single member where one is named. */
export async function runUnzip(
  files: readonly string[],
  options: readonly string[],
  member = "",
): Promise<UnzipRun[]> {
  const half = Math.ceil(files.length / 2);
  const halves = [files.slice(0, half), files.slice(half)];
  return (await Promise.all(halves.map((some) => loopUnzip(some, options, member)))).flat();
}

async function loopUnzip(
  files: readonly string[],
  options: readonly string[],
  member: string,
): Promise<UnzipRun[]> {
  const env = { ...process.env, ...LOCALE, MEMBER: member };
  const child = spawn("sh", ["-c", LOOP, "sh", ...options], { env });
  child.stdin.end(files.map((file) => `${file}\n`).join(""));
  const said = (await buffer(child.stdout)).toString("latin1").split("\0");
  return files.map((_, i) => ({ output: said[2 * i] ?? "", status: Number(said[2 * i + 1] ?? Number.NaN) }));
}

const SUMS_LOOP = `while IFS= read -r file; do
  unzip -qq "$file" -d "$file.d" </dev/null >/dev/null 2>&1
  (cd "$file.d"$FOLDER && sha256sum --strict --quiet -c SHA256SUMS 2>/dev/null)
  printf '\\0%s\\0' $?
done`;

/**
 * Extracts each archive beside itself, whatever unzip thinks of it, and has sha256sum check it by
 * its own SHA256SUMS, in the order of `files`; `output` names what does not agree.
 */
export async function runSha256Sums(files: readonly string[], folder = ""): Promise<UnzipRun[]> {
  const env = { ...process.env, ...LOCALE, FOLDER: folder === "" ? "" : `/${folder}` };
  const child = spawn("sh", ["-c", SUMS_LOOP], { env });
  child.stdin.end(files.map((file) => `${file}\n`).join(""));
  const said = (await text(child.stdout)).split("\0");
  return files.map((_, i) => ({ output: said[2 * i] ?? "", status: Number(said[2 * i + 1] ?? Number.NaN) }));
}

export interface PythonReading {
  /** The first entry whose CRC is wrong, as `testzip` says. */
  broken: string | null;
  names: string[];
  sha256: string[];
  /** Names that are absolute, go up, or would be written outside the folder extracted to. */
  outside: string[];
  /** Names that are the same after NFC and full case folding, or a folder of another. */
  colliding: string[];
  /** What made it give up on the archive; null when it did not. */
  error: string | null;
}

const PYTHON_READ = `
import hashlib, json, os, sys, unicodedata, zipfile
def fold(name):
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
def outside(name):
    parts = name.replace("\\\\", "/").split("/")
    there = os.path.normpath(os.path.join("/base/of/it", name))
    return name[:1] in "/\\\\" or ".." in parts or name[1:2] == ":" or not there.startswith("/base/of/it/")
def read(file, to):
    said = dict(broken=None, names=[], sha256=[], outside=[], colliding=[], error=None)
    try:
        with zipfile.ZipFile(file) as archive:
            said["names"] = archive.namelist()
            said["broken"] = archive.testzip()
            if said["broken"] is None:
                said["sha256"] = [hashlib.sha256(archive.read(one)).hexdigest() for one in archive.infolist()]
            if to is not None:
                archive.extractall(to)
    except Exception as fault:
        said["error"] = repr(fault)
    taken = set()
    folders = {fold(name[:at]) for name in said["names"] for at, sign in enumerate(name) if sign == "/"}
    for name in said["names"]:
        if fold(name) in taken or fold(name) in folders:
            said["colliding"].append(name)
        taken.add(fold(name))
    said["outside"] = [name for name in said["names"] if outside(name)]
    return said
print(json.dumps([read(file, to) for file, to in json.load(sys.stdin)]))`;

/** One Python reads all the archives; where `folderOf` names a folder it extracts into it as well. */
export async function readWithPython(
  files: readonly string[],
  folderOf: (i: number) => string | null = () => null,
): Promise<PythonReading[]> {
  return JSON.parse(
    await runPython(PYTHON_READ, JSON.stringify(files.map((file, i) => [file, folderOf(i)]))),
  );
}

/** What a script prints; throws with what it complained of. */
export async function runPython(script: string, input = ""): Promise<string> {
  const child = spawn("python3", ["-c", script], { env: { ...process.env, ...LOCALE } });
  child.stdin.end(input);
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (complaint !== "") throw new Error(complaint);
  return said;
}
