import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeAnswerWays } from "../../schemas/artifact";
import { findForm, KNOWN_FORMS } from "../../schemas/forms";
import { isPrinted, PRINTED } from "../../schemas/forms/printed";
import { roundDefinition } from "../../schemas/round";
import { buildBallotSheet, findAppraisal } from "../../worker/papers/ballot.rules";
import { findTemplate } from "../../worker/rounds/templates";
import { makeArtifact, makeDefinition } from "../support/definition";
import { makeEntryContext, makeTally, makeTallyRow } from "../support/entry.builders";

const ballots = makeArtifact("ballots", {
  kind: "paper",
  form: "appraisal_ballot",
  minFiles: 0,
  maxFiles: 0,
});
const tally = makeArtifact("tally", { kind: "form", form: "appraisal_tally", minFiles: 0 });

describe("a printed form", () => {
  it("is never one that an entry may be of", () => {
    expect(Object.keys(PRINTED)).toEqual(["appraisal_ballot"]);
    for (const id of Object.keys(PRINTED)) {
      expect(isPrinted(id)).toBe(true);
      expect(KNOWN_FORMS.has(id)).toBe(false);
      expect(findForm(id)).toBeNull();
      const typed = makeArtifact("typed", { kind: "form", form: id, accepts: ["pdf"] });
      expect(computeAnswerWays(typed, KNOWN_FORMS).form).toBe(false);
    }
    for (const id of [...KNOWN_FORMS, "constructor", null]) expect(isPrinted(id)).toBe(false);
  });

  it("cannot be collected by any round: neither typed nor as a file", () => {
    const askFor = (more: object) => {
      const definition = makeDefinition([ballots]);
      return roundDefinition.safeParse({ ...definition, artifacts: [{ ...ballots, ...more }] });
    };
    expect(askFor({}).success).toBe(true);
    for (const more of [{ kind: "form" }, { kind: "file" }, { accepts: ["jpg"] }]) {
      const { error } = askFor(more);
      expect(error?.issues[0]?.path).toEqual(["artifacts", 0, "kind"]);
      expect(error?.issues[0]?.message).toContain("无记名测评票只印制");
    }
  });

  it("holds no field by which a voter could be known", () => {
    const fields = PRINTED.appraisal_ballot?.fields ?? [];
    const keys = fields.flatMap((one) => [one.key, ...(one.columns ?? []).map((column) => column.key)]);
    expect(keys).toEqual(["branch", "meeting_on", "rows", "name", "grade"]);
  });
});

describe("what is printed for an appraisal", () => {
  const listNames = (entry: object, members: number | null = 22) =>
    buildBallotSheet(makeEntryContext({ branch: { members } }), { ...entry }).members.map((one) => one.name);

  it("belongs to rounds that ask for a tally, or for ballots to be kept", () => {
    expect(findAppraisal({ artifacts: [] })).toBeNull();
    expect(findAppraisal(makeAsked([ballots, tally]))?.key).toBe("tally");
    expect(findAppraisal(makeAsked([ballots]))?.key).toBe("ballots");
    const literal = findTemplate("notice-000")?.definition.artifacts ?? [];
    expect(findAppraisal(makeAsked(literal))).toBeNull();
  });

  it("has a blank row for each member of the roster while no name is typed", () => {
    expect(listNames({})).toEqual(Array.from({ length: 22 }, () => ""));
    expect(listNames({}, null)).toHaveLength(20);
  });

  it("has the names of the tally first, and blank rows for the rest", () => {
    const typed = { rows: [makeTallyRow(1), makeTallyRow(2, { name: " 党员\n02 " })] };
    expect(listNames(typed, 4)).toEqual(["党员01", "党员 02", "", ""]);
    expect(listNames(typed, null)).toEqual(["党员01", "党员 02"]);
    expect(listNames(typed, 1)).toEqual(["党员01", "党员 02"]);
  });

  it("has no row for a member who is not appraised", () => {
    expect(listNames({ not_appraised: [{ name: "党员22", reason: "长期病休" }] })).toHaveLength(21);
  });

  it("knows a probationary member without a grade, and the round's grades and day", () => {
    const ungraded = { name: "党员22", member_type: "预备党员", opinion: "不定等次" };
    const sheet = buildBallotSheet(makeEntryContext({ round: { grades: ["优秀", "合格"] } }), {
      meeting_on: "2026-12-09",
      rows: [makeTallyRow(1), ungraded],
    });
    expect(sheet).toMatchObject({ grades: ["优秀", "合格"], heldOn: "2026-12-09" });
    expect(sheet.members.slice(0, 2)).toEqual([
      { name: "党员01", ungraded: false },
      { name: "党员22", ungraded: true },
    ]);
  });

  it("never grows out of bounds, whatever a draft holds", () => {
    const anyDraft = fc.dictionary(
      fc.constantFrom("rows", "not_appraised", "meeting_on"),
      fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.constantFrom("name", "opinion"), fc.jsonValue()))),
    );
    fc.assert(
      fc.property(anyDraft, fc.option(fc.nat({ max: 5000 })), (draft, members) => {
        const sheet = buildBallotSheet(makeEntryContext({ branch: { members } }), draft);
        expect(sheet.members.length).toBeLessThanOrEqual(200);
        for (const { name } of sheet.members) expect([...name].length).toBeLessThanOrEqual(50);
      }),
    );
    const long = { rows: [{ name: "名".repeat(5000) }, ...(makeTally().rows as object[])] };
    expect([...(listNames(long)[0] ?? "")]).toHaveLength(50);
  });
});

function makeAsked(artifacts: readonly ReturnType<typeof makeArtifact>[]) {
  return { artifacts: artifacts.map((one) => ({ ...one, ask: "optional" as const })) };
}
