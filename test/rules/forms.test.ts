import { describe, expect, it } from "vitest";
import { z } from "zod";
import { buildEntryDefaults, checkEntry, computeEntryFigures, fitForm } from "../../schemas/entry";
import { entrySchema } from "../../schemas/entry.schema";
import { FORMS, findForm, KNOWN_FORMS } from "../../schemas/forms/index";
import { allFields, entrySamples, makeEntryContext } from "../support/entry.builders";

const ctx = makeEntryContext();
const forms = Object.values(FORMS);

describe("the definitions", () => {
  it("are found by their id", () => {
    expect([...KNOWN_FORMS]).toEqual([
      "absence_filing",
      "activity_summary",
      "appraisal_tally",
      "contest_entry",
      "coverage_table",
      "kept_declaration",
      "meeting_minutes",
      "nothing_to_report",
      "opinion_summary",
      "problem_rectification",
      "study_record",
      "talk_records",
      "topic_discussion",
      "work_plan",
    ]);
    for (const [id, form] of Object.entries(FORMS)) expect(form.id).toBe(id);
    expect(findForm("no_such_form")).toBeNull();
    expect(findForm("constructor")).toBeNull();
    expect(findForm(null)).toBeNull();
  });

  it.each(forms.map((form) => [form.id, form] as const))(
    "%s says where each field and check comes from",
    (_, form) => {
      for (const field of allFields(form.fields)) {
        expect(field.basis).toMatch(/^(S|P\d+|I)/);
        expect(field.notices.every((one) => /^00[0-4]$/.test(one))).toBe(true);
        expect(field.kind === "enum" || field.kind === "multi_enum").toBe(field.options !== undefined);
        expect(field.kind === "rows").toBe(field.columns !== undefined);
      }
      for (const check of form.checks) {
        expect(check.code.startsWith(`${form.id}.`)).toBe(true);
        expect(check.source).not.toBe("");
      }
      const codes = form.checks.map((check) => check.code);
      expect(new Set(codes).size).toBe(codes.length);
      const keys = form.fields.map((field) => field.key);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );

  it.each(forms.map((form) => [form.id, form] as const))(
    "%s offers defaults that only leave blanks open",
    (_, form) => {
      const findings = checkEntry(form, buildEntryDefaults(form, ctx), ctx);
      const blocks = findings.filter((one) => one.level === "block").map((one) => one.code);
      expect(blocks.filter((code) => !/[._](required|missing)$/.test(code))).toEqual([]);
    },
  );

  it.each(forms.map((form) => [form.id, form] as const))(
    "%s has a schema the API document can show",
    (_, form) => {
      const fitted = fitForm(form, ctx);
      const json = z.toJSONSchema(entrySchema(fitted)) as { properties: Record<string, unknown> };
      const typed = fitted.fields.filter((field) => field.kind !== "auto" && field.kind !== "file");
      expect(Object.keys(json.properties)).toEqual(typed.map((field) => field.key));
      expect(JSON.stringify(json)).toContain("maxLength");
    },
  );

  it("gives names to every auto value it computes", () => {
    for (const [form, value] of entrySamples) {
      const { auto } = computeEntryFigures(form, value, ctx, "en");
      const known = new Set(
        allFields(form.fields)
          .filter((one) => one.kind === "auto")
          .map((one) => one.key),
      );
      for (const name of Object.keys(auto)) expect(known).toContain(name.split(".").at(-1));
    }
  });
});
