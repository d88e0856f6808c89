import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalEntry,
  checkEntry,
  computeEntryFigures,
  fitForm,
  hasBlock,
  MAX_ROWS,
  parseEntryFields,
} from "../../schemas/entry";
import { entrySchema } from "../../schemas/entry.schema";
import { FORMS } from "../../schemas/forms/index";
import type { FormDefinition } from "../../schemas/forms/vocabulary";
import { workPlan } from "../../schemas/forms/work_plan";
import { allFields, entrySamples, makeEntryContext } from "../support/entry.builders";

const ctx = makeEntryContext();
const forms = Object.values(FORMS);
const anyForm = fc.constantFrom(...forms);
/** JSON shaped a little like an entry: the form's own keys with anything under them. */
const anyValueFor = (form: FormDefinition) => {
  const keys = allFields(form.fields).map((field) => field.key);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom(
        "",
        " ",
        "十二",
        "2026-12-09",
        "2026-12-09T14:00:00+08:00",
        -1,
        0,
        1e300,
        0.5,
        true,
        null,
      ),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys, "name", "post", "phone", "__proto__"), tie("value"), {
        maxKeys: 5,
      }),
    ),
  }));
  return fc.dictionary(fc.constantFrom(...keys), value);
};
const anyEntry = anyForm.chain((form) => anyValueFor(form).map((value) => ({ form, value })));

const anyFieldName = fc.oneof(
  fc.constantFrom("theme", "agenda", "agenda.0", "prep_steps.0.date", "rows.3.good", "responsible.name"),
  fc.constantFrom(
    "rows.0",
    "rows.x.y",
    "constructor",
    "__proto__.x",
    "theme.name",
    "no_such",
    "rows.9999.name",
  ),
  fc.string(),
);

describe("reading an entry", () => {
  it("reads the names an HTML form sends", () => {
    const entry = parseEntryFields(workPlan, [
      ["theme", " 主题 "],
      ["meeting_at", "2026-12-09T14:00"],
      ["expected_members", "２２"],
      ["study_items", "文件一\r\n\r\n文件二"],
      ["agenda.1", "第二项"],
      ["agenda.0", "第一项"],
      ["agenda.2", ""],
      ["prep_steps.0.step", ""],
      ["prep_steps.0.date", ""],
      ["prep_steps.4.step", "学习"],
      ["prep_steps.4.date", "2026年12月2日"],
      ["prep_steps.4.who", "书记"],
      ["requirements", "\r\n  准时到会。\r\n做好准备。\r\n"],
      ["responsible.name", "书记"],
      ["filed_by.phone", "０１２ 3456789"],
      ["no_such_field", "x"],
    ]);
    expect(entry).toEqual({
      theme: "主题",
      meeting_at: "2026-12-09T14:00:00+08:00",
      expected_members: 22,
      study_items: ["文件一", "文件二"],
      prep_steps: [{ step: "学习", date: "2026-12-02", who: "书记" }],
      agenda: ["第一项", "第二项"],
      requirements: "  准时到会。\n做好准备。",
      responsible: { name: "书记" },
      filed_by: { phone: "0123456789" },
    });
  });

  it("keeps what it cannot read exactly as it was typed, and says so", () => {
    const typed = { expected_members: "十二", meeting_at: "下周三下午", "prep_steps.0.date": "月底" };
    const entry = parseEntryFields(workPlan, Object.entries(typed));
    expect(entry).toMatchObject({
      expected_members: "十二",
      meeting_at: "下周三下午",
      prep_steps: [{ date: "月底" }],
    });
    const findings = checkEntry(workPlan, entry, ctx);
    for (const path of Object.keys(typed)) {
      expect(findings).toContainEqual(expect.objectContaining({ path, level: "block" }));
    }
    expect(findings.find((one) => one.path === "expected_members")?.zh).toBe(
      "“应到党员人数”要填整数，现为“十二”",
    );
  });

  it.each([
    ["2026/12/5 9:05", "2026-12-05T09:05:00+08:00"],
    ["2026年12月5日14:00", "2026-12-05T14:00:00+08:00"],
    ["２０２６－１２－０５　１４：００", "2026-12-05T14:00:00+08:00"],
  ])("reads a time written as %s", (text, at) => {
    expect(parseEntryFields(workPlan, [["meeting_at", text]]).meeting_at).toBe(at);
  });

  it("never cuts text that is too long", () => {
    const theme = "题".repeat(5000);
    const entry = parseEntryFields(workPlan, [["theme", theme]]);
    expect(entry.theme).toBe(theme);
    expect(checkEntry(workPlan, entry, ctx)).toContainEqual(
      expect.objectContaining({
        path: "theme",
        code: "field.too_long",
        zh: "“会议主题”最多200字，现为5000字",
      }),
    );
  });

  it("refuses more rows than a form takes and keeps them", () => {
    const fields = Array.from({ length: MAX_ROWS + 1 }, (_, i): [string, string] => [
      `prep_steps.${i}.who`,
      "书记",
    ]);
    const entry = parseEntryFields(workPlan, fields);
    expect(entry.prep_steps).toHaveLength(MAX_ROWS + 1);
    expect(checkEntry(workPlan, entry, ctx)).toContainEqual(
      expect.objectContaining({ path: "prep_steps", code: "field.too_many" }),
    );
  });

  it("takes any names and values without a fault", () => {
    fc.assert(
      fc.property(
        anyForm,
        fc.array(fc.tuple(anyFieldName, fc.string()), { maxLength: 20 }),
        (form, fields) => {
          const entry = parseEntryFields(form, fields);
          expect(canonicalEntry(form, entry)).toEqual(entry);
          checkEntry(form, entry, ctx);
        },
      ),
    );
  });
});

describe("checking an entry", () => {
  it.each(entrySamples)("accepts a whole $id and its schema agrees", (form, value) => {
    const fitted = fitForm(form, ctx);
    const entry = canonicalEntry(fitted, value);
    expect(checkEntry(form, entry, ctx)).toEqual([]);
    expect(entrySchema(fitted).safeParse(entry).error).toBeUndefined();
  });

  it("never throws, whatever JSON it is given", () => {
    fc.assert(
      fc.property(anyEntry, ({ form, value }) => {
        for (const given of [value, canonicalEntry(form, value)]) {
          for (const finding of checkEntry(form, given, makeEntryContext({ others: { [form.id]: value } }))) {
            expect(finding.zh).not.toMatch(/undefined|null|NaN|\[object/);
            expect(finding.en).not.toMatch(/undefined|\bnull\b|NaN|\[object/);
          }
          computeEntryFigures(form, given, ctx);
        }
      }),
      { numRuns: 500 },
    );
    for (const odd of [null, undefined, 1, "x", [], [[]]]) {
      for (const form of forms) expect(hasBlock(checkEntry(form, odd, ctx))).toBe(true);
    }
  });

  it("never throws over other entries of any shape", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("work_plan", "appraisal_tally", "meeting_minutes"), fc.object()),
        (others) => {
          for (const [form, value] of entrySamples) checkEntry(form, value, makeEntryContext({ others }));
        },
      ),
    );
  });

  it("survives nesting deeper than any form", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 20_000; i += 1) deep = [deep];
    for (const form of forms) {
      const value = Object.fromEntries(form.fields.map((field) => [field.key, deep]));
      expect(hasBlock(checkEntry(form, canonicalEntry(form, value), ctx))).toBe(true);
    }
  });

  it("brings an entry into one shape and leaves it there", () => {
    fc.assert(
      fc.property(anyEntry, ({ form, value }) => {
        const once = canonicalEntry(form, value);
        expect(canonicalEntry(form, once)).toEqual(once);
        expect(Object.keys(once)).toEqual(form.fields.map((field) => field.key).filter((key) => key in once));
      }),
    );
  });

  it("accepts nothing that the schema of its form refuses", () => {
    const anyEdit = fc
      .constantFrom(...entrySamples)
      .chain(([form, value]) => anyValueFor(form).map((edit) => ({ form, value: { ...value, ...edit } })));
    fc.assert(
      fc.property(anyEdit, ({ form, value }) => {
        const fitted = fitForm(form, ctx);
        const entry = canonicalEntry(fitted, value);
        fc.pre(!hasBlock(checkEntry(form, entry, ctx)));
        expect(entrySchema(fitted).safeParse(entry).error).toBeUndefined();
      }),
    );
  });
});
