import { beforeEach, describe, expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import { CHECKLIST_SENTENCE } from "../../schemas/round";
import { zh } from "../../web/text/zh";
import {
  countRows,
  createFromTemplate,
  editPath,
  listEventTypes,
  openStaffDesk,
  readRound,
  saveForm,
  signInStaff,
} from "../support/committee";
import { type Client, env, type TestApp } from "../support/worker";
import { makeCommittee, WORLD_NOW } from "../support/world";

let app: TestApp;
let client: Client;
let by: { committeeId: string; staffId: string };

beforeEach(async () => {
  ({ app, by, client } = await openStaffDesk(WORLD_NOW, makeCommittee));
});

describe("publishing", () => {
  test("freezes the version under its hash and gives every branch a submission, a slip code and a link", async () => {
    const id = await createFromTemplate(client, "notice-000", "literal");
    const answer = await saveForm(client, id, { "notice.number": "霁教党字〔2026〕18号" }, "publish");
    expect(answer.headers.get("location")).toBe(`/committee/rounds/${id}?published=1`);
    const row = await readRound(id);
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
    expect([await countRows("submissions"), await countRows("links")]).toEqual([3, 3]);
    const { results } = await env.DB.prepare("SELECT * FROM submissions ORDER BY code").all();
    expect(results[0]).toMatchObject({ code: "JC01", state: "untouched", missing_count: 1 });
    expect(JSON.parse(String(results[0]?.summary))).toEqual([
      ["missing", null, null, null, 0],
      ["awaiting_paper", null, null, null, 0],
    ]);
    for (const one of results) expect(one.slip_code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(results.map((one) => one.slip_code)).size).toBe(3);
    expect((await listEventTypes(id)).at(-1)).toBe("round.published");
    const page = await client.get(`/committee/rounds/${id}?published=1`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("霁川区桐荫小学党支部");
  });

  test("happens once when two press at the same moment", async () => {
    const id = await createFromTemplate(client, "notice-000", "literal");
    const answers = await Promise.all([1, 2, 3].map(() => client.post(`/committee/rounds/${id}/publish`)));
    expect(answers.map((one) => one.status).sort()).toEqual([303, 409, 409]);
    expect([
      await countRows("round_versions"),
      await countRows("submissions"),
      await countRows("links"),
    ]).toEqual([1, 3, 3]);
    expect((await listEventTypes(id)).filter((type) => type === "round.published")).toHaveLength(1);
    const edit = await client.get(editPath(id));
    expect(await edit.text()).toContain("修订（现行第 1 版）");
  });

  test("needs a branch and something to ask for", async () => {
    const lonely = await makeCommittee(WORLD_NOW, []);
    client = await signInStaff(app, lonely.staffId);
    const id = await createFromTemplate(client, "notice-000", "literal");
    const answer = await client.send(`/api/rounds/${id}/publish`, {});
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: "round.no_branches" }]);
    client = await signInStaff(app, by.staffId);
    const empty = await createFromTemplate(client, "notice-001", "literal");
    await saveForm(client, empty, { "ask.situation_report": "off" });
    expect(await (await client.send(`/api/rounds/${empty}/publish`, {})).json()).toMatchObject({
      code: "round.invalid",
    });
    expect(await countRows("submissions")).toBe(0);
  });

  test("gives the second round of the same number another beginning of its receipt numbers", async () => {
    const prefixes: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const id = await createFromTemplate(client, "notice-000", "literal");
      await client.post(`/committee/rounds/${id}/publish`);
      prefixes.push((await readRound(id))?.receipt_prefix);
    }
    expect(prefixes).toEqual(["2018-10", "2018-10-b", "2018-10-c"]);
  });

  test("of a round that requires nothing makes a checklist, and every page says so", async () => {
    const id = await createFromTemplate(client, "notice-002", "literal");
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
    const id = await createFromTemplate(client, "notice-000", "online_full");
    expect((await client.post(`/committee/rounds/${id}/publish`)).status).toBe(303);
    expect([await countRows("submissions"), await countRows("links")]).toEqual([5000, 5000]);
  });
});

describe("closing", () => {
  test("stops the round and opens it again, with events", async () => {
    const id = await createFromTemplate(client, "notice-000", "literal");
    expect((await client.post(`/committee/rounds/${id}/close`)).status).toBe(409);
    await client.post(`/committee/rounds/${id}/publish`);
    expect((await client.post(`/committee/rounds/${id}/close`)).status).toBe(303);
    expect(await (await client.get(`/committee/rounds/${id}`)).text()).toContain("任务已截止");
    expect((await client.post(`/committee/rounds/${id}/reopen`)).status).toBe(303);
    expect((await readRound(id))?.state).toBe("published");
    expect(await listEventTypes(id)).toEqual([
      "round.created",
      "round.published",
      "round.closed",
      "round.reopened",
    ]);
  });
});

test("a draft that does not say how long materials are kept is told so before it is published", async () => {
  const id = await createFromTemplate(client, "notice-000", "literal");
  const readPage = async () => (await client.get(editPath(id))).text();
  expect(await readPage()).toContain(zh.committee.edit.noRetain);
  await saveForm(client, id, { retainUntil: "2027-12-31" }, "save");
  expect(await readPage()).not.toContain(zh.committee.edit.noRetain);
});
