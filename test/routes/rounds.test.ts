import { beforeEach, describe, expect, test } from "vitest";
import {
  countRows,
  createFromTemplate,
  editPath,
  listEventTypes,
  openStaffDesk,
  readForm,
  readRound,
  saveForm,
  signInStaff,
} from "../support/committee";
import { type Client, createClient, type TestApp } from "../support/worker";
import { makeArtifact, makeCommittee, makeDefinition, WORLD_NOW } from "../support/world";

let app: TestApp;
let client: Client;

beforeEach(async () => {
  ({ app, client } = await openStaffDesk(WORLD_NOW, makeCommittee));
});

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
    const id = await createFromTemplate(client, "notice-000", "online_full");
    expect(await readRound(id)).toMatchObject({
      state: "draft",
      profile: "online_full",
      notice_number: "坛教党字〔2018〕10号",
    });
    expect(await listEventTypes(id)).toEqual(["round.created"]);
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
    expect(await countRows("rounds")).toBe(2);
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
    expect(await countRows("rounds")).toBe(0);
  });
});

describe("a draft", () => {
  let id: string;
  beforeEach(async () => {
    id = await createFromTemplate(client, "notice-000", "literal");
  });

  test("is saved unchanged when nothing was changed", async () => {
    const before = await readRound(id);
    const answer = await saveForm(client, id, {});
    expect(answer.headers.get("location")).toBe(`${editPath(id)}?done=saved`);
    const after = await readRound(id);
    expect(JSON.parse(String(after?.draft))).toEqual(JSON.parse(String(before?.draft)));
    expect(after?.asks).toBe(before?.asks);
  });

  test("takes asks, dates, hours, characters, copies, place, contact and policy", async () => {
    const answer = await saveForm(client, id, {
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
    const row = await readRound(id);
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

  test("says what is collected beyond the notice before it is switched on, and stores what was chosen", async () => {
    const html = await (await client.get(editPath(id))).text();
    expect(html).toContain("默认由支部自己留存，填报页不问，系统也不存");
    const answer = await saveForm(client, id, {
      private: "yes",
      grades: "优秀、合格、不合格",
      aspects: "思想解放\n担当作为",
      "handling.talk_records": "declare",
      "nothing.opinion_summary": "yes",
    });
    expect(answer.status).toBe(303);
    const draft = JSON.parse(String((await readRound(id))?.draft));
    const one = (key: string) => draft.artifacts.find((item: { key: string }) => item.key === key);
    expect(draft).toMatchObject({
      collectPrivate: true,
      grades: ["优秀", "合格", "不合格"],
      aspects: ["思想解放", "担当作为"],
    });
    expect(one("talk_records").handling).toBe("declare");
    expect(one("opinion_summary").nothingToReport).toBe(true);
    expect((await saveForm(client, id, { grades: "好" })).status).toBe(422);
  });

  test("moves all its dates together", async () => {
    const answer = await saveForm(client, id, { shiftTo: "2026-12-18" }, "shift");
    expect(answer.headers.get("location")).toBe(`${editPath(id)}?done=shifted`);
    const draft = JSON.parse(String((await readRound(id))?.draft));
    expect(draft.artifacts.at(-1).due).toBe("2026-12-18T23:59:59+08:00");
    expect(draft.milestones[0].due).toBe("2026-12-13T23:59:59+08:00");
  });

  test("keeps everything typed when something is wrong, and stores nothing", async () => {
    const before = await readRound(id);
    const answer = await saveForm(client, id, {
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
    expect(await readRound(id)).toEqual(before);
  });

  test("refuses a cut-off before something is due, and a shift without a day", async () => {
    const early = await saveForm(client, id, { "closes_date.at": "2018-07-01" });
    expect(early.status).toBe(422);
    expect(await early.text()).toContain("停止接收时间早于“小结纸质稿（加盖公章）”的截止时间");
    expect((await saveForm(client, id, { shiftTo: "明年" }, "shift")).status).toBe(422);
  });

  test("does not overwrite what someone else has saved meanwhile", async () => {
    const stale = await readForm(client, id);
    await saveForm(client, id, { theme: "先保存的主题" });
    const answer = await client.post(editPath(id), { ...stale, theme: "后保存的主题", action: "save" });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('value="后保存的主题"');
    expect(String((await readRound(id))?.draft)).toContain("先保存的主题");
  });

  test("warns before publishing that dates are already past", async () => {
    expect(await (await client.get(editPath(id))).text()).toContain("已经过了，发布出去就是逾期");
    await saveForm(client, id, { shiftTo: "2026-12-18" }, "shift");
    expect(await (await client.get(editPath(id))).text()).not.toContain("已经过了，发布出去就是逾期");
  });
});

describe("another committee", () => {
  test("sees none of this one's rounds", async () => {
    const id = await createFromTemplate(client, "notice-000", "literal");
    const other = await makeCommittee(WORLD_NOW);
    const stranger = await signInStaff(app, other.staffId);
    expect(await (await stranger.get("/committee")).text()).not.toContain(id);
    expect(await (await stranger.get("/api/rounds")).json()).toEqual({ rounds: [] });
    const foreign = await stranger.get(`/api/rounds/${id}`);
    const missing = await stranger.get("/api/rounds/rnd_none");
    expect([foreign.status, await foreign.text()]).toEqual([missing.status, await missing.text()]);
    expect((await stranger.post(`/committee/rounds/${id}/publish`)).status).toBe(404);
    expect((await readRound(id))?.state).toBe("draft");
  });

  test("and nobody who is signed out", async () => {
    const answer = await createClient(app).get("/committee/rounds/new");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^\/committee\/sign-in/);
  });
});
