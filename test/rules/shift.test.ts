import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RoundDefinition, roundDefinition } from "../../schemas/round";
import { buildDueText, setDueDates, shiftDates } from "../../worker/rounds/round.shift.rules";
import { findTemplate, ROUND_TEMPLATES } from "../../worker/rounds/templates";

function notice(id: string): RoundDefinition {
  const found = findTemplate(id);
  if (found === null) throw new Error(`no template ${id}`);
  return found.definition;
}

const artifactOf = (round: RoundDefinition, key: string) => round.artifacts.find((one) => one.key === key);
const milestoneOf = (round: RoundDefinition, key: string) => round.milestones.find((one) => one.key === key);
const ruleOf = (round: RoundDefinition, id: string) => round.rules.find((one) => one.id === id);
const dues = (round: RoundDefinition) =>
  [...round.artifacts, ...round.milestones].flatMap((one) => (one.due === null ? [] : [Date.parse(one.due)]));

const anyNotice = fc.constantFrom(...ROUND_TEMPLATES.map((one) => one.definition));
const someDays = fc.integer({ min: -5000, max: 5000 });

describe("moving all dates of a round", () => {
  it("puts the last artifact on the day asked for and keeps every distance", () => {
    const moved = shiftDates(notice("notice-003"), { latestDueOn: "2026-12-18" });
    expect(artifactOf(moved, "situation_summary")?.due).toBe("2026-12-18T23:59:59+08:00");
    expect(artifactOf(moved, "work_plan")?.due).toBe("2026-11-18T23:59:59+08:00");
    expect(milestoneOf(moved, "plan_filed")?.due).toBe("2026-11-18T23:59:59+08:00");
    expect(milestoneOf(moved, "meeting_done")?.due).toBe("2026-12-18T23:59:59+08:00");
  });

  it("writes new words for a date that moved, because the notice's own would lie", () => {
    const moved = shiftDates(notice("notice-000"), { byDays: 10 });
    expect(artifactOf(moved, "summary_paper")?.dueText).toBe("7月15日前");
    expect(milestoneOf(moved, "meeting_done")).toMatchObject({
      due: "2018-07-10T23:59:59+08:00",
      dueText: "7月10日前",
      source: "专题组织生活会要在2018年6月底前完成",
    });
  });

  it("names the new day in a rule that names the old one, in both languages", () => {
    const moved = shiftDates(notice("notice-003"), { byDays: 30 });
    expect(ruleOf(moved, "plan_review")).toMatchObject({
      text: {
        zh: "工作方案9月30日前报审核备案",
        en: "Work plan filed for review and record by 30 September",
      },
      source: "于8月31日前报机关工委组织科审核备案",
    });
    expect(ruleOf(moved, "meeting_by")?.text).toEqual({
      zh: "必须在10月30日前完成",
      en: "Meeting must be held by 30 October",
    });
  });

  it("leaves 及时 without a date and keeps its word", () => {
    const moved = shiftDates(notice("notice-001"), { latestDueOn: "2026-12-18" });
    expect(artifactOf(moved, "situation_report")).toMatchObject({ due: null, dueText: "及时" });
    expect(milestoneOf(moved, "meeting_done")?.due).toBe("2026-12-18T23:59:59+08:00");
  });

  it("does not touch the notice: its number, its day of issue and its text are what they were", () => {
    const before = notice("notice-000");
    expect(shiftDates(before, { byDays: 3000 }).notice).toEqual(before.notice);
  });

  it("moves the cut-off and the keeping date along", () => {
    const round = {
      ...notice("notice-000"),
      closesAt: "2018-07-10T12:00:00+08:00",
      retainUntil: "2019-02-28",
    };
    expect(shiftDates(round, { byDays: 366 })).toMatchObject({
      closesAt: "2019-07-11T12:00:00+08:00",
      retainUntil: "2020-02-29",
    });
  });

  it("returns a round without any date as it was", () => {
    const round = { ...notice("notice-002"), milestones: [] };
    expect(shiftDates(round, { latestDueOn: "2026-12-18" })).toBe(round);
  });

  it("keeps everything, words included, when there is nothing to move", () => {
    const round = notice("notice-000");
    expect(shiftDates(round, { byDays: 0 })).toEqual(round);
    expect(shiftDates(round, { latestDueOn: "2018-07-05" })).toEqual(round);
  });

  it("moves by the days of Shanghai when an instant is written in another zone", () => {
    const round = setDueDates(notice("notice-000"), { summary_paper: "2018-07-05T16:30:00Z" });
    const moved = shiftDates(round, { latestDueOn: "2018-07-07" });
    expect(artifactOf(moved, "summary_paper")?.due).toBe("2018-07-07T00:30:00+08:00");
  });

  it("keeps the order and the distances of all dates, whatever the number of days", () => {
    fc.assert(
      fc.property(anyNotice, someDays, (round, byDays) => {
        const moved = shiftDates(round, { byDays });
        expect(dues(moved)).toEqual(dues(round).map((ms) => ms + byDays * 86_400_000));
        expect(roundDefinition.safeParse(moved).success).toBe(true);
      }),
    );
  });

  it("comes to the same dates in two steps as in one, and back again", () => {
    fc.assert(
      fc.property(anyNotice, someDays, someDays, (round, a, b) => {
        const twoSteps = shiftDates(shiftDates(round, { byDays: a }), { byDays: b });
        expect(dues(twoSteps)).toEqual(dues(shiftDates(round, { byDays: a + b })));
        expect(dues(shiftDates(shiftDates(round, { byDays: a }), { byDays: -a }))).toEqual(dues(round));
      }),
    );
  });

  it("never writes into the template it started from", () => {
    const before = structuredClone(notice("notice-003"));
    shiftDates(notice("notice-003"), { byDays: 77 });
    setDueDates(notice("notice-003"), { work_plan: null });
    expect(notice("notice-003")).toEqual(before);
  });
});

describe("setting single due dates", () => {
  it("changes what is named and nothing else", () => {
    const round = notice("notice-003");
    const changed = setDueDates(round, { work_plan: "2026-12-04T23:59:59+08:00" });
    expect(artifactOf(changed, "work_plan")).toMatchObject({
      due: "2026-12-04T23:59:59+08:00",
      dueText: "12月4日前",
    });
    expect(artifactOf(changed, "appraisal_tally")).toEqual(artifactOf(round, "appraisal_tally"));
    expect(changed.milestones).toEqual(round.milestones);
    expect(ruleOf(changed, "plan_review")?.text.zh).toBe("工作方案12月4日前报审核备案");
    expect(ruleOf(changed, "meeting_by")).toEqual(ruleOf(round, "meeting_by"));
  });

  it("takes the words away together with the date", () => {
    const changed = setDueDates(notice("notice-000"), { summary_paper: null });
    expect(artifactOf(changed, "summary_paper")).toMatchObject({ due: null, dueText: null });
  });

  it("gives a date and words to what the notice left undated", () => {
    const changed = setDueDates(notice("notice-001"), { situation_report: "2026-07-01T10:00:00+08:00" });
    expect(artifactOf(changed, "situation_report")).toMatchObject({
      due: "2026-07-01T10:00:00+08:00",
      dueText: "7月1日10:00前",
    });
  });

  it("keeps the notice's words when the same instant comes back, even written in UTC", () => {
    const round = notice("notice-000");
    expect(setDueDates(round, { summary_paper: "2018-07-05T15:59:59Z" })).toEqual(round);
  });

  it("moves a milestone by its own key", () => {
    const changed = setDueDates(notice("notice-003"), {}, { meeting_done: "2015-10-08T23:59:59+08:00" });
    expect(milestoneOf(changed, "meeting_done")?.dueText).toBe("10月8日前");
    expect(milestoneOf(changed, "materials_in")?.dueText).toBe("9月30日前");
    expect(ruleOf(changed, "meeting_by")?.text.zh).toBe("必须在10月8日前完成");
  });

  it("does not take 1月5日 out of 11月5日, nor move a day twice", () => {
    const round = notice("notice-003");
    const rule = round.rules[0];
    if (rule === undefined) throw new Error("notice-003 has rules");
    const text = { zh: "11月5日、1月5日、2月5日", en: "on 15 January, not 5 January" };
    const worded = {
      ...round,
      milestones: [],
      artifacts: round.artifacts.map((one) =>
        one.key === "work_plan"
          ? { ...one, due: "2026-01-05T23:59:59+08:00" }
          : one.key === "appraisal_tally"
            ? { ...one, due: "2026-02-05T23:59:59+08:00" }
            : { ...one, due: null },
      ),
      rules: [{ ...rule, text, appliesTo: ["work_plan", "appraisal_tally"] }],
    };
    const moved = shiftDates(worded, { byDays: 31 });
    expect(moved.rules[0]?.text).toEqual({
      zh: "11月5日、2月5日、3月8日",
      en: "on 15 January, not 5 February",
    });
  });
});

describe("the words of a due instant", () => {
  it.each([
    ["2026-12-18T23:59:59+08:00", "12月18日前"],
    ["2026-12-18T15:59:59Z", "12月18日前"],
    ["2026-07-05T10:00:00+08:00", "7月5日10:00前"],
    ["2026-07-05T00:00:00+08:00", "7月5日00:00前"],
  ])("%s is said as %s", (due, words) => {
    expect(buildDueText(due)).toBe(words);
  });
});
