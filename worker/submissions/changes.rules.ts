import { isSameInstant } from "../../schemas/amendment.changes";
import type { ArtifactChange, Change } from "../../schemas/change";
import type { ArtifactStatus, Completeness } from "../../schemas/completeness";
import { isBegun } from "../../schemas/completeness";
import type { RoundVersion } from "../../schemas/round";

/** Something is still to be done about it: it must come in, or was begun and is not in. */
const isOpen = (status: ArtifactStatus) => !status.present && (status.required || isBegun(status));

const later = (a: string | null, b: string | null) =>
  a === null || b === null ? null : Date.parse(a) > Date.parse(b) ? a : b;

/** Not for who handed in in time, nor for who has a later deadline of his own either way. */
function concernsDue({ from }: Extract<Change, { what: "due" }>, status: ArtifactStatus): boolean {
  if (status.present ? status.lateSeconds === 0 : !isOpen(status)) return false;
  const { at, extended } = status.due;
  return extended === null || !isSameInstant(later(from, at), at);
}

function concernsArtifact(change: ArtifactChange, status: ArtifactStatus, checklist: boolean): boolean {
  switch (change.what) {
    case "added":
      return !status.present && (status.required || checklist);
    case "withdrawn":
      return change.required || isBegun(status);
    case "required":
    case "optional":
      return !status.present;
    case "due":
      return concernsDue(change, status);
    default:
      return isOpen(status);
  }
}

/** Who to ask, and the notice itself, concern everybody; the rest who is not done yet. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set(["contacts", "notice", "retainUntil"]);

/**
 * Of what the newest amendment changed, what it changed for one branch: nothing about what it
 * has handed in in time, a deadline that its extension outlasts, or what it never had and need
 * not do. Empty for the first version.
 */
export function listOwnChanges(
  version: Pick<RoundVersion, "amendment" | "checklist">,
  done: Pick<Completeness, "artifacts" | "complete">,
): Change[] {
  const statuses = new Map(done.artifacts.map((one) => [one.key, one]));
  const isOpenKey = (key: string) => {
    const status = statuses.get(key);
    return status !== undefined && isOpen(status);
  };
  return (version.amendment?.changes ?? []).filter((change) => {
    if ("artifact" in change) {
      const status = statuses.get(change.artifact);
      return status !== undefined && concernsArtifact(change, status, version.checklist);
    }
    if (change.what === "setting" && FOR_EVERYBODY.has(change.field)) return true;
    if (change.what === "rule" && change.appliesTo.length > 0) return change.appliesTo.some(isOpenKey);
    return !done.complete;
  });
}
