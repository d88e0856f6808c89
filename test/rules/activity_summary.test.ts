import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import { buildEntryDefaults, checkEntry, computeEntryFigures, parseEntryFields } from "../../schemas/entry";
import { activitySummary } from "../../schemas/forms/activity_summary";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { makeEntryContext, makeSummary, makeTally, makeWorkPlan } from "../support/entry.builders";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
const asked = makeEntryContext({ artifact: { key: "summary_text", minChars: 1000 } });

/** A fixture as a branch types it: its headings cut it into the sections of the form. */
function splitFixture(name: string): EntryValue {
  const parts = fixture(name).split(/\n(?=[一二三四五]、)/);
  const [opening = "", prep = "", meeting = "", problems = "", rectify = "", ...rest] = parts;
  return {
    ...makeSummary(`${opening}\n${prep}`),
    meeting,
    problems,
    rectify,
    good_practice: rest.join("\n") || undefined,
  };
}

/** A body of exactly so many characters over all required sections. */
const bodyOf = (chars: number) => makeSummary("字".repeat(chars - 4));

describe("activity summary", () => {
  it("refuses 998 characters with the arithmetic of situation 1", () => {
    const entry = splitFixture("summary-998.txt");
    const findings = checkEntry(activitySummary, entry, asked).filter((one) =>
      one.code.startsWith("activity"),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: "char_count",
      level: "block",
      code: "activity_summary.too_short",
      zh: "正文998字，通知要求不少于1000字，还差2字（含标点；仅汉字877字）",
    });
    expect(findings[0]?.en).toContain("2 short");
  });

  it("takes 1000 characters and shows both counts so near the limit", () => {
    const findings = checkEntry(activitySummary, splitFixture("summary-1000.txt"), asked);
    expect(findings.map((one) => one.level)).not.toContain("block");
    expect(findings[0]?.zh).toContain("正文1000字");
    expect(findings[0]?.zh).toContain("仅汉字879字");
  });

  it.each([
    [999, ["block"]],
    [1000, ["inform"]],
    [1020, ["inform"]],
    [1021, []],
  ])("finds a body of %i characters %j", (chars, levels) => {
    expect(checkEntry(activitySummary, bodyOf(chars), asked).map((one) => one.level)).toEqual(levels);
  });

  it("asks for no length where the notice names none", () => {
    expect(checkEntry(activitySummary, bodyOf(20), makeEntryContext())).toEqual([]);
  });

  it("counts the body only: title, name and date add nothing", () => {
    const long = makeSummary("字", {
      title: "题".repeat(100),
      secretary: { name: "书记", post: "党支部书记" },
    });
    expect(computeEntryFigures(activitySummary, long, asked)).toMatchObject({ chars: 5, han: 5 });
  });

  it("counts a text typed into one section the same as one spread over sections", () => {
    const text = fixture("summary-998.txt");
    const typed = parseEntryFields(activitySummary, [["prep", text.replace(/\n/g, "\r\n")]]);
    expect(computeEntryFigures(activitySummary, typed, asked)).toMatchObject({
      chars: 998,
      han: 877,
      auto: { char_count: "998字（含标点；仅汉字877字）" },
    });
  });

  it("refuses a date before the meeting and warns before a planned one", () => {
    const held = makeEntryContext({ others: { meeting_minutes: { start: "2026-12-11T14:00:00+08:00" } } });
    const [block] = checkAcross("activity_summary", bodyOf(20), held);
    expect(block).toMatchObject({ path: "signed_on", level: "block" });
    expect(block?.zh).toBe("成文日期12月10日早于会议记录中的会议日期12月11日");
    const planned = makeEntryContext({
      others: { work_plan: makeWorkPlan({ meeting_at: "2026-12-11T14:00:00+08:00" }) },
    });
    expect(checkAcross("activity_summary", bodyOf(20), planned).map((one) => one.level)).toEqual(["warn"]);
  });

  it("takes a date on the day of the meeting", () => {
    const ctx = makeEntryContext({ others: { appraisal_tally: makeTally({ meeting_on: "2026-12-10" }) } });
    expect(checkAcross("activity_summary", bodyOf(20), ctx)).toEqual([]);
  });

  it.each(["title", "prep", "meeting", "problems", "rectify", "good_practice", "signed_on"])(
    "asks for %s",
    (key) => {
      const findings = checkEntry(activitySummary, { ...bodyOf(20), [key]: " " }, makeEntryContext());
      expect(findings.map((one) => [one.path, one.code])).toEqual([[key, "field.required"]]);
    },
  );

  it("leaves shortcomings and next steps to the branch", () => {
    expect(checkEntry(activitySummary, { ...bodyOf(20), next: "" }, makeEntryContext())).toEqual([]);
  });

  it("starts with a title made of the branch's name", () => {
    expect(buildEntryDefaults(activitySummary, makeEntryContext())).toMatchObject({
      title: "霁川区松屿九年一贯制学校党支部专题组织生活会小结",
    });
  });
});

describe("basics of the summary", () => {
  const basics = (others: Record<string, EntryValue>, lang?: "zh" | "en") =>
    computeEntryFigures(activitySummary, {}, makeEntryContext({ others }), lang).auto.basics;

  it("come from the minutes first", () => {
    const minutes = {
      start: "2026-12-09T14:00:00+08:00",
      place: "会议室",
      should_attend: 22,
      attended: 21,
      host: { name: "书记" },
    };
    expect(basics({ meeting_minutes: minutes, work_plan: makeWorkPlan() })).toBe(
      "时间：2026年12月9日 14:00；地点：会议室；应到22人；实到21人；主持：书记",
    );
  });

  it("come from plan and tally where there are no minutes", () => {
    expect(basics({ work_plan: makeWorkPlan(), appraisal_tally: makeTally() })).toBe(
      "时间：2026年12月9日 14:00；地点：学校党员活动室；应到22人；参加测评21人",
    );
    expect(basics({ appraisal_tally: makeTally() }, "en")).toBe("Time: 9 Dec; 21 voted");
  });

  it("say plainly that nothing is known yet", () => {
    expect(basics({})).toBe("会议记录、工作方案都还没有填报，时间、地点、人数请写在正文里");
  });
});
