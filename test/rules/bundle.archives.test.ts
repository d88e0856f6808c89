import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { buildBytesEntry, planZip } from "../../worker/bundles/bundle.rules";
import { openArchive } from "../support/archive";
import { anyManifest, type Manifest } from "../support/bundle.arbitraries";
import { dataOf, materialise } from "../support/materialise";
import { itWith, readWithPython, runUnzip } from "../support/readers";

/** Every reader opens the same archives, so that they are held against each other as well. */
const MANIFESTS = 2_000;
const EXTRACTED = 300;
const TIMEOUT_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), "archives-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }), TIMEOUT_MS);

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
const manifests = fc.sample(anyManifest, { numRuns: MANIFESTS, seed: 20261121 });
const files = manifests.map((manifest, i) => {
  const file = join(folder, `${i}.zip`);
  writeFileSync(file, materialise(planZip(manifest.entries), manifest.objects));
  return file;
});

const pathsOf = ({ entries }: Manifest) => entries.map(({ path }) => path);
const hashesOf = (manifest: Manifest) =>
  manifest.entries.map((entry) => sha256(dataOf(entry, manifest.objects)));

/** Path and SHA-256 of every file under a folder, by path. */
function listFiles(root: string): [string, string][] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((one) => !one.isDirectory())
    .map((one): [string, string] => {
      const path = join(one.parentPath, one.name);
      return [relative(root, path), sha256(readFileSync(path))];
    })
    .sort();
}

function expectExtracted(root: string, manifest: Manifest): void {
  const hashes = hashesOf(manifest);
  const wanted = pathsOf(manifest).map((path, i): [string, string] => [path, hashes[i] ?? ""]);
  expect(listFiles(root)).toEqual(wanted.sort());
}

describe(`the archives of ${MANIFESTS} random manifests`, () => {
  it(
    "give yauzl every path, byte and checksum, and nothing else",
    async () => {
      for (const [i, manifest] of manifests.entries()) {
        const opened = await openArchive(readFileSync(files[i] ?? ""));
        expect(opened.map(({ path }) => path)).toEqual(pathsOf(manifest));
        expect(opened.map(({ data }) => sha256(data ?? new Uint8Array()))).toEqual(hashesOf(manifest));
        expect(opened.map(({ crc32 }) => crc32)).toEqual(manifest.entries.map(({ crc32 }) => crc32));
      }
    },
    TIMEOUT_MS,
  );

  itWith(
    "unzip",
    "pass unzip -t without a warning",
    async () => {
      const runs = await runUnzip(files, ["-tqq"]);
      expect(runs.length).toBe(MANIFESTS);
      expect(runs.filter(({ status, output }) => status !== 0 || output !== "")).toEqual([]);
    },
    TIMEOUT_MS,
  );

  itWith(
    "unzip",
    "show unzip -Z1 the very bytes of every path, by the flag and without it",
    async () => {
      const wanted = manifests.map((manifest) =>
        Buffer.from(
          pathsOf(manifest)
            .map((path) => `${path}\n`)
            .join(""),
        ).toString("latin1"),
      );
      for (const options of [["-Z1"], ["-Z", "-1", "-UU"]]) {
        const runs = await runUnzip(files, options);
        expect(runs.filter(({ status, output }, i) => status !== 0 || output !== wanted[i])).toEqual([]);
      }
    },
    TIMEOUT_MS,
  );

  itWith(
    "python3",
    "give Python's zipfile the same names and bytes, none outside the root, none colliding",
    async () => {
      const readings = await readWithPython(files);
      const wanted = manifests.map((manifest) => ({
        broken: null,
        error: null,
        names: pathsOf(manifest),
        sha256: hashesOf(manifest),
        outside: [],
        colliding: [],
      }));
      expect(readings.length).toBe(MANIFESTS);
      for (const [i, reading] of readings.entries()) expect(reading).toEqual(wanted[i]);
    },
    TIMEOUT_MS,
  );
});

describe("the readers", () => {
  const bytes = new TextEncoder().encode("x");
  const write = (name: string, paths: readonly string[]) => {
    const file = join(folder, name);
    const plan = planZip(paths.map((path) => buildBytesEntry(path, bytes, "2026-12-11T00:00:00Z")));
    writeFileSync(file, materialise(plan, new Map()));
    return file;
  };

  itWith("python3", "would tell of names that collide or lead outside", async () => {
    const unsafe = ["../up", "/root", "a/../../b", "C:/x", "a\\..\\b"];
    const colliding = ["Ω/e\u0301", "\u03c9/\u00c9", "a", "A/b"];
    const readings = await readWithPython([write("unsafe.zip", unsafe), write("colliding.zip", colliding)]);
    expect(readings.map(({ outside }) => outside)).toEqual([unsafe, []]);
    expect(readings.map((one) => one.colliding)).toEqual([[], [colliding[1], "a"]]);
  });

  itWith("unzip", "would tell of bytes that are not what was recorded", async () => {
    const file = write("flipped.zip", ["a.txt"]);
    const archive = readFileSync(file);
    writeFileSync(file, archive.fill("y", archive.indexOf("x", 30 + "a.txt".length + 9), 45));
    const [run] = await runUnzip([file], ["-tqq"]);
    expect(run?.status).toBe(2);
    expect(run?.output).toContain("bad CRC");
  });
});

describe(`${EXTRACTED} of them, extracted,`, () => {
  const some = files.slice(0, EXTRACTED);
  const folderOf = (reader: string) => (i: number) => join(folder, `${reader}-${i}`);

  itWith(
    "python3",
    "are by Python the files that were put in, byte for byte",
    async () => {
      await readWithPython(some, folderOf("python"));
      for (const i of some.keys()) expectExtracted(folderOf("python")(i), manifests[i] as Manifest);
    },
    TIMEOUT_MS,
  );

  itWith(
    "unzip",
    "are by unzip the files that were put in, byte for byte",
    async () => {
      for (const [i, file] of some.entries()) {
        const root = folderOf("unzip")(i);
        mkdirSync(root);
        const [run] = await runUnzip([file], ["-qq", "-d", root]);
        expect(run).toEqual({ status: 0, output: "" });
        expectExtracted(root, manifests[i] as Manifest);
      }
    },
    TIMEOUT_MS,
  );
});
