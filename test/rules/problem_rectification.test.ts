import { describe, expect, it } from "vitest";
import {
  canonicalEntry,
  checkEntry,
  computeEntryFigures,
  fitForm,
  parseEntryFields,
} from "../../schemas/entry";
import { problemRectification } from "../../schemas/forms/problem_rectification";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeProblemList, makeProblemRow } from "../support/entries.rectification";
import { makeEntryContext } from "../support/entry.builders";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(problemRectification, makeProblemList(overrides), ctx);
const says = (overrides: EntryValue, ctx?: EntryContext) =>
  check(overrides, ctx).map(({ path, level, code }) => [path, level, code]);
const withRow = (overrides: EntryValue) => ({ rows: [makeProblemRow(), makeProblemRow(overrides)] });

const rule = (id: string, appliesTo: string[] = []) => ({
  id,
  enforce: "warn" as const,
  line: `通知原文 ${id}`,
  appliesTo,
});
const inRound = (...rules: ReturnType<typeof rule>[]) => makeEntryContext({ round: { rules } });

describe("a problem and rectification list", () => {
  it("has nothing to say about a whole one", () => {
    expect(check()).toEqual([]);
  });

  it.each(["aspect", "problem", "measure", "responsible", "due"])("asks every row for its %s", (key) => {
    expect(says(withRow({ [key]: "" }))).toEqual([[`rows.1.${key}`, "block", "field.required"]]);
  });

  it("needs the name of its owner, unless it is the branch committee's", () => {
    expect(says({ owner_name: {} })).toEqual([["owner_name.name", "block", "field.required"]]);
    expect(says({ level: "班子成员", owner_name: {} })).toEqual([
      ["owner_name.name", "block", "field.required"],
    ]);
    expect(check({ level: "支部班子", owner_name: {}, signed_by: { name: "书记" } })).toEqual([]);
  });

  it("wants problem and measure to be said in ten characters at least", () => {
    const nine = "学习不够深入有差距";
    expect(says(withRow({ problem: nine }))).toEqual([["rows.1.problem", "block", "field.too_short"]]);
    expect(says(withRow({ measure: nine }))).toEqual([["rows.1.measure", "block", "field.too_short"]]);
    expect(check(withRow({ problem: `${nine}距` }))).toEqual([]);
  });

  it("refuses a measure that only repeats the problem, however it is spaced", () => {
    const [finding] = check(
      withRow({ problem: "联系群众不够紧密，走访少。", measure: "联系群众不够紧密 走访少" }),
    );
    expect(finding).toMatchObject({
      path: "rows.1.measure",
      level: "block",
      code: "problem_rectification.measure_repeats",
      zh: "第2行：整改措施与具体问题相同，请写明怎样整改",
    });
  });

  it("does not take a row for finished without its day and result", () => {
    expect(says(withRow({ status: "已完成" }))).toEqual([
      ["rows.1.done_on", "block", "problem_rectification.closing_missing"],
      ["rows.1.result", "block", "problem_rectification.closing_missing"],
    ]);
    expect(check(withRow({ status: "已完成" }))[0]?.zh).toBe("第2行：整改进展为“已完成”，请填写完成日期");
    const closed = { status: "已完成", done_on: "2026-12-20", result: "已走访全部困难家庭" };
    expect(check(withRow(closed))).toEqual([]);
    expect(says(withRow({ ...closed, status: "整改中" }))).toEqual([
      ["rows.1.status", "warn", "problem_rectification.status_differs"],
    ]);
  });

  it("numbers its rows by itself", () => {
    const { auto } = computeEntryFigures(
      problemRectification,
      makeProblemList(withRow({})),
      makeEntryContext(),
    );
    expect(auto).toEqual({ "rows.0.no": "1", "rows.1.no": "2" });
  });

  it("warns of a publication without its day and of a committee's commitment nobody signed", () => {
    expect(says({ published_on: "" })).toEqual([
      ["published_on", "warn", "problem_rectification.published_on_missing"],
    ]);
    expect(check({ published: "未公示", published_on: "" })).toEqual([]);
    expect(says({ level: "支部班子", owner_name: {} })).toEqual([
      ["signed_by.name", "warn", "problem_rectification.signed_by_missing"],
    ]);
  });
});

describe("a list as its notice asks for it", () => {
  it("takes the round's aspects and no other, or the branch's own words where it lists none", () => {
    expect(says(withRow({ aspect: "其他" }))).toEqual([["rows.1.aspect", "block", "field.not_an_option"]]);
    const free = makeEntryContext({ round: { aspects: [] } });
    expect(check(withRow({ aspect: "其他" }), free)).toEqual([]);
  });

  it("needs a commitment where the artifact is one by its name, of 20 characters at least", () => {
    const asked = makeEntryContext({
      artifact: { title: { zh: "整改清单与整改承诺", en: "Rectification list and commitments" } },
    });
    expect(says({ commitment: "" }, asked)).toEqual([["commitment", "block", "field.required"]]);
    expect(says({ commitment: "承诺按时整改。" }, asked)).toEqual([
      ["commitment", "block", "field.too_short"],
    ]);
    expect(check({ commitment: "", signed_on: "" })).toEqual([]);
  });

  it("needs causes only of the list that the rule of 003 is about", () => {
    const blank = withRow({ cause: "" });
    expect(check(blank)).toEqual([]);
    expect(says(blank, inRound(rule("own_hand", ["artifact"])))).toEqual([
      ["rows.1.cause", "block", "field.required"],
    ]);
    expect(check(blank, inRound(rule("own_hand", ["problem_list"])))).toEqual([]);
  });

  it("warns where nothing is solved at once, with the notice's rule and line", () => {
    const planned = { rows: [makeProblemRow({ class: "统筹推进（需要研判）" })] };
    expect(check(planned)).toEqual([]);
    expect(check(planned, inRound(rule("fix_top")))).toEqual([
      expect.objectContaining({
        path: "rows",
        level: "warn",
        code: "problem_rectification.at_once_missing",
        rule: "fix_top",
        line: "通知原文 fix_top",
      }),
    ]);
    expect(check(planned, inRound(rule("fix_now", ["other_artifact"])))).toEqual([]);
    expect(check({}, inRound(rule("fix_now")))).toEqual([]);
  });

  it("may be made harder by a round, or silent", () => {
    const planned = { rows: [makeProblemRow({ class: "" })] };
    const at = (level: "block" | "off") =>
      makeEntryContext({
        round: { rules: [rule("fix_now")], checkLevels: { "problem_rectification.at_once_missing": level } },
      });
    expect(says(planned, at("block"))[0]?.[1]).toBe("block");
    expect(check(planned, at("off"))).toEqual([]);
  });
});

describe("the sources of a problem", () => {
  const form = fitForm(problemRectification, makeEntryContext());

  it("are read from as many boxes as are ticked", () => {
    const entry = parseEntryFields(form, [
      ["rows.0.problem", "学习不够"],
      ["rows.0.source", "自查"],
      ["rows.0.source", "谈心谈话"],
      ["rows.3.source", "征求意见"],
    ]);
    expect(entry.rows).toEqual([
      { problem: "学习不够", source: ["自查", "谈心谈话"] },
      { source: ["征求意见"] },
    ]);
    expect(canonicalEntry(form, entry)).toEqual(entry);
  });

  it("are none but the five", () => {
    expect(says(withRow({ source: ["自查", "听说"] }))).toEqual([
      ["rows.1.source", "block", "field.not_an_option"],
    ]);
  });
});
