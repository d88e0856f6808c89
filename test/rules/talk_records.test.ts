import { describe, expect, it } from "vitest";
import { checkAcross } from "../../schemas/across";
import {
  buildEntryDefaults,
  canonicalEntry,
  checkEntry,
  computeEntryFigures,
  fitForm,
  parseEntryFields,
} from "../../schemas/entry";
import { talkRecords } from "../../schemas/forms/talk_records";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { findTemplate } from "../../worker/rounds/templates";
import { makeNames, makeTalk, makeTalkRecords } from "../support/entries.talks";
import { makeEntryContext, makeTally, makeTallyRow, makeWorkPlan } from "../support/entry.builders";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeEntryContext()) =>
  checkEntry(talkRecords, makeTalkRecords(overrides), ctx);
const codes = (overrides: EntryValue, ctx?: EntryContext) => check(overrides, ctx).map((one) => one.code);
const rowsOf = () => makeTalkRecords().rows as EntryValue[];
const find = (overrides: EntryValue, code: string, ctx?: EntryContext) =>
  check(overrides, ctx).find((one) => one.code === `talk_records.${code}`);

describe("talk records", () => {
  it("have nothing to say about talks that cover everybody", () => {
    expect(check()).toEqual([]);
  });

  it("start with the roster's numbers", () => {
    expect(buildEntryDefaults(talkRecords, makeEntryContext())).toEqual({
      total_members: 22,
      committee_size: 5,
    });
  });

  it("refuse a talker among those talked with, however the name is spaced", () => {
    const finding = find({ rows: [...rowsOf(), makeTalk({ talkees: ["党员09", "党员 01"] })] }, "self_talk");
    expect(finding).toMatchObject({
      path: "rows.4.talkees",
      level: "block",
      zh: "谈话记录第5行：谈话对象里有谈话人“党员01”本人",
    });
    expect(finding?.en).toContain("Talk 5");
  });

  it.each([
    [{ total_members: 0 }, "total_members", "field.out_of_range"],
    [{ committee_size: 16 }, "committee_size", "field.out_of_range"],
    [{ committee_size: -1 }, "committee_size", "field.out_of_range"],
    [{ rows: [] }, "rows", "field.required"],
    [{ rows: [makeTalk({ talk_date: "11月26日" })] }, "rows.0.talk_date", "field.not_a_date"],
    [{ rows: [makeTalk({ way: "电话" })] }, "rows.0.way", "field.not_an_option"],
    [{ rows: [makeTalk({ talker: "" })] }, "rows.0.talker", "field.required"],
    [{ rows: [makeTalk({ talker_role: "" })] }, "rows.0.talker_role", "field.required"],
    [{ rows: [makeTalk({ talkees: [] })] }, "rows.0.talkees", "field.required"],
    [{ rows: [makeTalk({ talkees: ["名".repeat(51)] })] }, "rows.0.talkees.0", "field.too_long"],
    [{ rows: [makeTalk({ relation: "其他" })] }, "rows.0.relation", "field.not_an_option"],
    [{ rows: [makeTalk({ gist: "谈".repeat(2001) })] }, "rows.0.gist", "field.too_long"],
    [{ rows: [makeTalk({ opinions: "意".repeat(2001) })] }, "rows.0.opinions", "field.too_long"],
  ])("refuse %j", (overrides, path, code) => {
    const blocks = check(overrides).filter((one) => one.level === "block");
    expect(blocks.map((one) => [one.path, one.code])).toEqual([[path, code]]);
  });
});

describe("who was talked with", () => {
  it("warns of the members left with both numbers", () => {
    const rows = rowsOf().slice(0, 3);
    expect(find({ rows }, "members_missing")).toMatchObject({
      path: "coverage",
      level: "warn",
      zh: "党员总数22人，已谈到7人，还有15人没有谈到；会前应普遍开展一次谈心谈话",
    });
  });

  it("counts everybody named in a group, and nobody in a talk with people from outside", () => {
    const outside = makeTalk({ talkees: ["家长代表"], relation: "与群众（服务对象）", talker: "党员22" });
    const rows = [...rowsOf().slice(0, 3), outside];
    expect(find({ rows }, "members_missing")?.zh).toContain("已谈到7人");
    expect(codes({ rows: [...rowsOf(), outside] })).toEqual([]);
  });

  it("warns of more names than members, in talks and in the committee", () => {
    const rows = [
      ...rowsOf(),
      makeTalk({ talkees: ["党员23"] }),
      makeTalk({ talkees: ["党员06"], relation: "班子成员之间" }),
    ];
    expect(
      check({ rows })
        .filter((one) => one.code === "talk_records.names_exceed")
        .map((one) => [one.path, one.level, one.zh]),
    ).toEqual([
      ["total_members", "warn", "谈话记录里有23个党员姓名，超过党员总数22，请核对姓名和人数"],
      ["committee_size", "warn", "“班子成员之间”的谈话里有6个姓名，超过班子成员数5，请核对姓名和人数"],
    ]);
  });

  it("wants every two committee members, and says how many pairs are left", () => {
    const [, ...others] = rowsOf();
    const one = makeTalk({ talkees: ["党员02", "党员03"], relation: "班子成员之间" });
    expect(find({ rows: [one, ...others] }, "pairs_missing")).toMatchObject({
      path: "pairs",
      level: "warn",
      zh: "班子成员5人，两两谈话应有10对，已谈2对，还差8对",
    });
  });

  it("names the open pairs where the talks name the whole committee", () => {
    const [, ...others] = rowsOf();
    const among = { relation: "班子成员之间" };
    const rows = [
      makeTalk({ way: "集体座谈", talkees: makeNames(2, 4), ...among }),
      makeTalk({ talkees: ["党员05"], ...among }),
      makeTalk({ talker: "党员05", talker_role: "委员", talkees: ["党员02", "党员 01"], ...among }),
      ...others,
    ];
    expect(find({ rows }, "pairs_missing")?.zh).toBe(
      "班子成员5人，两两谈话应有10对，已谈8对，还差2对：党员03与党员05、党员04与党员05",
    );
  });

  it("asks no pair of a branch with a secretary only", () => {
    const rows = rowsOf().map((row) => ({ ...row, relation: "班子成员与党员" }));
    expect(codes({ committee_size: 0, rows })).toEqual([]);
    expect(codes({ committee_size: 1, rows })).toEqual([]);
  });

  it.each([
    ["书记", true],
    ["党支部书记", true],
    ["党总支书记兼校长", true],
    ["副书记", false],
    ["党支部副书记", false],
    ["组织委员", false],
  ])("takes a talker who is %s as the secretary: %s", (talker_role, leads) => {
    const rows = rowsOf().map((row) => (row.talker_role === "书记" ? { ...row, talker_role } : row));
    expect(codes({ rows }).includes("talk_records.secretary_missing")).toBe(!leads);
  });

  it("informs of the way between committee and members that has no talk yet", () => {
    const [among, down, up] = rowsOf() as [EntryValue, EntryValue, EntryValue];
    const sayings = (rows: EntryValue[]) => find({ rows }, "direction_missing");
    expect(sayings([among, down])).toMatchObject({ level: "inform", path: "rows" });
    expect(sayings([among, down])?.zh).toContain("还没有党员找班子成员谈的记录");
    expect(sayings([among, up])?.zh).toContain("还没有班子成员找党员谈的记录");
    expect(sayings([among])?.zh).toContain("还没有班子成员与党员之间的记录");
    expect(sayings([among, down, up])).toBeUndefined();
  });

  it("computes the numbers beside the table, in both languages", () => {
    const rows = rowsOf().slice(0, 3);
    const { auto } = computeEntryFigures(talkRecords, makeTalkRecords({ rows }), makeEntryContext());
    expect(auto).toMatchObject({
      "rows.2.no": "3",
      coverage: "已谈到7人，党员总数22人",
      pairs: "已谈10对，应有10对",
    });
    const half = computeEntryFigures(talkRecords, { rows }, makeEntryContext(), "en").auto;
    expect(half).toMatchObject({ coverage: "7 talked with", pairs: "10 pairs" });
  });
});

describe("what was said in a talk", () => {
  const quiet = makeEntryContext({ round: { collectPrivate: false } });

  it("is neither asked nor stored unless the round collects it", () => {
    const stored = canonicalEntry(fitForm(talkRecords, quiet), makeTalkRecords());
    expect(JSON.stringify(stored)).not.toMatch(/gist|opinions|交流思想|多到一线/);
    expect(
      JSON.stringify(canonicalEntry(fitForm(talkRecords, makeEntryContext()), makeTalkRecords())),
    ).toMatch(/交流思想.*多到一线/);
    expect(check({}, quiet)).toEqual([]);
  });

  it("may be the same in three rows, not in four, and only where it is stored", () => {
    const rows = (count: number) => [
      ...rowsOf(),
      ...Array.from({ length: count }, (_, i) => makeTalk({ gist: i % 2 ? "谈得很好" : " 谈得 很好" })),
    ];
    expect(codes({ rows: rows(3) })).toEqual([]);
    expect(find({ rows: rows(5) }, "same_gist")).toMatchObject({
      path: "rows.7.gist",
      level: "warn",
      zh: "谈话记录第5、6、7、8、9行的谈话要点完全相同，请按每次谈话的实际情况填写",
    });
    expect(codes({ rows: rows(5) }, quiet)).toEqual([]);
  });

  it("reads names out of one cell, as they are copied from a table", () => {
    const entry = parseEntryFields(talkRecords, [
      ["rows.0.talkees", "党员02、党员03，党员04; 党员05"],
      ["rows.1.talkees", "党员06\r\n党员07"],
    ]);
    expect(entry.rows).toMatchObject([{ talkees: makeNames(2, 5) }, { talkees: makeNames(6, 7) }]);
    const sent = { rows: [{ talkees: ["党员02、党员03", " 党员04", ""] }] };
    expect(canonicalEntry(talkRecords, sent).rows).toMatchObject([{ talkees: makeNames(2, 4) }]);
  });
});

describe("talks beside the other papers", () => {
  const across = (others: EntryContext["others"], overrides: EntryValue = {}, round = {}) =>
    checkAcross("talk_records", makeTalkRecords(overrides), makeEntryContext({ others, round }));
  const late = { rows: [...rowsOf(), makeTalk({ talk_date: "2026-12-10" })] };

  it("may be on the day of the meeting, and warn of a day after it, in its row", () => {
    const sameDay = { rows: [...rowsOf(), makeTalk({ talk_date: "2026-12-09" })] };
    expect(across({ appraisal_tally: makeTally() }, sameDay)).toEqual([]);
    expect(across({ appraisal_tally: makeTally() }, late)).toEqual([
      expect.objectContaining({
        path: "rows.4.talk_date",
        level: "warn",
        code: "talk_records.after_meeting",
        zh: "谈话记录第5行：谈话时间12月10日晚于测评汇总表中的会议日期12月9日，应在会前",
      }),
    ]);
  });

  it("go by the minutes where the plan says another day, and only warn of the plan alone", () => {
    const minutes = { start: "2026-12-10T14:00:00+08:00" };
    expect(across({ meeting_minutes: minutes, work_plan: makeWorkPlan() }, late)).toEqual([]);
    const checkLevels = { "talk_records.after_meeting": "block" as const };
    expect(across({ work_plan: makeWorkPlan() }, late, { checkLevels })).toMatchObject([
      { level: "warn", code: "talk_records.after_plan" },
    ]);
  });

  it.each([
    ["notice-000", "block"],
    ["notice-001", "block"],
    ["notice-003", "warn"],
  ])("after the meeting are a matter of %s's own level: %s", (id, level) => {
    const { checkLevels = {}, rules = [] } = findTemplate(id)?.definition ?? {};
    const named = rules.map((one) => ({ id: one.id, enforce: one.enforce, line: one.source }));
    const [finding] = across({ appraisal_tally: makeTally() }, late, { checkLevels, rules: named });
    expect(finding?.level).toBe(level);
    expect(finding?.rule).toBe(level === "block" ? "talk_once" : undefined);
  });

  it("leave the two ways between committee and members to notice 003", () => {
    const rows = rowsOf().slice(0, 2);
    const heard = ["notice-000", "notice-001", "notice-003"].filter((id) => {
      const checkLevels = findTemplate(id)?.definition.checkLevels ?? {};
      return find({ rows }, "direction_missing", makeEntryContext({ round: { checkLevels } })) !== undefined;
    });
    expect(heard).toEqual(["notice-003"]);
  });

  it("name the members left by the tally, else by the minutes", () => {
    const rows = rowsOf().slice(0, 3);
    expect(across({ appraisal_tally: makeTally() }, { rows })).toMatchObject([
      {
        path: "coverage",
        level: "warn",
        code: "talk_records.names_missing",
        zh: "测评汇总表中的党员没有谈到的有：党员08、党员09、党员10、党员11、党员12、党员13、党员14、党员15、党员16、党员17等15人；会前应普遍开展一次谈心谈话",
      },
    ]);
    const minutes = {
      speeches: [{ name: "党员01" }, { name: { name: "党员08" } }],
      absent: [{ name: "党员 22", reason: "公出" }],
    };
    expect(across({ meeting_minutes: minutes }, { rows })[0]?.zh).toContain(
      "会议记录中的党员没有谈到的有：党员08、党员 22；",
    );
    expect(across({ meeting_minutes: minutes, appraisal_tally: makeTally() })).toEqual([]);
  });

  it("name nobody where several tallies or none say who the members are", () => {
    const rows = rowsOf().slice(0, 3);
    const two = [makeTally(), makeTally({ rows: [makeTallyRow(99)] })];
    const ctx = makeEntryContext({
      others: { appraisal_tally: makeTally() },
      every: { appraisal_tally: two },
    });
    expect(checkAcross("talk_records", makeTalkRecords({ rows }), ctx)).toEqual([]);
    expect(across({}, { rows })).toEqual([]);
  });
});
