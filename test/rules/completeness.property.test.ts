import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Completeness, computeCompleteness, type Facts } from "../../schemas/completeness";
import { judge, makeArtifact, makeDraft, makeEntry, makeFile, makePaper } from "./facts";

const KEYS = ["alpha", "bravo", "charlie", "delta", "echo"] as const;
const instant = fc
  .integer({ min: Date.parse("2026-11-01T00:00:00Z"), max: Date.parse("2027-02-01T00:00:00Z") })
  .map((ms) => new Date(ms).toISOString());
const someKeys = fc.subarray([...KEYS]);

const anyArtifacts = someKeys.chain((keys) =>
  fc.tuple(
    ...keys.map((key) =>
      fc
        .record({
          kind: fc.constantFrom("file" as const, "form" as const, "paper" as const),
          ask: fc.constantFrom("required" as const, "optional" as const),
          due: fc.option(instant),
          minFiles: fc.integer({ min: 0, max: 3 }),
          sealed: fc.boolean(),
          copies: fc.option(fc.integer({ min: 1, max: 3 })),
        })
        .map((over) => makeArtifact(key, over)),
    ),
  ),
);

const anyFiles = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), instant, fc.option(fc.constant("attachment")), fc.nat(3)), {
    maxLength: 12,
  })
  .map((rows) =>
    rows.map(([key, receivedAt, fieldKey, version], i) =>
      makeFile(key, { id: `fil_${i}`, receivedAt, fieldKey, version }),
    ),
  );

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  reviews: fc.constant([]),
  extensions: fc.constant([]),
  files: anyFiles,
  entries: fc
    .tuple(someKeys, instant)
    .map(([keys, receivedAt]) => keys.map((key) => makeEntry(key, { receivedAt }))),
  papers: fc
    .tuple(someKeys, instant, fc.integer({ min: 1, max: 3 }), fc.boolean())
    .map(([keys, arrivedAt, copies, sealed]) =>
      keys.map((key) => makePaper(key, { arrivedAt, copies, sealed })),
    ),
  drafts: someKeys.map((keys) => keys.map(makeDraft)),
});

const anyFirst: fc.Arbitrary<Record<string, string>> = fc.dictionary(fc.constantFrom(...KEYS), instant);

/** Files of a status have no order of their own. */
function withoutFileOrder(one: Completeness) {
  return {
    ...one,
    artifacts: one.artifacts.map((status) => ({
      ...status,
      files: status.files.map((file) => file.id).toSorted(),
    })),
  };
}

const presentKeys = (one: Completeness) =>
  one.artifacts.filter((status) => status.present).map((status) => status.key);

describe("completeness, whatever was handed in", () => {
  it("does not depend on the order in which things arrived", () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        other: fc.record({
          files: fc.shuffledSubarray([...facts.files], { minLength: facts.files.length }),
          entries: fc.shuffledSubarray([...facts.entries], { minLength: facts.entries.length }),
          papers: fc.shuffledSubarray([...facts.papers], { minLength: facts.papers.length }),
          drafts: fc.shuffledSubarray([...facts.drafts], { minLength: facts.drafts.length }),
          reviews: fc.constant(facts.reviews),
          extensions: fc.constant(facts.extensions),
        }),
      }),
    );
    fc.assert(
      fc.property(anyArtifacts, shuffled, anyFirst, (artifacts, { facts, other }, first) => {
        const here = computeCompleteness({ artifacts }, facts, { firstReceived: first });
        const there = computeCompleteness({ artifacts }, other, { firstReceived: first });
        expect(withoutFileOrder(there)).toEqual(withoutFileOrder(here));
      }),
    );
  });

  it("says the same again when its own answer is remembered as the first", () => {
    fc.assert(
      fc.property(anyArtifacts, anyFacts, anyFirst, (artifacts, facts, known) => {
        const once = computeCompleteness({ artifacts }, facts, { firstReceived: known });
        const first = { ...known };
        for (const one of once.artifacts) if (one.receivedAt !== null) first[one.key] ??= one.receivedAt;
        expect(computeCompleteness({ artifacts }, facts, { firstReceived: first })).toEqual(once);
      }),
    );
  });

  it("never takes a paper artifact for present without its arrival", () => {
    fc.assert(
      fc.property(anyArtifacts, anyFacts, (artifacts, facts) => {
        const result = computeCompleteness({ artifacts }, { ...facts, papers: [] });
        for (const [i, one] of artifacts.entries()) {
          if (one.kind === "paper") expect(result.artifacts[i]?.state).toBe("awaiting_paper");
        }
        if (artifacts.some((one) => one.kind === "paper" && one.ask === "required")) {
          expect(result.complete).toBe(false);
        }
      }),
    );
  });

  it("takes a file artifact for present exactly when enough files answer it", () => {
    fc.assert(
      fc.property(anyArtifacts, anyFiles, (artifacts, files) => {
        const result = judge(artifacts, { files });
        for (const [i, one] of artifacts.entries()) {
          if (one.kind === "paper") continue;
          const answering = files.filter((file) => file.artifactKey === one.key && file.fieldKey === null);
          expect(result.artifacts[i]?.present).toBe(answering.length >= Math.max(1, one.minFiles));
        }
      }),
    );
  });

  it("never completes what requires nothing", () => {
    fc.assert(
      fc.property(anyArtifacts, anyFacts, (artifacts, facts) => {
        const optional = artifacts.map((one) => ({ ...one, ask: "optional" as const }));
        const result = computeCompleteness({ artifacts: optional }, facts);
        expect(result).toMatchObject({ complete: false, requiredCount: 0, missing: [] });
        expect(result.state === "partial" || result.state === "untouched").toBe(true);
      }),
    );
  });

  it("is complete exactly when something is required and none of it is missing", () => {
    fc.assert(
      fc.property(anyArtifacts, anyFacts, (artifacts, facts) => {
        const result = computeCompleteness({ artifacts }, facts);
        const required = artifacts.filter((one) => one.ask === "required").map((one) => one.key);
        const present = presentKeys(result);
        expect(result.missing).toEqual(required.filter((key) => !present.includes(key)));
        expect(result.presentCount + result.missing.length).toBe(result.requiredCount);
        expect(result.complete).toBe(required.length > 0 && result.missing.length === 0);
        expect(result.complete).toBe(result.state === "complete");
      }),
    );
  });

  it("loses nothing by another file or another entry, and grows no later", () => {
    fc.assert(
      fc.property(anyArtifacts, anyFacts, fc.constantFrom(...KEYS), instant, (artifacts, facts, key, at) => {
        const before = computeCompleteness({ artifacts }, facts);
        const more = { ...facts, files: [...facts.files, makeFile(key, { id: "fil_more", receivedAt: at })] };
        const after = computeCompleteness({ artifacts }, more);
        expect(presentKeys(after)).toEqual(expect.arrayContaining(presentKeys(before)));
        for (const [i, one] of before.artifacts.entries()) {
          if (one.present) expect(after.artifacts[i]?.lateSeconds).toBeLessThanOrEqual(one.lateSeconds);
        }
      }),
    );
  });
});
