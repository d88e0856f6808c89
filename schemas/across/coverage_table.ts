import { findCovered, listCovered, listKnown } from "../forms/coverage_table.branches";
import { dayOf, dayWords, intOf, rowsOf, textOf } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "../forms/vocabulary";

const say = (value: number | string) =>
  typeof value === "number" ? { zh: String(value), en: String(value) } : dayWords(value);

function remarkOtherFigures(entry: EntryValue, ctx: EntryContext): Remark[] {
  const branches = listCovered(ctx);
  return rowsOf(entry.rows).flatMap((row, i) =>
    listKnown(ctx, findCovered(row, branches)).flatMap(({ key, label, value, zh, en }) => {
      const typed = intOf(row[key]) ?? dayOf(row[key]);
      if (typed === null || typed === value) return [];
      const [mine, theirs] = [say(typed), say(value)];
      const branch = textOf(row.branch);
      return [
        {
          path: `rows.${i}.${key}`,
          zh: `${branch}：${label.zh}${mine.zh}，${zh}为${theirs.zh}，请核对`,
          en: `${branch}: ${label.en} ${mine.en}, but ${en} has ${theirs.en}; please check`,
        },
      ];
    }),
  );
}

/** A unit's table beside the tallies and minutes of its branches (domain.md §3.3.13). */
export const coverageAcross: readonly FormCheck[] = [
  buildCheck("coverage_table.papers_differ", "warn", "003 两个全覆盖", remarkOtherFigures, ["two_coverages"]),
];
