import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Artifact, MAX_ENTRIES } from "../../schemas/artifact";
import { computeAsks, type RoundDefinition } from "../../schemas/round";
import { applyRoundForm, buildRoundForm } from "../../worker/rounds/round.form.rules";
import { buildEditLevels } from "../../worker/rounds/round.view.rules";
import { makeArtifact, makeDefinition } from "../support/definition";

const form = { kind: "form", minFiles: 0 } as const;
const definition = makeDefinition(
  [
    makeArtifact("talks", { ...form, form: "talk_records", obligation: "keep" }),
    makeArtifact("lists", { ...form, form: "problem_rectification", repeat: "entries", minEntries: 1 }),
    makeArtifact("report"),
  ],
  { checkLevels: { "appraisal_tally.same_teller": "warn" } },
);
const asks = computeAsks(definition, "literal");

const apply = (changes: Record<string, string>) =>
  applyRoundForm(definition, asks, { ...buildRoundForm(definition, asks), ...changes });
const artifactOf = (next: RoundDefinition, key: string) =>
  next.artifacts.find((one) => one.key === key) as Artifact;

describe("a definition that says nothing of a switch", () => {
  it("asks for less, as domain.md §5 proposes", () => {
    const { latePolicy, closesAt, collectPrivate, selfVote, grades, aspects, checkLevels } = makeDefinition([
      makeArtifact("report"),
    ]);
    expect({ latePolicy, closesAt, collectPrivate, selfVote, grades, aspects, checkLevels }).toEqual({
      latePolicy: "accept",
      closesAt: null,
      collectPrivate: false,
      selfVote: false,
      grades: ["好", "一般", "差"],
      aspects: [],
      checkLevels: {},
    });
    expect(makeArtifact("report")).toMatchObject({
      handling: "collect",
      nothingToReport: false,
      minEntries: 0,
      repeat: "once",
      requiredIf: null,
    });
  });
});

describe("the switches of a round", () => {
  it("are taken from the form and given back to it", () => {
    const { definition: next, findings } = apply({
      private: "yes",
      selfVote: "yes",
      grades: "优秀，合格 基本合格、不合格",
      aspects: "政治纪律\n\n 作风建设 ",
      "level.appraisal_tally.same_teller": "off",
      "handling.talks": "declare",
      "nothing.report": "yes",
      "entries.lists": "２",
    });
    expect(findings).toEqual([]);
    expect(next).toMatchObject({
      collectPrivate: true,
      selfVote: true,
      grades: ["优秀", "合格", "基本合格", "不合格"],
      aspects: ["政治纪律", "作风建设"],
      checkLevels: { "appraisal_tally.same_teller": "off" },
    });
    expect(artifactOf(next, "talks").handling).toBe("declare");
    expect(artifactOf(next, "report").nothingToReport).toBe(true);
    expect(artifactOf(next, "lists").minEntries).toBe(2);
    expect(buildRoundForm(next, asks)).toMatchObject({
      private: "yes",
      grades: "优秀、合格、基本合格、不合格",
      aspects: "政治纪律\n作风建设",
      "handling.talks": "declare",
      "entries.lists": "2",
    });
  });

  it("set a check back to the usual by taking it off the list", () => {
    expect(apply({ "level.appraisal_tally.same_teller": "usual" }).definition.checkLevels).toEqual({});
  });

  it("let nothing be declared that the notice does not have the branch keep", () => {
    const { definition: next } = apply({ "handling.report": "declare" });
    expect(artifactOf(next, "report").handling).toBe("collect");
  });

  it("name the checks whose level is set, with the usual one and where they come from", () => {
    expect(buildEditLevels(definition)).toEqual([
      {
        code: "appraisal_tally.same_teller",
        form: { zh: expect.stringContaining("测评汇总表"), en: expect.any(String) },
        source: "P14",
        usual: "block",
      },
    ]);
    expect(buildEditLevels({ checkLevels: { "gone.check": "off" } })).toEqual([
      { code: "gone.check", form: null, source: null, usual: null },
    ]);
  });

  it.each([
    ["grades", "好"],
    ["grades", "好、好"],
    ["grades", "一、二、三、四、五、六、七"],
    ["aspects", Array.from({ length: 21 }, (_, i) => `方面${i}`).join("\n")],
    ["aspects", "长".repeat(101)],
    ["entries.lists", String(MAX_ENTRIES + 1)],
    ["entries.lists", "几份"],
  ])("point at %s when it is %s", (name, value) => {
    expect(apply({ [name]: value }).findings.map((one) => one.path)).toEqual([name]);
  });

  it("come back as they were from a form that nobody touched", () => {
    const switches = fc.record({
      collectPrivate: fc.boolean(),
      selfVote: fc.boolean(),
      grades: fc.uniqueArray(fc.constantFrom("好", "较好", "一般", "差"), { minLength: 2 }),
      aspects: fc.uniqueArray(fc.constantFrom("纪律", "作风", "担当"), { maxLength: 3 }),
      latePolicy: fc.constantFrom("accept" as const, "refuse" as const),
      checkLevels: fc.constantFrom<RoundDefinition["checkLevels"]>({}, { "a.b": "block" }),
    });
    fc.assert(
      fc.property(
        switches,
        fc.boolean(),
        fc.integer({ min: 0, max: MAX_ENTRIES }),
        (some, nothing, least) => {
          const artifacts = definition.artifacts.map((one) => ({
            ...one,
            nothingToReport: nothing,
            minEntries: one.repeat === "entries" ? least : 0,
            handling: one.obligation === "keep" && nothing ? ("declare" as const) : one.handling,
          }));
          const draft = { ...definition, ...some, artifacts };
          expect(applyRoundForm(draft, asks, buildRoundForm(draft, asks))).toEqual({
            definition: draft,
            asks,
            findings: [],
          });
        },
      ),
    );
  });
});
