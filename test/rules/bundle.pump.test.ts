import { describe, expect, it } from "vitest";
import { buildBytesEntry, planZip, type ZipEntry } from "../../worker/bundles/bundle.rules";
import { pumpZip, type ReadObject } from "../../worker/bundles/bundle.zip";
import { materialise } from "../support/materialise";

const NOW = "2026-12-11T00:00:00Z";
const objects = new Map(
  ["a", "b", "c", "d"].map((key, i) => [key, new TextEncoder().encode(key.repeat(1000 * (i + 1)))] as const),
);
const entries: ZipEntry[] = [
  ...[...objects].map(([key, data]): ZipEntry => {
    const sealed = buildBytesEntry(`${key}.txt`, data, NOW);
    return { ...sealed, source: { kind: "object", key, etag: `etag-${key}` } };
  }),
  buildBytesEntry("清单.csv", new TextEncoder().encode("序号\r\n"), NOW),
];
const plan = planZip(entries);
const MIB = 1024 * 1024;

/** Objects of these sizes; each one's key is its place. */
function planOf(sizes: readonly number[]) {
  const stored = sizes.map((bytes, i): ZipEntry => {
    const source = { kind: "object", key: `${i}`, etag: "e" } as const;
    return { path: `${i}`, bytes, crc32: 0, modifiedAt: NOW, source };
  });
  return planZip(stored);
}

function streamOf(data: Uint8Array, onCancel = () => {}): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(data);
      controller.close();
    },
    cancel: onCancel,
  });
}

/** Reads that are logged; `fault` may answer for one of them. */
function reader(fault: (key: string) => Promise<ReadableStream<Uint8Array>> | null = () => null) {
  const reads: string[] = [];
  const readObject: ReadObject = async ({ key, etag, offset, length }) => {
    reads.push(`${key} ${etag} ${offset} ${length}`);
    const broken = fault(key);
    if (broken !== null) return broken;
    return streamOf((objects.get(key) ?? new Uint8Array()).slice(offset, offset + length));
  };
  return { reads, readObject };
}

function sink() {
  const chunks: Uint8Array[] = [];
  const state = { closed: false, aborted: undefined as unknown, chunks };
  const writable = new WritableStream<Uint8Array>({
    write: (chunk) => void chunks.push(chunk.slice()),
    close: () => {
      state.closed = true;
    },
    abort: (reason) => {
      state.aborted = reason;
    },
  });
  return { state, writable };
}

describe("sending a bundle", () => {
  it("writes exactly the planned bytes, whole or in part, and closes", async () => {
    for (const [start, end] of [
      [0, plan.length],
      [500, 2500],
      [plan.length - 30, plan.length],
      [44, 45],
    ] as const) {
      const { state, writable } = sink();
      await pumpZip(plan, { start, end }, reader().readObject, writable);
      expect(Buffer.compare(Buffer.concat(state.chunks), materialise(plan, objects, start, end))).toBe(0);
      expect(state.closed).toBe(true);
    }
  });

  it("reads each object once, in order, pinned to its ETag", async () => {
    const { reads, readObject } = reader();
    await pumpZip(plan, { start: 0, end: plan.length }, readObject, sink().writable);
    expect(reads).toEqual(["a etag-a 0 1000", "b etag-b 0 2000", "c etag-c 0 3000", "d etag-d 0 4000"]);
  });

  it.each([
    ["three small objects before their turn", [9, 9, 9, 9, 9, 9, 9, 9], 4],
    ["as many as lie behind 4 MiB", [3 * MIB, 3 * MIB, 3 * MIB, 3 * MIB], 2],
    ["nothing behind a large object", [5 * MIB, 5 * MIB, 5 * MIB], 1],
  ])("asks for %s", async (_, sizes, expected) => {
    const open = new Set<string>();
    let most = 0;
    const readObject: ReadObject = async ({ key, length }) => {
      open.add(key);
      most = Math.max(most, open.size);
      const closing = new TransformStream<Uint8Array, Uint8Array>({ flush: () => void open.delete(key) });
      return streamOf(new Uint8Array(length)).pipeThrough(closing);
    };
    const sized = planOf(sizes);
    await pumpZip(sized, { start: 0, end: sized.length }, readObject, sink().writable);
    expect([most, open.size]).toEqual([expected, 0]);
  });

  it.each(["a", "b", "d"])("aborts when object %s is missing", async (missing) => {
    const gone = new Error("object changed");
    const { readObject } = reader((key) => (key === missing ? Promise.reject(gone) : null));
    const { state, writable } = sink();
    await expect(pumpZip(plan, { start: 0, end: plan.length }, readObject, writable)).rejects.toBe(gone);
    expect([state.closed, state.aborted]).toEqual([false, gone]);
    expect(Buffer.concat(state.chunks).includes("\x50\x4b\x05\x06")).toBe(false);
  });

  it("aborts when an object fails while it is sent, asks for no other and lets go of those asked for", async () => {
    const torn = new Error("torn");
    const held = new Set<string>();
    const asked: string[] = [];
    const readObject: ReadObject = async ({ key, length }) => {
      asked.push(key);
      if (key === "1") return new ReadableStream({ pull: (controller) => controller.error(torn) });
      held.add(key);
      return streamOf(new Uint8Array(length), () => void held.delete(key));
    };
    const { state, writable } = sink();
    const long = planOf(Array.from({ length: 20 }, () => 9));
    await expect(pumpZip(long, { start: 0, end: long.length }, readObject, writable)).rejects.toBe(torn);
    expect(state.aborted).toBe(torn);
    expect(asked).toEqual(["0", "1", "2", "3", "4"]);
    expect([...held]).toEqual(["0"]);
  });

  it("stops reading when the client goes away", async () => {
    const away = new Error("client went away");
    let seen = 0;
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => {
        seen += chunk.length;
        if (seen > 500) throw away;
      },
    });
    const long = planOf(Array.from({ length: 20 }, () => 100));
    let asked = 0;
    const readObject: ReadObject = async ({ length }) => {
      asked++;
      return streamOf(new Uint8Array(length));
    };
    await expect(pumpZip(long, { start: 0, end: long.length }, readObject, writable)).rejects.toBe(away);
    const sentBefore = 500 / (100 + 30 + 1 + 9);
    expect(asked).toBeLessThanOrEqual(Math.ceil(sentBefore) + 4);
  });
});
