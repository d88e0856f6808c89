import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { computeSha256 } from "../../web/islands/lib/sha256";

const SLICE_BYTES = 256 * 1024;

/** Bytes that do not repeat soon. */
function makeBytes(length: number): Uint8Array<ArrayBuffer> {
  let state = length + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const expected = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await computeSha256(new Blob([bytes]))).toString("hex");
}

/** Around a block, around where its length no longer fits, around a slice. */
const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, SLICE_BYTES - 1, SLICE_BYTES, SLICE_BYTES + 1];

describe("SHA-256 of a file on a page without TLS, slice by slice", () => {
  beforeEach(() => vi.stubGlobal("self", {}));
  afterEach(() => vi.unstubAllGlobals());

  test.each([...LENGTHS, 3 * SLICE_BYTES + 77])(
    "of %d bytes is the one of everybody else",
    async (length) => {
      const bytes = makeBytes(length);
      expect(await digestOf(bytes)).toBe(expected(bytes));
    },
  );

  test("of the example of the standard", async () => {
    expect(await digestOf(new TextEncoder().encode("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

test("where the browser has its own, that one is asked, and for nothing larger than a part", async () => {
  vi.stubGlobal("self", globalThis);
  const asked = vi.spyOn(crypto.subtle, "digest");
  const [small, large] = [makeBytes(1000), makeBytes(8 * 1024 * 1024 + 1)];
  expect([await digestOf(small), await digestOf(large)]).toEqual([expected(small), expected(large)]);
  expect(asked).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});

test("a file is read once, however often it is asked", async () => {
  vi.stubGlobal("self", {});
  const file = new Blob([makeBytes(1000)]);
  const slice = vi.spyOn(file, "slice");
  await Promise.all([computeSha256(file), computeSha256(file)]);
  await computeSha256(file);
  expect(slice).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});
