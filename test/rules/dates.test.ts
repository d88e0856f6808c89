import { describe, expect, it } from "vitest";
import { buildCalendar, foldLine } from "../../worker/submissions/dates.rules";

const round = { title: "专题组织生活会" };
const date = {
  id: "sub_1-summary_text",
  title: { zh: "小结电子稿；不少于1000字，盖章", en: "Summary" },
  due: "2026-12-18T23:59:59+08:00",
  note: "12月18日前",
  sequence: 2,
  modifiedAt: "2026-11-23T01:00:00.000Z",
};

describe("the dates of a round as a calendar file", () => {
  it("stand in UTC with a reminder, escaped as RFC 5545 asks", () => {
    const text = buildCalendar([date], "zh", round);
    expect(text).toContain("DTSTART:20261218T155959Z\r\n");
    expect(text).toContain("DTSTAMP:20261123T010000Z\r\nLAST-MODIFIED:20261123T010000Z\r\nSEQUENCE:2\r\n");
    expect(text).toContain("TRIGGER:-P1D");
    expect(text.startsWith("BEGIN:VCALENDAR\r\n")).toBe(true);
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
    expect(buildCalendar([{ ...date, note: "a,b;c\nd\\e" }], "en", round)).toContain(
      "DESCRIPTION:a\\,b\\;c\\nd\\\\e",
    );
  });

  it("are the same bytes for the same dates", () => {
    expect(buildCalendar([date], "zh", round)).toBe(buildCalendar([date], "zh", round));
  });

  it("have no line over 75 bytes, and no character is cut", () => {
    const long = "支部".repeat(100);
    const folded = foldLine(`SUMMARY:${long}`);
    for (const line of folded.split("\r\n"))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(folded.replace(/\r\n /g, "")).toBe(`SUMMARY:${long}`);
  });
});
