import type { zhVerify } from "./zh.verify";

export const enVerify: typeof zhVerify = {
  title: "Check a receipt",
  intro: "Type the number printed on a receipt to see whether it is valid. No sign-in is needed.",
  number: "Receipt number",
  numberHint: "For example 2026-18-0003",
  check: "Check",
  states: { valid: "Valid", superseded: "Superseded", unknown: "Unknown" },
  validLine: (version) => `This is version ${version}, the branch's current receipt.`,
  supersededLine: (newest) => `This version was superseded by version ${newest}.`,
  unknownLine: "There is no receipt with this number. Check it; if it is right, this system never issued it.",
  seeNewest: "See the newest version",
  branch: "Branch",
  notice: "Notice",
  issuer: "Issuer",
  issuedAt: "Issued at",
  code: "Verification code",
  codeHint: "Only the same code as on the paper is the same receipt.",
  leaf: "Fingerprint (SHA-256)",
  materials: "What was received",
  item: "Artifact",
  received: "Received at",
  bytes: "Size",
  paper: (copies) => `${copies} on paper`,
  awaited: "paper original: awaited",
  standing: {
    pending: "A change waits to be looked at; the receipt still holds.",
    reopened: "After it was issued something was returned or must be mended, and is not in yet.",
  },
  compare:
    "To compare a file you hold, compute its SHA-256: the same value is the same file. File names are not published here.",
};
