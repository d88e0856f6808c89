import { computeVerificationCode } from "../../schemas/receipt";
import type { RoundVersion } from "../../schemas/round";
import { isAcceptedSummary, parseSummary } from "../../schemas/summary";
import { type RoundIndexProps, renderRoundIndex } from "../../web/pages/round_index.page";
import type { Table } from "../exports/table.rules";
import { renderTableCsv } from "../exports/table.rules";
import { buildSafeName } from "../filename.rules";
import { buildSha256Sums, toSum } from "./bundle.lists.rules";
import { computeManifestSha256, INDEX_NAME, SUMS_NAME } from "./bundle.manifest.rules";
import { uniquePaths } from "./bundle.names.rules";
import { buildBytesEntry, type ZipEntry } from "./bundle.rules";

/** Which branches a bundle of the round takes; only those that have handed in anything. */
export type BundleFilter =
  | { kind: "started" | "complete" | "accepted" }
  | { kind: "chosen"; branches: ReadonlySet<string> };

/** What is asked for: chosen branches where any are named, else a state; unknown words ask for all that began. */
export function parseBundleFilter(state: string | undefined, branches: readonly string[]): BundleFilter {
  if (branches.length > 0 || state === "chosen") return { kind: "chosen", branches: new Set(branches) };
  return { kind: state === "complete" || state === "accepted" ? state : "started" };
}

interface Filtered {
  id: string;
  code: string;
  state: string;
  summary: string;
  contentSha256: string | null;
}

/**
 * Whether a bundle of this filter holds the branch; `chosen` takes ids and codes, and `accepted`
 * the branches whose receipt says so, whatever they handed in beyond what was required.
 */
export function isIncluded(
  version: Pick<RoundVersion, "artifacts">,
  filter: BundleFilter,
  branch: Filtered,
): boolean {
  if (branch.contentSha256 === null) return false;
  if (filter.kind === "complete") return branch.state === "complete";
  if (filter.kind === "accepted")
    return branch.state === "complete" && isAcceptedSummary(version, parseSummary(branch.summary));
  if (filter.kind === "chosen") return filter.branches.has(branch.id) || filter.branches.has(branch.code);
  return true;
}

const FILTER_WORDS = {
  started: "已交材料的全部支部",
  complete: "已交齐的支部",
  accepted: "已审核通过的支部",
  chosen: "选定的支部",
} as const;

/** One branch's part, wherever its bytes lie. */
export interface BranchPart {
  id: string;
  code: string;
  name: string;
  state: "untouched" | "partial" | "awaiting_paper" | "complete";
  missingCount: number;
  receiptNumber: string | null;
  contentSha256: string;
  folder: string;
  entries: readonly ZipEntry[];
}

export interface RoundHeadInput {
  version: RoundVersion;
  committee: string;
  filter: BundleFilter["kind"];
  parts: readonly BranchPart[];
  /** Branches of the round that are not in this bundle. */
  absent: readonly { code: string; name: string }[];
  /** 台账, 未交清单 and 汇总, each also a sheet of the workbook. */
  tables: readonly Table[];
  workbook: Uint8Array<ArrayBuffer>;
  /** The newest instant of what is in; the lists carry it. */
  stamp: string;
}

export const WORKBOOK_NAME = "台账.xlsx";

/** What stands beside the branches' folders: the lists, index.html and SHA256SUMS of everything. */
export function buildRoundHead(input: RoundHeadInput): { entries: ZipEntry[]; manifestSha256: string } {
  const { parts, tables, stamp } = input;
  const encode = (text: string) => new TextEncoder().encode(text);
  const taken = [INDEX_NAME, SUMS_NAME, WORKBOOK_NAME, ...new Set(parts.map((part) => `${part.folder}/_`))];
  const names = uniquePaths([...taken, ...tables.map((one) => buildSafeName(`${one.name}.csv`))]);
  const lists = [
    buildBytesEntry(WORKBOOK_NAME, input.workbook, stamp),
    ...tables.map((one, i) =>
      buildBytesEntry(names[taken.length + i] ?? one.name, encode(renderTableCsv(one)), stamp),
    ),
  ];
  const sums = [...lists, ...parts.flatMap((part) => part.entries)].map(toSum);
  const manifestSha256 = computeManifestSha256(sums);
  const props = buildIndexProps(input, lists, manifestSha256);
  const index = buildBytesEntry(INDEX_NAME, encode(renderRoundIndex(props)), stamp);
  const all = encode(buildSha256Sums([...sums, toSum(index)]));
  return { entries: [index, ...lists, buildBytesEntry(SUMS_NAME, all, stamp)], manifestSha256 };
}

function buildIndexProps(
  input: RoundHeadInput,
  lists: readonly ZipEntry[],
  manifestSha256: string,
): RoundIndexProps {
  const { version, committee, filter, parts, absent } = input;
  return {
    committee,
    notice: version.notice,
    theme: version.theme,
    filter: FILTER_WORDS[filter],
    branches: parts.map(({ code, name, state, missingCount, receiptNumber, folder, entries }) => ({
      code,
      name,
      folder: `${folder}/${INDEX_NAME}`,
      state,
      missing: missingCount,
      receiptNumber,
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      files: entries.length,
    })),
    lists: lists.map(({ path, bytes }) => ({ path, name: path, bytes })),
    absent: [...absent],
    manifestSha256,
    code: computeVerificationCode(manifestSha256),
  };
}
