import { COMMITTEE_LIST, DONE, FIX_NOW } from "./problem_rectification.columns";
import { bareText, dayOf, isBlank, nameOf, rowsOf, textOf } from "./values";
import {
  appliesHere,
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "./vocabulary";

function remarkSameMeasures(entry: EntryValue): Remark[] {
  return rowsOf(entry.rows).flatMap((row, i) => {
    const problem = bareText(row.problem);
    if (problem === "" || problem !== bareText(row.measure)) return [];
    return [
      {
        path: `rows.${i}.measure`,
        zh: `第${i + 1}行：整改措施与具体问题相同，请写明怎样整改`,
        en: `Row ${i + 1}: the measure repeats the problem; say what is done about it`,
      },
    ];
  });
}

/** What a finished row still has to say. */
const CLOSING = [
  { key: "done_on", zh: "完成日期", en: "the day it was done" },
  { key: "result", zh: "整改成效", en: "the result" },
] as const;

function remarkUnclosed(entry: EntryValue): Remark[] {
  return rowsOf(entry.rows).flatMap((row, i) => {
    if (textOf(row.status) !== DONE) return [];
    return CLOSING.filter((one) => isBlank(row[one.key])).map((one) => ({
      path: `rows.${i}.${one.key}`,
      zh: `第${i + 1}行：整改进展为“${DONE}”，请填写${one.zh}`,
      en: `Row ${i + 1} is “${DONE}” (done): give ${one.en}`,
    }));
  });
}

function remarkUnmarked(entry: EntryValue): Remark[] {
  return rowsOf(entry.rows).flatMap((row, i) => {
    if (dayOf(row.done_on) === null || textOf(row.status) === DONE) return [];
    return [
      {
        path: `rows.${i}.status`,
        zh: `第${i + 1}行填了完成日期，整改进展却不是“${DONE}”，请核对`,
        en: `Row ${i + 1} has the day it was done, but its status is not “${DONE}” (done); please check`,
      },
    ];
  });
}

/** Rules of notices 000 and 001: what can be solved is solved at once. */
const AT_ONCE = ["fix_now", "fix_top"];

function remarkNothingAtOnce(entry: EntryValue, ctx: EntryContext): Remark[] {
  const rows = rowsOf(entry.rows);
  const some = rows.some((row) => textOf(row.class) === FIX_NOW);
  if (!appliesHere(ctx, AT_ONCE) || rows.length === 0 || some) return [];
  return [
    {
      path: "rows",
      zh: "通知要求能即刻解决的问题马上就改，至少应有一项的整改类型为“立行立改”",
      en: "The notice wants what can be solved to be solved at once: at least one row should be “立行立改” (at once)",
    },
  ];
}

function remarkUnsigned(entry: EntryValue): Remark[] {
  const signed = isBlank(entry.commitment) || nameOf(entry.signed_by) !== "";
  if (signed || textOf(entry.level) !== COMMITTEE_LIST) return [];
  return [
    {
      path: "signed_by.name",
      zh: "支部班子作出了整改承诺，请填写承诺人",
      en: "The branch committee makes a commitment: name who signed it",
    },
  ];
}

function remarkUndatedNotice(entry: EntryValue): Remark[] {
  const published = textOf(entry.published);
  if (published === "" || published === "未公示" || !isBlank(entry.published_on)) return [];
  return [
    {
      path: "published_on",
      zh: `公示情况为“${published}”，请填写公示日期`,
      en: `The list was published (${published}); give the day`,
    },
  ];
}

/** The checks of a list (domain.md §3.3.5) beyond its fields' own limits. */
export const listChecks: readonly FormCheck[] = [
  buildCheck("problem_rectification.measure_repeats", "block", "003 整改措施实; P7", remarkSameMeasures),
  buildCheck("problem_rectification.closing_missing", "block", "P7 销号", remarkUnclosed),
  buildCheck("problem_rectification.status_differs", "warn", "P7 销号", remarkUnmarked),
  buildCheck(
    "problem_rectification.at_once_missing",
    "warn",
    "000 对能即刻解决的问题要马上就改; 001 抓住最突出的一两个问题马上就改",
    remarkNothingAtOnce,
    AT_ONCE,
  ),
  buildCheck("problem_rectification.signed_by_missing", "warn", "000, 001 作出整改承诺", remarkUnsigned),
  buildCheck("problem_rectification.published_on_missing", "warn", "P2", remarkUndatedNotice),
];
