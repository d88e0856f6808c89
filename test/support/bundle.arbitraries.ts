import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { buildFilePath, uniquePaths } from "../../worker/bundles/bundle.names.rules";
import type { ZipEntry } from "../../worker/bundles/bundle.rules";

/** What people really call files, and what nobody should. */
const UGLY = [
  "征求意见汇总",
  "报告（终稿）",
  "e\u0301te\u0301", // NFD
  "\u202Egpj.exe",
  "a\u200Db\uFEFFc",
  "👨‍👩‍👧‍👦🏳️‍🌈",
  "𠮷野家",
  "../../etc/passwd",
  "..\\..\\x",
  "CON",
  "nul.txt",
  "com¹",
  "尾点...",
  "尾空格  ",
  "  ",
  "",
  "a\r\nb\tc",
  '"quoted"',
  "ß",
  "SS",
  "ı",
  "İ",
  "K", // Kelvin
  "k",
  "\uD800",
  "\uDC00a",
  "长".repeat(120),
  "x".repeat(255),
  "\u3164",
  "≮",
];

const anyUnit = fc.string({ unit: "binary", maxLength: 90 });
const anyGrapheme = fc.string({ unit: "grapheme", maxLength: 60 });
const anyCodeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

/** Any text at all, lone surrogates and control characters included. */
export const anyText = fc.oneof(fc.constantFrom(...UGLY), anyUnit, anyGrapheme, anyCodeUnits);

export const anyPathParts = fc.record({
  branchCode: fc.oneof(fc.constantFrom("JC01", "JC02", "CON", ""), anyText),
  branchName: anyText,
  index: fc.integer({ min: 1, max: 120 }),
  artifactTitle: anyText,
  fileVersion: fc.integer({ min: 1, max: 99 }),
  ordinal: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  ext: fc.constantFrom("docx", "pdf", "", ".JPG", "e/../x", "mp4"),
});

const anyTime = fc
  .date({ min: new Date("1975-01-01"), max: new Date("2115-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

/** A manifest with the objects it names. */
export interface Manifest {
  entries: ZipEntry[];
  objects: Map<string, Uint8Array>;
}

const anyFile = fc.record({
  parts: anyPathParts,
  data: fc.uint8Array({ maxLength: 300 }),
  modifiedAt: anyTime,
  stored: fc.boolean(),
});

/** Manifests as a bundle makes them: built paths, made unique, bytes half in storage and half at hand. */
export const anyManifest = fc.array(anyFile, { minLength: 1, maxLength: 12 }).map((files): Manifest => {
  const paths = uniquePaths(files.map(({ parts }) => buildFilePath(parts)));
  const objects = new Map<string, Uint8Array>();
  const entries = files.map(({ data, modifiedAt, stored }, i): ZipEntry => {
    const key = `objects/${i}`;
    if (stored) objects.set(key, data);
    const etag = createHash("md5").update(data).digest("hex");
    const source = stored
      ? ({ kind: "object", key, etag } as const)
      : ({ kind: "bytes", data: new Uint8Array(data) } as const);
    return { path: paths[i] ?? "", bytes: data.length, crc32: crc32(data), modifiedAt, source };
  });
  return { entries, objects };
});
