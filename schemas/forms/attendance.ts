import type { Bilingual } from "../artifact";
import { textOf } from "./values";
import type { EntryValue, FormField, Remark } from "./vocabulary";

/** How many should have come, how many came, and how many stand in the list `absent`; null is not typed. */
export interface Attendance {
  should: number | null;
  attended: number | null;
  absent: number;
}

/**
 * 应到 = 实到 + 缺席名单 (domain.md §4.2, situation 2). The remark points at `attended` when
 * more came than should, else at the list; nothing is ever corrected.
 */
export function remarkAbsentCount({ should, attended, absent }: Attendance): Remark[] {
  if (should === null || attended === null) return [];
  const away = should - attended;
  if (away < 0) {
    const zh = `实到${attended}，超过应到${should}`;
    return [{ path: "attended", zh, en: `${attended} attended, more than the ${should} expected` }];
  }
  if (away === absent) return [];
  return [
    {
      path: "absent",
      zh: `应到${should}，实到${attended}，缺席名单应为${away}人，现为${absent}人`,
      en: `${should} expected, ${attended} attended: the list of absent members must have ${away}, it has ${absent}`,
    },
  ];
}

/** Where and when a floating member attended instead; both may follow later (situation 9). */
export const elsewhereFields: readonly FormField[] = [
  {
    key: "host_branch",
    kind: "text",
    label: { zh: "流入地党组织名称", en: "Receiving organization" },
    required: false,
    max: 100,
    notices: ["001"],
    basis: "S",
  },
  {
    key: "attended_on",
    kind: "date",
    label: { zh: "流入地参加日期", en: "Attended on" },
    required: false,
    notices: ["001"],
    basis: "S",
  },
];

/** Which of the two is still blank: the first one's key and all of them in words; null when none is. */
export function findBlankDetails(record: EntryValue): (Bilingual & { key: string }) | null {
  const blank = elsewhereFields.filter((one) => textOf(record[one.key]) === "");
  const [first] = blank;
  if (first === undefined) return null;
  const said = blank.map((one) => one.label);
  return {
    key: first.key,
    zh: `${said.map((one) => one.zh).join("、")}还没有填，可以以后补`,
    en: `${said.map((one) => one.en).join(" and ")} still blank; may follow later`,
  };
}
