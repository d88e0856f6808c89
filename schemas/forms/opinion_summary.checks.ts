import { describeTerms, sumColumn } from "./opinion_summary.sums";
import { dayOf, dayWords, intOf, isBlank, rowsOf, textOf } from "./values";
import { buildCheck, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

export const SERVED = "服务对象";

function remarkDays(entry: EntryValue): Remark[] {
  const [from, to] = [dayOf(entry.from), dayOf(entry.to)];
  if (from === null || to === null || from <= to) return [];
  const [first, last] = [dayWords(from), dayWords(to)];
  return [
    {
      path: "to",
      zh: `结束日期${last.zh}早于开始日期${first.zh}`,
      en: `To ${last.en} is before from ${first.en}`,
    },
  ];
}

function remarkFormsBack(entry: EntryValue): Remark[] {
  return rowsOf(entry.channels).flatMap((row, i) => {
    const [sent, back] = [intOf(row.forms_sent), intOf(row.forms_returned)];
    if (sent === null || back === null || back <= sent) return [];
    return [
      {
        path: `channels.${i}.forms_returned`,
        zh: `征求意见方式第${i + 1}行：收回${back}份，超过发出${sent}份，多${back - sent}份`,
        en: `Way ${i + 1}: ${back} forms back of ${sent} sent, ${back - sent} too many`,
      },
    ];
  });
}

function remarkRawTotal(entry: EntryValue): Remark[] {
  const total = intOf(entry.raw_total);
  const channels = rowsOf(entry.channels);
  const raw = sumColumn(channels, "raw");
  if (total === null || channels.length === 0 || !raw.whole || raw.sum === total) return [];
  const [sum, gap] = [describeTerms(raw), Math.abs(total - raw.sum)];
  return [
    {
      path: "raw_total",
      zh: `征求意见条数${total}，各方式合计${sum}，应相等，现相差${gap}`,
      en: `${total} opinions received, but the ways add up to ${sum}: they must be equal and differ by ${gap}`,
    },
  ];
}

function remarkMergedRows(entry: EntryValue): Remark[] {
  const merged = intOf(entry.merged_total);
  const rows = rowsOf(entry.rows).length;
  if (merged === null || merged === rows || (rows === 0 && entry.none_received !== true)) return [];
  return [
    {
      path: "merged_total",
      zh: `梳理后条数${merged}，意见清单${rows}行，应相等，现相差${Math.abs(merged - rows)}`,
      en: `${merged} after merging, but ${rows} rows in the list: they must be equal and differ by ${Math.abs(merged - rows)}`,
    },
  ];
}

function remarkMergedTotal(entry: EntryValue): Remark[] {
  const [raw, merged] = [intOf(entry.raw_total), intOf(entry.merged_total)];
  if (raw === null || merged === null || merged <= raw) return [];
  return [
    {
      path: "merged_total",
      zh: `梳理后条数${merged}，超过征求意见条数${raw}，多${merged - raw}条`,
      en: `${merged} after merging of ${raw} received, ${merged - raw} too many`,
    },
  ];
}

function remarkSameCount(entry: EntryValue): Remark[] {
  const total = intOf(entry.raw_total);
  const rows = rowsOf(entry.rows);
  const same = sumColumn(rows, "same_count");
  if (total === null || rows.length === 0 || !same.whole || same.sum === total) return [];
  return [
    {
      path: "list_sums",
      zh: `意见清单同类条数合计${describeTerms(same)}，征求意见条数${total}，相差${Math.abs(total - same.sum)}，请核对`,
      en: `The list stands for ${describeTerms(same)} opinions, but ${total} were received; please check the difference of ${Math.abs(total - same.sum)}`,
    },
  ];
}

function remarkServed(entry: EntryValue): Remark[] {
  const channels = rowsOf(entry.channels);
  if (channels.length === 0) return [];
  const asked =
    channels.some((row) => textOf(row.asked) === SERVED) ||
    rowsOf(entry.rows).some((row) => textOf(row.source_group) === SERVED);
  if (asked) return [];
  return [
    {
      path: "channels",
      zh: "征求意见方式和意见清单里都没有服务对象；要主动征求群众特别是服务对象的意见",
      en: "Neither the ways nor the list name served people; the masses and above all the people served are to be asked",
    },
  ];
}

function remarkNoneReceived(entry: EntryValue): Remark[] {
  if (entry.none_received !== true) return [];
  const rows = rowsOf(entry.rows).length;
  const total = intOf(entry.raw_total);
  const remarks: Remark[] = [];
  if (rows > 0) {
    remarks.push({
      path: "none_received",
      zh: `已勾选“未收到意见”，意见清单却有${rows}行，请核对`,
      en: `“None received” is ticked, yet the list has ${rows} rows; please check`,
    });
  }
  if (total !== null && total !== 0) {
    remarks.push({
      path: "raw_total",
      zh: `已勾选“未收到意见”，征求意见条数应为0，现为${total}`,
      en: `“None received” is ticked, so the opinions received must be 0, not ${total}`,
    });
  }
  return remarks;
}

function remarkNoReason(entry: EntryValue): Remark[] {
  if (entry.none_received !== true || !isBlank(entry.none_reason)) return [];
  return [
    {
      path: "none_reason",
      zh: "勾选“未收到意见”的，请写明原因",
      en: "Where no opinion was received, give the reason",
    },
  ];
}

/** The checks of domain.md §3.3.4 that need nothing but the summary itself. */
export const opinionChecks: readonly FormCheck[] = [
  buildCheck("opinion_summary.days_reversed", "block", "I", remarkDays),
  buildCheck("opinion_summary.forms_returned", "block", "P6 (003 发放征求意见表)", remarkFormsBack),
  buildCheck("opinion_summary.raw_total", "block", "P6", remarkRawTotal),
  buildCheck("opinion_summary.merged_rows", "block", "P6", remarkMergedRows),
  buildCheck("opinion_summary.merged_total", "block", "P6", remarkMergedTotal),
  buildCheck("opinion_summary.same_count", "warn", "P6", remarkSameCount),
  buildCheck(
    "opinion_summary.served_missing",
    "warn",
    "000, 001 要主动征求群众特别是服务对象的意见; 003 深入基层一线、服务对象和人民群众中",
    remarkServed,
  ),
  buildCheck("opinion_summary.none_received", "block", "I (000)", remarkNoneReceived),
  buildCheck("opinion_summary.reason_required", "block", "I (000)", remarkNoReason),
];
