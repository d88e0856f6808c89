import type { ArtifactStatus, FileFact } from "../../schemas/completeness";
import { describeLateness } from "../../schemas/deadline";
import type { RoundVersion } from "../../schemas/round";
import { buildListCsv, buildSha256Sums, type ListRow } from "./bundle.lists.rules";
import { buildBranchFilePath, buildBranchFolder, buildFilePath, uniquePaths } from "./bundle.names.rules";
import { buildBytesEntry, type ZipEntry } from "./bundle.rules";

/** A typed entry made readable: its canonical JSON and the same as text. */
export interface RenderedEntry {
  json: Uint8Array<ArrayBuffer>;
  text: Uint8Array<ArrayBuffer>;
}

export interface BranchManifestInput {
  version: RoundVersion;
  branch: { code: string; name: string };
  artifacts: readonly ArtifactStatus[];
  /** By file id. */
  objects: ReadonlyMap<string, { objectKey: string; etag: string }>;
  /** By entry id. */
  entries: ReadonlyMap<string, RenderedEntry>;
  receipt: {
    number: string;
    issuedAt: string;
    pdf: Uint8Array<ArrayBuffer>;
    json: Uint8Array<ArrayBuffer>;
  } | null;
}

interface Item {
  entry: ZipEntry;
  row: Omit<ListRow, "path">;
}

const lateNote = (seconds: number) => (seconds > 0 ? describeLateness(seconds).zh : "");

function baseRow(input: BranchManifestInput, title: string, receivedAt: string | null) {
  const row = { documentNumber: input.version.notice.number, responsible: input.branch.name, title };
  return {
    ...row,
    date: receivedAt,
    receivedAt,
    pages: null,
    note: "",
    originalName: null,
    bytes: null,
    sha256: null,
  };
}

function buildFileItem(
  input: BranchManifestInput,
  status: ArtifactStatus,
  file: FileFact,
  path: string,
  title: string,
): Item {
  const object = input.objects.get(file.id);
  if (object === undefined) throw new Error("a file of the facts has no object");
  const source = { kind: "object", key: object.objectKey, etag: object.etag } as const;
  const { bytes, crc32, sha256 } = file;
  return {
    entry: { path, bytes, crc32, sha256, modifiedAt: file.receivedAt, source },
    row: {
      ...baseRow(input, title, file.receivedAt),
      pages: file.pages,
      note: lateNote(status.lateSeconds),
      originalName: file.name,
      bytes,
      sha256,
    },
  };
}

function listArtifactItems(input: BranchManifestInput, status: ArtifactStatus, index: number): Item[] {
  const title = input.version.artifacts[index]?.title.zh ?? status.key;
  const path = (fileVersion: number, ext: string, ordinal?: number) =>
    buildFilePath({
      branchCode: input.branch.code,
      branchName: input.branch.name,
      index: index + 1,
      artifactTitle: title,
      fileVersion,
      ordinal,
      ext,
    });
  const files = status.files.map((file, i) => {
    const ordinal = status.files.length > 1 ? i + 1 : undefined;
    return buildFileItem(input, status, file, path(file.version, file.type, ordinal), title);
  });
  const typed = status.entry;
  const rendered = typed === null ? undefined : input.entries.get(typed.id);
  if (typed === null || rendered === undefined) return files;
  const note = lateNote(status.lateSeconds);
  const made = (data: Uint8Array<ArrayBuffer>, ext: string): Item => {
    const entry = buildBytesEntry(path(typed.version, ext), data, typed.receivedAt);
    const row = {
      ...baseRow(input, title, typed.receivedAt),
      note,
      bytes: data.length,
      sha256: entry.sha256 ?? null,
    };
    return { entry, row };
  };
  return [...files, made(rendered.text, "txt"), made(rendered.json, "json")];
}

/** Paper has no file in the bundle, but it has a line in the list: what came, when and to whom. */
function listPaperRows(input: BranchManifestInput): Omit<ListRow, "path">[] {
  return input.artifacts.flatMap((status, index) => {
    if (status.paper === null) return [];
    const { arrivedAt, copies, sealed, receivedBy } = status.paper;
    const title = input.version.artifacts[index]?.title.zh ?? status.key;
    const note = [`纸质${copies}份`, sealed ? "已盖章" : "", `${receivedBy}收`, lateNote(status.lateSeconds)];
    return [{ ...baseRow(input, title, arrivedAt), note: note.filter(Boolean).join("，") }];
  });
}

function listReceiptItems(input: BranchManifestInput, folder: string): Item[] {
  const { receipt } = input;
  if (receipt === null) return [];
  const made = (name: string, data: Uint8Array<ArrayBuffer>): Item => {
    const entry = buildBytesEntry(buildBranchFilePath(folder, name), data, receipt.issuedAt);
    return {
      entry,
      row: {
        ...baseRow(input, "材料接收回执", receipt.issuedAt),
        bytes: data.length,
        sha256: entry.sha256 ?? null,
      },
    };
  };
  return [made(`回执_${receipt.number}.pdf`, receipt.pdf), made(`回执_${receipt.number}.json`, receipt.json)];
}

/**
 * Everything one branch has in, as the entries of its bundle: the receipt, each artifact in
 * its numbered folder, 清单.csv and SHA256SUMS. The same facts give the same entries.
 */
export function buildBranchManifest(input: BranchManifestInput): ZipEntry[] {
  const folder = buildBranchFolder(input.branch.code, input.branch.name);
  const items = [
    ...listReceiptItems(input, folder),
    ...input.artifacts.flatMap((status, index) => listArtifactItems(input, status, index)),
  ];
  const paths = uniquePaths(items.map((item) => item.entry.path));
  const zipped = items.map(({ entry }, i) => ({ ...entry, path: paths[i] ?? entry.path }));
  const rows: ListRow[] = [
    ...items.map(({ row }, i) => ({ ...row, path: (paths[i] ?? "").slice(folder.length + 1) })),
    ...listPaperRows(input).map((row) => ({ ...row, path: null })),
  ];
  const stamp =
    zipped
      .map((entry) => entry.modifiedAt)
      .sort()
      .at(-1) ?? input.version.publishedAt;
  const text = new TextEncoder();
  const list = buildBytesEntry(
    buildBranchFilePath(folder, "清单.csv"),
    text.encode(buildListCsv(rows)),
    stamp,
  );
  const summed = [...zipped, list].map((entry) => ({ path: entry.path, sha256: entry.sha256 ?? "" }));
  const sums = buildBytesEntry(
    buildBranchFilePath(folder, "SHA256SUMS"),
    text.encode(buildSha256Sums(summed, folder)),
    stamp,
  );
  return [...zipped, list, sums];
}
