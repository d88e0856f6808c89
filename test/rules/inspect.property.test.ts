import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_READ_BYTES, MAX_READS } from "../../worker/files/inspect/bounded.reader";
import type { Inspection } from "../../worker/files/inspect/inspection";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { layDoc, layXls } from "../support/hostile.compound";
import { HOSTILE_FILES, readerOf } from "../support/hostile.files";
import { exifSegment, layFilm, layHeic, layJpg, layPng } from "../support/hostile.media";
import { layPackedPdf, layPdf } from "../support/hostile.pdf";
import { layDocx, layOfd, layXlsx, paragraph } from "../support/hostile.zip";

const GOOD = [
  layPdf(),
  layPackedPdf(),
  layDocx(paragraph("小结")),
  layDocx(paragraph("小结"), [], { zip64: true }),
  layXlsx(),
  layOfd(),
  layDoc(),
  layXls(),
  layJpg(640, 480, [exifSegment(6)]),
  layPng(640, 480),
  layHeic(640, 480),
  layFilm(),
];
const NAMES = ["小结.pdf", "小结.docx", "小结.doc", "台账.et", "会议.jpg", "会议.heic", "无名"];

/** Inspects, and holds the inspection to what it may cost and say. */
async function inspectHeld(bytes: Uint8Array, name: string): Promise<Inspection> {
  const reader = readerOf(bytes);
  const inspection = await inspectStored(reader, name);
  expect(reader.total).toBeLessThanOrEqual(MAX_READ_BYTES);
  expect(reader.reads).toBeLessThanOrEqual(MAX_READS);
  expect(["known", "dangerous", "unknown"]).toContain(inspection.verdict.kind);
  if (inspection.verdict.kind === "dangerous") expect(inspection.notes).toEqual([]);
  expect(new Set(inspection.notes).size).toBe(inspection.notes.length);
  return inspection;
}

/** Whether a caller that refuses what is damaged or locked would take the file. */
const isTaken = ({ verdict, notes }: Inspection) =>
  verdict.kind === "known" && !notes.includes("damaged") && !notes.includes("encrypted");

const anyName = fc.constantFrom(...NAMES);
const anyGood = fc.constantFrom(...GOOD);

describe("whatever the bytes", () => {
  test("random ones are answered within bounds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), anyName, async (bytes, name) => {
        await inspectHeld(bytes, name);
      }),
      { numRuns: 500 },
    );
  });

  test("random ones behind the beginning of a good file are answered within bounds", async () => {
    const head = fc.integer({ min: 4, max: 600 });
    await fc.assert(
      fc.asyncProperty(
        anyGood,
        head,
        fc.uint8Array({ maxLength: 2000 }),
        anyName,
        async (good, kept, more, name) => {
          await inspectHeld(Buffer.concat([good.subarray(0, kept), more]), name);
        },
      ),
      { numRuns: 800 },
    );
  });

  test("good files with flipped bytes are answered within bounds", async () => {
    const flip = fc.record({ at: fc.nat(), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        anyGood,
        fc.array(flip, { minLength: 1, maxLength: 12 }),
        anyName,
        async (good, flips, name) => {
          const bytes = good.slice();
          for (const { at, to } of flips) bytes[at % bytes.length] = to;
          await inspectHeld(bytes, name);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("four bytes that count something, made as large as they go, are answered within bounds", async () => {
    await fc.assert(
      fc.asyncProperty(anyGood, fc.nat(), fc.constantFrom(0xff, 0x7f, 0x80, 0), async (good, at, value) => {
        const bytes = good.slice();
        bytes.fill(value, at % bytes.length, (at % bytes.length) + 4);
        await inspectHeld(bytes, "小结");
      }),
      { numRuns: 2000 },
    );
  });

  test("a source that gives less than there should be is answered", async () => {
    await fc.assert(
      fc.asyncProperty(anyGood, fc.nat(4000), async (good, given) => {
        const short = {
          bytes: good.length,
          read: async (at: number, length: number) => good.subarray(0, given).subarray(at, at + length),
        };
        expect((await inspectStored(short, "小结")).verdict).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  test("a fault of the storage is passed on and is not the file's", async () => {
    for (const good of GOOD) {
      let left = 1;
      const broken = {
        bytes: good.length + 1_000_000,
        read: async (at: number, length: number) => {
          if (left-- <= 0) throw new Error("storage is away");
          return good.subarray(at, at + length);
        },
      };
      await expect(inspectStored(broken, "小结")).rejects.toThrow("storage is away");
    }
  });
});

describe("a file cut short", () => {
  const small = HOSTILE_FILES.filter(({ bytes }) => bytes.length < 200_000);
  // What stands behind a whole file can be cut off without harm: the whole file is left.
  const appended = /in front of|behind its end|behind it$|later revision/;
  const dangerous = small.filter(
    ({ expected, what }) => expected.startsWith("dangerous") && !appended.test(what),
  );

  test("is never taken where the whole is a danger", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...dangerous),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async ({ bytes, name, what }, part) => {
          const inspection = await inspectHeld(bytes.subarray(0, Math.floor(bytes.length * part)), name);
          expect([what, isTaken(inspection)]).toEqual([what, false]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("is said to be damaged, or not known, where the whole was good", async () => {
    for (const good of GOOD) {
      for (const part of [0.3, 0.6, 0.9]) {
        const inspection = await inspectHeld(good.subarray(0, Math.floor(good.length * part)), "小结");
        expect([good.length, part, isTaken(inspection)]).toEqual([good.length, part, false]);
      }
    }
  });
});
