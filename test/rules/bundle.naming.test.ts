import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemSentence } from "../../schemas/problem";
import { PATH_MAX_BYTES } from "../../worker/bundles/bundle.names.rules";
import {
  buildFilePath,
  DEFAULT_NAMING,
  type FilePathParts,
  getNaming,
  type Naming,
  parseNaming,
} from "../../worker/bundles/bundle.naming.rules";
import { anyNaming, anyText } from "../support/bundle.arbitraries";

const bytesOf = (text: string) => Buffer.byteLength(text);
/** What a path may have before `uniquePaths` adds its number. */
const BUILT_MAX_BYTES = PATH_MAX_BYTES - "(99999)".length;

const parts: FilePathParts = {
  branchCode: "JC01",
  branchName: "桐荫小学党支部",
  index: 2,
  artifactTitle: "征求意见汇总",
  fileVersion: 3,
  ext: "docx",
  receivedAt: "2026-12-11T16:30:00.000Z",
  lateSeconds: 0,
  originalName: "终稿.v2.doc",
};

function read(text: string): Naming {
  const parsed = parseNaming(text);
  if (!parsed.ok) throw new Error(problemSentence(parsed.problem));
  return parsed.naming;
}

/** Below the branch's folder. */
function pathOf(pattern: string, changed: Partial<FilePathParts> = {}): string {
  const path = buildFilePath({ ...parts, ...changed }, read(pattern));
  return path.slice(path.indexOf("/") + 1);
}

function reasonOf(text: string, lang: "zh" | "en" = "zh"): string | null {
  const parsed = parseNaming(text);
  return parsed.ok ? null : problemSentence(parsed.problem, lang);
}

describe("a pattern", () => {
  it.each([
    ["{序号}", "{no}", "02"],
    ["{序号}{支部编号}", "{no}{code}", "02JC01"],
    ["{序号}{支部}", "{no}{branch}", "02桐荫小学党支部"],
    ["{材料}", "{artifact}", "征求意见汇总"],
    ["{序号}_{日期}", "{no}_{date}", "02_20261212"],
    ["{序号}_{版本}", "{no}_{version}", "02_3"],
    ["{序号}{份}", "{no}{nth}", "02_07"],
    ["{序号}{迟交}", "{no}{late}", "02_迟交2天"],
    ["{原名}", "{original}", "终稿.v2"],
  ])("takes %s and %s alike", (zh, en, name) => {
    const changed = { ordinal: 7, lateSeconds: 2 * 86_400 + 3 * 3600 };
    expect(pathOf(zh, changed)).toBe(`${name}.docx`);
    expect(pathOf(en, changed)).toBe(`${name}.docx`);
  });

  it("keeps the text between placeholders and makes folders of slashes", () => {
    expect(pathOf("已交材料/{日期} 收/{支部编号}-{材料}（第{版本}版）")).toBe(
      "已交材料/20261212 收/JC01-征求意见汇总（第3版）.docx",
    );
  });

  it("is kept as one spelling: braces of a Chinese keyboard, wide spaces, spaces around a slash", () => {
    expect(read(" ｛序号｝　{ No }  / {材料} ").text).toBe("{序号} { No }/{材料}");
    const property = fc.property(anyNaming, (naming) => {
      expect(parseNaming(naming.text)).toEqual({ ok: true, naming });
    });
    fc.assert(property, { numRuns: 300 });
  });

  it.each([
    ["{序号}_{姓名}", "没有“{姓名}”这一项", "there is no placeholder “{姓名}”"],
    ["{序号}{}", "没有“{}”这一项", "there is no placeholder “{}”"],
    ["{序/号}", "没有“{序_号}”这一项", "there is no placeholder “{序_号}”"],
    ["{constructor}{序号}", "没有“{constructor}”这一项", "there is no placeholder “{constructor}”"],
    ["{序号", "花括号没有成对", "its braces do not match"],
    ["序号}", "花括号没有成对", "its braces do not match"],
    ["{{序号}}", "花括号没有成对", "its braces do not match"],
    ["", "有一层是空的", "one of its levels is empty"],
    ["/{序号}", "有一层是空的", "one of its levels is empty"],
    ["{序号}/", "有一层是空的", "one of its levels is empty"],
    ["{材料}/ /{序号}", "有一层是空的", "one of its levels is empty"],
    ["./{序号}", "一层不能只有点", "a level cannot be dots alone"],
    ["{材料}/../{序号}", "一层不能只有点", "a level cannot be dots alone"],
    ["a/b/c/{序号}", "最多 3 层", "it has more than 3 levels"],
    [`${"一".repeat(117)}{序号}`, "超过 120 个字", "it has over 120 characters"],
    [
      "{版本}{日期}",
      "最后一层至少要有 {序号}、{材料}、{原名} 之一",
      "its last level needs {no}, {artifact} or {original}",
    ],
    [
      "{序号}/附件",
      "最后一层至少要有 {序号}、{材料}、{原名} 之一",
      "its last level needs {no}, {artifact} or {original}",
    ],
    ["{序号}\u202Egpj", "文件名里不能有U+202E", "a file name cannot hold U+202E"],
    ["{序号}a\nb", "文件名里不能有U+000A", "a file name cannot hold U+000A"],
    ["{序号}\uD800", "文件名里不能有U+D800", "a file name cannot hold U+D800"],
    ["{材料}\u0301", "文件名里不能有U+0301", "a file name cannot hold U+0301"],
    [
      `{材料}${"一".repeat(40)}`,
      "不能缩短的部分太长，有的支部会放不下",
      "what cannot be shortened is too long for some branches",
    ],
  ])("is refused with its reason: %j", (text, zh, en) => {
    expect(reasonOf(text)).toBe(`命名规则不能用：${zh}`);
    expect(reasonOf(text, "en")).toBe(`The naming pattern cannot be used: ${en}`);
  });

  it.each([...'<>:"\\|?*'])("cannot hold %s", (char) => {
    expect(reasonOf(`{序号}${char}{材料}`)).toBe(`命名规则不能用：文件名里不能有“${char}”`);
  });

  it("is read or refused, whatever is typed", () => {
    const typed = fc
      .array(fc.oneof(anyText, fc.constantFrom("{序号}", "{", "}", "/", "{材料}")))
      .map((one) => one.join(""));
    const property = fc.property(typed, (text) => {
      const parsed = parseNaming(text);
      if (parsed.ok) expect([...parsed.naming.text].length).toBeLessThanOrEqual(120);
      else expect(problemSentence(parsed.problem)).not.toContain("{reason}");
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it("of a round is the standard one when it has none, or one that is no longer taken", () => {
    expect(getNaming(null)).toEqual(read(DEFAULT_NAMING));
    expect(getNaming("{姓名}")).toEqual(read(DEFAULT_NAMING));
    expect(getNaming("{材料}").text).toBe("{材料}");
    expect(buildFilePath(parts, getNaming(null))).toBe(buildFilePath(parts));
  });
});

describe("a name that comes of a pattern", () => {
  it.each([
    [0, ""],
    [59, "_迟交不到1分钟"],
    [60, "_迟交1分钟"],
    [3599, "_迟交59分钟"],
    [3600, "_迟交1小时"],
    [86_399, "_迟交23小时"],
    [86_400, "_迟交1天"],
    [12 * 86_400 - 1, "_迟交11天"],
  ])("says of %i seconds after the deadline: %j", (lateSeconds, word) => {
    expect(pathOf(DEFAULT_NAMING, { lateSeconds })).toBe(`02_征求意见汇总/02_征求意见汇总_v3${word}.docx`);
  });

  it.each([
    ["终稿.docx", "终稿"],
    ["终稿.DOCX ", "终稿"],
    ["会议纪要12.11", "会议纪要12.11"],
    ["终稿...pdf", "终稿"],
    ["a\\b:c.pdf", "a_b_c"],
    [".docx", "docx"],
    ["", "_"],
    [null, "征求意见汇总"],
  ])("takes from the original name %j: %j", (originalName, stem) => {
    expect(pathOf("{原名}", { originalName })).toBe(`${stem}.docx`);
  });

  it("leaves no separator where a title is empty", () => {
    expect(pathOf("{序号}_{材料}/{材料}-{序号}_v{版本}", { artifactTitle: "" })).toBe("02/02_v3.docx");
    expect(pathOf("{材料}_{支部}_{序号}", { artifactTitle: "", branchName: "" })).toBe("02.docx");
  });

  it("is never a device, nor a list that stands in every folder", () => {
    expect(pathOf("{材料}/con.{材料}", { artifactTitle: "NUL" })).toBe("_NUL/_con.NUL.docx");
    expect(pathOf("co{材料}", { artifactTitle: "n", ext: "" })).toBe("_con");
    for (const artifactTitle of ["清单.csv", "sha256sums", "Index.HTML"]) {
      expect(pathOf("{材料}/{序号}", { artifactTitle })).toBe(`_${artifactTitle}/02.docx`);
    }
    expect(pathOf("归档/{材料}/{序号}", { artifactTitle: "index.html" })).toBe("归档/index.html/02.docx");
  });

  it("is never a device because it was cut", () => {
    const artifactTitle = `con${".".repeat(200)}题`;
    expect(pathOf("{材料}/{序号}_{材料}", { artifactTitle })).toBe("_con/02_con.docx");
    expect(pathOf("{材料}", { artifactTitle })).toBe("_con.docx");
  });

  it("counts what joining adds: `_` before a device, a letter that grows with its mark", () => {
    const device = buildFilePath({ ...parts, artifactTitle: `con.${"x".repeat(300)}` }, read("{材料}"));
    expect(device).toContain("/_con.xx");
    expect(bytesOf(device)).toBe(BUILT_MAX_BYTES);
    const marked = buildFilePath({ ...parts, artifactTitle: `\u0323${"x".repeat(300)}` }, read("ö{材料}"));
    expect(marked).toContain("/\u1ecd\u0308xx");
    expect(bytesOf(marked)).toBe(BUILT_MAX_BYTES);
  });

  it("gives a folder no more than the name below it leaves, the same for every file", () => {
    const pattern = "{材料}/{序号}{支部编号}{日期}{版本}{份}{迟交}";
    const long = {
      ...{ branchCode: "长".repeat(20), branchName: "长".repeat(99), artifactTitle: "题".repeat(99) },
      ...{ index: 120, fileVersion: 999, ordinal: 100, lateSeconds: 59, ext: "0123456789" },
    };
    const full = buildFilePath({ ...parts, ...long }, read(pattern));
    expect(bytesOf(full)).toBeLessThanOrEqual(BUILT_MAX_BYTES);
    expect(full).toMatch(/\/题+\/120长{10}20261212999_100_迟交不到1分钟\.0123456789$/);
    const plain = { ...long, fileVersion: 1, ordinal: undefined, lateSeconds: 0, ext: "" };
    const [, folder] = full.split("/");
    expect(buildFilePath({ ...parts, ...plain }, read(pattern)).split("/")[1]).toBe(folder);
  });

  it("cuts the longest title first and nothing but titles", () => {
    const pattern = "{支部编号}_{支部}_{材料}_{原名}_{日期}{份}_v{版本}{迟交}";
    const long = {
      branchName: "甲".repeat(60),
      artifactTitle: "乙".repeat(5),
      originalName: `${"丙".repeat(60)}.pdf`,
    };
    const name = pathOf(pattern, { ...long, ordinal: 12, lateSeconds: 3600 });
    expect(name).toMatch(/^JC01_甲*_乙*_丙*_20261212_12_v3_迟交1小时\.docx$/);
    const counts = ["甲", "乙", "丙"].map((letter) => name.split(letter).length - 1);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    const room = pathOf(pattern, {
      ...long,
      branchName: "甲",
      artifactTitle: "乙乙",
      ordinal: 12,
      lateSeconds: 3600,
    });
    expect(room).toMatch(/^JC01_甲_乙乙_丙{5,}_20261212_12_v3_迟交1小时\.docx$/);
  });

  it("keeps all that cannot be cut for the longest code, name, number and delay there are", () => {
    const worst = {
      ...{ branchCode: "长".repeat(20), branchName: "长".repeat(99), artifactTitle: "题".repeat(99) },
      ...{ index: 120, fileVersion: 999, ordinal: 100, lateSeconds: 59, ext: "0123456789" },
    };
    expect(pathOf("{支部编号}{日期}{序号}{材料}{份}{版本}{迟交}", worst)).toMatch(
      /^长{10}20261212120题*_100999_迟交不到1分钟\.0123456789$/,
    );
  });
});
