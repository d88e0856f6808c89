import { expect, test } from "vitest";
import { type Answer, type BranchSubject, buildEntryContext } from "../../schemas/context";
import { buildRoundVersion, computeAsks } from "../../schemas/round";
import { makeArtifact, makeDefinition } from "../support/definition";

const form = (key: string, repeat: "once" | "branches") =>
  makeArtifact(key, { kind: "form", form: key, minFiles: 0, repeat });
const definition = makeDefinition([
  form("work_plan", "once"),
  form("meeting_minutes", "branches"),
  form("appraisal_tally", "branches"),
  form("coverage_table", "once"),
]);
const version = buildRoundVersion(definition, computeAsks(definition, "literal"), {
  version: 1,
  publishedAt: "2026-12-01T01:00:00.000Z",
  profile: "literal",
});

const UNIT: BranchSubject = {
  code: "GZ",
  name: "第三高级中学党总支",
  members: 34,
  full: 33,
  probationary: 1,
  committee: 5,
  floating: 0,
  branches: [
    { code: "JC03", name: "第一党支部", members: 18 },
    { code: "JC04", name: "第二党支部", members: 16 },
  ],
};

const answer = (artifactKey: string, item: number): Answer => ({
  artifactKey,
  item,
  form: artifactKey,
  value: { of: item },
});
const ANSWERS = [
  answer("work_plan", 1),
  answer("meeting_minutes", 1),
  answer("meeting_minutes", 2),
  answer("appraisal_tally", 1),
  answer("appraisal_tally", 2),
];

function contextOf(key: string, item: number) {
  const artifact = version.artifacts.find((one) => one.key === key);
  if (artifact === undefined) throw new Error(`no artifact ${key}`);
  return buildEntryContext(version, UNIT, { artifact, item }, ANSWERS, version.publishedAt);
}

test("a branch's tally is held against its own minutes and the unit's plan, never another branch's", () => {
  const ctx = contextOf("appraisal_tally", 2);
  expect(ctx.every).toEqual({ work_plan: [{ of: 1 }], meeting_minutes: [{ of: 2 }] });
  expect(ctx.others.meeting_minutes).toEqual({ of: 2 });
  expect(ctx.branch).toMatchObject({
    code: "JC04",
    name: "第二党支部",
    members: 16,
    full: null,
    branches: [],
  });
});

test("what the unit answers once sees the answers of all its branches, in their order", () => {
  const ctx = contextOf("coverage_table", 1);
  expect(ctx.every.meeting_minutes).toEqual([{ of: 1 }, { of: 2 }]);
  expect(ctx.every.appraisal_tally).toEqual([{ of: 1 }, { of: 2 }]);
  expect(ctx.branch.branches).toHaveLength(2);
});
