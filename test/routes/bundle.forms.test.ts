import readXlsxFile from "read-excel-file/universal";
import { beforeEach, describe, expect, test } from "vitest";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import { type OpenedEntry, openArchive } from "../support/archive";
import { readCsv } from "../support/csv";
import { makeTally, makeWorkPlan } from "../support/entry.builders";
import { readPdf } from "../support/pdf";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "../support/world";

const definition = makeDefinition(
  [
    makeArtifact("plan", {
      ...{ title: { zh: "工作方案", en: "Plan" }, kind: "form", form: "work_plan", minFiles: 0 },
      due: "2026-12-18T23:59:59+08:00",
    }),
    makeArtifact("tally", {
      ...{ title: { zh: "测评汇总表", en: "Tally" }, kind: "form", form: "appraisal_tally", minFiles: 0 },
    }),
  ],
  { theme: "进一步解放思想，激励新时代新担当新作为" },
);

const nameOf = (code: string) => `霁川区第${code.slice(3)}中学党支部`;
const branches = ["JC05", "JC07", "JC09"].map((code) => ({
  code,
  name: nameOf(code),
  numbers: { members: 22, full: 22, probationary: 0, committee: 5, floating: 0, under: null },
}));

let world: World;
let staff: Client;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition, branches });
  staff = await world.staff();
});

/** As a program hands in what was typed; how it is hashed stands in the answer. */
async function enter(code: string, artifact: string, entry: EntryValue): Promise<{ sha256: string }> {
  const path = `/api/submissions/${world.of(code).submissionId}/artifacts/${artifact}/entry`;
  const headers = { ...world.bearer(code), "Content-Type": "application/json" };
  const answer = await world.app.request(path, { method: "PUT", headers, body: JSON.stringify({ entry }) });
  expect([200, 201]).toContain(answer.status);
  return ((await answer.json()) as { entry: { sha256: string } }).entry;
}

async function download(path: string): Promise<OpenedEntry[]> {
  const answer = await staff.request(`/api/rounds/${world.roundId}${path}`);
  expect(answer.status).toBe(200);
  return openArchive(new Uint8Array(await answer.arrayBuffer()));
}

function dataOf(entries: readonly OpenedEntry[], path: string): Uint8Array<ArrayBuffer> {
  const found = entries.find((one) => one.path === path);
  if (found?.data == null) throw new Error(`no ${path} among ${entries.map((one) => one.path).join(", ")}`);
  return new Uint8Array(found.data);
}

const tableOf = (entries: readonly OpenedEntry[], path: string) =>
  readCsv(new TextDecoder("utf-8", { ignoreBOM: true }).decode(dataOf(entries, path)).slice(1));

describe("what was typed", () => {
  const folder = `JC05_${nameOf("JC05")}`;
  const path = () => `/branches/${world.of("JC05").submissionId}/bundle.zip`;

  test("lies in the bundle for eyes as PDF and for programs as the JSON that was hashed", async () => {
    const plan = makeWorkPlan({ expected_members: 22 });
    const entry = await enter("JC05", "plan", plan);
    const entries = await download(path());
    const json = dataOf(entries, `${folder}/01_工作方案/01_工作方案_v1.json`);
    expect(await sha256(json)).toBe(entry.sha256);
    expect(JSON.parse(new TextDecoder().decode(json))).toEqual(plan);
    expect(new TextDecoder().decode(json)).toBe(canonicalJson(plan));
    const words = readPdf(dataOf(entries, `${folder}/01_工作方案/01_工作方案_v1.pdf`)).pages.join("");
    for (const said of ["工作方案", "学校党员活动室", "全体党员准时到会", entry.sha256.slice(0, 12)])
      expect(words).toContain(said);
    const listed = tableOf(entries, `${folder}/清单.csv`).map((row) => [row[4], row[9]]);
    expect(listed).toContainEqual(["工作方案", "01_工作方案/01_工作方案_v1.pdf"]);
    expect(listed).toContainEqual(["工作方案", "01_工作方案/01_工作方案_v1.json"]);
  });

  test("comes in its newest version, and on request in every one", async () => {
    await enter("JC05", "plan", makeWorkPlan({ place: "学校党员活动室" }));
    await enter("JC05", "plan", makeWorkPlan({ place: "第二会议室" }));
    const plansOf = (entries: readonly OpenedEntry[]) =>
      entries.flatMap((one) => /01_工作方案_(v\d\.\w+)$/.exec(one.path)?.[1] ?? []);
    expect(plansOf(await download(path()))).toEqual(["v2.pdf", "v2.json"]);
    const all = await download(`${path()}?versions=all`);
    expect(plansOf(all)).toEqual(["v1.pdf", "v1.json", "v2.pdf", "v2.json"]);
    const places = ["v1", "v2"].map((version) =>
      readPdf(dataOf(all, `${folder}/01_工作方案/01_工作方案_${version}.pdf`)).pages.join(""),
    );
    expect(places[0]).toContain("学校党员活动室");
    expect(places[1]).toContain("第二会议室");
    const notes = tableOf(all, `${folder}/清单.csv`).map((row) => row[8]);
    expect(notes.filter((note) => note === "已由第2版替换")).toHaveLength(2);
  });
});

describe("the lists of a round's bundle", () => {
  beforeEach(async () => {
    await enter("JC05", "plan", makeWorkPlan());
    await enter("JC05", "tally", makeTally());
    await enter("JC07", "tally", makeTally());
    await world.app.idle();
  });

  test("add up what stands: a change of what was accepted counts once it is accepted too", async () => {
    const expectedOf = async () =>
      tableOf(await download("/bundle.zip"), "汇总_工作方案.csv").find((row) => row[0] === "JC05");
    const review = `/api/rounds/${world.roundId}/branches/${world.of("JC05").submissionId}/artifacts/plan/review`;
    const before = await expectedOf();
    await staff.send(review, { decision: "accept" }, "PUT");
    await enter("JC05", "plan", makeWorkPlan({ expected_members: 20 }));
    expect(await expectedOf()).toEqual(before);
    await staff.send(review, { decision: "accept" }, "PUT");
    expect(await expectedOf()).toContain("20");
  });

  test("are the ledger, what is missing and the tallies added up, each a CSV and a sheet of the workbook", async () => {
    const entries = await download("/bundle.zip");
    const names = ["台账", "未交清单", "汇总_工作方案", "汇总_测评汇总表", "汇总_测评汇总表_测评结果"];
    const lists = entries.map((one) => one.path).filter((one) => !one.includes("/"));
    expect(lists).toEqual([
      ...["index.html", "台账.xlsx"],
      ...names.map((name) => `${name}.csv`),
      "SHA256SUMS",
    ]);
    const sheets = await readXlsxFile(dataOf(entries, "台账.xlsx").buffer, { trim: false });
    expect(sheets.map((one) => one.sheet)).toEqual(names);
    for (const { sheet, data } of sheets) {
      const cells = data.map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
      expect([sheet, tableOf(entries, `${sheet}.csv`)]).toEqual([sheet, cells]);
    }
  });

  test("say of every branch what is in and what is not, and add up the votes of those in the bundle", async () => {
    const votes = async (query: string) =>
      tableOf(await download(`/bundle.zip${query}`), "汇总_测评汇总表.csv").map((row) => row.slice(0, 4));
    const line = (code: string) => [code, nameOf(code), "22", "21"];
    const header = ["编号", "支部", "党员总数", "到会参加测评人数"];
    expect(await votes("")).toEqual([header, line("JC05"), line("JC07"), ["合计", "2个支部", "44", "42"]]);
    expect(await votes("?branch=JC07")).toEqual([header, line("JC07"), ["合计", "1个支部", "22", "21"]]);
    const entries = await download("/bundle.zip?branch=JC07");
    expect(tableOf(entries, "台账.csv").map(([code]) => code)).toEqual(["编号", "JC05", "JC07", "JC09"]);
    expect(tableOf(entries, "未交清单.csv").map(([code, , title]) => [code, title])).toEqual([
      ["编号", "材料"],
      ["JC07", "工作方案"],
      ["JC09", "工作方案"],
      ["JC09", "测评汇总表"],
    ]);
  });

  test("are of the complete, the accepted or the chosen branches, as the page offers them", async () => {
    const foldersOf = async (query: string) => {
      const entries = await download(`/bundle.zip${query}`);
      return [...new Set(entries.flatMap((one) => /^(JC\d\d)_/.exec(one.path)?.[1] ?? []))];
    };
    expect(await foldersOf("?state=complete")).toEqual(["JC05"]);
    expect(await foldersOf("?branch=JC07&branch=JC09")).toEqual(["JC07"]);
    const accepted = `/api/rounds/${world.roundId}/bundle.zip?state=accepted`;
    expect((await staff.request(accepted)).status).toBe(404);
    // As a review leaves the summary row.
    await env.DB.prepare(
      `UPDATE submissions SET summary = replace(summary, '"received"', '"accepted"')`,
    ).run();
    expect(await foldersOf("?state=accepted")).toEqual(["JC05"]);
    const page = await (await staff.get(`/committee/rounds/${world.roundId}/bundle`)).text();
    for (const filter of ["started", "complete", "accepted"])
      expect(page).toContain(`name="filter" value="${filter}"`);
  });
});
