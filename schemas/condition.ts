import { listOf } from "./forms/values";
import type { EntryValue } from "./forms/vocabulary";

/**
 * When an artifact is required only in some cases: `meeting_minutes.absent_rows > 0`. The
 * left side is an artifact and a figure of what was typed for it, `<field>_rows` the number
 * of a field's rows; the right side a whole number.
 */
export interface Condition {
  artifact: string;
  figure: string;
  compare: ">" | ">=" | "=" | "<=" | "<";
  value: number;
}

const CONDITION = /^([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\s*(>=|<=|>|<|=)\s*(\d{1,6})$/;
const ROWS_SUFFIX = "_rows";

/** Null for a text that is no condition. */
export function parseCondition(text: string): Condition | null {
  const [, artifact, figure, compare, value] = CONDITION.exec(text.trim()) ?? [];
  if (artifact === undefined || figure === undefined) return null;
  return { artifact, figure, compare: compare as Condition["compare"], value: Number(value) };
}

function readFigure(entry: EntryValue, figure: string): number {
  const value = entry[figure];
  if (typeof value === "number") return value;
  return figure.endsWith(ROWS_SUFFIX) ? listOf(entry[figure.slice(0, -ROWS_SUFFIX.length)]).length : 0;
}

const COMPARE: Readonly<Record<Condition["compare"], (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "=": (a, b) => a === b,
  "<=": (a, b) => a <= b,
  "<": (a, b) => a < b,
};

/** Whether any of the artifact's entries meets the condition; nothing typed meets none. */
export function isMet(condition: Condition, entries: readonly EntryValue[]): boolean {
  return entries.some((one) =>
    COMPARE[condition.compare](readFigure(one, condition.figure), condition.value),
  );
}
