import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEntry } from "../../schemas/entry";
import { opinionSummary } from "../../schemas/forms/opinion_summary";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { makeOpinion, makeOpinionSummary } from "../support/entries.talks";
import { makeEntryContext } from "../support/entry.builders";

describe("the sums of an opinion summary", () => {
  const few = fc.integer({ min: 0, max: 6 });
  const perhaps = fc.option(few, { nil: undefined });
  const anyChannel = fc.record({ raw: few, sent: perhaps, back: perhaps });
  const anySummary = fc.record({
    from: few,
    to: few,
    channels: fc.array(anyChannel, { minLength: 1, maxLength: 4 }),
    raw_total: few,
    merged_total: few,
    same: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }),
    none: fc.boolean(),
    reason: fc.constantFrom(undefined, "没有收到意见"),
  });
  type AnySummary = typeof anySummary extends fc.Arbitrary<infer T> ? T : never;

  const toEntry = (one: AnySummary): EntryValue =>
    makeOpinionSummary({
      from: `2026-11-2${one.from}`,
      to: `2026-11-2${one.to}`,
      channels: one.channels.map(({ raw, sent, back }) => ({
        way: "发放征求意见表",
        asked: "服务对象",
        raw,
        forms_sent: sent,
        forms_returned: back,
      })),
      raw_total: one.raw_total,
      merged_total: one.merged_total,
      rows: one.same.map((same_count) => makeOpinion({ same_count })),
      none_received: one.none,
      none_reason: one.reason,
    });

  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

  /** The stated equations, read once more without the engine. */
  function agrees(one: AnySummary): boolean {
    const listed = one.none
      ? one.same.length === 0 && one.raw_total === 0 && one.reason !== undefined
      : one.same.length > 0;
    return (
      listed &&
      one.from <= one.to &&
      one.channels.every(({ sent, back }) => sent === undefined || back === undefined || back <= sent) &&
      one.raw_total === sum(one.channels.map((channel) => channel.raw)) &&
      one.merged_total === one.same.length &&
      one.merged_total <= one.raw_total
    );
  }

  const say = (one: AnySummary) => checkEntry(opinionSummary, toEntry(one), makeEntryContext());
  const isRefused = (one: AnySummary) => say(one).some((finding) => finding.level === "block");

  /** Summaries that agree, made forwards: opinions come in by a way and are merged into rows. */
  const agreeing: fc.Arbitrary<AnySummary> = fc
    .record({
      came: fc.array(fc.array(few, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      sent: fc.integer({ min: 0, max: 20 }),
      kept: few,
      days: fc.tuple(few, few),
    })
    .map(({ came, sent, kept, days: [a, b] }) => {
      const merged = Map.groupBy(came.flat(), (subject) => subject);
      const received = came.flat().length;
      return {
        from: Math.min(a, b),
        to: Math.max(a, b),
        channels: came.map((opinions) => ({ raw: opinions.length, sent: sent + kept, back: sent })),
        raw_total: received,
        merged_total: merged.size,
        same: [...merged.values()].map((same) => same.length),
        none: received === 0,
        reason: received === 0 ? "没有收到意见" : undefined,
      };
    });

  it("refuse nothing whose numbers agree, and say nothing of it", () => {
    fc.assert(
      fc.property(agreeing, (one) => {
        expect(agrees(one)).toBe(true);
        expect(say(one)).toEqual([]);
      }),
    );
  });

  it("accept none that breaks a stated equation, and refuse none that breaks no equation", () => {
    fc.assert(
      fc.property(anySummary, (one) => isRefused(one) === !agrees(one)),
      { numRuns: 1000 },
    );
  });

  it("notice any one number moved by one", () => {
    const moved = fc.constantFrom("raw_total", "merged_total");
    fc.assert(
      fc.property(agreeing, moved, fc.constantFrom(-1, 1), (one, key, step) => {
        const other = { ...one, [key]: one[key as "raw_total" | "merged_total"] + step };
        expect(isRefused(other)).toBe(true);
      }),
    );
  });

  it("warn exactly when the rows do not stand for all opinions", () => {
    fc.assert(
      fc.property(agreeing, fc.nat(5), few, (one, at, more) => {
        fc.pre(one.same.length > 0);
        const same = one.same.map((count, i) => (i === at % one.same.length ? count + more : count));
        const warned = say({ ...one, same }).map((finding) => finding.code);
        expect(warned).toEqual(more === 0 ? [] : ["opinion_summary.same_count"]);
      }),
    );
  });
});
