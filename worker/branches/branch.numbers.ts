import type { MemberBranch } from "../../schemas/forms/vocabulary";

/** Roster figures of a branch, as the committee gave them; null where the roster is silent. */
export interface BranchNumbers {
  members: number | null;
  full: number | null;
  probationary: number | null;
  committee: number | null;
  floating: number | null;
  under: string | null;
  /** The branches a unit hands in for, as the roster had them when it joined a round of units. */
  branches?: readonly MemberBranch[];
}
