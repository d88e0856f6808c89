import { dayOf, intOf, rowsOf } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "../forms/vocabulary";
import { buildBeforeMeeting } from "./meeting_day";

const listLastDay = (entry: EntryValue) => [
  { path: "to", day: dayOf(entry.to), zh: "征求意见结束日期", en: "Opinions were gathered until" },
];

/** Problems are numbered within each list, so the longest says which numbers there are. */
function remarkProblemNo(entry: EntryValue, ctx: EntryContext): Remark[] {
  const lists = ctx.every.problem_rectification ?? [];
  if (lists.length === 0) return [];
  const last = Math.max(...lists.map((list) => rowsOf(list.rows).length));
  return rowsOf(entry.rows).flatMap((row, i) => {
    const no = intOf(row.problem_no);
    if (no === null || (no >= 1 && no <= last)) return [];
    return [
      {
        path: `rows.${i}.problem_no`,
        zh: `意见清单第${i + 1}行：对应问题序号${no}不在问题清单里，清单到第${last}项`,
        en: `Opinion ${i + 1}: there is no problem no. ${no}; the list ends with ${last}`,
      },
    ];
  });
}

/** Opinions beside the meeting and the problem list (domain.md §3.3.4). */
export const opinionsAcross: readonly FormCheck[] = [
  ...buildBeforeMeeting("opinion_summary", "000, 003 会前征求意见", listLastDay),
  buildCheck("opinion_summary.problem_unknown", "warn", "I", remarkProblemNo),
];
