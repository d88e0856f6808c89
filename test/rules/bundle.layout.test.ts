import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildBytesEntry, computeBundleEtag, planZip, planZipRange } from "../../worker/bundles/bundle.rules";
import { openArchive } from "../support/archive";
import { anyManifest } from "../support/bundle.arbitraries";
import { materialise } from "../support/materialise";

const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");
const text = (value: string) => new TextEncoder().encode(value);
const NOW = "2026-12-11T15:59:59.000Z";

const samples = fc.sample(anyManifest, { numRuns: 150, seed: 20261211 });
const built = samples.map((manifest) => materialise(planZip(manifest.entries), manifest.objects));

describe("the records of a bundle", () => {
  it("sets only the UTF-8 flag, stores, and marks a regular file of Unix", async () => {
    for (const archive of built) {
      for (const { entry } of await openArchive(archive)) {
        expect(entry.generalPurposeBitFlag).toBe(0x0800);
        expect(entry.compressionMethod).toBe(0);
        expect(entry.versionMadeBy >> 8).toBe(3);
        expect(entry.versionNeededToExtract).toBe(20);
        expect(entry.externalFileAttributes).toBe((0o100644 << 16) >>> 0);
      }
    }
  });

  it("is opened when it holds nothing at all", async () => {
    expect(await openArchive(materialise(planZip([]), new Map()))).toEqual([]);
  });
});

describe("any range of a bundle", () => {
  it("starting at every single byte of a small bundle is right to its end", () => {
    const objects = new Map([["a", text("0123456789")]]);
    const stored = {
      ...buildBytesEntry("甲/a.txt", text("0123456789"), NOW),
      source: { kind: "object", key: "a", etag: "e" },
    } as const;
    const plan = planZip([stored, buildBytesEntry("甲/b.txt", text("bytes at hand"), NOW)]);
    const whole = materialise(plan, objects);
    for (let start = 0; start <= plan.length; start++) {
      expect(Buffer.compare(materialise(plan, objects, start), whole.subarray(start))).toBe(0);
    }
  });

  it("asks for each object once, and only for the part that is wanted", () => {
    const object = { kind: "object", key: "k", etag: "e" } as const;
    const entries = ["a", "b", "c"].map((path) => ({
      path,
      bytes: 1000,
      crc32: 1,
      modifiedAt: NOW,
      source: object,
    }));
    const plan = planZip(entries);
    const second = plan.localAt[1] ?? 0;
    const objectsOf = (start: number, end: number) =>
      [...planZipRange(plan, start, end)].flatMap((slice) =>
        slice.kind === "object" ? [[slice.offset, slice.length]] : [],
      );
    expect(objectsOf(0, plan.length)).toEqual([
      [0, 1000],
      [0, 1000],
      [0, 1000],
    ]);
    expect(objectsOf(second - 10, second + 10)).toEqual([[990, 10]]);
    expect(objectsOf(second, second + 5)).toEqual([]);
    expect(objectsOf(plan.directory.offset, plan.length)).toEqual([]);
  });

  it("joins headers so that 70,000 small files at hand are few writes", () => {
    const entries = Array.from({ length: 70_000 }, (_, i) => buildBytesEntry(`f/${i}.txt`, text("x"), NOW));
    const plan = planZip(entries);
    const slices = [...planZipRange(plan, 0, plan.length)];
    expect(slices.length).toBeLessThan(plan.length / 32_768);
  });
});

describe("the same manifest", () => {
  const manifest = () => [
    buildBytesEntry("JC01_霁川区桐荫小学党支部/清单.csv", text("一"), NOW),
    {
      path: "JC01_霁川区桐荫小学党支部/02_征求意见汇总/02_征求意见汇总_v1.docx",
      bytes: 5_000_000_000,
      crc32: 0xcafebabe,
      modifiedAt: "2026-12-01T03:04:05.678Z",
      source: { kind: "object", key: "f/1", etag: "0123" } as const,
    },
  ];

  it("gives the same bytes and ETag for ever, in any time zone", () => {
    const zone = process.env.TZ;
    const offsets = new Set<number>();
    try {
      for (const TZ of ["UTC", "America/New_York", "Asia/Kathmandu"]) {
        process.env.TZ = TZ;
        offsets.add(new Date(0).getTimezoneOffset());
        const plan = planZip(manifest());
        const records = Buffer.concat(
          [...planZipRange(plan, 0, plan.length)].flatMap((one) => (one.kind === "bytes" ? [one.data] : [])),
        );
        expect(plan.length).toBe(5_000_000_595);
        expect(sha256(records)).toBe("d163930c62eafad5ebef76dcf433765e79d55c2cf76ba113dc855cfeebd2f314");
        expect(computeBundleEtag(manifest())).toBe(
          '"dda31bc8886c127f70d2485007ccf5db21eee0c788662f149dea906153741a89"',
        );
      }
      expect(offsets.size).toBe(3);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it("has another ETag as soon as a path, size, checksum, second or object differs", () => {
    const [list, file] = manifest();
    if (list === undefined || file === undefined) throw new Error("two entries expected");
    const variants = [
      [list, file],
      [file, list],
      [list],
      [list, { ...file, path: `${file.path}x` }],
      [list, { ...file, bytes: file.bytes + 1 }],
      [list, { ...file, crc32: 1 }],
      [list, { ...file, modifiedAt: "2026-12-01T03:04:06Z" }],
      [list, { ...file, source: { kind: "object", key: "f/1", etag: "0124" } as const }],
      [list, { ...file, sha256: "a".repeat(64) }],
    ];
    const tags = variants.map(computeBundleEtag);
    expect(new Set(tags).size).toBe(variants.length);
    for (const tag of tags) expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
    expect(computeBundleEtag([list, { ...file, modifiedAt: "2026-12-01T11:04:05+08:00" }])).toBe(tags[0]);
  });

  it("keeps its ETag when a file with a known SHA-256 moves to another object", () => {
    const known = { ...buildBytesEntry("a.txt", text("a"), NOW) };
    const moved = { ...known, source: { kind: "object", key: "pack/1", etag: "e" } as const };
    expect(computeBundleEtag([moved])).toBe(computeBundleEtag([known]));
  });
});

describe("times in a bundle", () => {
  it("are the wall clock of UTC+8 in DOS fields and UTC seconds beside them", async () => {
    const archive = materialise(planZip([buildBytesEntry("a.txt", text("a"), NOW)]), new Map());
    const [opened] = await openArchive(archive);
    const stamp = opened?.entry;
    const day = stamp?.lastModFileDate ?? 0;
    const time = stamp?.lastModFileTime ?? 0;
    expect([1980 + (day >> 9), (day >> 5) & 15, day & 31]).toEqual([2026, 12, 11]);
    expect([time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([23, 59, 58]);
    const unix = stamp?.extraFields.find(({ id }) => id === 0x5455)?.data;
    expect([unix?.length, unix?.readUInt8(0), unix?.readUInt32LE(1)]).toEqual([5, 1, Date.parse(NOW) / 1000]);
  });

  it("outside what the fields hold take the nearest moment", async () => {
    const times = ["1970-01-01T00:00:00Z", "1969-07-20T20:17:40Z", "2200-01-01T00:00:00Z"];
    const entries = times.map((at, i) => buildBytesEntry(`${i}.txt`, text("a"), at));
    const opened = await openArchive(materialise(planZip(entries), new Map()));
    expect(opened.map(({ entry }) => 1980 + (entry.lastModFileDate >> 9))).toEqual([1980, 1980, 2107]);
  });
});

describe("facts that no archive can hold", () => {
  const sound = buildBytesEntry("a.txt", text("a"), NOW);
  const object = { kind: "object", key: "k", etag: "e" } as const;
  it.each([
    ["an empty path", { ...sound, path: "" }],
    ["a path over 65,535 bytes", { ...sound, path: "长".repeat(22_000) }],
    ["a negative size", { ...sound, bytes: -1, source: object }],
    ["half a byte", { ...sound, bytes: 1.5, source: object }],
    ["bytes of another length than said", { ...sound, bytes: 2 }],
    ["a signed CRC", { ...sound, crc32: -1 }],
    ["no time", { ...sound, modifiedAt: "yesterday" }],
  ])("are refused: %s", (_, entry) => {
    expect(() => planZip([entry])).toThrow(RangeError);
  });

  it.each([
    [-1, 0],
    [5, 4],
    [0, 1_000_000],
  ])("are refused as a range: %i to %i", (start, end) => {
    expect(() => [...planZipRange(planZip([sound]), start, end)]).toThrow(RangeError);
  });
});
