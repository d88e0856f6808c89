import { answeredAt, inOrder } from "./answered";
import type { AskedArtifact, Bilingual } from "./artifact";
import { computeLateSeconds, describePunctuality } from "./deadline";
import type {
  Decision,
  DraftFact,
  EntryFact,
  Facts,
  FileFact,
  PaperFact,
  ReviewFact,
  ReviewSubject,
} from "./facts";
import { type Judgement, NO_JUDGEMENT, type RuleFinding } from "./judgement";
import type { RoundVersion } from "./round";
import {
  computeDue,
  type DueStatus,
  findStanding,
  gatherSubject,
  type Standing,
  toHeldDue,
} from "./standing";

export type * from "./facts";

/**
 * What the branch and the board are told of one artifact, apart from the clock:
 * `overdue` is only ever computed at the moment of showing, see `computeShownState`.
 */
export type ArtifactState =
  | "missing"
  | "draft"
  | "awaiting_paper"
  /** Handed in, but a rule across artifacts says block. */
  | "blocked"
  | "received"
  | "returned"
  /** Accepted once, changed since: what was accepted stands until the change is looked at (待复核). */
  | "recheck"
  | "accepted"
  | "filed"
  | "waived";
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
  due: DueStatus;
  /** What stands: of a changed artifact that was accepted, what was accepted. */
  files: readonly FileFact[];
  entries: readonly EntryFact[];
  /** The only or first entry. */
  entry: EntryFact | null;
  paper: PaperFact | null;
  draft: DraftFact | null;
  /** The decision that holds; null when none does. */
  review: ReviewFact | null;
  /** What waits to be looked at beside what stands; null when nothing does. */
  pending: ReviewSubject | null;
  /** The decision that returned a change of what was accepted; null when none did. */
  refused: ReviewFact | null;
  findings: readonly RuleFinding[];
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
  /** Complete, and every required artifact was accepted, filed or waived. */
  accepted: boolean;
  state: SubmissionState;
}

/** What is judged beside the facts. */
export interface CompletenessOptions {
  /**
   * When each artifact was first present, so that replacing a file after the due date does
   * not turn a hand-in that was on time into a late one.
   */
  firstReceived?: Readonly<Record<string, string>>;
  judgement?: Judgement;
  /** Entries an artifact takes that is answered once for each branch of a unit. */
  branches?: number;
}

const DECIDED: Readonly<Partial<Record<Decision, ArtifactState>>> = { accept: "accepted", file: "filed" };

function computeState(
  one: AskedArtifact,
  standing: Standing,
  answered: string | null,
  blocked: boolean,
  draft: DraftFact | null,
): ArtifactState {
  const { review, pending, subject } = standing;
  if (review?.decision === "return") return "returned";
  if (pending !== null) return "recheck";
  if (answered !== null && !blocked) return (review && DECIDED[review.decision]) ?? "received";
  if (review?.decision === "waive") return "waived";
  if (answered !== null) return "blocked";
  if (one.kind === "paper" && one.handling === "collect") return "awaiting_paper";
  return draft !== null || subject.files.length + subject.entries.length > 0 ? "draft" : "missing";
}

const NOT_PRESENT: ReadonlySet<ArtifactState> = new Set([
  "missing",
  "draft",
  "awaiting_paper",
  "blocked",
  "returned",
]);

/** Whether an artifact in this state counts as handed in. */
export const isPresentState = (state: ArtifactState): boolean => !NOT_PRESENT.has(state);

/**
 * How late it came: by the deadline that holds now or, where that is kinder, by the one that
 * held when it came. An amendment never makes a hand-in late that was on time.
 */
function computeLateness(one: AskedArtifact, due: string | null, at: string): number {
  const late = computeLateSeconds(due, at);
  const held = (one.earlierDues ?? []).find(({ until }) => Date.parse(at) < Date.parse(until));
  return held === undefined ? late : Math.min(late, computeLateSeconds(held.due, at));
}

/** The state of one artifact. A paper artifact is present only by its arrival, never by a scan. */
export function computeArtifactStatus(
  one: AskedArtifact,
  facts: Facts,
  options: CompletenessOptions = {},
): ArtifactStatus {
  const { firstReceived = {}, judgement = NO_JUDGEMENT, branches = 0 } = options;
  const draft = facts.drafts.find((item) => item.artifactKey === one.key) ?? null;
  const standing = findStanding(one, facts, gatherSubject(one, facts));
  const findings = judgement.findings.filter((finding) => finding.artifact === one.key);
  const blocked = findings.some((finding) => finding.level === "block");
  const answered = answeredAt(one, standing.subject, branches);
  const state = computeState(one, standing, answered, blocked, draft);
  const present = isPresentState(state);
  const receivedAt = !present ? null : (answered ?? standing.review?.decidedAt ?? null);
  const first = firstReceived[one.key];
  const judgedAt = receivedAt !== null && first !== undefined ? inOrder([first, receivedAt])[0] : receivedAt;
  const due = computeDue(one, facts.extensions);
  return {
    key: one.key,
    required: one.requiredIf === null ? one.ask === "required" : judgement.required.includes(one.key),
    state,
    present,
    receivedAt,
    lateSeconds: judgedAt == null || state === "waived" ? 0 : computeLateness(one, due.at, judgedAt),
    due,
    ...standing.subject,
    entry: standing.subject.entries[0] ?? null,
    draft,
    review: standing.review,
    pending: standing.pending,
    refused: standing.refused,
    findings,
  };
}

/**
 * What is in, what is missing and whether the submission is complete. Pure and
 * independent of the order in which things arrived: the same facts give the same answer.
 */
export function computeCompleteness(
  version: Pick<RoundVersion, "artifacts">,
  facts: Facts,
  options: CompletenessOptions = {},
): Completeness {
  const artifacts = version.artifacts.map((one) => computeArtifactStatus(one, facts, options));
  const required = artifacts.filter((one) => one.required);
  const missing = required.filter((one) => !one.present);
  const complete = required.length > 0 && missing.length === 0;
  return {
    artifacts,
    missing: missing.map((one) => one.key),
    requiredCount: required.length,
    presentCount: required.length - missing.length,
    complete,
    accepted: complete && required.every((one) => isSettledState(one.state)),
    state: computeSubmissionState(artifacts, missing, complete),
  };
}

/** What was accepted stands while a change of it waits, and so does the receipt that says so. */
const SETTLED: ReadonlySet<ArtifactState> = new Set(["accepted", "filed", "waived", "recheck"]);

/** Whether an artifact in this state was accepted, filed or waived. */
export const isSettledState = (state: ArtifactState): boolean => SETTLED.has(state);

/** Whether pages and lists name an artifact: one that is no longer asked only where something of it is in. */
export const isShown = (one: Pick<AskedArtifact, "withdrawn"> | undefined, status: ArtifactStatus): boolean =>
  one?.withdrawn !== true || isBegun(status);

/** A scan of the paper, or an original that came without its seal, is a beginning too. */
export const isBegun = (one: ArtifactStatus): boolean =>
  one.present || one.draft !== null || one.files.length + one.entries.length > 0 || one.paper !== null;

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

/** "按时", "逾期2小时（…）", of what is in; null while nothing is. */
export function describeStatus(status: ArtifactStatus, kind: AskedArtifact["kind"]): Bilingual | null {
  const { receivedAt, lateSeconds, due, state } = status;
  if (receivedAt === null || state === "waived") return null;
  return describePunctuality({ lateSeconds, receivedAt, due: toHeldDue(due), byDay: kind === "paper" });
}

const OPEN_STATES: ReadonlySet<ArtifactState> = new Set(["missing", "draft", "awaiting_paper", "blocked"]);

/** The state word of the moment: what is not in after its due instant is overdue. */
export function computeShownState(state: ArtifactState, due: string | null, now: string): ShownState {
  return OPEN_STATES.has(state) && computeLateSeconds(due, now) > 0 ? "overdue" : state;
}
