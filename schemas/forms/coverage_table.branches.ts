import { dayOfTime, intOf, nameKey, rowsOf, textOf } from "./values";
import type { EntryContext, EntryValue, MemberBranch } from "./vocabulary";

/** The branches whose meetings the table shows: a unit's, or the branch that stands for itself. */
export function listCovered({ branch }: EntryContext): readonly MemberBranch[] {
  if (branch.branches.length > 0) return branch.branches;
  return [{ code: branch.code, name: branch.name, members: branch.members }];
}

/**
 * The branch a row is about: by name or code, else the only one whose name ends as the row's
 * does (第二党支部 of …党总支第二党支部). -1 for none.
 */
export function findCovered(row: EntryValue, branches: readonly MemberBranch[]): number {
  const typed = nameKey(row.branch);
  if (typed === "") return -1;
  const exact = branches.findIndex((one) => [one.name, one.code].some((name) => nameKey(name) === typed));
  if (exact !== -1) return exact;
  const close = branches.filter((one) => nameKey(one.name).endsWith(typed));
  return close.length === 1 ? branches.indexOf(close[0] as MemberBranch) : -1;
}

/** A figure of the table and what another paper of the same branch has for it. */
export interface KnownFigure {
  key: string;
  label: { zh: string; en: string };
  value: number | string;
  /** The paper it stands in. */
  zh: string;
  en: string;
}

type Figure = Omit<KnownFigure, "value" | "zh" | "en"> & { read(entry: EntryValue): number | string | null };

const HELD_ON = { key: "held_on", label: { zh: "召开时间", en: "held on" } };

const PAPERS: readonly { form: string; zh: string; en: string; figures: readonly Figure[] }[] = [
  {
    form: "appraisal_tally",
    zh: "测评汇总表",
    en: "the appraisal tally",
    figures: [
      { ...HELD_ON, read: (tally) => dayOfTime(tally.meeting_on) },
      {
        key: "members",
        label: { zh: "党员总数", en: "members" },
        read: (tally) => intOf(tally.total_members),
      },
      {
        key: "appraised",
        label: { zh: "已测评人数", en: "appraised" },
        read: (tally) => rowsOf(tally.rows).length,
      },
      {
        key: "not_appraised",
        label: { zh: "未测评人数", en: "not appraised" },
        read: (tally) => rowsOf(tally.not_appraised).length,
      },
    ],
  },
  {
    form: "meeting_minutes",
    zh: "会议记录",
    en: "the minutes",
    figures: [
      { ...HELD_ON, read: (minutes) => dayOfTime(minutes.start) },
      {
        key: "should_attend",
        label: { zh: "应到", en: "should attend" },
        read: (minutes) => intOf(minutes.should_attend),
      },
      { key: "attended", label: { zh: "实到", en: "attended" }, read: (minutes) => intOf(minutes.attended) },
    ],
  },
];

/** A form's entries by branch; none until each branch has one, because before that nothing tells whose is whose. */
function entriesByBranch(ctx: EntryContext, form: string): readonly EntryValue[] {
  const entries = ctx.every[form] ?? [];
  return entries.length === listCovered(ctx).length ? entries : [];
}

/** What tally and minutes of the branch at this place say; each figure once for each paper. */
export function listKnown(ctx: EntryContext, place: number): KnownFigure[] {
  return PAPERS.flatMap(({ form, zh, en, figures }) => {
    const entry = entriesByBranch(ctx, form)[place];
    if (entry === undefined) return [];
    return figures.flatMap(({ key, label, read }) => {
      const value = read(entry);
      return value === null ? [] : [{ key, label, value, zh, en }];
    });
  });
}

/** "党员22（长期病休）" of everybody the branch's tally leaves out. */
export function describeLeftOut(ctx: EntryContext, place: number): string {
  const tally = entriesByBranch(ctx, "appraisal_tally")[place];
  return rowsOf(tally?.not_appraised)
    .map((row) => `${textOf(row.name)}（${textOf(row.reason)}）`)
    .join("、");
}
