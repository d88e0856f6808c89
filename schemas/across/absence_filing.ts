import {
  ELSEWHERE,
  findSecretary,
  isSecretary,
  listFilings,
  meetingDayOf,
  type NamedRow,
  ON_LEAVE,
  readNamedRows,
} from "../forms/meeting_minutes.rows";
import { dayOf, dayWords, findMeetingDay, nameKey, nameOf, rowsOf, sayNames, textOf } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  hasRule,
  type Remark,
} from "../forms/vocabulary";

const kindOf = (filing: EntryValue) => textOf(filing.kind);
const keyOf = (filing: EntryValue) => nameKey(nameOf(filing.name));

/** Where the minutes list the members of one kind of filing. */
const LISTS = {
  [ON_LEAVE]: { list: "absent", zh: "缺席名单", en: "absent" },
  [ELSEWHERE]: { list: "floating", zh: "流入地参加人员", en: "having attended elsewhere" },
} as const;

type Kind = keyof typeof LISTS;

const isKind = (kind: string): kind is Kind => Object.hasOwn(LISTS, kind);

/** Everybody whom any minutes of the submission list so. */
const listMembers = (ctx: EntryContext, kind: Kind): NamedRow[] =>
  (ctx.every.meeting_minutes ?? [])
    .flatMap((minutes) => readNamedRows(minutes, LISTS[kind].list))
    .filter((one) => one.key !== "");

/** Members of the minutes for whom neither this filing nor another one stands. */
function listUnfiled(entry: EntryValue, ctx: EntryContext, kind: Kind): string[] {
  const own = kindOf(entry) === kind ? [entry] : [];
  const filed = new Set([...own, ...listFilings(ctx, kind)].map(keyOf));
  return listMembers(ctx, kind)
    .filter((one) => !filed.has(one.key))
    .map((one) => one.zh);
}

/** Said by filings of leave; by any other where there is none, because one filing makes the artifact present. */
function remarkUnfiledLeave(entry: EntryValue, ctx: EntryContext): Remark[] {
  const speaks = kindOf(entry) === ON_LEAVE || listFilings(ctx, ON_LEAVE).length === 0;
  const unfiled = listUnfiled(entry, ctx, ON_LEAVE);
  if (!hasRule(ctx, "absence") || !speaks || unfiled.length === 0) return [];
  const names = sayNames(unfiled);
  return [
    {
      path: "name",
      zh: `会议记录中缺席的${names.zh}还没有备案，每名缺席党员填一份`,
      en: `Absent by the minutes and not filed: ${names.en}; one filing for each`,
    },
  ];
}

function remarkUnfiledElsewhere(entry: EntryValue, ctx: EntryContext): Remark[] {
  const unfiled = listUnfiled(entry, ctx, ELSEWHERE);
  if (!hasRule(ctx, "floating") || kindOf(entry) !== ELSEWHERE || unfiled.length === 0) return [];
  const names = sayNames(unfiled);
  return [
    {
      path: "name",
      zh: `会议记录中在流入地参加的${names.zh}还没有填`,
      en: `Attended elsewhere by the minutes and not filed: ${names.en}`,
    },
  ];
}

function remarkNotListed(entry: EntryValue, ctx: EntryContext): Remark[] {
  const kind = kindOf(entry);
  if (!isKind(kind) || ctx.others.meeting_minutes === undefined || keyOf(entry) === "") return [];
  if (listMembers(ctx, kind).some((one) => one.key === keyOf(entry))) return [];
  const name = nameOf(entry.name);
  return [
    {
      path: "name.name",
      zh: `会议记录的${LISTS[kind].zh}中没有“${name}”，请核对`,
      en: `The minutes do not list “${name}” as ${LISTS[kind].en}; please check`,
    },
  ];
}

/** The minutes that list this member as absent, and his row in them. */
function findListing(entry: EntryValue, ctx: EntryContext): { minutes: EntryValue; row: EntryValue } | null {
  for (const minutes of ctx.every.meeting_minutes ?? []) {
    const found = readNamedRows(minutes, "absent").find((one) => one.key !== "" && one.key === keyOf(entry));
    if (found !== undefined) return { minutes, row: found.row };
  }
  return null;
}

/** The day of the meeting this member missed: of the minutes that list him, else of the submission's. */
function findMissedDay(entry: EntryValue, ctx: EntryContext): string | null {
  const listing = findListing(entry, ctx);
  if (listing !== null) return meetingDayOf(listing.minutes);
  const meeting = findMeetingDay(ctx, "absence_filing");
  return meeting?.held === true ? meeting.day : null;
}

/** A consent after the meeting is taken and marked for the committee (domain.md §4.2, situation 2). */
function remarkLateConsent(entry: EntryValue, ctx: EntryContext): Remark[] {
  const [day, meeting] = [dayOf(entry.consented_on), findMissedDay(entry, ctx)];
  if (kindOf(entry) !== ON_LEAVE || day === null || meeting === null || day <= meeting) return [];
  const [late, held] = [dayWords(day), dayWords(meeting)];
  return [
    {
      path: "consented_on",
      zh: `${nameOf(entry.name)}：同意日期${late.zh}晚于会议日期${held.zh}，属事后补批`,
      en: `${nameOf(entry.name)}: consent on ${late.en} came after the meeting on ${held.en} (事后补批)`,
    },
  ];
}

/** The secretary's own absence is not his to consent to, so it is left out here. */
function remarkOtherPerson(entry: EntryValue, ctx: EntryContext): Remark[] {
  const listing = findListing(entry, ctx);
  const by = nameOf(entry.consented_by);
  if (kindOf(entry) !== ON_LEAVE || listing === null || by === "") return [];
  const secretary = findSecretary(listing.minutes);
  if (secretary === "" || keyOf(entry) === nameKey(secretary) || isSecretary(by, secretary)) return [];
  return [
    {
      path: "consented_by.name",
      zh: `同意人“${by}”不是会议记录中的书记“${secretary}”，请核对`,
      en: `“${by}” is not the secretary of the minutes, “${secretary}”; please check`,
    },
  ];
}

function remarkOtherDay(entry: EntryValue, ctx: EntryContext): Remark[] {
  const minuted = dayOf(findListing(entry, ctx)?.row.consented_on);
  const day = dayOf(entry.consented_on);
  if (kindOf(entry) !== ON_LEAVE || day === null || minuted === null || day === minuted) return [];
  const [filed, held] = [dayWords(day), dayWords(minuted)];
  return [
    {
      path: "consented_on",
      zh: `同意日期${filed.zh}与会议记录中的${held.zh}不同，请核对`,
      en: `Consent on ${filed.en}, but ${held.en} in the minutes; please check`,
    },
  ];
}

function remarkFiledTwice(entry: EntryValue, ctx: EntryContext): Remark[] {
  const key = keyOf(entry);
  const others = [...listFilings(ctx, ON_LEAVE), ...listFilings(ctx, ELSEWHERE)];
  if (key === "" || !others.some((one) => keyOf(one) === key)) return [];
  const name = nameOf(entry.name);
  return [
    {
      path: "name.name",
      zh: `“${name}”有两份备案；同名党员请加后缀区分`,
      en: `“${name}” is filed twice; tell namesakes apart with a suffix`,
    },
  ];
}

/** The roster has no names; a tally has every member's. */
function remarkUnknownName(entry: EntryValue, ctx: EntryContext): Remark[] {
  const rows = (ctx.every.appraisal_tally ?? []).flatMap((one) => [
    ...rowsOf(one.rows),
    ...rowsOf(one.not_appraised),
  ]);
  const known = new Set(rows.map((row) => nameKey(row.name)).filter(Boolean));
  if (keyOf(entry) === "" || known.size === 0 || known.has(keyOf(entry))) return [];
  const name = nameOf(entry.name);
  return [
    {
      path: "name.name",
      zh: `测评汇总表中没有“${name}”，请核对姓名`,
      en: `The appraisal tally has no “${name}”; please check the name`,
    },
  ];
}

const SOURCE = "000 必须报党（总）支部书记同意并报局党委备案";

/** A filing beside the minutes, the other filings and the tally (domain.md §3.3.6, §3.3.7). */
export const filingAcross: readonly FormCheck[] = [
  buildCheck("absence_filing.members_missing", "block", SOURCE, remarkUnfiledLeave, ["absence"]),
  buildCheck(
    "absence_filing.elsewhere_missing",
    "warn",
    "001 也可以在流入地党组织参加",
    remarkUnfiledElsewhere,
    ["floating"],
  ),
  buildCheck("absence_filing.not_listed", "warn", "I (000 absence)", remarkNotListed),
  buildCheck("absence_filing.consent_after", "warn", SOURCE, remarkLateConsent, ["absence"]),
  buildCheck("absence_filing.consent_by", "warn", SOURCE, remarkOtherPerson, ["absence"]),
  buildCheck("absence_filing.consent_differs", "warn", SOURCE, remarkOtherDay, ["absence"]),
  buildCheck("absence_filing.filed_twice", "warn", "I", remarkFiledTwice),
  buildCheck("absence_filing.name_unknown", "warn", "I (on the roster)", remarkUnknownName),
];
