import { formatDue } from "../deadline";
import { findCovered, listCovered } from "./coverage_table.branches";
import { dayOf, dayWords, intOf, nameKey, rowsOf, textOf } from "./values";
import { buildCheck, type EntryContext, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

/** What a row is called: the branch as it was typed. */
const nameRow = (row: EntryValue, i: number) => ({
  zh: textOf(row.branch) || `第${i + 1}行`,
  en: textOf(row.branch) || `Row ${i + 1}`,
});

const BOTH = "两个全覆盖";
const BOTH_EN = "Two full coverages";

/** First coverage: every branch of the unit has held its meeting. */
function remarkNotHeld(entry: EntryValue, ctx: EntryContext): Remark[] {
  const rows = rowsOf(entry.rows);
  const blank = rows.flatMap((row, i) => {
    const { zh, en } = nameRow(row, i);
    // A day that cannot be read is the field's own to say.
    if (textOf(row.held_on) !== "") return [];
    return [
      {
        path: `rows.${i}.held_on`,
        zh: `${BOTH}：${zh}未填召开时间`,
        en: `${BOTH_EN}: ${en} has no day of its meeting`,
      },
    ];
  });
  const branches = listCovered(ctx);
  const listed = new Set(rows.map((row) => findCovered(row, branches)));
  const absent = branches.filter((_, place) => !listed.has(place));
  return [
    ...blank,
    ...absent.map(({ name }) => ({
      path: "rows",
      zh: `${BOTH}：${name}未填召开时间，一览中没有这个支部`,
      en: `${BOTH_EN}: ${name} has no day of its meeting; it is not in the table`,
    })),
  ];
}

/** Second coverage: every member is appraised, or named as not appraised. */
function remarkNotAppraised(entry: EntryValue): Remark[] {
  return rowsOf(entry.rows).flatMap((row, i) => {
    const [members, rated, left] = [intOf(row.members), intOf(row.appraised), intOf(row.not_appraised)];
    if (members === null || rated === null || left === null || rated + left === members) return [];
    const gap = members - rated - left;
    const { zh, en } = nameRow(row, i);
    const sum = `${rated}+${left}=${rated + left}`;
    return [
      {
        path: `rows.${i}.appraised`,
        zh: `${BOTH}：${zh}已测评与未测评${sum}，党员总数${members}，${gap > 0 ? `还差${gap}` : `多${-gap}`}人`,
        en: `${BOTH_EN}: ${en} has ${sum} appraised and not appraised of ${members} members, ${Math.abs(gap)} ${gap > 0 ? "missing" : "too many"}`,
      },
    ];
  });
}

function remarkLate(entry: EntryValue, ctx: EntryContext): Remark[] {
  const due = ctx.round.milestones.find((one) => one.key === "meeting_done")?.due ?? null;
  if (due === null) return [];
  return rowsOf(entry.rows).flatMap((row, i) => {
    const day = dayOf(row.held_on);
    if (day === null || Date.parse(`${day}T00:00:00+08:00`) <= Date.parse(due)) return [];
    const { zh, en } = nameRow(row, i);
    const held = dayWords(day);
    return [
      {
        path: `rows.${i}.held_on`,
        zh: `${zh}：召开时间${held.zh}晚于通知规定的${formatDue(due)}`,
        en: `${en}: held on ${held.en}, later than the notice allows, ${formatDue(due, "en")}`,
      },
    ];
  });
}

function remarkTooMany(entry: EntryValue): Remark[] {
  return rowsOf(entry.rows).flatMap((row, i) => {
    const [should, attended] = [intOf(row.should_attend), intOf(row.attended)];
    if (should === null || attended === null || attended <= should) return [];
    const { zh, en } = nameRow(row, i);
    return [
      {
        path: `rows.${i}.attended`,
        zh: `${zh}：实到${attended}，超过应到${should}`,
        en: `${en}: ${attended} attended, more than the ${should} who should`,
      },
    ];
  });
}

function remarkTwice(entry: EntryValue, ctx: EntryContext): Remark[] {
  const branches = listCovered(ctx);
  const seen = new Set<string>();
  return rowsOf(entry.rows).flatMap((row, i) => {
    const place = findCovered(row, branches);
    const key = place === -1 ? nameKey(row.branch) : String(place);
    if (key === "" || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    const { zh, en } = nameRow(row, i);
    return [
      {
        path: `rows.${i}.branch`,
        zh: `${zh}重复，每个支部一行`,
        en: `${en} stands twice; one row for each branch`,
      },
    ];
  });
}

/** The roster's word on the names and numbers of the table. */
function remarkRoster(entry: EntryValue, ctx: EntryContext): Remark[] {
  const branches = listCovered(ctx);
  return rowsOf(entry.rows).flatMap((row, i) => {
    const { zh, en } = nameRow(row, i);
    const known = branches[findCovered(row, branches)];
    if (textOf(row.branch) !== "" && known === undefined) {
      return [
        {
          path: `rows.${i}.branch`,
          zh: `花名册中没有${zh}，请核对`,
          en: `The roster has no ${en}; please check`,
        },
      ];
    }
    const members = intOf(row.members);
    if (known === undefined || members === null || known.members === null || members === known.members)
      return [];
    return [
      {
        path: `rows.${i}.members`,
        zh: `${zh}：党员总数${members}，花名册为${known.members}，请核对`,
        en: `${en}: ${members} members, but the roster has ${known.members}; please check`,
      },
    ];
  });
}

/** The two coverages of notice 003 and what else the table can say of itself (domain.md §3.3.13). */
export const tableChecks: readonly FormCheck[] = [
  buildCheck("coverage_table.meeting_missing", "block", "003 各单位所有基层党支部全覆盖", remarkNotHeld, [
    "two_coverages",
  ]),
  buildCheck("coverage_table.second_coverage", "block", "003 民主评议党员全覆盖", remarkNotAppraised, [
    "two_coverages",
  ]),
  buildCheck("coverage_table.meeting_too_late", "block", "003 必须在9月30日前完成", remarkLate, [
    "meeting_by",
  ]),
  buildCheck("coverage_table.attended_too_many", "block", "P8", remarkTooMany),
  buildCheck("coverage_table.branch_twice", "block", "003 全覆盖", remarkTwice, ["two_coverages"]),
  buildCheck("coverage_table.roster_differs", "warn", "003 全覆盖", remarkRoster, ["two_coverages"]),
];
