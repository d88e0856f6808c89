import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildListCsv, buildSha256Sums, type ListRow } from "../../worker/bundles/bundle.lists.rules";
import { buildBranchFolder, uniquePaths } from "../../worker/bundles/bundle.names.rules";
import { buildFilePath } from "../../worker/bundles/bundle.naming.rules";
import { buildCsv } from "../../worker/csv.rules";
import { anyPathParts, anyText } from "../support/bundle.arbitraries";
import { readCsv } from "../support/csv";
import { itWith } from "../support/readers";

const row: ListRow = {
  documentNumber: "霁教党字〔2026〕18号",
  responsible: "霁川区桐荫小学党支部",
  title: "征求意见汇总",
  date: "2026-12-11T16:30:00Z",
  pages: 3,
  note: "",
  path: "02_征求意见汇总/02_征求意见汇总_v1.docx",
  originalName: '=cmd|"/c calc"!A1.docx',
  bytes: 1024,
  sha256: "a".repeat(64),
  receivedAt: "2026-12-11T15:59:59.900Z",
};

describe("清单.csv", () => {
  it("has the columns of an archive list, eight-digit dates and times of UTC+8", () => {
    const [header, first, second] = readCsv(
      buildListCsv([row, { ...row, date: "2026-12-01", pages: null }]).slice(1),
    );
    expect(header?.join(" ")).toBe(
      "序号 档号 文号 责任者 题名 日期 密级 页数 备注 文件 原名 字节 SHA-256 收到时间",
    );
    expect(first).toEqual([
      "1",
      "",
      "霁教党字〔2026〕18号",
      "霁川区桐荫小学党支部",
      "征求意见汇总",
      "20261212",
      "",
      "3",
      "",
      "02_征求意见汇总/02_征求意见汇总_v1.docx",
      '\'=cmd|"/c calc"!A1.docx',
      "1024",
      "a".repeat(64),
      "2026-12-11 23:59:59",
    ]);
    expect([second?.[0], second?.[5], second?.[7]]).toEqual(["2", "20261201", ""]);
  });

  it("lists a paper original, which has no file", () => {
    const paper = { ...row, path: null, originalName: null, bytes: null, sha256: null, note: "纸质件 2 份" };
    const [, first] = readCsv(buildListCsv([paper]).slice(1));
    expect(first?.slice(8, 13)).toEqual(["纸质件 2 份", "", "", "", ""]);
  });
});

describe("a CSV file", () => {
  it("begins with a byte order mark and ends every line with CRLF", () => {
    const bytes = new TextEncoder().encode(buildCsv(["一", "二"], [["a", 1]]));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(buildCsv(["一", "二"], [["a", 1]])).toBe("\uFEFF一,二\r\na,1\r\n");
  });

  it.each(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])("disarms %j", (cell) => {
    const [, [first] = []] = readCsv(buildCsv(["h"], [[cell]]).slice(1));
    expect(first).toBe(`'${cell}`);
  });

  it("leaves numbers as they are, negative ones too, and null empty", () => {
    expect(buildCsv(["h", "i", "j"], [[-5, 1.5, null]])).toBe("\uFEFFh,i,j\r\n-5,1.5,\r\n");
  });

  it("gives back any text, apart from the disarming apostrophe and what is no text", () => {
    const property = fc.property(fc.array(fc.array(anyText, { minLength: 2, maxLength: 2 })), (rows) => {
      const read = readCsv(buildCsv(["a", "b"], rows).slice(1)).slice(1);
      const expected = rows.map((cells) => cells.map((cell) => cell.toWellFormed().replaceAll("\0", "")));
      expect(
        read.map((cells) => cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ""))),
      ).toEqual(
        expected.map((cells) => cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ""))),
      );
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe("SHA256SUMS", () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

  it("names files as seen from the branch's folder", () => {
    const items = [{ path: "JC01_甲/02_乙/02_乙_v1.docx", sha256: sha256("a") }];
    expect(buildSha256Sums(items, "JC01_甲")).toBe(`${sha256("a")}  02_乙/02_乙_v1.docx\n`);
    expect(buildSha256Sums(items)).toBe(`${sha256("a")}  JC01_甲/02_乙/02_乙_v1.docx\n`);
  });

  itWith("sha256sum", "is accepted by sha256sum -c for any names", async () => {
    const folder = buildBranchFolder("JC01", "霁川区桐荫小学党支部");
    const samples = fc.sample(anyPathParts, { numRuns: 80, seed: 7 });
    const paths = uniquePaths(
      samples.map((one) => buildFilePath({ ...one, branchCode: "JC01", branchName: "霁川区桐荫小学党支部" })),
    );
    const root = mkdtempSync(join(tmpdir(), "sums-"));
    try {
      for (const path of paths) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), path);
      }
      const sums = buildSha256Sums(
        paths.map((path) => ({ path, sha256: sha256(path) })),
        folder,
      );
      const run = spawnSync("sha256sum", ["--strict", "-c"], {
        cwd: join(root, folder),
        input: sums,
        encoding: "utf8",
      });
      expect(run.status, run.stderr).toBe(0);
      expect(run.stdout.split("\n").length - 1).toBe(paths.length);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
