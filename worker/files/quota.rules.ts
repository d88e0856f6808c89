import { formatBytes } from "../../schemas/bytes";
import { type Problem, problem } from "../../schemas/problem";

/** Files of any version, which are kept for ever. */
export interface Held {
  files: number;
  bytes: number;
}

/** Far above any notice, far below a disk: what a link that got into wrong hands can fill. */
export const MAX_BRANCH: Held = { files: 500, bytes: 8 * 1024 ** 3 };
export const MAX_ROUND: Held = { files: 1_000_000, bytes: 1024 ** 4 };

const isOver = (held: Held, bytes: number, most: Held) =>
  held.files >= most.files || held.bytes + bytes > most.bytes;

/**
 * Refuses one more file of `bytes` bytes where that would be too much. The final statement of a
 * hand-in asks the same of D1 once more. Problems: `quota.branch_files`, `quota.branch_bytes`, `quota.round`.
 */
export function checkQuota(branch: Held, round: Held, bytes: number): Problem | null {
  if (branch.files >= MAX_BRANCH.files) return problem("quota.branch_files", { limit: MAX_BRANCH.files });
  if (isOver(branch, bytes, MAX_BRANCH)) {
    return problem("quota.branch_bytes", { limit: formatBytes(MAX_BRANCH.bytes) });
  }
  return isOver(round, bytes, MAX_ROUND) ? problem("quota.round") : null;
}
