import type { Bilingual } from "../../schemas/artifact";
import type { ShownState } from "../../schemas/completeness";

export const BOARD_FILTERS = [
  "all",
  "complete",
  "partial",
  "awaiting_paper",
  "opened",
  "unopened",
  "overdue",
] as const;
export type BoardFilter = (typeof BOARD_FILTERS)[number];

/** One cell: the state of the moment and the one figure that matters. */
export interface BoardCell {
  state: ShownState;
  /** False for an optional artifact that is not in: nothing is awaited. */
  awaited: boolean;
  at: string | null;
  figure: number | null;
  unit: "chars" | "files" | "copies" | "entries" | null;
  late: boolean;
}

export interface BoardRow {
  id: string;
  code: string;
  name: string;
  members: number | null;
  floating: number | null;
  /** Null when the link was never opened and nothing came in. */
  cells: readonly BoardCell[] | null;
  state: "untouched" | "partial" | "awaiting_paper" | "complete";
  missing: number;
  /** The receipt's number within the round. */
  receiptSeq: number | null;
  lastActivityAt: string | null;
}

export interface BoardColumn {
  key: string;
  title: Bilingual;
  required: boolean;
  due: string | null;
  minChars: number | null;
  /** No longer asked for. */
  withdrawn: boolean;
}

export interface BoardFact {
  filter: BoardFilter;
  count: number;
}
