import { describe, expect, it } from "vitest";
import { buildEntryDefaults, canonicalEntry, checkEntry, fitForm, hasBlock } from "../../schemas/entry";
import { meetingMinutes } from "../../schemas/forms/meeting_minutes";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeMinutes, makeSpeakers } from "../support/entries.meeting";
import { makeEntryContext, makeTally, makeTallyRow, makeWorkPlan } from "../support/entry.builders";
import { makeNoticeContext } from "../support/notice.context";

const check = (overrides: EntryValue = {}, ctx: EntryContext = makeNoticeContext("notice-000")) =>
  checkEntry(meetingMinutes, makeMinutes(overrides), ctx);
const sayings = (overrides: EntryValue, ctx?: EntryContext) =>
  check(overrides, ctx).map(({ path, level, code }) => [path, level, code]);
const keysOf = (ctx: EntryContext) => fitForm(meetingMinutes, ctx).fields.map((one) => one.key);

const late = { start: "2026-12-12T09:00:00+08:00", end: "2026-12-12T11:00:00+08:00" };

describe("minutes", () => {
  it.each(["notice-000", "notice-001", "notice-003"])("%s: whole minutes have nothing against them", (id) => {
    expect(check({}, makeNoticeContext(id))).toEqual([]);
  });

  it("ask for no more than the round's rules do", () => {
    const [plain, floating] = [makeNoticeContext("notice-000"), makeNoticeContext("notice-001")];
    for (const key of ["flexible_note", "floating_elsewhere", "floating"]) {
      expect(keysOf(plain)).not.toContain(key);
      expect(keysOf(floating)).toContain(key);
    }
    const columns = (ctx: EntryContext) =>
      fitForm(meetingMinutes, ctx)
        .fields.find((one) => one.key === "absent")
        ?.columns?.map((one) => one.key);
    expect(columns(plain)).toContain("consented_by");
    expect(columns(floating)).toEqual(["name", "reason", "reason_note", "written_statement", "makeup_on"]);
  });

  it("offer what a committee switches on by giving the round the rule", () => {
    const { rules } = makeNoticeContext("notice-000").round;
    const on = [...rules, { id: "floating", enforce: "inform", line: null } as const];
    expect(keysOf(makeNoticeContext("notice-000", { round: { rules: on } }))).toContain("floating");
  });

  it("keep the gist of criticism with the branch unless the round collects it", () => {
    const ctx = makeNoticeContext("notice-000", { round: { collectPrivate: false } });
    const speeches = [{ name: "书记", self: "学习不够深入", criticism: "对党员02：要敢于担当" }];
    const stored = canonicalEntry(fitForm(meetingMinutes, ctx), makeMinutes({ speeches }));
    expect(stored.speeches).toEqual([{ name: "书记" }]);
    const whole = canonicalEntry(fitForm(meetingMinutes, makeEntryContext()), makeMinutes({ speeches }));
    expect(whole.speeches).toEqual(speeches);
  });

  it.each([
    [{ name: "" }, "name", "field.required"],
    [{ start: "下周三" }, "start", "field.not_a_time"],
    [{ end: "" }, "end", "field.required"],
    [{ place: "室".repeat(101) }, "place", "field.too_long"],
    [{ host: {} }, "host.name", "field.required"],
    [{ recorder: {} }, "recorder.name", "field.required"],
    [{ total_members: 0 }, "total_members", "field.out_of_range"],
    [{ attended: "全部" }, "attended", "field.not_a_number"],
    [{ attended_full: null }, "attended_full", "field.required"],
    [{ superior_comment: "好".repeat(2001) }, "superior_comment", "field.too_long"],
    [{ report: "" }, "report", "field.required"],
    [{ measures_agreed: "" }, "measures_agreed", "field.required"],
    [{ speeches: [] }, "speeches", "field.required"],
  ])("refuse %j", (overrides, path, code) => {
    const blocks = sayings(overrides).filter(([, level]) => level === "block");
    expect(blocks.map(([at, , reason]) => [at, reason])).toContainEqual([path, code]);
  });
});

describe("what fresh minutes start with", () => {
  it("is the theme, the roster, the plan and a row for each member", () => {
    const others = { work_plan: makeWorkPlan({ observers: ["蹲点领导"] }) };
    const defaults = buildEntryDefaults(meetingMinutes, makeNoticeContext("notice-000", { others }));
    expect(defaults).toEqual({
      name: "“进一步解放思想，激励新时代新担当新作为”专题组织生活会",
      start: "2026-12-09T14:00:00+08:00",
      place: "学校党员活动室",
      host: { name: "", post: "党支部书记" },
      total_members: 22,
      total_full: 22,
      should_attend: 22,
      observers: [{ name: "蹲点领导" }],
      speeches: Array(22).fill({}),
    });
  });

  it("are the names the tally already has of those present", () => {
    const rows = [makeTallyRow(1), makeTallyRow(2, { present: false }), makeTallyRow(3)];
    const ctx = makeNoticeContext("notice-003", { others: { appraisal_tally: makeTally({ rows }) } });
    const defaults = buildEntryDefaults(meetingMinutes, ctx);
    expect(defaults.speeches).toEqual([{ name: "党员01" }, { name: "党员03" }]);
  });

  it("quotes a theme that quotes, and stays within its own limit", () => {
    const ctx = makeEntryContext({ round: { theme: "践行“三严三实”，争做“两为”干部" } });
    const { name } = buildEntryDefaults(meetingMinutes, ctx);
    expect(name).toBe("“践行‘三严三实’，争做‘两为’干部”专题组织生活会");
    const long = makeEntryContext({ round: { theme: "题".repeat(200) } });
    const preset = buildEntryDefaults(meetingMinutes, long).name;
    expect(sayings({ name: preset })).toEqual([]);
  });
});

describe("when, where and by whom", () => {
  it("flags a meeting after the milestone, and refuses it where the notice says must", () => {
    expect(sayings(late)).toEqual([["start", "warn", "meeting_minutes.meeting_too_late"]]);
    const [finding] = check(late, makeNoticeContext("notice-003"));
    expect(finding).toMatchObject({ path: "start", level: "block", rule: "meeting_by" });
    expect(finding?.zh).toBe("会议时间2026年12月12日 09:00晚于通知规定的12月11日 周五 24:00");
    const off = { checkLevels: { "meeting_minutes.meeting_too_late": "off" } } as const;
    expect(check(late, makeNoticeContext("notice-000", { round: off }))).toEqual([]);
  });

  it("wants the end after the start, and warns when the day changes between them", () => {
    const [finding] = check({ end: "2026-12-09T14:00:00+08:00" });
    expect(finding).toMatchObject({ path: "end", level: "block", code: "meeting_minutes.end_before_start" });
    expect(finding?.zh).toBe("结束时间应晚于开始时间");
    expect(sayings({ end: "2026-12-10T00:30:00+08:00" })).toEqual([
      ["end", "warn", "meeting_minutes.other_day"],
    ]);
    expect(check({ end: "2026-12-09T15:59:00Z" })).toEqual([]);
  });

  it("wants the box ticked where the notice wants the meeting in person, and only there", () => {
    const [finding] = check({ in_person: false });
    expect(finding).toMatchObject({
      path: "in_person",
      level: "block",
      rule: "in_person",
      line: "专题组织生活会应当集中开展，不得在网上进行",
    });
    expect(finding?.zh).toBe("请勾选“集中开展（非网上）”：专题组织生活会应当集中开展，不得在网上进行");
    expect(check({ in_person: false }, makeNoticeContext("notice-003"))).toEqual([]);
  });

  it("takes what the superior arranged instead, where the notice lets it, and says so", () => {
    const ctx = makeNoticeContext("notice-001");
    const away = { in_person: false, place: "腾讯会议 123 456 789" };
    expect(check(away, ctx)[1]?.zh).toContain("确实难以集中的，请写明上级党组织的灵活安排");
    const flexible_note = "经局党委同意，三个园区分别集中";
    expect(sayings({ ...away, flexible_note }, ctx)).toEqual([
      ["flexible_note", "inform", "meeting_minutes.arranged"],
    ]);
    const strict = sayings({ ...away, flexible_note });
    expect(strict.map(([path, level]) => [path, level])).toEqual([
      ["place", "block"],
      ["in_person", "block"],
    ]);
  });

  it("warns when the host writes the minutes himself", () => {
    expect(sayings({ recorder: { name: "书 记" } })).toEqual([
      ["recorder.name", "warn", "meeting_minutes.same_recorder"],
    ]);
  });

  it("asks who the secretary is only where somebody else was host", () => {
    const host = { name: "组织委员", post: "组织委员" };
    const recorder = { name: "党员03" };
    expect(sayings({ host, recorder })).toEqual([["secretary", "block", "field.required"]]);
    expect(sayings({ host, recorder, secretary: "书记" })).toEqual([]);
    const deputy = { name: "组织委员", post: "党总支副书记" };
    expect(sayings({ host: deputy, recorder })).toEqual([["secretary", "block", "field.required"]]);
    expect(sayings({ host: { name: "书记", post: "校长、党支部书记" } })).toEqual([]);
  });
});

describe("what was said", () => {
  it("has the secretary first", () => {
    const speeches = makeSpeakers(22).toReversed();
    const [finding] = check({ speeches });
    expect(finding).toMatchObject({
      path: "speeches.0.name",
      level: "warn",
      code: "meeting_minutes.secretary_first",
      rule: "secretary_leads",
    });
    expect(finding?.zh).toContain("第一位发言人应为书记“书记”，现为“党员22”");
    expect(check({ speeches }, makeNoticeContext("notice-003"))[0]).toMatchObject({
      rule: "secretary_first",
    });
  });

  it("has a row for everybody present", () => {
    const [finding] = check({ speeches: makeSpeakers(20) });
    expect(finding).toMatchObject({ path: "speeches", level: "warn", rule: "criticism" });
    expect(finding?.zh).toBe("实到22人，批评与自我批评有20人，还差2人");
    expect(sayings({ speeches: [] })).toEqual([["speeches", "block", "field.required"]]);
    const twice = [...makeSpeakers(21), { name: "书 记" }];
    expect(sayings({ speeches: twice })).toEqual([["speeches", "warn", "meeting_minutes.speakers_too_few"]]);
  });

  it("warns of a report that says hardly anything", () => {
    const [finding] = check({ report: "情况良好。" });
    expect(finding).toMatchObject({ path: "report", level: "warn" });
    expect(finding?.zh).toBe("书记的说明只有5字，一般不少于50字");
  });

  it("warns when nobody came from above where the notice wants it", () => {
    const nobody = { superior: null, superior_comment: null };
    expect(check(nobody)[0]).toMatchObject({ path: "superior", level: "warn", rule: "dual_life" });
    expect(check(nobody, makeNoticeContext("notice-001"))).toEqual([]);
    const unit = makeNoticeContext("notice-003");
    expect(check(nobody, unit)[0]).toMatchObject({
      path: "superior",
      level: "warn",
      rule: "superior_attends",
    });
    expect(sayings({ superior_comment: "" }, unit)).toEqual([
      ["superior_comment", "warn", "meeting_minutes.superior_missing"],
    ]);
  });

  it("refuses comments of nobody", () => {
    expect(sayings({ superior: null }, makeNoticeContext("notice-001"))).toEqual([
      ["superior.name", "block", "meeting_minutes.commentator_required"],
    ]);
  });

  it("only mentions badges", () => {
    expect(sayings({ badges: false })).toEqual([["badges", "inform", "meeting_minutes.badges_missing"]]);
    expect(hasBlock(check({ badges: false }))).toBe(false);
    expect(check({ badges: false }, makeNoticeContext("notice-003"))).toEqual([]);
  });
});
