import type { Words } from "./zh";

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const enRound: Words["round"] = {
  units: {
    what: (links, units, branches) =>
      `This round is handed in by units: publishing makes ${plural(links, "link")}, ${units} of them for units that hand in for their ${plural(branches, "branch", "branches")}, which have no link of their own; the round is frozen as version 1.`,
    none: (links) =>
      `This round is handed in by units, but the roster does not say which branch belongs to which: each of its ${plural(links, "line")} gets a link and hands in for itself; the round is frozen as version 1.`,
    whoForWhom: "Who hands in for whom",
    more: (count) => `and ${count} more`,
    unknown:
      "These upper organisations have no line of their own in the roster, so the branches that name them hand in for themselves. Add a line (code, name) for a unit that should hand in for them.",
    quoted: (name) => `“${name}”`,
    toRoster: "Change the roster",
  },
  closing: {
    past: (at) =>
      `The last hour for hand-ins (${at}) has passed: nothing is taken. Move it by an amendment to go on.`,
    amend: "Amend",
  },
  withdrawn: {
    mark: "no longer asked",
    told: "This is no longer asked for. What was handed in or typed is kept.",
    viewDraft: "See the draft",
  },
};
