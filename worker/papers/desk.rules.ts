import { computeLateSeconds, formatDue } from "../../schemas/deadline";
import type { Finding } from "../../schemas/problem";
import { buildReceiptNumber } from "../../schemas/receipt";
import type { DeskArtifact, DeskSubmission } from "../../web/pages/desk.page";
import type { SubmissionSheet } from "../submissions/facts.store";
import { judgeSheet } from "../submissions/sheet.rules";
import { type AskedPaper, listAskedPapers } from "./asked.rules";
import { buildPaperForm, type PaperForm } from "./paper.rules";

/** Where the desk finds a slip by its code. */
export const buildDeskPath = (slipCode: string) => `/committee/desk?code=${slipCode}`;

export interface DeskOptions {
  /** Who is at the desk. */
  receivedBy: string;
  now: string;
  /** A form that was refused, with what is wrong with it. */
  typed?: { key: string; form: PaperForm; findings: readonly Finding[] };
}

function buildArtifact({ artifact: one, status }: AskedPaper, options: DeskOptions): DeskArtifact {
  const typed = options.typed?.key === one.key ? options.typed : null;
  const { paper } = status;
  const due = status.due.at;
  return {
    key: one.key,
    title: one.title,
    copies: one.copies,
    sealed: one.sealed,
    deliverTo: one.deliverTo,
    due: due === null ? null : { zh: formatDue(due), en: formatDue(due, "en") },
    overdue: computeLateSeconds(due, options.now) > 0,
    arrival: paper,
    after: paper?.id ?? "",
    form: typed?.form ?? buildPaperForm(one, options.receivedBy, options.now),
    findings: (typed?.findings ?? []).map((finding) => ({ ...finding, path: `${one.key}.${finding.path}` })),
  };
}

/** What the desk sees of a branch: its paper artifacts, and whether anything electronic is still out. */
export function buildDesk(sheet: SubmissionSheet, options: DeskOptions): DeskSubmission {
  const { submission, round, version, receipt } = sheet;
  const done = judgeSheet(sheet);
  const electronic = new Set(version.artifacts.filter((one) => one.kind !== "paper").map((one) => one.key));
  return {
    id: submission.id,
    roundId: round.id,
    roundTitle: round.title,
    code: submission.code,
    name: submission.name,
    missingElectronic: done.missing.filter((key) => electronic.has(key)).length,
    receiptNumber: receipt === null ? null : buildReceiptNumber(round.receiptPrefix, receipt.seq),
    artifacts: listAskedPapers(sheet).map((one) => buildArtifact(one, options)),
  };
}
