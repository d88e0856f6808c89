/** What stands above the cards of a branch's page, or in one of them, and is soon over. */
import type { Completeness } from "../../schemas/completeness";
import { problemSentence } from "../../schemas/problem";
import type { ArtifactCard, BranchView } from "../../web/pages/branch.model";
import type { Kept } from "../kept/kept";
import { listOwnChanges } from "./changes.rules";
import type { EarlierAmendment, SubmissionSheet } from "./facts.store";

/** Every amendment that changed something for this branch, newest first: who looks seldom misses none. */
export function buildAmendments(
  { version }: SubmissionSheet,
  earlier: readonly EarlierAmendment[],
  done: Completeness,
): BranchView["amendments"] {
  const { artifacts, checklist } = version;
  const titles = Object.fromEntries(artifacts.map((one) => [one.key, one.title]));
  return [version, ...earlier].flatMap((one) => {
    const { amendment, publishedAt } = one;
    const changes = listOwnChanges({ amendment, checklist }, done);
    if (amendment === null || changes.length === 0) return [];
    return [{ version: one.version, publishedAt, note: amendment.note, changes, titles }];
  });
}

/** Gone from the page as soon as the artifact has something newer, whichever way one comes back. */
export function buildRefused(refused: Kept | null, cards: readonly ArtifactCard[]): BranchView["refused"] {
  if (refused === null) return null;
  const key = refused.fields.find(([name]) => name === "artifact")?.[1];
  const card = cards.find((one) => one.key === key);
  const { problem, at } = refused;
  if (card?.files.some((file) => file.receivedAt > at)) return null;
  const sentence = { zh: problemSentence(problem, "zh"), en: problemSentence(problem, "en") };
  return { artifact: card?.key ?? null, sentence };
}
