import type { Remark } from "./vocabulary";

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
