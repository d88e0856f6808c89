import type { zhBundle } from "./zh.bundle";

const branches = (count: number) => `${count} ${count === 1 ? "branch" : "branches"}`;

export const enBundle: typeof zhBundle = {
  place: "Bundle",
  what: "One ZIP with a folder per branch. Unpack it onto the archive's disk: it needs neither a network nor this system.",
  inside: "What is inside",
  parts: [
    [
      "A folder per branch",
      "what holds of what was handed in, with corrections that wait, the receipt and the three files below",
    ],
    [
      "清单.csv",
      "every file of the branch with title, date, pages, size and SHA-256; opens in any spreadsheet",
    ],
    ["SHA256SUMS", "checksums, to see whether a file was changed"],
    ["index.html", "a table of contents that opens offline; the filing code is printed at its end"],
    [
      "台账, 汇总, 未交清单",
      "at the top: what came in from each branch, the figures of the forms added up, and what is still missing",
    ],
  ],
  take: "Download",
  goOn: "Go on and download",
  estimate: "Sizes here are estimates; the exact size is known with the download.",
  unsealed: (count) =>
    `${branches(count)} handed something in just now and ${count === 1 ? "is" : "are"} still being sealed. You can press download now; it will take a little longer to begin.`,
  filters: {
    started: "Branches that handed something in",
    complete: "Complete branches",
    accepted: "Accepted branches",
    chosen: "Chosen branches",
  },
  filterWhat: {
    started: "Complete or not; the list of what is missing says what they lack.",
    complete: "Only those with everything required.",
    accepted: "Only those of whose required materials every one was accepted.",
  },
  go: (count) => `Download ${count} ${count === "1" ? "branch" : "branches"}`,
  about: (size) => `about ${size}`,
  exact: (size, bytes) => `${size} (${bytes} bytes)`,
  nobody: "None yet.",
  afterwards:
    "This page stays as it is when you press download. Load it again and the same bundle stands below, for 14 days.",
  choose: "Choose branches",
  chooseWhat: "Branches that handed something in, in the order of their codes.",
  notStarted: (count) => `${branches(count)} handed in nothing yet and cannot be chosen.`,
  nothingIn: "No branch has handed anything in yet: there is nothing to download.",
  show: "Show",
  shows: {
    all: "all",
    complete: "complete",
    partial: "not complete",
    unfiled: "not filed, or changed since",
  },
  find: "Find a branch by name or code",
  keepShown: "A ticked branch always stays in view.",
  chosenGo: "Download the ticked branches",
  columns: { branch: "Branch", state: "State", size: "Size", filed: "Filed" },
  complete: "complete",
  partial: "not complete",
  prepared: "Prepared bundles",
  nonePrepared:
    "None yet. A bundle you downloaded is listed here, so that a broken download can go on and filing can be noted.",
  preparedLine: (count, files) =>
    `${count} ${count === "1" ? "branch" : "branches"} · ${files} ${files === "1" ? "file" : "files"}`,
  preparedAt: (at) => `prepared ${at}`,
  keptUntil: (at) => `kept until ${at}`,
  again: (size) => `Download ${size}`,
  stale: "Something was handed in since and is not in this bundle. Download again above to have it.",
  resume:
    "When a download breaks, press “Resume” in the browser's list of downloads; where there is none, follow the same link here again. Until the day named, the same link gives the same bytes.",
  resumeTool: "With curl -C - -O or wget -c, bring the cookie of the signed-in browser.",
  filed: "filed",
  notFiledYet: "not filed",
  filedAt: (at) => `filed ${at}`,
  changed: "changed since filing",
  changedWhat: "Something changed since it was filed. Download and file it again.",
  file: "Note as filed",
  fileWhat:
    "Once the materials are in the archive, open index.html inside the bundle and type the filing code printed at its end.",
  code: "Filing code",
  codeHint: "Twelve letters and digits; the dashes may be left out.",
  fileGo: "Note as filed",
  fileAgain: "Note as filed again",
  notFiled: "Not noted as filed",
  justFiled: (count) => `Noted as filed: ${branches(count)}.`,
  summary: (count, changed) =>
    changed === 0
      ? `${branches(count)} filed.`
      : `${branches(count)} filed, ${changed} of them changed since.`,
  naming: "How files are named",
  namingWhat:
    "The branch's folder always comes first and the extension is always added; “/” begins a folder. Bundles already prepared stay as they are.",
  pattern: "Naming pattern",
  standard: (pattern) => `Standard: ${pattern}`,
  examples: "With the pattern in force files are named like this:",
  placeholders: "What you can use",
  placeholder: "Write",
  becomes: "Becomes",
  tokens: [
    ["{no}", "the number of the material in the notice, two digits"],
    ["{code}", "the branch's code in the roster"],
    ["{branch}", "the branch's name"],
    ["{artifact}", "the name of the material"],
    ["{date}", "the day it arrived, such as 20261211"],
    ["{version}", "its version"],
    ["{nth}", "_01, _02 where there are several files; nothing for a single one"],
    ["{late}", "_迟交2天 when it came late; nothing when in time"],
    ["{original}", "the file's name as it was handed in"],
  ],
  save: "Save the pattern",
  notSaved: "The pattern was not saved",
  reset: "Back to the standard",
  toPage: "Bundle and filing",
  branch: {
    title: "Bundle",
    allVersions: "Download it with earlier versions",
    what: "What was handed in, the receipt, lists and checksums; opens offline.",
    allVersionsWhat: "Versions that were replaced are in it too.",
    resume:
      "When a download breaks, press “Resume” in the browser's list of downloads: what has arrived is not sent again.",
  },
};
