import type { Lang } from "../deadline";
import { intOf, rowsOf } from "./values";
import type { EntryValue } from "./vocabulary";

/** The numbers of one column that can be read, and whether that is all of them. */
export interface ColumnSum {
  numbers: readonly number[];
  sum: number;
  /** False while a row lacks its number. */
  whole: boolean;
}

export function sumColumn(rows: readonly EntryValue[], key: string): ColumnSum {
  const numbers = rows.map((row) => intOf(row[key])).filter((one) => one !== null);
  const sum = numbers.reduce((all, one) => all + one, 0);
  return { numbers, sum, whole: numbers.length === rows.length };
}

/** So many numbers are written out as a sum. */
const MAX_TERMS = 8;

/** "12+20+8=40", or the sum alone where it would be too long to read. */
export const describeTerms = ({ numbers, sum }: ColumnSum) =>
  numbers.length > 1 && numbers.length <= MAX_TERMS ? `${numbers.join("+")}=${sum}` : String(sum);

function describeChannels(channels: readonly EntryValue[], lang: Lang): string {
  const [raw, people, sent, back] = ["raw", "people", "forms_sent", "forms_returned"].map((key) =>
    sumColumn(channels, key),
  );
  const said = (one: ColumnSum | undefined, zh: string, en: string) =>
    one === undefined || one.numbers.length === 0 ? [] : [lang === "zh" ? zh : en];
  return [
    ...said(raw, `意见${raw?.sum}条`, `${raw?.sum} opinions`),
    ...said(people, `${people?.sum}人次`, `${people?.sum} people`),
    ...said(sent, `发出${sent?.sum}份`, `${sent?.sum} forms sent`),
    ...said(back, `收回${back?.sum}份`, `${back?.sum} forms back`),
  ].join(lang === "zh" ? "，" : ", ");
}

function describeList(rows: readonly EntryValue[], lang: Lang): string {
  const { sum } = sumColumn(rows, "same_count");
  return lang === "zh"
    ? `${rows.length}行，同类条数合计${sum}`
    : `${rows.length} rows, ${sum} opinions in all`;
}

/** What nobody adds up by hand: the sums of the ways and of the list, and row numbers. */
export function computeOpinionFigures(entry: EntryValue, lang: Lang): Record<string, string> {
  const rows = rowsOf(entry.rows);
  const numbers = Object.fromEntries(rows.map((_, i) => [`rows.${i}.no`, String(i + 1)]));
  return {
    ...numbers,
    channel_sums: describeChannels(rowsOf(entry.channels), lang),
    list_sums: describeList(rows, lang),
  };
}
