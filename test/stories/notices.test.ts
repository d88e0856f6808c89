import { beforeEach, describe, expect, test } from "vitest";
import type { RoundDefinition } from "../../schemas/round";
import { checkInvariants } from "../../worker/audit/invariants";
import { shiftDates } from "../../worker/rounds/round.shift.rules";
import { findTemplate } from "../../worker/rounds/templates";
import { makeSummary, makeTally, makeTallyRow, makeWorkPlan } from "../support/entry.builders";
import { makeDocx } from "../support/files";
import { env, reset } from "../support/worker";
import { makeWorld, sendFile, type World } from "../support/world";

beforeEach(reset);

/** A real notice with its dates moved, so that its last day is in three weeks. */
function openNotice(id: string): RoundDefinition {
  const template = findTemplate(id);
  if (template === null) throw new Error(`no template ${id}`);
  return shiftDates(template.definition, { latestDueOn: "2026-12-22" });
}

async function enter(world: World, artifact: string, entry: unknown): Promise<Response> {
  const path = `/api/submissions/${world.of().submissionId}/artifacts/${artifact}/entry`;
  const headers = { ...world.bearer(), "Content-Type": "application/json" };
  return world.app.request(path, { method: "PUT", body: JSON.stringify({ entry }), headers });
}

async function bringPaper(
  world: World,
  artifact: string,
  paper: Record<string, unknown> = {},
): Promise<Response> {
  const staff = await world.staff();
  const path = `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/papers/${artifact}`;
  return staff.send(path, { copies: 1, sealed: true, receivedBy: "党建办", ...paper }, "PUT");
}

async function readPage(world: World): Promise<string> {
  const client = await world.branch();
  const html = await (await client.get(`/b/${world.of().submissionId}`)).text();
  return html.replace(/<[^>]+>/g, "").replace(/&quot;/g, '"');
}

const verify = async (world: World, number: string) =>
  (await world.app.request(`/verify/${number}`, { headers: { Accept: "application/json" } })).json();

describe("notice 000: a sealed summary on paper", () => {
  test("there is a slip until the original is at the desk, and a receipt from that moment", async () => {
    const world = await makeWorld({ definition: openNotice("notice-000") });
    expect(await readPage(world)).toContain("待收纸质");
    const slip = await world.app.request(`/b/${world.of().submissionId}/slip.pdf`, {
      headers: world.bearer(),
    });
    expect(slip.headers.get("content-type")).toBe("application/pdf");
    await slip.arrayBuffer();
    expect(await verify(world, "2018-10-0001")).toEqual({ state: "unknown" });

    const unsealed = await bringPaper(world, "summary_paper", { sealed: false });
    expect(await unsealed.json()).toMatchObject({ code: "paper.invalid" });
    expect(await verify(world, "2018-10-0001")).toEqual({ state: "unknown" });

    expect((await bringPaper(world, "summary_paper")).status).toBeLessThan(300);
    expect(await verify(world, "2018-10-0001")).toMatchObject({
      state: "valid",
      branch: { code: "JC01" },
      notice: { number: "坛教党字〔2018〕10号" },
    });
    expect(await readPage(world)).toContain("已收齐");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("collected online, a summary of 998 characters is refused with the arithmetic and kept as a draft", async () => {
    const world = await makeWorld({ definition: openNotice("notice-000"), profile: "online_full" });
    const body = "会".repeat(994);
    const refused = await enter(world, "summary_text", makeSummary(body));
    expect(refused.status).toBe(422);
    const { code, findings } = (await refused.json()) as { code: string; findings: { zh: string }[] };
    expect(code).toBe("entry.invalid");
    expect(findings.map((one) => one.zh).join()).toContain("正文998字，通知要求不少于1000字，还差2字");
    expect(await readPage(world)).toContain("998");
    const taken = await enter(world, "summary_text", makeSummary(`${body}会会`));
    expect(taken.status).toBe(201);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("the branch that already has the Word document hands that in instead", async () => {
    const world = await makeWorld({ definition: openNotice("notice-000"), profile: "online_full" });
    const hand = async (text: string, name: string) => {
      const answer = await sendFile(world, "summary_text", makeDocx(text), name);
      expect(answer.status).toBe(201);
      return ((await answer.json()) as { missing: string[] }).missing;
    };
    // 998 characters are kept, and the page says what is lacking; 1000 are enough.
    expect(await hand("字".repeat(998), "短.docx")).toContain("summary_text");
    expect(await readPage(world)).toContain("正文998字，通知要求不少于1000字，还差2字");
    expect(await hand("字".repeat(1000), "小结.docx")).not.toContain("summary_text");
  });
});

describe("notice 003: plan, tally and summary", () => {
  test("three hand-ins make the receipt, in whatever order they come", async () => {
    const world = await makeWorld({ definition: openNotice("notice-003") });
    const tally = makeTally({
      total_members: 24,
      meeting_on: "2026-12-12",
      rows: Array.from({ length: 24 }, (_, i) => makeTallyRow(i + 1)),
    });
    const wrong = {
      ...tally,
      rows: [makeTallyRow(1, { good: 17, fair: 3, poor: 1 }), ...(tally.rows as unknown[])].slice(0, 24),
    };
    const refused = (await (await enter(world, "appraisal_tally", wrong)).json()) as {
      findings: { zh: string }[];
    };
    expect(refused.findings.map((one) => one.zh)).toContain("党员01：17+3+1+0=21，超过有效票20");
    expect((await enter(world, "appraisal_tally", tally)).status).toBe(201);
    expect((await sendFile(world, "situation_summary", makeDocx("情况总结"), "总结.docx")).status).toBe(201);
    expect(await verify(world, "2015-14-0001")).toEqual({ state: "unknown" });
    const plan = makeWorkPlan({ expected_members: 24, meeting_at: "2026-12-12T14:00:00+08:00" });
    const last = (await (await enter(world, "work_plan", plan)).json()) as { complete: boolean };
    expect(last.complete).toBe(true);
    expect(await verify(world, "2015-14-0001")).toMatchObject({ state: "valid" });
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("notices 002 and 004: nothing to hand in", () => {
  test.each(["notice-002", "notice-004"])(
    "%s runs as a checklist and says that there is no receipt",
    async (id) => {
      const world = await makeWorld({ definition: openNotice(id) });
      expect(await readPage(world)).toContain("本轮未设必交材料，不能出具回执");
      const staff = await world.staff();
      const board = await (await staff.get(`/committee/rounds/${world.roundId}`)).text();
      expect(board).toContain("本轮未设必交材料，不能出具回执");
      expect(await checkInvariants(env)).toEqual([]);
    },
  );
});

describe("notice 001: a report by localities, promptly", () => {
  test("has no date, so nothing is ever late", async () => {
    const world = await makeWorld({ definition: openNotice("notice-001") });
    world.app.now = "2030-01-01T00:00:00.000Z";
    const answer = await sendFile(world, "situation_report", makeDocx("有关情况"), "情况.docx");
    expect(((await answer.json()) as { complete: boolean }).complete).toBe(true);
    expect(await verify(world, "2018-47-0001")).toMatchObject({
      artifacts: [{ punctuality: { zh: "按时" } }],
    });
  });
});
