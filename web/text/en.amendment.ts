import type { Words } from "./zh";

export const enAmendment: Words["amendment"] = {
  place: "Amend",
  title: (version) => `Amend (version ${version} holds now)`,
  what: "Save first, look over the changes listed below, then publish the amendment. Until then branches see nothing of it. What was handed in stays and is judged again by the new version.",
  publishTitle: "Publish the amendment",
  none: (version) => `Nothing differs from version ${version} as published.`,
  changed: (version) => `Against version ${version} the saved amendment changes this:`,
  saveFirst: "What was changed above and not saved yet is not listed; publishing saves it too.",
  faults: "This cannot change after publishing; please put it back:",
  note: "What branches are told",
  noteHint: "Why it was changed, for branches to read. May be left empty.",
  save: "Save the amendment",
  publish: "Publish the amendment",
  discard: "Give the amendment up",
  discardWhat: "Everything goes back to how it was published.",
  discardGo: "Give it up",
  discarded: "The amendment was given up; everything is as published.",
  done: (version) =>
    `The amendment is published: version ${version} holds now. Every branch is being judged again by it.`,
  told: (version, day) => `The notice was amended (version ${version}, published ${day}). For your branch:`,
  earlier: (count: number) => `${count} earlier ${count === 1 ? "amendment" : "amendments"}`,
  quoted: (words) => `“${words}”`,
  changes: {
    added: (title, required) => `new: ${title} (${required ? "required" : "optional"})`,
    withdrawn: (title) => `no longer asked: ${title}`,
    required: (title) => `${title} is now required`,
    optional: (title) => `${title} is now optional; the receipt does not wait for it`,
    due: (title, from, to) =>
      to === null
        ? `${title} has no deadline any more`
        : from === null
          ? `${title} is due ${to}`
          : `${title} is due ${to} instead of ${from}`,
    length: (title, from, to) =>
      to === null
        ? `${title} may have any length`
        : from === null
          ? `${title} needs at least ${to} characters`
          : `${title} needs at least ${to} characters instead of ${from}`,
    files: (title, min, max) =>
      `${title} takes at least ${min} files${max === null || max === 0 ? "" : ` and at most ${max}`}`,
    accepts: (title, types) => `${title} may be handed in as: ${types}`,
    paper: (title, how) => `the original of ${title}: ${how}`,
    renamed: (from, to) => `${from} is now called ${to}`,
    detail: (title, field) => `${title}: ${field} changed`,
    ruleAdded: (text) => `new rule: ${text}`,
    ruleGone: (text) => `no longer a rule: ${text}`,
    ruleChanged: (text) => `the rule now says: ${text}`,
    ruleLevel: (text, level) => `the rule “${text}” is now ${level}`,
    closes: (to) => (to === null ? "there is no last hour any more" : `nothing is taken after ${to}`),
    late: (accept) => (accept ? "late hand-ins are taken and marked" : "late hand-ins are refused"),
    theme: (to) => `the theme is now “${to}”`,
    setting: (field) => `${field} changed`,
  },
  levels: { block: "a condition", warn: "a reminder", inform: "for information" },
  copies: (count) => (count === 1 ? "1 copy" : `${count} copies`),
  sealed: "with the seal",
  unsealed: "without a seal",
  deliverTo: (place) => `to ${place}`,
  fields: {
    requiredIf: "when it is required",
    minEntries: "how many entries it takes",
    nothingToReport: "whether there may be nothing to report",
    needsReview: "whether it is reviewed",
    note: "the remark",
    source: "the notice's words",
    dueText: "the words for the deadline",
    notice: "the notice",
    contacts: "the contact",
    retainUntil: "how long it is kept",
    grades: "the grades",
    selfVote: "whether members rate themselves",
    aspects: "the aspects to examine",
    topics: "the topics",
    collectPrivate: "whether talks and criticism are collected",
    checkLevels: "how strict the checks are",
    phases: "the phases",
    milestones: "the schedule",
    rules: "the rules",
  },
  otherField: "something else",
};
