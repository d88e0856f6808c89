import { describe, expect, it } from "vitest";
import { planZip, planZipRange, type ZipEntry } from "../../worker/bundles/bundle.rules";
import { openArchive, openVirtualArchive } from "../support/archive";
import { materialise } from "../support/materialise";

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
    expect(first).toEqual({ ...source, offset: 2 * GIB4 - (30 + 1 + 9 + 20), length: 10 });
  });
});
