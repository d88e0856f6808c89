import { beforeEach, describe, expect, test } from "vitest";
import { formatDue } from "../../schemas/deadline";
import { checkInvariants } from "../../worker/audit/invariants";
import { readInputs } from "../support/committee";
import { makePdf } from "../support/files";
import { type Client, createClient, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const paper = makeArtifact("summary_paper", {
  title: { zh: "小结纸质稿", en: "Stamped summary" },
  kind: "paper",
  sealed: true,
  copies: 2,
  minFiles: 0,
  due: "2026-12-18T23:59:59+08:00",
  deliverTo: "党建办公室501室",
});
const definition = makeDefinition([makeArtifact("report"), paper]);
/** 09:00 on 2 December in Shanghai; the round was published a day before. */
const NOW = "2026-12-02T01:00:00.000Z";

let world: World;
let client: Client;
let code: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  world.app.now = NOW;
  client = await world.staff();
  code = await slipOf();
});

async function slipOf(branch = "JC01"): Promise<string> {
  const row = env.DB.prepare("SELECT slip_code FROM submissions WHERE id = ?").bind(
    world.of(branch).submissionId,
  );
  return (await row.first<string>("slip_code")) ?? "";
}

const desk = (typed: string) => client.get(`/committee/desk?code=${encodeURIComponent(typed)}`);
const papersPath = (artifact = "summary_paper") =>
  `/rounds/${world.roundId}/branches/${world.of().submissionId}/papers/${artifact}`;

/** The form as the desk's page offers it, with what the clerk changes. */
async function record(changes: Record<string, string> = {}): Promise<Response> {
  const inputs = readInputs(await (await desk(code)).text());
  const fields = Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [`summary_paper.${name}`, value]),
  );
  return client.post(`/committee${papersPath()}`, { ...inputs, "summary_paper.sealed": "yes", ...fields });
}

const listPapers = async () => (await env.DB.prepare("SELECT * FROM papers ORDER BY version").all()).results;

describe("the desk", () => {
  test("finds a branch by its slip code, however it is typed", async () => {
    for (const typed of [code, code.toLowerCase(), code.replace("-", ""), ` ${code.replace("-", " ")} `]) {
      const html = await (await desk(typed)).text();
      expect(html).toContain("霁川区桐荫小学党支部");
      expect(html).toContain("小结纸质稿");
    }
  });

  test("offers the minute of now, the copies asked for and the name of who is at it", async () => {
    expect(readInputs(await (await desk(code)).text())).toMatchObject({
      "summary_paper.date": "2026-12-02",
      "summary_paper.time": "09:00",
      "summary_paper.copies": "2",
      "summary_paper.receivedBy": "党建办",
      after: "",
    });
  });

  test("answers a foreign committee's code like a mistyped one", async () => {
    const other = await makeWorld({ definition });
    const stranger = await other.staff();
    const foreign = await stranger.get(`/committee/desk?code=${code}`);
    const missing = await stranger.get("/committee/desk?code=0000-0000");
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect((await foreign.text()).replaceAll(code, "0000-0000")).toBe(await missing.text());
  });
});

describe("an arrival", () => {
  test("is recorded with its event, and the receipt follows when all is in", async () => {
    await sendFile(world, "report", makePdf("x"), "材料.pdf");
    const answer = await record({ note: "末页有手写更正" });
    expect(answer.headers.get("location")).toBe(`/committee/desk?code=${code}&done=1#a-summary_paper`);
    expect(await listPapers()).toMatchObject([
      { version: 1, arrived_at: NOW, copies: 2, sealed: 1, received_by: "党建办", note: "末页有手写更正" },
    ]);
    const html = await (await client.get(answer.headers.get("location") ?? "")).text();
    expect(html).toContain("材料已收齐，回执已出具：2026-18-0001");
    const { results } = await env.DB.prepare("SELECT type, data FROM events WHERE chain_id = ? ORDER BY seq")
      .bind(world.of().submissionId)
      .all();
    expect(results.map((row) => row.type)).toEqual(["file.stored", "paper.recorded", "receipt.issued"]);
    expect(JSON.stringify(results)).not.toContain("手写更正");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("before the electronic materials gives no receipt yet, and says what is out", async () => {
    const answer = await record();
    expect(await (await client.get(answer.headers.get("location") ?? "")).text()).toContain(
      "电子材料还差 1 项",
    );
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM receipts").first("n")).toBe(0);
  });

  test.each([
    ["an original without the seal", { sealed: "no" }, "未盖章，请退回补盖后再登记"],
    ["too few copies", { copies: "1" }, "应交 2 份，现为 1 份"],
    ["no copy at all", { copies: "0" }, "份数写 1 以上的整数"],
    ["a time still to come", { time: "09:06" }, "收到时间晚于现在"],
    ["a time before the round was published", { date: "2026-11-30" }, "收到时间早于任务发布"],
    ["a day that does not exist", { date: "2026-02-30" }, "收到日期写成"],
    ["nobody who received it", { receivedBy: " " }, "接收人写 1 至 40 个字"],
    ["a note without end", { note: "长".repeat(201) }, "备注最多 200 个字"],
  ])("is refused for %s, and what was typed stays", async (_name, changes, sentence) => {
    const answer = await record({ note: "留着这句", ...changes });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(sentence);
    expect(readInputs(html)["summary_paper.note"]).toBe({ note: "留着这句", ...changes }.note);
    expect(await listPapers()).toEqual([]);
  });

  test("may lie five minutes ahead, because clocks on walls do", async () => {
    expect((await record({ time: "09:05" })).status).toBe(303);
  });

  test("sent twice is recorded once", async () => {
    const inputs = { ...readInputs(await (await desk(code)).text()), "summary_paper.sealed": "yes" };
    const answers = await Promise.all([1, 2].map(() => client.post(`/committee${papersPath()}`, inputs)));
    expect(answers.map((one) => one.status).sort()).toEqual([303, 409]);
    expect(await listPapers()).toHaveLength(1);
  });

  test("is corrected by a new version", async () => {
    await record();
    expect(await (await desk(code)).text()).toContain("已登记：12月2日 09:00 送到 2 份，党建办接收。");
    await record({ copies: "3", time: "08:30" });
    expect((await listPapers()).map((row) => [row.version, row.copies])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("counts by when it came: recorded the morning after the last day it is on time", async () => {
    world.app.now = "2026-12-19T01:00:00.000Z";
    client = await world.staff();
    await record({ date: "2026-12-18", time: "17:30" });
    const html = await (
      await client.get(`/committee/rounds/${world.roundId}/branches/${world.of().submissionId}`)
    ).text();
    expect(html).toContain("12月18日 17:30 送到 2 份");
    expect(html).not.toContain("逾期1");
  });

  test("is refused after the cut-off of a round that takes nothing late, by when it came", async () => {
    world = await makeWorld({ definition: makeDefinition([paper], { latePolicy: "refuse" }) });
    world.app.now = "2026-12-20T01:00:00.000Z";
    client = await world.staff();
    code = await slipOf();
    const late = await record();
    expect(late.status).toBe(403);
    expect(await late.text()).toContain("本任务不接收逾期材料");
    expect((await record({ date: "2026-12-18", time: "23:59" })).status).toBe(303);
  });

  test("is refused when the round is closed", async () => {
    await client.post(`/committee/rounds/${world.roundId}/close`);
    const answer = await record();
    expect(answer.status).toBe(403);
    expect(await listPapers()).toEqual([]);
  });

  test("belongs to a paper artifact of a branch of this round", async () => {
    const send = (path: string) => client.post(path, {});
    expect((await send(`/committee${papersPath("report")}`)).status).toBe(422);
    expect((await send(`/committee${papersPath("none")}`)).status).toBe(404);
    expect(
      (await send(`/committee/rounds/${world.roundId}/branches/sub_none/papers/summary_paper`)).status,
    ).toBe(404);
    const other = await makeWorld({ definition });
    const stranger = await other.staff();
    expect((await stranger.post(`/committee${papersPath()}`, {})).status).toBe(404);
    expect((await createClient(world.app).post(`/committee${papersPath()}`, {})).status).toBe(401);
  });
});

describe("a branch's own dates and decisions", () => {
  const base = () => `/api/rounds/${world.roundId}/branches/${world.of().submissionId}`;
  const slip = async () => (await world.branch()).get(`/b/${world.of().submissionId}/slip.pdf`);

  test("what arrived needs no slip, and what was returned is brought once more", async () => {
    expect((await slip()).status).toBe(200);
    await record();
    expect((await slip()).status).toBe(404);
    const decision = { decision: "return", reason: "公章不清" };
    const path = `${base()}/artifacts/summary_paper/review`;
    expect((await client.send(path, decision, "PUT")).status).toBe(200);
    expect((await slip()).status).toBe(200);
  });

  test("a later deadline is the one the desk sees", async () => {
    const due = "2026-12-28T12:00:00+08:00";
    expect((await client.send(`${base()}/extensions`, { due, reason: "停电" })).status).toBe(201);
    const page = await (await desk(code)).text();
    expect(page).toContain(formatDue(due));
    expect(page).not.toContain(formatDue("2026-12-18T23:59:59+08:00"));
  });
});

describe("the API's arrival", () => {
  const put = (body: object) => client.send(`/api${papersPath()}`, body, "PUT");

  test("is recorded, and the same once more changes nothing", async () => {
    const body = { arrivedAt: "2026-12-02T08:30:15+08:00", copies: 2, sealed: true, receivedBy: "组织委员" };
    const first = await put(body);
    expect(await first.json()).toMatchObject({
      paper: { artifact: "summary_paper", arrivedAt: "2026-12-02T00:30:15.000Z", copies: 2, sealed: true },
      missing: ["report"],
      complete: false,
    });
    expect((await put(body)).status).toBe(200);
    expect(await listPapers()).toHaveLength(1);
  });

  test("is refused with findings", async () => {
    const answer = await put({ copies: 1, sealed: false });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "paper.invalid",
      findings: [{ path: "copies" }, { path: "sealed" }],
    });
    expect((await put({ copies: "two" })).status).toBe(422);
  });
});
