import fc from "fast-check";
import { expect, test } from "vitest";
import { computeEntryFigures, fitForm } from "../../schemas/entry";
import { activitySummary } from "../../schemas/forms/activity_summary";
import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import type { EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import { workPlan } from "../../schemas/forms/work_plan";
import { type EntryColumn, fillLines, planTable, softenText } from "../../worker/entries/entry.columns.rules";
import { buildEntryBlocks } from "../../worker/entries/entry.lines.rules";
import {
  entrySamples,
  makeEntryContext,
  makeSummary,
  makeTally,
  makeWorkPlan,
} from "../support/entry.builders";

/** Points on paper: 156 mm of 10-point characters. */
const ROOM = 44.2;
const SOFT = "\u00ad";
const oneEm = () => 1;

function build(form: FormDefinition, value: EntryValue) {
  const ctx = makeEntryContext();
  return buildEntryBlocks(fitForm(form, ctx), value, computeEntryFigures(form, value, ctx, "zh").auto);
}

const find = (form: FormDefinition, value: EntryValue, label: string) =>
  build(form, value).find((one) => one.label === label);

const column = (label: string, ...texts: string[]): EntryColumn => ({
  label,
  cells: texts.map((text) => ({ text, blank: false })),
});

test.each(entrySamples)("every field but the files stands in the form's order", (form, value) => {
  const labels = build(form, value).map((block) => block.label);
  const fields = fitForm(form, makeEntryContext()).fields.filter((field) => field.kind !== "file");
  expect(labels).toEqual(fields.map((field) => field.label.zh));
});

test("a day has its year and a blank is said to be blank", () => {
  expect(find(activitySummary, makeSummary("文"), "成文日期")).toMatchObject({ lines: ["2026年12月10日"] });
  expect(find(workPlan, makeWorkPlan(), "上级派员/蹲点领导")).toMatchObject({
    lines: ["（空）"],
    blank: true,
  });
  const unprintable = makeWorkPlan({ place: "\u200b\u202e\u0000" });
  expect(find(workPlan, unprintable, "会议地点")).toMatchObject({ lines: ["（空）"], blank: true });
});

test("paragraphs are kept, their own indent and blank lines are not", () => {
  const text = "　　第一段。\r\n\r\n第二段\u2028第三段\u0000。\ud800";
  expect(find(activitySummary, makeSummary(text), "会前准备（学习、谈心、征求意见、查摆）")).toMatchObject({
    kind: "prose",
    paragraphs: ["第一段。", "第二段", "第三段 。"],
  });
});

test("items are numbered unless they are already", () => {
  const say = (agenda: string[]) => find(workPlan, makeWorkPlan({ agenda }), "会议程序");
  expect(say(["报告", "批评"])).toMatchObject({ lines: ["1. 报告", "2. 批评"] });
  expect(say(["一、报告", "二、批评"])).toMatchObject({ lines: ["一、报告", "二、批评"] });
  expect(say(["报告"])).toMatchObject({ lines: ["报告"] });
});

test("a long value or many lines stand in paragraphs under their label", () => {
  const say = (study_items: string[]) => find(workPlan, makeWorkPlan({ study_items }), "学习内容")?.kind;
  expect(say(["文件"])).toBe("fact");
  expect(say(["长".repeat(301)])).toBe("prose");
  expect(say(Array.from({ length: 16 }, () => "件"))).toBe("prose");
});

test("a tally's table has the computed columns, and no rate where nobody voted", () => {
  const rows = [
    { name: "党员01", member_type: "正式党员", good: 15, fair: 5, poor: 0, abstain: 0, present: true },
    { name: "党员02", member_type: "预备党员", present: false, opinion: "不定等次" },
  ];
  const block = find(appraisalTally, makeTally({ rows }), "测评结果");
  const columns = block?.kind === "table" ? block.columns : [];
  const say = (label: string) => columns.find((one) => one.label === label)?.cells.map((cell) => cell.text);
  expect(say("序号")).toEqual(["1", "2"]);
  expect(say("得票率")).toEqual(["好 75.0%、一般 25.0%、差 0.0%", ""]);
  expect(say("本人到会")).toEqual(["是", "否"]);
  expect(say("支部评定意见")).toEqual(["（空）", "不定等次"]);
});

test("the columns of a table fill the room, the longest go under their row", () => {
  const plan = planTable(
    [
      column("序号", "1"),
      column("姓名", "党员01"),
      ...Array.from({ length: 10 }, (_, i) => column(`等次${i}（票）`, "12")),
      column("意见", "长".repeat(30)),
      column("说明", "长".repeat(61)),
    ],
    ROOM,
  );
  expect(plan.notes.map((one) => one.label)).toEqual(["意见", "说明"]);
  expect(plan.columns.map((one) => one.width).reduce((a, b) => a + b, 0)).toBeCloseTo(ROOM);
});

test("the columns together are never wider than the room, and no column is lost", () => {
  const text = fc.string({ maxLength: 80 });
  const columns = fc.array(
    fc.tuple(text, text).map(([label, cell]) => column(label, cell)),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(columns, (all) => {
      const plan = planTable(all, ROOM);
      expect(plan.columns.reduce((sum, one) => sum + one.width, 0)).toBeLessThanOrEqual(ROOM + 1e-6);
      expect(plan.columns.every((one) => one.width > 0)).toBe(true);
      expect(plan.columns.length + plan.notes.length).toBe(all.length);
    }),
  );
});

test("text that cannot break gets soft breaks, other text is left alone", () => {
  expect(softenText("，".repeat(9), 4, oneEm)).toBe(`，，，，${SOFT}，，，，${SOFT}，`);
  expect(softenText("会前，支部集中学习。", 10, oneEm)).toBe("会前，支部集中学习。");
});

test("filled lines are the text again, none wider than the room", () => {
  const unit = fc.constantFrom(..."中文，。（）W 12—".split(""));
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1, maxLength: 200 }), (text) => {
      const lines = fillLines(text, 7, oneEm);
      expect(lines.join("")).toBe(text);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(7);
    }),
  );
});
