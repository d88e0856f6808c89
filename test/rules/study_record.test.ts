import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import { buildEntryDefaults, canonicalEntry, checkEntry, fitForm, hasBlock } from "../../schemas/entry";
import { studyRecord } from "../../schemas/forms/study_record";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeStudyRecord } from "../support/entries.meeting";
import { makeEntryContext, makeTally, makeWorkPlan } from "../support/entry.builders";
import { makeNoticeContext } from "../support/notice.context";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(studyRecord, makeStudyRecord(overrides), ctx);
const sayings = (overrides: EntryValue) =>
  check(overrides).map(({ path, level, code }) => [path, level, code]);
const minutes = { start: "2026-12-09T14:00:00+08:00" };

describe("study record", () => {
  it("has nothing to say about a whole record", () => {
    expect(check()).toEqual([]);
  });

  it("starts with what the roster and the plan already say", () => {
    const planned = makeEntryContext({ others: { work_plan: makeWorkPlan() } });
    expect(buildEntryDefaults(studyRecord, planned)).toEqual({
      held_on: "2026-12-02",
      contents: ["上级文件"],
      expected: 22,
    });
    expect(buildEntryDefaults(studyRecord, makeEntryContext())).toEqual({ expected: 22 });
  });

  it("offers the ways of the notice: three for a meeting, those of the campaign elsewhere", () => {
    const options = (ctx: EntryContext) =>
      fitForm(studyRecord, ctx).fields.find((one) => one.key === "ways")?.options;
    expect(options(makeNoticeContext("notice-000"))).toEqual(["领学宣讲", "党课辅导", "交流讨论"]);
    expect(options(makeNoticeContext("notice-002"))).toContain("微型党课");
    const stray = check({ ways: ["微型党课"] }, makeNoticeContext("notice-001"));
    expect(stray.map((one) => one.code)).toEqual(["field.not_an_option"]);
  });

  it("wants a row for each who was absent", () => {
    const [finding] = check({ expected: 18, attended: 17 });
    expect(finding).toMatchObject({ path: "absent", level: "block", code: "study_record.absent_rows" });
    expect(finding?.zh).toBe("应到18，实到17，缺席名单应为1人，现为0人");
    const absent = [{ name: "党员07", reason: "公出", makeup: true }];
    expect(check({ expected: 18, attended: 17, absent })).toEqual([]);
    expect(sayings({ expected: 18, attended: 18, absent })).toEqual([
      ["absent", "block", "study_record.absent_rows"],
    ]);
  });

  it("refuses more people than were expected", () => {
    const [finding] = check({ expected: 18, attended: 19 });
    expect(finding).toMatchObject({ path: "attended", level: "block", zh: "实到19，超过应到18" });
  });

  it.each([
    [{ held_on: "" }, "held_on", "field.required"],
    [{ held_on: "2026-02-30" }, "held_on", "field.not_a_date"],
    [{ duration_min: 0 }, "duration_min", "field.out_of_range"],
    [{ place: "室".repeat(101) }, "place", "field.too_long"],
    [{ ways: [] }, "ways", "field.required"],
    [{ ways: ["自学"] }, "ways", "field.not_an_option"],
    [{ contents: [] }, "contents", "field.required"],
    [{ leader: {} }, "leader.name", "field.required"],
    [{ expected: 0, attended: 0 }, "expected", "field.out_of_range"],
    [{ attended: "全部" }, "attended", "field.not_a_number"],
    [{ recorder: null }, "recorder.name", "field.required"],
  ])("refuses %j", (overrides, path, code) => {
    expect(sayings(overrides)).toEqual([[path, "block", code]]);
  });

  it("leaves minutes, absentees and catching up to the branch", () => {
    expect(check({ duration_min: null })).toEqual([]);
    const absent = [{ name: "党员07", reason: "公出" }];
    const stored = canonicalEntry(studyRecord, makeStudyRecord({ expected: 23, absent }));
    expect(stored.absent).toEqual([{ name: "党员07", reason: "公出", makeup: false }]);
    expect(checkEntry(studyRecord, stored, makeEntryContext())).toEqual([]);
  });

  it("takes exactly the numbers that add up", () => {
    const count = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), count, count, (expected, attended, rows) => {
        const absent = Array.from({ length: rows }, (_, i) => ({ name: `党员${i}`, reason: "事假" }));
        const refused = hasBlock(check({ expected, attended, absent }));
        expect(refused).toBe(expected !== attended + rows);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the study record beside the meeting", () => {
  const beside = (held_on: string, ctx: EntryContext) =>
    checkAcross("study_record", makeStudyRecord({ held_on }), ctx);

  it.each(["notice-000", "notice-001"])("%s has study as a gate: later than the meeting is a block", (id) => {
    const ctx = makeNoticeContext(id, { others: { meeting_minutes: minutes } });
    const [finding] = beside("2026-12-10", ctx);
    expect(finding).toMatchObject({
      path: "held_on",
      level: "block",
      code: "study_record.after_meeting",
      rule: "study_first",
      line: "没有组织集中学习的，不得召开组织生活会。",
      zh: "集中学习12月10日晚于会议记录中的会议日期12月9日；没有组织集中学习的，不得召开组织生活会",
    });
    expect(beside("2026-12-09", ctx)).toEqual([]);
  });

  it("only warns where the notice orders study without a gate", () => {
    const ctx = makeNoticeContext("notice-003", { others: { meeting_minutes: minutes } });
    const [finding] = beside("2026-12-10", ctx);
    expect(finding).toMatchObject({ level: "warn", code: "study_record.after_meeting" });
    expect(finding?.zh).toBe("集中学习12月10日晚于会议记录中的会议日期12月9日");
  });

  it("is content with one record in time, whatever came later", () => {
    const others = { meeting_minutes: minutes };
    const inRound = (...study_record: EntryValue[]) =>
      makeNoticeContext("notice-000", { others, every: { meeting_minutes: [minutes], study_record } });
    const [early, late] = ["2026-12-05", "2026-12-12"].map((held_on) => makeStudyRecord({ held_on }));
    expect(beside("2026-12-10", inRound(early ?? {}, late ?? {}))).toEqual([]);
    expect(beside("2026-12-10", inRound(late ?? {})).map((one) => one.level)).toEqual(["block"]);
  });

  it("takes the day of the tally where the minutes are no form, and only warns of a plan", () => {
    const tallied = makeNoticeContext("notice-000", { others: { appraisal_tally: makeTally() } });
    expect(beside("2026-12-10", tallied).map((one) => one.level)).toEqual(["block"]);
    const planned = makeNoticeContext("notice-000", { others: { work_plan: makeWorkPlan() } });
    expect(beside("2026-12-10", planned).map(({ level, code }) => [level, code])).toEqual([
      ["warn", "study_record.after_plan"],
    ]);
    expect(beside("2026-12-10", makeNoticeContext("notice-000"))).toEqual([]);
  });

  it("adds up the minutes of all records to half a day", () => {
    const ctx = (duration_min: unknown) =>
      makeEntryContext({ every: { study_record: [makeStudyRecord({ duration_min })] } });
    const two = (own: unknown, other: unknown) =>
      checkAcross("study_record", makeStudyRecord({ duration_min: own }), ctx(other));
    const [finding] = two(60, 119);
    expect(finding).toMatchObject({ path: "duration_min", level: "warn", code: "study_record.too_short" });
    expect(finding?.zh).toBe("集中学习合计179分钟，按惯例合计不少于半天（180分钟）");
    expect(two(60, 120)).toEqual([]);
    expect(two(60, null)).toEqual([]);
  });
});
