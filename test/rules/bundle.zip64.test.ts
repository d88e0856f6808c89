import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import {
  buildBytesEntry,
  planZip,
  planZipRange,
  type ZipEntry,
  type ZipPlan,
} from "../../worker/bundles/bundle.rules";
import { openArchive, openArchiveFile, openVirtualArchive } from "../support/archive";
import { materialise } from "../support/materialise";
import { itWith, runPython, runUnzip } from "../support/readers";

const GIB4 = 0x1_0000_0000;
const source = { kind: "object", key: "zeros", etag: "e" } as const;

function entryOf(path: string, bytes: number): ZipEntry {
  return { path, bytes, crc32: 0x01020304, modifiedAt: "2026-12-11T00:00:00Z", source };
}

function recordsOf(entries: readonly ZipEntry[]) {
  const plan = planZip(entries);
  const read = (start: number, end: number) => Buffer.from(materialise(plan, new Map(), start, end));
  const localOf = (i: number) => {
    const at = plan.localAt[i] ?? 0;
    return read(at, (plan.localAt[i + 1] ?? 0) - (entries[i]?.bytes ?? 0));
  };
  const centralOf = (i: number) => read(plan.centralAt[i] ?? 0, plan.centralAt[i + 1] ?? 0);
  const end = read(plan.directory.offset + plan.directory.bytes, plan.length);
  return { plan, localOf, centralOf, end };
}

/** The data of a ZIP64 extra (0x0001) as 64-bit numbers, or null where there is none. */
function zip64Of(record: Buffer, fixedBytes: number, nameLengthAt: number): number[] | null {
  let at = fixedBytes + record.readUInt16LE(nameLengthAt);
  const end = at + record.readUInt16LE(nameLengthAt + 2);
  while (at < end) {
    const bytes = record.readUInt16LE(at + 2);
    if (record.readUInt16LE(at) === 1) {
      return Array.from({ length: bytes / 8 }, (_, i) => Number(record.readBigUInt64LE(at + 4 + 8 * i)));
    }
    at += 4 + bytes;
  }
  return null;
}

describe("ZIP64 is used where a value needs it and nowhere else", () => {
  it.each([
    ["4 GiB − 2", 0xfffffffe, 0xfffffffe, null, 20],
    ["4 GiB − 1, which reads as a mark", 0xffffffff, 0xffffffff, [0xffffffff, 0xffffffff], 45],
    ["4 GiB", GIB4, 0xffffffff, [GIB4, GIB4], 45],
    ["4 GiB + 1", GIB4 + 1, 0xffffffff, [GIB4 + 1, GIB4 + 1], 45],
    ["5 TiB", 5 * 2 ** 40, 0xffffffff, [5 * 2 ** 40, 5 * 2 ** 40], 45],
  ])("a file of %s", async (_, bytes, field, extra, version) => {
    const { plan, localOf, centralOf } = recordsOf([entryOf("a.bin", bytes)]);
    const [local, central] = [localOf(0), centralOf(0)];
    expect([local.readUInt32LE(18), local.readUInt32LE(22)]).toEqual([field, field]);
    expect([central.readUInt32LE(20), central.readUInt32LE(24)]).toEqual([field, field]);
    expect([zip64Of(local, 30, 26), zip64Of(central, 46, 28)]).toEqual([extra, extra]);
    expect([local.readUInt16LE(4), central.readUInt16LE(6)]).toEqual([version, version]);
    const opened = await openVirtualArchive(plan);
    expect(opened.map((one) => one.bytes)).toEqual([bytes]);
  });

  it.each([
    [0xfffffffe, 0xfffffffe, null],
    [0xffffffff, 0xffffffff, [0xffffffff]],
    [GIB4, 0xffffffff, [GIB4]],
    [GIB4 + 1, 0xffffffff, [GIB4 + 1]],
  ])("a small file at offset %i", async (offset, field, extra) => {
    const before = 30 + 5 + 9;
    const { plan, localOf, centralOf } = recordsOf([entryOf("a.bin", offset - before), entryOf("b.bin", 7)]);
    expect(plan.localAt[1]).toBe(offset);
    const central = centralOf(1);
    expect(central.readUInt32LE(42)).toBe(field);
    expect(zip64Of(central, 46, 28)).toEqual(extra);
    // The local header does not know where it stands, so that it can be kept with its bytes.
    expect(zip64Of(localOf(1), 30, 26)).toBeNull();
    expect(localOf(1).readUInt16LE(4)).toBe(20);
    const opened = await openVirtualArchive(plan);
    expect(opened.map(({ entry }) => entry.relativeOffsetOfLocalHeader)).toEqual([0, offset]);
  });

  it("a large file behind a large file carries size, stored size and offset in this order", () => {
    const { plan, centralOf } = recordsOf([entryOf("a", GIB4), entryOf("b", GIB4 + 1)]);
    expect(zip64Of(centralOf(1), 46, 28)).toEqual([GIB4 + 1, GIB4 + 1, plan.localAt[1]]);
  });

  it.each([
    [65_534, 22, 65_534],
    [65_535, 98, 0xffff],
    [65_536, 98, 0xffff],
  ])("%i entries", async (count, endBytes, field) => {
    const { plan, end } = recordsOf(Array.from({ length: count }, (_, i) => entryOf(`${i}`, 0)));
    expect(end.length).toBe(endBytes);
    const last = end.subarray(endBytes - 22);
    expect([last.readUInt16LE(8), last.readUInt16LE(10)]).toEqual([field, field]);
    if (endBytes > 22) {
      expect(Number(end.readBigUInt64LE(24))).toBe(count);
      expect(Number(end.readBigUInt64LE(32))).toBe(count);
      expect(Number(end.readBigUInt64LE(56 + 8))).toBe(plan.directory.offset + plan.directory.bytes);
    }
    expect((await openArchive(materialise(plan, new Map()), false)).length).toBe(count);
  });

  it.each([
    [0xfffffffe, 22],
    [0xffffffff, 98],
    [GIB4, 98],
    [GIB4 + 1, 98],
  ])("a directory at offset %i", async (offset, endBytes) => {
    const { plan, end } = recordsOf([entryOf("a.bin", offset - (30 + 5 + 9))]);
    expect(plan.directory.offset).toBe(offset);
    expect(end.length).toBe(endBytes);
    expect(end.subarray(endBytes - 22).readUInt32LE(16)).toBe(Math.min(offset, 0xffffffff));
    if (endBytes > 22) expect(Number(end.readBigUInt64LE(48))).toBe(offset);
    expect((await openVirtualArchive(plan)).length).toBe(1);
  });
});

describe("a range far inside a large bundle", () => {
  it("reads the object behind 4 GiB at its own offset", () => {
    const plan = planZip([entryOf("a", 3 * GIB4), entryOf("b", GIB4)]);
    const [first] = planZipRange(plan, 2 * GIB4, 2 * GIB4 + 10);
    expect(first).toEqual({ ...source, offset: 2 * GIB4 - (30 + 1 + 9 + 20), length: 10, whole: false });
  });
});

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), "zip64-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes an archive whose stored files are zeros, as holes: gigabytes that take no room on the disk. */
function writeSparse(name: string, plan: ZipPlan): string {
  const path = join(folder, name);
  const file = openSync(path, "w");
  let at = 0;
  ftruncateSync(file, plan.length);
  for (const slice of planZipRange(plan, 0, plan.length)) {
    if (slice.kind === "bytes") writeSync(file, slice.data, 0, slice.data.length, at);
    at += slice.kind === "bytes" ? slice.data.length : slice.length;
  }
  closeSync(file);
  return path;
}

const keepsHoles = () => {
  const path = writeSparse("probe", planZip([entryOf("a", 64 * 1024 * 1024)]));
  return statSync(path).blocks * 512 < 1024 * 1024;
};

const NOW = "2026-12-11T00:00:00Z";
const SAID = "behind it all\n";
/** Real bytes, so that a reader who gives them back has gone to the right place. */
const TAIL = buildBytesEntry("tail.txt", new TextEncoder().encode(SAID), NOW);
const HEADER_BYTES = 30 + 5 + 9;
/**
 * Info-ZIP 6.00 keeps a size of exactly 0xFFFFFFFF while it reads the next record and takes that
 * one's ZIP64 offset for a size. Only sizes in ZIP64 fields that need none would please it.
 */
const NOT_FOR_UNZIP = "a file of 4 GiB − 1 before another";

const onDisk: [name: string, entries: ZipEntry[]][] = [
  ["a file of 4 GiB − 2", [entryOf("a.bin", 0xfffffffe), TAIL]],
  [NOT_FOR_UNZIP, [entryOf("a.bin", 0xffffffff), TAIL]],
  ["a file of 4 GiB − 1 at the end", [TAIL, entryOf("a.bin", 0xffffffff)]],
  ["a file of 4 GiB", [entryOf("a.bin", GIB4), TAIL]],
  ["a file of 4 GiB + 1", [entryOf("a.bin", GIB4 + 1), TAIL]],
  ["a file at 4 GiB − 2", [entryOf("a.bin", 0xfffffffe - HEADER_BYTES), TAIL]],
  ["a file at 4 GiB − 1", [entryOf("a.bin", 0xffffffff - HEADER_BYTES), TAIL]],
  ["a file at 4 GiB", [entryOf("a.bin", GIB4 - HEADER_BYTES), TAIL]],
  ["a file at 4 GiB + 1", [entryOf("a.bin", GIB4 + 1 - HEADER_BYTES), TAIL]],
  ["large files behind each other", [entryOf("a.bin", GIB4), entryOf("b.bin", 3 * GIB4), TAIL]],
  ...[65_534, 65_535, 65_536].map((count): [string, ZipEntry[]] => [
    `${count} entries`,
    [...Array.from({ length: count - 1 }, (_, i) => ({ ...TAIL, path: `${i}.txt` })), TAIL],
  ]),
];

const PYTHON_LOOK = `
import json, sys, zipfile
def look(file):
    with zipfile.ZipFile(file) as archive:
        for one in archive.infolist()[:3]:
            archive.open(one).read(16)
        entries = [[one.filename, one.file_size, one.header_offset] for one in archive.infolist()]
        return [entries, archive.read("tail.txt").decode()]
print(json.dumps([look(file) for file in json.load(sys.stdin)]))`;

/** What `unzip -l` prints of each file. */
const listLines = (output: string) =>
  [...output.matchAll(/^ *(\d+) {2}\S+ \S+ {3}(.+)$/gm)].map(([, bytes, path]) => [path, Number(bytes)]);

const canHold = keepsHoles();

describe.skipIf(!canHold)(`on a real disk${canHold ? "" : " (skipped: this one keeps no holes)"}`, () => {
  const cases = onDisk.map(([name, entries]) => {
    const plan = planZip(entries);
    const wanted = entries.map(({ path, bytes }, i) => [path, bytes, plan.localAt[i]]);
    return { name, file: writeSparse(`${name}.zip`, plan), wanted };
  });
  const forUnzip = cases.filter(({ name }) => name !== NOT_FOR_UNZIP);

  // The many are opened by yauzl above, from memory.
  it.each(cases.slice(0, -3))("yauzl opens $name", async ({ file, wanted }) => {
    const opened = await openArchiveFile(file, TAIL.path);
    const seen = opened.map(({ path, bytes, entry }) => [path, bytes, entry.relativeOffsetOfLocalHeader]);
    expect(seen).toEqual(wanted);
    expect(`${opened.find(({ path }) => path === TAIL.path)?.data}`).toBe(SAID);
  });

  itWith("python3", "Python's zipfile finds every size and place, and reads behind them", async () => {
    const seen = JSON.parse(await runPython(PYTHON_LOOK, JSON.stringify(cases.map(({ file }) => file))));
    expect(seen).toEqual(cases.map(({ wanted }) => [wanted, SAID]));
  });

  itWith("unzip", "unzip lists every name and size, and reads behind them", async () => {
    const files = forUnzip.map(({ file }) => file);
    const [lists, texts] = [await runUnzip(files, ["-l"]), await runUnzip(files, ["-p"], TAIL.path)];
    for (const [i, { wanted }] of forUnzip.entries()) {
      expect(listLines(lists[i]?.output ?? "")).toEqual(wanted.map(([path, bytes]) => [path, bytes]));
      expect([lists[i]?.status, texts[i]]).toEqual([0, { status: 0, output: SAID }]);
    }
  });

  itWith("unzip", "unzip tests every one of the many", async () => {
    const many = cases.slice(-3);
    const runs = await runUnzip(
      many.map(({ file }) => file),
      ["-t"],
    );
    const tested = runs.map(({ status, output }) => [status, output.match(/ OK$/gm)?.length]);
    expect(tested).toEqual(many.map(({ wanted }) => [0, wanted.length]));
  });
});
