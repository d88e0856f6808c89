import type { ArtifactStatus, EntryFact, FileFact, PaperFact } from "../../schemas/completeness";
import { describeLateness } from "../../schemas/deadline";
import type { RoundVersion } from "../../schemas/round";
import type { ReceiptStanding } from "../receipts/receipt.rules";
import type { ListRow } from "./bundle.lists.rules";
import type { FilePathParts, Naming } from "./bundle.naming.rules";
import { buildFilePath } from "./bundle.naming.rules";
import { buildBytesEntry, type ZipEntry } from "./bundle.rules";
import { buildParts, describePart } from "./part.rules";

type ToldOfFile = "id" | "artifactKey" | "lineageId" | "version" | "name" | "type" | "pages" | "receivedAt";

/** A stored file, any version, with where its bytes lie. */
export interface BundleFile extends Pick<FileFact, ToldOfFile | "bytes" | "sha256" | "crc32"> {
  objectKey: string;
  etag: string;
}

/** A typed entry made readable, and its canonical JSON as it was hashed. */
export interface BundleEntry extends EntryFact {
  /** The artifact's, and which of its entries this is where it takes several. */
  title: string;
  pdf: Uint8Array<ArrayBuffer>;
  json: Uint8Array<ArrayBuffer>;
}

/** What one artifact brings into a bundle: what stands and what waits beside it, or every version. */
export interface BundleArtifact {
  status: ArtifactStatus;
  files: readonly BundleFile[];
  entries: readonly BundleEntry[];
}

export interface BundleReceipt {
  number: string;
  version: number;
  issuedAt: string;
  /** What became of it since. */
  standing: ReceiptStanding;
  pdf: Uint8Array<ArrayBuffer>;
  json: Uint8Array<ArrayBuffer>;
}

export interface BranchManifestInput {
  version: RoundVersion;
  committee: string;
  branch: { code: string; name: string };
  naming: Naming;
  artifacts: readonly BundleArtifact[];
  receipt: BundleReceipt | null;
  /** Keys of required artifacts that are not in. */
  missing: readonly string[];
  complete: boolean;
  allVersions: boolean;
}

/** One file on its way into a branch's folder, with what the lists say of it. */
export interface BundleItem {
  /** Place of its artifact in the round, from 0; null for what is not an artifact's. */
  artifact: number | null;
  version: number;
  entry: ZipEntry;
  row: Omit<ListRow, "path">;
}

export const lateNote = (seconds: number) => (seconds > 0 ? describeLateness(seconds).zh : "");

/** A line of 清单.csv with nothing but what every line has. */
export function buildRow(input: BranchManifestInput, title: string, receivedAt: string): BundleItem["row"] {
  return {
    documentNumber: input.version.notice.number,
    responsible: input.branch.name,
    title,
    date: receivedAt,
    receivedAt,
    pages: null,
    note: "",
    originalName: null,
    bytes: null,
    sha256: null,
  };
}

/** An item whose bytes are at hand: a rendered entry, a receipt. */
export function buildMadeItem(
  place: Pick<BundleItem, "artifact" | "version" | "row">,
  path: string,
  data: Uint8Array<ArrayBuffer>,
  modifiedAt: string,
): BundleItem {
  const entry = buildBytesEntry(path, data, modifiedAt);
  const row = { ...place.row, bytes: data.length, sha256: entry.sha256 ?? null };
  return { ...place, entry, row };
}

export const titleAt = (input: BranchManifestInput, index: number): string =>
  input.version.artifacts[index]?.title.zh ?? input.artifacts[index]?.status.key ?? "";

interface Thing {
  version: number;
  receivedAt: string;
  originalName: string | null;
  ordinal?: number;
  ext: string;
}

function buildPath(input: BranchManifestInput, index: number, thing: Thing): string {
  const parts: FilePathParts = {
    branchCode: input.branch.code,
    branchName: input.branch.name,
    index: index + 1,
    artifactTitle: titleAt(input, index),
    fileVersion: thing.version,
    receivedAt: thing.receivedAt,
    lateSeconds: input.artifacts[index]?.status.lateSeconds ?? 0,
    originalName: thing.originalName,
    ordinal: thing.ordinal,
    ext: thing.ext,
  };
  return buildFilePath(parts, input.naming);
}

type Note = (one: { id: string; version: number }, newest: number) => string;

/** What the lists say of the versions of one artifact. */
function describeVersions({ status }: BundleArtifact): Note {
  const parts = buildParts(status);
  const late = lateNote(status.lateSeconds);
  return (one, newest) => [describePart(parts, one, newest), late].filter(Boolean).join("，");
}

const highest = (list: readonly { version: number }[]) => Math.max(0, ...list.map((one) => one.version));

function buildFileItem(
  input: BranchManifestInput,
  index: number,
  file: BundleFile,
  place: { ordinal?: number; note: string },
): BundleItem {
  const { version, receivedAt, name: originalName, type: ext, bytes, crc32, sha256 } = file;
  const path = buildPath(input, index, {
    version,
    receivedAt,
    originalName,
    ext,
    ordinal: place.ordinal,
  });
  const source = { kind: "object", key: file.objectKey, etag: file.etag } as const;
  const row = buildRow(input, titleAt(input, index), receivedAt);
  return {
    artifact: index,
    version,
    entry: { path, bytes, crc32, sha256, modifiedAt: receivedAt, source },
    row: { ...row, pages: file.pages, note: place.note, originalName, bytes, sha256 },
  };
}

function listFileItems(input: BranchManifestInput, index: number, one: BundleArtifact): BundleItem[] {
  const lineages = new Map<string, { ordinal: number; newest: number }>();
  for (const { lineageId, version } of one.files) {
    const known = lineages.get(lineageId) ?? { ordinal: lineages.size + 1, newest: 0 };
    lineages.set(lineageId, { ...known, newest: Math.max(known.newest, version) });
  }
  const noteOf = describeVersions(one);
  return one.files.map((file) => {
    const { ordinal, newest } = lineages.get(file.lineageId) ?? { ordinal: 1, newest: file.version };
    const place = { ordinal: lineages.size > 1 ? ordinal : undefined, note: noteOf(file, newest) };
    return buildFileItem(input, index, file, place);
  });
}

function listEntryItems(input: BranchManifestInput, index: number, one: BundleArtifact): BundleItem[] {
  const several = new Set(one.entries.map((typed) => typed.item)).size > 1;
  const noteOf = describeVersions(one);
  return one.entries.flatMap((typed) => {
    const { item, version, receivedAt } = typed;
    const newest = highest(one.entries.filter((other) => other.item === item));
    const note = noteOf(typed, newest);
    const row = { ...buildRow(input, typed.title, receivedAt), note };
    const made = (data: Uint8Array<ArrayBuffer>, ext: string) => {
      const path = buildPath(input, index, {
        version,
        receivedAt,
        originalName: null,
        ordinal: several ? item : undefined,
        ext,
      });
      return buildMadeItem({ artifact: index, version, row }, path, data, receivedAt);
    };
    return [made(typed.pdf, "pdf"), made(typed.json, "json")];
  });
}

/** What every artifact brings, in the notice's order: files as they were begun, then what was typed. */
export function listArtifactItems(input: BranchManifestInput): BundleItem[] {
  return input.artifacts.flatMap((one, index) => [
    ...listFileItems(input, index, one),
    ...listEntryItems(input, index, one),
  ]);
}

/** How an original came, in words. */
export function describePaper(paper: PaperFact, lateSeconds: number): string {
  const { copies, sealed, receivedBy } = paper;
  const words = [`纸质${copies}份`, sealed ? "已盖章" : "", `${receivedBy}收`, lateNote(lateSeconds)];
  return words.filter(Boolean).join("，");
}

/** Paper has no file in the bundle, but it has a line in the list: what came, when and to whom. */
export function listPaperRows(input: BranchManifestInput): ListRow[] {
  return input.artifacts.flatMap(({ status }, index) => {
    const { paper, lateSeconds } = status;
    if (paper === null) return [];
    const note = describePaper(paper, lateSeconds);
    return [{ ...buildRow(input, titleAt(input, index), paper.arrivedAt), note, path: null }];
  });
}
