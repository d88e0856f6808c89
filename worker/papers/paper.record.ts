import type { AskedArtifact } from "../../schemas/artifact";
import type { Completeness, PaperFact } from "../../schemas/completeness";
import { nameIn } from "../../schemas/problem";
import { type AppContext, dbOf, nowOf, refuse, refuseWith } from "../http";
import { findSubmissionSheet, type SubmissionSheet } from "../submissions/facts.store";
import { checkOpen, computeAcceptUntil, findAskedArtifact } from "../submissions/gate.rules";
import { openGuard } from "../submissions/open.guard";
import { settleAndSeal } from "../submissions/settle.request";
import type { PaperArrival } from "./paper.rules";
import { insertPaper } from "./paper.store";

/** The newest recorded arrival of an artifact. */
export function findArrival(sheet: SubmissionSheet, artifactKey: string): PaperFact | null {
  return sheet.facts.papers.find((one) => one.artifactKey === artifactKey) ?? null;
}

export interface PaperPlace {
  sheet: SubmissionSheet;
  artifact: AskedArtifact;
}

/** The paper artifact the path names. Problems: `branch.not_found`, `artifact.not_found`, `artifact.wrong_kind`. */
export async function getPaperPlace(c: AppContext): Promise<PaperPlace> {
  const sheet = await findSubmissionSheet(dbOf(c), c.req.param("submission") ?? "");
  if (sheet === null || sheet.round.id !== c.get("round").id) refuse("branch.not_found");
  const artifact = findAskedArtifact(sheet.version, c.req.param("artifact") ?? "");
  if (artifact === null) refuse("artifact.not_found");
  if (artifact.kind !== "paper") {
    refuse("artifact.wrong_kind", {
      ...nameIn(artifact.title),
      reason: "不是纸质件",
      reasonEn: "It is no paper artifact",
    });
  }
  return { sheet, artifact };
}

/**
 * Records an arrival and settles. What counts against a cut-off is when the paper came,
 * not when the desk got round to typing it. Problems: `round.closed`, `artifact.past_due`,
 * `request.conflict` (somebody else recorded it first).
 */
export async function recordPaper(
  c: AppContext,
  { sheet, artifact }: PaperPlace,
  arrival: PaperArrival,
  after: string,
): Promise<Completeness> {
  const closed = checkOpen(sheet, artifact, arrival.arrivedAt);
  if (closed !== null) refuseWith(closed);
  const submissionId = sheet.submission.id;
  const guard = openGuard({
    submissionId,
    version: sheet.version.version,
    acceptUntil: computeAcceptUntil(sheet, artifact),
    artifactKey: artifact.key,
    linkId: null,
    now: arrival.arrivedAt,
  });
  const now = nowOf(c);
  const { staffId } = c.get("staff");
  const written = await insertPaper(dbOf(c), {
    submissionId,
    artifactKey: artifact.key,
    after,
    arrival,
    staffId,
    now,
    guard,
  });
  if (!written) refuse("request.conflict");
  return settleAndSeal(c, submissionId, now);
}
