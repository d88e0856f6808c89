import type { RequestFact } from "../../schemas/api.request";
import type { AskedArtifact, Bilingual } from "../../schemas/artifact";
import {
  type ArtifactStatus,
  computeShownState,
  type Decision,
  describeStatus,
  type EntryFact,
  isShown,
} from "../../schemas/completeness";
import { formatDue, type Lang } from "../../schemas/deadline";
import { findForm } from "../../schemas/forms";
import { buildReceiptNumber } from "../../schemas/receipt";
import type { ArtifactView, EventLine, SubmissionProps } from "../../web/pages/submission.model";
import { buildPin } from "../bundles/pack.rules";
import type { BranchNumbers } from "../db";
import { nameItem } from "../entries/entry.rules";
import { describeSeen, subjectOf } from "../reviews/review.rules";
import { toRoundHead } from "../rounds/round.rules";
import { isChangedSinceArchive } from "./board.rules";
import { buildEntryFields } from "./entry.view.rules";
import type { SubmissionSheet } from "./facts.store";
import { judgeSheet } from "./sheet.rules";

/** What the page needs beside the sheet, as `readSubmissionDetails` reads it. */
export interface SubmissionDetails {
  entries: readonly { id: string; form: string; data: string }[];
  events: readonly { seq: number; at: string; type: string; actor: string }[];
  requests: readonly RequestFact[];
  /** The pack of what is in now; null while there is none. */
  pack: { id: string; archiveBytes: number } | null;
}

export interface SubmissionViewOptions {
  lang: Lang;
  now: string;
  /** The branch's living link. */
  url: string | null;
}

function buildEntry(
  entry: EntryFact,
  which: Bilingual | null,
  details: SubmissionDetails,
  lang: Lang,
): ArtifactView["entries"][number] {
  const stored = details.entries.find((one) => one.id === entry.id);
  const form = findForm(stored?.form ?? null);
  const fields =
    stored === undefined || form === null ? [] : buildEntryFields(form, JSON.parse(stored.data), lang);
  return {
    item: entry.item,
    which,
    version: entry.version,
    receivedAt: entry.receivedAt,
    chars: entry.chars,
    fields,
  };
}

function buildArtifactView(
  one: AskedArtifact,
  status: ArtifactStatus,
  numbers: BranchNumbers,
  details: SubmissionDetails,
  { lang, now }: SubmissionViewOptions,
): ArtifactView {
  const due = status.due.at;
  const subject = subjectOf(status);
  return {
    key: one.key,
    title: one.title,
    kind: one.kind,
    required: status.required,
    minChars: one.minChars,
    withdrawn: one.withdrawn === true,
    state: status.required ? computeShownState(status.state, due, now) : status.state,
    due: due === null ? null : { zh: formatDue(due), en: formatDue(due, "en") },
    receivedAt: status.receivedAt,
    lateSeconds: status.lateSeconds,
    files: subject.files,
    entries: subject.entries.map((entry) =>
      buildEntry(entry, nameItem(one, entry.item, numbers), details, lang),
    ),
    paper: subject.paper,
    draftAt: status.draft?.savedAt ?? null,
    findings: status.findings,
    punctuality: describeStatus(status, one.kind),
    review: buildReview(status, one),
  };
}

/** What may be decided of an artifact as it stands; the desk and the page say no to the rest. */
function listOffers(status: ArtifactStatus): Decision[] {
  const { files, entries, paper } = subjectOf(status);
  const content = files.length + entries.length > 0 || paper !== null;
  const looked = status.pending === null && (status.state === "accepted" || status.state === "filed");
  return [
    ...(content && !looked && status.state !== "blocked" ? (["accept", "file"] as const) : []),
    ...(content && status.state !== "returned" ? (["return"] as const) : []),
    ...(status.present ? [] : (["waive"] as const)),
    ...(status.review === null ? [] : (["reopen"] as const)),
  ];
}

function buildReview(status: ArtifactStatus, one: AskedArtifact): ArtifactView["review"] {
  const { review } = status;
  return {
    told: review && {
      decision: review.decision,
      reason: review.reason,
      number: review.number,
      by: review.decidedBy,
      at: review.decidedAt,
    },
    pending: status.pending !== null,
    seen: describeSeen(subjectOf(status)),
    offers: one.withdrawn === true ? [] : listOffers(status),
  };
}

function actorOf(actor: string): EventLine["by"] {
  if (actor.startsWith("staff:")) return "staff";
  return actor.startsWith("branch:") ? "branch" : "system";
}

/** What the branch's bundle is offered as: the pack of now, pinned, so that its size is exact and it can be resumed. */
function buildBundle(
  { submission, round, facts }: SubmissionSheet,
  pack: SubmissionDetails["pack"],
): SubmissionProps["bundle"] {
  if (facts.files.length + facts.entries.length + facts.papers.length === 0) return null;
  const { archivedAt } = submission;
  const base = `/api/rounds/${round.id}/branches/${submission.id}/bundle.zip`;
  const pin = buildPin(submission.contentSha256, round.naming);
  const bytes = [...facts.files, ...facts.entries].reduce((sum, one) => sum + one.bytes, 0);
  return {
    bytes: pack?.archiveBytes ?? bytes,
    exact: pack !== null,
    href: pack === null ? `${base}?of=${pin}` : `${base}?pack=${pack.id}`,
    allVersionsHref: `${base}?versions=all&of=${pin}`,
    archivedAt,
    changedSinceArchive: isChangedSinceArchive(submission),
  };
}

/** One branch's page for the committee: everything handed in, what is out, how it came about. */
export function buildSubmissionView(
  sheet: SubmissionSheet,
  details: SubmissionDetails,
  options: SubmissionViewOptions,
): Omit<SubmissionProps, "lang" | "staff" | "refused"> {
  const { submission, round, version, receipt } = sheet;
  const done = judgeSheet(sheet);
  const { id, code, name, numbers, slipCode } = submission;
  return {
    round: toRoundHead({ ...round, noticeNumber: version.notice.number }),
    branch: { id, code, name, members: numbers.members, slipCode },
    state: done.state,
    missing: done.missing.length,
    checklist: version.checklist,
    receipt: receipt && {
      number: buildReceiptNumber(round.receiptPrefix, receipt.seq),
      version: receipt.version,
      issuedAt: receipt.issuedAt,
    },
    bundle: buildBundle(sheet, details.pack),
    artifacts: version.artifacts.flatMap((one, index) => {
      const status = done.artifacts[index];
      return status === undefined || !isShown(one, status)
        ? []
        : [buildArtifactView(one, status, numbers, details, options)];
    }),
    link: options.url === null ? null : { url: options.url, openedAt: submission.openedAt },
    lastActivityAt: submission.lastActivityAt,
    requests: details.requests,
    events: details.events.map(({ seq, at, type, actor }) => ({ seq, at, type, by: actorOf(actor) })),
  };
}
