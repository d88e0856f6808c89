import type { AskedArtifact } from "./artifact";
import { computeLateSeconds } from "./deadline";
import type { RoundVersion } from "./round";

/** A stored file as `settle` and the pages see it; only files that are *in* (design.md §3, invariant 1). */
export interface FileFact {
  id: string;
  artifactKey: string;
  /** Set when the file belongs to a `file` field of a form rather than answering the artifact itself. */
  fieldKey: string | null;
  lineageId: string;
  version: number;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  /** Unsigned CRC-32 of the bytes. */
  crc32: number;
  pages: number | null;
  /** 字数 by rule C1; null where nobody could count: never "too short" then. */
  chars: number | null;
  receivedAt: string;
  /** What must be said of it: `encrypted`, `damaged`, `scan` …; none for most. */
  notes: readonly string[];
}

/** The latest handed-in version of what a branch typed. */
export interface EntryFact {
  id: string;
  artifactKey: string;
  version: number;
  bytes: number;
  sha256: string;
  chars: number | null;
  receivedAt: string;
}

/** The arrival of an original at a desk. */
export interface PaperFact {
  id: string;
  artifactKey: string;
  arrivedAt: string;
  copies: number;
  sealed: boolean;
  receivedBy: string;
  note: string;
  receivedAt: string;
}

export interface DraftFact {
  artifactKey: string;
  savedAt: string;
  chars: number | null;
}

/** Everything `settle` reads of one submission, current versions only. */
export interface Facts {
  files: readonly FileFact[];
  entries: readonly EntryFact[];
  papers: readonly PaperFact[];
  drafts: readonly DraftFact[];
}

/**
 * What the branch and the board are told of one artifact, apart from the clock:
 * `overdue` is only ever computed at the moment of showing, see `computeShownState`.
 */
export type ArtifactState = "missing" | "draft" | "awaiting_paper" | "received" | "returned" | "accepted";
export type ShownState = ArtifactState | "overdue";

export interface ArtifactStatus {
  key: string;
  required: boolean;
  state: ArtifactState;
  present: boolean;
  /** When the artifact became present, UTC ISO; null while it is not. */
  receivedAt: string | null;
  /** Whole seconds after the due instant of the first hand-in; 0 when on time or undated. */
  lateSeconds: number;
  files: readonly FileFact[];
  entry: EntryFact | null;
  paper: PaperFact | null;
  draft: DraftFact | null;
}

export type SubmissionState = "untouched" | "partial" | "awaiting_paper" | "complete";

export interface Completeness {
  artifacts: readonly ArtifactStatus[];
  /** Keys of required artifacts that are not present, in the notice's order. */
  missing: readonly string[];
  requiredCount: number;
  presentCount: number;
  /** Every required artifact is present; never true for a checklist, which requires nothing. */
  complete: boolean;
  state: SubmissionState;
}

/** Instants in order of time, however they are written; the text decides between equals. */
const inOrder = (times: readonly string[]) =>
  times.toSorted((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1));

/** An original without the seal, or fewer copies than asked for, is still missing (domain.md §4.2, situation 6). */
function isWhatWasAsked(one: AskedArtifact, paper: PaperFact): boolean {
  return (paper.sealed || !one.sealed) && paper.copies >= (one.copies ?? 1);
}

/**
 * When the artifact became present, null while it is not. Of several files the one that
 * made their number sufficient decides, of entry and files the earlier answer: an extra
 * photo after the due date does not make a hand-in late. A document that was counted and is
 * shorter than the notice asks answers nothing, but stays (domain.md §4.2, situation 1).
 */
function answeredAt(
  one: AskedArtifact,
  files: readonly FileFact[],
  entry: EntryFact | null,
  paper: PaperFact | null,
): string | null {
  if (one.kind === "paper") return paper !== null && isWhatWasAsked(one, paper) ? paper.arrivedAt : null;
  const answering = listAnswering(files)
    .filter((file) => computeShortfall(one, file) === 0)
    .map((file) => file.receivedAt);
  const enough = inOrder(answering)[Math.max(1, one.minFiles) - 1];
  return inOrder([entry?.receivedAt, enough].filter((at) => at !== undefined))[0] ?? null;
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

/** The state of one artifact. A paper artifact is present only by its arrival, never by a scan. */
export function computeArtifactStatus(
  one: AskedArtifact,
  facts: Facts,
  firstReceived: Readonly<Record<string, string>> = {},
): ArtifactStatus {
  const files = facts.files.filter((file) => file.artifactKey === one.key);
  const entry = facts.entries.find((item) => item.artifactKey === one.key) ?? null;
  const paper = facts.papers.find((item) => item.artifactKey === one.key) ?? null;
  const draft = facts.drafts.find((item) => item.artifactKey === one.key) ?? null;
  const receivedAt = answeredAt(one, files, entry, paper);
  const present = receivedAt !== null;
  const first = firstReceived[one.key];
  const judgedAt = receivedAt !== null && first !== undefined ? inOrder([first, receivedAt])[0] : receivedAt;
  const begun = draft !== null || files.length > 0;
  const open: ArtifactState = one.kind === "paper" ? "awaiting_paper" : begun ? "draft" : "missing";
  return {
    key: one.key,
    required: one.ask === "required",
    state: present ? "received" : open,
    present,
    receivedAt,
    lateSeconds: judgedAt == null ? 0 : computeLateSeconds(one.due, judgedAt),
    files,
    entry,
    paper,
    draft,
  };
}

/**
 * What is in, what is missing and whether the submission is complete. Pure and
 * independent of the order in which things arrived: the same facts give the same answer.
 *
 * @param firstReceived when each artifact was first present, so that replacing a file
 *   after the due date does not turn a hand-in that was on time into a late one
 */
export function computeCompleteness(
  version: Pick<RoundVersion, "artifacts">,
  facts: Facts,
  firstReceived: Readonly<Record<string, string>> = {},
): Completeness {
  const artifacts = version.artifacts.map((one) => computeArtifactStatus(one, facts, firstReceived));
  const required = artifacts.filter((one) => one.required);
  const missing = required.filter((one) => !one.present);
  const complete = required.length > 0 && missing.length === 0;
  return {
    artifacts,
    missing: missing.map((one) => one.key),
    requiredCount: required.length,
    presentCount: required.length - missing.length,
    complete,
    state: computeSubmissionState(artifacts, missing, complete),
  };
}

/** A scan of the paper, or an original that came without its seal, is a beginning too. */
const isBegun = (one: ArtifactStatus) =>
  one.present || one.draft !== null || one.files.length > 0 || one.paper !== null;

function computeSubmissionState(
  artifacts: readonly ArtifactStatus[],
  missing: readonly ArtifactStatus[],
  complete: boolean,
): SubmissionState {
  if (complete) return "complete";
  if (!artifacts.some(isBegun)) return "untouched";
  const onlyPaperOut = missing.length > 0 && missing.every((one) => one.state === "awaiting_paper");
  return onlyPaperOut ? "awaiting_paper" : "partial";
}

/** The state word of the moment: what is not in after its due instant is overdue. */
export function computeShownState(state: ArtifactState, due: string | null, now: string): ShownState {
  const open = state === "missing" || state === "draft" || state === "awaiting_paper";
  return open && computeLateSeconds(due, now) > 0 ? "overdue" : state;
}
