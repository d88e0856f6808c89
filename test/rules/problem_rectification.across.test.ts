import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import { NOTHING_FORM } from "../../schemas/artifact";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { judge } from "../../schemas/judgement";
import { buildRoundVersion } from "../../schemas/round";
import { findTemplate } from "../../worker/rounds/templates";
import { makeProblemList, makeProblemRow } from "../support/entries.rectification";
import { makeEntryContext, makeTally, makeWorkPlan } from "../support/entry.builders";

const across = (ctx: EntryContext, overrides: EntryValue = {}) =>
  checkAcross("problem_rectification", makeProblemList(overrides), ctx);

const rule = (id: string) => ({ id, enforce: "warn" as const, line: "自己动手列出问题清单和整改措施" });
/** Lists beside the first one, as entries 2, 3, … of its artifact. */
const siblingsOf = (...lists: EntryValue[]) => lists.map((value, i) => ({ item: i + 2, value }));
const listOf = (name: string, overrides: EntryValue = {}) =>
  makeProblemList({ owner_name: { name }, ...overrides });

describe("a list beside the meeting", () => {
  const held = makeEntryContext({ others: { appraisal_tally: makeTally({ meeting_on: "2026-12-09" }) } });

  it("is refused with days before the meeting that was held, each in its place", () => {
    const rows = [
      makeProblemRow({ due: "2026-12-08" }),
      makeProblemRow({ due: "2026-12-09", done_on: "2026-12-07" }),
    ];
    const findings = across(held, { rows, signed_on: "2026-12-01" });
    expect(findings.map((one) => [one.path, one.level, one.code])).toEqual([
      ["rows.0.due", "block", "problem_rectification.before_meeting"],
      ["rows.1.done_on", "block", "problem_rectification.before_meeting"],
      ["signed_on", "block", "problem_rectification.before_meeting"],
    ]);
    expect(findings[0]?.zh).toBe("第1行：完成时限12月8日早于测评汇总表中的会议日期12月9日");
  });

  it("only hears a warning while the meeting is no more than planned", () => {
    const planned = makeEntryContext({ others: { work_plan: makeWorkPlan() } });
    expect(
      across(planned, { rows: [makeProblemRow({ due: "2026-12-08" })] }).map((one) => one.level),
    ).toEqual(["warn"]);
  });

  it("is held against the earliest of a unit's meetings", () => {
    const tallies = ["2026-12-10", "2026-12-08"].map((meeting_on) => makeTally({ meeting_on }));
    const unit = makeEntryContext({ every: { appraisal_tally: tallies } });
    expect(across(unit, { rows: [makeProblemRow({ due: "2026-12-08" })] })).toEqual([]);
  });

  it("says nothing of days where no meeting is known", () => {
    expect(across(makeEntryContext(), { signed_on: "2020-01-01" })).toEqual([]);
  });
});

describe("whose lists are in", () => {
  const coverageOf = (ctx: EntryContext, overrides?: EntryValue) =>
    across(ctx, overrides).filter((one) => one.code === "problem_rectification.coverage");

  it("003 wants one of each member and says how many are missing", () => {
    const ctx = makeEntryContext({
      round: { rules: [rule("own_hand")] },
      siblings: siblingsOf(listOf("党员02")),
    });
    expect(coverageOf(ctx)).toEqual([
      expect.objectContaining({
        path: "level",
        level: "warn",
        rule: "own_hand",
        line: "自己动手列出问题清单和整改措施",
        zh: "每名党员一份清单：党员22名，已交2份，还差20份",
      }),
    ]);
  });

  it("names who is missing once the tally names all members, a name spaced differently included", () => {
    const siblings = siblingsOf(
      ...Array.from({ length: 19 }, (_, i) => listOf(`党员 ${String(i + 2).padStart(2, "0")}`)),
    );
    const ctx = makeEntryContext({
      round: { rules: [rule("own_hand")] },
      others: { appraisal_tally: makeTally() },
      siblings,
    });
    expect(coverageOf(ctx)[0]?.zh).toBe("每名党员一份清单：党员22名，已交20份，还缺党员21、党员22");
    const all = {
      ...ctx,
      siblings: siblingsOf(...siblings.map((one) => one.value), listOf("党员21"), listOf("党员22")),
    };
    expect(coverageOf(all)).toEqual([]);
  });

  it("adds up the members of a unit's branches where the unit has no number of its own", () => {
    const branches = [
      { code: "JC03", name: "第一党支部", members: 18 },
      { code: "JC04", name: "第二党支部", members: 16 },
    ];
    const ctx = makeEntryContext({
      branch: { members: null, branches },
      round: { rules: [rule("own_hand")] },
    });
    expect(coverageOf(ctx)[0]?.zh).toContain("党员34名，已交1份，还差33份");
    const unknown = makeEntryContext({ branch: { members: null }, round: { rules: [rule("own_hand")] } });
    expect(coverageOf(unknown)).toEqual([]);
  });

  it("000 and 001 want the committee's and one of each of its members", () => {
    const siblings = siblingsOf(
      listOf("书记", { level: "班子成员" }),
      listOf("书 记", { level: "班子成员" }),
    );
    const ctx = makeEntryContext({ round: { rules: [rule("fix_now")] }, siblings });
    expect(coverageOf(ctx)[0]?.zh).toBe(
      "支部班子一份、班子成员各一份清单：缺支部班子的清单；班子成员5名，已交1份，还差4份",
    );
    const committee = { level: "支部班子", owner_name: {} };
    const members = ["书记", "副书记", "组织委员", "宣传委员", "纪检委员"];
    const whole = siblingsOf(...members.map((name) => listOf(name, { level: "班子成员" })));
    expect(coverageOf({ ...ctx, siblings: whole }, committee)).toEqual([]);
    expect(coverageOf({ ...ctx, siblings: whole.slice(1) }, committee)[0]?.en).toContain("4 lists in of 5");
  });

  it("a branch without a committee hands in its own list alone (JC07)", () => {
    const ctx = makeEntryContext({ branch: { committee: 0 }, round: { rules: [rule("fix_top")] } });
    expect(coverageOf(ctx, { level: "支部班子" })).toEqual([]);
  });

  it("is said once, by the first list, and not at all where no notice asks for each one's", () => {
    const ctx = makeEntryContext({
      round: { rules: [rule("own_hand")] },
      artifact: { item: 2 },
      siblings: [{ item: 1, value: listOf("党员02") }],
    });
    expect(coverageOf(ctx)).toEqual([]);
    expect(coverageOf(makeEntryContext())).toEqual([]);
  });
});

describe("lists written by each member himself", () => {
  const copiesOf = (ctx: EntryContext, overrides?: EntryValue) =>
    across(ctx, overrides).filter((one) => one.code === "problem_rectification.copied_rows");
  const later = (list: EntryValue) =>
    makeEntryContext({ artifact: { item: 2 }, siblings: [{ item: 1, value: list }] });

  it("a row that another member has too is told in the later list", () => {
    const other = listOf("党员03", {
      rows: [makeProblemRow({ problem: "另一个问题，写得足够长。" }), makeProblemRow()],
    });
    expect(copiesOf(later(other))).toEqual([
      expect.objectContaining({
        path: "rows.0.problem",
        level: "warn",
        zh: "第1行与党员03清单的第2行相同；清单应由本人自己动手列出",
      }),
    ]);
    expect(copiesOf(makeEntryContext({ siblings: siblingsOf(other) }))).toEqual([]);
  });

  it("another measure for the same problem is no copy, nor are two lists of one person", () => {
    const rows = [makeProblemRow({ measure: "每月走访两户困难家庭，听取意见。" })];
    expect(copiesOf(later(listOf("党员03", { rows })))).toEqual([]);
    expect(copiesOf(later(listOf("党员01")))).toEqual([]);
  });

  it("the committee's list may have the rows of its members", () => {
    expect(copiesOf(later(makeProblemList({ level: "支部班子", owner_name: {} })))).toEqual([]);
    expect(copiesOf(later(listOf("党员03")), { level: "支部班子", owner_name: {} })).toEqual([]);
  });
});

describe("settle's judgement of many lists", () => {
  const template = findTemplate("notice-000")?.definition;
  if (template === undefined) throw new Error("notice 000 is a template");
  const asks = Object.fromEntries(template.artifacts.map((one) => [one.key, "optional" as const]));
  const stamp = { version: 1, publishedAt: "2026-11-23T01:00:00Z", profile: "custom" } as const;
  const version = buildRoundVersion(template, asks, stamp);
  const branch = makeEntryContext().branch;
  const FORM = "problem_rectification";
  const answer = (artifactKey: string, item: number, value: EntryValue, form = FORM) => ({
    ...{ artifactKey, item, value, form },
  });

  it("counts the lists of each artifact by themselves, and is the same in any order", () => {
    const answers = [
      answer("problem_findings", 1, makeProblemList({ level: "支部班子", owner_name: {} })),
      answer("problem_findings", 2, listOf("书记", { level: "班子成员" })),
      answer("rectification_commitments", 3, listOf("书记", { level: "班子成员" })),
    ];
    const judged = judge(version, branch, answers);
    const coverage = judged.findings.filter((one) => one.code === "problem_rectification.coverage");
    expect(coverage.map((one) => [one.artifact, one.item, one.zh.split("：")[1]])).toEqual([
      ["problem_findings", 1, "班子成员5名，已交1份，还差4份"],
      ["rectification_commitments", 3, "缺支部班子的清单；班子成员5名，已交1份，还差4份"],
    ]);
    expect(judge(version, branch, answers.toReversed())).toEqual(judged);
  });

  it("takes 零报告 for no list", () => {
    const nothing = answer("problem_findings", 1, { reason: "无" }, NOTHING_FORM);
    const judged = judge(version, branch, [nothing, answer("problem_findings", 2, makeProblemList())]);
    expect(judged.findings.map((one) => [one.item, one.code])).toEqual([
      [2, "problem_rectification.coverage"],
    ]);
  });
});
