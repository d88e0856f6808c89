import { type ArtifactState, type Completeness, listAnswering } from "./completeness";

/**
 * One board cell as `settle` stores it, in the order of the version's artifacts. Short on
 * purpose: 500 branches × 20 artifacts of these are read for one page.
 */
export type SummaryCell = [
  state: ArtifactState,
  receivedAt: string | null,
  figure: number | null,
  unit: "chars" | "files" | "copies" | null,
  lateSeconds: number,
];

function cellFigure(one: Completeness["artifacts"][number]): [number | null, SummaryCell[3]] {
  if (one.paper !== null) return [one.paper.copies, "copies"];
  if (one.entry !== null) return one.entry.chars === null ? [null, null] : [one.entry.chars, "chars"];
  const answering = listAnswering(one.files);
  if (answering.length === 1 && answering[0]?.chars != null) return [answering[0].chars, "chars"];
  if (answering.length > 0) return [answering.length, "files"];
  return one.draft?.chars == null ? [null, null] : [one.draft.chars, "chars"];
}

export function buildSummary(completeness: Completeness): SummaryCell[] {
  return completeness.artifacts.map((one) => {
    const [figure, unit] = cellFigure(one);
    return [one.state, one.receivedAt, figure, unit, one.lateSeconds];
  });
}

export function parseSummary(text: string): SummaryCell[] {
  return JSON.parse(text) as SummaryCell[];
}
