import { computeShownState, isShown } from "../../schemas/completeness";
import type { ReceiptLine } from "../../web/pages/branch.model";
import { listOwnChanges } from "./changes.rules";
import type { SubmissionSheet } from "./facts.store";
import { judgeSheet } from "./sheet.rules";

/** What the status page says, for programs. */
export function buildStatusBody(sheet: SubmissionSheet, receipt: ReceiptLine | null, now: string) {
  const { submission, round, version } = sheet;
  const done = judgeSheet(sheet);
  const artifacts = version.artifacts.flatMap((one, index) => {
    const status = done.artifacts[index];
    if (status === undefined) throw new Error("status without an asked artifact");
    if (!isShown(one, status)) return [];
    const shown = {
      key: one.key,
      withdrawn: one.withdrawn === true,
      title: one.title,
      kind: one.kind,
      required: status.required,
      state: one.withdrawn === true ? status.state : computeShownState(status.state, status.due.at, now),
      due: status.due.at,
      receivedAt: status.receivedAt,
      lateSeconds: status.lateSeconds,
      files: status.files.map(({ artifactKey: _key, crc32: _crc32, ...file }) => file),
      entries: status.entries,
      paper: status.paper,
      draft: status.draft,
      decision: status.review && {
        decision: status.review.decision,
        reason: status.review.reason,
        number: status.review.number,
        at: status.review.decidedAt,
      },
      findings: status.findings,
    };
    return [shown];
  });
  return {
    submission: submission.id,
    round: { id: round.id, state: round.state, closesAt: round.closesAt, version: version.version },
    branch: { code: submission.code, name: submission.name },
    state: done.state,
    required: done.requiredCount,
    present: done.presentCount,
    missing: done.missing,
    complete: done.complete,
    artifacts,
    amendment: version.amendment && {
      of: version.amendment.of,
      note: version.amendment.note,
      changes: listOwnChanges(version, done),
    },
    receipt,
  };
}
