import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { buildSha256Sums } from "../../worker/bundles/bundle.lists.rules";
import { buildBytesEntry, planZip, type ZipEntry } from "../../worker/bundles/bundle.rules";
import { type OpenedEntry, openArchive } from "../support/archive";
import { anyManifest, type Manifest } from "../support/bundle.arbitraries";
import { dataOf, materialise, packEntries } from "../support/materialise";
import { itWith, readWithPython, runSha256Sums, runUnzip } from "../support/readers";

const SEED = 20261123;
const FLIPS = 140;
const HEADER_FLIPS = 80;
const SUMS = "SHA256SUMS";

const folder = mkdtempSync(join(tmpdir(), "corruption-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

/** An archive in which one bit of one stored object turned over, its ETag the same as ever. */
interface Trial {
  file: string;
  archive: Uint8Array;
  entries: readonly ZipEntry[];
  /** Of every file as it was handed in. */
  sums: readonly string[];
  /** The entry that was hit. */
  path: string;
}

function withSums({ entries, objects }: Manifest) {
  const items = entries.map((entry) => ({ path: entry.path, sha256: sha256(dataOf(entry, objects)) }));
  const list = buildBytesEntry(
    SUMS,
    new TextEncoder().encode(buildSha256Sums(items)),
    "2026-12-11T00:00:00Z",
  );
  return { entries: [...entries, list], sums: items.map((item) => item.sha256) };
}

function flip(data: Uint8Array, at: number, bit: number): Uint8Array {
  const damaged = data.slice();
  damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
  return damaged;
}

const anyDraw = fc.record({
  manifest: anyManifest.filter(({ entries }) => entries.some(isHit)),
  which: fc.nat(),
  at: fc.nat(),
  bit: fc.integer({ min: 0, max: 7 }),
  packed: fc.boolean(),
});

type Draw = typeof anyDraw extends fc.Arbitrary<infer T> ? T : never;

function isHit({ source, bytes }: ZipEntry): boolean {
  return source.kind === "object" && bytes > 0;
}

/** A bit of a file's bytes, in its own object or in the pack it lies in. */
function flipData({ manifest, which, at, bit, packed }: Draw, n: number): Trial {
  const { entries, sums } = withSums(manifest);
  const hits = entries.filter(isHit);
  const hit = hits[which % hits.length] as ZipEntry;
  const objects = new Map(manifest.objects);
  if (packed) return writeTrial(`pack-${n}`, hit.path, sums, ...flipInPack(entries, objects, hit, at, bit));
  const { key } = hit.source as { key: string };
  objects.set(key, flip(dataOf(hit, objects), at % hit.bytes, bit));
  return writeTrial(`own-${n}`, hit.path, sums, entries, objects);
}

function flipInPack(
  entries: readonly ZipEntry[],
  objects: Map<string, Uint8Array>,
  hit: ZipEntry,
  at: number,
  bit: number,
): [readonly ZipEntry[], Map<string, Uint8Array>] {
  const pack = packEntries(entries, objects, "pack");
  const next = planZip(entries).localAt[entries.indexOf(hit) + 1] ?? 0;
  const data = flip(pack.data, next - hit.bytes + (at % hit.bytes), bit);
  return [pack.entries, new Map([["pack", data]])];
}

/** A bit of a local header in a pack; nothing else of an archive lies in storage. */
function flipHeader({ manifest, which, at, bit }: Draw, n: number): Trial {
  const { entries, sums } = withSums(manifest);
  const pack = packEntries(entries, manifest.objects, "pack");
  const i = which % entries.length;
  const { localAt } = planZip(entries);
  const [from = 0, next = 0] = [localAt[i], localAt[i + 1]];
  const hit = entries[i] as ZipEntry;
  const data = flip(pack.data, from + (at % (next - hit.bytes - from)), bit);
  return writeTrial(`header-${n}`, hit.path, sums, pack.entries, new Map([["pack", data]]));
}

function writeTrial(
  name: string,
  path: string,
  sums: readonly string[],
  entries: readonly ZipEntry[],
  objects: ReadonlyMap<string, Uint8Array>,
): Trial {
  const archive = materialise(planZip(entries), objects);
  const file = join(folder, `${name}.zip`);
  writeFileSync(file, archive);
  return { file, archive, entries, sums, path };
}

/** Paths whose bytes are not those that the archive's own SHA256SUMS has for them. */
function checkSums(opened: readonly OpenedEntry[]): string[] {
  const list = opened.find(({ path }) => path === SUMS)?.data?.toString() ?? "";
  const known = new Map(list.split("\n").map((line) => [line.slice(66), line.slice(0, 64)]));
  const files = opened.filter(({ path }) => path !== SUMS);
  return files
    .filter(({ path, data }) => known.get(path) !== sha256(data ?? Buffer.alloc(0)))
    .map(({ path }) => path);
}

describe(`${FLIPS} bundles with one bit turned over in storage`, () => {
  const trials = fc.sample(anyDraw, { numRuns: FLIPS, seed: SEED }).map(flipData);
  const files = trials.map(({ file }) => file);

  it("are told by the archive's own SHA256SUMS, which names the file that was hit and no other", async () => {
    for (const { archive, path } of trials) expect(checkSums(await openArchive(archive))).toEqual([path]);
  });

  it("are told by the CRC that the archive records for the file", async () => {
    for (const { archive, path } of trials) {
      const opened = await openArchive(archive);
      const wrong = opened.filter((one) => crc32(one.data ?? "") !== one.crc32);
      expect(wrong.map((one) => one.path)).toEqual([path]);
    }
  });

  itWith("unzip", "all fail unzip -t", async () => {
    const runs = await runUnzip(files, ["-tqq"]);
    expect(runs.map(({ status, output }) => [status, output.includes("bad CRC")])).toEqual(
      trials.map(() => [2, true]),
    );
  });

  itWith("python3", "all fail Python's testzip, at the file that was hit", async () => {
    const readings = await readWithPython(files);
    expect(readings.map(({ broken }) => broken)).toEqual(trials.map(({ path }) => path));
  });

  itWith(
    "sha256sum",
    "all fail sha256sum -c when they are extracted, at the file that was hit",
    async () => {
      const runs = await runSha256Sums(files);
      expect(runs).toEqual(trials.map(({ path }) => ({ status: 1, output: `${path}: FAILED\n` })));
    },
    60_000,
  );

  it("are not told of when no bit turned over", async () => {
    for (const { manifest } of fc.sample(anyDraw, { numRuns: FLIPS, seed: SEED })) {
      const { entries } = withSums(manifest);
      expect(checkSums(await openArchive(materialise(planZip(entries), manifest.objects)))).toEqual([]);
    }
  });
});

describe(`${HEADER_FLIPS} bundles with one bit turned over in a local header of a pack`, () => {
  const trials = fc.sample(anyDraw, { numRuns: HEADER_FLIPS, seed: SEED + 1 }).map(flipHeader);
  const files = trials.map(({ file }) => file);

  itWith(
    "python3",
    "are refused by Python, or give every file under its name as it was handed in",
    async () => {
      const readings = await readWithPython(files);
      for (const [i, { sums, entries }] of trials.entries()) {
        const { error, broken, names, sha256: read } = readings[i] ?? {};
        if (error !== null || broken !== null) continue;
        expect(names).toEqual(entries.map(({ path }) => path));
        expect(read?.slice(0, -1)).toEqual(sums);
      }
      // Names stand twice, so most of what is hit is noticed.
      expect(readings.filter(({ error, broken }) => error ?? broken).length).toBeGreaterThan(
        HEADER_FLIPS / 3,
      );
    },
  );
});
