/** A template handed in again as an office program saved it: noticed by what it says, and never refused for it. */
import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { MAX_READS } from "../../worker/files/inspect/bounded.reader";
import { failNth } from "../support/faulty";
import { makeDocx, makePdf } from "../support/files";
import { layDocx, layXlsx, paragraph, type ZipPart } from "../support/hostile.zip";
import { readWords } from "../support/markup";
import { type Client, createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { accepts: ["docx"], maxFiles: 0 }),
  makeArtifact("table", { accepts: ["xlsx"], maxFiles: 0 }),
  makeArtifact("plan", { accepts: ["docx"], maxFiles: 0 }),
]);

const LINES = ["一、基本情况", "□ 是 □ 否", ""];
/** As the committee made it: stored, of another day than what follows. */
const template = makeDocx(LINES.join("\n"));

const run = (text: string) => `<w:r w:rsidR="00A1"><w:t xml:space="preserve">${text}</w:t></w:r>`;
/** As another program saves the same: deflated, the runs cut elsewhere, with parts of its own. */
const resaved = (lines: readonly string[], more: readonly ZipPart[] = []) =>
  layDocx(
    lines
      .map((line) => `<w:p w:rsidR="0077">${run(line.slice(0, 2))}${run(line.slice(2))}</w:p>`)
      .join("<w:p/>"),
    [
      { name: "word/settings.xml", data: "<w:settings/>" },
      { name: "word/footnotes.xml", data: '<w:footnotes xmlns:w="w"><w:p/></w:footnotes>' },
      ...more,
    ],
  );

const cell = (value: string, type = "") => `<c r="A1"${type}><v>${value}</v></c>`;
const sheet = (cells: string): ZipPart => ({
  name: "xl/worksheets/sheet1.xml",
  data: `<worksheet><sheetData><row>${cells}</row></sheetData></worksheet>`,
});
const strings = (...texts: string[]): ZipPart => ({
  name: "xl/sharedStrings.xml",
  data: `<sst>${texts.map((one) => `<si><t>${one}</t></si>`).join("")}</sst>`,
});
const shared = ' t="s"';
/** Two headings and an empty cell. */
const table = layXlsx([sheet(`${cell("0", shared)}${cell("1", shared)}<c/>`), strings("姓名", "人数")]);

let world: World;
let staff: Client;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  staff = await world.staff();
});

const give = async (key: string, bytes: Uint8Array, name: string) => {
  const path = `/committee/rounds/${world.roundId}/blanks/${key}`;
  const file = new File([new Uint8Array(bytes)], name);
  expect((await staff.post(path, { file })).status).toBe(303);
};

/** What is noticed of a file handed in. */
async function noticedOf(key: string, bytes: Uint8Array, name: string, at = world): Promise<string[]> {
  const answer = await sendFile(at, key, new Uint8Array(bytes), name);
  expect(answer.status).toBe(201);
  const { file } = (await answer.json()) as { file: { id: string } };
  const row = env.DB.prepare("SELECT notes FROM files WHERE id = ?").bind(file.id);
  return JSON.parse((await row.first<string>("notes")) ?? "[]");
}

describe("a Word template", () => {
  beforeEach(() => give("report", template, "小结模板.docx"));

  test("that was only saved again is taken, and both sides are told that it may be empty", async () => {
    expect(await noticedOf("report", resaved(LINES), "小结.docx")).toEqual(["untouched"]);
    const { submissionId } = world.of();
    const branch = await (await (await world.branch()).get(`/b/${submissionId}`)).text();
    expect(readWords(branch)).toContain("内容与空白模板相同。如果还没有填写，请填好后替换。");
    const path = `/committee/rounds/${world.roundId}/branches/${submissionId}`;
    expect(readWords(await (await staff.get(path)).text())).toContain("内容与空白模板相同，可能还没有填写。");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("of one artifact handed in for another is known there too", async () => {
    expect(await noticedOf("plan", resaved(LINES), "方案.docx")).toEqual(["untouched"]);
  });

  test.each([
    ["with a word filled in", resaved(["一、基本情况", "□ 是 □ 否", "党员24名"])],
    ["with a box ticked in its text", resaved(["一、基本情况", "☑ 是 □ 否", ""])],
    [
      "with an old box ticked, which no text tells",
      layDocx(`${LINES.map(paragraph).join("")}<w:p><w:checkBox><w:checked/></w:checkBox></w:p>`),
    ],
    [
      "with its head filled in",
      resaved(LINES, [{ name: "word/header1.xml", data: header("桐荫小学党支部") }]),
    ],
    ["with a picture put in", resaved(LINES, [{ name: "word/media/image1.png", data: "a stamp" }])],
  ])("%s is one that was filled in", async (_how, bytes) => {
    expect(await noticedOf("report", bytes, "小结.docx")).toEqual([]);
  });

  test("with a picture of its own is known with the same picture, and not with another", async () => {
    const picture = (data: string) => [{ name: "word/media/image1.png", data }];
    await give("plan", layDocx(LINES.map(paragraph).join(""), picture("the emblem")), "方案模板.docx");
    const saved = (data: string) => resaved(LINES, [{ name: "word/media/image7.png", data, stored: true }]);
    expect(await noticedOf("plan", saved("the emblem"), "甲.docx")).toEqual(["untouched"]);
    expect(await noticedOf("plan", saved("another one"), "乙.docx")).toEqual([]);
  });

  test("of which nothing can be read is like no other: a drawn one is not taken for it", async () => {
    await give("plan", layDocx("<w:p/>"), "方案模板.docx");
    expect(await noticedOf("plan", layDocx("<w:p><w:drawing/></w:p>"), "方案.docx")).toEqual([]);
  });

  test("that was taken back is forgotten", async () => {
    await staff.post(`/committee/rounds/${world.roundId}/blanks/report/remove`);
    expect(await noticedOf("report", resaved(LINES), "小结.docx")).toEqual([]);
  });
});

/** A head with text in it. */
function header(text: string): string {
  return `<w:hdr xmlns:w="w">${paragraph(text)}</w:hdr>`;
}

describe("a workbook", () => {
  beforeEach(() => give("table", table, "统计表模板.xlsx"));

  test("that was only saved again, its texts in another order, is noticed", async () => {
    const saved = layXlsx([strings("人数", "姓名"), sheet(cell("1", shared) + cell("0", shared))]);
    expect(await noticedOf("table", saved, "统计表.xlsx")).toEqual(["untouched"]);
  });

  test("whose texts now stand in their cells is noticed", async () => {
    const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    expect(
      await noticedOf("table", layXlsx([sheet(inline("姓名") + inline("人数"))]), "统计表.xlsx"),
    ).toEqual(["untouched"]);
  });

  test.each([
    [
      "a number",
      layXlsx([sheet(cell("0", shared) + cell("1", shared) + cell("24")), strings("姓名", "人数")]),
    ],
    ["a text", layXlsx([sheet(cell("0", shared) + cell("1", shared)), strings("姓名", "24人")])],
  ])("with %s filled in is one that was filled in", async (_what, bytes) => {
    expect(await noticedOf("table", bytes, "统计表.xlsx")).toEqual([]);
  });
});

test("where no template of its kind is given out nothing more is read of a file than before", async () => {
  const countReads = async (bytes: Uint8Array) => {
    const watched = failNth(env, Number.POSITIVE_INFINITY, "after");
    const at = { ...world, app: createTestApp({ now: WORLD_NOW, env: watched.env }) };
    await noticedOf("report", bytes, "小结.docx", at);
    return watched.calls.filter((call) => call === "r2.get").length;
  };
  const large = (note: string) =>
    resaved([note], [{ name: "word/media/a.bin", data: new Uint8Array(9 * 1024 * 1024), stored: true }]);
  const before = await countReads(large("甲"));
  await give("plan", makePdf("form"), "表.pdf");
  expect(await countReads(large("乙"))).toBe(before);
  await give("report", template, "小结模板.docx");
  const withOne = await countReads(large("丙"));
  expect(withOne).toBeGreaterThan(before);
  expect(withOne - before).toBeLessThan(MAX_READS / 100);
});
