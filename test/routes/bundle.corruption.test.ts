import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBytesEntry, planZip, type ZipEntry, type ZipPlan } from "../../worker/bundles/bundle.rules";
import { readObjectRange } from "../../worker/bundles/bundle.store";
import { type ReadObject, streamZip } from "../../worker/bundles/bundle.zip";
import { materialise, packEntries } from "../support/materialise";
import { env, reset } from "../support/worker";

const NOW = "2026-12-11T00:00:00Z";
const SEED = 20261124;
const TRIALS_PER_KIND = 20;
const SIZES = [1, 300, 70_000, 300_000, 1_100_000];

const objects = new Map<string, Uint8Array>();
const readObject: ReadObject = (slice) => readObjectRange(env.FILES, slice);
let archives: { plan: ZipPlan; whole: Uint8Array }[];

const fill = (bytes: number, salt: number) =>
  Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + bytes + salt) % 251);

async function store(key: string, data: Uint8Array): Promise<string> {
  objects.set(key, data);
  return (await env.FILES.put(key, data))?.etag ?? "";
}

async function storeFiles(): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (const [i, bytes] of SIZES.entries()) {
    const [key, data] = [`file-${i}`, fill(bytes, i)];
    const etag = await store(key, data);
    entries.push({ ...buildBytesEntry(`甲/${key}.bin`, data, NOW), source: { kind: "object", key, etag } });
  }
  return entries;
}

/** The same files in one object, headers included. */
async function storePack(files: readonly ZipEntry[]): Promise<ZipEntry[]> {
  const { data, entries } = packEntries(files, objects, "pack");
  const etag = await store("pack", data);
  return entries.map((entry) => ({ ...entry, source: { ...entry.source, etag } as ZipEntry["source"] }));
}

beforeAll(async () => {
  await reset();
  const list = buildBytesEntry("甲/清单.csv", new TextEncoder().encode("序号\r\n"), NOW);
  const files = await storeFiles();
  archives = [files, await storePack(files)].map((entries) => {
    const plan = planZip([list, ...entries]);
    return { plan, whole: materialise(plan, objects) };
  });
});

afterAll(() => reset());

/** What may happen to an object between the moment it was recorded and the moment it is read. */
const damages: Record<string, (key: string, data: Uint8Array) => Promise<unknown>> = {
  deleted: (key) => env.FILES.delete(key),
  "replaced by as many bytes": (key, data) => env.FILES.put(key, fill(data.length, 7)),
  "replaced with one bit turned over": (key, data) => {
    const other = data.slice();
    other[data.length >> 1] = (other[data.length >> 1] ?? 0) ^ 1;
    return env.FILES.put(key, other);
  },
  truncated: (key, data) => env.FILES.put(key, data.subarray(0, data.length - 1)),
  emptied: (key) => env.FILES.put(key, ""),
  "grown by one byte": (key, data) => {
    const other = new Uint8Array(data.length + 1);
    other.set(data);
    return env.FILES.put(key, other);
  },
};

/** How a read of a sound object may go wrong on its way. */
const readings: Record<string, (length: number, read: ReadPart) => Promise<ReadableStream<Uint8Array>>> = {
  "refused by storage": () => Promise.reject(new Error("We encountered an internal error. (10001)")),
  "ending one byte early": (length, read) => (length > 1 ? read(length - 1) : Promise.resolve(emptyBody())),
  "ending at once": () => Promise.resolve(emptyBody()),
  "torn in the middle": async (length, read) => tear(await read(length), length >> 1),
};

type ReadPart = (length: number) => Promise<ReadableStream<Uint8Array>>;

const emptyBody = () =>
  new ReadableStream<Uint8Array>({
    start: (controller) => controller.close(),
  });

function tear(body: ReadableStream<Uint8Array>, after: number): ReadableStream<Uint8Array> {
  let left = after;
  const torn = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.error(new Error("connection lost"));
    },
  });
  return body.pipeThrough(torn);
}

/** Which archive, which of its entries that lie in storage, and from where to where: always over that entry. */
const anyTrial = fc.record({
  archive: fc.nat(1),
  which: fc.nat(SIZES.length - 1),
  before: fc.nat(),
  after: fc.nat(),
  whole: fc.boolean(),
});

type Trial = typeof anyTrial extends fc.Arbitrary<infer T> ? T : never;

function planTrial({ archive, which, before, after, whole }: Trial) {
  const { plan, whole: bytes } = archives[archive] as (typeof archives)[number];
  const { source } = plan.entries[which + 1] as ZipEntry;
  if (source.kind === "bytes") throw new Error("an entry in storage expected");
  const [from = 0, to = 0] = [plan.localAt[which + 1], plan.localAt[which + 2]];
  const range = whole ? { start: 0, end: plan.length } : spread(from, to, before, after, plan.length);
  return { plan, range, key: source.key, wanted: bytes.subarray(range.start, range.end) };
}

const spread = (from: number, to: number, before: number, after: number, length: number) => ({
  start: before % (from + 1),
  end: to + (after % (length - to + 1)),
});

async function download({ plan, range }: ReturnType<typeof planTrial>, read: ReadObject) {
  const { body, done } = streamZip(plan, range, read);
  const bytes = await new Response(body).arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
  return { bytes, outcome: await done };
}

const drawTrials = (kind: string) =>
  fc.sample(anyTrial, { numRuns: TRIALS_PER_KIND, seed: SEED + kind.length }).map(planTrial);

const equal = (one: Uint8Array | null, other: Uint8Array) => one !== null && Buffer.compare(one, other) === 0;

describe(`a transfer breaks, and never looks whole, in ${TRIALS_PER_KIND} of ${TRIALS_PER_KIND} trials`, () => {
  it.each(Object.keys(damages))("with an object that was %s", async (kind) => {
    for (const trial of drawTrials(kind)) {
      const data = objects.get(trial.key) as Uint8Array;
      await damages[kind]?.(trial.key, data);
      const { bytes, outcome } = await download(trial, readObject);
      expect([bytes, outcome.sent]).toEqual([null, false]);
      await env.FILES.put(trial.key, data);
      // The damage, and nothing else, was what broke it.
      expect(equal((await download(trial, readObject)).bytes, trial.wanted)).toBe(true);
    }
  });

  it.each(Object.keys(readings))("with a read %s", async (kind) => {
    for (const trial of drawTrials(kind)) {
      const { bytes } = await download(trial, (slice) => {
        const { key, length } = slice;
        const read: ReadPart = (part) =>
          readObject({ ...slice, length: part, whole: slice.whole && part === length });
        return (key === trial.key ? readings[kind]?.(length, read) : undefined) ?? read(length);
      });
      expect(bytes).toBeNull();
    }
  });
});
