import { computeChanges, isSameInstant } from "./amendment.changes";
import type { Artifact, Ask, AskedArtifact } from "./artifact";
import { type Asks, buildRoundVersion, type RoundDefinition, type RoundVersion } from "./round";

/** What an answer is must not change under those who gave it; another artifact asks for something else. */
const FIXED = ["kind", "form", "repeat", "handling"] as const;

/** What an amendment may not touch, as paths of the definition with a sentence each. */
export interface AmendmentFault {
  path: string;
  zh: string;
  en: string;
}

/** What the published version is, and what it would become. */
export interface AmendmentPlan {
  before: RoundVersion;
  after: RoundVersion;
}

/** What of a draft cannot follow the published version; the rest is open to an amendment. */
export function checkAmendment(
  before: RoundVersion,
  definition: RoundDefinition,
  asks: Asks,
): AmendmentFault[] {
  const faults: AmendmentFault[] = definition.artifacts.flatMap((one) => {
    const was = before.artifacts.find((old) => old.key === one.key);
    const asked = (asks[one.key] ?? "off") !== "off";
    if (was === undefined || !asked || FIXED.every((field) => was[field] === one[field])) return [];
    return [
      {
        path: `ask.${one.key}`,
        zh: `“${one.title.zh}”已经发布，怎么交不能再改；请停收这一项，另设一项新的`,
        en: `“${one.title.en}” is published: how it is handed in cannot change. Turn it off and add another item`,
      },
    ];
  });
  if (before.submitterLevel !== definition.submitterLevel) {
    const zh = "报送主体（支部、单位）发布后不能再改";
    const en = "Who hands in (branches, units) cannot change after publishing";
    faults.push({ path: "submitterLevel", zh, en });
  }
  if (before.grades.join() !== definition.grades.join()) {
    const zh = "测评等次发布后不能再改，票已经按原来的等次投";
    const en = "The grades cannot change after publishing: votes were cast by them";
    faults.push({ path: "grades", zh, en });
  }
  return faults;
}

/** Kept for what may have been handed in: never required, takes nothing more. */
const withdraw = (one: AskedArtifact): AskedArtifact => ({
  ...one,
  ask: "optional",
  requiredIf: null,
  withdrawn: true,
});

/** An artifact that stays asked, with the deadlines that held for what came before the amendment. */
function carryDues(old: AskedArtifact, next: AskedArtifact, until: string): AskedArtifact {
  const held = old.earlierDues ?? [];
  const dues = isSameInstant(old.due, next.due) ? held : [...held, { due: old.due, until }];
  return dues.length === 0 ? next : { ...next, earlierDues: dues };
}

/**
 * The next version of a published round. What was asked keeps its place in the list and
 * what is new stands behind it, so that numbers, folders and stored summaries stay true; what
 * is no longer asked stays, withdrawn. Pure; the caller stores it.
 */
export function buildAmendedVersion(
  before: RoundVersion,
  definition: RoundDefinition,
  asks: Asks,
  stamp: { publishedAt: string; profile: RoundVersion["profile"]; note: string },
): RoundVersion {
  const { note, publishedAt, profile } = stamp;
  const version = before.version + 1;
  const fresh = buildRoundVersion(definition, asks, { version, publishedAt, profile });
  const known = new Set(before.artifacts.map((one) => one.key));
  const kept = before.artifacts.map((old) => {
    const next = fresh.artifacts.find((one) => one.key === old.key);
    return next === undefined ? withdraw(old) : carryDues(old, next, publishedAt);
  });
  const after = { ...fresh, artifacts: [...kept, ...fresh.artifacts.filter((one) => !known.has(one.key))] };
  const amendment = { of: before.version, note, changes: computeChanges(before, after) };
  return { ...after, amendment };
}

/**
 * The published version as a draft again: what it asks for and says, and of the draft what no
 * version holds, the artifacts that are not asked for and the profiles.
 */
export function restoreDraft(
  version: RoundVersion,
  draft: RoundDefinition,
): { definition: RoundDefinition; asks: Asks } {
  const { version: _n, publishedAt: _at, profile: _p, checklist: _c, amendment: _a, ...round } = version;
  const published = new Map(version.artifacts.map((one) => [one.key, one]));
  const known = new Set(draft.artifacts.map((one) => one.key));
  const toDraft = ({ ask: _ask, withdrawn: _w, earlierDues: _dues, ...one }: AskedArtifact): Artifact => one;
  const lost = version.artifacts.filter((one) => one.withdrawn !== true && !known.has(one.key)).map(toDraft);
  const artifacts = draft.artifacts.map((one) => {
    const asked = published.get(one.key);
    return asked === undefined || asked.withdrawn === true ? one : toDraft(asked);
  });
  const asks = [...artifacts, ...lost].map((one): [string, Ask] => {
    const asked = published.get(one.key);
    return [one.key, asked === undefined || asked.withdrawn === true ? "off" : asked.ask];
  });
  return {
    definition: { ...round, profiles: draft.profiles, artifacts: [...artifacts, ...lost] },
    asks: Object.fromEntries(asks),
  };
}
