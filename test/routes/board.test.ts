import { beforeEach, describe, expect, test } from "vitest";
import type { BranchNumbers } from "../../worker/db";
import { meterD1 } from "../support/d1.meter";
import { makePdf } from "../support/files";
import { type Client, createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const report = makeArtifact("report", {
  title: { zh: "情况报告", en: "Report" },
  due: "2026-12-18T23:59:59+08:00",
});
const paper = makeArtifact("summary_paper", {
  title: { zh: "小结纸质稿", en: "Stamped summary" },
  kind: "paper",
  copies: 1,
  minFiles: 0,
  due: "2026-12-18T23:59:59+08:00",
});
const definition = makeDefinition([report, paper]);

let world: World;
let client: Client;

beforeEach(reset);

async function open(options: Parameters<typeof makeWorld>[0] = { definition }) {
  world = await makeWorld(options);
  client = await world.staff();
}

const board = async (query = "") => (await client.get(`/committee/rounds/${world.roundId}${query}`)).text();
const textOf = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
const rowOf = (html: string, code: string) =>
  textOf(html.split("<tr>").find((row) => row.includes(`<small>${code}`)) ?? "");

const arrive = (code: string) =>
  client.send(
    `/api/rounds/${world.roundId}/branches/${world.of(code).submissionId}/papers/summary_paper`,
    { copies: 1, sealed: true },
    "PUT",
  );

describe("the board", () => {
  beforeEach(() => open());

  test("starts with everybody silent and offers each the link", async () => {
    const html = await board();
    expect(textOf(html)).toContain("3 支部 0 已收齐 0 部分已交 0 待收纸质 3 从未打开");
    expect(rowOf(html, "JC01")).toContain("链接从未打开 · 复制链接 · 换新链接");
    expect(html).toContain("霁教党字〔2026〕18号 · 第 1 版 · 截止 12月18日 周五 24:00（还有 17 天）");
  });

  test("says what is in, what is awaited and who has a receipt", async () => {
    await sendFile(world, "report", makePdf("a"), "a.pdf");
    await sendFile(world, "report", makePdf("b"), "b.pdf", { code: "JC02" });
    world.app.now = "2026-12-02T01:00:00.000Z";
    client = await world.staff();
    await arrive("JC02");
    await world.branch("JC03");
    const html = await board();
    expect(rowOf(html, "JC01")).toContain("2字 待收 接收单 昨天");
    expect(rowOf(html, "JC02")).toContain("2字 12-02 收 0001 已收齐 今天 09:00");
    expect(rowOf(html, "JC03")).toContain("待交 待收 差 2 项 —");
    expect(textOf(html)).toContain("3 支部 1 已收齐 0 部分已交 1 待收纸质 1 已打开未交 2 从未打开");
  });

  test("turns overdue by the clock alone", async () => {
    await world.branch("JC01");
    world.app.now = "2026-12-19T00:00:00.000Z";
    client = await world.staff();
    const html = await board("?state=overdue");
    expect(rowOf(html, "JC01")).toContain("逾期 逾期 差 2 项");
    expect(textOf(html)).toContain("3 逾期");
  });

  test("filters by state, missing artifact, name and code, without a script", async () => {
    await sendFile(world, "report", makePdf("a"), "a.pdf", { code: "JC02" });
    const codesIn = async (query: string) =>
      [...(await board(query)).matchAll(/<small>(JC\d\d)/g)].map(([, code]) => code);
    expect(await codesIn("?state=awaiting_paper")).toEqual(["JC02"]);
    expect(await codesIn("?missing=report")).toEqual(["JC01", "JC03"]);
    expect(await codesIn("?q=jc03")).toEqual(["JC03"]);
    expect(await codesIn(`?q=${encodeURIComponent("望潮")}`)).toEqual(["JC02"]);
    expect(await board("?q=nobody")).toContain("没有符合条件的支部");
    expect(await board('?q="><script>')).not.toContain('"><script>');
  });

  test("tells programs the same", async () => {
    await sendFile(world, "report", makePdf("a"), "a.pdf");
    const answer = await client.get(`/api/rounds/${world.roundId}/board?state=awaiting_paper`);
    const body = (await answer.json()) as {
      rows: { code: string; cells: { state: string }[] }[];
      facts: unknown[];
    };
    expect(body.rows.map((row) => [row.code, row.cells.map((cell) => cell.state)])).toEqual([
      ["JC01", ["received", "awaiting_paper"]],
    ]);
    expect(body.facts).toContainEqual({ filter: "unopened", count: 3 });
  });

  test("speaks English when asked", async () => {
    const html = await board("?lang=en");
    expect(html).toContain("Link never opened");
    expect(html).toContain("due Fri 18 Dec 24:00 (17 days left)");
  });
});

describe("a branch's page for the committee", () => {
  beforeEach(() => open());

  test("shows files, paper, receipt, bundle, link and history", async () => {
    await sendFile(world, "report", makePdf("a"), "情况报告.pdf");
    await arrive("JC01");
    const { submissionId, secret } = world.of();
    const path = `/committee/rounds/${world.roundId}/branches/${submissionId}`;
    const html = await (await client.get(path)).text();
    for (const words of [
      "情况报告.pdf",
      "下载材料包",
      "2026-18-0001",
      "12月1日 09:00 送到 1 份",
      `/b#${secret}`,
      "收到文件",
      "登记纸质件",
      "出具回执",
    ]) {
      expect(html).toContain(words);
    }
    for (const [, href = ""] of html.matchAll(/href="(\/(?:committee|api)\/rounds\/[^"#]+)"/g)) {
      expect([200, 409], href).toContain((await client.get(href)).status);
    }
  });

  test("is no page of another round or committee", async () => {
    const other = await makeWorld({ definition });
    const stranger = await other.staff();
    const { submissionId } = world.of();
    expect((await stranger.get(`/committee/rounds/${world.roundId}/branches/${submissionId}`)).status).toBe(
      404,
    );
    expect((await stranger.get(`/committee/rounds/${other.roundId}/branches/${submissionId}`)).status).toBe(
      404,
    );
  });
});

const NUMBERS: BranchNumbers = {
  members: 20,
  full: 20,
  probationary: 0,
  committee: 3,
  floating: 0,
  under: null,
};
const makeRoster = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    code: `B${String(i).padStart(5, "0")}`,
    name: `霁川区第${i}小学党支部`,
    numbers: NUMBERS,
  }));

async function gzipSize(text: string): Promise<number> {
  const stream = new Response(text).body?.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

describe("a large board", () => {
  test("of 500 branches and 20 artifacts reads a row per branch in few statements and stays small", async () => {
    const artifacts = Array.from({ length: 20 }, (_, i) =>
      makeArtifact(`item_${i}`, { due: `2026-12-${10 + i}T23:59:59+08:00` }),
    );
    await open({ definition: makeDefinition(artifacts), branches: makeRoster(500) });
    const states = ["missing", "draft", "received", "received", "received"];
    const { results } = await env.DB.prepare("SELECT id FROM submissions").all();
    const rows = results.map((row, n) => [
      row.id,
      JSON.stringify(
        artifacts.map((_, i) => {
          const state = states[(n * 7 + i * 3 + (n % 11)) % 5];
          const at = `2026-12-${String(1 + ((n * 13 + i * 5) % 9)).padStart(2, "0")}T0${(n + i) % 9}:12:00.000Z`;
          return state === "received"
            ? [state, at, 900 + ((n * 37 + i * 101) % 900), i % 3 === 0 ? "chars" : null, 0]
            : [state, null, state === "draft" ? (n * 31) % 900 : null, state === "draft" ? "chars" : null, 0];
        }),
      ),
    ]);
    await env.DB.prepare(
      `UPDATE submissions SET state = 'partial', opened_at = ?1, last_activity_at = ?1, missing_count = 6,
       summary = (SELECT value ->> 1 FROM json_each(?2) WHERE value ->> 0 = submissions.id)`,
    )
      .bind(WORLD_NOW, JSON.stringify(rows))
      .run();
    const { db, costs } = meterD1(env.DB);
    const app = createTestApp({ now: WORLD_NOW, env: { DB: db } });
    const cookies = [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await app.request(`/committee/rounds/${world.roundId}`, { headers: { Cookie: cookies } });
    const html = await answer.text();
    expect(html.match(/<small>B\d{5}/g)).toHaveLength(500);
    expect(costs.length).toBeLessThanOrEqual(6);
    expect(costs.reduce((sum, one) => sum + one.rowsRead, 0)).toBeLessThanOrEqual(1050);
    expect(await gzipSize(html)).toBeLessThanOrEqual(60_000);
  });

  test("past a thousand branches comes in pages of a hundred, in code order, with counts of all", async () => {
    await open({ definition, branches: makeRoster(1200) });
    const codesIn = (html: string) => [...html.matchAll(/<small>(B\d{5})/g)].map(([, code]) => code);
    const first = await board();
    expect(textOf(first)).toContain("1 200 支部");
    expect(codesIn(first)).toHaveLength(100);
    expect(first).toContain("?after=B00099");
    const second = await board("?after=B00099");
    expect(codesIn(second)[0]).toBe("B00100");
    expect(codesIn(await board("?q=B01199"))).toEqual(["B01199"]);
    expect(codesIn(await board("?state=complete"))).toEqual([]);
  });
});
