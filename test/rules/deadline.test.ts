import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  computeLateSeconds,
  dayEnd,
  daysLeft,
  describeLateness,
  formatDay,
  formatDue,
  formatInstant,
  formatLocalInput,
  isDay,
  localDay,
  parseLocalInput,
} from "../../schemas/deadline";

const machineZone = process.env.TZ;
afterEach(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

const instant = fc.date({
  min: new Date("2000-01-01T00:00:00Z"),
  max: new Date("2099-12-31T00:00:00Z"),
  noInvalidDate: true,
});

describe("lateness", () => {
  const due = "2026-12-21T12:00:00+08:00";

  it.each([
    ["2026-12-21T11:59:59.999+08:00", 0],
    ["2026-12-21T12:00:00+08:00", 0],
    ["2026-12-21T12:00:00.999+08:00", 0],
    ["2026-12-21T12:00:01+08:00", 1],
    ["2026-12-21T04:00:01.000Z", 1],
    ["2026-12-21T14:00:00+08:00", 7200],
  ])("handed in at %s is %i seconds late for 12:00", (at, late) => {
    expect(computeLateSeconds(due, at)).toBe(late);
  });

  it("is never late when nothing is due", () => {
    expect(computeLateSeconds(null, "2099-01-01T00:00:00Z")).toBe(0);
  });

  it("takes the whole last day as on time", () => {
    expect(computeLateSeconds(dayEnd("2026-12-18"), "2026-12-18T15:59:59.999Z")).toBe(0);
    expect(computeLateSeconds(dayEnd("2026-12-18"), "2026-12-18T16:00:00.000Z")).toBe(1);
  });

  it("counts whole seconds and does not care how an instant is written", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -100_000, max: 100_000 }), fc.nat(999), (at, shift, ms) => {
        const start = Math.floor(at.getTime() / 1000) * 1000;
        const dueIso = new Date(start).toISOString();
        const atMs = start + shift * 1000 + ms;
        const zoned = `${new Date(atMs + 8 * 3600_000).toISOString().slice(0, 23)}+08:00`;
        expect(computeLateSeconds(dueIso, new Date(atMs).toISOString())).toBe(Math.max(0, shift));
        expect(computeLateSeconds(dueIso, zoned)).toBe(Math.max(0, shift));
      }),
    );
  });

  it.each([
    [0, "按时", "on time"],
    [59, "逾期不到1分钟", "late by less than a minute"],
    [300, "逾期5分钟", "late by 5 minutes"],
    [7200, "逾期2小时", "late by 2 hours"],
    [7260, "逾期2小时1分钟", "late by 2 hours 1 minute"],
    [86_399, "逾期23小时59分钟", "late by 23 hours 59 minutes"],
    [86_400, "逾期1天", "late by 1 day"],
    [97_200, "逾期1天3小时", "late by 1 day 3 hours"],
    [97_259, "逾期1天3小时", "late by 1 day 3 hours"],
  ])("says %i seconds as %s", (seconds, zh, en) => {
    expect(describeLateness(seconds)).toEqual({ zh, en });
  });
});

describe("instants for people", () => {
  it("says a whole day as 24:00 with its weekday, and an hour as the hour", () => {
    expect(formatDue("2026-12-18T23:59:59+08:00")).toBe("12月18日 周五 24:00");
    expect(formatDue("2026-12-18T15:59:59.000Z")).toBe("12月18日 周五 24:00");
    expect(formatDue("2026-12-21T12:00:00+08:00")).toBe("12月21日 12:00");
    expect(formatDue("2026-12-18T23:59:59+08:00", "en")).toBe("Fri 18 Dec 24:00");
    expect(formatDue("2026-12-21T12:00:00+08:00", "en")).toBe("21 Dec 12:00");
  });

  it("has a short, a numeric and a full form of an instant", () => {
    expect(formatInstant("2026-12-05T01:44:00Z")).toBe("12月5日 09:44");
    expect(formatInstant("2026-12-05T01:44:00Z", "numeric")).toBe("12-05 09:44");
    expect(formatInstant("2026-12-09T02:15:00Z", "full")).toBe("2026年12月9日 10:15");
    expect(formatInstant("2026-12-09T02:15:00Z", "full", "en")).toBe("9 Dec 2026 10:15");
  });

  it("turns the day at 16:00 UTC, as Shanghai does", () => {
    expect(localDay("2026-12-18T15:59:59Z")).toBe("2026-12-18");
    expect(localDay("2026-12-18T16:00:00Z")).toBe("2026-12-19");
    expect(formatDay("2026-12-11")).toBe("12月11日");
  });

  it("counts days left by the calendar, not by 24 hours", () => {
    const due = dayEnd("2026-12-18");
    expect(daysLeft(due, "2026-12-09T10:15:00+08:00")).toBe(9);
    expect(daysLeft(due, "2026-12-18T23:59:00+08:00")).toBe(0);
    expect(daysLeft(due, "2026-12-19T00:00:00+08:00")).toBe(-1);
    expect(daysLeft(null, "2026-12-19T00:00:00+08:00")).toBeNull();
  });

  it("gives back text that is no instant", () => {
    expect(formatDue("及时")).toBe("及时");
    expect(formatInstant("及时")).toBe("及时");
    expect(formatDay("及时")).toBe("及时");
    expect(formatLocalInput("及时")).toBe("");
    expect(localDay("及时")).toBeNull();
  });

  it("says the same whatever zone the machine stands in", () => {
    const say = () => [
      formatDue("2026-03-08T23:59:59+08:00"),
      formatInstant("2026-11-01T06:30:00Z", "full"),
      localDay("2026-07-01T16:00:00Z"),
      parseLocalInput("2026-03-08T02:30"),
      daysLeft("2026-11-02T00:00:00+08:00", "2026-10-31T23:00:00+08:00"),
    ];
    process.env.TZ = "Asia/Shanghai";
    const home = say();
    for (const zone of ["America/New_York", "UTC", "Pacific/Kiritimati"]) {
      process.env.TZ = zone;
      expect(say()).toEqual(home);
    }
  });
});

describe("datetime-local inputs", () => {
  it.each([
    ["2026-12-09T14:00", "2026-12-09T14:00:00+08:00"],
    ["2026-12-09 14:00:30", "2026-12-09T14:00:30+08:00"],
    ["2026-12-09T06:00:00.000Z", "2026-12-09T14:00:00+08:00"],
    ["2026-12-09T14:00:00+08:00", "2026-12-09T14:00:00+08:00"],
  ])("reads %s in the round's zone", (text, at) => {
    expect(parseLocalInput(text)).toBe(at);
  });

  it.each(["", "下周三", "2026-02-30T10:00", "2026-12-09T24:00", "2026-12-09T10:60", "2026-12-09"])(
    "refuses %j",
    (text) => {
      expect(parseLocalInput(text)).toBeNull();
    },
  );

  it("shows what it read", () => {
    fc.assert(
      fc.property(instant, (at) => {
        const shown = formatLocalInput(at.toISOString());
        expect(formatLocalInput(parseLocalInput(shown) ?? "")).toBe(shown);
      }),
    );
  });

  it("knows the days of the calendar", () => {
    expect(isDay("2024-02-29")).toBe(true);
    expect(isDay("2026-02-29")).toBe(false);
    expect(isDay("2026-2-9")).toBe(false);
    expect(isDay("2026-13-01")).toBe(false);
  });
});
