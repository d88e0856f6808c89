/** What the branch's page says of an artifact's files: where one goes, which is to be mended, which broke off. */
import { computeShortfall, listAnswering } from "../../schemas/answered";
import { type AskedArtifact, computeAnswerWays } from "../../schemas/artifact";
import type { ArtifactStatus } from "../../schemas/completeness";
import type { ReviewSubject } from "../../schemas/facts";
import { KNOWN_FORMS } from "../../schemas/forms";
import type { UnfinishedLine, UploadPlace } from "../../web/pages/branch.model";
import { listAt, type Place } from "../files/place.rules";
import type { SubmissionSheet } from "./facts.store";

/** What the branch has sent last, also where something else stands. */
export const listNewest = (status: ArtifactStatus): ReviewSubject =>
  status.pending ?? status.refused?.subject ?? status;

const MENDABLE = ["encrypted", "damaged"];

/**
 * The one file that has to be sent again before the artifact counts: the only one that came
 * back, or the only one that is too short or cannot be opened. Null where it is not one.
 */
function findToMend(one: AskedArtifact, status: ArtifactStatus): string | null {
  if (status.present) return null;
  const own = listAnswering(status.files);
  const faulty = own.filter(
    (file) => computeShortfall(one, file) > 0 || file.notes.some((note) => MENDABLE.includes(note)),
  );
  const wrong = faulty.length === 0 && status.state === "returned" ? own : faulty;
  return wrong.length === 1 ? (wrong[0]?.lineageId ?? null) : null;
}

/** Where a file of the artifact goes; null where none is taken. */
export function buildUploadPlace(one: AskedArtifact, status: ArtifactStatus): UploadPlace | null {
  const ways = computeAnswerWays(one, KNOWN_FORMS);
  if (!ways.file) return null;
  const maxFiles = one.maxFiles === 0 ? null : one.maxFiles;
  const own = listNewest(status).files.filter((file) => file.fieldKey === null);
  const left = maxFiles === null ? null : Math.max(0, maxFiles - own.length);
  return {
    types: ways.types,
    minFiles: one.kind === "file" ? Math.max(1, one.minFiles) : 1,
    maxFiles,
    have: listAnswering(status.files).length,
    room: left !== 0,
    left,
    mends: findToMend(one, status),
  };
}

/** What broke off and was not sent anew since: a phone that does not know its own photo again begins another upload. */
export function listUnfinished(
  { unfinished, facts }: Pick<SubmissionSheet, "unfinished" | "facts">,
  place: Place,
  now: string,
): UnfinishedLine[] {
  const own = listAt(facts.files, place);
  const isIn = (file: UnfinishedLine) =>
    own.some((one) => one.name === file.name && one.bytes === file.bytes);
  return listAt(unfinished, place).filter((file) => file.expiresAt > now && !isIn(file));
}
