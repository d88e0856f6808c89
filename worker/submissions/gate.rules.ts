import type { AskedArtifact } from "../../schemas/artifact";
import type { Facts, ReviewFact } from "../../schemas/completeness";
import { formatDue, type Lang } from "../../schemas/deadline";
import { nameIn, type Problem, problem } from "../../schemas/problem";
import type { RoundVersion } from "../../schemas/round";
import { computeDue, type DueStatus } from "../../schemas/standing";

/** What the gate needs to know of a round; a `SubmissionSheet` has it. */
export interface GateSheet {
  round: { state: "draft" | "published" | "closed"; closesAt: string | null };
  version: RoundVersion;
  facts: Pick<Facts, "reviews" | "extensions">;
}

/** Somebody to call: office and name, telephone. */
export interface ContactLine {
  who: string;
  phone: string | null;
}

/** Everybody the round names to be called, in its words and order; the issuer where it names nobody. */
export function listContacts({ contacts, notice }: RoundVersion): ContactLine[] {
  const named = contacts.flatMap(({ office, name, phone }) => {
    const who = [office, name].filter(Boolean).join(" ");
    return who === "" && !phone ? [] : [{ who, phone: phone || null }];
  });
  return named.length > 0 ? named : [{ who: notice.issuer, phone: null }];
}

const sayContact = ({ who, phone }: ContactLine) => [who, phone].filter(Boolean).join(" ");

/** The first to call, on one line. */
export const describeContact = (version: RoundVersion): string =>
  listContacts(version).slice(0, 1).map(sayContact).join("");

/**
 * Whether the committee returned the artifact and has not decided since: it is open again,
 * this one only, whatever the clock says (domain.md §4.2, situation 8).
 */
export function isReopened(sheet: GateSheet, artifactKey: string): boolean {
  const newest = sheet.facts.reviews
    .filter((one) => one.artifactKey === artifactKey)
    .reduce<ReviewFact | null>((a, b) => (a === null || b.version > a.version ? b : a), null);
  return newest?.decision === "return";
}

/** The instant the round ends for this branch: an extension beyond it was meant. */
function findEnd(closesAt: string | null, due: DueStatus): string | null {
  if (closesAt === null || due.extended === null || due.at === null) return closesAt;
  return Date.parse(due.at) > Date.parse(closesAt) ? due.at : closesAt;
}

/** The last instant at which `artifact` is taken unless it was returned, UTC ISO; null when nothing but closing ends it. */
export function computeAcceptUntil(sheet: GateSheet, artifact: AskedArtifact): string | null {
  const due = computeDue(artifact, sheet.facts.extensions);
  const ends = [findEnd(sheet.round.closesAt, due), sheet.version.latePolicy === "refuse" ? due.at : null]
    .filter((one) => one !== null)
    .map((one) => endOfSecond(one));
  return ends.length === 0 ? null : (ends.sort()[0] ?? null);
}

/** A deadline of 12:00:00 takes what arrives at 12:00:00.999 (domain.md §4.2, situation 5). */
function endOfSecond(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19)}.999Z`;
}

const sayClosed = (at: string) => ({
  closedAt: `（${formatDue(at)}）`,
  closedAtEn: ` (since ${formatDue(at, "en")})`,
});

/** Why `artifact` cannot be handed in now, or null. The same test stands in the final statement, see `openGuard`. */
export function checkOpen(sheet: GateSheet, artifact: AskedArtifact, now: string): Problem | null {
  if (artifact.withdrawn === true) return problem("artifact.withdrawn", nameIn(artifact.title));
  if (sheet.round.state !== "draft" && isReopened(sheet, artifact.key)) return null;
  const contact = describeContact(sheet.version);
  const standing = computeDue(artifact, sheet.facts.extensions);
  const closesAt = findEnd(sheet.round.closesAt, standing);
  if (sheet.round.state !== "published" || (closesAt !== null && now > endOfSecond(closesAt))) {
    const details = closesAt === null ? { closedAt: "", closedAtEn: "" } : sayClosed(closesAt);
    return problem("round.closed", { ...details, contact });
  }
  const until = computeAcceptUntil(sheet, artifact);
  if (until !== null && now > until) {
    const say = (lang: Lang) => (standing.at === null ? "" : formatDue(standing.at, lang));
    const due = { due: say("zh"), dueEn: say("en") };
    return problem("artifact.past_due", { ...nameIn(artifact.title), ...due, contact });
  }
  return null;
}

/** The asked artifact of a key; null when this round version does not ask for it. */
export function findAskedArtifact(version: RoundVersion, key: string): AskedArtifact | null {
  return version.artifacts.find((one) => one.key === key) ?? null;
}
