import fc from "fast-check";
import { expect, it } from "vitest";
import { ACROSS, checkAcross } from "../../schemas/across";
import { KNOWN_FORMS } from "../../schemas/forms";
import { allFields, entrySamples, makeEntryContext } from "../support/entry.builders";

const keys = [...new Set(entrySamples.flatMap(([form]) => allFields(form.fields).map((field) => field.key)))];
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom("", "2026-12-09", "2026-12-09T14:00:00+08:00", "党员01", -1, 0, true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys, "name"), tie("value"), { maxKeys: 5 }),
  ),
}));
const anyEntry = fc.dictionary(fc.constantFrom(...keys), anyValue, { maxKeys: 8 });
const anyEdit = fc
  .constantFrom(...entrySamples)
  .chain(([form, whole]) => anyEntry.map((edit) => ({ id: form.id, entry: { ...whole, ...edit } })));

const ALL_RULES = ["own_hand", "fix_now", "two_coverages", "absence", "study_first", "talk_once", "floating"];
const rules = ALL_RULES.map((id) => ({ id, enforce: "warn" as const, line: null }));

it("no check across artifacts throws or says nonsense, whatever JSON stands beside the entry", () => {
  const beside = fc.dictionary(
    fc.constantFrom(...KNOWN_FORMS, "meeting_minutes"),
    fc.array(anyEntry, { maxLength: 2 }),
  );
  fc.assert(
    fc.property(anyEdit, beside, fc.array(anyEntry, { maxLength: 3 }), ({ id, entry }, every, lists) => {
      const others = Object.fromEntries(
        Object.entries(every).flatMap(([key, [one]]) => (one ? [[key, one]] : [])),
      );
      const siblings = lists.map((value, i) => ({ item: i + 1, value }));
      const ctx = makeEntryContext({ others, every, siblings, artifact: { item: 4 }, round: { rules } });
      for (const finding of checkAcross(id, entry, ctx)) {
        expect(finding.zh).not.toMatch(/undefined|null|NaN|\[object/);
        expect(finding.en).not.toMatch(/undefined|\bnull\b|NaN|\[object/);
      }
    }),
    { numRuns: 100 },
  );
});

it("each check across artifacts belongs to a form, says where it comes from and has a code of its own", () => {
  for (const [id, checks] of Object.entries(ACROSS)) {
    expect(KNOWN_FORMS).toContain(id);
    for (const check of checks) expect(check.code.startsWith(`${id}.`)).toBe(true);
    for (const check of checks) expect(check.source).not.toBe("");
    expect(new Set(checks.map((check) => check.code)).size).toBe(checks.length);
  }
});
