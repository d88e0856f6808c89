import { beforeAll, describe, expect, test } from "vitest";
import { bundleAsset } from "../../.ci/build.mjs";
import { inRoot } from "../../.ci/vite.shared.mjs";
import { checkEntry, computeEntryFigures } from "../../schemas/entry";
import { FORMS } from "../../schemas/forms";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { entrySamples, makeEntryContext } from "../support/entry.builders";

interface Lean {
  FORMS: typeof FORMS;
  checkEntry: typeof checkEntry;
  computeEntryFigures: typeof computeEntryFigures;
}

const LANGS = ["zh", "en"] as const;
const lean = {} as Record<(typeof LANGS)[number], Lean>;
const sizes = {} as Record<string, number>;

beforeAll(async () => {
  for (const lang of [...LANGS, null]) {
    const code: string = await bundleAsset(inRoot("test/support/lean.forms.ts"), lang);
    sizes[lang ?? "both"] = code.length;
    await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
    if (lang !== null) lean[lang] = (globalThis as unknown as { leanForms: Lean }).leanForms;
  }
});

const ctx = makeEntryContext();
const ODD = [
  undefined,
  "",
  "长".repeat(20_100),
  "x",
  0,
  99_999,
  -1,
  "2020-01-01",
  "2026-12-01T10:00:00+08:00",
];

/** The sample with one value after another taken away, or written so that somebody has to be told. */
function* spoil(sample: EntryValue): Generator<EntryValue> {
  yield sample;
  yield {};
  for (const [key, value] of Object.entries(sample)) {
    for (const odd of ODD) yield { ...sample, [key]: odd };
    const [row] = Array.isArray(value) ? value : [];
    if (typeof row !== "object" || row === null) continue;
    yield { ...sample, [key]: [row, row] };
    for (const column of Object.keys(row)) {
      for (const odd of ODD) yield { ...sample, [key]: [{ ...row, [column]: odd }] };
    }
  }
}

describe.each(LANGS)("what a page of %s loads of the checks", (lang) => {
  test.each(entrySamples.map(([form, sample]) => [form.id, sample] as const))(
    "says of %s, whatever is typed, what the server says",
    (id, sample) => {
      const whole = FORMS[id] as (typeof FORMS)[string];
      const part = lean[lang].FORMS[id] as (typeof FORMS)[string];
      let said = 0;
      for (const value of spoil(sample as EntryValue)) {
        const expected = checkEntry(whole, value, ctx).map((one) => [
          one.path,
          one.code,
          one.level,
          one[lang],
        ]);
        const found = lean[lang].checkEntry(part, value, ctx);
        expect(found.map((one) => [one.path, one.code, one.level, one[lang]])).toEqual(expected);
        expect(lean[lang].computeEntryFigures(part, value, ctx, lang)).toEqual(
          computeEntryFigures(whole, value, ctx, lang),
        );
        said += expected.length;
      }
      expect(said).toBeGreaterThan(5);
    },
  );
});

test("and is lighter by a sixth at least", () => {
  for (const lang of LANGS) expect(sizes[lang]).toBeLessThan((sizes.both ?? 0) * (5 / 6));
});
