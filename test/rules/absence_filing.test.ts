import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACROSS, checkAcross } from "../../schemas/across";
import type { Answer } from "../../schemas/context";
import { buildEntryDefaults, canonicalEntry, checkEntry, fitForm, hasBlock } from "../../schemas/entry";
import { absenceFiling } from "../../schemas/forms/absence_filing";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { judge } from "../../schemas/judgement";
import { buildRoundVersion, computeAsks } from "../../schemas/round";
import { findTemplate } from "../../worker/rounds/templates";
import { makeAbsenceFiling, makeAbsent, makeMinutes } from "../support/entries.meeting";
import { makeEntryContext, makeTally } from "../support/entry.builders";
import { makeNoticeContext } from "../support/notice.context";

const round000 = makeNoticeContext("notice-000");
const round001 = makeNoticeContext("notice-001");
const check = (overrides: EntryValue = {}, ctx: EntryContext = round000) =>
  checkEntry(absenceFiling, makeAbsenceFiling(overrides), ctx);
const sayings = (overrides: EntryValue, ctx?: EntryContext) =>
  check(overrides, ctx).map(({ path, level, code }) => [path, level, code]);

const elsewhere = { name: "党员13", host_branch: "云埠市某街道党支部", attended_on: "2026-12-07" };
const makeElsewhere = (overrides: EntryValue = {}) =>
  makeAbsenceFiling({
    ...{ name: { name: "党员13" }, kind: "流入地参加", reason: "外出流动" },
    ...{ consented_by: null, consented_on: null },
    ...{ host_branch: elsewhere.host_branch, attended_on: elsewhere.attended_on },
    ...overrides,
  });

describe("absence filing", () => {
  it("has nothing to say about a whole filing", () => {
    expect(check()).toEqual([]);
    expect(checkEntry(absenceFiling, makeElsewhere(), round001)).toEqual([]);
  });

  it.each([
    [{ name: {} }, "name.name", "field.required"],
    [{ kind: "" }, "kind", "field.required"],
    [{ reason: "病" }, "reason", "field.too_short"],
    [{ reason: "病".repeat(201) }, "reason", "field.too_long"],
    [{ consented_by: {} }, "consented_by.name", "field.required"],
    [{ consented_on: "" }, "consented_on", "field.required"],
    [{ consented_on: "昨天" }, "consented_on", "field.not_a_date"],
  ])("refuses %j", (overrides, path, code) => {
    expect(sayings(overrides)).toEqual([[path, "block", code]]);
  });

  it("knows attendance elsewhere only where the notice does", () => {
    const keys = (ctx: EntryContext) => fitForm(absenceFiling, ctx).fields.map((one) => one.key);
    expect(keys(round000)).not.toContain("host_branch");
    expect(sayings({ kind: "流入地参加" })).toContainEqual(["kind", "block", "field.not_an_option"]);
    expect(keys(round001)).toEqual([...keys(round000), "host_branch", "attended_on"]);
    expect(buildEntryDefaults(absenceFiling, round000)).toEqual({ kind: "请假缺席" });
    expect(buildEntryDefaults(absenceFiling, round001)).toEqual({ kind: "流入地参加" });
  });

  it("asks nobody's consent for attendance elsewhere, and its details may follow", () => {
    const blank = makeElsewhere({ host_branch: "", attended_on: "" });
    const findings = checkEntry(absenceFiling, blank, round001);
    expect(findings.map(({ path, level, code }) => [path, level, code])).toEqual([
      ["host_branch", "warn", "absence_filing.details_missing"],
    ]);
    expect(findings[0]?.zh).toBe("流入地党组织名称、流入地参加日期还没有填，可以以后补");
  });

  it("warns of an absence one consented to oneself", () => {
    const consented_by = { name: "书记" };
    const [finding] = check({ name: { name: "书 记" }, consented_by });
    expect(finding).toMatchObject({ path: "consented_by.name", level: "warn" });
    expect(finding?.zh).toBe("本人不能同意自己缺席；书记缺席的，需经上级党委同意");
  });

  it("starts with the first member of the minutes who is not filed", () => {
    const absent = [
      makeAbsent(),
      makeAbsent({ name: "党员08", reason: "其他", reason_note: "援疆支教", consented_on: "2026-12-07" }),
    ];
    const minutes = makeMinutes({ absent, floating_elsewhere: 1, floating: [elsewhere] });
    const startWith = (absence_filing: EntryValue[], ctx = round001) =>
      buildEntryDefaults(absenceFiling, {
        ...ctx,
        others: { meeting_minutes: minutes },
        every: { meeting_minutes: [minutes], absence_filing },
      });
    expect(startWith([])).toEqual(makeAbsenceFiling({ consented_by: { name: "书记" } }));
    expect(startWith([makeAbsenceFiling()])).toEqual({
      ...{ name: { name: "党员08" }, kind: "请假缺席", reason: "援疆支教" },
      ...{ consented_by: { name: "书记" }, consented_on: "2026-12-07" },
    });
    const both = [makeAbsenceFiling(), makeAbsenceFiling({ name: { name: "党员08" } })];
    expect(startWith(both)).toEqual(canonicalEntry(absenceFiling, makeElsewhere()));
    expect(startWith([...both, makeElsewhere()])).toEqual({ kind: "流入地参加" });
  });
});

describe("a filing beside the minutes", () => {
  const beside = (
    overrides: EntryValue,
    minutes: EntryValue | null,
    more: Parameters<typeof makeNoticeContext>[1] = {},
  ) => {
    const others = minutes === null ? more.others : { ...more.others, meeting_minutes: minutes };
    const { every } = makeEntryContext({ others: others ?? {} });
    const ctx = makeNoticeContext("notice-000", { others: others ?? {}, every: { ...every, ...more.every } });
    return checkAcross("absence_filing", makeAbsenceFiling(overrides), ctx);
  };
  const minutes = makeMinutes({ absent: [makeAbsent()] });

  it("has nothing against it when both say the same", () => {
    expect(beside({}, minutes)).toEqual([]);
    expect(beside({ name: { name: "党员 ０７" } }, minutes)).toEqual([]);
    expect(beside({}, null)).toEqual([]);
  });

  it("warns of somebody who was not absent", () => {
    const found = beside({ name: { name: "党员09" } }, makeMinutes({ absent: [] }));
    expect(found.map(({ path, level, code }) => [path, level, code])).toEqual([
      ["name.name", "warn", "absence_filing.not_listed"],
    ]);
    expect(found[0]?.zh).toBe("会议记录的缺席名单中没有“党员09”，请核对");
  });

  it("marks consent after the meeting as 事后补批, by the minutes or by the tally", () => {
    const late = { consented_on: "2026-12-10" };
    const minuted = beside(late, makeMinutes({ absent: [makeAbsent(late)] }));
    expect(minuted).toHaveLength(1);
    expect(minuted[0]).toMatchObject({
      path: "consented_on",
      level: "warn",
      code: "absence_filing.consent_after",
    });
    expect(minuted[0]?.zh).toBe("党员07：同意日期12月10日晚于会议日期12月9日，属事后补批");
    const others = { appraisal_tally: makeTally() };
    expect(beside(late, null, { others }).map((one) => one.code)).toEqual(["absence_filing.consent_after"]);
  });

  it("warns when person or day of the consent are not those of the minutes", () => {
    const found = beside({ consented_by: { name: "组织委员" }, consented_on: "2026-12-07" }, minutes);
    expect(found.map((one) => [one.path, one.level, one.zh])).toEqual([
      ["consented_by.name", "warn", "同意人“组织委员”不是会议记录中的书记“书记”，请核对"],
      ["consented_on", "warn", "同意日期12月7日与会议记录中的12月8日不同，请核对"],
    ]);
  });

  it("warns of a second filing of the same name, and of a name the tally has not", () => {
    const every = { absence_filing: [makeAbsenceFiling()] };
    expect(beside({}, minutes, { every }).map((one) => one.code)).toEqual(["absence_filing.filed_twice"]);
    const tallied = { every: { appraisal_tally: [makeTally()] } };
    expect(beside({}, minutes, tallied)).toEqual([]);
    const absent = [makeAbsent({ name: "党员77" })];
    const [finding] = beside({ name: { name: "党员77" } }, makeMinutes({ absent }), tallied);
    expect(finding).toMatchObject({ code: "absence_filing.name_unknown", level: "warn" });
  });

  it("never throws, whatever the other entries are", () => {
    const forms = ["absence_filing", "appraisal_tally", "meeting_minutes", "study_record", "work_plan"];
    const odd = ["党员07", "2026-12-08", "请假缺席", "流入地参加", "constructor", "", null, 7, true] as const;
    const cell = fc.oneof(fc.constantFrom(...odd), fc.jsonValue({ maxDepth: 1 }));
    const row = fc.dictionary(fc.constantFrom("name", "consented_by", "consented_on", "kind"), cell);
    const value = fc.oneof(cell, fc.array(fc.oneof(cell, row), { maxLength: 3 }), row);
    const keys = fc.constantFrom(
      "name",
      "kind",
      "absent",
      "floating",
      "start",
      "held_on",
      "rows",
      "consented_on",
    );
    const entry = fc.dictionary(keys, value, { maxKeys: 6 });
    const every = fc.dictionary(fc.constantFrom(...forms), fc.array(entry, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(ACROSS)), entry, every, (form, own, all) => {
        const others = Object.fromEntries(
          Object.entries(all).flatMap(([id, [one]]) => (one ? [[id, one]] : [])),
        );
        const both = [...round000.round.rules, ...round001.round.rules];
        const ctx = makeEntryContext({ others, every: all, round: { rules: both } });
        for (const finding of checkAcross(form, own, ctx)) {
          expect(finding.zh).not.toMatch(/undefined|null|NaN|\[object/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("everybody absent is filed", () => {
  const definition = findTemplate("notice-000")?.definition;
  if (definition === undefined) throw new Error("no template");
  const version = buildRoundVersion(definition, computeAsks(definition, "online_full"), {
    version: 1,
    publishedAt: "2018-06-21T01:00:00Z",
    profile: "online_full",
  });
  const branch = { ...makeEntryContext().branch };
  const answer = (artifactKey: string, value: EntryValue, item = 1): Answer => ({
    ...{ artifactKey, item, value },
    form: artifactKey,
  });
  const minutes = answer(
    "meeting_minutes",
    makeMinutes({ absent: [makeAbsent(), makeAbsent({ name: "党员08" }), makeAbsent({ name: "党员09" })] }),
  );
  const filing = (name: string, item: number) =>
    answer("absence_filing", makeAbsenceFiling({ name: { name } }), item);
  const findings = (answers: Answer[]) =>
    judge(version, branch, answers).findings.filter((one) => one.code === "absence_filing.members_missing");

  it("is required as soon as the minutes list somebody absent", () => {
    expect(judge(version, branch, [minutes]).required).toEqual(["absence_filing"]);
    expect(judge(version, branch, [answer("meeting_minutes", makeMinutes())]).required).toEqual([]);
  });

  it("says once who is still missing, and blocks until nobody is", () => {
    const two = [minutes, filing("党员07", 1), filing("党员 ０８", 2)];
    expect(findings(two)).toEqual([
      expect.objectContaining({
        ...{ artifact: "absence_filing", item: 1, level: "block", rule: "absence" },
        zh: "会议记录中缺席的党员09还没有备案，每名缺席党员填一份",
      }),
    ]);
    expect(findings(two.toReversed())).toEqual(findings(two));
    expect(findings([...two, filing("党员09", 3)])).toEqual([]);
  });

  it("is not met by a filing of another kind", () => {
    const other = answer("absence_filing", makeElsewhere());
    expect(findings([minutes, other])[0]?.zh).toContain("党员07、党员08、党员09");
  });

  it("asks nothing of absent members where the notice does not, and only reminds of those elsewhere", () => {
    const held = makeMinutes({
      ...{ absent: [{ name: "党员07", reason: "公出" }], floating_elsewhere: 2 },
      floating: [elsewhere, { name: "党员14" }],
    });
    const ctx = { ...round001, others: { meeting_minutes: held }, every: { meeting_minutes: [held] } };
    const found = checkAcross("absence_filing", makeElsewhere(), ctx);
    expect(found.map(({ level, code, zh }) => [level, code, zh])).toEqual([
      ["warn", "absence_filing.elsewhere_missing", "会议记录中在流入地参加的党员14还没有填"],
    ]);
    expect(hasBlock(found)).toBe(false);
  });

  it("blocks exactly while an absent member has no filing, in whatever order things came", () => {
    const members = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 6 });
    fc.assert(
      fc.property(members, members, fc.infiniteStream(fc.nat()), (away, filed, order) => {
        const absent = away.map((n) => makeAbsent({ name: `党员0${n}` }));
        const answers = [
          answer("meeting_minutes", makeMinutes({ absent })),
          ...filed.map((n, i) => filing(`党员0${n}`, i + 1)),
        ];
        const shuffled = answers
          .map((one) => ({ one, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const missing = away.some((n) => !filed.includes(n));
        expect(findings(shuffled).length).toBe(filed.length > 0 && missing ? 1 : 0);
      }),
      { numRuns: 500 },
    );
  });
});
