import type { ReviewRequest } from "../../schemas/api.review";
import type { ArtifactStatus, Completeness } from "../../schemas/completeness";
import { nameIn } from "../../schemas/problem";
import { type AppContext, dbOf, nowOf, refuse, refuseWith } from "../http";
import { getSubmissionSheet, type SubmissionSheet } from "../submissions/facts.store";
import { findAskedArtifact } from "../submissions/gate.rules";
import { settleAndSeal } from "../submissions/settle.request";
import { judgeSheet } from "../submissions/sheet.rules";
import { checkDecision, describeSeen, subjectOf } from "./review.rules";
import { writeReview } from "./review.store";

const MAX_LOOKS = 5;

interface Looked {
  sheet: SubmissionSheet;
  status: ArtifactStatus;
}

/** The artifact the path names, as it stands. Problems: `artifact.not_found`, `artifact.withdrawn`. */
async function look(c: AppContext): Promise<Looked> {
  const sheet = await getSubmissionSheet(dbOf(c), c.req.param("submission") ?? "");
  const key = c.req.param("artifact") ?? "";
  const status = judgeSheet(sheet).artifacts.find((one) => one.key === key);
  const asked = findAskedArtifact(sheet.version, key);
  if (status === undefined || asked === null) return refuse("artifact.not_found");
  return asked.withdrawn === true ? refuse("artifact.withdrawn", nameIn(asked.title)) : { sheet, status };
}

/**
 * Takes a decision and settles. Problems: those of `checkDecision`, `artifact.not_found`, and
 * `review.changed` when something newer is in than what was looked at.
 */
export async function decide(c: AppContext, request: ReviewRequest): Promise<Completeness> {
  const { staffId, displayName } = c.get("staff");
  const now = nowOf(c);
  for (let tries = 1; tries <= MAX_LOOKS; tries++) {
    const { sheet, status } = await look(c);
    const subject = subjectOf(status);
    if (request.seen && request.seen !== describeSeen(subject)) refuse("review.changed");
    const refused = checkDecision(status, request);
    if (refused !== null) refuseWith(refused);
    const place = {
      submissionId: sheet.submission.id,
      artifactKey: status.key,
      staffId,
      decidedBy: displayName,
      now,
      head: sheet.head,
    };
    const { decision, reason, number } = request;
    if (await writeReview(dbOf(c), place, { decision, reason, number, subject })) {
      return settleAndSeal(c, sheet.submission.id, now);
    }
  }
  return refuse("request.conflict");
}
