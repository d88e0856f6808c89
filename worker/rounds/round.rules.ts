import { type Completeness, computeCompleteness, type Facts } from "../../schemas/completeness";
import { computeLateSeconds, formatDue } from "../../schemas/deadline";
import {
  type Asks,
  computeAsks,
  type ProfileName,
  type RoundDefinition,
  type RoundVersion,
} from "../../schemas/round";
import { buildSummary } from "../../schemas/summary";
import type { RoundHead } from "../../web/pages/committee.frame";
import type { RoundRow } from "./round.store";

/** A stored round as the head of its pages shows it. */
export function toRoundHead(row: Pick<RoundRow, "id" | "title" | "noticeNumber" | "state">): RoundHead {
  const { id, title, noticeNumber, state } = row;
  return { id, title, noticeNumber, state };
}

const NUMBER_IN_NOTICE = /[〔[(【［（]\s*(\d{4})\s*[〕\])】］）]\s*第?\s*(\d{1,5})\s*号/;

/**
 * The beginning of a round's receipt numbers: `〔2026〕18号` gives `2026-18`; a notice
 * without such a number gives the day of issue, `20261123`.
 */
export function buildReceiptPrefix(noticeNumber: string, issuedOn: string): string {
  const match = NUMBER_IN_NOTICE.exec(noticeNumber.normalize("NFKC"));
  return match === null ? issuedOn.replaceAll("-", "") : `${match[1]}-${Number(match[2])}`;
}

const SUFFIXES = "bcdefghijkmnpqrstuvwxyz";

/** The first free prefix: as it is, then `-b`, `-c` … and numbers when letters run out; no l and no o. */
export function chooseReceiptPrefix(base: string, taken: ReadonlySet<string>): string {
  for (let i = -1; ; i++) {
    const suffix = i < 0 ? "" : `-${SUFFIXES[i] ?? `x${i}`}`;
    if (!taken.has(base + suffix)) return base + suffix;
  }
}

/** Which profile the committee's choice still is; `custom` once it differs from both. */
export function computeProfile(definition: RoundDefinition, asks: Asks): RoundVersion["profile"] {
  const same = (profile: ProfileName) => {
    const wanted = computeAsks(definition, profile);
    return definition.artifacts.every((one) => (asks[one.key] ?? "off") === wanted[one.key]);
  };
  if (same("literal")) return "literal";
  return same("online_full") ? "online_full" : "custom";
}

export interface AskCounts {
  required: number;
  optional: number;
  off: number;
}

export function countAsks(definition: RoundDefinition, asks: Asks): AskCounts {
  const counts: AskCounts = { required: 0, optional: 0, off: 0 };
  for (const one of definition.artifacts) counts[asks[one.key] ?? "off"] += 1;
  return counts;
}

/** What a committee should see before publishing; nothing here stops it. */
export interface PastDue {
  key: string;
  zh: string;
  en: string;
}

/** Asked artifacts whose due instant has already passed: published so, they are overdue from the first minute. */
export function listPastDues(definition: RoundDefinition, asks: Asks, now: string): PastDue[] {
  return definition.artifacts.flatMap((one) => {
    if ((asks[one.key] ?? "off") === "off" || one.due === null || computeLateSeconds(one.due, now) === 0)
      return [];
    return [
      {
        key: one.key,
        zh: `${one.title.zh}（${formatDue(one.due)}）`,
        en: `${one.title.en} (${formatDue(one.due, "en")})`,
      },
    ];
  });
}

const NO_FACTS: Facts = { files: [], entries: [], papers: [], drafts: [], reviews: [], extensions: [] };

/** The summary row a submission begins with. */
export interface Start {
  state: Completeness["state"];
  missingCount: number;
  summary: string;
}

/** Where every branch of a freshly published round stands. */
export function computeStart(version: RoundVersion): Start {
  const { state, missing, ...rest } = computeCompleteness(version, NO_FACTS);
  const summary = JSON.stringify(buildSummary(version, { state, missing, ...rest }));
  return { state, missingCount: missing.length, summary };
}
