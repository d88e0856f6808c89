import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Look, type Means, planCopy, planOffer, readMeans } from "../../web/islands/lib/choice";
import { readJpeg, stripJpeg } from "../../web/islands/lib/jpeg";
import { buildPdf } from "../../web/islands/lib/pdf";
import { buildAccept } from "../../web/ui/upload";
import { commentSegment, goodJpg, layJpg, segment } from "../support/hostile.media";
import { CAMERA, layPhotoExif, layXmp, withSegments } from "../support/photos";

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const strip = (bytes: Uint8Array): Uint8Array => {
  const parts = stripJpeg(bytes);
  if (parts === null) throw new Error("no copy was made");
  return Buffer.concat(parts);
};

describe("where a photo was taken", () => {
  test.each([
    ["by its EXIF block, high bytes first", layPhotoExif()],
    ["by its EXIF block, low bytes first", layPhotoExif({ little: true })],
    ["by XMP", layXmp("<exif:GPSLatitude>30,15.65N</exif:GPSLatitude>")],
  ])("is told %s", (_how, where) => {
    expect(readJpeg(withSegments(goodJpg(), where)).gps).toBe(true);
  });

  test.each([
    ["no EXIF block", commentSegment("GPSLatitude")],
    ["an EXIF block without a place", layPhotoExif({ gps: "none" })],
    ["the directory of a place with none in it", layPhotoExif({ gps: "empty" })],
    ["XMP about other things", layXmp("<xmp:Rating>5</xmp:Rating>")],
    [
      "a block that points out of itself",
      segment(0xe1, Buffer.from("Exif\0\0MM\0*\xff\xff\xff\xff", "latin1")),
    ],
  ])("is not told by %s", (_what, where) => {
    expect(readJpeg(withSegments(goodJpg(), where)).gps).toBe(false);
  });

  test("is found in the beginning of a large file, which is all that is read of it", () => {
    const photo = withSegments(goodJpg(), layPhotoExif(), commentSegment("x".repeat(60_000)));
    expect(readJpeg(photo.subarray(0, 2000))).toEqual({ gps: true, edge: 0 });
  });
});

test("the longer edge stands in the header, whichever way the picture lies", () => {
  expect(readJpeg(layJpg(4032, 3024)).edge).toBe(4032);
  expect(readJpeg(layJpg(3024, 4032, [layPhotoExif({ orientation: 6 })])).edge).toBe(4032);
});

describe("a copy without its notes", () => {
  const icc = segment(0xe2, Buffer.from("ICC_PROFILE\0\x01\x01the colours", "latin1"));
  const notes = [
    layPhotoExif(),
    layXmp("GPSLatitude"),
    commentSegment("党员01拍摄"),
    segment(0xed, Buffer.from("Photoshop 3.0")),
  ];

  test("has no place, camera or comment, and the picture and its colours bit for bit", () => {
    const jpeg = goodJpg();
    const copy = strip(withSegments(jpeg, ...notes, icc));
    expect(readJpeg(copy).gps).toBe(false);
    for (const word of ["Exif", "GPS", CAMERA, "Photoshop", "xmpmeta"])
      expect(latin1(copy)).not.toContain(word);
    expect(copy).toEqual(Buffer.from(strip(withSegments(jpeg, icc))));
    expect(latin1(copy)).toContain("the colours");
    expect(latin1(copy).split("JFIF")[1]).toBe(latin1(jpeg).split("JFIF")[1]);
  });

  test("of a photo that is turned says so, and nothing else", () => {
    for (const little of [true, false]) {
      const copy = strip(withSegments(goodJpg(), layPhotoExif({ orientation: 6, little })));
      expect(latin1(copy).split("Exif").length).toBe(2);
      expect(readJpeg(copy).gps).toBe(false);
      expect(latin1(copy)).not.toContain(CAMERA);
      // EXIF 2.3: one entry, tag 0x0112, a SHORT of 6.
      expect(latin1(copy)).toContain("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    }
  });

  test("ends where the picture ends: the film and the second picture that phones put behind it go", () => {
    const jpeg = goodJpg();
    const film = withSegments(goodJpg(), layPhotoExif());
    expect(strip(Buffer.concat([jpeg, film]))).toEqual(strip(jpeg));
  });

  test("is not made of what is cut off or is no JPEG", () => {
    const jpeg = goodJpg();
    expect(stripJpeg(jpeg.subarray(0, jpeg.length - 2))).toBeNull();
    expect(stripJpeg(Buffer.from("%PDF-1.4"))).toBeNull();
    expect(stripJpeg(new Uint8Array(0))).toBeNull();
  });

  /** Coded data: any bytes, 0xff stuffed as the standard demands. */
  const coded = fc
    .uint8Array({ minLength: 1, maxLength: 60 })
    .map((data) => Buffer.from([...data].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]))));
  const note = fc
    .tuple(fc.constantFrom(0xe1, 0xe2, 0xe5, 0xed, 0xef, 0xfe), fc.uint8Array({ maxLength: 40 }))
    .map(([marker, data]) => segment(marker, data));
  const needed = fc
    .tuple(fc.constantFrom(0xe0, 0xee, 0xdb, 0xc0, 0xc4, 0xdd), fc.uint8Array({ maxLength: 40 }))
    .map(([marker, data]) => segment(marker, data));
  const [START, SCAN, END] = [
    Buffer.from([0xff, 0xd8]),
    segment(0xda, Buffer.alloc(6)),
    Buffer.from([0xff, 0xd9]),
  ];

  test("keeps what the picture needs, in its order, wherever the notes stand", () => {
    const part = fc.oneof(
      note.map((bytes) => ({ bytes, keep: false })),
      needed.map((bytes) => ({ bytes, keep: true })),
      coded.map((data) => ({ bytes: Buffer.concat([SCAN, data]), keep: true })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.uint8Array({ maxLength: 30 }), (parts, behind) => {
        const whole = Buffer.concat([START, ...parts.map((one) => one.bytes), END, behind]);
        const wanted = parts.filter((one) => one.keep).map((one) => one.bytes);
        expect(Buffer.from(strip(whole))).toEqual(Buffer.concat([START, ...wanted, END]));
      }),
    );
  });

  test("is made or not made of any bytes at all, and never fails", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, begins) => {
        const file = begins ? Buffer.concat([START, bytes]) : Buffer.from(bytes);
        readJpeg(file);
        const copy = stripJpeg(file);
        if (copy !== null) expect(strip(Buffer.concat(copy))).toEqual(Buffer.concat(copy));
      }),
      { numRuns: 1000 },
    );
  });
});

const makeLook = (over: Partial<Look> = {}): Look => ({
  kind: "jpg",
  gps: false,
  large: false,
  seen: true,
  ...over,
});
const ALL: Means = { jpg: true, pdf: true, several: true, draw: true };
const HEIC = makeLook({ kind: "heic" });
const UNSEEN = makeLook({ kind: "heic", seen: false });

describe("what is offered for pictures", () => {
  const [photo, placed, large] = [makeLook(), makeLook({ gps: true }), makeLook({ large: true })];

  test.each<[string, Look[], Partial<Means>, string[]]>([
    ["one small photo: nothing", [photo], {}, []],
    ["a photo with a place: a copy without it, before it goes", [placed], {}, ["wait", "originals", "strip"]],
    ["a large photo: a smaller one, while it goes", [large], {}, ["originals", "shrink"]],
    [
      "two photos where a PDF is taken: one PDF, before they go",
      [photo, photo],
      {},
      ["wait", "originals", "pdf"],
    ],
    ["two photos where none is taken: nothing", [photo, photo], { pdf: false }, []],
    ["two photos of a field for one: nothing", [photo, photo], { several: false }, []],
    ["a HEIC that the browser shows: a JPEG, before it goes", [HEIC], {}, ["wait", "originals", "jpeg"]],
    ["a HEIC that the browser shows where JPEG is not taken: nothing", [HEIC], { jpg: false }, []],
    ["a HEIC that nobody sees: nothing", [UNSEEN], {}, []],
    ["a HEIC that nobody sees among others: no PDF that lacks it", [photo, UNSEEN], {}, []],
    [
      "a browser that cannot draw upright: only what needs no drawing",
      [placed, large, HEIC],
      { draw: false },
      ["wait", "originals", "strip"],
    ],
    [
      "everything at once",
      [placed, large, HEIC],
      {},
      ["wait", "originals", "shrink", "strip", "jpeg", "pdf"],
    ],
  ])("of %s", (_what, looks, means, offered) => {
    const { wait, choices } = planOffer(looks, { ...ALL, ...means });
    expect([...(wait ? ["wait"] : []), ...choices]).toEqual(offered);
  });

  test("follows what the field takes, and is nothing in a field that says nothing", () => {
    expect(readMeans(buildAccept(["jpg", "png", "heic"]), true, true)).toEqual({ ...ALL, pdf: false });
    expect(readMeans(buildAccept(["pdf", "docx", "jpg"]), true, true)).toEqual(ALL);
    expect(readMeans(buildAccept(["pdf", "docx"]), false, true)).toEqual({
      ...ALL,
      jpg: false,
      several: false,
    });
  });

  test("is the original unless another choice changes it, and a choice without the place leaves no known place", () => {
    const look = fc.record<Look>({
      kind: fc.constantFrom("jpg", "png", "heic", null),
      gps: fc.boolean(),
      large: fc.boolean(),
      seen: fc.boolean(),
    });
    fc.assert(
      fc.property(look, (one) => {
        expect(planCopy(one, "originals")).toBe("itself");
        if (one.kind !== "heic" && one.gps) {
          for (const choice of ["strip", "shrink"] as const) expect(planCopy(one, choice)).not.toBe("itself");
        }
        if (one.kind === "heic" && !one.seen) expect(planCopy(one, "strip")).toBe("itself");
      }),
    );
  });
});

test("a PDF of pictures finds its objects where its table says, and holds the pictures' own bytes", async () => {
  const sizes = fc.record({
    width: fc.integer({ min: 1, max: 9000 }),
    height: fc.integer({ min: 1, max: 9000 }),
  });
  const page = fc.tuple(sizes, fc.uint8Array({ minLength: 1, maxLength: 50 }));
  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 5 }), async (pages) => {
      const pdf = buildPdf(
        pages.map(([size, bytes]) => ({ ...size, jpeg: new Blob([new Uint8Array(bytes)]) })),
      );
      const raw = latin1(new Uint8Array(await pdf.arrayBuffer()));
      const table = raw.slice(Number(/startxref\n(\d+)/.exec(raw)?.[1]));
      const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
      expect(offsets).toHaveLength(2 + 3 * pages.length);
      offsets.forEach((at, index) => {
        expect(raw.slice(at).startsWith(`${index + 1} 0 obj\n`)).toBe(true);
      });
      for (const [, bytes] of pages)
        expect(raw).toContain(`/Length ${bytes.length} >>\nstream\n${latin1(bytes)}\nendstream`);
    }),
    { numRuns: 50 },
  );
});
