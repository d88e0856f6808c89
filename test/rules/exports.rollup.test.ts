import { describe, expect, it } from "vitest";
import { canonicalEntry, fitForm } from "../../schemas/entry";
import { FORMS } from "../../schemas/forms";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { buildRollUps, type RollUpEntry } from "../../worker/exports/rollup.rules";
import { makeArtifact, makeDefinition } from "../support/definition";
import {
  makeEntryContext,
  makeSummary,
  makeTally,
  makeTallyRow,
  makeWorkPlan,
} from "../support/entry.builders";
import { HOSTILE_NAMES, publish, readLine } from "./exports.support";

const ask = (key: string, form: string, zh: string) =>
  makeArtifact(key, { kind: "form", form, title: { zh, en: key } });

const definition = makeDefinition([
  ask("plan", "work_plan", "工作方案"),
  ask("tally", "appraisal_tally", "测评汇总表"),
  ask("summary", "activity_summary", "小结"),
  ask("minutes", "no_such_form", "会议记录"),
]);
const version = publish(definition);

/** An entry as it is stored: canonical, as the form of the round has it. */
function enter(artifactKey: string, form: string, code: string, data: EntryValue): RollUpEntry {
  const fields = FORMS[form];
  const ctx = makeEntryContext({ round: { grades: version.grades } });
  const value = fields === undefined ? data : canonicalEntry(fitForm(fields, ctx), data);
  return { artifactKey, form, code, name: `${code}党支部`, data: value };
}

const tallies = [
  enter("tally", "appraisal_tally", "JC05", makeTally()),
  enter(
    "tally",
    "appraisal_tally",
    "JC07",
    makeTally({
      ...{ total_members: 4, present_voters: 4, issued: 4, returned: 4, valid: 4, invalid: 0 },
      rows: [
        makeTallyRow(1, { good: 3, fair: 0 }),
        makeTallyRow(2, { good: 1, fair: 1, poor: 1 }),
        makeTallyRow(3, {
          ...{ member_type: "预备党员", opinion: "不定等次" },
          ...{ good: null, fair: null, poor: null, abstain: null },
        }),
      ],
      not_appraised: [{ name: "党员04", reason: "因病请假" }],
    }),
  ),
];

describe("汇总 of the appraisal's tally", () => {
  const [counts, persons, ...more] = buildRollUps(version, tallies);

  it("has a line per branch and adds up what is counted", () => {
    expect(counts?.name).toBe("汇总_测评汇总表");
    expect(counts?.header).toEqual([
      ...["编号", "支部", "党员总数", "到会参加测评人数", "发出票数", "收回票数", "有效票数", "无效票数"],
      ...["测评结果·人数", "未测评党员·人数"],
    ]);
    expect(counts?.rows).toEqual([
      ["JC05", "JC05党支部", 22, 21, 21, 21, 20, 1, 22, 0],
      ["JC07", "JC07党支部", 4, 4, 4, 4, 4, 0, 3, 1],
    ]);
    expect(counts?.totals).toEqual(["合计", "2个支部", 26, 25, 25, 25, 24, 1, 25, 1]);
  });

  it("has a line per person with the round's grades, and their sums", () => {
    expect(persons?.name).toBe("汇总_测评汇总表_测评结果");
    expect(persons?.header.join(" ")).toBe(
      "编号 支部 姓名 党员类别 好（票） 一般（票） 差（票） 弃权/未划（票）",
    );
    expect(persons?.rows).toHaveLength(25);
    expect(persons?.rows[0]).toEqual(["JC05", "JC05党支部", "党员01", "正式党员", 16, 3, 0, 0]);
    expect(persons?.rows.at(-1)).toEqual([
      "JC07",
      "JC07党支部",
      "党员03",
      "预备党员",
      null,
      null,
      null,
      null,
    ]);
    expect(persons?.totals).toEqual(["合计", "2个支部", null, null, 16 * 22 + 4, 3 * 22 + 1, 1, 0]);
    expect(more).toEqual([]);
  });

  it("keeps branches and persons in the order they came in, whatever their votes", () => {
    const rows = [3, 1, 2].map((n) => makeTallyRow(n, { good: n * 3 }));
    const turned = [...tallies.toReversed(), enter("tally", "appraisal_tally", "JC01", makeTally({ rows }))];
    const tables = buildRollUps(version, turned);
    expect(tables[0]?.rows.map(([code]) => code)).toEqual(["JC07", "JC05", "JC01"]);
    expect(tables[1]?.rows.slice(-3).map((row) => row[2])).toEqual(["党员03", "党员01", "党员02"]);
  });

  it("never shows opinions, reasons, rates or the tellers", () => {
    const text = JSON.stringify([counts, persons]);
    expect(text).not.toMatch(/因病请假|不定等次|%|计票人|公示/);
  });

  it("keeps a vote secret that had a single valid ballot", () => {
    const lone = makeTally({ valid: 1, rows: [makeTallyRow(1, { good: 1, fair: 0 })] });
    const [top, inner] = buildRollUps(version, [
      enter("tally", "appraisal_tally", "JC07", lone),
      ...tallies.slice(0, 1),
    ]);
    expect(top?.rows.map(([code]) => code)).toEqual(["JC07", "JC05"]);
    expect(inner?.rows.some(([code]) => code === "JC07")).toBe(false);
    expect(inner?.totals?.[1]).toBe("1个支部");
  });

  it("names the columns by four grades where the round has four", () => {
    const four = publish({ ...definition, grades: ["优秀", "合格", "基本合格", "不合格"] });
    const table = buildRollUps(four, tallies)[1];
    expect(table?.header.slice(4, 8)).toEqual(["优秀（票）", "合格（票）", "基本合格（票）", "不合格（票）"]);
  });
});

describe("汇总 of other forms", () => {
  it("adds up the members expected by the plans and shows none of their text", () => {
    const entries = [
      enter("plan", "work_plan", "JC01", makeWorkPlan({ expected_members: 24 })),
      enter("plan", "work_plan", "JC02", makeWorkPlan({ expected_members: 31 })),
    ];
    expect(buildRollUps(version, entries)).toEqual([
      {
        name: "汇总_工作方案",
        header: ["编号", "支部", "应到党员人数"],
        rows: [
          ["JC01", "JC01党支部", 24],
          ["JC02", "JC02党支部", 31],
        ],
        totals: ["合计", "2个支部", 55],
        frozenColumns: 2,
      },
    ]);
  });

  it("has none for a summary, for an unknown form, or for nothing", () => {
    const entries = [
      enter("summary", "activity_summary", "JC01", makeSummary("正文")),
      enter("minutes", "no_such_form", "JC01", { attended: 18 }),
    ];
    expect(buildRollUps(version, entries)).toEqual([]);
    expect(buildRollUps(version, [])).toEqual([]);
  });

  it("takes no entry of another form or of an artifact that is not asked", () => {
    const stray = [
      enter("plan", "activity_summary", "JC01", { expected_members: 5 }),
      enter("gone", "work_plan", "JC01", makeWorkPlan()),
    ];
    expect(buildRollUps(version, stray)).toEqual([]);
  });

  it("leaves blank and does not add what is no whole number", () => {
    const odd = ["24", 1.5, null, -0, Number.NaN, 2 ** 60, { n: 1 }].map((expected_members, i) => ({
      ...{ artifactKey: "plan", form: "work_plan", code: `JC${i}`, name: "支部" },
      data: { expected_members },
    }));
    const [table] = buildRollUps(version, odd);
    expect(table?.rows.map((row) => row[2])).toEqual([null, null, null, -0, null, null, null]);
    expect(table?.totals?.[2]).toBe(0);
    const [blank] = buildRollUps(version, odd.slice(0, 2));
    expect(blank?.totals).toEqual(["合计", "2个支部", null]);
  });

  it("bears entries that are no table at all, and any name", () => {
    const broken = [null, "rows", 5, {}, [null, 1, "x", []], [{ name: 7, good: "9" }]].map((rows, i) => ({
      ...{ artifactKey: "tally", form: "appraisal_tally", code: "JC01" },
      name: HOSTILE_NAMES[i] ?? "支部",
      data: { rows, valid: "many" },
    }));
    const [counts, persons] = buildRollUps(version, broken);
    expect(counts?.rows).toHaveLength(broken.length);
    expect(counts?.totals?.[1]).toBe("1个支部");
    for (const row of persons?.rows ?? []) expect(row.slice(4)).toEqual([null, null, null, null]);
  });
});

it("reads a line by its header", () => {
  const [counts] = buildRollUps(version, tallies);
  if (counts === undefined) throw new Error("no table");
  expect(readLine(counts, 1)).toMatchObject({ 支部: "JC07党支部", 有效票数: 4 });
});
