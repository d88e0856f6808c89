import { beforeEach, describe, expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import { checkInvariants } from "../../worker/audit/invariants";
import {
  amend,
  api,
  clerk,
  codeOf,
  definition,
  handIn,
  openRound,
  publishDraft,
  putDraft,
  signIn,
  status,
  withReport,
  world,
} from "../support/amendments";
import { openArchive } from "../support/archive";
import { listEventTypes, readRound, saveForm } from "../support/committee";
import { readWords } from "../support/markup";
import { env } from "../support/worker";

beforeEach(openRound);

const told = async (code?: string) => (await status(code)).amendment?.changes.map((one) => one.what);
const readPage = async (code?: string) => {
  const client = await world.branch(code);
  return readWords(await (await client.get(`/b/${world.of(code).submissionId}`)).text());
};

describe("the draft of an amendment", () => {
  test("is saved on the edit page and seen by nobody until it is published", async () => {
    const before = await readRound(world.roundId);
    const answer = await saveForm(clerk, world.roundId, {
      "due_date.report": "2026-12-18",
      "notice.title": "改过的标题",
      "closes_date.at": "2026-12-20",
      note: "会议推迟一周",
    });
    expect(answer.headers.get("location")).toContain("done=saved");
    expect(await readRound(world.roundId)).toMatchObject({
      title: before?.title,
      closes_at: null,
      current_version: 1,
      amend_note: "会议推迟一周",
    });
    expect((await status()).round.version).toBe(1);
    const page = await (await clerk.get(`/committee/rounds/${world.roundId}/edit`)).text();
    expect(readWords(page)).toContain("“总结”的截止时间由 12月11日 周五 24:00 改为 12月18日 周五 24:00");
    expect(page).toContain("会议推迟一周</textarea>");
    expect(await (await clerk.get(api())).json()).toMatchObject({
      version: { version: 1 },
      draft: { definition: { notice: { title: "改过的标题" } } },
    });
  });

  test("goes back to what is published when it is given up", async () => {
    await saveForm(clerk, world.roundId, {
      "due_date.report": "2026-12-18",
      "ask.plan": "off",
      note: "不发了",
    });
    const answer = await saveForm(clerk, world.roundId, {}, "discard");
    expect(answer.headers.get("location")).toContain("done=discarded");
    const page = await (await clerk.get(`/committee/rounds/${world.roundId}/edit`)).text();
    expect(readWords(page)).toContain("与已发布的第 1 版没有不同");
    expect(page).not.toContain("不发了");
    expect(await (await clerk.get(api())).json()).toMatchObject({ draft: null });
  });

  test("cannot be published without a change, nor change how something is answered", async () => {
    expect(await codeOf(await publishDraft())).toBe("round.unchanged");
    await putDraft(withReport({ kind: "paper" }));
    expect(await codeOf(await publishDraft())).toBe("round.fixed");
    await putDraft(definition, { plan: "off", report: "off" });
    expect(await codeOf(await publishDraft())).toBe("round.invalid");
    expect((await readRound(world.roundId))?.current_version).toBe(1);
  });

  test("waits until a closed round is open again", async () => {
    await clerk.send(api("/close"), {});
    expect(await codeOf(await publishDraft())).toBe("round.is_closed");
    expect((await clerk.get(`/committee/rounds/${world.roundId}/edit`)).status).toBe(409);
    expect(await codeOf(await clerk.send(api("/draft"), { definition }, "PUT"))).toBe("round.is_closed");
  });
});

describe("several amendments", () => {
  const page = async () => (await (await world.branch()).get(`/b/${world.of().submissionId}`)).text();
  const day = (text: string) => withReport({ due: `2026-12-${text}T23:59:59+08:00` });

  test("are all told to who has not looked since, newest first", async () => {
    await amend(day("18"), undefined, "会议推迟一周");
    await amend(day("21"), undefined, "再推迟三天");
    const html = await page();
    const places = ["第 3 版", "再推迟三天", "第 2 版", "会议推迟一周"].map((one) => html.indexOf(one));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(html).not.toContain("此前还有");
  });

  test("fold what came before the newest where it is long", async () => {
    for (const date of ["18", "19", "20", "21", "22"]) await amend(day(date), undefined, `改到${date}日`);
    await amend(day("23"), undefined, "最后一次");
    const html = await page();
    expect(html.indexOf("最后一次")).toBeLessThan(html.indexOf("此前还有 5 次修订"));
    for (const date of ["18", "22"]) expect(html.split("<details>")[1]).toContain(`改到${date}日`);
  });
});

describe("a published amendment", () => {
  test("is the next frozen version with what it changed, and one event", async () => {
    const answer = await saveForm(
      clerk,
      world.roundId,
      { "due_date.report": "2026-12-18", "notice.title": "改过的标题", note: "会议推迟一周" },
      "amend",
    );
    expect(answer.headers.get("location")).toBe(`/committee/rounds/${world.roundId}?amended=1`);
    await world.app.idle();
    expect(await readRound(world.roundId)).toMatchObject({
      current_version: 2,
      title: "改过的标题",
      amend_note: "",
    });
    const { results } = await env.DB.prepare("SELECT * FROM round_versions ORDER BY version").all();
    expect(results).toHaveLength(2);
    const text = String(results[1]?.definition);
    expect([await sha256(text), canonicalJson(JSON.parse(text))]).toEqual([results[1]?.sha256, text]);
    expect(JSON.parse(text)).toMatchObject({ amendment: { of: 1, note: "会议推迟一周" } });
    expect((await listEventTypes(world.roundId)).slice(-2)).toEqual(["round.edited", "round.amended"]);
    const board = await clerk.get(`/committee/rounds/${world.roundId}?amended=1`);
    expect(readWords(await board.text())).toContain("修订已发布，现行第 2 版");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("happens once when two press at the same moment", async () => {
    await putDraft(withReport({ due: "2026-12-18T23:59:59+08:00" }));
    const answers = await Promise.all([1, 2, 3].map(() => publishDraft()));
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
    expect((await readRound(world.roundId))?.current_version).toBe(2);
  });

  test("shows each branch only what changed for it", async () => {
    await handIn("report", "JC01");
    const extension = { artifact: "report", due: "2026-12-25T12:00:00+08:00", reason: "书记出差" };
    await clerk.send(api(`/branches/${world.of("JC02").submissionId}/extensions`), extension);
    await amend(withReport({ due: "2026-12-18T23:59:59+08:00" }), undefined, "会议推迟一周");
    expect([await told("JC01"), await told("JC02"), await told("JC03")]).toEqual([[], [], ["due"]]);
    const page = await readPage("JC03");
    expect(page).toContain("通知有修订（第 2 版，12月1日 09:00 发布），与本支部有关的：");
    expect(page).toContain("“总结”的截止时间由 12月11日 周五 24:00 改为 12月18日 周五 24:00");
    expect(page).toContain("会议推迟一周");
    expect(await readPage("JC01")).not.toContain("通知有修订");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("never makes late what came in time, and takes the lateness off what a later deadline allows", async () => {
    world.app.now = "2026-12-05T02:00:00.000Z";
    await handIn("report", "JC01");
    world.app.now = "2026-12-12T02:00:00.000Z";
    await handIn("report", "JC02");
    expect((await status("JC02")).artifacts[1]?.lateSeconds).toBeGreaterThan(0);
    await signIn();
    await amend(withReport({ due: "2026-12-04T23:59:59+08:00" }));
    expect((await status("JC01")).artifacts[1]?.lateSeconds).toBe(0);
    await amend(withReport({ due: "2026-12-18T23:59:59+08:00" }));
    expect((await status("JC02")).artifacts[1]?.lateSeconds).toBe(0);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("an artifact that is turned off", () => {
  test("stays where it is in, takes nothing more, and is gone where nothing is", async () => {
    await handIn("plan", "JC01");
    await amend(definition, { plan: "off" });
    const kept = (await status("JC01")).artifacts[0];
    expect(kept).toMatchObject({ key: "plan", withdrawn: true, state: "received" });
    expect(kept?.files).toHaveLength(1);
    expect((await status("JC02")).artifacts.map((one) => one.key)).toEqual(["report"]);
    expect(await readPage("JC01")).toContain("这一项已经不再收");
    expect(await readPage("JC02")).not.toContain("方案 待交");
    const refused = await handIn("plan", "JC02");
    expect([refused.status, await codeOf(refused)]).toEqual([403, "artifact.withdrawn"]);
    const review = `/branches/${world.of("JC01").submissionId}/artifacts/plan/review`;
    expect(await codeOf(await clerk.send(api(review), { decision: "accept" }, "PUT"))).toBe(
      "artifact.withdrawn",
    );
    const board = readWords(await (await clerk.get(`/committee/rounds/${world.roundId}`)).text());
    expect(board).toContain("方案 不再收");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is in the bundle and on the receipt of who has it in", async () => {
    await handIn("plan", "JC01");
    await amend(definition, { plan: "off" });
    await handIn("report", "JC01");
    expect(await status("JC01")).toMatchObject({ complete: true, receipt: { version: 1 } });
    const bundle = await clerk.get(api(`/branches/${world.of("JC01").submissionId}/bundle.zip`));
    const paths = (await openArchive(new Uint8Array(await bundle.arrayBuffer()), false)).map(
      (one) => one.path,
    );
    expect(paths.some((path) => path.includes("01_方案"))).toBe(true);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is not on the board where nobody has it in", async () => {
    await amend(definition, { plan: "off" });
    const board = readWords(await (await clerk.get(`/committee/rounds/${world.roundId}`)).text());
    expect(board).not.toContain("不再收");
  });
});

describe("the dates of a branch", () => {
  const readDates = async () => {
    const answer = await world.app.request(`/b/${world.of().submissionId}/dates.ics`, {
      headers: world.bearer(),
    });
    return (await answer.text()).replace(/\r\n /g, "").split("\r\n");
  };
  const sequences = async () => (await readDates()).filter((line) => line.startsWith("SEQUENCE"));

  test("count up with an extension and with an amendment, so that a calendar takes the new ones", async () => {
    expect(await sequences()).toEqual(["SEQUENCE:0", "SEQUENCE:0"]);
    world.app.now = "2026-12-01T03:00:00.000Z";
    const path = api(`/branches/${world.of().submissionId}/extensions`);
    const granted = await clerk.send(path, {
      artifact: "report",
      due: "2026-12-14T23:59:59+08:00",
      reason: "停电",
    });
    expect(granted.status).toBe(201);
    expect(await sequences()).toEqual(["SEQUENCE:0", "SEQUENCE:1"]);
    expect(await readDates()).toContain("LAST-MODIFIED:20261201T030000Z");
    await amend(withReport({ due: "2026-12-20T23:59:59+08:00" }));
    expect(await sequences()).toEqual(["SEQUENCE:1", "SEQUENCE:2"]);
  });

  test("leave out what is no longer asked, and so does the question for more time", async () => {
    await amend(definition, { plan: "off" });
    expect(await readDates()).toContain("SUMMARY:总结");
    expect(await readDates()).not.toContain("SUMMARY:方案");
    const client = await world.branch();
    const ask = `/b/${world.of().submissionId}/ask`;
    const html = await (await client.get(ask)).text();
    expect(html).toContain('<option value="report"');
    expect(html).not.toContain('<option value="plan"');
    const typed = { kind: "extension", artifact: "plan", due: "2026-12-21", text: "停电" };
    const refused = await (await client.submit(ask, typed)).text();
    expect(refused).toContain("本任务没有这项材料");
    expect((await env.DB.prepare("SELECT id FROM requests").all()).results).toEqual([]);
  });
});
