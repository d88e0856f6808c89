import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildAmendedVersion } from "../../schemas/amendment";
import type { AskedArtifact } from "../../schemas/artifact";
import type { Change } from "../../schemas/change";
import { computeCompleteness, type Facts } from "../../schemas/completeness";
import { buildRoundVersion, type RoundVersion } from "../../schemas/round";
import { listOwnChanges } from "../../worker/submissions/changes.rules";
import { edits, startDraft } from "../support/amendment.arbitraries";
import { DUE, LATE, makeArtifact, makeDraft, makeFacts, makeFile, ON_TIME } from "./facts";

const NEXT_DUE = "2026-12-21T23:59:59+08:00";

/** What one branch is told of these changes, by what it has in. */
function told(changes: Change[], artifacts: AskedArtifact[], facts: Partial<Facts> = {}): string[] {
  const checklist = artifacts.every((one) => one.ask !== "required");
  const done = computeCompleteness({ artifacts }, makeFacts(facts));
  const amendment = { of: 1, note: "", changes };
  return listOwnChanges({ amendment, checklist }, done).map((one) => one.what);
}

const moved: Change = { what: "due", artifact: "plan", from: DUE, to: NEXT_DUE };
const plan = makeArtifact("plan", { due: NEXT_DUE, earlierDues: [{ due: DUE, until: LATE }] });
const optional = makeArtifact("plan", { ask: "optional" });
const extension = (due: string) => ({
  extensions: [
    { id: "ext_1", artifactKey: "plan", due, reason: "出差", retroactive: false, grantedAt: ON_TIME },
  ],
});

describe("a moved deadline is told", () => {
  it("to who still has to hand in, and to who was late", () => {
    expect(told([moved], [plan])).toEqual(["due"]);
    const late = makeFile("plan", { receivedAt: "2026-12-22T01:00:00.000Z" });
    expect(told([moved], [plan], { files: [late] })).toEqual(["due"]);
  });

  it("not to who handed in in time", () => {
    expect(told([moved], [plan], { files: [makeFile("plan")] })).toEqual([]);
    // The new day lies before what came in time under the old one.
    const earlier: Change = { ...moved, to: "2026-12-10T23:59:59+08:00" };
    const asked = { ...plan, due: earlier.to, earlierDues: [{ due: DUE, until: LATE }] };
    expect(told([earlier], [asked], { files: [makeFile("plan")] })).toEqual([]);
  });

  it("not to who has a later extension, but to who has one that ends between", () => {
    expect(told([moved], [plan], extension("2026-12-25T04:00:00.000Z"))).toEqual([]);
    expect(told([moved], [plan], extension("2026-12-20T04:00:00.000Z"))).toEqual(["due"]);
  });

  it("not of what the branch never had and need not do", () => {
    expect(told([moved], [optional])).toEqual([]);
    expect(told([moved], [optional], { drafts: [makeDraft("plan")] })).toEqual(["due"]);
  });
});

describe("another change is told", () => {
  const withdrawn = makeArtifact("plan", { ask: "optional", withdrawn: true });
  const gone = (required: boolean): Change => ({ what: "withdrawn", artifact: "plan", required });

  it("of what is new, to who has to do it", () => {
    const added: Change = { what: "added", artifact: "plan", required: true };
    expect(told([added], [plan])).toEqual(["added"]);
    expect(told([added], [plan], { files: [makeFile("plan")] })).toEqual([]);
    const offered: Change = { ...added, required: false };
    expect(told([offered], [optional, makeArtifact("report")])).toEqual([]);
    expect(told([offered], [optional])).toEqual(["added"]);
  });

  it("of what is no longer asked, to who had to do it or has it in", () => {
    expect(told([gone(true)], [withdrawn])).toEqual(["withdrawn"]);
    expect(told([gone(false)], [withdrawn])).toEqual([]);
    expect(told([gone(false)], [withdrawn], { files: [makeFile("plan")] })).toEqual(["withdrawn"]);
  });

  it("of a length, to who has less than that and to who has nothing", () => {
    const length: Change = { what: "length", artifact: "plan", from: null, to: 1000 };
    const counted = makeArtifact("plan", { minChars: 1000 });
    expect(told([length], [counted])).toEqual(["length"]);
    expect(told([length], [counted], { files: [makeFile("plan", { chars: 998 })] })).toEqual(["length"]);
    expect(told([length], [counted], { files: [makeFile("plan", { chars: 1000 })] })).toEqual([]);
  });

  it("of a rule, to who still works on what it applies to", () => {
    const words = { text: { zh: "新要求", en: "new" }, enforce: "warn" as const };
    const rule = (appliesTo: string[]): Change => ({
      what: "rule",
      rule: "some_rule",
      appliesTo,
      from: null,
      to: words,
    });
    expect(told([rule(["plan"])], [plan])).toEqual(["rule"]);
    expect(told([rule(["plan"])], [plan, makeArtifact("report")], { files: [makeFile("plan")] })).toEqual([]);
    expect(told([rule([])], [plan])).toEqual(["rule"]);
  });

  it("of the round, to everybody whom to ask, and the rest to who is not done", () => {
    const changes: Change[] = [
      { what: "setting", field: "contacts" },
      { what: "setting", field: "grades" },
      { what: "late", to: "refuse" },
    ];
    expect(told(changes, [plan])).toEqual(["setting", "setting", "late"]);
    expect(told(changes, [plan], { files: [makeFile("plan")] })).toEqual(["setting"]);
  });

  it("never in the first version", () => {
    const done = computeCompleteness({ artifacts: [plan] }, makeFacts());
    expect(listOwnChanges({ amendment: null, checklist: false }, done)).toEqual([]);
  });
});

describe("judging again", () => {
  const publish = () => {
    const { definition, asks } = startDraft("notice-000");
    return buildRoundVersion(definition, asks, { version: 1, publishedAt: ON_TIME, profile: "online_full" });
  };
  const lateOf = (version: RoundVersion, facts: Facts) =>
    new Map(computeCompleteness(version, facts).artifacts.map((one) => [one.key, one.lateSeconds]));

  it("loses nothing that is in, whatever amendments ask for", () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 4 }), (steps) => {
        let version = publish();
        let draft = startDraft("notice-000");
        const files = version.artifacts.map((one) => makeFile(one.key, { id: `fil_${one.key}` }));
        for (const edit of steps) {
          draft = edit(draft);
          const stamp = { publishedAt: LATE, profile: "custom" as const, note: "" };
          version = buildAmendedVersion(version, draft.definition, draft.asks, stamp);
          const { artifacts, missing } = computeCompleteness(version, makeFacts({ files }));
          const seen = new Set(artifacts.flatMap((one) => one.files.map((file) => file.id)));
          expect(files.filter((file) => !seen.has(file.id))).toEqual([]);
          const withdrawn = version.artifacts.filter((one) => one.withdrawn).map((one) => one.key);
          expect(missing.filter((key) => withdrawn.includes(key))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("makes nothing late that came in time before the amendment", () => {
    fc.assert(
      fc.property(edits, fc.integer({ min: 0, max: 20 }), (edit, day) => {
        const before = publish();
        const receivedAt = new Date(Date.parse("2018-06-25T00:00:00Z") + day * 86_400_000).toISOString();
        const files = before.artifacts.map((one) => makeFile(one.key, { id: `fil_${one.key}`, receivedAt }));
        const { definition, asks } = edit(startDraft("notice-000"));
        const stamp = { publishedAt: ON_TIME, profile: "custom" as const, note: "" };
        const after = buildAmendedVersion(before, definition, asks, stamp);
        const facts = makeFacts({ files });
        const was = lateOf(before, facts);
        for (const [key, late] of lateOf(after, facts)) {
          if (was.get(key) === 0) expect(late, key).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});
