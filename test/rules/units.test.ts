import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_NUMBERS } from "../../worker/branches/roster.rules";
import {
  computeUnitNumbers,
  type JoinedUnit,
  planJoining,
  planUnits,
  type RosterLine,
} from "../../worker/branches/units.rules";

type Line = RosterLine & { id: string };

const line = (code: string, under: string | null = null, members: number | null = 10): Line => ({
  id: `brn_${code}`,
  code,
  name: `${code}党支部`,
  numbers: { ...EMPTY_NUMBERS, members, under },
});

const told = (lines: readonly Line[], level: Parameters<typeof planUnits>[1] = "unit") =>
  Object.fromEntries(
    planUnits(lines, level).submitters.map(({ unit, branches }) => [
      unit.code,
      branches.map((one) => one.code),
    ]),
  );

const join = (lines: readonly Line[], joined: readonly JoinedUnit[]) => {
  const { added, grown } = planJoining(planUnits(lines, "unit"), joined);
  return {
    added: added.map(({ unit, branches }) => [unit.code, ...branches.map((one) => one.code)].join(" ")),
    grown: grown.map(({ submissionId, numbers }) => [
      submissionId,
      numbers.members,
      ...(numbers.branches ?? []).map((one) => one.code),
    ]),
  };
};

const inRound = (one: Line, branches: readonly Line[] = []): JoinedUnit => ({
  submissionId: `sub_${one.code}`,
  branchId: one.id,
  code: one.code,
  numbers: branches.length === 0 ? one.numbers : computeUnitNumbers({ unit: one, branches }),
});

describe("who hands in for whom", () => {
  const roster = [line("U1", null, null), line("A1", "U1"), line("A2", "u1党支部"), line("B1")];

  it("follows the upper organisation a line names, by code or by name", () => {
    expect(told(roster)).toEqual({ U1: ["A1", "A2"], B1: [] });
    expect(told(roster, "general_branch")).toEqual({ U1: ["A1", "A2"], B1: [] });
  });

  it("is everybody for himself where branches or localities hand in", () => {
    for (const level of ["branch", "locality"] as const)
      expect(told(roster, level)).toEqual({ U1: [], A1: [], A2: [], B1: [] });
  });

  it("goes to the top for units, and one step up for general branches", () => {
    const deep = [
      line("U1"),
      line("G1", "U1"),
      line("A1", "G1"),
      line("A2", "U1"),
      line("G2", "U1"),
      line("A3", "G2"),
    ];
    expect(told(deep)).toEqual({ U1: ["A1", "A2", "A3"] });
    expect(told(deep, "general_branch")).toEqual({ U1: ["A2"], G1: ["A1"], G2: ["A3"] });
  });

  it("leaves lines alone whose upper organisation the roster does not have, and says which", () => {
    const lines = [line("A1", "高中党总支"), line("A2", "高中党总支"), line("A3", "A3党支部")];
    expect(told(lines)).toEqual({ A1: [], A2: [], A3: [] });
    expect(planUnits(lines, "unit").unknown).toMatchObject([
      { under: "高中党总支", lines: [{ code: "A1" }, { code: "A2" }] },
    ]);
  });

  it("does not guess between two lines of one name", () => {
    const twins = [1, 2].map((n) => ({ ...line(`T${n}`), name: "同名党总支" }));
    expect(told([...twins, line("A1", "同名党总支")])).toEqual({ T1: [], T2: [], A1: [] });
  });

  it("breaks rings, so that nobody is lost in one", () => {
    expect(told([line("A1", "A2"), line("A2", "A1"), line("A3", "A2")])).toEqual({ A1: [], A2: ["A3"] });
  });

  it("gives every line exactly one place, whatever the lines name", () => {
    const code = fc.integer({ min: 0, max: 12 }).map((n) => `C${n}`);
    const lines = fc
      .uniqueArray(fc.tuple(code, fc.option(code)), { selector: ([one]) => one })
      .map((list) => list.map(([one, under]) => line(one, under)));
    fc.assert(
      fc.property(lines, fc.constantFrom("unit", "general_branch"), (roster, level) => {
        const { submitters } = planUnits(roster, level);
        const named = submitters.flatMap((one) => one.branches.map(({ code: member }) => member));
        const heads = submitters.map((one) => one.unit.code);
        expect(new Set([...named, ...heads]).size).toBe(named.length + heads.length);
        // Only what stands between a unit and its general branches has no place of its own.
        const placed = new Set([...named, ...heads]);
        const between = roster.filter((one) => !placed.has(one.code));
        const uppers = new Set(roster.map((one) => one.numbers.under));
        expect(between.every((one) => uppers.has(one.code))).toBe(true);
      }),
    );
  });

  it("takes a chain of ten thousand lines", () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => line(`C${i}`, i === 0 ? null : `C${i - 1}`));
    expect(told(chain)).toEqual({ C0: ["C9999"] });
  });
});

describe("a unit's figures", () => {
  it("are its own where the roster has them, else the sums of its branches", () => {
    const branches = [line("A1", "U1", 18), line("A2", "U1", 16)];
    expect(computeUnitNumbers({ unit: line("U1", null, null), branches })).toMatchObject({
      members: 34,
      branches: [
        { code: "A1", name: "A1党支部", members: 18 },
        { code: "A2", name: "A2党支部", members: 16 },
      ],
    });
    expect(computeUnitNumbers({ unit: line("U1", null, 40), branches }).members).toBe(40);
  });

  it("are unknown as soon as one branch's are", () => {
    const branches = [line("A1", "U1", 18), line("A2", "U1", null)];
    expect(computeUnitNumbers({ unit: line("U1", null, null), branches }).members).toBeNull();
  });

  it("never add up committees", () => {
    const one = line("A1", "U1");
    const branches = [{ ...one, numbers: { ...one.numbers, committee: 3 } }];
    expect(computeUnitNumbers({ unit: line("U1", null, null), branches }).committee).toBeNull();
  });
});

describe("joining later", () => {
  const unit = line("U1", null, null);
  const [a1, a2, a3] = [line("A1", "U1", 18), line("A2", "U1", 16), line("A0", "U1", 5)];

  it("brings in new units with their branches, and nobody twice", () => {
    expect(join([unit, a1, a2, line("B1")], [inRound(line("B1"))])).toEqual({
      added: ["U1 A1 A2"],
      grown: [],
    });
    expect(join([unit, a1, a2], [inRound(unit, [a1, a2])])).toEqual({ added: [], grown: [] });
  });

  it("puts a unit's further branch behind those it has, and adds its members", () => {
    expect(join([unit, a3, a1, a2], [inRound(unit, [a1, a2])])).toEqual({
      added: [],
      grown: [["sub_U1", 39, "A1", "A2", "A0"]],
    });
  });

  it("keeps the unit's own number of members", () => {
    const counted = line("U1", null, 50);
    expect(join([counted, a1, a2], [inRound(counted, [a1])]).grown).toEqual([["sub_U1", 50, "A1", "A2"]]);
  });

  it("leaves who stands for himself standing for himself", () => {
    expect(join([unit, a1], [inRound(unit)])).toEqual({ added: ["A1"], grown: [] });
    expect(join([unit, a1, a2], [inRound(a1)])).toEqual({ added: ["U1 A2"], grown: [] });
  });
});
