import { describe, expect, it } from "vitest";
import { computeLateSeconds, describePunctuality, type HeldDue } from "../../schemas/deadline";

const plain: HeldDue = { at: "2026-12-18T23:59:59+08:00", original: null, retroactive: false };
const extended: HeldDue = {
  ...plain,
  at: "2026-12-21T12:00:00+08:00",
  original: "2026-12-18T23:59:59+08:00",
};

const say = (receivedAt: string, due: HeldDue, byDay = false) =>
  describePunctuality({ lateSeconds: computeLateSeconds(due.at, receivedAt), receivedAt, due, byDay }).zh;

describe("whether something came in time, in words", () => {
  it("names both deadlines where one was granted (situation 5)", () => {
    expect(say("2026-12-21T14:00:00+08:00", extended)).toBe(
      "逾期2小时（延期后截止 12-21 12:00；原截止 12-18 23:59）",
    );
    expect(say("2026-12-20T14:00:00+08:00", extended)).toBe(
      "延期内（延期后截止 12-21 12:00；原截止 12-18 23:59）",
    );
    expect(say("2026-12-18T14:00:00+08:00", extended)).toBe("按时");
  });

  it("says 补批延期 of what was granted afterwards", () => {
    expect(say("2026-12-21T11:00:00+08:00", { ...extended, retroactive: true })).toBe(
      "补批延期（补批延期至 12-21 12:00；原截止 12-18 23:59）",
    );
  });

  it("counts paper by the day (situation 6)", () => {
    expect(say("2026-12-22T10:15:00+08:00", plain, true)).toBe("按日计逾期4天");
    expect(say("2026-12-19T00:00:00+08:00", plain, true)).toBe("按日计逾期1天");
    expect(say("2026-12-18T23:59:59+08:00", plain, true)).toBe("按时");
  });

  it.each([
    ["2026-12-21T11:59:59.999+08:00", false],
    ["2026-12-21T12:00:00.000+08:00", false],
    ["2026-12-21T12:00:00.999+08:00", false],
    ["2026-12-21T12:00:01.000+08:00", true],
  ])("is on time at %s: %s", (at, late) => {
    expect(say(at, extended).startsWith("逾期")).toBe(late);
  });

  it("is never late where nothing is due (及时)", () => {
    expect(say("2099-01-01T00:00:00Z", { at: null, original: null, retroactive: false })).toBe("按时");
  });
});
