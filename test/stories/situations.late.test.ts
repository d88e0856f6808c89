/** Situations 5, 6 and 8 of domain.md §4.2: deadlines, paper, and what is changed after it was accepted. */
import { beforeEach, describe, expect, test } from "vitest";
import type { RoundDefinition } from "../../schemas/round";
import { checkInvariants } from "../../worker/audit/invariants";
import { makeWorkPlan } from "../support/entry.builders";
import { makePdf } from "../support/files";
import { beginStory, buildTestRound, openNotice, type Story } from "../support/story";
import { env, reset } from "../support/worker";

let story: Story;
const EXTENDED = "2026-12-21T12:00:00+08:00";

/** The test round with only what a story needs, the rest switched off. */
function only(keys: readonly string[], more: Partial<RoundDefinition> = {}): RoundDefinition {
  const round = buildTestRound();
  const { profiles } = round;
  return { ...round, ...more, profiles: { ...profiles, literal: [...keys], onlineFull: [...keys] } };
}

beforeEach(reset);

describe("situation 5: two hours late after an extension (JC09)", () => {
  const begin = async (more: Partial<RoundDefinition> = {}) => {
    story = await beginStory({ definition: only(["opinion_summary"], more) });
    story.clock("12-18 16:20");
    expect((await story.extend("JC09", { due: EXTENDED, reason: "学校期末考试" })).status).toBe(201);
  };

  test("is taken and marked with both deadlines; other branches' dates do not move", async () => {
    await begin();
    story.clock("12-21 14:00");
    await story.sendTaken("JC09", "opinion_summary", makePdf("迟到"), "汇总.pdf");
    const sentence = "逾期2小时（延期后截止 12-21 12:00；原截止 12-18 23:59）";
    expect(await story.page("JC09")).toContain(sentence);
    expect(await story.verify("2026-18-0001")).toMatchObject({
      artifacts: [{ punctuality: { zh: sentence } }],
    });
    expect((await story.artifact("JC01", "opinion_summary")).due).toContain("2026-12-18");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test.each([
    ["12-21 11:59:59.999", 0],
    ["12-21 12:00:00", 0],
    ["12-21 12:00:01", 1],
  ])("at %s is late by %i seconds", async (wall, late) => {
    await begin();
    story.clock(wall);
    await story.sendTaken("JC09", "opinion_summary", makePdf("边界"), "汇总.pdf");
    expect((await story.artifact("JC09", "opinion_summary")).lateSeconds).toBe(late);
  });

  test("is refused with the contact where late hand-ins are closed", async () => {
    await begin({ latePolicy: "refuse" });
    story.clock("12-21 14:00");
    const answer = await story.send("JC09", "opinion_summary", makePdf("迟到"), "汇总.pdf");
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("党建办公室");
  });

  test("an extension granted at 15:00 for the past is 补批 and says so on the receipt", async () => {
    story = await beginStory({ definition: only(["opinion_summary"]) });
    story.clock("12-21 11:00");
    await story.sendTaken("JC09", "opinion_summary", makePdf("迟到"), "汇总.pdf");
    expect(await story.page("JC09")).toContain("逾期2天11小时");
    story.clock("12-21 15:00");
    expect((await story.extend("JC09", { due: EXTENDED, reason: "事后说明" })).status).toBe(422);
    expect(
      (await story.extend("JC09", { due: EXTENDED, reason: "事后说明", retroactive: true })).status,
    ).toBe(201);
    expect(await story.verify("2026-18-0001")).toMatchObject({
      version: 2,
      artifacts: [{ punctuality: { zh: "补批延期（补批延期至 12-21 12:00；原截止 12-18 23:59）" } }],
    });
    expect(await story.verify("2026-18-0001", 1)).toMatchObject({ state: "superseded" });
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("situation 6: the paper original after the receipt (JC02)", () => {
  test("before it there is only a slip; its arrival makes the receipt", async () => {
    story = await beginStory({ definition: openNotice("notice-000") });
    expect((await story.status("JC02")).receipt).toBeNull();
    expect(await story.page("JC02")).toContain("待收纸质");
    story.clock("12-17 10:15");
    expect((await story.bringPaper("JC02", "summary_paper", { sealed: false })).status).toBe(422);
    expect((await story.status("JC02")).receipt).toBeNull();
    expect((await story.bringPaper("JC02", "summary_paper")).status).toBe(200);
    expect((await story.status("JC02")).receipt).toMatchObject({ version: 1 });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("where it does not block, version 1 awaits it and version 2 says when it came, by the day", async () => {
    const definition = only(["opinion_summary", "summary_paper"]);
    const artifacts = definition.artifacts.map((one) =>
      one.key === "summary_paper" ? { ...one, required: false } : one,
    );
    story = await beginStory({ definition: { ...definition, artifacts } });
    story.clock("12-15 09:00");
    await story.sendTaken("JC02", "opinion_summary", makePdf("按时"), "汇总.pdf");
    const { number } = (await story.status("JC02")).receipt ?? { number: "" };
    expect((await story.receipt("JC02")).body).toMatchObject({
      version: 1,
      awaiting: [{ key: "summary_paper" }],
    });
    story.clock("12-22 10:15");
    expect((await story.bringPaper("JC02", "summary_paper")).status).toBe(200);
    expect(await story.verify(number)).toMatchObject({
      state: "valid",
      version: 2,
      artifacts: [{}, { punctuality: { zh: "按日计逾期4天" } }],
    });
    expect(await story.verify(number, 1)).toMatchObject({ state: "superseded", newestVersion: 2 });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("that went back to the branch is missing again", async () => {
    story = await beginStory({ definition: openNotice("notice-000") });
    story.clock("12-17 10:15");
    await story.bringPaper("JC02", "summary_paper");
    await story.decide("JC02", "summary_paper", { decision: "return", reason: "公章不清楚" });
    expect(await story.status("JC02")).toMatchObject({ missing: ["summary_paper"] });
    expect(await story.page("JC02")).toContain("公章不清楚");
    story.clock("12-18 10:15");
    await story.bringPaper("JC02", "summary_paper", { note: "重新盖章" });
    expect(await story.status("JC02")).toMatchObject({ missing: [], complete: true });
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("situation 8: a plan replaced after it was filed (JC10)", () => {
  const plan = (day: string) =>
    makeWorkPlan({
      theme: buildTestRound().theme,
      expected_members: 19,
      meeting_at: `2026-12-${day}T14:00:00+08:00`,
    });

  beforeEach(async () => {
    story = await beginStory({ definition: only(["work_plan"]) });
    story.clock("12-02 09:00");
    await story.handIn("JC10", "work_plan", plan("09"));
    story.clock("12-03 10:12");
    await story.decide("JC10", "work_plan", { decision: "file", number: "霁备2026-17" });
    story.clock("12-05 09:00");
    await story.handIn("JC10", "work_plan", plan("10"));
  });

  test("waits for another look while the first one and the receipt stand", async () => {
    expect(await story.artifact("JC10", "work_plan")).toMatchObject({
      state: "recheck",
      entries: [{ version: 1 }],
      lateSeconds: 0,
    });
    expect((await story.status("JC10")).receipt).toMatchObject({ standing: "pending" });
    expect(await story.page("JC10")).toContain("有更新待复核");
    expect(await story.clerkPage("JC10")).toContain("等待复核");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is the one that counts once it is filed, with a new version of the receipt", async () => {
    const before = (await story.status("JC10")).receipt?.version ?? 0;
    await story.decide("JC10", "work_plan", { decision: "file", number: "霁备2026-21" });
    expect(await story.artifact("JC10", "work_plan")).toMatchObject({
      state: "filed",
      entries: [{ version: 2 }],
    });
    expect((await story.status("JC10")).receipt).toMatchObject({ version: before + 1, standing: "whole" });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("refused, leaves the first one standing", async () => {
    await story.decide("JC10", "work_plan", { decision: "return", reason: "会期不能改" });
    expect(await story.artifact("JC10", "work_plan")).toMatchObject({
      state: "filed",
      entries: [{ version: 1 }],
    });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("after the round closed needs the committee to reopen it", async () => {
    await story.decide("JC10", "work_plan", { decision: "file", number: "霁备2026-21" });
    const clerk = await story.world.staff();
    await clerk.post(`/committee/rounds/${story.world.roundId}/close`, {});
    expect((await story.enter("JC10", "work_plan", plan("11"))).status).toBe(403);
    await story.decide("JC10", "work_plan", { decision: "return", reason: "请改回9日" });
    expect((await story.enter("JC10", "work_plan", plan("09"))).status).toBe(201);
    expect(await checkInvariants(env)).toEqual([]);
  });
});
