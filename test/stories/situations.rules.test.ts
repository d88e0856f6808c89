/** Situations 7, 9, 11 and 12 of domain.md §4.2: votes, floating members, a link that got out, nothing to hand in. */
import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { makeMinutes, makeSpeakers } from "../support/entries.meeting";
import { makeTally, makeTallyRow } from "../support/entry.builders";
import { makePdf } from "../support/files";
import { beginStory, openNotice, type Story } from "../support/story";
import { createClient, env, reset } from "../support/worker";

let story: Story;
beforeEach(reset);

describe("situation 7: votes that do not add up (JC05)", () => {
  const rows = (changed: number, row: Record<string, unknown>) =>
    Array.from({ length: 22 }, (_, i) => makeTallyRow(i + 1, i + 1 === changed ? row : {}));

  beforeEach(async () => {
    story = await beginStory();
    story.clock("12-10 09:00");
  });

  test.each([
    ["T4", { rows: rows(11, { good: 17, fair: 3, poor: 1 }) }, "党员11：17+3+1+0=21，超过有效票20"],
    ["T2", { returned: 22, invalid: 2 }, "收回票数22，超过发出票数21，多1张；收回多于发出，测评无效"],
    ["T3", { invalid: 2 }, "有效票20+无效票2=22，应等于收回票数21"],
    [
      "T6",
      { rows: rows(0, {}).slice(0, 21) },
      "民主评议党员全覆盖：测评结果与未测评21+0=21人，党员总数22，还差1人；未测评的请写明原因",
    ],
  ])("%s blocks with the sum, and nothing is corrected", async (_rule, wrong, sentence) => {
    expect((await story.refusals("JC05", "appraisal_tally", makeTally(wrong))).join("\n")).toContain(
      sentence,
    );
    expect((await story.artifact("JC05", "appraisal_tally")).state).toBe("draft");
  });

  test.each([19, 20])("a row of %i of 20 valid ballots passes where nobody rates himself", async (sum) => {
    await story.handIn("JC05", "appraisal_tally", makeTally({ rows: rows(1, { good: sum - 3 }) }));
    expect((await story.artifact("JC05", "appraisal_tally")).state).toBe("received");
  });

  test("with four ballots the secrecy of the vote is minded, and a probationary member needs no grade (JC07)", async () => {
    const four = {
      total_members: 4,
      present_voters: 4,
      issued: 4,
      returned: 4,
      valid: 4,
      invalid: 0,
      rows: [
        ...[1, 2, 3].map((n) => makeTallyRow(n, { good: 3, fair: 0, poor: 0 })),
        { name: "党员04", member_type: "预备党员", present: true, opinion: "不定等次" },
      ],
    };
    const said = await story.handIn("JC07", "appraisal_tally", makeTally(four));
    expect(said.join()).toContain("有效票只有4张");
  });
});

describe("situation 9: floating members (JC09)", () => {
  const minutes = (more: Record<string, unknown>) =>
    makeMinutes({
      total_members: 14,
      total_full: 13,
      should_attend: 12,
      attended: 12,
      attended_full: 11,
      speeches: makeSpeakers(12),
      ...more,
    });

  test("under the rule of 001 they are not absent; their rows may be empty at first and only warn", async () => {
    story = await beginStory({ definition: openNotice("notice-001"), profile: "online_full" });
    const asked = (await story.status("JC09")).artifacts.map((one) => one.key);
    expect(asked).toContain("situation_report");
    const floating = [{ name: "党员13" }, { name: "党员14" }];
    const definition = openNotice("notice-001");
    await reset();
    const keys = ["meeting_minutes", "floating_attendance"];
    story = await beginStory({
      definition: { ...definition, profiles: { ...definition.profiles, literal: keys, onlineFull: keys } },
      profile: "online_full",
    });
    story.clock("12-10 09:00");
    const said = await story.handIn("JC09", "meeting_minutes", minutes({ floating_elsewhere: 2, floating }));
    expect(said.length).toBeGreaterThan(0);
    expect((await story.artifact("JC09", "meeting_minutes")).state).toBe("received");
    expect((await story.artifact("JC09", "floating_attendance")).required).toBe(true);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("under 000 alone the rule is not there: two absent need consent and filing", async () => {
    story = await beginStory({ definition: openNotice("notice-000"), profile: "online_full" });
    story.clock("12-10 09:00");
    const refused = await story.refusals(
      "JC09",
      "meeting_minutes",
      minutes({ should_attend: 14, floating_elsewhere: 2 }),
    );
    expect(refused).toContain("应到14，实到12，缺席名单应为2人，现为0人");
  });

  test("are rated at home: a tally of all 14 with 12 voters", async () => {
    story = await beginStory();
    story.clock("12-10 09:00");
    const tally = makeTally({
      total_members: 14,
      present_voters: 12,
      issued: 12,
      returned: 12,
      valid: 12,
      invalid: 0,
      rows: Array.from({ length: 14 }, (_, i) =>
        makeTallyRow(i + 1, { good: i < 12 ? 9 : 10, fair: 2, poor: 0, present: i < 12 }),
      ),
    });
    await story.handIn("JC09", "appraisal_tally", tally);
    expect((await story.artifact("JC09", "appraisal_tally")).state).toBe("received");
  });
});

describe("situation 11: a link sent to a chat group (JC12)", () => {
  test("is turned at once, drafts stay, and what came by it can be struck out with a reason", async () => {
    story = await beginStory();
    const { world } = story;
    const mine = world.of("JC12");
    const stranger = await world.branch("JC12");
    await story.enter("JC12", "work_plan", { theme: "一半" });
    const file = await story.sendTaken("JC12", "opinion_summary", makePdf("陌生人"), "别人的.pdf");
    const clerk = await world.staff();
    const rotate = `/api/rounds/${world.roundId}/links/${mine.submissionId}/rotate`;
    const { link } = (await (await clerk.send(rotate, {})).json()) as { link: { url: string } };
    expect((await stranger.get(`/b/${mine.submissionId}`)).status).toBe(401);
    expect(
      (await world.app.request(`/api/submissions/${mine.submissionId}`, { headers: world.bearer("JC12") }))
        .status,
    ).toBe(401);
    expect((await story.strike("JC12", file.id, "")).status).toBe(422);
    expect((await story.strike("JC12", file.id, "链接外泄，不是本支部的材料")).status).toBe(200);
    const branch = createClient(world.app);
    expect((await branch.post("/b", { code: link.url.split("#")[1] ?? "" })).status).toBe(303);
    const page = await (await branch.get(`/b/${mine.submissionId}`)).text();
    expect(page).not.toContain("别人的.pdf");
    expect(page).toContain("继续填写");
    expect(await story.clerkPage("JC12")).toContain("剔除文件");
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("situation 12: nothing to hand in", () => {
  test.each(["notice-002", "notice-004"])("%s as it is runs as a checklist without a receipt", async (id) => {
    story = await beginStory({ definition: openNotice(id) });
    expect(await story.page("JC01")).toContain("本轮未设必交材料，不能出具回执");
    const [first] = (await story.status("JC01")).artifacts;
    expect(first?.required).toBe(false);
    expect((await story.status("JC01")).receipt).toBeNull();
  });
});
