import { buildCsv, type CsvCell } from "../csv.rules";

/** A number, a text or an empty cell. */
export type Cell = CsvCell;

/** A list of the committee's, written both as CSV and as a sheet of the workbook. */
export interface Table {
  /** Name of the sheet and stem of the file; each writer makes it safe for itself. */
  name: string;
  header: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The last line, outside of what is filtered. */
  totals?: readonly Cell[];
  /** Columns at the left that stay in sight while the rest moves; none when not said. */
  frozenColumns?: number;
}

/** The header of every list begins with these two, so that lists can be laid beside each other. */
export const BRANCH_HEADER = ["编号", "支部"] as const;

export const listLines = ({ rows, totals }: Table): readonly (readonly Cell[])[] =>
  totals === undefined ? rows : [...rows, totals];

/** The table as `buildCsv` writes it, the totals as its last line. */
export function renderTableCsv(table: Table): string {
  return buildCsv(table.header, listLines(table));
}
