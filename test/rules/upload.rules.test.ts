import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../schemas/problem";
import { MAX_UPLOAD_BYTES, PART_BYTES } from "../../schemas/upload";
import { parseDigest } from "../../worker/files/digest.rules";
import { checkLength } from "../../worker/files/file.rules";
import { checkQuota, MAX_BRANCH, MAX_ROUND } from "../../worker/files/quota.rules";
import { combineCrc32 } from "../../worker/uploads/crc.rules";
import {
  checkOpenUploads,
  checkUploadLength,
  combineParts,
  computeExpiry,
  computePartNumber,
  formatHttpDate,
  MAX_OPEN_UPLOADS,
  parseChecksum,
  parseCount,
  parseMetadata,
  UPLOAD_KEPT_HOURS,
} from "../../worker/uploads/upload.rules";

const codeOf = (answer: object | null) => (answer as Problem | null)?.code ?? null;
const encode = (text: string) => Buffer.from(text, "utf8").toString("base64");

describe("a count in a header", () => {
  test("is any whole number, and comes back as it was written", () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (n) => {
        fc.pre(n < 1e15);
        expect(parseCount(String(n))).toBe(n);
      }),
    );
  });

  test.each([
    undefined,
    "",
    " ",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x10",
    " 1",
    "1 ",
    "1,1",
    "٣",
    "9999999999999999",
  ])("is not %j", (text) => expect(parseCount(text)).toBeNull());

  test("is never anything but digits, whatever is sent", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const count = parseCount(text);
        expect(count === null || /^\d+$/.test(text)).toBe(true);
      }),
    );
  });
});

describe("Upload-Metadata", () => {
  test("carries names of any script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const told = parseMetadata(`artifact ${encode("photos")},filename ${encode(name)}`);
        expect(told).toMatchObject({ artifact: "photos", name: Buffer.from(name, "utf8").toString("utf8") });
      }),
    );
  });

  test("may stand in any order, with blanks and keys that nobody knows", () => {
    const header = ` is_confidential , filename ${encode("会场.jpg")} ,x-y ${encode("z")},artifact   ${encode("a")}`;
    expect(parseMetadata(header)).toEqual({
      name: "会场.jpg",
      type: "",
      artifact: "a",
      field: null,
      replaces: null,
      sha256: null,
    });
  });

  test("takes a name from the key that other clients use, and prefers tus-js-client's", () => {
    const both = parseMetadata(`artifact YQ==,name ${encode("b")},filename ${encode("a")}`);
    expect([both, parseMetadata(`artifact YQ==,name ${encode("b")}`)]).toMatchObject([
      { name: "a" },
      { name: "b" },
    ]);
  });

  test("takes an empty field for none, and a SHA-256 in capitals", () => {
    const sha256 = createHash("sha256").update("x").digest("hex");
    const header = `artifact YQ==,field ,replaces ,sha256 ${encode(sha256.toUpperCase())}`;
    expect(parseMetadata(header)).toMatchObject({ field: null, replaces: null, sha256 });
  });

  test.each([
    ["missing", undefined],
    ["empty", ""],
    ["without an artifact", `filename ${encode("a")}`],
    ["with a key twice", `artifact YQ==,artifact Yg==`],
    ["with a value that is no base64", "artifact YQ==,filename !!!"],
    ["with a value that is no UTF-8", "artifact YQ==,filename /w=="],
    ["with three words", "artifact YQ== YQ=="],
    ["with a SHA-256 of the wrong length", `artifact YQ==,sha256 ${encode("ab")}`],
    ["with a SHA-256 that is not hex", `artifact YQ==,sha256 ${encode("z".repeat(64))}`],
  ])("%s is refused", (_what, header) => expect(codeOf(parseMetadata(header))).toBe("upload.invalid"));

  test("is answered, whatever is sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (header) => {
        const told = parseMetadata(header);
        expect("artifact" in told || told.code === "upload.invalid").toBe(true);
      }),
    );
  });
});

describe("Upload-Checksum", () => {
  test.each([
    ["sha256 AAAA", "sha256"],
    ["SHA-256 AAAA", "sha256"],
    ["sha1 AAAA", "sha1"],
    ["  sha1   AAAA ", "sha1"],
  ])("%j names %s", (header, algorithm) =>
    expect(parseChecksum(header)).toEqual({ algorithm, digest: "AAAA" }),
  );

  test.each(["", "md5 AAAA", "crc32 AAAA", "sha512 AAAA", "sha2-56x AAAA"])("%j is refused", (header) =>
    expect(codeOf(parseChecksum(header))).toBe("upload.invalid"),
  );

  test("may be left out", () => expect(parseChecksum(undefined)).toBeNull());
});

describe("Repr-Digest", () => {
  const base64 = `${"A".repeat(42)}8=`;
  const hex = `${"0".repeat(62)}0f`;
  test.each([
    [`sha-256=:${base64}:`, hex],
    [`SHA-256=:${base64}:`, hex],
    [`sha-512=:AAAA:, sha-256=:${base64}:`, hex],
    ["sha-512=:AAAA:", null],
    ["", null],
    [undefined, null],
  ])("%j tells %j", (header, told) => expect(parseDigest(header)).toBe(told));

  test.each(["sha-256=AAAA", "sha-256=:AAAA:", `sha-256=:${base64}`, `sha-256=:${"!".repeat(43)}=:`])(
    "%j is refused",
    (header) => expect(codeOf(parseDigest(header) as never)).toBe("upload.invalid"),
  );
});

describe("CRC-32 of runs of bytes joined", () => {
  test("is that of the whole, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.nat(5000), (bytes, at) => {
        const [first, second] = [bytes.subarray(0, at), bytes.subarray(at)];
        expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(crc32(bytes));
      }),
      { numRuns: 500 },
    );
  });

  test("is that of the whole over any number of parts", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 12 }), (runs) => {
        const parts = runs.map((run, i) => ({
          number: i + 1,
          etag: "",
          bytes: run.length,
          crc32: crc32(run),
        }));
        expect(combineParts(parts)).toBe(crc32(Buffer.concat(runs)));
      }),
    );
  });

  test("holds for parts as large as they are sent", () => {
    const part = Buffer.alloc(PART_BYTES, "回执");
    const rest = Buffer.from("rest");
    const both = combineCrc32(crc32(part), crc32(part), PART_BYTES);
    expect(combineCrc32(both, crc32(rest), rest.length)).toBe(crc32(Buffer.concat([part, part, rest])));
  });
});

describe("the number of a part", () => {
  const MOST_PARTS = MAX_UPLOAD_BYTES / PART_BYTES;

  test("is never that of another part, whoever sends it", () => {
    const index = fc.nat(MOST_PARTS - 1);
    const epoch = fc.nat(1_000_000);
    fc.assert(
      fc.property(index, index, epoch, epoch, (one, other, before, after) => {
        fc.pre(one !== other);
        expect(computePartNumber(one, before)).not.toBe(computePartNumber(other, after));
      }),
    );
  });

  test("is never that of the same part by one of the 63 writers before or after", () => {
    fc.assert(
      fc.property(
        fc.nat(MOST_PARTS - 1),
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 63 }),
        (part, epoch, on) => {
          expect(computePartNumber(part, epoch)).not.toBe(computePartNumber(part, epoch + on));
        },
      ),
    );
  });

  test("rises with the part, whoever sends it: R2 joins by number", () => {
    fc.assert(
      fc.property(fc.nat(MOST_PARTS - 2), fc.nat(1000), fc.nat(1000), (part, before, after) => {
        expect(computePartNumber(part, before)).toBeLessThan(computePartNumber(part + 1, after));
      }),
    );
  });

  test("is one that R2 takes, from the first to the last", () => {
    expect(computePartNumber(0, 0)).toBe(1);
    expect(computePartNumber(MOST_PARTS - 1, 63)).toBeLessThanOrEqual(10_000);
  });
});

describe("what is refused before the first byte", () => {
  test.each([
    [0, "file.empty"],
    [1, null],
    [MAX_UPLOAD_BYTES, null],
    [MAX_UPLOAD_BYTES + 1, "file.too_large"],
    [999_999_999_999_999, "file.too_large"],
  ])("a file of %d bytes: %s", (bytes, code) => expect(codeOf(checkUploadLength(bytes))).toBe(code));

  test("a file over a limit that is written alike is more than it", () => {
    expect(checkLength(100_000_000)?.details).toEqual({ size: "> 95 MB", limit: "95 MB" });
    expect(checkLength(200_000_000)?.details).toEqual({ size: "191 MB", limit: "95 MB" });
  });

  test("one upload at a time too many", () => {
    expect(checkOpenUploads(MAX_OPEN_UPLOADS - 1)).toBeNull();
    expect(codeOf(checkOpenUploads(MAX_OPEN_UPLOADS))).toBe("upload.too_many_open");
  });

  const none = { files: 0, bytes: 0 };
  test.each([
    ["a branch and a round with nothing in", none, none, MAX_UPLOAD_BYTES, null],
    ["a branch's last file", { ...none, files: MAX_BRANCH.files - 1 }, none, 1, null],
    ["a branch's file too many", { ...none, files: MAX_BRANCH.files }, none, 1, "quota.branch_files"],
    ["a branch's last byte", { ...none, bytes: MAX_BRANCH.bytes - 5 }, none, 5, null],
    ["a branch's byte too many", { ...none, bytes: MAX_BRANCH.bytes - 5 }, none, 6, "quota.branch_bytes"],
    ["a round's last file", none, { ...none, files: MAX_ROUND.files - 1 }, 1, null],
    ["a round's file too many", none, { ...none, files: MAX_ROUND.files }, 1, "quota.round"],
    ["a round's last byte", none, { ...none, bytes: MAX_ROUND.bytes - 5 }, 5, null],
    ["a round's byte too many", none, { ...none, bytes: MAX_ROUND.bytes - 5 }, 6, "quota.round"],
  ])("%s", (_what, branch, round, bytes, code) =>
    expect(codeOf(checkQuota(branch, round, bytes))).toBe(code),
  );
});

describe("Upload-Expires", () => {
  test("is an HTTP date so many hours after the last part", () => {
    const now = "2026-12-01T01:00:00.000Z";
    const expiry = computeExpiry(now);
    expect(Date.parse(expiry) - Date.parse(now)).toBe(UPLOAD_KEPT_HOURS * 3_600_000);
    expect(formatHttpDate(expiry)).toBe("Thu, 03 Dec 2026 01:00:00 GMT");
  });
});
