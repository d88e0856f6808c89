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
  const readObject: ReadObject = async (key, etag, offset, length) => {
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

  it("never has more than one read waiting behind the one being sent", async () => {
    let open = 0;
    let most = 0;
    const readObject: ReadObject = async (key, _etag, offset, length) => {
      open++;
      most = Math.max(most, open);
      const data = (objects.get(key) ?? new Uint8Array()).slice(offset, offset + length);
      const closing = new TransformStream<Uint8Array, Uint8Array>({ flush: () => void open-- });
      return streamOf(data).pipeThrough(closing);
    };
    await pumpZip(plan, { start: 0, end: plan.length }, readObject, sink().writable);
    expect([most, open]).toEqual([2, 0]);
  });

  it.each(["a", "b", "d"])("aborts when object %s is missing, and does not read on", async (missing) => {
    const gone = new Error("object changed");
    const { reads, readObject } = reader((key) => (key === missing ? Promise.reject(gone) : null));
    const { state, writable } = sink();
    await expect(pumpZip(plan, { start: 0, end: plan.length }, readObject, writable)).rejects.toBe(gone);
    expect([state.closed, state.aborted]).toEqual([false, gone]);
    expect(reads.at(-1)).toContain(`etag-${missing}`);
    expect(Buffer.concat(state.chunks).includes("\x50\x4b\x05\x06")).toBe(false);
  });

  it("aborts when an object fails while it is sent, and lets go of the one read ahead", async () => {
    let released = false;
    const torn = new Error("torn");
    const { readObject } = reader((key) => {
      if (key === "c") return Promise.resolve(streamOf(new Uint8Array(3000), () => (released = true)));
      if (key !== "b") return null;
      const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(torn) });
      return Promise.resolve(broken);
    });
    const { state, writable } = sink();
    await expect(pumpZip(plan, { start: 0, end: plan.length }, readObject, writable)).rejects.toBe(torn);
    expect(state.aborted).toBe(torn);
    expect(released).toBe(true);
  });

  it("stops reading when the client goes away", async () => {
    const away = new Error("client went away");
    let seen = 0;
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => {
        seen += chunk.length;
        if (seen > 1500) throw away;
      },
    });
    const { reads, readObject } = reader();
    await expect(pumpZip(plan, { start: 0, end: plan.length }, readObject, writable)).rejects.toBe(away);
    expect(reads.length).toBeLessThanOrEqual(3);
  });
});
