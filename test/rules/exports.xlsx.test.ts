import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import readXlsxFile from "read-excel-file/node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { buildLedger, buildMissingList } from "../../worker/exports/ledger.rules";
import { renderTableCsv, type Table } from "../../worker/exports/table.rules";
import { renderXlsx } from "../../worker/exports/table.xlsx";
import { buildSheetNames } from "../../worker/exports/xlsx.parts.rules";
import { computeWidths, nameColumn } from "../../worker/exports/xlsx.sheet.rules";
import { openArchive } from "../support/archive";
import { readCsv } from "../support/csv";
import { itWith } from "../support/readers";
import { FORMULAS, HOSTILE_NAMES, makeBranch, publish, STAMP } from "./exports.support";
import { makeEntry, makeFile } from "./facts";

const read = async (tables: readonly Table[]) =>
  readXlsxFile(Buffer.from(await renderXlsx(tables, STAMP)), { trim: false });

async function readParts(tables: readonly Table[]): Promise<Map<string, string>> {
  const entries = await openArchive(await renderXlsx(tables, STAMP));
  return new Map(entries.map(({ path, data }) => [path, data?.toString("utf8") ?? ""]));
}

function makeDemoTables(): Table[] {
  const version = publish(buildDemoRound("2026-11-27"));
  const branches = [
    makeBranch(version, "JC01", { entries: [makeEntry("summary_text", { chars: 1632 })] }),
    makeBranch(version, "JC02", { files: [makeFile("meeting_media")] }, { receiptNumber: "HZ-0001" }),
  ];
  return [buildLedger(version, branches), buildMissingList(version, branches)];
}

const small: Table = {
  name: "表",
  header: ["编号", "支部", "票数"],
  rows: [
    ["001", "甲支部", 16],
    ["002", null, 0.5],
    ["003", "", -3],
  ],
  totals: ["合计", "3个支部", 13.5],
  frozenColumns: 2,
};

describe("the workbook", () => {
  it("gives back every cell to another reader: numbers as numbers, texts as texts, blanks as blanks", async () => {
    const [sheet] = await read([small]);
    expect(sheet?.sheet).toBe("表");
    expect(sheet?.data).toEqual([
      ["编号", "支部", "票数"],
      ["001", "甲支部", 16],
      ["002", null, 0.5],
      ["003", null, -3],
      ["合计", "3个支部", 13.5],
    ]);
  });

  it("holds a sheet for each list of a round, in their order", async () => {
    const tables = makeDemoTables();
    const sheets = await read(tables);
    expect(sheets.map((one) => one.sheet)).toEqual(["台账", "未交清单"]);
    sheets.forEach((sheet, i) => {
      expect(sheet.data[0]).toEqual(tables[i]?.header);
      expect(sheet.data.slice(1)).toEqual(tables[i]?.rows);
    });
  });

  it("has a bold header that stays in sight and filters that leave the totals out", async () => {
    const parts = await readParts([small]);
    const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
    expect(sheet).toContain('<pane xSplit="2" ySplit="1" topLeftCell="C2"');
    expect(sheet).toContain('<autoFilter ref="A1:C4"/>');
    expect(parts.get("xl/workbook.xml")).toContain(">'表'!$A$1:$C$4</definedName>");
    const style = /<c r="A1" s="(\d)"/.exec(sheet)?.[1];
    const formats =
      parts
        .get("xl/styles.xml")
        ?.split("<cellXfs")[1]
        ?.match(/<xf [^>]+/g) ?? [];
    expect(formats[Number(style)]).toContain('fontId="1"');
    expect(parts.get("xl/styles.xml")?.match(/<font>.*?<\/font>/g)?.[1]).toContain("<b/>");
  });

  it("leaves a cell empty rather than write what is no number", async () => {
    const odd = {
      ...small,
      rows: [
        ["a", "b", Number.NaN],
        ["c", "d", Number.POSITIVE_INFINITY],
      ],
    };
    const [sheet] = await read([odd]);
    expect(sheet?.data.slice(1, 3)).toEqual([
      ["a", "b", null],
      ["c", "d", null],
    ]);
  });

  it("is refused without a sheet or with a time that is none", async () => {
    await expect(renderXlsx([], STAMP)).rejects.toThrow(RangeError);
    await expect(renderXlsx([small], "yesterday")).rejects.toThrow(RangeError);
  });

  it("keeps a text to what one cell holds", async () => {
    const [sheet] = await read([{ ...small, rows: [["1", "长".repeat(40_000), 1]] }]);
    expect(String(sheet?.data[1]?.[1])).toHaveLength(32_767);
  });

  it("names columns beyond Z", () => {
    expect([0, 25, 26, 51, 52, 701, 702, 16383].map(nameColumn)).toEqual([
      "A",
      "Z",
      "AA",
      "AZ",
      "BA",
      "ZZ",
      "AAA",
      "XFD",
    ]);
  });

  it("makes room for a header that is broken into lines", async () => {
    const header = ["编号", "支部", "专题组织生活会工作方案·收到时间"];
    const height = async (table: Table) =>
      /<row r="1"(?: ht="(\d+)")?/.exec(
        (await readParts([table])).get("xl/worksheets/sheet1.xml") ?? "",
      )?.[1];
    expect(await height({ ...small, header })).toBe("30");
    expect(await height(small)).toBeUndefined();
  });

  it("prints on one page's width what can be read so, and its header on every page", async () => {
    const wide = { name: "宽", header: Array.from({ length: 40 }, (_, i) => `第${i}列的名称`), rows: [] };
    const parts = await readParts([small, wide]);
    expect(parts.get("xl/worksheets/sheet1.xml")).toContain('fitToPage="1"');
    expect(parts.get("xl/worksheets/sheet2.xml")).toContain('fitToPage="0"');
    expect(parts.get("xl/workbook.xml")).toContain(">'宽'!$1:$1</definedName>");
  });

  it("gives Chinese twice the room of digits, within reason", () => {
    const rows = [["1", "霁川区桐荫小学党支部", "x".repeat(500)]];
    expect(computeWidths({ name: "表", header: ["编", "支部", "c"], rows })).toEqual([6, 21, 40]);
  });
});

describe("formulas", () => {
  const table = { name: "表", header: ["文本"], rows: FORMULAS.map((text) => [text]) };

  it("are more than a hundred in the corpus", () => {
    expect(new Set(FORMULAS).size).toBeGreaterThanOrEqual(100);
  });

  it("stay text in the workbook, in cells and in the header", async () => {
    const both = [table, { name: "头", header: FORMULAS, rows: [FORMULAS] }];
    const parts = await readParts(both);
    for (const [path, xml] of parts) {
      expect(xml, path).not.toMatch(/<f[\s>]/);
      const cells = path.startsWith("xl/worksheets/") ? (xml.match(/<c [^>]*>/g) ?? []) : [];
      expect(cells.every((cell) => cell.includes(' t="s"'))).toBe(true);
    }
    const [sheet, wide] = await read(both);
    const typed = FORMULAS.map((text) => text.replaceAll("\r", "\n"));
    expect(sheet?.data.slice(1).map(([cell]) => cell)).toEqual(typed);
    expect(wide?.data[0]).toEqual(typed);
  });

  it("are led by an apostrophe in CSV, in cells, header and totals", () => {
    const lists = readCsv(renderTableCsv({ ...table, header: FORMULAS, totals: FORMULAS }).slice(1));
    const inert = FORMULAS.map((text) => `'${text}`);
    expect(lists[0]).toEqual(inert);
    expect(lists.slice(1, -1).map(([cell]) => cell)).toEqual(inert);
    expect(lists.at(-1)).toEqual(inert);
  });

  it("cannot be smuggled in as an escaped character", async () => {
    const parts = await readParts([{ ...small, rows: [["_x003D_1+1", "_x000d_", 1]] }]);
    expect(parts.get("xl/sharedStrings.xml")).toContain("<t>_x005F_x003D_1+1</t>");
    expect(parts.get("xl/sharedStrings.xml")).toContain("<t>_x005F_x000d_</t>");
  });
});

describe("hostile names", () => {
  it("come back as they were, without what XML cannot hold", async () => {
    const [sheet] = await read([
      { name: "表", header: HOSTILE_NAMES, rows: HOSTILE_NAMES.map((name) => [name]) },
    ]);
    const expected = HOSTILE_NAMES.map(
      (name) =>
        name.toWellFormed().replace(/[\p{Cc}\uffff\ufffe]/gu, (sign) => (sign === "\n" ? sign : "")) || null,
    );
    expect(sheet?.data.slice(1).map(([cell]) => cell)).toEqual(expected);
    expect(sheet?.data[0]).toEqual(expected);
  });

  it("make sheet names that Excel takes: short, plain and unlike each other", async () => {
    const names = [
      ...HOSTILE_NAMES,
      ...["", "[]:*?/\\", "'表'", "History", "Abc", "aBC", "ＡＢＣ", "台账", "台账"],
      ...["很长的名字".repeat(9), `${"很长的名字".repeat(9)}二`, `${"a".repeat(30)}👨`],
    ];
    const made = buildSheetNames(names);
    expect(new Set(made.map((name) => name.normalize("NFKC").toLowerCase())).size).toBe(names.length);
    for (const name of made) {
      expect(name).toMatch(/^[^[\]:*?/\\]{1,31}$/);
      expect(name).not.toMatch(/^'|'$|^history$/i);
      expect(name.isWellFormed()).toBe(true);
    }
    expect(made.slice(-5, -3)).toEqual(["台账", "台账(2)"]);
    const sheets = await read(names.map((name) => ({ ...small, name })));
    expect(sheets.map((one) => one.sheet)).toEqual(made);
  });
});

describe("the same tables", () => {
  const zone = process.env.TZ;
  afterEach(() => {
    vi.useRealTimers();
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it("give the same bytes seconds and years later, in any zone of the machine", async () => {
    const made: string[] = [];
    for (const tz of ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]) {
      for (const now of ["2026-12-19T01:02:03Z", "2026-12-19T01:02:06Z", "2031-06-30T15:59:59Z"]) {
        process.env.TZ = tz;
        vi.useFakeTimers({ toFake: ["Date"], now: new Date(now) });
        made.push(Buffer.from(await renderXlsx(makeDemoTables(), STAMP)).toString("base64"));
        vi.useRealTimers();
      }
    }
    expect(made).toHaveLength(12);
    expect(new Set(made).size).toBe(1);
  });

  it("give other bytes under another stamp, which every part carries", async () => {
    const [one, two] = await Promise.all([
      renderXlsx(makeDemoTables(), STAMP),
      renderXlsx(makeDemoTables(), "2026-12-20T00:00:00.000Z"),
    ]);
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    const entries = await openArchive(one, false);
    const dates = entries.map(({ entry }) => entry.getLastModDate({ timezone: "UTC" }).toISOString());
    expect(new Set(dates)).toEqual(new Set(["2026-12-19T01:02:03.000Z"]));
  });
});

const PYTHON_CHECK = `
import sys, xml.dom.minidom, zipfile
archive = zipfile.ZipFile(sys.argv[1])
for name in archive.namelist():
    xml.dom.minidom.parseString(archive.read(name))
print(archive.testzip(), len(archive.namelist()))`;

describe("other programs", () => {
  const withFile = async (act: (file: string) => Promise<void>) => {
    const root = mkdtempSync(join(tmpdir(), "xlsx-"));
    try {
      const file = join(root, "台账.xlsx");
      writeFileSync(file, await renderXlsx([...makeDemoTables(), small], STAMP));
      await act(file);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  };

  itWith("python3", "Python finds the archive whole, and every part well-formed XML", () =>
    withFile(async (file) => {
      const run = spawnSync("python3", ["-c", PYTHON_CHECK, file], { encoding: "utf8" });
      expect(run.stderr).toBe("");
      expect(run.stdout.trim()).toBe("None 9");
    }),
  );

  itWith("unzip", "unzip tests it without a complaint", () =>
    withFile(async (file) => {
      const run = spawnSync("unzip", ["-t", file], { encoding: "utf8" });
      expect(run.status).toBe(0);
      expect(run.stdout).toContain("No errors detected");
    }),
  );
});
