import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildAmendedVersion, checkAmendment, restoreDraft } from "../../schemas/amendment";
import { computeChanges } from "../../schemas/amendment.changes";
import type { Artifact } from "../../schemas/artifact";
import { canonicalJson } from "../../schemas/receipt";
import {
  type Asks,
  buildRoundVersion,
  type RoundDefinition,
  type RoundVersion,
  roundVersion,
} from "../../schemas/round";
import { type Draft, edits, startDraft } from "../support/amendment.arbitraries";
import { makeArtifact, makeDefinition } from "../support/definition";

const FIRST = "2026-12-01T01:00:00.000Z";
const LATER = "2026-12-08T01:00:00.000Z";
const DUE = "2026-12-11T23:59:59+08:00";
const NEXT_DUE = "2026-12-18T23:59:59+08:00";

const publish = ({ definition, asks }: Draft) =>
  buildRoundVersion(definition, asks, { version: 1, publishedAt: FIRST, profile: "custom" });

const amend = (before: RoundVersion, { definition, asks }: Draft, note = "") =>
  buildAmendedVersion(before, definition, asks, { publishedAt: LATER, profile: "custom", note });

const plan = makeArtifact("plan", { due: DUE });
const summary = makeArtifact("summary", { due: DUE });
const ASKS: Asks = { plan: "required", summary: "required" };
const definition = makeDefinition([plan, summary]);
const before = publish({ definition, asks: ASKS });

const withPlan = (change: Partial<Artifact>): RoundDefinition =>
  makeDefinition([{ ...plan, ...change }, summary]);
const changesOf = (next: RoundDefinition, asks: Asks = ASKS) =>
  amend(before, { definition: next, asks }).amendment?.changes;

describe("what an amendment changed", () => {
  it("is nothing when nothing was touched", () => {
    expect(changesOf(definition)).toEqual([]);
    // The same instant written in another zone is no other deadline.
    expect(changesOf(withPlan({ due: "2026-12-11T15:59:59Z" }))).toEqual([]);
  });

  it("is told one by one, with what it was", () => {
    expect(changesOf(withPlan({ due: NEXT_DUE }))).toEqual([
      { what: "due", artifact: "plan", from: DUE, to: NEXT_DUE },
    ]);
    expect(changesOf(withPlan({ minChars: 1000 }))).toEqual([
      { what: "length", artifact: "plan", from: null, to: 1000 },
    ]);
    expect(changesOf(withPlan({ note: "另附名单" }))).toEqual([
      { what: "detail", artifact: "plan", field: "note" },
    ]);
    expect(changesOf(definition, { ...ASKS, plan: "optional" })).toEqual([
      { what: "optional", artifact: "plan" },
    ]);
    expect(changesOf({ ...definition, latePolicy: "refuse", grades: ["优秀", "合格"] })).toEqual([
      { what: "late", to: "refuse" },
      { what: "setting", field: "grades" },
    ]);
  });

  it("tells of what is new and of what is no longer asked", () => {
    const more = makeDefinition([makeArtifact("photos"), plan, summary]);
    expect(changesOf(more, { ...ASKS, photos: "required", summary: "off" })).toEqual([
      { what: "withdrawn", artifact: "summary", required: true },
      { what: "added", artifact: "photos", required: true },
    ]);
  });

  it("is empty exactly when nothing differs for those who hand in", () => {
    const told = (version: RoundVersion) => {
      const { version: _n, publishedAt: _at, profile: _p, checklist: _c, amendment: _a, ...rest } = version;
      const artifacts = rest.artifacts.map(({ earlierDues: _dues, ...one }) =>
        one.withdrawn === true ? { key: one.key, withdrawn: true } : one,
      );
      return canonicalJson({ ...rest, artifacts });
    };
    fc.assert(
      fc.property(fc.constantFrom("notice-000", "notice-003"), edits, edits, (id, first, second) => {
        const draft = first(startDraft(id));
        const old = amend(publish(startDraft(id)), draft);
        const next = amend(old, second(draft));
        expect(computeChanges(old, next).length === 0).toBe(told(old) === told(next));
        expect(next.amendment?.changes).toEqual(computeChanges(old, next));
      }),
      { numRuns: 300 },
    );
  });
});

describe("an amended version", () => {
  it("keeps every place of the list, so that stored summaries and folders stay true", () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 5 }), (steps) => {
        let draft = startDraft("notice-000");
        let version = publish(draft);
        for (const edit of steps) {
          draft = edit(draft);
          const next = amend(version, draft);
          const keys = version.artifacts.map((one) => one.key);
          expect(next.artifacts.slice(0, keys.length).map((one) => one.key)).toEqual(keys);
          expect(next.artifacts.filter((one) => one.withdrawn && one.ask === "required")).toEqual([]);
          expect(next.amendment?.of).toBe(version.version);
          expect(roundVersion.safeParse(next).success).toBe(true);
          version = next;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("remembers the deadlines that held before, and until when", () => {
    const moved = amend(before, { definition: withPlan({ due: NEXT_DUE }), asks: ASKS });
    expect(moved.artifacts[0]?.earlierDues).toEqual([{ due: DUE, until: LATER }]);
    const again = amend(moved, { definition: withPlan({ due: null }), asks: ASKS });
    expect(again.artifacts[0]?.earlierDues).toEqual([
      { due: DUE, until: LATER },
      { due: NEXT_DUE, until: LATER },
    ]);
    expect(again.artifacts[1]?.earlierDues).toBeUndefined();
  });

  it("asks again for what was withdrawn, in its old place", () => {
    const without = amend(before, { definition, asks: { ...ASKS, plan: "off" } });
    expect(without.artifacts[0]).toMatchObject({ key: "plan", withdrawn: true, ask: "optional" });
    const back = amend(without, { definition, asks: ASKS });
    expect(back.artifacts[0]).toMatchObject({ key: "plan", ask: "required" });
    expect(back.artifacts[0]?.withdrawn).toBeUndefined();
    expect(back.amendment?.changes).toEqual([{ what: "added", artifact: "plan", required: true }]);
  });

  it("runs as a checklist once nothing is required any more", () => {
    expect(amend(before, { definition, asks: {} }).checklist).toBe(true);
  });
});

describe("a draft that is given up", () => {
  it("is again what was published, and publishes no change", () => {
    fc.assert(
      fc.property(edits, edits, (first, second) => {
        const draft = first(startDraft("notice-000"));
        const version = amend(publish(startDraft("notice-000")), draft);
        const restored = restoreDraft(version, second(draft).definition);
        expect(amend(version, restored).amendment?.changes).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what an amendment may not touch", () => {
  const faultsOf = (next: RoundDefinition, asks: Asks = ASKS) =>
    checkAmendment(before, next, asks).map((one) => one.path);

  it("is how an artifact is answered, who hands in, and by which grades was voted", () => {
    expect(faultsOf(withPlan({ kind: "paper" }))).toEqual(["ask.plan"]);
    expect(faultsOf(withPlan({ handling: "declare" }))).toEqual(["ask.plan"]);
    expect(faultsOf({ ...definition, submitterLevel: "unit" })).toEqual(["submitterLevel"]);
    expect(faultsOf({ ...definition, grades: ["优秀", "合格"] })).toEqual(["grades"]);
    expect(faultsOf(withPlan({ due: NEXT_DUE, minChars: 5 }))).toEqual([]);
  });

  it("binds no artifact that is turned off or new", () => {
    expect(faultsOf(withPlan({ kind: "paper" }), { ...ASKS, plan: "off" })).toEqual([]);
    expect(faultsOf(makeDefinition([plan, summary, makeArtifact("photos")]))).toEqual([]);
  });
});
