import type { Lang } from "../deadline";
import { intOf, isBlank, rowsOf, textOf } from "./values";
import type { EntryContext, EntryValue } from "./vocabulary";

/** Counts of a row in the order of the round's grades; as many are used as the round has grades. */
const GRADE_KEYS = ["good", "fair", "poor", "fourth", "fifth", "sixth"] as const;

/** The grades of notice 003. */
export const DEFAULT_GRADES = ["好", "一般", "差"] as const;

export const FULL = "正式党员";
export const PROBATIONARY = "预备党员";
export const UNGRADED = "不定等次";

export const listGradeKeys = (ctx: EntryContext): readonly string[] =>
  GRADE_KEYS.slice(0, Math.max(2, ctx.round.grades.length));

/**
 * A probationary member without a grade: 不定等次 as the branch's verdict and no vote in
 * any column (P13; domain.md §4.2 situation 7). Such a row takes no part in the sums.
 */
export function isUngraded(row: EntryValue): boolean {
  const unvoted = [...GRADE_KEYS, "abstain"].every((key) => isBlank(row[key]) || row[key] === 0);
  return unvoted && textOf(row.member_type) === PROBATIONARY && textOf(row.opinion).includes(UNGRADED);
}

export interface RowCounts {
  /** Place in `rows`. */
  index: number;
  name: string;
  /** The member was at the meeting and could vote. */
  present: boolean;
  /** Votes by column, grades first, abstentions last. */
  cells: readonly { key: string; votes: number }[];
  sum: number;
}

/** The rows whose counts can be judged: graded, and every count a whole number. */
export function readRowCounts(entry: EntryValue, ctx: EntryContext): RowCounts[] {
  const keys = [...listGradeKeys(ctx), "abstain"];
  return rowsOf(entry.rows).flatMap((row, index) => {
    if (isUngraded(row)) return [];
    const cells = keys.flatMap((key) => {
      const votes = intOf(row[key]);
      return votes === null ? [] : [{ key, votes }];
    });
    if (cells.length < keys.length) return [];
    const sum = cells.reduce((all, cell) => all + cell.votes, 0);
    return [{ index, name: textOf(row.name) || `#${index + 1}`, present: row.present === true, cells, sum }];
  });
}

/** "17+3+1+0=21" */
export const describeSum = (row: RowCounts) => `${row.cells.map((cell) => cell.votes).join("+")}=${row.sum}`;

/** The grades of notice 003 in English; others stay in the words of their notice. */
const GRADES_EN: Readonly<Record<string, string>> = { 好: "good", 一般: "fair", 差: "poor" };

/** The round's word for a count column; 弃权 for the last. */
export function gradeWord(key: string, ctx: EntryContext, lang: Lang): string {
  if (key === "abstain") return lang === "zh" ? "弃权" : "abstain";
  const grade = ctx.round.grades[listGradeKeys(ctx).indexOf(key)] ?? key;
  return lang === "zh" ? grade : (GRADES_EN[grade] ?? grade);
}

/** Share of a row's votes to one decimal (T8); three grades may miss 100.0 by 0.1. */
export const computeRate = (votes: number, sum: number) => `${((100 * votes) / sum).toFixed(1)}%`;

/** What nobody types: row numbers, rates (T8), column totals (T9) and the round's self-vote rule. */
export function computeTallyFigures(
  entry: EntryValue,
  ctx: EntryContext,
  lang: Lang,
): Record<string, string> {
  const [comma, allowed, refused] = lang === "zh" ? ["、", "允许", "不允许"] : [", ", "yes", "no"];
  const auto: Record<string, string> = { self_vote: ctx.round.selfVote ? allowed : refused };
  const counts = readRowCounts(entry, ctx);
  rowsOf(entry.rows).forEach((_, i) => {
    auto[`rows.${i}.no`] = String(i + 1);
  });
  for (const row of counts.filter((one) => one.sum > 0)) {
    const rates = row.cells.map(
      (cell) => `${gradeWord(cell.key, ctx, lang)} ${computeRate(cell.votes, row.sum)}`,
    );
    auto[`rows.${row.index}.rates`] = rates.slice(0, -1).join(comma);
  }
  const totals = [...listGradeKeys(ctx), "abstain"].map((key) => {
    const votes = counts.map((row) => row.cells.find((cell) => cell.key === key)?.votes ?? 0);
    return `${gradeWord(key, ctx, lang)} ${votes.reduce((a, b) => a + b, 0)}`;
  });
  return { ...auto, totals: totals.join(comma) };
}
