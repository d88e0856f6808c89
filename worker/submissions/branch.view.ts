import { type AskedArtifact, computeAnswerWays } from "../../schemas/artifact";
import {
  type ArtifactStatus,
  type Completeness,
  computeShownState,
  describeStatus,
  isShown,
} from "../../schemas/completeness";
import { computeLateSeconds, daysLeft } from "../../schemas/deadline";
import { KNOWN_FORMS } from "../../schemas/forms";
import type {
  Answer,
  ArtifactCard,
  BlankOffer,
  BranchView,
  ChangedLines,
  DraftLine,
  PaperPlace,
  ReceiptLine,
  Segment,
} from "../../web/pages/branch.model";
import type { QrView } from "../../web/pages/qr.model";
import { buildPin } from "../bundles/pack.rules";
import type { Kept } from "../kept/kept";
import { findAppraisal } from "../papers/ballot.rules";
import { buildAmendments, buildRefused } from "./branch.notes";
import { buildUploadPlace, listNewest, listUnfinished } from "./branch.upload.view";
import type { EarlierAmendment, SubmissionSheet } from "./facts.store";
import { checkOpen, describeContact, listContacts } from "./gate.rules";
import { judgeSheet } from "./sheet.rules";

/** What the page needs beside the facts. */
export interface BranchViewOptions {
  now: string;
  maxFileBytes: number;
  plainPicker: boolean;
  receipt: ReceiptLine | null;
  /** What the desk scans; null where no paper is asked for. */
  slipQr: QrView | null;
  /** The form post that was refused and led here. */
  refused: Kept | null;
  /** The amendments before the newest, newest first. */
  earlier: readonly EarlierAmendment[];
  /** Accepted in earlier rounds. */
  reusable: readonly (ArtifactCard["reusable"][number] & { artifactKey: string })[];
}

/** What was sent beside what stands, without what is in both; null where nothing was. */
function buildChangedLines(status: ArtifactStatus): ChangedLines | null {
  const newest = listNewest(status);
  const standing = new Set([...status.files, ...status.entries].map((one) => one.id));
  const files = newest.files.filter((file) => !standing.has(file.id));
  const entries = newest.entries.filter((entry) => !standing.has(entry.id));
  if (files.length + entries.length === 0) return null;
  return { waits: status.pending !== null, files, entries };
}

function buildPaperPlace(
  { version }: SubmissionSheet,
  one: AskedArtifact,
  status: ArtifactStatus,
): PaperPlace | null {
  if (one.kind !== "paper") return null;
  const { deliverTo, copies, sealed } = one;
  return { deliverTo, copies, sealed, hours: version.contacts[0]?.hours || null, arrival: status.paper };
}

function buildDraftLine(one: AskedArtifact, status: ArtifactStatus): DraftLine | null {
  if (status.draft === null) return null;
  const { savedAt, chars } = status.draft;
  const short = one.minChars === null || chars === null ? 0 : Math.max(0, one.minChars - chars);
  return { savedAt, chars, short };
}

function buildBlankOffer(sheet: SubmissionSheet, artifactKey: string): BlankOffer | null {
  const blank = sheet.blanks.find((one) => one.artifactKey === artifactKey);
  return blank === undefined ? null : { name: blank.name, bytes: blank.bytes };
}

function buildCard(
  sheet: SubmissionSheet,
  one: AskedArtifact,
  status: ArtifactStatus,
  no: number,
  options: BranchViewOptions,
): ArtifactCard {
  const { now } = options;
  // A unit without branches of its own answers once, for itself.
  const memberNames = (sheet.submission.numbers.branches ?? []).map((branch) => branch.name);
  return {
    key: one.key,
    no,
    title: one.title,
    kind: one.kind,
    required: status.required,
    state: one.withdrawn === true ? status.state : computeShownState(status.state, status.due.at, now),
    due: one.withdrawn === true ? null : status.due.at,
    dueText: one.dueText,
    lateSeconds: status.lateSeconds,
    minChars: one.minChars,
    note: one.note,
    blank: buildBlankOffer(sheet, one.key),
    urgent: false,
    open: checkOpen(sheet, one, now) === null,
    form: computeAnswerWays(one, KNOWN_FORMS).form,
    upload: buildUploadPlace(one, status),
    paper: buildPaperPlace(sheet, one, status),
    draft: buildDraftLine(one, status),
    files: status.files,
    entries: status.entries,
    repeat: one.repeat === "branches" && memberNames.length === 0 ? "once" : one.repeat,
    draftItems: sheet.facts.drafts
      .filter((draft) => draft.artifactKey === one.key)
      .map((draft) => draft.item),
    memberNames,
    receivedAt: status.receivedAt,
    punctuality: describeStatus(status, one.kind),
    extended: status.due.extended !== null,
    decision: status.review && {
      decision: status.review.decision,
      reason: status.review.reason,
      number: status.review.number,
      at: status.review.decidedAt,
    },
    pending: status.pending !== null,
    changed: buildChangedLines(status),
    refusedChange: status.refused && { reason: status.refused.reason, at: status.refused.decidedAt },
    findings: status.findings,
    reusable: options.reusable.filter((file) => file.artifactKey === one.key),
    unfinished: listUnfinished(sheet, { artifactKey: one.key, fieldKey: null }, now),
    nothingToReport: one.nothingToReport,
    ballots: one.form === "appraisal_tally" || one.form === "appraisal_ballot",
    declare: one.handling === "declare",
    withdrawn: one.withdrawn === true,
  };
}

const dueOrder = (due: string | null) => (due === null ? Number.POSITIVE_INFINITY : Date.parse(due));
const stateOrder = ({ state }: ArtifactCard) => (state === "returned" ? 0 : state === "overdue" ? 1 : 2);

/**
 * What to do first: what was returned, then what is overdue, then by due date; of equals
 * the paper comes last, because its text has to exist before it is printed.
 */
export function compareUrgency(a: ArtifactCard, b: ArtifactCard): number {
  const [first, second] = [dueOrder(a.due), dueOrder(b.due)];
  return (
    stateOrder(a) - stateOrder(b) ||
    (first === second ? 0 : first < second ? -1 : 1) ||
    Number(a.kind === "paper") - Number(b.kind === "paper") ||
    a.no - b.no
  );
}

function segmentOf(status: ArtifactStatus): Segment {
  if (status.present) return "done";
  if (status.state === "awaiting_paper") return "paper";
  return status.state === "draft" ? "begun" : "open";
}

/** The count, the bar and the nearest deadline among what is still out. */
function buildAnswer(
  sheet: SubmissionSheet,
  done: Completeness,
  todo: readonly ArtifactCard[],
  now: string,
): Answer {
  const { checklist, artifacts } = sheet.version;
  const counted = done.artifacts.filter(
    (one, index) => one.required || (checklist && artifacts[index]?.withdrawn !== true),
  );
  const missing = counted.filter((one) => !one.present).length;
  const next = todo
    .filter((card) => card.due !== null)
    .reduce<ArtifactCard | null>(
      (best, card) => (best === null || dueOrder(card.due) < dueOrder(best.due) ? card : best),
      null,
    );
  return {
    checklist,
    complete: done.complete,
    total: counted.length,
    missing,
    segments: counted.map(segmentOf),
    deadline:
      next?.due == null
        ? null
        : {
            due: next.due,
            dueText: next.dueText,
            extended: next.extended,
            daysLeft: daysLeft(next.due, now) ?? 0,
            lateSeconds: computeLateSeconds(next.due, now),
          },
  };
}

/** Ballots are printed for each branch whose appraisal is typed by itself. */
function listAppraising({ version, submission }: SubmissionSheet): string[] {
  const members = (submission.numbers.branches ?? []).map((branch) => branch.name);
  return findAppraisal(version)?.repeat === "branches" && members.length > 0 ? members : [""];
}

/** The status page of a submission out of its facts: what is missing, until when, what arrived. */
export function buildBranchView(sheet: SubmissionSheet, options: BranchViewOptions): BranchView {
  const { submission, round, version } = sheet;
  const { now, maxFileBytes, plainPicker, receipt } = options;
  const done = judgeSheet(sheet);
  const cards = version.artifacts.flatMap((one, index) => {
    const status = done.artifacts[index];
    return status !== undefined && isShown(one, status)
      ? [buildCard(sheet, one, status, index + 1, options)]
      : [];
  });
  const asked = version.artifacts.filter((one) => one.withdrawn !== true);
  const out = cards.filter((card) => card.receivedAt === null).sort(compareUrgency);
  const todo = out.filter((card) => card.required);
  const urgent = todo.find((card) => card.open);
  if (urgent !== undefined) urgent.urgent = true;
  return {
    submissionId: submission.id,
    bundleHref: `/b/${submission.id}/bundle.zip?of=${buildPin(submission.contentSha256, round.naming)}`,
    branchName: submission.name,
    noticeNumber: version.notice.number,
    theme: version.theme,
    issuer: round.committeeName,
    contact: describeContact(version),
    contacts: listContacts(version),
    open: asked.some((one) => checkOpen(sheet, one, now)?.code !== "round.closed"),
    closedAt: round.closesAt,
    latePolicy: version.latePolicy,
    slipCode: submission.slipCode,
    slipQr: options.slipQr,
    slip: asked.some((one) => one.kind === "paper"),
    appraising: listAppraising(sheet),
    retainUntil: version.retainUntil,
    maxFileBytes,
    plainPicker,
    waiting: sheet.asked.open,
    answered: sheet.asked.answered,
    answer: buildAnswer(sheet, done, version.checklist ? out : todo, now),
    receipt,
    amendments: buildAmendments(sheet, options.earlier, done),
    refused: buildRefused(options.refused, cards),
    todo,
    optional: out.filter((card) => !card.required),
    received: cards.filter((card) => card.receivedAt !== null),
  };
}
