import { COMMITTEE_LIST, COMMITTEE_MEMBER } from "../forms/problem_rectification.columns";
import {
  bareText,
  dayOf,
  dayWords,
  findMeetingDay,
  nameKey,
  nameOf,
  rowsOf,
  sayNames,
  textOf,
} from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  hasRule,
  type Remark,
} from "../forms/vocabulary";

interface DayOfList {
  path: string;
  value: unknown;
  zh: string;
  en: string;
}

const listDays = (entry: EntryValue): DayOfList[] => [
  ...rowsOf(entry.rows).flatMap((row, i) => [
    { path: `rows.${i}.due`, value: row.due, zh: `第${i + 1}行：完成时限`, en: `Row ${i + 1}: due` },
    {
      path: `rows.${i}.done_on`,
      value: row.done_on,
      zh: `第${i + 1}行：完成日期`,
      en: `Row ${i + 1}: done on`,
    },
  ]),
  { path: "signed_on", value: entry.signed_on, zh: "承诺日期", en: "Signed on" },
];

function remarkEarlyDays(entry: EntryValue, ctx: EntryContext, held: boolean): Remark[] {
  const meeting = findMeetingDay(ctx, "problem_rectification");
  if (meeting === null || meeting.held !== held) return [];
  const on = dayWords(meeting.day);
  return listDays(entry).flatMap(({ path, value, zh, en }) => {
    const day = dayOf(value);
    if (day === null || day >= meeting.day) return [];
    const early = dayWords(day);
    return [
      {
        path,
        zh: `${zh}${early.zh}早于${meeting.zh}中的会议日期${on.zh}`,
        en: `${en} ${early.en}, before the meeting on ${on.en} in ${meeting.en}`,
      },
    ];
  });
}

const ownerOf = (list: EntryValue) => nameOf(list.owner_name);
const isPersonal = (list: EntryValue) => textOf(list.level) !== COMMITTEE_LIST && ownerOf(list) !== "";

/** Owners by the name as it is compared, each once. */
const distinctOwners = (lists: readonly EntryValue[]) => new Set(lists.map((one) => nameKey(ownerOf(one))));

/** Every list of the artifact, where this one leads them: what is said of all is said once. */
function listIfFirst(entry: EntryValue, ctx: EntryContext): EntryValue[] | null {
  if (ctx.siblings.some((one) => one.item < ctx.artifact.item)) return null;
  return [entry, ...ctx.siblings.map((one) => one.value)];
}

/** The members as the tallies name them, once these name all of them. */
function listMemberNames(ctx: EntryContext, total: number | null): string[] {
  const named = (ctx.every.appraisal_tally ?? []).flatMap((tally) =>
    [...rowsOf(tally.rows), ...rowsOf(tally.not_appraised)].map((row) => textOf(row.name)),
  );
  const names = [
    ...new Map(named.filter((name) => name !== "").map((name) => [nameKey(name), name])).values(),
  ];
  return total !== null && names.length >= total ? names : [];
}

function countMembers({ branch }: EntryContext): number | null {
  const parts = branch.branches.map((one) => one.members);
  if (branch.members !== null || parts.length === 0 || parts.includes(null)) return branch.members;
  return parts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** 003: each member writes a list. */
function remarkMembers(lists: readonly EntryValue[], ctx: EntryContext): Remark[] {
  const owners = distinctOwners(lists.filter(isPersonal));
  const total = countMembers(ctx);
  const missing = listMemberNames(ctx, total).filter((name) => !owners.has(nameKey(name)));
  const short = total === null ? 0 : total - owners.size;
  if (short <= 0 && missing.length === 0) return [];
  const names = missing.length === 0 ? null : sayNames(missing);
  return [
    {
      path: "level",
      zh: `每名党员一份清单：党员${total}名，已交${owners.size}份，${names === null ? `还差${short}份` : `还缺${names.zh}`}`,
      en: `One list of each member: ${owners.size} in of ${total}, ${names === null ? `${short} missing` : `missing: ${names.en}`}`,
    },
  ];
}

/** 000, 001: one of the branch committee and one of each of its members. */
function remarkCommittee(lists: readonly EntryValue[], ctx: EntryContext): Remark[] {
  const own = lists.some((one) => textOf(one.level) === COMMITTEE_LIST);
  const owners = distinctOwners(
    lists.filter((one) => textOf(one.level) === COMMITTEE_MEMBER && ownerOf(one) !== ""),
  );
  const committee = ctx.branch.committee ?? 0;
  const short = committee - owners.size;
  const parts = [
    ...(own ? [] : [{ zh: "缺支部班子的清单", en: "the branch committee's own list is missing" }]),
    ...(short <= 0
      ? []
      : [
          {
            zh: `班子成员${committee}名，已交${owners.size}份，还差${short}份`,
            en: `${owners.size} lists in of ${committee} committee members, ${short} missing`,
          },
        ]),
  ];
  if (parts.length === 0) return [];
  const [zh, en] = [parts.map((one) => one.zh).join("；"), parts.map((one) => one.en).join("; ")];
  return [{ path: "level", zh: `支部班子一份、班子成员各一份清单：${zh}`, en: `Lists: ${en}` }];
}

function remarkCoverage(entry: EntryValue, ctx: EntryContext): Remark[] {
  const lists = listIfFirst(entry, ctx);
  if (lists === null) return [];
  if (hasRule(ctx, "own_hand")) return remarkMembers(lists, ctx);
  return hasRule(ctx, "fix_now") || hasRule(ctx, "fix_top") ? remarkCommittee(lists, ctx) : [];
}

/** A row as it is compared; "" for one that says nothing. */
const rowKey = (row: EntryValue) => {
  const [problem, measure] = [bareText(row.problem), bareText(row.measure)];
  return problem === "" || measure === "" ? "" : `${problem}\n${measure}`;
};

/** A row that stands in another person's list too, told once: in the later list. */
function remarkCopies(entry: EntryValue, ctx: EntryContext): Remark[] {
  const earlier = ctx.siblings
    .filter(({ item, value }) => item < ctx.artifact.item && isPersonal(value))
    .filter(({ value }) => nameKey(ownerOf(value)) !== nameKey(ownerOf(entry)))
    .sort((a, b) => a.item - b.item)
    .flatMap(({ value }) =>
      rowsOf(value.rows).map((row, i) => ({ key: rowKey(row), name: ownerOf(value), no: i + 1 })),
    );
  if (!isPersonal(entry)) return [];
  return rowsOf(entry.rows).flatMap((row, i) => {
    const key = rowKey(row);
    const same = key === "" ? undefined : earlier.find((one) => one.key === key);
    if (same === undefined) return [];
    return [
      {
        path: `rows.${i}.problem`,
        zh: `第${i + 1}行与${same.name}清单的第${same.no}行相同；清单应由本人自己动手列出`,
        en: `Row ${i + 1} is the same as row ${same.no} of the list of ${same.name}; each member writes his own`,
      },
    ];
  });
}

/** A list beside the meeting and the other lists of its artifact (domain.md §3.3.5). */
export const listAcross: readonly FormCheck[] = [
  buildCheck(
    "problem_rectification.before_meeting",
    "block",
    "000 组织生活会后列出整改清单; P7",
    (entry, ctx) => remarkEarlyDays(entry, ctx, true),
  ),
  buildCheck("problem_rectification.before_plan", "warn", "P7", (entry, ctx) =>
    remarkEarlyDays(entry, ctx, false),
  ),
  buildCheck(
    "problem_rectification.coverage",
    "warn",
    "003 每名党员自己动手列出问题清单; 000, 001 党支部班子、班子成员和党员查摆具体问题",
    remarkCoverage,
    ["own_hand"],
  ),
  buildCheck(
    "problem_rectification.copied_rows",
    "warn",
    "003 自己动手列出问题清单和整改措施",
    remarkCopies,
    ["own_hand"],
  ),
];
