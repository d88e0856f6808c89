import { describe, expect, it } from "vitest";
import { ACROSS } from "../../schemas/across";
import { FILE_TYPES } from "../../schemas/artifact";
import { FORMS } from "../../schemas/forms";
import { buildRoundVersion, computeAsks, type RoundDefinition } from "../../schemas/round";
import { findTemplate, ROUND_TEMPLATES } from "../../worker/rounds/templates";
import { findMisquotes } from "./quotations";

function definitionOf(id: string): RoundDefinition {
  const found = findTemplate(id);
  if (found === null) throw new Error(`no template ${id}`);
  return found.definition;
}

function keysAsked(id: string, profile: "literal" | "online_full", ask: string): string[] {
  const asks = computeAsks(definitionOf(id), profile);
  return Object.keys(asks).filter((key) => asks[key] === ask);
}

function publish(id: string, profile: "literal" | "online_full") {
  const definition = definitionOf(id);
  return buildRoundVersion(definition, computeAsks(definition, profile), {
    version: 1,
    publishedAt: "2026-01-01T00:00:00Z",
    profile,
  });
}

describe("the five notices as templates", () => {
  it.each([
    ["notice-000", "坛教党字〔2018〕10号", "meeting_collection", "branch", 11, 12],
    ["notice-001", "苏组通〔2018〕47号", "cascade_directive", "locality", 9, 10],
    ["notice-002", "宁委机发〔2018〕28号", "discussion_campaign", "branch", 13, 7],
    ["notice-003", "咸直工通〔2015〕14号", "meeting_appraisal_collection", "unit", 12, 15],
    ["notice-004", "常经社委〔2024〕4号", "annual_plan", "branch", 12, 6],
  ])(
    "%s is %s, with every artifact and rule the notice names",
    (id, number, kind, level, artifacts, rules) => {
      const round = definitionOf(id);
      expect(round.notice.number).toBe(number);
      expect(round.kind).toBe(kind);
      expect(round.submitterLevel).toBe(level);
      expect(round.artifacts).toHaveLength(artifacts);
      expect(round.rules).toHaveLength(rules);
    },
  );

  it("offers all five, each under its own id, and knows no other", () => {
    expect(ROUND_TEMPLATES.map((one) => one.id)).toEqual([
      "notice-000",
      "notice-001",
      "notice-002",
      "notice-003",
      "notice-004",
    ]);
    expect(findTemplate("notice-005")).toBeNull();
  });

  it("gives the same parsed definition every time it is asked", () => {
    expect(definitionOf("notice-000")).toBe(definitionOf("notice-000"));
  });

  it.each(ROUND_TEMPLATES.map((one) => [one.id]))("%s quotes its notice word for word", (id) => {
    expect(findMisquotes(definitionOf(id))).toEqual([]);
  });

  it.each(ROUND_TEMPLATES.map((one) => [one.id]))("%s carries the notice's whole text, cleaned", (id) => {
    const { text, number, title, issuer } = definitionOf(id).notice;
    expect(text).toContain(title);
    expect(text).toContain(number);
    expect(text).toContain(issuer);
    expect(text).not.toMatch(/[一-鿿，、（] \d|\d [一-鿿，、）]/);
    expect(text).not.toMatch(/— ?\d+ ?—|\n\n|[ \t]\n|\n[ \t]/);
    for (const line of text.split("\n").slice(0, -3)) expect(line).not.toMatch(/[，、]$/);
  });

  it.each(ROUND_TEMPLATES.map((one) => [one.id]))("%s refers only to artifacts it has", (id) => {
    const round = definitionOf(id);
    const known = new Set(round.artifacts.map((one) => one.key));
    const referred = [
      ...round.artifacts.flatMap((one) => one.dependsOn),
      ...round.rules.flatMap((one) => one.appliesTo),
    ];
    expect(referred.filter((key) => !known.has(key))).toEqual([]);
    for (const one of round.artifacts) {
      expect(new Set(one.accepts).size).toBe(one.accepts.length);
      for (const type of one.accepts) expect(FILE_TYPES).toContain(type);
    }
  });
});

describe("the levels a notice sets for single checks", () => {
  it.each(ROUND_TEMPLATES.map((one) => [one.id]))("%s names only checks that there are", (id) => {
    const own = Object.values(FORMS).flatMap((form) => form.checks);
    const known = new Set([...own, ...Object.values(ACROSS).flat()].map((check) => check.code));
    for (const code of Object.keys(definitionOf(id).checkLevels)) expect(known).toContain(code);
  });
});

describe("what a template says beside its artifacts", () => {
  const repeated = (id: string, repeat: "entries" | "branches") =>
    definitionOf(id)
      .artifacts.filter((one) => one.repeat === repeat)
      .map((one) => [one.key, one.minEntries]);

  it("lists the aspects of self-inspection as the notice does: five, five and four of schools, and none", () => {
    const counts = ROUND_TEMPLATES.map((one) => one.definition.aspects.length);
    expect(counts).toEqual([9, 5, 0, 5, 0]);
    expect(definitionOf("notice-000").aspects.slice(0, 5)).toEqual(definitionOf("notice-001").aspects);
    expect(definitionOf("notice-003").aspects[2]).toBe("深入查摆“不严不实”方面突出问题的情况");
  });

  it("takes one list of each person, one entry of each contestant, and of each branch of a unit what its own meeting says", () => {
    expect(repeated("notice-000", "entries")).toEqual([
      ["problem_findings", 1],
      ["absence_filing", 1],
      ["rectification_commitments", 1],
    ]);
    expect(repeated("notice-001", "entries")).toEqual([
      ["problem_findings", 1],
      ["rectification_list", 1],
      ["floating_attendance", 1],
    ]);
    expect(repeated("notice-002", "entries")).toEqual([
      ["topic_discussion_records", 1],
      ["suggestion_entries", 0],
      ["speech_entry", 0],
      ["quiz_entry", 0],
    ]);
    expect(repeated("notice-003", "entries")).toEqual([
      ["problem_list", 1],
      ["rectification_measures", 1],
    ]);
    expect(repeated("notice-003", "branches")).toEqual([
      ["study_record", 0],
      ["opinion_summary", 0],
      ["talk_records", 0],
      ["meeting_minutes", 0],
      ["appraisal_tally", 0],
    ]);
  });
});

describe("what each notice asks for, read literally", () => {
  it("000 requires the stamped summary on paper and offers the absence filing", () => {
    expect(keysAsked("notice-000", "literal", "required")).toEqual(["summary_paper"]);
    expect(keysAsked("notice-000", "literal", "optional")).toEqual(["absence_filing"]);
    const paper = definitionOf("notice-000").artifacts.find((one) => one.key === "summary_paper");
    expect(paper).toMatchObject({
      kind: "paper",
      sealed: true,
      copies: null,
      minChars: 1000,
      due: "2018-07-05T23:59:59+08:00",
      deliverTo: "人事科752办公室",
    });
  });

  it("001 requires the situation report of localities, with no date because 及时 is none", () => {
    expect(keysAsked("notice-001", "literal", "required")).toEqual(["situation_report"]);
    expect(keysAsked("notice-001", "literal", "optional")).toEqual([]);
    expect(definitionOf("notice-001").artifacts[0]).toMatchObject({ due: null, dueText: "及时" });
  });

  it("003 requires plan, tally and summary, and the two with arithmetic only as forms", () => {
    expect(keysAsked("notice-003", "literal", "required")).toEqual([
      "work_plan",
      "appraisal_tally",
      "situation_summary",
    ]);
    for (const one of definitionOf("notice-003").artifacts) {
      if (one.key !== "work_plan" && one.key !== "appraisal_tally") continue;
      expect(one.accepts).toEqual([]);
      expect(one.inferredFields).toContain("accepts");
    }
  });

  it.each([["notice-002"], ["notice-004"]])("%s requires nothing, so it runs as a checklist", (id) => {
    expect(keysAsked(id, "literal", "required")).toEqual([]);
    const version = publish(id, "literal");
    expect(version.checklist).toBe(true);
    expect(version.artifacts).toHaveLength(definitionOf(id).artifacts.length);
  });

  it("takes online_full as the committee's choice: what it lists is required", () => {
    expect(keysAsked("notice-000", "online_full", "required")).toHaveLength(9);
    expect(keysAsked("notice-000", "online_full", "optional")).toEqual(["absence_filing"]);
    expect(keysAsked("notice-001", "online_full", "required")).toEqual([
      "situation_report",
      "rectification_list",
    ]);
    expect(keysAsked("notice-003", "online_full", "required")).toHaveLength(7);
    expect(publish("notice-002", "online_full").checklist).toBe(false);
    expect(publish("notice-004", "online_full").checklist).toBe(false);
  });

  it("leaves out of a version what is not asked, in the notice's order", () => {
    expect(publish("notice-003", "literal").artifacts.map((one) => [one.key, one.ask])).toEqual([
      ["work_plan", "required"],
      ["appraisal_tally", "required"],
      ["situation_summary", "required"],
    ]);
  });
});
