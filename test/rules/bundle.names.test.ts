import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildBranchFilePath,
  buildBranchFolder,
  type FilePathParts,
  PATH_MAX_BYTES,
  uniquePaths,
} from "../../worker/bundles/bundle.names.rules";
import { buildFilePath } from "../../worker/bundles/bundle.naming.rules";
import { buildSafeName } from "../../worker/filename.rules";
import { anyNaming, anyPathParts, anyText } from "../support/bundle.arbitraries";

const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?$/i;
const bytesOf = (text: string) => Buffer.byteLength(text);
const foldOf = (text: string) => text.normalize("NFC").toLowerCase().toUpperCase().normalize("NFC");

const foldersOf = (path: string) =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, i, list) => list.slice(0, i + 1).join("/"));

const parts: FilePathParts = {
  branchCode: "JC01",
  branchName: "霁川区桐荫小学党支部",
  index: 2,
  artifactTitle: "征求意见汇总",
  fileVersion: 1,
  ext: "docx",
  receivedAt: "2026-12-11T01:00:00.000Z",
  lateSeconds: 0,
  originalName: "新建文档.docx",
};

function expectSafe(path: string) {
  expect(bytesOf(path)).toBeLessThanOrEqual(PATH_MAX_BYTES);
  expect(path.isWellFormed()).toBe(true);
  expect(path.normalize("NFC")).toBe(path);
  for (const segment of path.split("/")) {
    expect(segment).not.toMatch(/^[. ]|[. ]$|^$/);
    expect(segment).not.toMatch(/[<>:"\\|?*]/);
    expect(segment).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(segment).not.toMatch(RESERVED);
  }
}

describe("the path of a file in a bundle", () => {
  it("reads as design.md §7 shows it", () => {
    expect(buildFilePath(parts)).toBe("JC01_霁川区桐荫小学党支部/02_征求意见汇总/02_征求意见汇总_v1.docx");
    expect(buildFilePath({ ...parts, ordinal: 3, fileVersion: 12, ext: "PDF" })).toBe(
      "JC01_霁川区桐荫小学党支部/02_征求意见汇总/02_征求意见汇总_03_v12.pdf",
    );
  });

  it("is safe on every system for any text, and keeps number, ordinal, version and extension", () => {
    const property = fc.property(anyPathParts, (one) => {
      const path = buildFilePath({ ...one, lateSeconds: 0 });
      expectSafe(path);
      expect(path.split("/").length).toBe(3);
      const [, folder = "", name = ""] = path.split("/");
      const number = String(one.index).padStart(2, "0");
      const ordinal = one.ordinal === undefined ? "" : `_${String(one.ordinal).padStart(2, "0")}`;
      expect(folder.startsWith(number)).toBe(true);
      expect(name.startsWith(number)).toBe(true);
      expect(name.replace(/\.[a-z0-9]+$/, "").endsWith(`${ordinal}_v${one.fileVersion}`)).toBe(true);
      if (one.ext === "docx") expect(name.endsWith(".docx")).toBe(true);
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it("cuts long titles between code points and leaves the rest whole", () => {
    const long = { ...parts, branchName: "𠮷".repeat(100), artifactTitle: "𠮷".repeat(100), ordinal: 7 };
    const path = buildFilePath(long);
    expectSafe(path);
    expect(path).toMatch(/^JC01_𠮷+\/02_𠮷+\/02_𠮷+_07_v1\.docx$/u);
    expect(bytesOf(path)).toBeGreaterThan(PATH_MAX_BYTES - 20);
  });

  it("keeps titles of up to 18 Chinese characters whole for an ordinary branch", () => {
    const title = "意识形态工作任务清单和整改措施汇总表";
    expect(buildFilePath({ ...parts, artifactTitle: title })).toBe(
      `JC01_霁川区桐荫小学党支部/02_${title}/02_${title}_v1.docx`,
    );
  });

  it("puts all files of an artifact into one folder", () => {
    const property = fc.property(anyPathParts, anyPathParts, (one, other) => {
      const { ordinal, fileVersion, ext } = other;
      const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
      expect(folderOf(buildFilePath({ ...one, ordinal, fileVersion, ext }))).toBe(
        folderOf(buildFilePath(one)),
      );
    });
    fc.assert(property, { numRuns: 200 });
  });
});

describe("the folder of a branch and what lies in it", () => {
  it("keeps the code whatever the name is", () => {
    expect(buildBranchFolder("JC01", "霁川区桐荫小学党支部")).toBe("JC01_霁川区桐荫小学党支部");
    expect(buildBranchFolder("JC01", "长".repeat(200))).toMatch(/^JC01_长{25}$/);
    expect(buildBranchFolder("JC01", "")).toBe("JC01");
  });

  it("is never a Windows device", () => {
    expect(buildBranchFolder("CON", "")).toBe("_CON");
    expect(buildBranchFolder("nul.1", "支部")).toBe("_nul.1_支部");
    expect(buildBranchFolder("", "")).toBe("_");
  });

  it("holds named files within the limit", () => {
    const folder = buildBranchFolder("JC01", "霁川区桐荫小学党支部");
    expect(buildBranchFilePath(folder, "清单.csv")).toBe("JC01_霁川区桐荫小学党支部/清单.csv");
    expect(buildBranchFilePath(folder, "SHA256SUMS")).toBe("JC01_霁川区桐荫小学党支部/SHA256SUMS");
    const property = fc.property(anyText, anyText, (branch, name) => {
      expectSafe(buildBranchFilePath(buildBranchFolder("JC01", branch), name));
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe("unique paths", () => {
  it("differ after NFC and case folding, stay in order and within the limit", () => {
    const anyPaths = fc.array(
      fc.oneof(
        anyPathParts.map((one) => buildFilePath(one)),
        anyPathParts.map(() => buildFilePath(parts)),
      ),
    );
    const property = fc.property(anyPaths, (paths) => {
      const unique = uniquePaths(paths);
      expect(unique.length).toBe(paths.length);
      expect(new Set(unique.map(foldOf)).size).toBe(paths.length);
      for (const path of unique) expectSafe(path);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it("number the later ones before the extension, and leave alone what is already unique", () => {
    expect(uniquePaths(["a/x.pdf", "a/X.PDF", "a/x(2).pdf", "a/x.pdf", "a/y"])).toEqual([
      "a/x.pdf",
      "a/X(3).PDF",
      "a/x(2).pdf",
      "a/x(4).pdf",
      "a/y",
    ]);
  });

  it("take as equal what a disk takes as equal", () => {
    for (const [one, other] of [
      ["é.pdf", "e\u0301.pdf"],
      ["straße.pdf", "STRASSE.pdf"],
      ["ẞ.pdf", "ß.pdf"],
      ["K.pdf", "k.pdf"],
      ["ς.pdf", "Σ.pdf"],
    ] as const) {
      const [, second] = uniquePaths([one, other]);
      expect(second).toContain("(2)");
    }
  });

  it("never make a file and a folder of the same name", () => {
    expect(uniquePaths(["a", "A/b.pdf"])).toEqual(["a(2)", "A/b.pdf"]);
  });

  it("stay within the limit for 3,000 equal paths that are as long as can be", () => {
    const path = buildFilePath({ ...parts, branchName: "长".repeat(99), artifactTitle: "长".repeat(99) });
    const unique = uniquePaths(Array.from({ length: 3000 }, () => path));
    expect(new Set(unique).size).toBe(3000);
    for (const one of unique) expect(bytesOf(one)).toBeLessThanOrEqual(PATH_MAX_BYTES);
    expect(unique.at(-1)).toMatch(/_v1\(3000\)\.docx$/);
  });
});

describe("any pattern with any file", () => {
  it("gives a path that every system takes, with the branch before it and the extension after it", () => {
    const property = fc.property(anyNaming, anyPathParts, (naming, one) => {
      const path = buildFilePath(one, naming);
      const segments = path.split("/");
      expectSafe(path);
      expect(bytesOf(path)).toBeLessThanOrEqual(PATH_MAX_BYTES - "(99999)".length);
      expect(segments.length).toBe(naming.segments.length + 1);
      expect(segments[0]).toBe(buildBranchFolder(one.branchCode, one.branchName));
      for (const segment of segments) expect(buildSafeName(segment)).toBe(segment);
      const ext = { docx: ".docx", pdf: ".pdf", "": "", ".JPG": ".jpg", "e/../x": ".ex", mp4: ".mp4" }[
        one.ext
      ];
      expect(path.endsWith(ext ?? "?")).toBe(true);
    });
    fc.assert(property, { numRuns: 4000 });
  });

  it("keeps number, date, version, ordinal and delay whole", () => {
    const property = fc.property(anyNaming, anyPathParts, (naming, one) => {
      const path = buildFilePath(one, naming);
      const short = { ...one, artifactTitle: "", branchName: "", originalName: "" };
      for (const [i, segment] of naming.segments.entries()) {
        for (const token of segment) {
          if (token.kind === "text" || !["no", "date", "version", "nth", "late"].includes(token.name))
            continue;
          const alone = buildFilePath(short, { segments: [[token]], text: "" });
          const said = alone.slice(alone.indexOf("/") + 1).replace(/^_$|\.[a-z0-9]+$/, "");
          expect(path.split("/")[i + 1]).toContain(said === "_" ? "" : said);
        }
      }
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it("gives 50 files different paths after NFC and case folding, none a folder of another, none a list", () => {
    const files = fc.array(anyPathParts, { minLength: 50, maxLength: 50 });
    const property = fc.property(anyNaming, files, fc.boolean(), (naming, list, oneBranch) => {
      const { branchCode, branchName } = list[0] ?? parts;
      const own = oneBranch ? list.map((one) => ({ ...one, branchCode, branchName })) : list;
      const folder = buildBranchFolder(branchCode, branchName);
      const fixed = ["清单.csv", "SHA256SUMS", "index.html"].map((name) => buildBranchFilePath(folder, name));
      const paths = uniquePaths([...fixed, ...own.map((one) => buildFilePath(one, naming))]);
      expect(paths.slice(0, fixed.length)).toEqual(fixed);
      const keys = new Set(paths.map(foldOf));
      expect(keys.size).toBe(paths.length);
      for (const path of paths) {
        expect(bytesOf(path)).toBeLessThanOrEqual(PATH_MAX_BYTES);
        for (const above of foldersOf(path)) expect(keys.has(foldOf(above))).toBe(false);
      }
    });
    fc.assert(property, { numRuns: 1000 });
  }, 60_000);

  it("puts files into one folder where nothing in the folder's pattern tells them apart", () => {
    const perFile = ["date", "version", "nth", "late", "original"];
    const property = fc.property(anyNaming, anyPathParts, anyPathParts, (naming, one, other) => {
      const { ordinal, fileVersion, ext, receivedAt, lateSeconds, originalName } = other;
      const next = { ...one, ordinal, fileVersion, ext, receivedAt, lateSeconds, originalName };
      const shared = naming.segments
        .slice(0, -1)
        .findIndex((segment) =>
          segment.some((token) => token.kind !== "text" && perFile.includes(token.name)),
        );
      const depth = shared === -1 ? naming.segments.length : shared + 1;
      const folderOf = (path: string) => path.split("/").slice(0, depth).join("/");
      expect(folderOf(buildFilePath(next, naming))).toBe(folderOf(buildFilePath(one, naming)));
    });
    fc.assert(property, { numRuns: 1500 });
  });
});
