import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import { buildEntryDefaults, checkEntry, computeEntryFigures } from "../../schemas/entry";
import { coverageTable } from "../../schemas/forms/coverage_table";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeCoverageRow } from "../support/entries.coverage";
import { makeEntryContext, makeTally, makeTallyRow } from "../support/entry.builders";

const FIRST = "霁川区第三高级中学党总支第一党支部";
const SECOND = "霁川区第三高级中学党总支第二党支部";
const branches = [
  { code: "JC03", name: FIRST, members: 18 },
  { code: "JC04", name: SECOND, members: 16 },
];
const UNIT = { code: "JC-GZ3", name: "霁川区第三高级中学党总支", members: 34, branches };

const rules = ["two_coverages", "meeting_by"].map((id) => ({
  id,
  enforce: "warn" as const,
  line: `原文 ${id}`,
}));
const makeUnit = (overrides: Parameters<typeof makeEntryContext>[0] = {}) =>
  makeEntryContext({ branch: UNIT, round: { rules }, ...overrides });
const unit = makeUnit();

const first = (overrides: EntryValue = {}) =>
  makeCoverageRow({
    branch: FIRST,
    members: 18,
    should_attend: 18,
    attended: 18,
    appraised: 18,
    ...overrides,
  });
const second = (overrides: EntryValue = {}) =>
  makeCoverageRow({
    branch: SECOND,
    members: 16,
    should_attend: 16,
    attended: 15,
    appraised: 16,
    ...overrides,
  });

const check = (rows: EntryValue[], ctx: EntryContext = unit) => checkEntry(coverageTable, { rows }, ctx);
const says = (rows: EntryValue[], ctx?: EntryContext) =>
  check(rows, ctx).map(({ path, level, code }) => [path, level, code]);

describe("the coverage table of one unit with two branches (situation 10)", () => {
  it("has nothing to say once both are covered", () => {
    expect(check([first(), second()])).toEqual([]);
  });

  it("first coverage: names the branch whose meeting has no day, as it was typed", () => {
    const [finding, ...more] = check([first(), second({ branch: "第二党支部", held_on: "" })]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      path: "rows.1.held_on",
      level: "block",
      code: "coverage_table.meeting_missing",
      zh: "两个全覆盖：第二党支部未填召开时间",
      rule: "two_coverages",
      line: "原文 two_coverages",
    });
  });

  it("first coverage: misses a branch that is not in the table at all", () => {
    expect(check([first()]).map((one) => [one.path, one.level, one.zh])).toEqual([
      ["rows", "block", `两个全覆盖：${SECOND}未填召开时间，一览中没有这个支部`],
    ]);
    expect(check([]).filter((one) => one.code === "coverage_table.meeting_missing")).toHaveLength(2);
  });

  it("second coverage: every member of a branch is appraised or counted as not appraised", () => {
    const [finding] = check([first(), second({ appraised: 15 })]);
    expect(finding).toMatchObject({
      path: "rows.1.appraised",
      level: "block",
      code: "coverage_table.second_coverage",
      zh: `两个全覆盖：${SECOND}已测评与未测评15+0=15，党员总数16，还差1人`,
    });
    const told = { appraised: 15, not_appraised: 1, not_appraised_why: "长期病休" };
    expect(check([first(), second(told)])).toEqual([]);
    expect(check([first(), second({ ...told, appraised: 16 })])[0]?.zh).toContain(
      "16+1=17，党员总数16，多1人",
    );
  });

  it("does not take a member for not appraised without a reason", () => {
    expect(says([first(), second({ appraised: 15, not_appraised: 1 })])).toEqual([
      ["rows.1.not_appraised_why", "block", "field.required"],
    ]);
  });

  it("refuses a meeting after the day the notice names, and takes one on it", () => {
    const [finding] = check([first({ held_on: "2026-12-12" }), second({ held_on: "2026-12-11" })]);
    expect(finding).toMatchObject({
      path: "rows.0.held_on",
      level: "block",
      code: "coverage_table.meeting_too_late",
      rule: "meeting_by",
      zh: `${FIRST}：召开时间12月12日晚于通知规定的12月11日 周五 24:00`,
    });
    const undated = makeUnit({ round: { rules, milestones: [] } });
    expect(check([first({ held_on: "2027-12-12" }), second()], undated)).toEqual([]);
  });

  it("refuses more members at a meeting than should attend", () => {
    expect(check([first({ attended: 19 }), second()])[0]).toMatchObject({
      path: "rows.0.attended",
      level: "block",
      zh: `${FIRST}：实到19，超过应到18`,
    });
  });

  it("refuses a branch twice, by whatever name", () => {
    expect(says([first(), second(), second({ branch: "JC04" })])).toEqual([
      ["rows.2.branch", "block", "coverage_table.branch_twice"],
    ]);
  });

  it("warns of a branch that the roster does not know and of other numbers than the roster's", () => {
    expect(says([first(), second(), first({ branch: "第九党支部" })])).toEqual([
      ["rows.2.branch", "warn", "coverage_table.roster_differs"],
    ]);
    const [finding] = check([first({ members: 17, appraised: 17 }), second()]);
    expect(finding?.zh).toBe(`${FIRST}：党员总数17，花名册为18，请核对`);
  });

  it.each(["branch", "members", "should_attend", "attended", "appraised", "not_appraised"])(
    "asks every row for %s",
    (key) => {
      expect(says([first(), second({ [key]: "" })])).toContainEqual([
        `rows.1.${key}`,
        "block",
        "field.required",
      ]);
    },
  );
});

describe("what a fresh table starts with", () => {
  it("has a row for each branch of the unit with its members", () => {
    expect(buildEntryDefaults(coverageTable, unit)).toEqual({
      rows: [
        { branch: FIRST, members: 18 },
        { branch: SECOND, members: 16 },
      ],
    });
    expect(computeEntryFigures(coverageTable, {}, unit).auto).toEqual({ unit: UNIT.name });
  });

  it("knows what tallies and minutes say, once every branch has one", () => {
    const tallies = [
      makeTally({ total_members: 18, rows: Array.from({ length: 18 }, (_, i) => makeTallyRow(i + 1)) }),
      makeTally({
        total_members: 16,
        meeting_on: "2026-12-10",
        rows: Array.from({ length: 15 }, (_, i) => makeTallyRow(i + 1)),
        not_appraised: [{ name: "党员16", reason: "长期病休" }],
      }),
    ];
    const minutes = [18, 15].map((attended, i) => ({
      start: `2026-12-0${9 - i}T14:00:00+08:00`,
      should_attend: 18 - i,
      attended,
    }));
    const ctx = makeUnit({ every: { appraisal_tally: tallies, meeting_minutes: minutes } });
    const { rows } = buildEntryDefaults(coverageTable, ctx) as { rows: EntryValue[] };
    expect(rows[1]).toEqual({
      branch: SECOND,
      members: 16,
      held_on: "2026-12-08",
      should_attend: 17,
      attended: 15,
      appraised: 15,
      not_appraised: 1,
      not_appraised_why: "党员16（长期病休）",
    });
    const half = makeUnit({ every: { appraisal_tally: tallies.slice(1) } });
    expect(buildEntryDefaults(coverageTable, half)).toEqual(buildEntryDefaults(coverageTable, unit));
  });

  it("is the branch itself where it stands for nobody else", () => {
    const rows = [{ branch: "霁川区松屿九年一贯制学校党支部", members: 22 }];
    expect(buildEntryDefaults(coverageTable, makeEntryContext())).toEqual({ rows });
  });
});

describe("the table beside the tallies of the branches", () => {
  const tallyOf = (members: number, meeting_on = "2026-12-09") =>
    makeTally({
      meeting_on,
      total_members: members,
      rows: Array.from({ length: members }, (_, i) => makeTallyRow(i + 1)),
    });
  const beside = (rows: EntryValue[], tallies: EntryValue[]) =>
    checkAcross("coverage_table", { rows }, makeUnit({ every: { appraisal_tally: tallies } }));

  it("agrees with them, whatever order its rows have", () => {
    expect(beside([second(), first()], [tallyOf(18), tallyOf(16)])).toEqual([]);
  });

  it("warns of each figure that they have otherwise, in its cell", () => {
    const findings = beside([first(), second()], [tallyOf(18), tallyOf(15, "2026-12-10")]);
    expect(findings.map((one) => [one.path, one.level, one.zh])).toEqual([
      ["rows.1.held_on", "warn", `${SECOND}：召开时间12月9日，测评汇总表为12月10日，请核对`],
      ["rows.1.members", "warn", `${SECOND}：党员总数16，测评汇总表为15，请核对`],
      ["rows.1.appraised", "warn", `${SECOND}：已测评人数16，测评汇总表为15，请核对`],
    ]);
    expect(findings[0]?.line).toBe("原文 two_coverages");
  });

  it("says nothing while a branch's tally is still out, because nothing tells whose is whose", () => {
    expect(beside([first(), second()], [tallyOf(16)])).toEqual([]);
  });
});

describe("the arithmetic of a row", () => {
  const small = fc.integer({ min: 0, max: 6 });
  const anyRow = fc.record({
    members: small,
    appraised: small,
    not_appraised: small,
    should: small,
    attended: small,
  });
  const anyTable = fc.array(anyRow, { minLength: 1, maxLength: 4 });

  it("refuses exactly the tables whose rows do not add up", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const rows = table.map(({ should, ...row }, i) =>
          makeCoverageRow({
            branch: `第${i + 1}党支部`,
            should_attend: should,
            not_appraised_why: "病休",
            ...row,
          }),
        );
        const own = table.map((row, i) => ({
          code: `B${i}`,
          name: `第${i + 1}党支部`,
          members: row.members,
        }));
        const ctx = makeEntryContext({ branch: { branches: own } });
        const wrong = table.flatMap((row, i) => [
          ...(row.appraised + row.not_appraised === row.members ? [] : [`rows.${i}.appraised`]),
          ...(row.attended <= row.should ? [] : [`rows.${i}.attended`]),
        ]);
        const found = checkEntry(coverageTable, { rows }, ctx).map((one) => one.path);
        expect(found.sort()).toEqual(wrong.sort());
      }),
    );
  });

  it("misses exactly the branches without a row that has a day", () => {
    const anyCover = fc.array(fc.constantFrom("held", "blank", "absent"), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyCover, (covers) => {
        const own = covers.map((_, i) => ({ code: `B${i}`, name: `第${i + 1}党支部`, members: 22 }));
        const rows = covers.flatMap((cover, i) =>
          cover === "absent"
            ? []
            : [
                makeCoverageRow({
                  branch: `第${i + 1}党支部`,
                  held_on: cover === "held" ? "2026-12-09" : "",
                }),
              ],
        );
        const ctx = makeEntryContext({ branch: { branches: own } });
        const found = checkEntry(coverageTable, { rows }, ctx).filter(
          (one) => one.code === "coverage_table.meeting_missing",
        );
        const named = covers.map((_, i) =>
          found.some((one) => one.zh.includes(`第${i + 1}党支部未填召开时间`)),
        );
        expect(named).toEqual(covers.map((cover) => cover !== "held"));
      }),
    );
  });
});
