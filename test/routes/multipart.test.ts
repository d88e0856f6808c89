import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MultipartReader, parseBoundary } from "../../worker/files/file.multipart";

const BOUNDARY = "----formBoundaryA1b2";
const utf8 = new TextEncoder();

interface Part {
  name: string;
  fileName: string | null;
  data: Uint8Array;
}

function encode(parts: readonly Part[]): Uint8Array {
  const chunks = parts.flatMap(({ name, fileName, data }) => [
    utf8.encode(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`),
    utf8.encode(
      fileName === null ? "\r\n\r\n" : `; filename="${fileName}"\r\nContent-Type: application/pdf\r\n\r\n`,
    ),
    data,
    utf8.encode("\r\n"),
  ]);
  chunks.push(utf8.encode(`--${BOUNDARY}--\r\n`));
  return new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
}

/** The same bytes, arriving in pieces of the sizes given. */
function arrive(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const size = Math.max(1, sizes[turn++ % sizes.length] ?? 1);
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + size));
      at += size;
      if (at >= bytes.length) controller.close();
    },
  });
}

async function readAll(reader: MultipartReader, fillBytes: number): Promise<Part[]> {
  const parts: Part[] = [];
  for (let part = await reader.next(); part !== null; part = await reader.next()) {
    const data: number[] = [];
    for (let got = await part.fill(fillBytes); ; got = await part.fill(fillBytes)) {
      data.push(...got);
      if (got.length < fillBytes) break;
    }
    parts.push({ name: part.name, fileName: part.fileName, data: new Uint8Array(data) });
  }
  return parts;
}

/** Bytes that love to look like the end of a part. */
const trap = fc.constantFrom(
  "\r\n",
  "\r\n--",
  `\r\n--${BOUNDARY.slice(0, 10)}`,
  "--",
  `--${BOUNDARY}`,
  "\r",
  "\n\r\n",
);
const data = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      trap.map((text) => utf8.encode(text)),
    ),
    { maxLength: 8 },
  )
  .map((list) => new Uint8Array(list.flatMap((one) => [...one])))
  .filter((bytes) => !new TextDecoder("latin1").decode(bytes).includes(`\r\n--${BOUNDARY}`));
const part = fc.record({
  name: fc.constantFrom("file", "lineage", "field"),
  fileName: fc.option(fc.constantFrom("小结.pdf", "a b.docx", "😀.jpg", "")),
  data,
});

describe("a form body read as it arrives", () => {
  test("gives every part exactly, however the network cuts it and however it is taken", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 500 }),
        async (parts, sizes, fillBytes) => {
          const reader = new MultipartReader(arrive(encode(parts), sizes), BOUNDARY);
          const found = await readAll(reader, fillBytes);
          expect(found.map((one) => [one.name, one.fileName, [...one.data]])).toEqual(
            parts.map((one) => [one.name, one.fileName, [...one.data]]),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test("cut anywhere, it is refused as broken off and never taken for whole", async () => {
    const whole = encode([{ name: "file", fileName: "a.pdf", data: utf8.encode("%PDF-1.4 body") }]);
    for (let length = 0; length < whole.length - 4; length++) {
      const reader = new MultipartReader(arrive(whole.slice(0, length), [7]), BOUNDARY);
      await expect(readAll(reader, 64), `cut at ${length}`).rejects.toMatchObject({
        problem: { code: "file.broken_off" },
      });
    }
  });

  test("any bytes at all end in parts or a refusal, never in a fault or a hang", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        const reader = new MultipartReader(arrive(bytes, [97]), BOUNDARY);
        await readAll(reader, 128).catch((fault) => expect(fault).toHaveProperty("problem"));
      }),
      { numRuns: 100 },
    );
  });
});

test("the boundary is found in the forms browsers write, and in nothing else", () => {
  expect(parseBoundary("multipart/form-data; boundary=abc")).toBe("abc");
  expect(parseBoundary('Multipart/Form-Data; charset=utf-8; boundary="a b"')).toBe("a b");
  for (const other of [
    undefined,
    "",
    "text/plain; boundary=abc",
    "multipart/form-data",
    "multipart/mixed; boundary=a",
  ]) {
    expect(parseBoundary(other)).toBeNull();
  }
});
