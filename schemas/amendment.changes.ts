import type { Artifact, AskedArtifact } from "./artifact";
import type { ArtifactChange, Change } from "./change";
import { canonicalJson } from "./receipt";
import type { RoundRule, RoundVersion } from "./round";

const isSame = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** The same instant, in whatever zone it is written; no date is only the same as none. */
export const isSameInstant = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

type Compared = readonly (keyof Artifact)[];

/** Fields that changes of their own tell of; `due` has its words beside it. */
const TOLD: Compared = ["key", "due", "dueText", "minChars", "minFiles", "maxFiles", "accepts", "title"];
const TOLD_OF_PAPER: Compared = ["copies", "sealed", "deliverTo"];
const NOT_COMPARED = new Set<string>([...TOLD, ...TOLD_OF_PAPER, "ask", "withdrawn", "earlierDues"]);

function listDetails(artifact: string, old: AskedArtifact, next: AskedArtifact): ArtifactChange[] {
  const fields = new Set([...Object.keys(old), ...Object.keys(next)]);
  const details = [...fields].filter((field) => !NOT_COMPARED.has(field));
  const changed = details.filter(
    (field) => !isSame(old[field as keyof Artifact], next[field as keyof Artifact]),
  );
  if (isSameInstant(old.due, next.due) && old.dueText !== next.dueText) changed.push("dueText");
  return changed.map((field) => ({ what: "detail", artifact, field }));
}

const filesOf = ({ minFiles, maxFiles }: AskedArtifact) => ({ min: minFiles, max: maxFiles });
const paperOf = ({ copies, sealed, deliverTo }: AskedArtifact) => ({ copies, sealed, deliverTo });

function compareAsked(old: AskedArtifact, next: AskedArtifact): ArtifactChange[] {
  const artifact = old.key;
  const found: (ArtifactChange | false)[] = [
    old.ask !== next.ask && { what: next.ask, artifact },
    !isSame(old.title, next.title) && { what: "title", artifact, from: old.title, to: next.title },
    !isSameInstant(old.due, next.due) && { what: "due", artifact, from: old.due, to: next.due },
    old.minChars !== next.minChars && { what: "length", artifact, from: old.minChars, to: next.minChars },
    !isSame(filesOf(old), filesOf(next)) && {
      what: "files",
      artifact,
      from: filesOf(old),
      to: filesOf(next),
    },
    !isSame(old.accepts, next.accepts) && { what: "accepts", artifact, from: old.accepts, to: next.accepts },
    !isSame(paperOf(old), paperOf(next)) && {
      what: "paper",
      artifact,
      from: paperOf(old),
      to: paperOf(next),
    },
  ];
  return [...found.filter((one) => one !== false), ...listDetails(artifact, old, next)];
}

function compareArtifacts(old: AskedArtifact | undefined, next: AskedArtifact): ArtifactChange[] {
  const artifact = next.key;
  const gone = next.withdrawn === true;
  if (old === undefined || old.withdrawn === true)
    return gone ? [] : [{ what: "added", artifact, required: next.ask === "required" }];
  return gone ? [{ what: "withdrawn", artifact, required: old.ask === "required" }] : compareAsked(old, next);
}

const wordsOf = (one: RoundRule | undefined) =>
  one === undefined ? null : { text: one.text, enforce: one.enforce };

/** Rules by id; what only changes its source or place is told as a setting. */
function compareRules(before: readonly RoundRule[], after: readonly RoundRule[]): Change[] {
  const ids = new Set([...before, ...after].map((one) => one.id));
  return [...ids].flatMap((id): Change[] => {
    const [old, next] = [before, after].map((list) => list.find((one) => one.id === id));
    const [from, to] = [wordsOf(old), wordsOf(next)];
    if (isSame(from, to)) return [];
    return [{ what: "rule", rule: id, appliesTo: next?.appliesTo ?? old?.appliesTo ?? [], from, to }];
  });
}

type Milestones = RoundVersion["milestones"];

function compareMilestones(before: Milestones, after: Milestones): Change[] {
  const keys = new Set([...before, ...after].map((one) => one.key));
  return [...keys].flatMap((key): Change[] => {
    const [old, next] = [before, after].map((list) => list.find((one) => one.key === key));
    const named = next ?? old;
    const [from, to] = [old?.due ?? null, next?.due ?? null];
    return named === undefined || isSameInstant(from, to)
      ? []
      : [{ what: "milestone", title: named.title, from, to }];
  });
}

/** What says nothing of the round itself: who froze it when, and what follows from the rest. */
const STAMPS = new Set(["version", "publishedAt", "profile", "checklist", "artifacts", "amendment"]);
const TOLD_OF_ROUND = new Set(["closesAt", "latePolicy", "theme"]);

/** A version's fields without what rules and milestones have changes of their own for, seen beside the other. */
function withoutTold(version: RoundVersion, other: RoundVersion): Record<string, unknown> {
  const milestones = version.milestones.flatMap(({ due, dueText, ...rest }) => {
    const twin = other.milestones.find((one) => one.key === rest.key);
    if (twin === undefined) return due === null ? [rest] : [];
    return isSameInstant(twin.due, due) ? [{ ...rest, dueText }] : [rest];
  });
  const rules = version.rules
    .filter(({ id }) => other.rules.some((one) => one.id === id))
    .map(({ text: _text, enforce: _enforce, ...rest }) => rest);
  return { ...version, milestones, rules };
}

function compareSettings(before: RoundVersion, after: RoundVersion): Change[] {
  const [old, next] = [withoutTold(before, after), withoutTold(after, before)];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return fields
    .filter((field) => !STAMPS.has(field) && !TOLD_OF_ROUND.has(field) && !isSame(old[field], next[field]))
    .map((field) => ({ what: "setting", field }));
}

/**
 * Everything in which two versions of a round differ for those who hand in: empty exactly
 * when nothing does. Order: artifacts as the round lists them, then rules, dates, the rest.
 */
export function computeChanges(before: RoundVersion, after: RoundVersion): Change[] {
  const old = new Map(before.artifacts.map((one) => [one.key, one]));
  const { closesAt: from, latePolicy, theme } = before;
  const round: (Change | false)[] = [
    !isSameInstant(from, after.closesAt) && { what: "closes", from, to: after.closesAt },
    latePolicy !== after.latePolicy && { what: "late", to: after.latePolicy },
    theme !== after.theme && { what: "theme", from: theme, to: after.theme },
  ];
  return [
    ...after.artifacts.flatMap((next) => compareArtifacts(old.get(next.key), next)),
    ...compareRules(before.rules, after.rules),
    ...compareMilestones(before.milestones, after.milestones),
    ...round.filter((one) => one !== false),
    ...compareSettings(before, after),
  ];
}
