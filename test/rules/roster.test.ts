import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_ROSTER_ROWS,
  parseRoster,
  parseRosterRecords,
  planRoster,
} from "../../worker/branches/roster.rules";
import { decodeRosterText, splitCells } from "../../worker/branches/roster.text.rules";

const rowsOf = (text: string) =>
  parseRoster(text).rows.map(({ code, name, numbers }) => [code, name, numbers.members]);
const blocks = (text: string) =>
  parseRoster(text)
    .findings.filter((one) => one.level === "block")
    .map((one) => one.zh);
const warnings = (text: string) =>
  parseRoster(text)
    .findings.filter((one) => one.level === "warn")
    .map((one) => one.zh);

describe("a pasted roster", () => {
  it("is code, name and members when it has no header", () => {
    expect(rowsOf("JC01\t霁川区桐荫小学党支部\t24\nJC02\t霁川区望潮初级中学党支部\t31")).toEqual([
      ["JC01", "霁川区桐荫小学党支部", 24],
      ["JC02", "霁川区望潮初级中学党支部", 31],
    ]);
  });

  it.each([
    ["tabs", "JC01\t桐荫小学党支部\t24\nJC02\t望潮中学党支部\t31"],
    ["commas", "JC01,桐荫小学党支部,24\nJC02,望潮中学党支部,31"],
    ["Chinese commas", "JC01，桐荫小学党支部，24\nJC02，望潮中学党支部，31"],
    ["semicolons", "JC01;桐荫小学党支部;24\nJC02;望潮中学党支部;31"],
    ["Chinese semicolons", "JC01；桐荫小学党支部；24\nJC02；望潮中学党支部；31"],
    ["CRLF and a byte order mark", "\ufeffJC01,桐荫小学党支部,24\r\nJC02,望潮中学党支部,31\r\n"],
    ["old Mac line ends", "JC01,桐荫小学党支部,24\rJC02,望潮中学党支部,31"],
    ["full-width digits and odd spaces", "ＪＣ０１,　桐荫小学党支部 ,２４\nJC02,望潮中学党支部,31 人"],
    ["blank lines", "\n\nJC01,桐荫小学党支部,24\n,,\n\nJC02,望潮中学党支部,31\n"],
  ])("is read with %s", (_name, text) => {
    expect(blocks(text)).toEqual([]);
    expect(rowsOf(text)).toEqual([
      ["JC01", "桐荫小学党支部", 24],
      ["JC02", "望潮中学党支部", 31],
    ]);
  });

  it("finds its columns by the words of a header, in any order", () => {
    const text =
      "支部名称,上级党总支,党员总数,正式党员,预备党员,支委班子人数,流动党员,编号\n第一党支部,高中党总支,18,17,1,3,2,JC03";
    expect(parseRoster(text).rows[0]).toEqual({
      line: 2,
      code: "JC03",
      name: "第一党支部",
      numbers: { members: 18, full: 17, probationary: 1, committee: 3, floating: 2, under: "高中党总支" },
    });
    expect(rowsOf("Code,Branch name,Members\nA1,First,3")).toEqual([["A1", "First", 3]]);
  });

  it("prefers a code to a running number, and a branch's name to its secretary's", () => {
    expect(rowsOf("序号,支部编号,支部书记,支部名称\n1,JC01,书记,甲党支部")).toEqual([
      ["JC01", "甲党支部", null],
    ]);
    expect(rowsOf("序号,党总支名称,党员人数\n1,高中党总支,40")).toEqual([["1", "高中党总支", 40]]);
  });

  it("takes the unit a branch belongs to, under any of its names", () => {
    const underOf = (text: string) =>
      parseRoster(text).rows.map(({ name, numbers }) => [name, numbers.under]);
    const expected = [["第一党支部", "第三高级中学"]];
    expect(underOf("编号,支部名称,所属单位\nJC03,第一党支部,第三高级中学")).toEqual(expected);
    expect(underOf("编号,单位,支部\nJC03,第三高级中学,第一党支部")).toEqual(expected);
    expect(underOf("编号,单位名称,支部名称,支部书记\nJC03,第三高级中学,第一党支部,书记")).toEqual(expected);
    expect(underOf("code,name,unit\nJC03,第一党支部,第三高级中学")).toEqual(expected);
    expect(underOf("编号,单位名称,党员总数\nJC03,第一党支部,18")).toEqual([["第一党支部", null]]);
  });

  it("says which column a header lacks instead of taking it for a branch", () => {
    expect(blocks("编号,党员总数\nJC01,24")).toEqual(["表头里没有“名称”这一列。"]);
    expect(blocks("名称,党员总数\n甲党支部,24")).toEqual(["表头里没有“编号”这一列。"]);
  });

  it("never takes a branch for a header", () => {
    expect(rowsOf("支部01,编号处党支部,5")).toEqual([["支部01", "编号处党支部", 5]]);
  });

  it("reads quoted cells by RFC 4180", () => {
    expect(rowsOf('JC01,"桐荫小学, ""东校区""\n党支部",24')).toEqual([
      ["JC01", '桐荫小学, "东校区" 党支部', 24],
    ]);
    expect(splitCells('a,"b\nc"\nd,e', ",").map((one) => one.line)).toEqual([1, 3]);
  });

  it("leaves figures it was not given empty", () => {
    expect(
      parseRoster("JC01,桐荫小学党支部\nJC02,望潮中学党支部,—").rows.map((one) => one.numbers.members),
    ).toEqual([null, null]);
  });
});

describe("what is wrong with a roster", () => {
  it("is said line by line, with the reason", () => {
    const text =
      "编号,名称,党员总数\nJC01,桐荫小学党支部,二十四\n,没有编号党支部,3\nJC03,,3\nJC01,另一个党支部,3";
    expect(blocks(text)).toEqual([
      "第 2 行：“党员总数”应是数字，现为“二十四”",
      "第 3 行：没有编号",
      "第 4 行：没有名称",
      "第 5 行：编号 JC01 与第 2 行重复",
    ]);
  });

  it("names an empty list, a header alone, an open quote and too many rows", () => {
    expect(blocks("")).toEqual(["花名册是空的。"]);
    expect(blocks("编号,名称")).toEqual(["只有表头，没有支部。"]);
    expect(blocks('JC01,"桐荫小学党支部,24')).toEqual(["第 1 行：引号没有成对"]);
    const many = Array.from({ length: MAX_ROSTER_ROWS + 1 }, (_, i) => `B${i},支部${i}`).join("\n");
    expect(blocks(many)).toEqual(["共 5001 行，一次最多 5000 行。"]);
  });

  it("tells codes apart without regard to case", () => {
    expect(blocks("jc01,甲党支部\nJC01,乙党支部")).toEqual(["第 2 行：编号 JC01 与第 1 行重复"]);
  });

  it("only warns of the same name and of a sum that does not fit", () => {
    const text = "编号,名称,党员,正式,预备\nJC01,联合党支部,4,3,1\nJC02,联合党支部,5,3,1";
    expect(blocks(text)).toEqual([]);
    expect(warnings(text)).toEqual([
      "第 3 行：正式加预备 3+1=4，党员总数写的是 5",
      "第 3 行：名称与第 2 行相同，请确认不是同一个支部",
    ]);
  });

  it("refuses codes that would not survive in a path or a formula", () => {
    for (const code of ["=1+1", "@x", "a/b", "a\\b", "x".repeat(41), "<b>"]) {
      expect(blocks(`${code}\t甲党支部`), code).toHaveLength(1);
    }
    expect(blocks("第一-（2）.3_党\t甲党支部")).toEqual([]);
  });

  it("never throws, whatever is pasted, and keeps codes unique", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const { rows, findings } = parseRoster(text);
        const codes = rows.map((one) => one.code.toLowerCase());
        if (findings.every((one) => one.level !== "block")) expect(new Set(codes).size).toBe(codes.length);
      }),
    );
  });
});

describe("a roster file", () => {
  const text = "编号,名称\r\nJC01,桐荫小学党支部\r\n";
  const gb18030 = Uint8Array.from([
    0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x4a, 0x43, 0x30, 0x31, 0x2c, 0xb5, 0xb3,
    0xd6, 0xa7, 0xb2, 0xbf,
  ]);

  it("is read as UTF-8 with or without its mark", () => {
    expect(rowsOf(decodeRosterText(new TextEncoder().encode(text)) ?? "")).toHaveLength(1);
    expect(rowsOf(decodeRosterText(new TextEncoder().encode(`\ufeff${text}`)) ?? "")).toHaveLength(1);
  });

  it("is read as GB18030 when it is no UTF-8, as old Excel and WPS write it", () => {
    expect(decodeRosterText(gb18030)).toBe("编号,名称\nJC01,党支部");
  });

  it("is read as UTF-16 by its mark, as Excel's Unicode text is", () => {
    const bytes = new Uint8Array(2 + text.length * 2);
    bytes.set([0xff, 0xfe]);
    for (let i = 0; i < text.length; i++) {
      bytes[2 + i * 2] = text.charCodeAt(i) & 255;
      bytes[3 + i * 2] = text.charCodeAt(i) >> 8;
    }
    expect(rowsOf(decodeRosterText(bytes) ?? "")).toEqual([["JC01", "桐荫小学党支部", null]]);
  });

  it("is no text when it is a workbook", () => {
    expect(decodeRosterText(Uint8Array.from([0x50, 0x4b, 3, 4]))).toBeNull();
    expect(decodeRosterText(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0]))).toBeNull();
  });
});

describe("records from a program", () => {
  it("obey the same rules", () => {
    const { rows, findings } = parseRosterRecords([
      { code: 1, name: "甲党支部", members: 4, full: 3, probationary: 1 },
      { code: "1", name: "乙党支部" },
    ]);
    expect(rows[0]?.numbers).toMatchObject({ members: 4, full: 3, probationary: 1, under: null });
    expect(findings.map((one) => one.code)).toEqual(["roster.duplicate_code"]);
    expect(parseRosterRecords([]).findings[0]?.code).toBe("roster.empty");
  });
});

describe("what a list changes", () => {
  const numbers = {
    members: 24,
    full: null,
    probationary: null,
    committee: null,
    floating: null,
    under: null,
  };
  const row = (code: string, name: string, members: number | null = 24) => ({
    line: 1,
    code,
    name,
    numbers: { ...numbers, members },
  });

  it("is counted as added, changed, unchanged and absent", () => {
    const known = [row("A", "甲"), row("B", "乙"), row("C", "丙")];
    const plan = planRoster(known, [row("A", "甲"), row("B", "乙二"), row("D", "丁")]);
    expect(plan.added.map((one) => one.code)).toEqual(["D"]);
    expect(plan.changed.map((one) => one.code)).toEqual(["B"]);
    expect({ unchanged: plan.unchanged, absent: plan.absent }).toEqual({ unchanged: 1, absent: 1 });
    expect(planRoster(known, [row("A", "甲", 25)]).changed).toHaveLength(1);
  });
});
