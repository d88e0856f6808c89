import { beforeEach, describe, expect, test } from "vitest";
import { MAX_OPEN_REQUESTS, type RequestFact } from "../../schemas/api.request";
import { problem, problemSentence } from "../../schemas/problem";
import { checkInvariants } from "../../worker/audit/invariants";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "../support/world";

const DUE = "2026-12-18T23:59:59+08:00";
let world: World;
let clerk: Client;
let branch: Client;

beforeEach(async () => {
  await reset();
  const artifacts = [makeArtifact("report", { accepts: ["pdf"], due: DUE })];
  world = await makeWorld({ definition: makeDefinition(artifacts) });
  clerk = await world.staff();
  branch = await world.branch();
});

const page = () => `/b/${world.of().submissionId}/ask`;
const committee = () => `/committee/rounds/${world.roundId}/branches/${world.of().submissionId}`;
const post = (fields: Record<string, string>) => branch.post(page(), fields);
const submit = (fields: Record<string, string>) => branch.submit(page(), fields);
const askForTime = () =>
  post({ kind: "extension", artifact: "report", due: "2026-12-21", text: "学校停电两天" });

async function newest(): Promise<RequestFact> {
  const row = await env.DB.prepare(
    `SELECT id, kind, artifact_key AS artifactKey, due, text, state, answer FROM requests ORDER BY asked_at DESC, id`,
  ).first<RequestFact>();
  if (row === null) throw new Error("nothing was asked");
  return row;
}

describe("a question that cannot be sent", () => {
  test("names every field that is wrong, each as a link and beside the field", async () => {
    const html = await (await submit({ kind: "extension", artifact: "report", due: "", text: " " })).text();
    for (const id of ["due", "text"]) {
      expect(html).toContain(`<a href="#${id}">`);
      expect(html).toMatch(
        new RegExp(` id="${id}"[^>]* aria-invalid="true" aria-describedby="[^"]*${id}-error"`),
      );
      expect(html).toContain(`<div id="${id}-error">`);
    }
    expect(html).toMatch(/<option value="report" selected/);
  });

  test("that is too long says so and by how much, and keeps every word", async () => {
    const text = `${"很长的原因".repeat(210)}。`;
    for (const [kind, id] of [
      ["extension", "text"],
      ["message", "message-text"],
    ] as const) {
      const html = await (await submit({ kind, artifact: "", due: "2026-12-21", text })).text();
      expect(html).toContain(`<a href="#${id}">写了 1051 字，最多 1000 字，请删减后再发。</a>`);
      expect(html).toContain(`>${text}</textarea>`);
    }
  });

  test("counts the end of a line as one character, as the browser does", async () => {
    const text = Array.from({ length: 100 }, () => "九个字的一行说明书").join("\r\n");
    expect((await post({ kind: "message", text })).status).toBe(303);
    const lines = Array.from({ length: 500 }, () => "行").join("\r\n");
    expect((await post({ kind: "message", text: lines })).status).toBe(303);
  });
});

describe("a branch that asks for time", () => {
  test("sees its question wait, the clerk sees it on the board and on the branch's page", async () => {
    const sent = await askForTime();
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `${page()}#asked`]);
    const shown = await (await branch.get(page())).text();
    expect(shown).toContain("等待答复");
    expect(shown).toContain("学校停电两天");
    expect(await (await branch.get(`/b/${world.of().submissionId}`)).text()).toContain("1 件等待答复");
    expect(await (await clerk.get(`/committee/rounds/${world.roundId}`)).text()).toContain("1 件待答复");
    expect(await (await clerk.get(committee())).text()).toContain("同意延至 12月21日 周一 24:00");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("has its deadline put off when the clerk grants it, in one act", async () => {
    await askForTime();
    const { id } = await newest();
    const done = await clerk.post(`${committee()}/requests/${id}`, { action: "grant", text: "" });
    expect(done.status).toBe(303);
    expect(await newest()).toMatchObject({ state: "granted" });
    const status = await world.app.request(`/api/submissions/${world.of().submissionId}`, {
      headers: world.bearer(),
    });
    expect(await status.json()).toMatchObject({ artifacts: [{ due: "2026-12-21T15:59:59.000Z" }] });
    expect(await (await branch.get(page())).text()).toContain("已同意");
    const again = await clerk.post(`${committee()}/requests/${id}`, { action: "decline", text: "不行" });
    expect(again.status).toBe(409);
    expect(await newest()).toMatchObject({ state: "granted" });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("reads why it is not granted; the deadline stays", async () => {
    await askForTime();
    const { id } = await newest();
    const bare = await clerk.post(`${committee()}/requests/${id}`, { action: "decline", text: "" });
    expect(bare.status).toBe(422);
    await clerk.post(`${committee()}/requests/${id}`, { action: "decline", text: "时间已经很宽裕" });
    expect(await (await branch.get(page())).text()).toContain("时间已经很宽裕");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is told what is missing, and nothing typed is lost", async () => {
    const typed = { kind: "extension", artifact: "", due: "", text: "学校停电两天" };
    const html = await (await submit(typed)).text();
    expect(html).toContain("请写希望延到哪一天");
    expect(html).toContain("学校停电两天");
    expect(await (await submit({ kind: "message", text: " " })).text()).toContain("请写明原因或要说的事");
    const odd = { kind: "extension", artifact: "no_such", due: "2026-12-21", text: "x" };
    expect(await (await submit(odd)).text()).toContain("本任务没有这项材料");
    expect((await env.DB.prepare("SELECT id FROM requests").all()).results).toEqual([]);
  });
});

describe("a message", () => {
  test("is answered, by the API too", async () => {
    const path = `/api/submissions/${world.of().submissionId}/requests`;
    const sent = await world.app.request(path, {
      method: "POST",
      headers: { ...world.bearer(), "Content-Type": "application/json" },
      body: JSON.stringify({ kind: "message", text: "小结用哪个模板？" }),
    });
    expect(sent.status).toBe(201);
    const { request } = (await sent.json()) as { request: RequestFact };
    const reply = await clerk.send(
      `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/requests/${request.id}`,
      { action: "answer", text: "不限模板" },
      "PUT",
    );
    expect(await reply.json()).toMatchObject({ request: { state: "answered", answer: "不限模板" } });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("of one branch is not another's to see, nor another committee's to answer", async () => {
    await askForTime();
    const { id } = await newest();
    const other = `/committee/rounds/${world.roundId}/branches/${world.of("JC02").submissionId}`;
    expect((await clerk.post(`${other}/requests/${id}`, { action: "decline", text: "不行" })).status).toBe(
      404,
    );
    expect((await newest()).state).toBe("open");
  });

  test("cannot flood the office", async () => {
    for (let i = 0; i < MAX_OPEN_REQUESTS; i++) await post({ kind: "message", text: `第${i + 1}件` });
    const html = await (await submit({ kind: "message", text: "又一件" })).text();
    expect(html).toContain(problemSentence(problem("ask.too_many")));
    expect(html).toContain(">又一件</textarea>");
  });
});
