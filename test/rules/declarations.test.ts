import { describe, expect, it } from "vitest";
import { computeAnswerWays, formOf, KEPT_FORM, NOTHING_FORM } from "../../schemas/artifact";
import { checkEntry } from "../../schemas/entry";
import { findForm, KNOWN_FORMS } from "../../schemas/forms";
import { keptDeclaration } from "../../schemas/forms/kept_declaration";
import { nothingToReport } from "../../schemas/forms/nothing_to_report";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { makeArtifact } from "../support/definition";
import { makeKept, makeNothing } from "../support/entries.talks";
import { makeEntryContext } from "../support/entry.builders";

const ctx = makeEntryContext();

describe("what stays with the branch", () => {
  const check = (overrides: EntryValue = {}) => checkEntry(keptDeclaration, makeKept(overrides), ctx);

  it("is declared on a form of the engine, and no file of it is taken", () => {
    const kept = makeArtifact("talk_records", { kind: "file", handling: "declare", accepts: ["pdf"] });
    expect(findForm(formOf(kept))).toBe(keptDeclaration);
    expect(keptDeclaration.id).toBe(KEPT_FORM);
    expect(computeAnswerWays(kept, KNOWN_FORMS)).toEqual({
      form: true,
      file: false,
      paper: false,
      types: [],
    });
    expect(keptDeclaration.fields.map((field) => field.kind)).not.toContain("file");
  });

  it("has a day, a number and somebody who keeps it; a note only if there is one", () => {
    expect(check()).toEqual([]);
    expect(check({ note: undefined })).toEqual([]);
    const blank = checkEntry(keptDeclaration, {}, ctx).map((one) => one.path);
    expect(blank).toEqual(["made_on", "count", "keeper.name"]);
    expect(check({ count: 0 }).map((one) => one.code)).toEqual(["field.out_of_range"]);
  });

  it("only warns of a day that is still to come, by the clock in Shanghai", () => {
    const late = makeEntryContext({ now: "2026-12-01T15:59:59.000Z" });
    const next = makeEntryContext({ now: "2026-12-01T16:00:00.000Z" });
    const entry = makeKept({ made_on: "2026-12-02" });
    expect(checkEntry(keptDeclaration, entry, late)).toMatchObject([
      { path: "made_on", level: "warn", zh: "形成日期12月2日还没有到，请核对" },
    ]);
    expect(checkEntry(keptDeclaration, entry, next)).toEqual([]);
  });
});

describe("nothing to report", () => {
  it("has a reason of 2 to 200 characters and somebody who says it", () => {
    const check = (overrides: EntryValue) => checkEntry(nothingToReport, makeNothing(overrides), ctx);
    expect(nothingToReport.id).toBe(NOTHING_FORM);
    expect(check({})).toEqual([]);
    expect(check({ reason: "没有" })).toEqual([]);
    expect(check({ reason: "因".repeat(200) })).toEqual([]);
    expect(check({ reason: "无" }).map((one) => one.code)).toEqual(["field.too_short"]);
    expect(check({ reason: "因".repeat(201) }).map((one) => one.code)).toEqual(["field.too_long"]);
    expect(check({ reason: "" }).map((one) => one.path)).toEqual(["reason"]);
    expect(check({ declared_by: {} }).map((one) => one.path)).toEqual(["declared_by.name"]);
  });
});
