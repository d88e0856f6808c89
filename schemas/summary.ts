import { listAnswering } from "./answered";
import type { AskedArtifact } from "./artifact";
import { type ArtifactState, type Completeness, isSettledState } from "./completeness";
import type { RoundVersion } from "./round";

/**
 * One board cell as `settle` stores it, in the order of the version's artifacts. Short on
 * purpose: 500 branches × 20 artifacts of these are read for one page.
 */
export type SummaryCell = [
  state: ArtifactState,
  receivedAt: string | null,
  figure: number | null,
  unit: "chars" | "files" | "copies" | "entries" | null,
  lateSeconds: number,
  /** What is this branch's own: another deadline, or that it is required after all. Left out when nothing is. */
  own?: { due?: string; required?: boolean },
];

function cellFigure(one: Completeness["artifacts"][number]): [number | null, SummaryCell[3]] {
  if (one.paper !== null) return [one.paper.copies, "copies"];
  if (one.entry !== null) {
    if (one.entries.length > 1) return [one.entries.length, "entries"];
    return one.entry.chars === null ? [null, null] : [one.entry.chars, "chars"];
  }
  const answering = listAnswering(one.files);
  if (answering.length === 1 && answering[0]?.chars != null) return [answering[0].chars, "chars"];
  if (answering.length > 0) return [answering.length, "files"];
  return one.draft?.chars == null ? [null, null] : [one.draft.chars, "chars"];
}

function findOwn(one: Completeness["artifacts"][number], asked: AskedArtifact | undefined): SummaryCell[5] {
  const due = one.due.extended === null ? {} : { due: one.due.at ?? "" };
  const required = one.required === (asked?.ask === "required") ? {} : { required: one.required };
  const own = { ...due, ...required };
  return Object.keys(own).length === 0 ? undefined : own;
}

export function buildSummary(
  version: Pick<RoundVersion, "artifacts">,
  completeness: Completeness,
): SummaryCell[] {
  return completeness.artifacts.map((one, index) => {
    const [figure, unit] = cellFigure(one);
    const own = findOwn(one, version.artifacts[index]);
    const cell: SummaryCell = [one.state, one.receivedAt, figure, unit, one.lateSeconds];
    if (own !== undefined) cell.push(own);
    return cell;
  });
}

/** `Completeness.accepted` of a complete submission, from its cells: every required artifact was decided on. */
export const isAcceptedSummary = (
  { artifacts }: Pick<RoundVersion, "artifacts">,
  cells: readonly SummaryCell[],
): boolean =>
  cells.every(([state, , , , , own], index) => {
    const required = own?.required ?? artifacts[index]?.ask === "required";
    return !required || isSettledState(state);
  });

/** Whether anything is in of an artifact, or being typed. */
export const isBegunCell = ([state, , figure]: SummaryCell): boolean =>
  figure !== null || (state !== "missing" && state !== "awaiting_paper");

export function parseSummary(text: string): SummaryCell[] {
  return JSON.parse(text) as SummaryCell[];
}
