import { beforeEach, describe, expect, test } from "vitest";
import { BLOCK_BYTES } from "../../worker/files/inspect/bounded.reader";
import type { RangeReader } from "../../worker/files/inspect/inspection";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { HOSTILE_FILES, readerOf } from "../support/hostile.files";
import { layFilm, layJpg } from "../support/hostile.media";
import { layPackedPdf, layPdf } from "../support/hostile.pdf";
import { layDocx, paragraph } from "../support/hostile.zip";
import { env, reset } from "../support/worker";

beforeEach(reset);

interface BucketReader extends RangeReader {
  total: number;
}

/** Ranges of a real object in R2. */
async function storeAndOpen(bytes: Uint8Array): Promise<BucketReader> {
  await env.FILES.put("one", bytes);
  const reader: BucketReader = {
    bytes: bytes.length,
    total: 0,
    async read(offset, length) {
      const object = await env.FILES.get("one", { range: { offset, length } });
      const part = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0));
      reader.total += part.length;
      return part;
    },
  };
  return reader;
}

const MIB = 1024 * 1024;

describe("a file in R2", () => {
  test("is inspected by ranges in workerd as anywhere else, each of the hostile corpus", async () => {
    for (const { bytes, name, what } of HOSTILE_FILES) {
      const stored = await inspectStored(await storeAndOpen(bytes), name);
      expect([what, stored]).toEqual([what, await inspectStored(readerOf(bytes), name)]);
    }
  });

  test("has its packed objects and its text read by what workerd brings", async () => {
    const docx = layDocx(paragraph("专题组织生活会").repeat(5000));
    expect(await inspectStored(await storeAndOpen(docx), "小结.docx")).toMatchObject({
      verdict: { kind: "known", type: "docx" },
      pages: 3,
      chars: 35_000,
      han: 35_000,
      notes: [],
    });
    const pdf = layPackedPdf({ count: "9" });
    expect(await inspectStored(await storeAndOpen(pdf), "小结.pdf")).toMatchObject({ pages: 9 });
  });

  test("of many megabytes costs a picture, a film and a document little more than their ends", async () => {
    const noise = new Uint8Array(20 * MIB).fill(0x5a);
    const picture = new Uint8Array([...layJpg(4000, 3000).subarray(0, -2)]);
    const jpg = new Blob([picture, noise, Uint8Array.of(0xff, 0xd9)]);
    const film = new Blob([new Uint8Array(layFilm())]);
    const media = { name: "word/media/image1.png", data: noise, stored: true };
    const docx = new Blob([new Uint8Array(layDocx(paragraph("小结"), [media]))]);
    for (const [type, file] of [
      ["jpg", jpg],
      ["mp4", film],
      ["docx", docx],
    ] as const) {
      const reader = await storeAndOpen(new Uint8Array(await file.arrayBuffer()));
      expect((await inspectStored(reader, "x")).verdict).toEqual({ kind: "known", type });
      expect(reader.total).toBeLessThanOrEqual(5 * BLOCK_BYTES);
    }
  });

  test("is passed over once and little more when it is a PDF", async () => {
    const data = "q".repeat(12 * MIB);
    const pdf = layPdf({ objects: [`<< /Length ${data.length} >>\nstream\n${data}\nendstream`] });
    const reader = await storeAndOpen(pdf);
    expect((await inspectStored(reader, "小结.pdf")).verdict).toEqual({ kind: "known", type: "pdf" });
    expect(reader.total).toBeLessThan(pdf.length * 1.15);
  });
});
