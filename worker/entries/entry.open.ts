import type { AskedArtifact } from "../../schemas/artifact";
import { fitForm } from "../../schemas/entry";
import type { EntryContext, FormDefinition } from "../../schemas/forms/vocabulary";
import type { Problem } from "../../schemas/problem";
import { type AppContext, dbOf, nowOf, refuse, refuseWith } from "../http";
import { getSubmissionSheet, type SubmissionSheet } from "../submissions/facts.store";
import { checkOpen, findAskedArtifact } from "../submissions/gate.rules";
import { type Base, buildBase, buildEntryContext, findEntryForm } from "./entry.rules";
import { type EntryState, readEntryState } from "./entry.store";

/** An artifact's form with everything needed to show, check and store it. */
export interface OpenEntry {
  sheet: SubmissionSheet;
  artifact: AskedArtifact;
  /** As this round asks it. */
  form: FormDefinition;
  ctx: EntryContext;
  state: EntryState;
  base: Base;
  /** Why nothing can be handed in now; null when it can. */
  closed: Problem | null;
}

/** Problems: `artifact.not_found`, `artifact.wrong_kind`. */
export async function getOpenEntry(c: AppContext): Promise<OpenEntry> {
  const { submissionId } = c.get("branch");
  const artifactKey = c.req.param("artifact") ?? "";
  const now = nowOf(c);
  const sheet = await getSubmissionSheet(dbOf(c), submissionId);
  const artifact = findAskedArtifact(sheet.version, artifactKey);
  if (artifact === null) refuse("artifact.not_found");
  const form = findEntryForm(artifact);
  if ("code" in form) refuseWith(form);
  const state = await readEntryState(dbOf(c), submissionId, artifactKey);
  const ctx = buildEntryContext(sheet, artifact, state.entries, now);
  return {
    sheet,
    artifact,
    form: fitForm(form, ctx),
    ctx,
    state,
    base: buildBase(state.own, state.draft),
    closed: checkOpen(sheet, artifact, now),
  };
}
