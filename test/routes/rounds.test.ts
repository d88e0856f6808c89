import { beforeEach, describe, expect, test } from "vitest";
import { API_ROUTES } from "../../schemas/api";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import { CHECKLIST_SENTENCE } from "../../schemas/round";
import { accessNameOf } from "../../worker/access";
import { createApp } from "../../worker/index";
import { findTemplate } from "../../worker/rounds/templates";
import { readInputs, signInStaff } from "../support/committee";
import { makePdf } from "../support/files";
import { type Client, createClient, createTestApp, env, reset, type TestApp } from "../support/worker";
import {
  makeArtifact,
  makeCommittee,
  makeDefinition,
  makeWorld,
  sendFile,
  WORLD_NOW,
} from "../support/world";

let app: TestApp;
let client: Client;
let by: { committeeId: string; staffId: string };

beforeEach(async () => {
  await reset();
  app = createTestApp({ now: WORLD_NOW });
  by = await makeCommittee(WORLD_NOW);
  client = await signInStaff(app, by.staffId);
});

const idOf = (answer: Response) => /rnd_[0-9a-z]+/.exec(answer.headers.get("location") ?? "")?.[0] ?? "";

async function createFromTemplate(template: string, profile: string): Promise<string> {
  const answer = await client.post("/committee/rounds", { template, profile });
  expect(answer.status).toBe(303);
  return idOf(answer);
}

const editPath = (id: string) => `/committee/rounds/${id}/edit`;

/** The edit form as a browser would send it back: every field with what the page put in it. */
const readForm = async (id: string) => readInputs(await (await client.get(editPath(id))).text());

const saveForm = async (id: string, changes: Record<string, string>, action = "save") =>
  client.post(editPath(id), { ...(await readForm(id)), ...changes, action });

const readRow = (id: string) => env.DB.prepare("SELECT * FROM rounds WHERE id = ?").bind(id).first();
const count = (table: string) => env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<number>("n");

async function listEvents(chain: string): Promise<string[]> {
  const { results } = await env.DB.prepare("SELECT type FROM events WHERE chain_id = ? ORDER BY seq")
    .bind(chain)
    .all();
  return results.map((row) => String(row.type));
}

describe("a new round", () => {
  test("is offered from every notice, with what either profile makes a condition", async () => {
    const html = await (await client.get("/committee/rounds/new")).text();
    for (const number of [
      "坛教党字〔2018〕10号",
      "苏组通〔2018〕47号",
      "宁委机发〔2018〕28号",
      "咸直工通〔2015〕14号",
      "常经社委〔2024〕4号",
    ]) {
      expect(html).toContain(number);
    }
    expect(html).toContain("必交 1 项");
    expect(html).toContain("必交 9 项");
    expect(html).toContain("没有必交材料，作为清单发布，不出回执");
  });

  test("starts as a draft from a template and a profile", async () => {
    const id = await createFromTemplate("notice-000", "online_full");
    expect(await readRow(id)).toMatchObject({
      state: "draft",
      profile: "online_full",
      notice_number: "坛教党字〔2018〕10号",
    });
    expect(await listEvents(id)).toEqual(["round.created"]);
    const page = await client.get(editPath(id));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("小结纸质稿（加盖公章）");
  });

  test("starts from JSON, pasted or as a file", async () => {
    const json = JSON.stringify(makeDefinition([makeArtifact("report")]));
    const pasted = await client.post("/committee/rounds", { json });
    expect(pasted.status).toBe(303);
    const uploaded = await client.post("/committee/rounds", {
      json: "",
      file: new File([`\ufeff${json}`], "任务.json"),
    });
    expect(uploaded.status).toBe(303);
    expect(await count("rounds")).toBe(2);
  });

  test("with a wrong definition lists what is wrong in Chinese and keeps the text", async () => {
    const definition = { ...makeDefinition([makeArtifact("report")]), theme: "" };
    const answer = await client.post("/committee/rounds", { json: JSON.stringify(definition) });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("主题 theme：不能为空");
    expect(html).toContain("&quot;kind&quot;:&quot;meeting_collection&quot;");
    const broken = await client.post("/committee/rounds", { json: "{ 不是 JSON" });
    expect(broken.status).toBe(422);
    expect(await broken.text()).toContain("{ 不是 JSON");
    expect(await count("rounds")).toBe(0);
  });
});

describe("a draft", () => {
  let id: string;
  beforeEach(async () => {
    id = await createFromTemplate("notice-000", "literal");
  });

  test("is saved unchanged when nothing was changed", async () => {
    const before = await readRow(id);
    const answer = await saveForm(id, {});
    expect(answer.headers.get("location")).toBe(`${editPath(id)}?done=saved`);
    const after = await readRow(id);
    expect(JSON.parse(String(after?.draft))).toEqual(JSON.parse(String(before?.draft)));
    expect(after?.asks).toBe(before?.asks);
  });

  test("takes asks, dates, hours, characters, copies, place, contact and policy", async () => {
    const answer = await saveForm(id, {
      "ask.summary_text": "required",
      "due_date.summary_text": "2026-12-18",
      "due_time.summary_text": "",
      "chars.summary_text": "１２００",
      "due_date.summary_paper": "2026-12-21",
      "due_time.summary_paper": "17:00",
      "copies.summary_paper": "2",
      "deliver.summary_paper": "党建办公室501室",
      "notice.number": "霁教党字〔2026〕18号",
      "contact.phone": "0000000",
      late: "refuse",
      "closes_date.at": "2026-12-31",
      retainUntil: "2027-12-31",
    });
    expect(answer.status).toBe(303);
    const row = await readRow(id);
    const draft = JSON.parse(String(row?.draft));
    const one = (key: string) => draft.artifacts.find((item: { key: string }) => item.key === key);
    expect(one("summary_text")).toMatchObject({
      due: "2026-12-18T23:59:59+08:00",
      minChars: 1200,
      dueText: "12月18日前",
    });
    expect(one("summary_paper")).toMatchObject({
      due: "2026-12-21T17:00:00+08:00",
      copies: 2,
      deliverTo: "党建办公室501室",
    });
    expect(draft).toMatchObject({
      latePolicy: "refuse",
      closesAt: "2026-12-31T23:59:59+08:00",
      retainUntil: "2027-12-31",
    });
    expect(draft.contacts[0].phone).toBe("0000000");
    expect(JSON.parse(String(row?.asks)).summary_text).toBe("required");
    expect(row).toMatchObject({ profile: "custom", notice_number: "霁教党字〔2026〕18号" });
  });

  test("moves all its dates together", async () => {
    const answer = await saveForm(id, { shiftTo: "2026-12-18" }, "shift");
    expect(answer.headers.get("location")).toBe(`${editPath(id)}?done=shifted`);
    const draft = JSON.parse(String((await readRow(id))?.draft));
    expect(draft.artifacts.at(-1).due).toBe("2026-12-18T23:59:59+08:00");
    expect(draft.milestones[0].due).toBe("2026-12-13T23:59:59+08:00");
  });

  test("keeps everything typed when something is wrong, and stores nothing", async () => {
    const before = await readRow(id);
    const answer = await saveForm(id, {
      "due_date.summary_paper": "2026-02-30",
      "copies.summary_paper": "许多",
      "notice.title": "",
      theme: "改过的主题",
      "closes_date.at": "2018-07-01",
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const typed of ['value="2026-02-30"', 'value="许多"', 'value="改过的主题"'])
      expect(html).toContain(typed);
    expect(html).toContain("有 4 处要改");
    expect(html).toContain('href="#due_date.summary_paper"');
    expect(html).toContain("“小结纸质稿（加盖公章）：份数”应是 1 到 99 的整数");
    expect(await readRow(id)).toEqual(before);
  });

  test("refuses a cut-off before something is due, and a shift without a day", async () => {
    const early = await saveForm(id, { "closes_date.at": "2018-07-01" });
    expect(early.status).toBe(422);
    expect(await early.text()).toContain("停止接收时间早于“小结纸质稿（加盖公章）”的截止时间");
    expect((await saveForm(id, { shiftTo: "明年" }, "shift")).status).toBe(422);
  });

  test("does not overwrite what someone else has saved meanwhile", async () => {
    const stale = await readForm(id);
    await saveForm(id, { theme: "先保存的主题" });
    const answer = await client.post(editPath(id), { ...stale, theme: "后保存的主题", action: "save" });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('value="后保存的主题"');
    expect(String((await readRow(id))?.draft)).toContain("先保存的主题");
  });

  test("warns before publishing that dates are already past", async () => {
    expect(await (await client.get(editPath(id))).text()).toContain("已经过了，发布出去就是逾期");
    await saveForm(id, { shiftTo: "2026-12-18" }, "shift");
    expect(await (await client.get(editPath(id))).text()).not.toContain("已经过了，发布出去就是逾期");
  });
});

describe("publishing", () => {
  test("freezes the version under its hash and gives every branch a submission, a slip code and a link", async () => {
    const id = await createFromTemplate("notice-000", "literal");
    const answer = await saveForm(id, { "notice.number": "霁教党字〔2026〕18号" }, "publish");
    expect(answer.headers.get("location")).toBe(`/committee/rounds/${id}?published=1`);
    const row = await readRow(id);
    expect(row).toMatchObject({ state: "published", current_version: 1, receipt_prefix: "2026-18" });
    const version = await env.DB.prepare("SELECT * FROM round_versions WHERE round_id = ?").bind(id).first();
    const definition = String(version?.definition);
    expect(await sha256(definition)).toBe(version?.sha256);
    expect(canonicalJson(JSON.parse(definition))).toBe(definition);
    expect(JSON.parse(definition)).toMatchObject({
      version: 1,
      profile: "literal",
      publishedAt: WORLD_NOW,
      checklist: false,
    });
    expect([await count("submissions"), await count("links")]).toEqual([3, 3]);
    const { results } = await env.DB.prepare("SELECT * FROM submissions ORDER BY code").all();
    expect(results[0]).toMatchObject({ code: "JC01", state: "untouched", missing_count: 1 });
    expect(JSON.parse(String(results[0]?.summary))).toEqual([
      ["missing", null, null, null, 0],
      ["awaiting_paper", null, null, null, 0],
    ]);
    for (const one of results) expect(one.slip_code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(results.map((one) => one.slip_code)).size).toBe(3);
    expect((await listEvents(id)).at(-1)).toBe("round.published");
    const page = await client.get(`/committee/rounds/${id}?published=1`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("霁川区桐荫小学党支部");
  });

  test("happens once when two press at the same moment", async () => {
    const id = await createFromTemplate("notice-000", "literal");
    const answers = await Promise.all([1, 2, 3].map(() => client.post(`/committee/rounds/${id}/publish`)));
    expect(answers.map((one) => one.status).sort()).toEqual([303, 409, 409]);
    expect([await count("round_versions"), await count("submissions"), await count("links")]).toEqual([
      1, 3, 3,
    ]);
    expect((await listEvents(id)).filter((type) => type === "round.published")).toHaveLength(1);
    expect((await client.get(editPath(id))).status).toBe(409);
    expect((await client.post(editPath(id), { theme: "改" })).status).toBe(409);
  });

  test("needs a branch and something to ask for", async () => {
    const lonely = await makeCommittee(WORLD_NOW, []);
    client = await signInStaff(app, lonely.staffId);
    const id = await createFromTemplate("notice-000", "literal");
    const answer = await client.send(`/api/rounds/${id}/publish`, {});
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: "round.no_branches" }]);
    client = await signInStaff(app, by.staffId);
    const empty = await createFromTemplate("notice-001", "literal");
    await saveForm(empty, { "ask.situation_report": "off" });
    expect(await (await client.send(`/api/rounds/${empty}/publish`, {})).json()).toMatchObject({
      code: "round.invalid",
    });
    expect(await count("submissions")).toBe(0);
  });

  test("gives the second round of the same number another beginning of its receipt numbers", async () => {
    const prefixes: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const id = await createFromTemplate("notice-000", "literal");
      await client.post(`/committee/rounds/${id}/publish`);
      prefixes.push((await readRow(id))?.receipt_prefix);
    }
    expect(prefixes).toEqual(["2018-10", "2018-10-b", "2018-10-c"]);
  });

  test("of a round that requires nothing makes a checklist, and every page says so", async () => {
    const id = await createFromTemplate("notice-002", "literal");
    expect(await (await client.get(editPath(id))).text()).toContain(CHECKLIST_SENTENCE);
    await client.post(`/committee/rounds/${id}/publish`);
    expect(await (await client.get(`/committee/rounds/${id}`)).text()).toContain(CHECKLIST_SENTENCE);
    const submission = await env.DB.prepare("SELECT id FROM submissions").first<string>("id");
    expect(await (await client.get(`/committee/rounds/${id}/branches/${submission}`)).text()).toContain(
      CHECKLIST_SENTENCE,
    );
  });

  test("works for five thousand branches in one batch", async () => {
    const numbers = { members: 5, full: 5, probationary: 0, committee: 0, floating: 0, under: null };
    const roster = Array.from({ length: 5000 }, (_, i) => ({
      code: `B${String(i).padStart(4, "0")}`,
      name: `第${i}党支部`,
      numbers,
    }));
    const large = await makeCommittee(WORLD_NOW, roster);
    client = await signInStaff(app, large.staffId);
    const id = await createFromTemplate("notice-000", "online_full");
    expect((await client.post(`/committee/rounds/${id}/publish`)).status).toBe(303);
    expect([await count("submissions"), await count("links")]).toEqual([5000, 5000]);
  });
});

describe("closing", () => {
  test("stops the round and opens it again, with events", async () => {
    const id = await createFromTemplate("notice-000", "literal");
    expect((await client.post(`/committee/rounds/${id}/close`)).status).toBe(409);
    await client.post(`/committee/rounds/${id}/publish`);
    expect((await client.post(`/committee/rounds/${id}/close`)).status).toBe(303);
    expect(await (await client.get(`/committee/rounds/${id}`)).text()).toContain("任务已截止");
    expect((await client.post(`/committee/rounds/${id}/reopen`)).status).toBe(303);
    expect((await readRow(id))?.state).toBe("published");
    expect(await listEvents(id)).toEqual([
      "round.created",
      "round.published",
      "round.closed",
      "round.reopened",
    ]);
  });
});

describe("another committee", () => {
  test("sees none of this one's rounds", async () => {
    const id = await createFromTemplate("notice-000", "literal");
    const other = await makeCommittee(WORLD_NOW);
    const stranger = await signInStaff(app, other.staffId);
    expect(await (await stranger.get("/committee")).text()).not.toContain(id);
    expect(await (await stranger.get("/api/rounds")).json()).toEqual({ rounds: [] });
    const foreign = await stranger.get(`/api/rounds/${id}`);
    const missing = await stranger.get("/api/rounds/rnd_none");
    expect([foreign.status, await foreign.text()]).toEqual([missing.status, await missing.text()]);
    expect((await stranger.post(`/committee/rounds/${id}/publish`)).status).toBe(404);
    expect((await readRow(id))?.state).toBe("draft");
  });

  test("and nobody who is signed out", async () => {
    const answer = await createClient(app).get("/committee/rounds/new");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^\/committee\/sign-in/);
  });
});

describe("the API of rounds", () => {
  test("creates, reads, replaces and publishes", async () => {
    const created = await client.send("/api/rounds", { template: "notice-003", profile: "literal" });
    expect(created.status).toBe(201);
    const { id, draft } = (await created.json()) as {
      id: string;
      draft: { definition: object; asks: object };
    };
    const definition = { ...draft.definition, theme: "新的主题" };
    const put = await client.send(`/api/rounds/${id}/draft`, { definition }, "PUT");
    expect(put.status).toBe(200);
    expect(await put.json()).toMatchObject({
      state: "draft",
      draft: { asks: draft.asks, definition: { theme: "新的主题" } },
    });
    const published = await client.send(`/api/rounds/${id}/publish`, {});
    expect(await published.json()).toMatchObject({
      state: "published",
      draft: null,
      version: { theme: "新的主题", version: 1 },
    });
    expect(await (await client.get("/api/rounds")).json()).toMatchObject({
      rounds: [{ id, state: "published", branches: 3, receipts: 0 }],
    });
    expect(await (await client.send(`/api/rounds/${id}/draft`, { definition }, "PUT")).json()).toMatchObject({
      code: "round.already_published",
    });
  });

  test("says what is wrong with a definition, finding by finding", async () => {
    const definition = { ...findTemplate("notice-000")?.definition, theme: "", artifacts: [] };
    const answer = await client.send("/api/rounds", { definition });
    expect(answer.status).toBe(422);
    const body = (await answer.json()) as { code: string; findings: { zh: string }[] };
    expect(body.code).toBe("round.invalid");
    expect(body.findings.length).toBeGreaterThanOrEqual(2);
    expect((await client.send("/api/rounds", { definition: {}, asks: { x: "maybe" } })).status).toBe(422);
    expect((await client.send("/api/rounds", { template: "notice-009" })).status).toBe(422);
  });
});

describe("the API's contract", () => {
  test("lists exactly the API routes that are registered, with their access rules", () => {
    const registered = new Map<string, string>();
    for (const { method, path, handler } of createApp().routes) {
      if (method === "ALL" || !(path.startsWith("/api/") || path === "/healthz")) continue;
      const name = accessNameOf(handler);
      if (name !== undefined) registered.set(`${method} ${path}`, name);
    }
    const listed = new Map(API_ROUTES.map((one) => [`${one.method} ${one.path}`, one.access as string]));
    expect([...listed].sort()).toEqual([...registered].sort());
  });

  test("is kept by what the routes really answer", async () => {
    const paper = makeArtifact("summary_paper", { kind: "paper", copies: 1, minFiles: 0 });
    const world = await makeWorld({ definition: makeDefinition([makeArtifact("report"), paper]) });
    const staff = await world.staff();
    await sendFile(world, "report", makePdf("x"), "a.pdf");
    const { submissionId } = world.of();
    const branch = `/api/rounds/${world.roundId}/branches/${submissionId}`;
    await staff.send(`${branch}/papers/summary_paper`, { copies: 1, sealed: false }, "PUT");
    const fill = (path: string) => path.replace(":round", world.roundId).replace(":submission", submissionId);
    const answered: string[] = [];
    for (const { method, path, access, response, status } of API_ROUTES) {
      if (method !== "GET" || typeof response === "string") continue;
      const headers = access === "branch" ? world.bearer() : {};
      const answer = await staff.request(fill(path), { headers: { Accept: "application/json", ...headers } });
      expect([path, answer.status]).toEqual([path, status]);
      expect([path, response.safeParse(await answer.json()).error?.issues ?? []]).toEqual([path, []]);
      answered.push(path);
    }
    expect(answered.length).toBeGreaterThanOrEqual(8);
  });

  test("is an OpenAPI 3.1 document without a dangling reference", async () => {
    const answer = await createClient(app).get("/api/openapi.json");
    const document = (await answer.json()) as {
      openapi: string;
      paths: Record<string, object>;
      components: { schemas: object };
    };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toContain(
      "/api/rounds/{round}/branches/{submission}/papers/{artifact}",
    );
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target,
    );
    expect(new Set(references)).toEqual(new Set(["#/components/schemas/Problem"]));
  });

  test("healthz answers when the database does", async () => {
    expect(await (await app.request("/healthz")).json()).toEqual({ ok: true });
    const dead = createTestApp({ env: { DB: undefined as never } });
    expect((await dead.request("/healthz")).status).toBe(500);
  });
});
