import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEntry } from "../../schemas/entry";
import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { makeEntryContext, makeTally, makeTallyRow } from "../support/entry.builders";

describe("tally arithmetic", () => {
  const count = fc.integer({ min: 0, max: 12 });
  const anyRow = fc.record({ good: count, fair: count, poor: count, abstain: count, present: fc.boolean() });
  const anyTally = fc.record({
    present_voters: count,
    issued: count,
    returned: count,
    valid: count,
    invalid: count,
    total_members: fc.integer({ min: 1, max: 6 }),
    results: fc.array(anyRow, { minLength: 1, maxLength: 5 }),
    left: fc.integer({ min: 0, max: 2 }),
    selfVote: fc.boolean(),
  });
  type AnyTally = typeof anyTally extends fc.Arbitrary<infer T> ? T : never;

  const toEntry = ({ results, left, selfVote: _, ...numbers }: AnyTally): EntryValue =>
    makeTally({
      ...numbers,
      rows: results.map((row, i) => makeTallyRow(i + 1, row)),
      not_appraised: Array.from({ length: left }, (_, i) => ({ name: `党员${90 + i}`, reason: "病休" })),
    });

  const toContext = (tally: AnyTally) =>
    makeEntryContext({ branch: { members: tally.total_members }, round: { selfVote: tally.selfVote } });

  /** The stated equations T1 to T6, read once more without the engine. */
  function agrees(t: AnyTally): boolean {
    const sums = t.results.map((row) => row.good + row.fair + row.poor + row.abstain);
    const rowsAgree = sums.every((sum) => sum === t.valid || (!t.selfVote && sum === t.valid - 1));
    return (
      t.issued === t.present_voters &&
      t.returned <= t.issued &&
      t.returned === t.valid + t.invalid &&
      rowsAgree &&
      t.results.length + t.left === t.total_members
    );
  }

  const isRefused = (tally: AnyTally) =>
    checkEntry(appraisalTally, toEntry(tally), toContext(tally)).some((one) => one.level === "block");

  /** Tallies that agree, made forwards from the votes. */
  const agreeingTally: fc.Arbitrary<AnyTally> = fc
    .record({
      valid: fc.integer({ min: 1, max: 12 }),
      invalid: fc.integer({ min: 0, max: 3 }),
      kept: fc.integer({ min: 0, max: 3 }),
      selfVote: fc.boolean(),
      left: fc.integer({ min: 0, max: 2 }),
      splits: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 5 }),
    })
    .map(({ valid, invalid, kept, selfVote, left, splits }) => {
      const results = splits.map(([a, b, c, present]) => {
        const sum = !selfVote && present ? valid - 1 : valid;
        const good = a % (sum + 1);
        const fair = b % (sum - good + 1);
        const poor = c % (sum - good - fair + 1);
        return { good, fair, poor, abstain: sum - good - fair - poor, present };
      });
      const returned = valid + invalid;
      const issued = returned + kept;
      const total_members = results.length + left;
      return {
        present_voters: issued,
        issued,
        returned,
        valid,
        invalid,
        total_members,
        results,
        left,
        selfVote,
      };
    });

  it("refuses no tally whose numbers agree", () => {
    fc.assert(
      fc.property(agreeingTally, (tally) => {
        expect(agrees(tally)).toBe(true);
        expect(isRefused(tally)).toBe(false);
      }),
    );
  });

  it("accepts none that breaks a stated equation", () => {
    fc.assert(fc.property(anyTally, (tally) => isRefused(tally) === !agrees(tally)));
  });

  it("notices any one number moved by one", () => {
    const moved = fc.constantFrom(
      "present_voters",
      "issued",
      "returned",
      "valid",
      "invalid",
      "total_members",
    );
    fc.assert(
      fc.property(agreeingTally, moved, fc.constantFrom(-1, 1), (tally, key, step) => {
        const other = { ...tally, [key]: (tally[key as keyof AnyTally] as number) + step } as AnyTally;
        fc.pre((other[key as keyof AnyTally] as number) >= 0);
        expect(isRefused(other)).toBe(!agrees(other) || other.total_members === 0);
      }),
    );
  });
});
