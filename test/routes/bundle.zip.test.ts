import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildBytesEntry, planZip, type ZipEntry, type ZipPlan } from "../../worker/bundles/bundle.rules";
import { readObjectRange } from "../../worker/bundles/bundle.store";
import { type ReadObject, streamZip } from "../../worker/bundles/bundle.zip";
import { materialise } from "../support/materialise";
import { env, reset } from "../support/worker";

const NOW = "2026-12-11T00:00:00Z";
const SIZES = [10, 300_000, 5_000_000, 1, 70_000];

const objects = new Map<string, Uint8Array>(
  SIZES.map((bytes, i) => [`o${i}`, Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + bytes) % 251)]),
);
let plan: ZipPlan;
let reads: string[];
let damaged: string[];

const readObject: ReadObject = (slice) => {
  reads.push(slice.key);
  return readObjectRange(env.FILES, slice);
};

async function store(key: string, data: Uint8Array): Promise<ZipEntry> {
  const etag = (await env.FILES.put(key, data))?.etag ?? "";
  return { ...buildBytesEntry(`甲/${key}.bin`, data, NOW), source: { kind: "object", key, etag } };
}

beforeAll(async () => {
  await reset();
  const stored: ZipEntry[] = [];
  for (const [key, data] of objects) stored.push(await store(key, data));
  plan = planZip([buildBytesEntry("甲/清单.csv", new TextEncoder().encode("序号\r\n"), NOW), ...stored]);
});

beforeEach(() => {
  reads = [];
  damaged = [];
});

afterEach(async () => {
  for (const key of damaged) await env.FILES.put(key, objects.get(key) ?? "");
});

afterAll(() => reset());

async function download(start: number, end: number, read = readObject) {
  const { body, done } = streamZip(plan, { start, end }, read);
  const bytes = await new Response(body).arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => null,
  );
  return { bytes, outcome: await done };
}

const same = (one: Uint8Array | null, other: Uint8Array) => one !== null && Buffer.compare(one, other) === 0;

describe("a bundle streamed from R2", () => {
  it("is the planned archive, whole and in any part", async () => {
    const whole = materialise(plan, objects);
    const second = plan.localAt[3] ?? 0;
    const ranges = [
      [0, plan.length],
      [0, 1],
      [plan.length - 1, plan.length],
      [second - 5, second + 5],
      [second + 100, second + 4_000_000],
      [1000, plan.length - 1000],
      [plan.directory.offset, plan.length],
    ] as const;
    for (const [start, end] of ranges) {
      const { bytes, outcome } = await download(start, end);
      expect(same(bytes, whole.subarray(start, end)), `${start}-${end}`).toBe(true);
      expect(outcome).toEqual({ sent: true });
    }
  });

  it("reads each object once and in order", async () => {
    await download(0, plan.length);
    expect(reads).toEqual(["o0", "o1", "o2", "o3", "o4"]);
  });

  it.each(["o0", "o2", "o4"])("breaks when %s is gone", async (key) => {
    damaged.push(key);
    await env.FILES.delete(key);
    const { bytes, outcome } = await download(0, plan.length);
    expect(bytes).toBeNull();
    expect(outcome.sent).toBe(false);
  });

  it.each(["o0", "o2", "o4"])("breaks when %s was replaced, even by as many bytes", async (key) => {
    damaged.push(key);
    await env.FILES.put(key, new Uint8Array(objects.get(key)?.length ?? 0));
    const { bytes, outcome } = await download(0, plan.length);
    expect(bytes).toBeNull();
    expect(outcome.sent).toBe(false);
  });

  it.each(["o0", "o2", "o4"])("breaks when the bytes of %s stop short", async (short) => {
    // The Worker cannot see this, for it does not count: the promised length is what tells the client.
    const { bytes } = await download(0, plan.length, (slice) =>
      readObject(slice.key === short ? { ...slice, length: slice.length - 1, whole: false } : slice),
    );
    expect(bytes).toBeNull();
  });

  it("breaks when more bytes come than were recorded", async () => {
    const { bytes, outcome } = await download(0, plan.length, async (slice) =>
      slice.key === "o4" ? longer(slice.length + 1) : readObject(slice),
    );
    expect(bytes).toBeNull();
    expect(outcome.sent).toBe(false);
  });

  it("stops reading when the client goes away", async () => {
    const { body, done } = streamZip(plan, { start: 0, end: plan.length }, readObject);
    const reader = body.getReader();
    await reader.read();
    await reader.cancel("client went away");
    expect((await done).sent).toBe(false);
    // What lies behind the 5 MB of o2 was never asked for.
    expect(reads).toEqual(["o0", "o1", "o2"]);
  });
});

function longer(bytes: number): ReadableStream<Uint8Array> {
  return new Response(new Uint8Array(bytes)).body ?? new ReadableStream();
}
