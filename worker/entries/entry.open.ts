import { type AskedArtifact, MAX_ENTRIES, NOTHING_ITEM } from "../../schemas/artifact";
import { buildEntryContext } from "../../schemas/context";
import { fitForm } from "../../schemas/entry";
import type { EntryContext, FormDefinition } from "../../schemas/forms/vocabulary";
import type { Problem } from "../../schemas/problem";
import { type AppContext, dbOf, nowOf, refuse, refuseWith } from "../http";
import type { SubmissionSheet } from "../submissions/facts.store";
import { checkOpen, findAskedArtifact } from "../submissions/gate.rules";
import { getSheet } from "../submissions/sheet.request";
import { type Base, buildBase, findEntryForm, readAnswers, toBranchSubject } from "./entry.rules";
import { type EntryState, readEntryState } from "./entry.store";

/** An artifact's form with everything needed to show, check and store it. */
export interface OpenEntry {
  sheet: SubmissionSheet;
  artifact: AskedArtifact;
  /** 1 where the artifact is answered once. */
  item: number;
  /** As this round asks it. */
  form: FormDefinition;
  ctx: EntryContext;
  state: EntryState;
  base: Base;
  /** Why nothing can be handed in now; null when it can. */
  closed: Problem | null;
}

/** How a path names the entry that says 零报告. */
export const NOTHING_PATH = "nothing";

/** What stands behind an artifact's path for one of its entries; nothing for the first. */
export const itemPath = (item: number): string =>
  item === 1 ? "" : `/${item === NOTHING_ITEM ? NOTHING_PATH : item}`;

/** The entry of an artifact that a path names; null when it can have none of that number. */
export function parseItem(
  artifact: AskedArtifact,
  sheet: SubmissionSheet,
  text: string | undefined,
): number | null {
  if (text === undefined) return 1;
  if (text === NOTHING_PATH) return artifact.nothingToReport ? NOTHING_ITEM : null;
  const item = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  return item >= 1 && item <= countItems(artifact, sheet) ? item : null;
}

/** How many entries an artifact can have. */
function countItems(artifact: AskedArtifact, sheet: SubmissionSheet): number {
  if (artifact.repeat === "once") return 1;
  if (artifact.repeat === "entries") return MAX_ENTRIES;
  return Math.max(1, sheet.submission.numbers.branches?.length ?? 0);
}

/** Problems: `artifact.not_found`, `artifact.wrong_kind`. */
export async function getOpenEntry(c: AppContext): Promise<OpenEntry> {
  const { submissionId } = c.get("branch");
  const artifactKey = c.req.param("artifact") ?? "";
  const now = nowOf(c);
  const sheet = await getSheet(c);
  const artifact = findAskedArtifact(sheet.version, artifactKey);
  if (artifact === null) refuse("artifact.not_found");
  const item = parseItem(artifact, sheet, c.req.param("item")) ?? refuse("artifact.not_found");
  const form = findEntryForm(artifact, item);
  if ("code" in form) refuseWith(form);
  const state = await readEntryState(dbOf(c), submissionId, artifactKey, item);
  const ctx = buildEntryContext(
    sheet.version,
    toBranchSubject(sheet.submission),
    { artifact, item },
    readAnswers(state.entries),
    now,
  );
  return {
    sheet,
    artifact,
    item,
    form: fitForm(form, ctx),
    ctx,
    state,
    base: buildBase(state.own, state.draft),
    closed: checkOpen(sheet, artifact, now),
  };
}
