import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import {
  addReadyRows,
  buildEntryDefaults,
  checkEntry,
  computeEntryFigures,
  fitForm,
  parseEntryFields,
} from "../../schemas/entry";
import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeEntryContext, makeTally, makeTallyRow } from "../support/entry.builders";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(appraisalTally, makeTally(overrides), ctx);
const blocks = (overrides: EntryValue, ctx?: EntryContext) =>
  check(overrides, ctx).filter((one) => one.level === "block");

const rows = (count: number) => Array.from({ length: count }, (_, i) => makeTallyRow(i + 1));
const withRow = (index: number, overrides: EntryValue) =>
  rows(22).map((row, i) => (i === index ? { ...row, ...overrides } : row));

describe("appraisal tally, situation 7", () => {
  it("has nothing to say about numbers that agree", () => {
    expect(check()).toEqual([]);
  });

  it("T4: refuses a row above the valid ballots with its sum", () => {
    const findings = blocks({ rows: withRow(10, { good: 17, fair: 3, poor: 1, abstain: 0 }) });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: "rows.10.good",
      code: "appraisal_tally.t4_row_sum",
      zh: "党员11：17+3+1+0=21，超过有效票20",
    });
  });

  it("T2: refuses 22 ballots back of 21 issued", () => {
    const findings = blocks({ returned: 22, valid: 20, invalid: 2 });
    expect(findings.map((one) => [one.path, one.code])).toEqual([
      ["returned", "appraisal_tally.t2_returned"],
    ]);
    expect(findings[0]?.zh).toBe("收回票数22，超过发出票数21，多1张；收回多于发出，测评无效");
  });

  it("T3: refuses valid and invalid ballots that do not make the returned ones", () => {
    const findings = blocks({ valid: 20, invalid: 2 });
    expect(findings.map((one) => [one.path, one.code])).toEqual([["valid", "appraisal_tally.t3_valid"]]);
    expect(findings[0]?.zh).toBe("有效票20+无效票2=22，应等于收回票数21");
  });

  it("T6: refuses 21 rows for 22 members, until the last one is named with a reason", () => {
    const findings = blocks({ rows: rows(21) });
    expect(findings.map((one) => [one.path, one.code])).toEqual([["rows", "appraisal_tally.t6_coverage"]]);
    expect(findings[0]?.zh).toContain("21+0=21人，党员总数22，还差1人");
    const not_appraised = [{ name: "党员22", reason: "长期病休" }];
    expect(blocks({ rows: rows(21), not_appraised })).toEqual([]);
    expect(blocks({ rows: rows(22), not_appraised })[0]?.zh).toContain("22+1=23人，党员总数22，多1人");
    const unsaid = blocks({ rows: rows(21), not_appraised: [{ name: "党员22", reason: "" }] });
    expect(unsaid.map((one) => [one.path, one.code])).toEqual([["not_appraised.0.reason", "field.required"]]);
  });

  it("takes 19 and 20 alike where nobody rates himself, and warns of 20 for members present", () => {
    const twenty = { good: 17, fair: 3, poor: 0, abstain: 0 };
    expect(blocks({ rows: withRow(3, twenty) })).toEqual([]);
    const findings = check({ rows: withRow(3, twenty) });
    expect(findings.map((one) => [one.path, one.level, one.code])).toEqual([
      ["rows", "warn", "appraisal_tally.t4_self_vote"],
    ]);
    expect(findings[0]?.zh).toContain("党员04");
    expect(check({ rows: withRow(3, { ...twenty, present: false }) })).toEqual([]);
  });

  it("wants the valid ballots exactly where members rate themselves too", () => {
    const ctx = makeEntryContext({ round: { selfVote: true } });
    const exact = rows(22).map((row) => ({ ...row, good: 17 }));
    expect(check({ rows: exact }, ctx)).toEqual([]);
    expect(blocks({ rows: exact.map((row, i) => (i === 0 ? { ...row, good: 16 } : row)) }, ctx)[0]?.zh).toBe(
      "党员01：16+3+0+0=19，少于有效票20",
    );
  });

  it("refuses a row too low and says how low it may be", () => {
    expect(blocks({ rows: withRow(0, { good: 15 }) })[0]?.zh).toBe(
      "党员01：15+3+0+0=18，少于有效票20，至少应为19",
    );
  });

  it("names at most ten members in one warning", () => {
    const all = rows(22).map((row) => ({ ...row, good: 17 }));
    expect(check({ rows: all })[0]?.zh).toMatch(/党员10等22人$/);
  });
});

describe("appraisal tally, the smallest branch (JC07)", () => {
  const ctx = makeEntryContext({ branch: { code: "JC07", members: 4, full: 3, probationary: 1 } });
  const ungraded = { name: "党员04", member_type: "预备党员", present: true, opinion: "不定等次" };
  const full = [1, 2, 3].map((n) => makeTallyRow(n, { good: 3, fair: 0 }));
  const small = (last: EntryValue) =>
    check(
      {
        total_members: 4,
        present_voters: 4,
        issued: 4,
        returned: 4,
        valid: 4,
        invalid: 0,
        rows: [...full, last],
      },
      ctx,
    );

  it("lets a probationary member have no grade, blank or 0, and warns of secrecy", () => {
    for (const last of [ungraded, { ...ungraded, good: 0, fair: 0, poor: 0, abstain: 0 }]) {
      expect(small(last).map((one) => [one.level, one.code])).toEqual([
        ["warn", "appraisal_tally.t11_secrecy"],
      ]);
    }
  });

  it("wants votes or the verdict 不定等次 for a probationary member", () => {
    const without = small({ ...ungraded, opinion: "" });
    expect(without.filter((one) => one.level === "block").map((one) => one.path)).toEqual([
      "rows.3.good",
      "rows.3.fair",
      "rows.3.poor",
      "rows.3.abstain",
    ]);
    const zeros = small({ ...ungraded, opinion: "", good: 0, fair: 0, poor: 0, abstain: 0 });
    expect(zeros.find((one) => one.level === "block")?.zh).toBe("党员04：0+0+0+0=0，少于有效票4，至少应为3");
  });

  it("does not take 不定等次 for a full member", () => {
    const last = small({ ...ungraded, member_type: "正式党员" });
    expect(last.filter((one) => one.level === "block")).toHaveLength(4);
  });

  it("does not warn of secrecy from five ballots on", () => {
    const five = { total_members: 5, present_voters: 5, issued: 5, returned: 5, valid: 5, invalid: 0 };
    const members = makeEntryContext({ branch: { members: 5 } });
    const graded = [1, 2, 3, 4, 5].map((n) => makeTallyRow(n, { good: 4, fair: 0 }));
    expect(check({ ...five, rows: graded }, members)).toEqual([]);
  });
});

describe("appraisal tally, the other checks", () => {
  it("T1: refuses another number of ballots than of voters", () => {
    const findings = blocks({ present_voters: 20 });
    expect(findings.map((one) => one.code)).toEqual(["appraisal_tally.t1_issued"]);
    expect(findings[0]?.zh).toBe("发出票数21，到会参加测评人数20，应相等，现相差1");
  });

  it("T5: refuses a grade with more votes than valid ballots, and votes that are no whole number", () => {
    const many = blocks({ rows: withRow(0, { good: 0, fair: 21, poor: 0 }) });
    expect(many.map((one) => [one.path, one.code])).toContainEqual([
      "rows.0.fair",
      "appraisal_tally.t5_grade_count",
    ]);
    expect(blocks({ rows: withRow(0, { good: -1 }) })[0]).toMatchObject({
      path: "rows.0.good",
      code: "field.out_of_range",
    });
    expect(blocks({ rows: withRow(0, { good: "十六" }) })[0]?.zh).toBe(
      "测评结果第1行：“好（票）”要填整数，现为“十六”",
    );
  });

  it("T7: warns of namesakes, also between the results and those not appraised", () => {
    const twice = check({ rows: withRow(21, { name: "党员 01" }) });
    expect(twice.map((one) => [one.path, one.level])).toEqual([["rows.21.name", "warn"]]);
    const across = check({ rows: rows(21), not_appraised: [{ name: "党员01", reason: "病休" }] });
    expect(across.map((one) => one.path)).toEqual(["not_appraised.0.name"]);
  });

  it("T10: warns of more than a third graded 优秀 where the round has that grade", () => {
    const ctx = makeEntryContext({ round: { grades: ["优秀", "合格", "不合格"] } });
    const graded = (n: number) => rows(22).map((row, i) => (i < n ? { ...row, opinion: "优秀" } : row));
    expect(check({ rows: graded(7) }, ctx)).toEqual([]);
    expect(check({ rows: graded(8) }, ctx)[0]?.zh).toBe("评为“优秀”8人，超过正式党员22人的三分之一（7人）");
    expect(check({ rows: graded(8) })).toEqual([]);
  });

  it("refuses one person as teller and scrutineer", () => {
    expect(blocks({ scrutineer: { name: "党员 01" } }).map((one) => one.path)).toEqual(["scrutineer.name"]);
  });

  it("refuses feedback and publication before the vote", () => {
    const early = blocks({
      rows: withRow(2, { fed_back_on: "2026-12-08" }),
      published_scope: "支部内",
      published_on: "2026-12-08",
    });
    expect(early.map((one) => one.path)).toEqual(["published_on", "rows.2.fed_back_on"]);
    expect(early[1]?.zh).toBe("党员03：反馈日期12月8日早于测评时间12月9日");
  });

  it("warns when the vote is not on the day of the meeting", () => {
    const others = { work_plan: { meeting_at: "2026-12-10T14:00:00+08:00" } };
    expect(checkAcross("appraisal_tally", makeTally(), makeEntryContext({ others }))[0]).toMatchObject({
      path: "meeting_on",
      level: "warn",
      zh: "测评时间12月9日与工作方案中的会议日期12月10日不同，应在会后现场测评",
    });
  });

  it("warns when roster or minutes have other numbers", () => {
    expect(
      check({}, makeEntryContext({ branch: { members: 23 } })).map((one) => [one.path, one.level]),
    ).toEqual([["total_members", "warn"]]);
    const others = { meeting_minutes: { total_members: 21, attended: 20 } };
    const beside = checkAcross("appraisal_tally", makeTally(), makeEntryContext({ others }));
    expect(beside.map((one) => [one.path, one.level])).toEqual([
      ["total_members", "warn"],
      ["present_voters", "warn"],
    ]);
  });
});

describe("what the tally computes", () => {
  it("numbers the rows and adds up columns and rates", () => {
    const entry = makeTally({ rows: [makeTallyRow(1), makeTallyRow(2, { good: 1, fair: 1, poor: 1 })] });
    expect(computeEntryFigures(appraisalTally, entry, makeEntryContext()).auto).toEqual({
      self_vote: "不允许",
      "rows.0.no": "1",
      "rows.1.no": "2",
      "rows.0.rates": "好 84.2%、一般 15.8%、差 0.0%",
      "rows.1.rates": "好 33.3%、一般 33.3%、差 33.3%",
      totals: "好 17、一般 4、差 1、弃权 0",
    });
  });

  it("makes a row ready for every member of the roster", () => {
    const ctx = makeEntryContext({ branch: { members: 4, full: 3, probationary: 1 } });
    const defaults = buildEntryDefaults(appraisalTally, ctx);
    expect(defaults).toMatchObject({ total_members: 4 });
    expect(defaults.rows).toEqual([
      ...Array(3).fill({ member_type: "正式党员", present: true }),
      { member_type: "预备党员", present: true },
    ]);
  });

  it("takes voters and names from minutes that were typed before, and never guesses who is on probation", () => {
    const absent = [{ name: "党员03", reason: "病假" }];
    const minutes = {
      attended: 2,
      speeches: [{ name: "党员01" }, { name: "党员 01" }, { name: "党员02" }],
      absent,
    };
    const others = { meeting_minutes: minutes };
    const full = makeEntryContext({ branch: { members: 4, full: 4, probationary: 0 }, others });
    const known = { member_type: "正式党员", present: true };
    expect(buildEntryDefaults(appraisalTally, full)).toMatchObject({
      present_voters: 2,
      issued: 2,
      rows: [
        { ...known, name: "党员01" },
        { ...known, name: "党员02" },
        { ...known, name: "党员03", present: false },
        known,
      ],
    });
    const mixed = makeEntryContext({ branch: { members: 4, full: 3, probationary: 1 }, others });
    expect(buildEntryDefaults(appraisalTally, mixed).rows).toEqual([
      ...Array(3).fill(known),
      { member_type: "预备党员", present: true },
    ]);
    expect(buildEntryDefaults(appraisalTally, makeEntryContext())).not.toHaveProperty("present_voters");
  });

  it("has the rows that are still to fill in ready again when somebody comes back", () => {
    const ctx = makeEntryContext({ branch: { members: 4, full: 3, probationary: 1 } });
    const typed = { member_type: "正式党员", present: true, name: "党员01" };
    const draft = { returned: 3, rows: [typed] };
    const ready = { member_type: "正式党员", present: true };
    const last = { member_type: "预备党员", present: true };
    expect(addReadyRows(appraisalTally, draft, ctx)).toEqual({ ...draft, rows: [typed, ready, ready, last] });
    expect(addReadyRows(appraisalTally, draft, ctx, "rows").rows).toEqual([typed, ready, last]);
    expect(addReadyRows(appraisalTally, { rows: rows(5) }, ctx)).toEqual({ rows: rows(5) });
    expect(addReadyRows(appraisalTally, { rows: "乱码" }, ctx)).toEqual({ rows: "乱码" });
    const minutes = { speeches: rows(4).map(({ name }) => ({ name })) };
    const named = makeEntryContext({
      branch: { members: 4, full: 4, probationary: 0 },
      others: { meeting_minutes: minutes },
    });
    expect(addReadyRows(appraisalTally, { rows: rows(3) }, named)).toEqual({ rows: rows(3) });
  });

  it("drops a ready row that nobody filled in", () => {
    const entry = parseEntryFields(appraisalTally, [
      ["rows.0.name", "党员01"],
      ["rows.0.member_type", "正式党员"],
      ["rows.0.good", "１９"],
      ["rows.1.member_type", "预备党员"],
      ["rows.1.present", "on"],
      ["rows.2.abstain", "0"],
    ]);
    expect(entry.rows).toEqual([
      { name: "党员01", member_type: "正式党员", good: 19, present: false },
      { abstain: 0, present: false },
    ]);
  });

  it("takes the words and the number of grades from the round", () => {
    const four = makeEntryContext({ round: { grades: ["优秀", "合格", "基本合格", "不合格"] } });
    const form = fitForm(appraisalTally, four);
    const columns = form.fields.find((field) => field.key === "rows")?.columns ?? [];
    expect(columns.filter((one) => one.kind === "int").map((one) => [one.key, one.label.zh])).toEqual([
      ["good", "优秀（票）"],
      ["fair", "合格（票）"],
      ["poor", "基本合格（票）"],
      ["fourth", "不合格（票）"],
      ["abstain", "弃权/未划（票）"],
    ]);
    const entry = makeTally({ rows: rows(22).map((row) => ({ ...row, fourth: 0 })) });
    expect(checkEntry(appraisalTally, entry, four)).toEqual([]);
    const over = makeTally({ rows: rows(22).map((row, i) => ({ ...row, fourth: i === 0 ? 2 : 0 })) });
    expect(checkEntry(appraisalTally, over, four)[0]?.zh).toBe("党员01：16+3+0+2+0=21，超过有效票20");
  });
});
