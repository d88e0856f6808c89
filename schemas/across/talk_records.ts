import { findCovered, readTalks } from "../forms/talk_records.talks";
import { dayOf, nameKey, nameOf, rowsOf, sayNames, textOf } from "../forms/values";
import {
  buildCheck,
  type EntryContext,
  type EntryValue,
  type FormCheck,
  type Remark,
} from "../forms/vocabulary";
import { buildBeforeMeeting } from "./meeting_day";

const listTalkDays = (entry: EntryValue) =>
  rowsOf(entry.rows).map((row, i) => ({
    path: `rows.${i}.talk_date`,
    day: dayOf(row.talk_date),
    zh: `谈话记录第${i + 1}行：谈话时间`,
    en: `Talk ${i + 1}: the talk on`,
  }));

interface KnownNames {
  names: readonly string[];
  zh: string;
  en: string;
}

const listNames = (entry: EntryValue, ...lists: readonly string[]) =>
  lists
    .flatMap((list) => rowsOf(entry[list]))
    .map((row) => textOf(row.name) || nameOf(row.name))
    .filter((name) => name !== "");

/**
 * The members by the one paper that names them: the tally lists everybody, the minutes who
 * spoke and who was absent. Of several, one for each branch of a unit, none tells whose
 * talks these are.
 */
function findKnownNames(ctx: EntryContext): KnownNames | null {
  const { appraisal_tally: tallies = [], meeting_minutes: minutes = [] } = ctx.every;
  const [tally] = tallies;
  const [record] = minutes;
  if (tally !== undefined && tallies.length === 1) {
    return { names: listNames(tally, "rows", "not_appraised"), zh: "测评汇总表", en: "the appraisal tally" };
  }
  if (record === undefined || minutes.length > 1) return null;
  return { names: listNames(record, "speeches", "absent"), zh: "会议记录", en: "the minutes" };
}

function remarkNamesMissing(entry: EntryValue, ctx: EntryContext): Remark[] {
  const known = findKnownNames(ctx);
  const { talks } = readTalks(entry);
  if (known === null || talks.length === 0) return [];
  const covered = findCovered(talks);
  const missing = known.names.filter((name) => !covered.has(nameKey(name)));
  if (missing.length === 0) return [];
  const said = sayNames([...new Set(missing)]);
  return [
    {
      path: "coverage",
      zh: `${known.zh}中的党员没有谈到的有：${said.zh}；会前应普遍开展一次谈心谈话`,
      en: `Members in ${known.en} without a talk: ${said.en}; everybody has one before the meeting`,
    },
  ];
}

/** Talks beside the minutes, the tally and the plan (domain.md §3.3.3). */
export const talksAcross: readonly FormCheck[] = [
  ...buildBeforeMeeting("talk_records", "000 会前普遍开展一次谈心谈话; 001, 003", listTalkDays, [
    "talk_once",
  ]),
  buildCheck("talk_records.names_missing", "warn", "000, 001 普遍开展一次谈心谈话", remarkNamesMissing, [
    "talk_once",
  ]),
];
