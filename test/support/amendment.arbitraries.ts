import fc from "fast-check";
import type { Artifact, Ask } from "../../schemas/artifact";
import { type Asks, computeAsks, type RoundDefinition } from "../../schemas/round";
import { findTemplate } from "../../worker/rounds/templates";

/** A draft as the edit page or a program leaves it. */
export interface Draft {
  definition: RoundDefinition;
  asks: Asks;
}

export function startDraft(id: string): Draft {
  const template = findTemplate(id);
  if (template === null) throw new Error(`no template ${id}`);
  return { definition: template.definition, asks: computeAsks(template.definition, "online_full") };
}

type Edit = (draft: Draft) => Draft;

const DAYS = ["2026-12-04", "2026-12-11", "2026-12-18"].map((day) => `${day}T23:59:59+08:00`);
const due = fc.constantFrom(...DAYS, null);

function editArtifact(at: number, change: Partial<Artifact>): Edit {
  return ({ definition, asks }) => {
    const index = at % definition.artifacts.length;
    const artifacts = definition.artifacts.map((one, i) => (i === index ? { ...one, ...change } : one));
    return { definition: { ...definition, artifacts }, asks };
  };
}

function setAsk(at: number, ask: Ask): Edit {
  return ({ definition, asks }) => {
    const one = definition.artifacts[at % definition.artifacts.length];
    return { definition, asks: one === undefined ? asks : { ...asks, [one.key]: ask } };
  };
}

const setRound =
  (change: Partial<RoundDefinition>): Edit =>
  ({ definition, asks }) => ({ definition: { ...definition, ...change }, asks });

const addArtifact: Edit = ({ definition, asks }) => {
  const key = `extra_${definition.artifacts.length}`;
  const like = definition.artifacts.find((one) => one.kind === "file") ?? definition.artifacts[0];
  if (like === undefined) return { definition, asks };
  const artifacts = [...definition.artifacts, { ...like, key, requiredIf: null }];
  return { definition: { ...definition, artifacts }, asks: { ...asks, [key]: "required" } };
};

const place = fc.nat({ max: 30 });
const artifactChange: fc.Arbitrary<Partial<Artifact>> = fc.oneof(
  due.map((value) => ({ due: value, dueText: null })),
  fc.constantFrom(null, 800, 1000).map((minChars) => ({ minChars })),
  fc.constantFrom(1, 2).map((minFiles) => ({ minFiles, maxFiles: null })),
  fc.constantFrom<Artifact["accepts"]>([], ["pdf"], ["pdf", "jpg"]).map((accepts) => ({ accepts })),
  fc.constantFrom(null, 1, 2).map((copies) => ({ copies })),
  fc.boolean().map((sealed) => ({ sealed })),
  fc.boolean().map((nothingToReport) => ({ nothingToReport })),
  fc.constantFrom("说明", "另一说明").map((note) => ({ note })),
  fc.constantFrom("甲", "乙").map((zh) => ({ title: { zh, en: zh } })),
);

const roundChange: fc.Arbitrary<Edit> = fc.oneof(
  due.map((closesAt) => setRound({ closesAt })),
  fc.constantFrom("accept" as const, "refuse" as const).map((latePolicy) => setRound({ latePolicy })),
  fc.constantFrom("主题一", "主题二").map((theme) => setRound({ theme })),
  fc.boolean().map((selfVote) => setRound({ selfVote })),
  fc.boolean().map((collectPrivate) => setRound({ collectPrivate })),
  due.map(
    (value): Edit =>
      ({ definition, asks }) => {
        const milestones = definition.milestones.map((one, i) => (i === 0 ? { ...one, due: value } : one));
        return { definition: { ...definition, milestones }, asks };
      },
  ),
  fc.constantFrom("warn" as const, "block" as const).map(
    (enforce): Edit =>
      ({ definition, asks }) => {
        const rules = definition.rules.map((one, i) => (i === 0 ? { ...one, enforce } : one));
        return { definition: { ...definition, rules }, asks };
      },
  ),
  fc.constant<Edit>(({ definition, asks }) => ({
    definition: { ...definition, rules: definition.rules.slice(1) },
    asks,
  })),
);

/** Anything a committee may do to a draft between two versions; many of them do nothing. */
export const edits: fc.Arbitrary<Edit> = fc
  .array(
    fc.oneof(
      fc.tuple(place, artifactChange).map(([at, change]) => editArtifact(at, change)),
      fc
        .tuple(place, fc.constantFrom<Ask>("required", "optional", "off"))
        .map(([at, ask]) => setAsk(at, ask)),
      roundChange,
      fc.constant(addArtifact),
    ),
    { maxLength: 4 },
  )
  .map(
    (list): Edit =>
      (draft) =>
        list.reduce((now, edit) => edit(now), draft),
  );
