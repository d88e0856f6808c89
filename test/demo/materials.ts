/** What the branch has at hand: documents, photos, and what it types into the forms. */
import { readFileSync } from "node:fs";
import type { DemoBranch } from "../../worker/demo/demo.branches";
import { buildDemoPlan, buildDemoTally, buildDemoText, dayAfter } from "../../worker/demo/demo.entries";
import { makeMinutes, makeSpeakers, makeStudyRecord } from "../support/entries.meeting";
import { makeOpinionSummary } from "../support/entries.talks";
import { makeDocx, makeJpg, makePdf } from "../support/files";
import type { Pair } from "./page";

export interface Material {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const MAKERS = [
  ["docx", (title: string, no: number) => makeDocx(`${title}\n第${no}件\n${buildDemoText(300 + no)}`)],
  ["pdf", (_title: string, no: number) => makePdf(`document ${no}`, 1 + (no % 3))],
  ["jpg", (title: string, no: number) => makeJpg(`${title} ${no}`, 60_000 + no * 1000)],
] as const;

let made = 0;

/** A file of a type that the picker takes (its `accept`); one after another Word, PDF and photo. No two are alike. */
export function makeMaterial(title: string, accept: string | null): Material {
  const taken = MAKERS.filter(
    ([ending]) =>
      accept === null || accept.includes(`.${ending}`) || (ending === "jpg" && accept.includes("image/")),
  );
  const [ending, make] = taken[made % taken.length] ?? MAKERS[0];
  made += 1;
  return { name: `${title} ${made}.${ending}`, bytes: make(title, made) };
}

type Entry = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function flattenValue(name: string, value: unknown): Pair[] {
  if (value === false || value === null || value === undefined) return [];
  if (value === true) return [[name, "on"]];
  if (Array.isArray(value)) {
    if (!value.some(isRecord)) return [[name, value.join("\r\n")]];
    return value.flatMap((row, i) => flattenEntry(row as Entry, `${name}.${i}.`));
  }
  return isRecord(value) ? flattenEntry(value, `${name}.`) : [[name, String(value)]];
}

/** An entry as somebody types it into the fields of a page. */
export function flattenEntry(entry: Entry, prefix = ""): Pair[] {
  return Object.entries(entry).flatMap(([key, value]) => flattenValue(`${prefix}${key}`, value));
}

const pickerTime = (instant: unknown) => String(instant).slice(0, 16);

/** A summary out of a text of the fixtures: its headings cut it into the sections of the form. */
export function makeSummary(fixture: "summary-998" | "summary-1000", signedOn: string): Entry {
  const text = readFileSync(new URL(`../fixtures/${fixture}.txt`, import.meta.url), "utf8");
  const [opening = "", prep = "", meeting = "", problems = "", rectify = "", ...rest] =
    text.split(/\n(?=[一二三四五]、)/);
  return {
    prep: `${opening}\n${prep}`,
    meeting,
    problems,
    rectify,
    good_practice: rest.join("\n"),
    secretary: { name: "书记" },
    signed_on: signedOn,
  };
}

export function makePlan(branch: DemoBranch, theme: string, now: string): Entry {
  const plan = buildDemoPlan(branch, theme, now);
  return { ...plan, meeting_at: pickerTime(plan.meeting_at) };
}

export const makeTally = (branch: DemoBranch, now: string): Entry => buildDemoTally(branch, now);

/** Opinions gathered in the last days, their total wrong by `more`. */
export const makeOpinions = (now: string, more = 0): Entry =>
  makeOpinionSummary({ from: dayAfter(now, -6), to: dayAfter(now, -1), raw_total: 8 + more });

export const makeStudy = ({ members }: DemoBranch, day: string): Entry =>
  makeStudyRecord({ held_on: day, ways: ["领学宣讲"], expected: members, attended: members });

/** Minutes of a meeting on `day` at which everybody was present. */
export const makeMeeting = ({ members, full }: DemoBranch, day: string): Entry =>
  makeMinutes({
    ...{ start: `${day}T09:00`, end: `${day}T11:00`, total_members: members, total_full: full },
    ...{ should_attend: members, attended: members, attended_full: full, speeches: makeSpeakers(members) },
    absent: [{ name: "", reason: "" }],
  });

/** The same minutes with one member absent without anybody's consent. */
export const spoilMeeting = (minutes: Entry): Entry => ({
  ...minutes,
  attended: Number(minutes.attended) - 1,
  attended_full: Number(minutes.attended_full) - 1,
  absent: [{ name: "党员07", reason: "公出" }],
});

/** The same tally with one vote too many for its first member. */
export function spoilTally(tally: Entry): { tally: Entry; sum: number; name: string } {
  const [first, ...rest] = tally.rows as {
    name: string;
    good: number;
    fair: number;
    poor: number;
    abstain: number;
  }[];
  if (first === undefined) throw new Error("a tally without rows");
  const good = first.good + 5;
  const sum = good + first.fair + first.poor + first.abstain;
  return { tally: { ...tally, rows: [{ ...first, good }, ...rest] }, sum, name: first.name };
}
