import { type AskedArtifact, NOTHING_FORM } from "./artifact";
import type { FileFact, PaperFact, ReviewSubject } from "./facts";

/** Instants in order of time, however they are written; the text decides between equals. */
export const inOrder = (times: readonly string[]) =>
  times.toSorted((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1));

/** An original without the seal, or fewer copies than asked for, is still missing (domain.md §4.2, situation 6). */
function isWhatWasAsked(one: AskedArtifact, paper: PaperFact): boolean {
  return (paper.sealed || !one.sealed) && paper.copies >= (one.copies ?? 1);
}

/** Entries it takes: one, the round's quota, or one for each branch of the unit. */
function countWanted(one: AskedArtifact, branches: number): number {
  if (one.repeat === "branches") return Math.max(1, branches);
  return one.repeat === "entries" ? Math.max(1, one.minEntries) : 1;
}

/** When so many of them were there; null while they are fewer. */
const enoughAt = (times: readonly string[], wanted: number): string | null =>
  inOrder(times)[wanted - 1] ?? null;

/**
 * When the artifact became present, null while it is not. Of several files the one that
 * made their number sufficient decides, of entries and files the earlier answer: an extra
 * photo after the due date does not make a hand-in late. A document that was counted and is
 * shorter than the notice asks answers nothing, but stays (domain.md §4.2, situation 1).
 * 零报告 answers the whole artifact.
 */
export function answeredAt(one: AskedArtifact, subject: ReviewSubject, branches: number): string | null {
  const { files, entries, paper } = subject;
  if (one.kind === "paper" && one.handling === "collect")
    return paper !== null && isWhatWasAsked(one, paper) ? paper.arrivedAt : null;
  const answering = listAnswering(files)
    .filter((file) => computeShortfall(one, file) === 0)
    .map((file) => file.receivedAt);
  const nothing = entries.find((entry) => entry.form === NOTHING_FORM);
  const typed = entries.map((entry) => entry.receivedAt);
  const found = [
    nothing?.receivedAt ?? null,
    enoughAt(typed, countWanted(one, branches)),
    enoughAt(answering, Math.max(1, one.minFiles)),
  ];
  return inOrder(found.filter((at) => at !== null))[0] ?? null;
}

const PHOTO_TYPES = ["heic", "jpg", "png"];
const stemOf = (name: string) => name.replace(/\.[^.]*$/, "").toLowerCase();

/**
 * The files that answer an artifact itself: not those of a form's field, and not the few
 * seconds of film that a phone keeps under the name of a live photo beside it, which are
 * taken and kept but are no second photo (domain.md §4.2, situation 3).
 */
export function listAnswering<File extends Pick<FileFact, "fieldKey" | "type" | "name">>(
  files: readonly File[],
): File[] {
  const own = files.filter((one) => one.fieldKey === null);
  const photos = new Set(own.filter((one) => PHOTO_TYPES.includes(one.type)).map((one) => stemOf(one.name)));
  return own.filter((one) => one.type !== "mov" || !photos.has(stemOf(one.name)));
}

/** Characters a counted document lacks of what the notice asks; 0 where nobody could count. */
export function computeShortfall(
  one: Pick<AskedArtifact, "minChars" | "kind">,
  file: Pick<FileFact, "chars">,
): number {
  if (one.minChars === null || one.kind === "paper" || file.chars === null) return 0;
  return Math.max(0, one.minChars - file.chars);
}
