import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import { buildEntryDefaults, canonicalEntry, checkEntry, computeEntryFigures } from "../../schemas/entry";
import { entrySchema } from "../../schemas/entry.schema";
import { opinionSummary } from "../../schemas/forms/opinion_summary";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { findTemplate } from "../../worker/rounds/templates";
import { makeOpinion, makeOpinionSummary } from "../support/entries.talks";
import { makeEntryContext, makeTally, makeWorkPlan } from "../support/entry.builders";

const check = (overrides: EntryValue = {}) =>
  checkEntry(opinionSummary, makeOpinionSummary(overrides), makeEntryContext());
const find = (overrides: EntryValue, code: string) =>
  check(overrides).find((one) => one.code === `opinion_summary.${code}`);
const [byTalk, byForm] = makeOpinionSummary().channels as [EntryValue, EntryValue];
const none = { none_received: true, none_reason: "设了意见箱，没有人投递", rows: [], merged_total: 0 };
const silent = { ...none, raw_total: 0, channels: [{ way: "意见箱", asked: "服务对象", raw: 0 }] };

describe("opinion summary", () => {
  it("has nothing to say about numbers that agree", () => {
    expect(check()).toEqual([]);
  });

  it("starts empty: nobody knows the opinions of others beforehand", () => {
    expect(buildEntryDefaults(opinionSummary, makeEntryContext())).toEqual({});
  });

  it("refuses an end before the beginning, and takes a single day", () => {
    expect(find({ to: "2026-11-23" }, "days_reversed")).toMatchObject({
      path: "to",
      level: "block",
      zh: "结束日期11月23日早于开始日期11月24日",
    });
    expect(check({ to: "2026-11-24" })).toEqual([]);
  });

  it("refuses more forms back than were sent, in the row of the way", () => {
    const channels = [byTalk, { ...byForm, forms_returned: 111 }];
    expect(find({ channels }, "forms_returned")).toMatchObject({
      path: "channels.1.forms_returned",
      level: "block",
      zh: "征求意见方式第2行：收回111份，超过发出110份，多1份",
    });
  });

  it("refuses a total that is not the sum of the ways, with the sum", () => {
    expect(find({ raw_total: 9 }, "raw_total")).toMatchObject({
      path: "raw_total",
      level: "block",
      zh: "征求意见条数9，各方式合计5+3=8，应相等，现相差1",
    });
    const many = Array.from({ length: 20 }, () => ({ ...byForm, raw: 1 }));
    expect(find({ channels: many, raw_total: 21 }, "raw_total")?.zh).toContain("各方式合计20，");
  });

  it("waits with the sum until every way has its number", () => {
    const channels = [byTalk, { ...byForm, raw: undefined }];
    expect(check({ channels }).map((one) => [one.path, one.code])).toEqual([
      ["channels.1.raw", "field.required"],
    ]);
  });

  it("refuses a number after merging that is not the number of rows, or more than was received", () => {
    expect(find({ merged_total: 3 }, "merged_rows")).toMatchObject({
      path: "merged_total",
      level: "block",
      zh: "梳理后条数3，意见清单2行，应相等，现相差1",
    });
    const rows = Array.from({ length: 9 }, () => makeOpinion({ same_count: 1 }));
    expect(find({ rows, merged_total: 9 }, "merged_total")).toMatchObject({
      level: "block",
      zh: "梳理后条数9，超过征求意见条数8，多1条",
    });
  });

  it("only warns when the rows stand for another number of opinions than was received", () => {
    const rows = [makeOpinion(), makeOpinion()];
    expect(check({ rows })).toMatchObject([
      {
        path: "list_sums",
        level: "warn",
        code: "opinion_summary.same_count",
        zh: "意见清单同类条数合计3+3=6，征求意见条数8，相差2，请核对",
      },
    ]);
  });

  it("warns where neither a way nor a row comes from the people served", () => {
    const channels = [byTalk, { ...byForm, asked: "群众" }];
    const rows = [
      makeOpinion({ source_group: "群众" }),
      makeOpinion({ source_group: "党员", same_count: 5 }),
    ];
    expect(check({ channels, rows })).toMatchObject([
      { path: "channels", level: "warn", code: "opinion_summary.served_missing" },
    ]);
    expect(check({ channels })).toEqual([]);
    expect(check({ rows })).toEqual([]);
  });

  it("adds up what stands beside it, in both languages", () => {
    const figures = (lang: "zh" | "en") =>
      computeEntryFigures(opinionSummary, makeOpinionSummary(), makeEntryContext(), lang).auto;
    expect(figures("zh")).toEqual({
      "rows.0.no": "1",
      "rows.1.no": "2",
      channel_sums: "意见8条，12人次，发出110份，收回63份",
      list_sums: "2行，同类条数合计8",
    });
    expect(figures("en").channel_sums).toBe("8 opinions, 12 people, 110 forms sent, 63 forms back");
  });

  it.each([
    [{ channels: [] }, "channels", "field.required"],
    [{ rows: [] }, "rows", "field.required"],
    [{ channels: [byTalk, { ...byForm, way: "电话" }] }, "channels.1.way", "field.not_an_option"],
    [{ channels: [byTalk, { ...byForm, people: -1 }] }, "channels.1.people", "field.out_of_range"],
    [
      { rows: [makeOpinion({ content: "不好" }), makeOpinion({ same_count: 5 })] },
      "rows.0.content",
      "field.too_short",
    ],
    [
      { rows: [makeOpinion({ content: "意".repeat(1001) }), makeOpinion({ same_count: 5 })] },
      "rows.0.content",
      "field.too_long",
    ],
    [{ rows: [makeOpinion(), makeOpinion({ same_count: 0 })] }, "rows.1.same_count", "field.out_of_range"],
    [
      { rows: [makeOpinion(), makeOpinion({ source_group: "党员01" })] },
      "rows.1.source_group",
      "field.not_an_option",
    ],
  ])("refuses %j", (overrides, path, code) => {
    const blocks = check(overrides).filter((one) => one.level === "block");
    expect(blocks.map((one) => [one.path, one.code])).toEqual([[path, code]]);
  });
});

describe("a branch without any opinion", () => {
  it("says so with a reason, and its list may be empty", () => {
    expect(check(silent)).toEqual([]);
    const entry = canonicalEntry(opinionSummary, makeOpinionSummary(silent));
    expect(entrySchema(opinionSummary).safeParse(entry).error).toBeUndefined();
  });

  it("gives the reason, of two characters at least", () => {
    expect(check({ ...silent, none_reason: " " })).toMatchObject([
      { path: "none_reason", level: "block", zh: "勾选“未收到意见”的，请写明原因" },
    ]);
    expect(check({ ...silent, none_reason: "无" }).map((one) => one.code)).toEqual(["field.too_short"]);
  });

  it("has no rows and no opinion in any way", () => {
    const withRows = check({ none_received: true, none_reason: "没有收到" });
    expect(withRows.map((one) => [one.path, one.level])).toEqual([
      ["none_received", "block"],
      ["raw_total", "block"],
    ]);
    const counted = check({ ...none });
    expect(counted.map((one) => one.zh)).toEqual(["已勾选“未收到意见”，征求意见条数应为0，现为8"]);
  });

  it("still has asked the people served, or is warned", () => {
    const channels = [{ way: "意见箱", raw: 0 }];
    expect(check({ ...silent, channels }).map((one) => one.code)).toEqual(["opinion_summary.served_missing"]);
  });
});

describe("opinions beside the other papers", () => {
  const across = (ctx: Parameters<typeof makeEntryContext>[0], overrides: EntryValue = {}) =>
    checkAcross("opinion_summary", makeOpinionSummary(overrides), makeEntryContext(ctx));
  const others: EntryContext["others"] = { appraisal_tally: makeTally() };

  it("are gathered until the day of the meeting at the latest", () => {
    expect(across({ others }, { to: "2026-12-09" })).toEqual([]);
    expect(across({ others }, { to: "2026-12-10" })).toMatchObject([
      {
        path: "to",
        level: "warn",
        code: "opinion_summary.after_meeting",
        zh: "征求意见结束日期12月10日晚于测评汇总表中的会议日期12月9日，应在会前",
      },
    ]);
    expect(across({ others: { work_plan: makeWorkPlan() } }, { to: "2026-12-10" })).toMatchObject([
      { level: "warn", code: "opinion_summary.after_plan" },
    ]);
  });

  it("after the meeting are refused by notice 000 and only warned of by the others", () => {
    const levels = ["notice-000", "notice-001", "notice-003"].map((id) => {
      const checkLevels = findTemplate(id)?.definition.checkLevels ?? {};
      return across({ others, round: { checkLevels } }, { to: "2026-12-10" })[0]?.level;
    });
    expect(levels).toEqual(["block", "warn", "warn"]);
  });

  it("point at problems that are in a list", () => {
    const rows = [makeOpinion({ problem_no: 3 }), makeOpinion({ problem_no: 4 })];
    const lists = [{ rows: [{}] }, { rows: [{}, {}, {}] }];
    expect(across({ every: { problem_rectification: lists } }, { rows })).toMatchObject([
      {
        path: "rows.1.problem_no",
        level: "warn",
        code: "opinion_summary.problem_unknown",
        zh: "意见清单第2行：对应问题序号4不在问题清单里，清单到第3项",
      },
    ]);
    expect(across({}, { rows })).toEqual([]);
  });
});
