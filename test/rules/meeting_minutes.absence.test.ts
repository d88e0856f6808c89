import { describe, expect, it } from "vitest";
import { buildEntryDefaults, checkEntry, computeEntryFigures } from "../../schemas/entry";
import { meetingMinutes } from "../../schemas/forms/meeting_minutes";
import { isSecretary } from "../../schemas/forms/meeting_minutes.rows";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeAbsenceFiling, makeAbsent, makeMinutes, makeSpeakers } from "../support/entries.meeting";
import { makeNoticeContext } from "../support/notice.context";

/** JC03 of domain.md §4.1: 18 full members. */
const JC03 = { code: "JC03", name: "霁川区第三高级中学党总支第一党支部", members: 18, full: 18 };
const inRound = (id: string, overrides: Parameters<typeof makeNoticeContext>[1] = {}) =>
  makeNoticeContext(id, { branch: JC03, ...overrides });

/** 18 should have come, 17 came, and all 17 spoke. */
const makeShortMeeting = (absent: EntryValue[], overrides: EntryValue = {}) =>
  makeMinutes({
    ...{ total_members: 18, total_full: 18, should_attend: 18, attended: 17, attended_full: 17 },
    speeches: makeSpeakers(18).filter((one) => one.name !== "党员07"),
    absent,
    ...overrides,
  });
const check = (absent: EntryValue[], overrides: EntryValue = {}, ctx: EntryContext = inRound("notice-000")) =>
  checkEntry(meetingMinutes, makeShortMeeting(absent, overrides), ctx);

describe("absence without approval (situation 2)", () => {
  it("is refused on the row, in the notice's words", () => {
    const findings = check([{ name: "党员07", reason: "公出" }]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: "absent.0.consented_by",
      level: "block",
      code: "meeting_minutes.consent_required",
      rule: "absence",
      line: "对确实参加有困难的，必须报党（总）支部书记同意并报局党委备案",
      zh: "缺席需支部书记同意并报党委备案",
    });
  });

  it("is taken with the secretary's consent before the meeting or on its day", () => {
    expect(check([makeAbsent()])).toEqual([]);
    expect(check([makeAbsent({ consented_on: "2026-12-09" })])).toEqual([]);
  });

  it("wants a list as long as the gap between expected and present", () => {
    const [finding] = check([]);
    expect(finding).toMatchObject({ path: "absent", level: "block", code: "meeting_minutes.absent_rows" });
    expect(finding?.zh).toBe("应到18，实到17，缺席名单应为1人，现为0人");
    expect(check([makeAbsent(), makeAbsent({ name: "党员08" })])[0]?.zh).toBe(
      "应到18，实到17，缺席名单应为1人，现为2人",
    );
  });

  it("takes consent after the meeting and marks it 事后补批", () => {
    const findings = check([makeAbsent({ consented_on: "2026-12-10" })]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: "absent.0.consented_on",
      level: "warn",
      code: "meeting_minutes.consent_after",
      zh: "党员07：同意日期12月10日晚于会议日期12月9日，属事后补批",
    });
  });

  it("wants the day of the consent as well", () => {
    const [finding] = check([makeAbsent({ consented_on: "" })]);
    expect(finding).toMatchObject({ path: "absent.0.consented_on", level: "block" });
    expect(finding?.zh).toBe("党员07：请填写书记同意的日期");
  });

  it("wants the secretary's consent and nobody else's", () => {
    const [finding] = check([makeAbsent({ consented_by: "组织委员" })]);
    expect(finding).toMatchObject({
      path: "absent.0.consented_by",
      level: "block",
      code: "meeting_minutes.consent_by",
    });
    expect(finding?.zh).toBe("党员07：同意人“组织委员”不是书记“书记”，缺席需支部书记同意并报党委备案");
  });

  it.each([
    ["党员01", true],
    ["党员 ０１", true],
    ["书记", true],
    ["党支部书记", true],
    ["党员01（支部书记）", true],
    ["书记：党员01", true],
    ["党员30（党总支书记）", true],
    ["党员01副书记", false],
    ["副书记", false],
    ["党员02", false],
    ["", false],
  ])("reads a consent by “%s” of secretary 党员01 as %s", (named, given) => {
    expect(isSecretary(named, "党员01")).toBe(given);
  });

  it("has the secretary's own absence consented to from above, and only warns", () => {
    const host = { name: "组织委员", post: "组织委员" };
    const recorder = { name: "党员03" };
    const speeches = makeSpeakers(18).slice(1);
    const own = (consented_by: string) =>
      check([makeAbsent({ name: "书记", consented_by })], { host, recorder, secretary: "书记", speeches });
    for (const named of ["", "书记", "组织委员"]) {
      expect(own(named).map(({ path, level, code }) => [path, level, code])).toEqual([
        ["absent.0.consented_by", "warn", "meeting_minutes.secretary_absent"],
      ]);
    }
    expect(own("局党委")).toEqual([]);
  });

  it("asks for no consent where the notice does not", () => {
    for (const id of ["notice-001", "notice-003"]) {
      expect(check([{ name: "党员07", reason: "公出" }], {}, inRound(id))).toEqual([]);
    }
  });
});

describe("a row of an absent member", () => {
  it("explains another reason", () => {
    const [finding] = check([makeAbsent({ reason: "其他" })]);
    expect(finding).toMatchObject({ path: "absent.0.reason_note", level: "block" });
    expect(check([makeAbsent({ reason: "其他", reason_note: "援疆支教" })])).toEqual([]);
    expect(check([makeAbsent({ reason: "忙" })])[0]?.code).toBe("field.not_an_option");
  });

  it("was briefed on the day of the meeting at the earliest", () => {
    expect(check([makeAbsent({ makeup_on: "2026-12-09" })])).toEqual([]);
    const [finding] = check([makeAbsent({ makeup_on: "2026-12-08" })]);
    expect(finding).toMatchObject({ path: "absent.0.makeup_on", level: "block" });
    expect(finding?.zh).toBe("党员07：补会/传达日期不能早于会议日期");
  });

  it("speaks only by a written statement", () => {
    const speeches = makeSpeakers(18);
    const [finding] = check([makeAbsent()], { speeches });
    expect(finding).toMatchObject({ path: "speeches.6.name", level: "warn" });
    expect(finding?.code).toBe("meeting_minutes.absent_speaker");
    expect(check([makeAbsent({ written_statement: true })], { speeches })).toEqual([]);
  });

  it("stands there once", () => {
    const twice = [makeAbsent(), makeAbsent({ name: "党员 ０７" })];
    const findings = check(twice, { attended: 16, attended_full: 16 });
    expect(findings.map(({ path, level, code }) => [path, level, code])).toEqual([
      ["absent.1.name", "warn", "meeting_minutes.named_twice"],
    ]);
  });

  it("says whether its filing is in", () => {
    const every = { absence_filing: [makeAbsenceFiling({ name: { name: "党员 07" } })] };
    const entry = makeShortMeeting([makeAbsent(), makeAbsent({ name: "党员08" })]);
    expect(computeEntryFigures(meetingMinutes, entry, inRound("notice-000", { every })).auto).toEqual({
      "absent.0.filed_on": "已填缺席备案表",
    });
  });

  it("is ready where the leave was filed before the meeting", () => {
    const every = {
      absence_filing: [
        makeAbsenceFiling(),
        makeAbsenceFiling({ name: { name: "党员08" }, reason: "赴外地参加培训" }),
      ],
    };
    const defaults = buildEntryDefaults(meetingMinutes, inRound("notice-000", { every }));
    expect(defaults.absent).toEqual([
      makeAbsent(),
      makeAbsent({ name: "党员08", reason: "其他", reason_note: "赴外地参加培训" }),
    ]);
  });
});
