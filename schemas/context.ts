import { type Artifact, NOTHING_FORM } from "./artifact";
import type { EntryContext, EntryValue } from "./forms/vocabulary";
import type { RoundVersion } from "./round";

/** A handed-in entry as checks across artifacts see it. */
export interface Answer {
  artifactKey: string;
  /** 1 where the artifact is answered once. */
  item: number;
  form: string;
  value: EntryValue;
}

/** The branch as the roster had it when it joined the round. */
export type BranchSubject = EntryContext["branch"];

/** An artifact's entry; `item` tells several of one artifact apart. */
export interface EntryPlaceKey {
  artifact: Pick<Artifact, "key" | "minChars" | "title" | "repeat">;
  item: number;
}

/** A unit's tally of one branch is held against that branch's numbers, not the unit's. */
function narrowBranch(branch: BranchSubject, { artifact, item }: EntryPlaceKey): BranchSubject {
  const member = artifact.repeat === "branches" ? branch.branches[item - 1] : undefined;
  if (member === undefined) return branch;
  const unknown = { full: null, probationary: null, committee: null, floating: null };
  return { ...branch, ...unknown, ...member, branches: [] };
}

/** What an amendment no longer asks for cannot be mended any more, so nothing is held against it. */
export function listAskedAnswers(
  version: Pick<RoundVersion, "artifacts">,
  answers: readonly Answer[],
): readonly Answer[] {
  const withdrawn = new Set(version.artifacts.flatMap((one) => (one.withdrawn === true ? [one.key] : [])));
  return withdrawn.size === 0 ? answers : answers.filter((one) => !withdrawn.has(one.artifactKey));
}

/** In the order of artifacts and items, so that the first of a form is always the same one. */
function groupByForm(version: Pick<RoundVersion, "artifacts">, answers: readonly Answer[]) {
  const order = new Map(version.artifacts.map((one, index) => [one.key, index]));
  const rank = (one: Answer) => (order.get(one.artifactKey) ?? version.artifacts.length) * 1000 + one.item;
  const every: Record<string, EntryValue[]> = {};
  for (const one of [...answers].sort((a, b) => rank(a) - rank(b))) {
    every[one.form] = [...(every[one.form] ?? []), one.value];
  }
  return every;
}

/** What is answered branch by branch is held against the same branch's answers, never another's. */
function isOfOtherBranch(version: RoundVersion, place: EntryPlaceKey, answer: Answer): boolean {
  if (place.artifact.repeat !== "branches" || answer.item === place.item) return false;
  return version.artifacts.some((one) => one.key === answer.artifactKey && one.repeat === "branches");
}

/**
 * Everything the checks of one entry may look at: the round, the roster and the other
 * entries of the same submission. The entry's own stored version is left out.
 */
export function buildEntryContext(
  version: RoundVersion,
  branch: BranchSubject,
  place: EntryPlaceKey,
  answers: readonly Answer[],
  now: string,
): EntryContext {
  const { artifact, item } = place;
  const every = groupByForm(
    version,
    listAskedAnswers(version, answers)
      .filter((one) => one.artifactKey !== artifact.key || one.item !== item)
      .filter((one) => !isOfOtherBranch(version, place, one)),
  );
  const others = Object.entries(every).flatMap(([form, [first]]) => (first ? [[form, first] as const] : []));
  return {
    artifact: { key: artifact.key, minChars: artifact.minChars, title: artifact.title, item },
    branch: narrowBranch(branch, place),
    round: {
      theme: version.theme,
      selfVote: version.selfVote,
      grades: version.grades,
      milestones: version.milestones.map(({ key, due }) => ({ key, due })),
      phases: version.phases,
      rules: version.rules.map(({ id, enforce, source, appliesTo }) => ({
        id,
        enforce,
        line: source,
        appliesTo,
      })),
      checkLevels: version.checkLevels,
      collectPrivate: version.collectPrivate,
      aspects: version.aspects,
      topics: version.topics,
    },
    others: Object.fromEntries(others),
    every,
    siblings: answers
      .filter((one) => one.artifactKey === artifact.key && one.item !== item && one.form !== NOTHING_FORM)
      .map(({ item: place, value }) => ({ item: place, value })),
    now,
  };
}
