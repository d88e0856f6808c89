import { describe, expect, it } from "vitest";
import { buildEntryDefaults, checkEntry } from "../../schemas/entry";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { workPlan } from "../../schemas/forms/work_plan";
import { makeEntryContext, makeWorkPlan } from "../support/entry.builders";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(workPlan, makeWorkPlan(overrides), ctx);
const sayings = (overrides: EntryValue, ctx?: EntryContext) =>
  check(overrides, ctx).map(({ path, level, code }) => ({ path, level, code }));

describe("work plan", () => {
  it("has nothing to say about a whole plan", () => {
    expect(check()).toEqual([]);
  });

  it("starts with the round's theme and the roster's number", () => {
    expect(buildEntryDefaults(workPlan, makeEntryContext())).toEqual({
      theme: "进一步解放思想，激励新时代新担当新作为",
      expected_members: 22,
      responsible: { name: "", post: "党支部书记" },
    });
  });

  it("refuses a meeting after the milestone and names both dates", () => {
    const [finding] = check({ meeting_at: "2026-12-12T09:00:00+08:00" });
    expect(finding).toMatchObject({ path: "meeting_at", level: "block", code: "work_plan.meeting_too_late" });
    expect(finding?.zh).toBe("会议时间2026年12月12日 09:00晚于通知规定的12月11日 周五 24:00");
    expect(finding?.en).toContain("12 Dec 2026 09:00");
  });

  it("takes a meeting in the last second of the milestone's day", () => {
    expect(check({ meeting_at: "2026-12-11T23:59:59+08:00" })).toEqual([]);
  });

  it("takes any meeting time where the round has no such milestone", () => {
    const ctx = makeEntryContext({ round: { milestones: [{ key: "meeting_done", due: null }] } });
    expect(check({ meeting_at: "2027-12-12T09:00:00+08:00" }, ctx)).toEqual([]);
  });

  it("only warns of a meeting that has already taken place", () => {
    const ctx = makeEntryContext({ now: "2026-12-09T07:00:00.000Z" });
    expect(sayings({}, ctx)).toEqual([{ path: "meeting_at", level: "warn", code: "work_plan.meeting_past" }]);
  });

  it.each([
    "https://meeting.example.org/dm/1",
    "meeting.tencent.com/dm/abc",
    "腾讯会议",
    "腾讯会议 123 456 789",
    "Zoom",
    "会议号：123-456-789",
    "１２３４５６７８９",
  ])("refuses %s as a place", (place) => {
    const [finding] = check({ place });
    expect(finding).toMatchObject({ path: "place", level: "block", code: "work_plan.place_online" });
    expect(finding?.zh).toContain("不得在网上进行");
  });

  it.each(["学校党员活动室", "视频会议室（办公楼3楼）", "501室", "霁川路1234号2楼会议室"])(
    "takes %s as a place",
    (place) => {
      expect(check({ place })).toEqual([]);
    },
  );

  it("refuses each preparation step after the meeting, in its own row", () => {
    const prep_steps = [
      { step: "学习", date: "2026-12-09", who: "书记" },
      { step: "谈心谈话", date: "2026-12-10", who: "书记" },
    ];
    const findings = check({ prep_steps });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ path: "prep_steps.1.date", level: "block" });
    expect(findings[0]?.zh).toBe("会前准备安排第2行：谈心谈话12月10日晚于会议时间12月9日");
  });

  it("judges a step by the day in Shanghai", () => {
    const prep_steps = [{ step: "学习", date: "2026-12-10", who: "书记" }];
    expect(check({ prep_steps, meeting_at: "2026-12-09T16:30:00Z" })).toEqual([]);
  });

  it("only warns when the number expected is not the roster's", () => {
    const findings = check({ expected_members: 21 });
    expect(findings.map((one) => [one.path, one.level])).toEqual([["expected_members", "warn"]]);
    expect(findings[0]?.zh).toBe("应到党员人数21，花名册为22，请核对");
  });

  it("lets the theme be narrowed and warns when it is another", () => {
    expect(check({ theme: "进一步解放思想" })).toEqual([]);
    expect(check({ theme: "“进一步解放思想、激励新时代新担当新作为”（师德师风）" })).toEqual([]);
    expect(sayings({ theme: "年终总结" })).toEqual([
      { path: "theme", level: "warn", code: "work_plan.theme_changed" },
    ]);
  });

  it.each([
    [{ theme: "" }, "theme", "field.required"],
    [{ theme: "题".repeat(201) }, "theme", "field.too_long"],
    [{ meeting_at: "2026-02-30T10:00" }, "meeting_at", "field.not_a_time"],
    [{ place: "室".repeat(101) }, "place", "field.too_long"],
    [{ mode: "线上" }, "mode", "field.not_an_option"],
    [{ expected_members: "十二" }, "expected_members", "field.not_a_number"],
    [{ expected_members: 0 }, "expected_members", "field.out_of_range"],
    [{ expected_members: 1000 }, "expected_members", "field.out_of_range"],
    [{ expected_members: 2.5 }, "expected_members", "field.not_a_number"],
    [{ observers: Array(21).fill("党员01") }, "observers", "field.too_many"],
    [{ study_items: [] }, "study_items", "field.required"],
    [{ prep_steps: [] }, "prep_steps", "field.required"],
    [{ agenda: ["一项"] }, "agenda", "field.too_few"],
    [{ requirements: "太短" }, "requirements", "field.too_short"],
    [{ requirements: "长".repeat(3001) }, "requirements", "field.too_long"],
    [{ responsible: { name: "", post: "党支部书记" } }, "responsible.name", "field.required"],
    [{ filed_by: { name: "组织委员" } }, "filed_by.phone", "field.required"],
    [{ filed_by: { name: "组织委员", phone: "12345" } }, "filed_by.phone", "field.not_a_phone"],
    [{ filed_by: { name: "组织委员", phone: "1234567a" } }, "filed_by.phone", "field.not_a_phone"],
    [{ filed_by: { name: "组织委员", phone: "1".repeat(21) } }, "filed_by.phone", "field.not_a_phone"],
  ])("refuses %j", (overrides, path, code) => {
    expect(sayings(overrides).filter((one) => one.level === "block")).toEqual([
      { path, level: "block", code },
    ]);
  });

  it("refuses each blank or broken cell of a preparation step", () => {
    const prep_steps = [
      { step: "学习", date: "2026-12-02", who: "书记" },
      { step: "午餐", date: "12月2日" },
    ];
    expect(sayings({ prep_steps }).map((one) => [one.path, one.code])).toEqual([
      ["prep_steps.1.step", "field.not_an_option"],
      ["prep_steps.1.date", "field.not_a_date"],
      ["prep_steps.1.who", "field.required"],
    ]);
  });
});
