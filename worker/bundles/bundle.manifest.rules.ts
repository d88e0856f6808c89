import { createHash } from "node:crypto";
import { isShown } from "../../schemas/completeness";
import { formatInstant } from "../../schemas/deadline";
import { computeVerificationCode } from "../../schemas/receipt";
import { type BundleIndexProps, type IndexFile, renderBundleIndex } from "../../web/pages/bundle_index.page";
import {
  type BranchManifestInput,
  type BundleItem,
  type BundleReceipt,
  buildMadeItem,
  buildRow,
  describePaper,
  listArtifactItems,
  listPaperRows,
  titleAt,
} from "./bundle.items.rules";
import { buildListCsv, buildSha256Sums, type SumItem, toSum } from "./bundle.lists.rules";
import { buildBranchFilePath, buildBranchFolder, uniquePaths } from "./bundle.names.rules";
import { buildBytesEntry, type ZipEntry } from "./bundle.rules";

/** The files that stand in every folder beside what was handed in; nothing else may take their names. */
export const LIST_NAME = "清单.csv";
export const SUMS_NAME = "SHA256SUMS";
export const INDEX_NAME = "index.html";

/** A branch's part of a bundle. */
export interface BranchManifest {
  folder: string;
  entries: ZipEntry[];
  /** Of everything in it but index.html and SHA256SUMS, see `computeManifestSha256`. */
  manifestSha256: string;
}

/**
 * What a bundle is known by when it is confirmed as filed: SHA-256 over the lines SHA256SUMS
 * has for everything but index.html, which prints its code, and SHA256SUMS itself.
 */
export function computeManifestSha256(items: readonly SumItem[]): string {
  return createHash("sha256").update(buildSha256Sums(items)).digest("hex");
}

const RECEIPT_NOTES: Readonly<Record<BundleReceipt["standing"], string>> = {
  whole: "",
  pending: "此后有更正，待复核",
  reopened: "此后有材料待补",
};

function listReceiptItems(input: BranchManifestInput, folder: string): BundleItem[] {
  const { receipt } = input;
  if (receipt === null) return [];
  const { number, version, issuedAt, standing, pdf, json } = receipt;
  const row = { ...buildRow(input, "材料接收回执", issuedAt), note: RECEIPT_NOTES[standing] };
  const made = (name: string, data: Uint8Array<ArrayBuffer>) =>
    buildMadeItem({ artifact: null, version, row }, buildBranchFilePath(folder, name), data, issuedAt);
  return [made(`回执_${number}.pdf`, pdf), made(`回执_${number}.json`, json)];
}

/** Safe, unique paths; the names of the lists are taken before anything that a pattern makes. */
function placeItems(folder: string, items: readonly BundleItem[]): BundleItem[] {
  const fixed = [LIST_NAME, SUMS_NAME, INDEX_NAME].map((name) => buildBranchFilePath(folder, name));
  const paths = uniquePaths([...fixed, ...items.map((item) => item.entry.path)]).slice(fixed.length);
  return items.map((item, i) => ({
    ...item,
    entry: { ...item.entry, path: paths[i] ?? item.entry.path },
  }));
}

const newestOf = (entries: readonly ZipEntry[], fallback: string) =>
  entries
    .map((entry) => entry.modifiedAt)
    .sort()
    .at(-1) ?? fallback;

/**
 * Everything one branch has in, as the entries of its bundle: the receipt, each artifact
 * under the round's naming pattern, 清单.csv, index.html and SHA256SUMS. The same facts give
 * the same entries.
 */
export function buildBranchManifest(input: BranchManifestInput): BranchManifest {
  const folder = buildBranchFolder(input.branch.code, input.branch.name);
  const items = placeItems(folder, [...listReceiptItems(input, folder), ...listArtifactItems(input)]);
  const entries = items.map((item) => item.entry);
  const stamp = newestOf(entries, input.version.publishedAt);
  const inFolder = (path: string) => path.slice(folder.length + 1);
  const made = (name: string, text: string) =>
    buildBytesEntry(buildBranchFilePath(folder, name), new TextEncoder().encode(text), stamp);
  const rows = items.map(({ row, entry }) => ({ ...row, path: inFolder(entry.path) }));
  const list = made(LIST_NAME, buildListCsv([...rows, ...listPaperRows(input)]));
  const manifestSha256 = computeManifestSha256(
    [...entries, list].map(toSum).map(({ path, sha256 }) => ({ path: inFolder(path), sha256 })),
  );
  const index = made(INDEX_NAME, renderBundleIndex(buildIndexProps(input, items, folder, manifestSha256)));
  const listed = [...entries, list, index];
  const sums = made(SUMS_NAME, buildSha256Sums(listed.map(toSum), folder));
  return { folder, entries: [...listed, sums], manifestSha256 };
}

function buildIndexFile({ entry, row, version }: BundleItem, folder: string): IndexFile {
  const path = entry.path.slice(folder.length + 1);
  return {
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    originalName: row.originalName,
    bytes: entry.bytes,
    pages: row.pages,
    sha256: entry.sha256 ?? "",
    version,
    receivedAt: entry.modifiedAt,
    note: row.note,
  };
}

function buildIndexArtifacts(
  input: BranchManifestInput,
  items: readonly BundleItem[],
  folder: string,
): BundleIndexProps["artifacts"] {
  return input.artifacts.flatMap(({ status }, index) => {
    const { state, required, receivedAt, lateSeconds, paper } = status;
    if (!isShown(input.version.artifacts[index], status)) return [];
    const shown = {
      index: index + 1,
      title: titleAt(input, index),
      state,
      required,
      receivedAt,
      lateSeconds,
      files: items.filter((item) => item.artifact === index).map((item) => buildIndexFile(item, folder)),
      papers:
        paper === null
          ? []
          : [`${formatInstant(paper.arrivedAt, "full")} ${describePaper(paper, lateSeconds)}`],
    };
    return [shown];
  });
}

function buildIndexProps(
  input: BranchManifestInput,
  items: readonly BundleItem[],
  folder: string,
  manifestSha256: string,
): BundleIndexProps {
  const { version, receipt } = input;
  const [pdf, json] = items.filter((item) => item.artifact === null).map((item) => item.entry.path);
  const inFolder = (path = "") => path.slice(folder.length + 1);
  return {
    committee: input.committee,
    notice: version.notice,
    theme: version.theme,
    branch: input.branch,
    complete: input.complete,
    missing: version.artifacts.filter((one) => input.missing.includes(one.key)).map((one) => one.title.zh),
    receipt:
      receipt === null
        ? null
        : {
            number: receipt.number,
            version: receipt.version,
            issuedAt: receipt.issuedAt,
            standing: receipt.standing,
            pdfPath: inFolder(pdf),
            jsonPath: inFolder(json),
          },
    artifacts: buildIndexArtifacts(input, items, folder),
    lists: [
      { path: LIST_NAME, what: "list" },
      { path: SUMS_NAME, what: "sums" },
    ],
    manifestSha256,
    code: computeVerificationCode(manifestSha256),
    allVersions: input.allVersions,
  };
}
