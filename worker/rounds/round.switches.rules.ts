import { type Artifact, MAX_ENTRIES } from "../../schemas/artifact";
import { checkLevel, type RoundDefinition } from "../../schemas/round";
import { blockAt, type FormReader } from "./form.reader.rules";

/** What domain.md §5 leaves to the committee, as inputs of the edit form and back. */

const yesNo = (on: boolean) => (on ? "yes" : "no");
const readYesNo = (read: FormReader, name: string, before: boolean) =>
  read.has(name) ? read.text(name) === "yes" : before;

const MAX_GRADES = 6;
const MAX_GRADE_CHARS = 10;
const MAX_ASPECTS = 20;
const MAX_ASPECT_CHARS = 100;

/** The switches of the whole round, by the names of their inputs. */
export function switchInputs(definition: RoundDefinition): [string, string][] {
  const { collectPrivate, selfVote, grades, aspects, checkLevels } = definition;
  return [
    ["private", yesNo(collectPrivate)],
    ["selfVote", yesNo(selfVote)],
    ["grades", grades.join("、")],
    ["aspects", aspects.join("\n")],
    ...Object.entries(checkLevels).map(([code, level]): [string, string] => [`level.${code}`, level]),
  ];
}

const splitGrades = (text: string) => text.split(/[\s、,，;；/]+/).filter(Boolean);
const splitLines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function readGrades(read: FormReader, before: readonly string[]): string[] {
  if (!read.has("grades")) return [...before];
  const grades = splitGrades(read.text("grades"));
  const distinct = new Set(grades).size === grades.length;
  const short = grades.every((one) => one.length <= MAX_GRADE_CHARS);
  if (grades.length >= 2 && grades.length <= MAX_GRADES && distinct && short) return grades;
  const zh = `“测评等次”写 2 到 ${MAX_GRADES} 个不同的词，用顿号隔开，例如：好、一般、差`;
  const en = `Grades: 2 to ${MAX_GRADES} different words with commas between, such as good, fair, poor`;
  read.findings.push(blockAt("grades", zh, en));
  return [...before];
}

function readAspects(read: FormReader, before: readonly string[]): string[] {
  if (!read.has("aspects")) return [...before];
  const aspects = splitLines(read.text("aspects"));
  if (aspects.length <= MAX_ASPECTS && aspects.every((one) => one.length <= MAX_ASPECT_CHARS)) return aspects;
  const zh = `“查摆方面”最多 ${MAX_ASPECTS} 行，每行最多 ${MAX_ASPECT_CHARS} 个字`;
  const en = `Aspects: at most ${MAX_ASPECTS} lines of at most ${MAX_ASPECT_CHARS} characters`;
  read.findings.push(blockAt("aspects", zh, en));
  return [...before];
}

/** Only levels that the draft sets are on the form; one set back to the usual is no longer in the list. */
function readLevels(
  read: FormReader,
  before: RoundDefinition["checkLevels"],
): RoundDefinition["checkLevels"] {
  const levels = Object.entries(before).flatMap(([code, level]) => {
    const name = `level.${code}`;
    if (!read.has(name)) return [[code, level] as const];
    const chosen = checkLevel.safeParse(read.text(name));
    return chosen.success ? [[code, chosen.data] as const] : [];
  });
  return Object.fromEntries(levels);
}

export function readSwitches(read: FormReader, before: RoundDefinition) {
  return {
    collectPrivate: readYesNo(read, "private", before.collectPrivate),
    selfVote: readYesNo(read, "selfVote", before.selfVote),
    grades: readGrades(read, before.grades),
    aspects: readAspects(read, before.aspects),
    checkLevels: readLevels(read, before.checkLevels),
  };
}

/** What the notice has the branch keep may be collected, or only declared. */
const isKept = (one: Artifact) => one.obligation === "keep";

export function artifactSwitchInputs(one: Artifact): [string, string][] {
  const { key, handling, nothingToReport, repeat, minEntries } = one;
  return [
    ...(isKept(one) ? [[`handling.${key}`, handling] as [string, string]] : []),
    [`nothing.${key}`, yesNo(nothingToReport)],
    ...(repeat === "entries" ? [[`entries.${key}`, String(minEntries)] as [string, string]] : []),
  ];
}

export function readArtifactSwitches(
  read: FormReader,
  one: Artifact,
): Pick<Artifact, "handling" | "nothingToReport" | "minEntries"> {
  const { key, title } = one;
  const kept = isKept(one) && read.has(`handling.${key}`);
  const declared = read.text(`handling.${key}`) === "declare";
  return {
    handling: kept ? (declared ? "declare" : "collect") : one.handling,
    nothingToReport: readYesNo(read, `nothing.${key}`, one.nothingToReport),
    minEntries:
      one.repeat === "entries" && read.has(`entries.${key}`)
        ? (read.int(
            `entries.${key}`,
            0,
            MAX_ENTRIES,
            `${title.zh}：至少几份`,
            `${title.en}: least entries`,
          ) ?? 0)
        : one.minEntries,
  };
}
