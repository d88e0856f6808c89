import { remarkAbsentCount } from "./attendance";
import { intOf, listOf, textOf } from "./values";
import { buildCheck, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

/** A number that may be left out counts as none. */
const orNone = (value: unknown) => intOf(value) ?? 0;

function remarkTotalFull(entry: EntryValue): Remark[] {
  const [total, full] = [intOf(entry.total_members), intOf(entry.total_full)];
  if (total === null || full === null || full <= total) return [];
  return [
    {
      path: "total_full",
      zh: `正式党员${full}，超过党员总数${total}`,
      en: `${full} full members, more than the ${total} members`,
    },
  ];
}

function remarkShould(entry: EntryValue): Remark[] {
  const [total, should] = [intOf(entry.total_members), intOf(entry.should_attend)];
  const [away, left] = [orNone(entry.floating_elsewhere), orNone(entry.not_counted)];
  if (total === null || should === null || should === total - away - left) return [];
  const terms = [
    { n: away, zh: "流入地参加", en: "attended elsewhere" },
    { n: left, zh: "不计入应到", en: "not counted" },
  ].filter((term) => term.n > 0);
  const sum = terms.length === 0 ? "" : `=${total - away - left}`;
  return [
    {
      path: "should_attend",
      zh: `应到${should}，应等于党员总数${total}${terms.map((term) => `−${term.zh}${term.n}`).join("")}${sum}`,
      en: `${should} expected, but it must be ${total} members${terms.map((term) => ` − ${term.n} ${term.en}`).join("")}${sum}`,
    },
  ];
}

function remarkAttendedFull(entry: EntryValue): Remark[] {
  const [full, attended, all] = [entry.attended_full, entry.attended, entry.total_full].map(intOf);
  if (full == null || attended == null || all == null || full <= Math.min(attended, all)) return [];
  return [
    {
      path: "attended_full",
      zh: `实到正式党员${full}，不能超过实到${attended}和正式党员总数${all}`,
      en: `${full} full members attended, more than attended (${attended}) or than there are (${all})`,
    },
  ];
}

function remarkFloatingRows(entry: EntryValue): Remark[] {
  const [away, rows] = [orNone(entry.floating_elsewhere), listOf(entry.floating).length];
  if (away === rows) return [];
  return [
    {
      path: "floating",
      zh: `流入地参加${away}人，名单应为${away}人，现为${rows}人`,
      en: `${away} attended elsewhere: the list must have ${away}, it has ${rows}`,
    },
  ];
}

function remarkNotCounted(entry: EntryValue): Remark[] {
  const left = orNone(entry.not_counted);
  if (left <= 0 || textOf(entry.not_counted_reason) !== "") return [];
  return [
    {
      path: "not_counted_reason",
      zh: `不计入应到${left}人，请写明原因`,
      en: `${left} not counted as expected: give the reason`,
    },
  ];
}

const remarkAbsentRows = (entry: EntryValue) =>
  remarkAbsentCount({
    should: intOf(entry.should_attend),
    attended: intOf(entry.attended),
    absent: listOf(entry.absent).length,
  });

/** The arithmetic of attendance (domain.md §3.3.6; §4.2, situations 2 and 9). */
export const countChecks: readonly FormCheck[] = [
  buildCheck("meeting_minutes.total_full", "block", "P8", remarkTotalFull),
  buildCheck("meeting_minutes.should_attend", "block", "P8", remarkShould),
  buildCheck("meeting_minutes.absent_rows", "block", "000 全体党员干部必须全员参加; P8", remarkAbsentRows, [
    "absence",
  ]),
  buildCheck("meeting_minutes.attended_full", "block", "P8", remarkAttendedFull),
  buildCheck("meeting_minutes.floating_rows", "block", "001 也可以在流入地党组织参加", remarkFloatingRows, [
    "floating",
  ]),
  buildCheck("meeting_minutes.not_counted_reason_required", "block", "P4", remarkNotCounted),
];
