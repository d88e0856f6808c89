/** Roster figures of a branch, as the committee gave them; null where the roster is silent. */
export interface BranchNumbers {
  members: number | null;
  full: number | null;
  probationary: number | null;
  committee: number | null;
  floating: number | null;
  under: string | null;
}
