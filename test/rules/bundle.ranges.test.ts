import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildBytesEntry,
  planZip,
  planZipRange,
  type ZipEntry,
  type ZipPlan,
} from "../../worker/bundles/bundle.rules";
import { anyManifest, type Manifest } from "../support/bundle.arbitraries";
import { materialise, packEntries } from "../support/materialise";

const MANIFESTS = 80;
const SEED = 20261122;

type Range = readonly [start: number, end: number];

const anyNumbers = fc.array(fc.nat(), { minLength: 24, maxLength: 24 });

/** Ranges of every kind a client or a broken line can ask for, by what they cut through. */
function listRanges(plan: ZipPlan, numbers: readonly number[]): Record<string, Range> {
  let drawn = 0;
  const within = (from: number, to: number) => from + ((numbers[drawn++] ?? 0) % Math.max(1, to - from));
  const i = within(0, plan.entries.length);
  const [local = 0, next = 0] = [plan.localAt[i], plan.localAt[i + 1]];
  const data = next - (plan.entries[i]?.bytes ?? 0);
  const [central = 0, after = 0] = [plan.centralAt[i], plan.centralAt[i + 1]];
  const end = plan.directory.offset + plan.directory.bytes;
  const ordered = (a: number, b: number): Range => [Math.min(a, b), Math.max(a, b)];
  const single = within(0, plan.length);
  return {
    "in a local header": ordered(within(local, data), within(local, data)),
    "in a file": ordered(within(data, next), within(data, next)),
    "from a header into its file": [within(local, data), within(data, next)],
    "from a file into what follows": [within(data, next), within(next, plan.length)],
    "a whole file": [data, next],
    "across anything": ordered(within(0, plan.length), within(0, plan.length)),
    "in a central record": ordered(within(central, after), within(central, after)),
    "from the files into the directory": [
      within(0, plan.directory.offset),
      within(plan.directory.offset, end),
    ],
    "in the end record": [within(end, plan.length), plan.length],
    suffix: [plan.length - within(1, plan.length), plan.length],
    "all from somewhere": [within(0, plan.length), plan.length],
    "the beginning": [0, within(0, plan.length)],
    "a single byte": [single, single + 1],
    nothing: [single, single],
  };
}

/** Compares each range of `plan` with the same slice of `whole`; answers how many. */
function checkRanges(
  plan: ZipPlan,
  objects: ReadonlyMap<string, Uint8Array>,
  whole: Uint8Array,
  ranges: Record<string, Range>,
): number {
  for (const [name, [start, end]] of Object.entries(ranges)) {
    const part = materialise(plan, objects, start, end);
    expect(Buffer.compare(part, whole.subarray(start, end)), `${name}: ${start}-${end}`).toBe(0);
  }
  return Object.keys(ranges).length;
}

describe("any range of a bundle", () => {
  it(`is the same slice of the whole: 14 kinds of range in each of ${MANIFESTS} random manifests`, () => {
    let checked = 0;
    const property = fc.property(anyManifest, anyNumbers, ({ entries, objects }, numbers) => {
      const plan = planZip(entries);
      const whole = materialise(plan, objects);
      expect(whole.length).toBe(plan.length);
      checked += checkRanges(plan, objects, whole, listRanges(plan, numbers));
    });
    fc.assert(property, { numRuns: MANIFESTS, seed: SEED });
    expect(checked).toBe(14 * MANIFESTS);
  });

  it("put together from pieces cut anywhere is the whole", () => {
    const property = fc.property(anyManifest, anyNumbers, ({ entries, objects }, numbers) => {
      const plan = planZip(entries);
      const cuts = [0, ...numbers.map((n) => n % plan.length).sort((a, b) => a - b), plan.length];
      const pieces = cuts.slice(1).map((end, i) => materialise(plan, objects, cuts[i], end));
      expect(Buffer.compare(Buffer.concat(pieces), materialise(plan, objects))).toBe(0);
    });
    fc.assert(property, { numRuns: MANIFESTS, seed: SEED });
  });
});

/** Something that lies in a pack and belongs to no bundle here: a version that was replaced. */
const STRANGER = buildBytesEntry("旧版.txt", new TextEncoder().encode("replaced"), "2026-12-01T00:00:00Z");

/** How to deal consecutive entries out: into a pack of so many, or left as they are. */
const anyDeal = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 5 }), packed: fc.boolean(), stranger: fc.boolean() }),
  { minLength: 12, maxLength: 12 },
);

type Deal = { count: number; packed: boolean; stranger: boolean };

function packRun(run: readonly ZipEntry[], deal: Deal, key: string, objects: Map<string, Uint8Array>) {
  // In the middle, so that neighbours in the bundle are none in the pack.
  const half = Math.ceil(run.length / 2);
  const inPack = deal.stranger ? [...run.slice(0, half), STRANGER, ...run.slice(half)] : run;
  const { data, entries } = packEntries(inPack, objects, key);
  objects.set(key, data);
  return entries.filter(({ path }) => path !== STRANGER.path);
}

function packManifest({ entries, objects }: Manifest, deals: readonly Deal[]): Manifest {
  const withPacks = new Map(objects);
  const dealt: ZipEntry[] = [];
  for (const [n, deal] of deals.entries()) {
    const run = entries.slice(dealt.length, dealt.length + deal.count);
    dealt.push(...(deal.packed && run.length > 0 ? packRun(run, deal, `packs/${n}`, withPacks) : run));
  }
  return { entries: [...dealt, ...entries.slice(dealt.length)], objects: withPacks };
}

describe("a bundle whose entries lie in packs", () => {
  it("is byte for byte the bundle of the single objects, whole and in any range", () => {
    let packed = 0;
    const property = fc.property(anyManifest, anyDeal, anyNumbers, (manifest, deals, numbers) => {
      const repacked = packManifest(manifest, deals);
      expect(repacked.entries.map(({ path }) => path)).toEqual(manifest.entries.map(({ path }) => path));
      packed += repacked.entries.filter(({ source }) => source.kind === "packed").length;
      const [plan, same] = [planZip(manifest.entries), planZip(repacked.entries)];
      const whole = materialise(plan, manifest.objects);
      expect(same.length).toBe(plan.length);
      checkRanges(same, repacked.objects, whole, { whole: [0, plan.length], ...listRanges(plan, numbers) });
    });
    fc.assert(property, { numRuns: MANIFESTS, seed: SEED });
    expect(packed).toBeGreaterThan(MANIFESTS);
  });

  it("reads a pack once, however many entries lie in it", () => {
    const property = fc.property(anyManifest, anyNumbers, (manifest, numbers) => {
      const all = { count: manifest.entries.length, packed: true, stranger: false };
      const { entries } = packManifest(manifest, [all]);
      const plan = planZip(entries);
      const readsOf = (start: number, end: number) =>
        [...planZipRange(plan, start, end)].filter(({ kind }) => kind === "object").length;
      expect(readsOf(0, plan.length)).toBe(1);
      for (const [start, end] of Object.values(listRanges(plan, numbers))) {
        const holdsFiles = start < Math.min(end, plan.directory.offset);
        expect(readsOf(start, end)).toBe(holdsFiles ? 1 : 0);
      }
    });
    fc.assert(property, { numRuns: MANIFESTS, seed: SEED });
  });

  it("never reads over what lies between two of its entries in the pack", () => {
    const entries = ["a", "b"].map((path) =>
      buildBytesEntry(path, new TextEncoder().encode(path.repeat(100)), "2026-12-01T00:00:00Z"),
    );
    const deal = { count: 2, packed: true, stranger: true };
    const plan = planZip(packManifest({ entries, objects: new Map() }, [deal]).entries);
    const reads = [...planZipRange(plan, 0, plan.length)].filter(({ kind }) => kind === "object");
    const one = 30 + 1 + 9 + 100;
    const between = 30 + 10 + 9 + 8;
    expect(reads).toMatchObject([
      { offset: 0, length: one },
      { offset: one + between, length: one },
    ]);
  });
});
