import type { Words } from "./zh";

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const enRound: Words["round"] = {
  pastDues: "These are already past due, and would be overdue from the first minute:",
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
  switches: {
    title: "What your committee decides",
    hint: "Where the notice says nothing, less is asked and less is seen, unless you switch it on.",
    private: "Gist of talks, of criticism and self-criticism",
    privateHint:
      "Stays with the branch: forms do not ask for it and nothing of it is stored. Switched on, the forms have these fields, and what a branch writes there comes to you and into the bundle.",
    privateNo: "Stays with the branch",
    privateYes: "Collected online as well",
    selfVote: "In the appraisal, may members rate themselves",
    selfVoteNo: "No",
    selfVoteYes: "Yes",
    grades: "Grades",
    gradesHint: "2 to 6, with commas between. They cannot change after publishing.",
    aspects: "Aspects to examine",
    aspectsHint: "One a line, as the notice has them. Left empty, branches word their own.",
    levels: "How strict single checks are (only those that differ from the usual)",
    usual: (level) => `usually ${level}`,
    asUsual: "as usual",
    level: { block: "must be mended", warn: "a reminder", inform: "for information", off: "not checked" },
    more: "More settings",
    handling: "What the branch keeps",
    handlingHint:
      "The notice has the branch keep it. Where it is only declared, the branch says when it was made, how many there are and who keeps them, and uploads nothing.",
    collect: "Collected online",
    declare: "Only declared",
    entries: "At least so many",
    entriesHint: "0: however many come, the receipt does not wait for them.",
    nothing: "Nothing to report",
    nothingNo: "Not offered",
    nothingYes: "A branch may say that it has nothing to report",
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
