import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildRoundVersion, computeAsks, roundDefinition } from "../../schemas/round";
import { DEMO_BRANCHES, DEMO_COMMITTEE } from "../../worker/demo/demo.branches";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { findMisquotes } from "./quotations";

const round = buildDemoRound("2026-11-27");

describe("the demo round", () => {
  it("asks for the seven artifacts of notices 000 and 003 in the order of the work", () => {
    expect(round.artifacts.map((one) => [one.key, one.kind, one.due?.slice(0, 10)])).toEqual([
      ["work_plan", "form", "2026-12-04"],
      ["opinion_summary", "form", "2026-12-18"],
      ["meeting_minutes", "form", "2026-12-18"],
      ["meeting_media", "file", "2026-12-18"],
      ["appraisal_tally", "form", "2026-12-18"],
      ["summary_text", "form", "2026-12-18"],
      ["summary_paper", "paper", "2026-12-18"],
    ]);
    const asks = computeAsks(round, "literal");
    expect(Object.values(asks).every((one) => one === "required")).toBe(true);
    const stamp = { version: 1, publishedAt: "2026-11-27T01:00:00Z", profile: "literal" } as const;
    expect(buildRoundVersion(round, asks, stamp).checklist).toBe(false);
  });

  it("wants one sealed copy at the desk and says where and when the desk is open", () => {
    const paper = round.artifacts.find((one) => one.key === "summary_paper");
    expect(paper).toMatchObject({ sealed: true, copies: 1, deliverTo: "党建办公室 501室" });
    expect(round.contacts[0]).toMatchObject({ office: "党建办公室 501室", hours: "工作日 9:00–17:00" });
  });

  it("says until when what was handed in is kept, to the end of the year after", () => {
    expect(round.retainUntil).toBe("2027-12-31");
  });

  it("takes plan and tally only as forms", () => {
    const byForm = round.artifacts.filter((one) => one.kind === "form" && one.accepts.length === 0);
    expect(byForm.map((one) => one.key)).toEqual(["work_plan", "appraisal_tally"]);
  });

  it("has the meeting between plan and materials, each to the last second of its day", () => {
    expect(round.milestones.map((one) => [one.key, one.due, one.dueText])).toEqual([
      ["plan_filed", "2026-12-04T23:59:59+08:00", "12月4日前"],
      ["meeting_done", "2026-12-11T23:59:59+08:00", "12月11日前"],
      ["materials_in", "2026-12-18T23:59:59+08:00", "12月18日前"],
    ]);
  });

  it("comes with a notice of 400 to 600 characters that names what is asked and when", () => {
    const body = round.notice.text.split("\n").slice(4, -3).join("");
    expect(body.length).toBeGreaterThanOrEqual(400);
    expect(body.length).toBeLessThanOrEqual(600);
    for (const one of round.milestones) expect(round.notice.text).toContain(one.dueText);
    expect(round.notice.text).toContain("霁教党字〔2026〕18号");
    expect(round.notice.text.endsWith("2026年11月27日")).toBe(true);
    expect(findMisquotes(round)).toEqual([]);
  });

  it("names the year of a date that falls into the next one", () => {
    const late = buildDemoRound("2026-12-20");
    expect(late.artifacts[0]?.dueText).toBe("12月27日前");
    expect(late.artifacts[1]?.dueText).toBe("2027年1月10日前");
    expect(late.notice.text).toContain("请于2027年1月10日前报送");
  });

  it("is a valid definition on any day", () => {
    const days = fc.date({ min: new Date("2020-01-01"), max: new Date("2060-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        const made = buildDemoRound(day.toISOString().slice(0, 10));
        expect(roundDefinition.safeParse(made).success).toBe(true);
        expect(findMisquotes(made)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the demo branches", () => {
  it("are twelve, each code once, members being full and probationary together", () => {
    expect(DEMO_BRANCHES.map((one) => one.code)).toEqual(
      Array.from({ length: 12 }, (_, i) => `JC${String(i + 1).padStart(2, "0")}`),
    );
    expect(new Set(DEMO_BRANCHES.map((one) => one.name)).size).toBe(12);
    for (const one of DEMO_BRANCHES) expect(one.members).toBe(one.full + one.probationary);
    expect(DEMO_BRANCHES.reduce((sum, one) => sum + one.members, 0)).toBe(229);
  });

  it("belong to the invented district of the demo committee", () => {
    expect(DEMO_COMMITTEE.name.zh).toContain("霁川区");
    for (const one of DEMO_BRANCHES) expect(one.name).toMatch(/^霁川区.+党支部$/);
  });
});
