import { describe, expect, it } from "vitest";
import { computeAsks } from "../../schemas/round";
import { applyRoundForm, buildRoundForm } from "../../worker/rounds/round.form.rules";
import { buildReceiptPrefix, chooseReceiptPrefix, computeProfile } from "../../worker/rounds/round.rules";
import { shiftDates } from "../../worker/rounds/round.shift.rules";
import { findTemplate, ROUND_TEMPLATES } from "../../worker/rounds/templates";

function definitionOf(id: string) {
  const found = findTemplate(id);
  if (found === null) throw new Error(`no template ${id}`);
  return found.definition;
}

describe("the edit form", () => {
  it.each(ROUND_TEMPLATES.map((one) => [one.id]))("gives %s back unchanged when nothing is changed", (id) => {
    const definition = definitionOf(id);
    const asks = computeAsks(definition, "online_full");
    expect(applyRoundForm(definition, asks, buildRoundForm(definition, asks))).toEqual({
      definition,
      asks,
      findings: [],
    });
  });

  it("keeps hours that are not the end of a day", () => {
    const definition = shiftDates(definitionOf("notice-000"), { latestDueOn: "2026-12-18" });
    const asks = computeAsks(definition, "literal");
    const form = { ...buildRoundForm(definition, asks), "due_time.summary_paper": "9:30" };
    const { definition: changed, findings } = applyRoundForm(definition, asks, form);
    expect(findings).toEqual([]);
    expect(changed.artifacts.at(-1)?.due).toBe("2026-12-18T09:30:00+08:00");
    expect(buildRoundForm(changed, asks)["due_time.summary_paper"]).toBe("09:30");
  });

  it("points at each field it cannot read", () => {
    const definition = definitionOf("notice-000");
    const asks = computeAsks(definition, "literal");
    const wrong = {
      "due_date.summary_paper": "12月18日",
      "due_time.summary_text": "下班前",
      "chars.summary_text": "-1",
      "notice.issuedOn": "",
      retainUntil: "永久",
      theme: "",
      "milestone_date.meeting_done": "2026-13-01",
    };
    const { findings } = applyRoundForm(definition, asks, { ...buildRoundForm(definition, asks), ...wrong });
    expect(findings.map((one) => one.path).sort()).toEqual(Object.keys(wrong).sort());
  });

  it("leaves alone what the form does not send", () => {
    const definition = definitionOf("notice-003");
    const asks = computeAsks(definition, "literal");
    const { notice, theme } = definition;
    const sent = {
      theme,
      "notice.title": notice.title,
      "notice.number": notice.number,
      "notice.issuer": notice.issuer,
      "notice.issuedOn": notice.issuedOn,
    };
    const applied = applyRoundForm(definition, asks, sent);
    expect(applied.findings).toEqual([]);
    expect(applied.asks).toEqual(asks);
    expect(applied.definition.artifacts).toEqual(definition.artifacts);
  });
});

describe("the beginning of receipt numbers", () => {
  it.each([
    ["霁教党字〔2026〕18号", "2026-18"],
    ["坛教党字[2018]010号", "2018-10"],
    ["苏组通（２０１８）４７号", "2018-47"],
    ["关于召开会议的通知", "20261123"],
  ])("of %s is %s", (number, prefix) => {
    expect(buildReceiptPrefix(number, "2026-11-23")).toBe(prefix);
  });

  it("is told apart by letters, and by numbers when those run out", () => {
    const taken = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const prefix = chooseReceiptPrefix("2026-18", taken);
      expect(taken.has(prefix)).toBe(false);
      expect(prefix).toMatch(/^[0-9a-z][0-9a-z-]{2,40}$/);
      taken.add(prefix);
    }
    expect([...taken].slice(0, 3)).toEqual(["2026-18", "2026-18-b", "2026-18-c"]);
  });
});

describe("the profile of a draft", () => {
  it("is known by its choices, and custom once they differ from both", () => {
    const definition = definitionOf("notice-000");
    expect(computeProfile(definition, computeAsks(definition, "literal"))).toBe("literal");
    expect(computeProfile(definition, computeAsks(definition, "online_full"))).toBe("online_full");
    const asks = { ...computeAsks(definition, "literal"), summary_text: "optional" as const };
    expect(computeProfile(definition, asks)).toBe("custom");
  });
});
