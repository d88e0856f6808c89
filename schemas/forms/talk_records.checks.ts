import {
  COMMITTEE_MEMBER_TALK,
  computeCommittee,
  findCovered,
  GROUP_TALK,
  isOfCommittee,
  isSecretary,
  readTalks,
} from "./talk_records.talks";
import { intOf, nameKey, rowsOf } from "./values";
import { buildCheck, type EntryContext, type EntryValue, type FormCheck, type Remark } from "./vocabulary";

function remarkSelfTalk(entry: EntryValue): Remark[] {
  const { talks, names } = readTalks(entry);
  return talks
    .filter((one) => one.talker !== "" && one.talkees.includes(one.talker))
    .map(({ index, talker }) => ({
      path: `rows.${index}.talkees`,
      zh: `谈话记录第${index + 1}行：谈话对象里有谈话人“${names.get(talker)}”本人`,
      en: `Talk ${index + 1}: “${names.get(talker)}” is both the talker and talked with`,
    }));
}

/** Who is missing by name is said beside the minutes or the tally, which know the names. */
function remarkMembersMissing(entry: EntryValue): Remark[] {
  const total = intOf(entry.total_members);
  const { talks } = readTalks(entry);
  const covered = findCovered(talks).size;
  if (total === null || talks.length === 0 || covered >= total) return [];
  return [
    {
      path: "coverage",
      zh: `党员总数${total}人，已谈到${covered}人，还有${total - covered}人没有谈到；会前应普遍开展一次谈心谈话`,
      en: `${covered} of ${total} members have had a talk, ${total - covered} have not; everybody has one before the meeting`,
    },
  ];
}

function remarkNamesExceed(entry: EntryValue): Remark[] {
  const { talks } = readTalks(entry);
  const [total, size] = [intOf(entry.total_members), intOf(entry.committee_size)];
  const covered = findCovered(talks).size;
  const named = computeCommittee(talks, size ?? 0).members.length;
  const remarks: Remark[] = [];
  if (total !== null && covered > total) {
    remarks.push({
      path: "total_members",
      zh: `谈话记录里有${covered}个党员姓名，超过党员总数${total}，请核对姓名和人数`,
      en: `The talks name ${covered} members, more than the ${total} there are; please check names and number`,
    });
  }
  if (size !== null && named > size) {
    remarks.push({
      path: "committee_size",
      zh: `“班子成员之间”的谈话里有${named}个姓名，超过班子成员数${size}，请核对姓名和人数`,
      en: `Talks among committee members name ${named} people, more than the ${size} there are; please check names and number`,
    });
  }
  return remarks;
}

/** Pairs that fit into one sentence. */
const MAX_PAIRS = 5;

function remarkPairsMissing(entry: EntryValue): Remark[] {
  const size = intOf(entry.committee_size);
  const { talks, names } = readTalks(entry);
  if (size === null || talks.length === 0) return [];
  const { talked, wanted, open } = computeCommittee(talks, size);
  if (talked >= wanted) return [];
  const said = open.slice(0, MAX_PAIRS).map((pair) => pair.map((key) => names.get(key)));
  const more = open.length > MAX_PAIRS;
  const zh = said.map((pair) => pair.join("与")).join("、") + (more ? "等" : "");
  const en = said.map((pair) => pair.join(" and ")).join(", ") + (more ? " and others" : "");
  return [
    {
      path: "pairs",
      zh: `班子成员${size}人，两两谈话应有${wanted}对，已谈${talked}对，还差${wanted - talked}对${zh && `：${zh}`}`,
      en: `${size} committee members make ${wanted} pairs; ${talked} have talked, ${wanted - talked} have not${en && `: ${en}`}`,
    },
  ];
}

function remarkSecretary(entry: EntryValue): Remark[] {
  const { talks } = readTalks(entry);
  if (talks.length === 0 || talks.some((one) => isSecretary(one.role))) return [];
  return [
    {
      path: "rows",
      zh: "谈话人里没有支部书记，书记应带头谈；书记谈过的，请在“谈话人职务”写明",
      en: "The secretary is the talker in no row; the secretary talks first. If there was such a talk, give the talker's post",
    },
  ];
}

function remarkDirections(entry: EntryValue): Remark[] {
  const { talks } = readTalks(entry);
  if (talks.length === 0) return [];
  const between = talks.filter((one) => one.relation === COMMITTEE_MEMBER_TALK);
  const isDone = (byCommittee: boolean) =>
    between.some((one) => one.way === GROUP_TALK || isOfCommittee(one.role) === byCommittee);
  const [down, up] = [isDone(true), isDone(false)];
  if (down && up) return [];
  const [zh, en] = down
    ? ["党员找班子成员谈", "a member talks with a committee member"]
    : up
      ? ["班子成员找党员谈", "a committee member talks with a member"]
      : ["班子成员与党员之间", "between committee members and members"];
  return [
    {
      path: "rows",
      zh: `支部书记、副书记、支部委员与支部党员之间要相互谈，还没有${zh}的记录`,
      en: `Committee members and members talk with each other, both ways; there is no record of a talk ${en}`,
    },
  ];
}

/** So many rows may share a gist before it looks copied. */
const MAX_SAME_GIST = 3;

function remarkSameGist(entry: EntryValue, ctx: EntryContext): Remark[] {
  if (!ctx.round.collectPrivate) return [];
  const places = new Map<string, number[]>();
  rowsOf(entry.rows).forEach((row, index) => {
    const gist = nameKey(row.gist);
    if (gist !== "") places.set(gist, [...(places.get(gist) ?? []), index]);
  });
  return [...places.values()]
    .filter((rows) => rows.length > MAX_SAME_GIST)
    .map((rows) => ({
      path: `rows.${rows[MAX_SAME_GIST]}.gist`,
      zh: `谈话记录第${rows.map((index) => index + 1).join("、")}行的谈话要点完全相同，请按每次谈话的实际情况填写`,
      en: `Talks ${rows.map((index) => index + 1).join(", ")} have the very same gist; please write what each talk was about`,
    }));
}

/** The checks of domain.md §3.3.3 that need nothing but the talks themselves. */
export const talkChecks: readonly FormCheck[] = [
  buildCheck("talk_records.self_talk", "block", "000, 001, 003 相互谈", remarkSelfTalk),
  buildCheck("talk_records.members_missing", "warn", "000, 001 普遍开展一次谈心谈话", remarkMembersMissing, [
    "talk_once",
  ]),
  buildCheck("talk_records.names_exceed", "warn", "I (000, 001 普遍开展一次谈心谈话)", remarkNamesExceed),
  buildCheck(
    "talk_records.pairs_missing",
    "warn",
    "000, 001 党支部班子成员之间要普遍开展一次谈心谈话",
    remarkPairsMissing,
    ["talk_once"],
  ),
  buildCheck("talk_records.secretary_missing", "warn", "000, 001 党支部书记要带头谈", remarkSecretary, [
    "secretary_leads",
  ]),
  buildCheck(
    "talk_records.direction_missing",
    "inform",
    "003 支部书记、副书记、支部委员与支部党员之间要相互谈",
    remarkDirections,
  ),
  buildCheck("talk_records.same_gist", "warn", "I (P5)", remarkSameGist),
];
