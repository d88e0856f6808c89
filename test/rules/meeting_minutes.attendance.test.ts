import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildEntryDefaults, checkEntry, hasBlock } from "../../schemas/entry";
import { meetingMinutes } from "../../schemas/forms/meeting_minutes";
import type { EntryContext, EntryValue } from "../../schemas/forms/vocabulary";
import { makeAbsenceFiling, makeAbsent, makeMinutes, makeSpeakers } from "../support/entries.meeting";
import { makeNoticeContext } from "../support/notice.context";

/** JC09 of domain.md §4.1: 13 full members and 1 probationary, 2 of them away. */
const JC09 = {
  code: "JC09",
  name: "霁川区职业技术学校党总支机电系党支部",
  members: 14,
  full: 13,
  floating: 2,
};
const elsewhere: [EntryValue, EntryValue] = [
  { name: "党员13", host_branch: "云埠市某机械厂党支部", attended_on: "2026-12-08" },
  { name: "党员14", host_branch: "云埠市某街道党支部", attended_on: "2026-12-07" },
];
const makeFloatingMeeting = (overrides: EntryValue = {}) =>
  makeMinutes({
    ...{ total_members: 14, total_full: 13, floating_elsewhere: 2, floating: elsewhere },
    ...{ should_attend: 12, attended: 12, attended_full: 11 },
    speeches: makeSpeakers(12),
    ...overrides,
  });
const round001 = makeNoticeContext("notice-001", { branch: JC09 });
const check = (overrides: EntryValue = {}, ctx: EntryContext = round001) =>
  checkEntry(meetingMinutes, makeFloatingMeeting(overrides), ctx);
const sentences = (overrides: EntryValue, ctx?: EntryContext) => check(overrides, ctx).map((one) => one.zh);

describe("floating members (situation 9)", () => {
  it("count as attended where they moved to, and are no absence", () => {
    expect(check()).toEqual([]);
  });

  it("may be without organization and date at first, which only warns", () => {
    const findings = check({ floating: [{ name: "党员13" }, { ...elsewhere[1], attended_on: "" }] });
    expect(findings.map(({ path, level, code }) => [path, level, code])).toEqual([
      ["floating.0.host_branch", "warn", "meeting_minutes.floating_details_missing"],
      ["floating.1.attended_on", "warn", "meeting_minutes.floating_details_missing"],
    ]);
    expect(findings[0]?.zh).toBe("党员13：流入地党组织名称、流入地参加日期还没有填，可以以后补");
  });

  it("have a row each, with a name", () => {
    expect(sentences({ floating: elsewhere.slice(1) })).toEqual(["流入地参加2人，名单应为2人，现为1人"]);
    expect(
      sentences({ floating_elsewhere: null, should_attend: 14, attended: 14, attended_full: 13 }),
    ).toContain("流入地参加0人，名单应为0人，现为2人");
    const [finding] = check({ floating: [elsewhere[0], { host_branch: "某党支部" }] });
    expect(finding).toMatchObject({ path: "floating.1.name", code: "field.required" });
  });

  it("are absent like anybody else where the notice does not speak of them", () => {
    const round000 = makeNoticeContext("notice-000", { branch: JC09 });
    const away = elsewhere.map(({ name }) => makeAbsent({ name, reason: "外出流动" }));
    const numbers = { floating_elsewhere: null, floating: null, should_attend: 14, attended: 12 };
    expect(check({ ...numbers, absent: away }, round000)).toEqual([]);
    expect(sentences({ ...numbers }, round000)).toEqual(["应到14，实到12，缺席名单应为2人，现为0人"]);
    const bare = away.map(({ name, reason }) => ({ name, reason }));
    expect(check({ ...numbers, absent: bare }, round000).map((one) => one.code)).toEqual(
      Array(2).fill("meeting_minutes.consent_required"),
    );
  });

  it("are ready by the roster, and by their filings where there are any", () => {
    expect(buildEntryDefaults(meetingMinutes, round001)).toMatchObject({
      ...{ total_members: 14, total_full: 13, floating_elsewhere: 2, should_attend: 12 },
      floating: [{}, {}],
    });
    const [{ name, ...where }] = elsewhere;
    const filing = makeAbsenceFiling({ kind: "流入地参加", name: { name }, ...where });
    const filed = makeNoticeContext("notice-001", { branch: JC09, every: { absence_filing: [filing] } });
    expect(buildEntryDefaults(meetingMinutes, filed)).toMatchObject({
      ...{ floating_elsewhere: 1, should_attend: 13 },
      floating: [elsewhere[0]],
    });
    expect(
      buildEntryDefaults(meetingMinutes, makeNoticeContext("notice-000", { branch: JC09 })),
    ).toMatchObject({
      should_attend: 14,
    });
  });
});

describe("numbers that do not agree", () => {
  it.each([
    [{ should_attend: 13 }, "should_attend", "应到13，应等于党员总数14−流入地参加2=12"],
    [
      { not_counted: 1, not_counted_reason: "长期病休" },
      "should_attend",
      "应到12，应等于党员总数14−流入地参加2−不计入应到1=11",
    ],
    [{ attended: 13 }, "attended", "实到13，超过应到12"],
    [{ attended: 11, attended_full: 10 }, "absent", "应到12，实到11，缺席名单应为1人，现为0人"],
    [{ attended_full: 13 }, "attended_full", "实到正式党员13，不能超过实到12和正式党员总数13"],
    [{ total_full: 15 }, "total_full", "正式党员15，超过党员总数14"],
    [{ total_full: 10 }, "attended_full", "实到正式党员11，不能超过实到12和正式党员总数10"],
  ])("%j are refused with the arithmetic", (overrides, path, zh) => {
    expect(check(overrides).filter((one) => one.level === "block")).toContainEqual(
      expect.objectContaining({ path, zh }),
    );
  });

  it("name the plain total where nobody is away", () => {
    const none = { floating_elsewhere: null, floating: null };
    expect(sentences({ ...none, should_attend: 13, attended: 13 })).toContain("应到13，应等于党员总数14");
  });

  it("want a reason for who is not counted", () => {
    const numbers = { not_counted: 1, should_attend: 11, attended: 11, attended_full: 10 };
    const [finding] = check(numbers);
    expect(finding).toMatchObject({
      path: "not_counted_reason",
      level: "block",
      zh: "不计入应到1人，请写明原因",
    });
    expect(check({ ...numbers, not_counted_reason: "长期病休" })).toEqual([]);
  });

  it("only warn of half a meeting, of a roster that differs and of too many probationary members", () => {
    const absent = Array.from({ length: 6 }, (_, i) => ({ name: `党员${i + 3}`, reason: "事假" }));
    const half = check({ attended: 6, attended_full: 5, absent, speeches: makeSpeakers(2) });
    expect(half.find((one) => one.code === "meeting_minutes.quorum")).toMatchObject({
      path: "attended",
      level: "warn",
      zh: "实到6，没有超过应到12的半数",
    });
    const seven = check({ attended: 7, attended_full: 6, absent: absent.slice(1) });
    expect(seven.map((one) => one.code)).not.toContain("meeting_minutes.quorum");
    const roster = makeNoticeContext("notice-001", { branch: { members: 15, full: 14, floating: 2 } });
    expect(check({}, roster).map((one) => [one.level, one.zh])).toEqual([
      ["warn", "党员总数14，花名册为15，请核对"],
      ["warn", "正式党员13，花名册为14，请核对"],
    ]);
    expect(check({ attended_full: 10 }).map((one) => [one.level, one.zh])).toEqual([
      ["warn", "实到12人中预备党员应为2人，党员总数中预备党员只有1人，请核对"],
    ]);
  });
});

describe("attendance arithmetic", () => {
  interface Numbers {
    total: number;
    totalFull: number;
    elsewhere: number;
    elsewhereRows: number;
    notCounted: number;
    should: number;
    attended: number;
    attendedFull: number;
    absentRows: number;
  }

  const names = (count: number, more: EntryValue) =>
    Array.from({ length: count }, (_, i) => ({ ...more, name: `${more.name}${i + 1}` }));
  const toEntry = (n: Numbers): EntryValue =>
    makeMinutes({
      ...{ total_members: n.total, total_full: n.totalFull },
      ...{ floating_elsewhere: n.elsewhere, floating: names(n.elsewhereRows, { name: "流动" }) },
      ...{ not_counted: n.notCounted, not_counted_reason: "长期病休" },
      ...{ should_attend: n.should, attended: n.attended, attended_full: n.attendedFull },
      absent: names(n.absentRows, { ...makeAbsent(), name: "缺席" }),
    });

  /** The rules of 000 and 001 together: consent, filing, and floating members. */
  const { rules } = makeNoticeContext("notice-000").round;
  const both = makeNoticeContext("notice-001", {
    round: { rules: [...rules, ...makeNoticeContext("notice-001").round.rules] },
  });
  const isRefused = (n: Numbers) => hasBlock(checkEntry(meetingMinutes, toEntry(n), both));

  /** The stated equations, read once more without the engine. */
  const agrees = (n: Numbers) =>
    n.totalFull <= n.total &&
    n.elsewhere === n.elsewhereRows &&
    n.should === n.total - n.elsewhere - n.notCounted &&
    n.should === n.attended + n.absentRows &&
    n.attendedFull <= Math.min(n.attended, n.totalFull);

  const upTo = (max: number) => fc.integer({ min: 0, max });
  const anyNumbers: fc.Arbitrary<Numbers> = fc.record({
    total: fc.integer({ min: 1, max: 5 }),
    ...{ totalFull: upTo(5), elsewhere: upTo(1), elsewhereRows: upTo(1), notCounted: upTo(1) },
    ...{ should: upTo(5), attended: upTo(5), attendedFull: upTo(5), absentRows: upTo(2) },
  });

  /** Meetings that did take place: every member came, was away, stayed at home or was not counted. */
  const realMeeting: fc.Arbitrary<Numbers> = fc
    .array(
      fc.record({
        full: fc.boolean(),
        was: fc.constantFrom("here", "here", "absent", "elsewhere", "not counted"),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((members) => {
      const count = (was: string) => members.filter((one) => one.was === was).length;
      return {
        total: members.length,
        totalFull: members.filter((one) => one.full).length,
        ...{
          elsewhere: count("elsewhere"),
          elsewhereRows: count("elsewhere"),
          notCounted: count("not counted"),
        },
        ...{ should: count("here") + count("absent"), attended: count("here"), absentRows: count("absent") },
        attendedFull: members.filter((one) => one.full && one.was === "here").length,
      };
    });

  it("refuses no meeting whose numbers agree", () => {
    fc.assert(
      fc.property(realMeeting, (n) => {
        expect(agrees(n)).toBe(true);
        const findings = checkEntry(meetingMinutes, toEntry(n), both);
        expect(findings.filter((one) => one.level === "block")).toEqual([]);
        expect(findings.map((one) => one.code)).not.toContain("meeting_minutes.probationary_differ");
      }),
      { numRuns: 500 },
    );
  });

  it("accepts none that breaks a stated equation", () => {
    fc.assert(
      fc.property(anyNumbers, (n) => isRefused(n) === !agrees(n)),
      { numRuns: 2000 },
    );
  });

  it("notices any one number moved by one", () => {
    const keys = ["total", "totalFull", "elsewhere", "elsewhereRows", "notCounted"] as const;
    const more = ["should", "attended", "attendedFull", "absentRows"] as const;
    fc.assert(
      fc.property(realMeeting, fc.constantFrom(...keys, ...more), fc.constantFrom(-1, 1), (n, key, step) => {
        const moved = { ...n, [key]: n[key] + step };
        fc.pre(moved[key] >= (key === "total" ? 1 : 0));
        expect(isRefused(moved)).toBe(!agrees(moved));
      }),
      { numRuns: 500 },
    );
  });
});
