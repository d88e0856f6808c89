import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeCompleteness, type Decision, type Facts, type ReviewFact } from "../../schemas/completeness";
import { computeDue } from "../../schemas/standing";
import { makeArtifact, makeFacts, makeFile } from "./facts";

const one = makeArtifact("plan", { due: "2026-12-18T23:59:59+08:00" });

let serial = 0;
function makeReview(decision: Decision, facts: Partial<Facts>, version: number): ReviewFact {
  serial += 1;
  const { files, entries, papers } = makeFacts(facts);
  return {
    id: `rev_${serial}`,
    artifactKey: "plan",
    version,
    decision,
    reason: "原因",
    number: "1",
    subject: { files, entries, paper: papers[0] ?? null },
    decidedBy: "党建办",
    decidedAt: "2026-12-12T00:00:00.000Z",
  };
}

const v1 = { files: [makeFile("plan", { id: "fil_1" })] };
const v2 = { files: [makeFile("plan", { id: "fil_2", lineageId: "fil_1", version: 2 })] };
const stateOf = (facts: Partial<Facts>) =>
  computeCompleteness({ artifacts: [one] }, makeFacts(facts)).artifacts[0];

describe("what decisions make of what is in", () => {
  it("accepted content stands while a change waits, and the change after it is accepted", () => {
    const accepted = makeReview("accept", v1, 1);
    expect(stateOf({ ...v1, reviews: [accepted] })).toMatchObject({ state: "accepted", pending: null });
    expect(stateOf({ ...v2, reviews: [accepted] })).toMatchObject({
      state: "recheck",
      present: true,
      files: [{ id: "fil_1" }],
      pending: { files: [{ id: "fil_2" }] },
    });
    expect(stateOf({ ...v2, reviews: [accepted, makeReview("accept", v2, 2)] })).toMatchObject({
      state: "accepted",
      files: [{ id: "fil_2" }],
    });
  });

  it("a returned change leaves what was accepted; a further change waits again", () => {
    const reviews = [makeReview("accept", v1, 1), makeReview("return", v2, 2)];
    expect(stateOf({ ...v2, reviews })).toMatchObject({ state: "accepted", files: [{ id: "fil_1" }] });
    expect(stateOf({ ...v2, reviews })?.refused?.reason).toBe("原因");
    const v3 = { files: [makeFile("plan", { id: "fil_3", lineageId: "fil_1", version: 3 })] };
    expect(stateOf({ ...v3, reviews })).toMatchObject({
      state: "recheck",
      pending: { files: [{ id: "fil_3" }] },
    });
  });

  it("a return holds until something else is in, and a waiver until it is taken back", () => {
    expect(stateOf({ ...v1, reviews: [makeReview("return", v1, 1)] })).toMatchObject({
      state: "returned",
      present: false,
    });
    expect(stateOf({ ...v2, reviews: [makeReview("return", v1, 1)] })?.state).toBe("received");
    const waived = makeReview("waive", {}, 1);
    expect(stateOf({ reviews: [waived] })).toMatchObject({ state: "waived", present: true, lateSeconds: 0 });
    expect(stateOf({ reviews: [waived, makeReview("reopen", {}, 2)] })?.state).toBe("missing");
    expect(stateOf({ ...v1, reviews: [waived] })?.state).toBe("received");
  });

  it("never lose what was accepted, whatever is decided or handed in afterwards", () => {
    const anyDecision = fc.constantFrom<Decision>("return", "accept", "file");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyDecision, fc.integer({ min: 1, max: 4 })), { maxLength: 6 }),
        (steps) => {
          const at = (n: number) => ({
            files: [makeFile("plan", { id: `fil_${n}`, lineageId: "fil_1", version: n })],
          });
          const reviews = [makeReview("accept", at(1), 1)];
          let newest = 1;
          let standing = 1;
          for (const [decision, jump] of steps) {
            newest += jump;
            reviews.push(makeReview(decision, at(newest), reviews.length + 1));
            if (decision !== "return") standing = newest;
          }
          expect(stateOf({ ...at(newest), reviews })).toMatchObject({
            present: true,
            files: [{ id: `fil_${standing}` }],
          });
        },
      ),
    );
  });

  it("do not depend on the order they are read in", () => {
    const reviews = [makeReview("accept", v1, 1), makeReview("return", v2, 2), makeReview("file", v2, 3)];
    fc.assert(
      fc.property(fc.shuffledSubarray(reviews, { minLength: 3 }), (shuffled) => {
        expect(stateOf({ ...v2, reviews: shuffled })).toEqual(stateOf({ ...v2, reviews }));
      }),
    );
  });
});

describe("the deadline that holds", () => {
  const extension = (due: string, artifactKey: string | null = "plan") => ({
    id: `ext_${due}`,
    artifactKey,
    due,
    reason: "停电",
    retroactive: false,
    grantedAt: "2026-12-17T00:00:00.000Z",
  });

  it("is the latest that was granted for this artifact or for all, never earlier than the round's", () => {
    const due = (...granted: ReturnType<typeof extension>[]) => computeDue(one, granted).at;
    expect(due()).toBe(one.due);
    expect(due(extension("2026-12-01T00:00:00.000Z"))).toBe(one.due);
    expect(due(extension("2026-12-25T00:00:00.000Z", "other"))).toBe(one.due);
    expect(due(extension("2026-12-20T00:00:00.000Z", null), extension("2026-12-19T00:00:00.000Z"))).toBe(
      "2026-12-20T00:00:00.000Z",
    );
  });

  it("of what has none stays none", () => {
    expect(computeDue({ key: "plan", due: null }, [extension("2026-12-20T00:00:00.000Z")]).at).toBeNull();
  });
});
