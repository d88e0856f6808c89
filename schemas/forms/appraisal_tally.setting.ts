import { dayOf, dayWords, intOf, nameKey, nameOf, rowsOf, textOf } from "./values";
import { buildCheck, type EntryContext, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

function remarkTellers(entry: EntryValue): Remark[] {
  const teller = nameKey(nameOf(entry.teller));
  if (teller === "" || teller !== nameKey(nameOf(entry.scrutineer))) return [];
  return [
    {
      path: "scrutineer.name",
      zh: `监票人与计票人都是“${teller}”，应为不同的人`,
      en: `Teller and scrutineer are both “${teller}”; they must be two people`,
    },
  ];
}

function remarkEarlyDays(entry: EntryValue): Remark[] {
  const meeting = dayOf(entry.meeting_on);
  if (meeting === null) return [];
  const days = [
    { path: "published_on", value: entry.published_on, zh: "公示日期", en: "Published on" },
    ...rowsOf(entry.rows).map((row, i) => ({
      path: `rows.${i}.fed_back_on`,
      value: row.fed_back_on,
      zh: `${textOf(row.name) || `第${i + 1}行`}：反馈日期`,
      en: `${textOf(row.name) || `Row ${i + 1}`}: fed back on`,
    })),
  ];
  return days.flatMap(({ path, value, zh, en }) => {
    const day = dayOf(value);
    if (day === null || day >= meeting) return [];
    const [early, held] = [dayWords(day), dayWords(meeting)];
    return [
      {
        path,
        zh: `${zh}${early.zh}早于测评时间${held.zh}`,
        en: `${en} ${early.en}, before the vote on ${held.en}`,
      },
    ];
  });
}

/** The roster's number; whether the minutes have the same is a check across artifacts. */
function remarkRosterTotal(entry: EntryValue, ctx: EntryContext): Remark[] {
  const total = intOf(entry.total_members);
  const { members } = ctx.branch;
  if (total === null || members === null || total === members) return [];
  return [
    {
      path: "total_members",
      zh: `党员总数${total}，花名册为${members}，请核对`,
      en: `${total} members, but the roster has ${members}; please check`,
    },
  ];
}

/** Who counted, when, and whether the roster says the same (domain.md §3.3.9). */
export const settingChecks: readonly FormCheck[] = [
  buildCheck("appraisal_tally.same_teller", "block", "P14", remarkTellers),
  buildCheck(
    "appraisal_tally.before_meeting",
    "block",
    "003 及时向党员本人反馈，并在一定范围内公示",
    remarkEarlyDays,
    ["feedback_publish"],
  ),
  buildCheck("appraisal_tally.total_differs", "warn", "003 全覆盖", remarkRosterTotal, ["two_coverages"]),
];
