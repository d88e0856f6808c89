import { describe, expect, it } from "vitest";
import { isMet, parseCondition } from "../../schemas/condition";
import { ROUND_TEMPLATES } from "../../worker/rounds/templates";

describe("when an artifact is required only in some cases", () => {
  const absent = parseCondition("meeting_minutes.absent_rows > 0");

  it("is read as artifact, figure, comparison and number", () => {
    expect(absent).toEqual({ artifact: "meeting_minutes", figure: "absent_rows", compare: ">", value: 0 });
    expect(parseCondition("a_form.total>=12")?.compare).toBe(">=");
  });

  it.each(["", "meeting_minutes", "minutes.absent > x", "minutes.absent => 1", "a.b > 0; drop", "A.b > 0"])(
    "is no condition when it is written %j",
    (text) => {
      expect(parseCondition(text)).toBeNull();
    },
  );

  it("counts rows, reads numbers, and is not met by what nobody typed", () => {
    if (absent === null) throw new Error("no condition");
    expect(isMet(absent, [])).toBe(false);
    expect(isMet(absent, [{ absent: [] }])).toBe(false);
    expect(isMet(absent, [{ absent: [{ name: "党员07" }] }])).toBe(true);
    const floating = parseCondition("meeting_minutes.floating_elsewhere = 2");
    if (floating === null) throw new Error("no condition");
    expect(isMet(floating, [{ floating_elsewhere: 2 }])).toBe(true);
    expect(isMet(floating, [{ floating_elsewhere: "2" }])).toBe(false);
  });

  it("is written so that it can be read in every notice, and names an artifact of its round", () => {
    const written = ROUND_TEMPLATES.flatMap(({ definition }) =>
      definition.artifacts.flatMap((one) => (one.requiredIf === null ? [] : [{ definition, one }])),
    );
    expect(written.length).toBeGreaterThan(0);
    for (const { definition, one } of written) {
      const condition = parseCondition(one.requiredIf ?? "");
      expect(definition.artifacts.map((item) => item.key)).toContain(condition?.artifact);
    }
  });
});
