import type { RoundVersion } from "../../schemas/round";
import type { BranchNumbers } from "./branch.numbers";

export type SubmitterLevel = RoundVersion["submitterLevel"];

/** A line of the roster, as far as it says who belongs to whom (`numbers.under`, 上级组织). */
export interface RosterLine {
  code: string;
  name: string;
  numbers: BranchNumbers;
}

/** Who hands in, and for which branches; none: it stands for itself. */
export interface Submitter<T extends RosterLine> {
  unit: T;
  branches: readonly T[];
}

export interface UnitPlan<T extends RosterLine> {
  /** In the roster's order. */
  submitters: readonly Submitter<T>[];
  /** Upper organisations that lines name and the roster does not have: these lines stand for themselves. */
  unknown: readonly { under: string; lines: readonly T[] }[];
}

/** Rounds in which one link answers for several branches; a branch or a locality always has its own. */
export const handsInForBranches = (level: SubmitterLevel): boolean =>
  level === "unit" || level === "general_branch";

const fold = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/** Lines by what they can be named by: the code, or a name that only one line has. */
function indexLines<T extends RosterLine>(lines: readonly T[]): Map<string, T> {
  const byName = Map.groupBy(lines, (one) => fold(one.name));
  const named = [...byName].flatMap(([name, found]) =>
    found.length === 1 && found[0] !== undefined ? [[name, found[0]] as const] : [],
  );
  return new Map([...named, ...lines.map((one) => [fold(one.code), one] as const)]);
}

/** What each line names as its upper organisation, where the roster has it. */
function findUppers<T extends RosterLine>(lines: readonly T[]): Map<T, T> {
  const index = indexLines(lines);
  return new Map(
    lines.flatMap((line) => {
      const upper = index.get(fold(line.numbers.under ?? ""));
      return upper === undefined || upper === line ? [] : [[line, upper] as const];
    }),
  );
}

/** Lines that name each other in a ring belong to nobody: each becomes its own top. */
function breakRing<T>(start: T, uppers: Map<T, T>, tops: Map<T, T>): void {
  for (let at: T | undefined = start; at !== undefined && !tops.has(at); ) {
    const next: T | undefined = uppers.get(at);
    uppers.delete(at);
    tops.set(at, at);
    at = next;
  }
}

/** The topmost line above each line. Takes rings out of `uppers`. */
function findTops<T>(lines: readonly T[], uppers: Map<T, T>): Map<T, T> {
  const tops = new Map<T, T>();
  for (const line of lines) {
    const path = new Set<T>();
    let at = line;
    while (!tops.has(at) && !path.has(at)) {
      path.add(at);
      at = uppers.get(at) ?? at;
    }
    if (!tops.has(at)) breakRing(at, uppers, tops);
    const top = tops.get(at) ?? at;
    for (const one of path) if (!tops.has(one)) tops.set(one, top);
  }
  return tops;
}

/**
 * Who hands in on which level. A unit answers for every branch below it, a general branch
 * for those directly below; what belongs to nobody and has nobody stands for itself. On the
 * other levels every line of the roster hands in for itself.
 */
export function planUnits<T extends RosterLine>(lines: readonly T[], level: SubmitterLevel): UnitPlan<T> {
  if (!handsInForBranches(level)) {
    return { submitters: lines.map((unit) => ({ unit, branches: [] })), unknown: [] };
  }
  const uppers = findUppers(lines);
  const tops = findTops(lines, uppers);
  const headed = new Set(uppers.values());
  const headOf = (line: T) => (level === "unit" ? tops : uppers).get(line) ?? line;
  const groups = Map.groupBy(
    lines.filter((line) => !headed.has(line)),
    headOf,
  );
  const submitters = lines.flatMap((unit) => {
    const branches = groups.get(unit);
    return branches === undefined ? [] : [{ unit, branches: branches.filter((one) => one !== unit) }];
  });
  const strays = lines.filter(
    (line) =>
      !uppers.has(line) && line.numbers.under !== null && fold(line.numbers.under) !== fold(line.name),
  );
  const unknown = [...Map.groupBy(strays, (line) => line.numbers.under ?? "")];
  return { submitters, unknown: unknown.map(([under, found]) => ({ under, lines: found })) };
}

/** Figures that may be added up; the size of a committee is no sum of other committees. */
const SUMMED = ["members", "full", "probationary", "floating"] as const;

/** Null as soon as one branch's figure is not known: a part of a sum would be taken for the whole. */
function sumOf(branches: readonly RosterLine[], column: (typeof SUMMED)[number]): number | null {
  return branches.reduce<number | null>((sum, { numbers }) => {
    const value = numbers[column];
    return sum === null || value === null ? null : sum + value;
  }, 0);
}

/** A unit's figures in a round: its own where the roster has them, else the sums of its branches'. */
export function computeUnitNumbers({ unit, branches }: Submitter<RosterLine>): BranchNumbers {
  const numbers: BranchNumbers = { ...unit.numbers };
  if (branches.length > 0) {
    for (const column of SUMMED) numbers[column] ??= sumOf(branches, column);
  }
  return {
    ...numbers,
    branches: branches.map(({ code, name, numbers: { members } }) => ({ code, name, members })),
  };
}

/** A submission as it stands in a round that others now join. */
export interface JoinedUnit {
  submissionId: string;
  branchId: string;
  code: string;
  numbers: BranchNumbers;
}

export interface JoinPlan<T extends RosterLine> {
  added: readonly Submitter<T>[];
  /** Units that answer for further branches from now on; what they answer for already keeps its place. */
  grown: readonly { submissionId: string; numbers: BranchNumbers; branches: readonly T[] }[];
}

/**
 * Who joins a published round of which some are in. Nobody leaves it, and who stands for
 * itself in it goes on doing so; a unit's further branches come behind those it has.
 */
export function planJoining<T extends RosterLine & { id: string }>(
  plan: UnitPlan<T>,
  joined: readonly JoinedUnit[],
): JoinPlan<T> {
  const inRound = new Map(joined.map((one) => [one.branchId, one]));
  const taken = new Set(joined.flatMap((one) => [one.code, ...namedIn(one)]));
  const added: Submitter<T>[] = [];
  const grown: JoinPlan<T>["grown"][number][] = [];
  for (const { unit, branches } of plan.submitters) {
    const fresh = branches.filter((one) => !taken.has(one.code));
    const own = inRound.get(unit.id);
    if (own === undefined) {
      const rest = taken.has(unit.code)
        ? fresh.map((one) => ({ unit: one, branches: [] }))
        : [{ unit, branches: fresh }];
      added.push(...rest);
    } else if (namedIn(own).length === 0) {
      added.push(...fresh.map((one) => ({ unit: one, branches: [] })));
    } else if (fresh.length > 0) {
      const { submissionId } = own;
      grown.push({ submissionId, numbers: growNumbers(own.numbers, unit, fresh), branches: fresh });
    }
  }
  return { added, grown };
}

const namedIn = ({ numbers }: JoinedUnit) => (numbers.branches ?? []).map((one) => one.code);

/** The numbers of the day it joined, with what further branches bring; a sum stays one. */
function growNumbers(numbers: BranchNumbers, unit: RosterLine, fresh: readonly RosterLine[]): BranchNumbers {
  const grown = { ...numbers };
  for (const column of SUMMED) {
    const more = sumOf(fresh, column);
    if (unit.numbers[column] === null)
      grown[column] = grown[column] === null || more === null ? null : grown[column] + more;
  }
  const named = fresh.map(({ code, name, numbers: { members } }) => ({ code, name, members }));
  return { ...grown, branches: [...(numbers.branches ?? []), ...named] };
}
