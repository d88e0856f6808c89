import type { AskedArtifact } from "../../schemas/artifact";
import type { ArtifactStatus } from "../../schemas/completeness";
import type { SubmissionSheet } from "../submissions/facts.store";
import { judgeSheet } from "../submissions/sheet.rules";

export interface AskedPaper {
  artifact: AskedArtifact;
  status: ArtifactStatus;
}

/**
 * The originals a branch brings to the desk, with how each stands: not those that stay at the
 * branch and are only declared, and not those that an amendment withdrew.
 */
export function listAskedPapers(sheet: SubmissionSheet): AskedPaper[] {
  const { artifacts } = judgeSheet(sheet);
  return sheet.version.artifacts.flatMap((artifact, index) => {
    const status = artifacts[index];
    const isAsked =
      artifact.kind === "paper" && artifact.handling === "collect" && artifact.withdrawn !== true;
    return isAsked && status !== undefined ? [{ artifact, status }] : [];
  });
}
