import type { Lang } from "../deadline";
import { intOf, listOf, nameKey, rowsOf, textOf } from "./values";
import type { EntryValue } from "./vocabulary";

export const GROUP_TALK = "集体座谈";
export const COMMITTEE_TALK = "班子成员之间";
export const COMMITTEE_MEMBER_TALK = "班子成员与党员";
export const OUTSIDE_TALK = "与群众（服务对象）";

/** A row of the talks; names by their key, blank ones left out. */
export interface Talk {
  /** Place in `rows`. */
  index: number;
  way: string;
  relation: string;
  talker: string;
  role: string;
  talkees: readonly string[];
}

/** What the rows say together. */
export interface Talks {
  talks: readonly Talk[];
  /** By key, as it was first written. */
  names: ReadonlyMap<string, string>;
}

export function readTalks(entry: EntryValue): Talks {
  const names = new Map<string, string>();
  const keyOf = (name: unknown) => {
    const key = nameKey(name);
    if (key !== "" && !names.has(key)) names.set(key, textOf(name));
    return key;
  };
  const talks = rowsOf(entry.rows).map((row, index) => ({
    index,
    way: textOf(row.way),
    relation: textOf(row.relation),
    talker: keyOf(row.talker),
    role: textOf(row.talker_role),
    talkees: listOf(row.talkees)
      .map(keyOf)
      .filter((key) => key !== ""),
  }));
  return { talks, names };
}

const namedIn = ({ talker, talkees }: Talk) => [talker, ...talkees].filter((key) => key !== "");

/**
 * Keys of the members somebody talked with. A talk with people from outside covers nobody:
 * the notices want talks among committee members and among members.
 */
export function findCovered(talks: readonly Talk[]): ReadonlySet<string> {
  return new Set(talks.filter((one) => one.relation !== OUTSIDE_TALK).flatMap(namedIn));
}

export type Pair = readonly [string, string];

const PAIR_MARK = "\n";
const pairKey = (a: string, b: string) => (a < b ? a + PAIR_MARK + b : b + PAIR_MARK + a);

/** Every two of a list, once. */
const listPairs = (keys: readonly string[]): Pair[] =>
  keys.flatMap((a, i) => keys.slice(i + 1).map((b): Pair => [a, b]));

/** In a group everybody talks with everybody, else the talker with each of the others. */
function pairsOf(talk: Talk): Pair[] {
  const pairs =
    talk.way === GROUP_TALK ? listPairs(namedIn(talk)) : talk.talkees.map((key): Pair => [talk.talker, key]);
  return pairs.filter(([a, b]) => a !== "" && b !== "" && a !== b);
}

export interface CommitteeCoverage {
  /** Keys of who is named in talks among committee members. */
  members: readonly string[];
  /** Different pairs that have talked. */
  talked: number;
  /** n(n−1)/2 of the committee's size. */
  wanted: number;
  /** Pairs without a talk, where the talks name as many members as the committee has. */
  open: readonly Pair[];
}

/** Which pairs of committee members have talked; only what is marked 班子成员之间 counts. */
export function computeCommittee(talks: readonly Talk[], size: number): CommitteeCoverage {
  const among = talks.filter((one) => one.relation === COMMITTEE_TALK);
  const members = [...new Set(among.flatMap(namedIn))];
  const done = new Set(among.flatMap(pairsOf).map(([a, b]) => pairKey(a, b)));
  const open = listPairs(members).filter(([a, b]) => !done.has(pairKey(a, b)));
  return {
    members,
    talked: done.size,
    wanted: (size * (size - 1)) / 2,
    open: members.length === size ? open : [],
  };
}

/** 书记, not 副书记. */
export const isSecretary = (role: string) => role.replace(/副书记/g, "").includes("书记");

/** 支部书记、副书记、支部委员 (003). */
export const isOfCommittee = (role: string) => /书记|委员/.test(role);

/** What nobody adds up by hand: row numbers, members covered and committee pairs. */
export function computeTalkFigures(entry: EntryValue, lang: Lang): Record<string, string> {
  const { talks } = readTalks(entry);
  const auto: Record<string, string> = {};
  for (const { index } of talks) auto[`rows.${index}.no`] = String(index + 1);
  const covered = findCovered(talks).size;
  const total = intOf(entry.total_members);
  const size = intOf(entry.committee_size);
  const { talked, wanted } = computeCommittee(talks, size ?? 0);
  const [of, ofEn] = total === null ? ["", ""] : [`，党员总数${total}人`, ` of ${total}`];
  const [due, dueEn] = size === null ? ["", ""] : [`，应有${wanted}对`, ` of ${wanted}`];
  return lang === "zh"
    ? { ...auto, coverage: `已谈到${covered}人${of}`, pairs: `已谈${talked}对${due}` }
    : { ...auto, coverage: `${covered}${ofEn} talked with`, pairs: `${talked}${dueEn} pairs` };
}
