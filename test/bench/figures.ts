/** One line of the table. */
export interface Figure {
  key: string;
  value: number;
  /** Digits after the point; 0 unless told. */
  digits?: number;
  unit: string;
  /** The number to reach, design.md §10, as it is compared; null where none is set. */
  target: { most: number } | { least: number } | null;
  /** Peer of the same run, absolute values, what was measured. */
  note: string;
}

/** A group of figures that are measured together; `npm run bench -- NAME` runs it alone. */
export interface Group {
  name: string;
  run(): Promise<Figure[]>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** A figure that is no number was not measured, and that is a failure. */
export function checkFigures(figures: readonly Figure[]): void {
  const bad = figures.find((one) => !Number.isFinite(one.value));
  if (bad !== undefined) throw new Error(`${bad.key} was not measured`);
}

export function isMet({ value, target }: Figure): boolean | null {
  if (target === null) return null;
  return "most" in target ? value <= target.most : value >= target.least;
}

const formatNumber = (value: number, digits: number) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function describe(one: Figure): string[] {
  const measured = `${formatNumber(one.value, one.digits ?? 0)} ${one.unit}`.trim();
  const met = isMet(one);
  const target =
    one.target === null
      ? "–"
      : "most" in one.target
        ? `≤ ${one.target.most.toLocaleString("en-US")}`
        : `≥ ${one.target.least.toLocaleString("en-US")}`;
  return [one.key, measured, target, met === null ? "" : met ? "yes" : "no", one.note];
}

/** The table as text. Targets are shown, not enforced. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = [["figure", "measured", "target", "met", "peer and notes"], ...figures.map(describe)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => {
        const width = widths[i];
        if (width === undefined) return cell;
        return i === 1 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
