import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { uniquePaths } from "../../worker/bundles/bundle.names.rules";
import { buildFilePath, type Naming, parseNaming } from "../../worker/bundles/bundle.naming.rules";
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

const anyTime = fc
  .date({ min: new Date("1975-01-01"), max: new Date("2115-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

export const anyPathParts = fc.record({
  branchCode: fc.oneof(fc.constantFrom("JC01", "JC02", "CON", ""), anyText),
  branchName: anyText,
  index: fc.integer({ min: 1, max: 120 }),
  artifactTitle: anyText,
  fileVersion: fc.integer({ min: 1, max: 99 }),
  ordinal: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  ext: fc.constantFrom("docx", "pdf", "", ".JPG", "e/../x", "mp4"),
  receivedAt: anyTime,
  lateSeconds: fc.oneof(fc.constant(0), fc.nat(7200), fc.nat(3_000_000_000)),
  originalName: fc.option(fc.oneof(fc.constantFrom("报告.docx", "IMG_0412.JPG", "a/b\\c.tar.gz"), anyText)),
});

const PLACEHOLDERS = [
  "{序号}",
  "{no}",
  "{支部编号}",
  "{code}",
  "{支部}",
  "{branch}",
  "{材料}",
  "{artifact}",
].concat([
  "{日期}",
  "{date}",
  "{版本}",
  "{version}",
  "{份}",
  "{nth}",
  "{迟交}",
  "{late}",
  "{原名}",
  "{original}",
]);
/** What committees would type between placeholders, names that mean something to a disk or a bundle, letters that compose. */
const LITERALS = [
  "_",
  "-",
  " ",
  "·",
  "第",
  "（",
  "版）",
  "材 料",
  "v",
  "..a",
  "b. ",
  "con",
  "nul.",
  "com1",
].concat(["清单.csv", "sha256sums", "index.html", "o\u0308", "\u1100", "ß", "👨", "１", "𠮷"]);

const anySegment = fc.array(fc.constantFrom(...PLACEHOLDERS, ...LITERALS), { minLength: 1, maxLength: 5 });
const anyTelling = fc.constantFrom("{序号}", "{材料}", "{原名}", "{no}", "{artifact}", "{original}");

/** Patterns that are taken, from one name to three levels. */
export const anyNaming = fc
  .tuple(fc.array(anySegment, { maxLength: 2 }), anySegment, anyTelling, anySegment)
  .map(([folders, before, telling, after]) =>
    [...folders, [...before.slice(1), telling, ...after.slice(1)]].map((one) => one.join("")).join("/"),
  )
  .map(parseNaming)
  .filter((parsed) => parsed.ok)
  .map((parsed): Naming => parsed.naming);

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

const anyFiles = fc.array(anyFile, { minLength: 1, maxLength: 12 });
/** Manifests as a bundle makes them: paths built to one pattern, made unique, bytes half in storage and half at hand. */
export const anyManifest = fc.tuple(anyFiles, anyNaming).map(([files, naming]): Manifest => {
  const paths = uniquePaths(files.map(({ parts }) => buildFilePath(parts, naming)));
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
