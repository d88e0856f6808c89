import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { countUtf8Bytes } from "../filename.rules";
import {
  computeCentralBytes,
  computeEndBytes,
  computeLocalBytes,
  computeUnixSeconds,
  renderCentralRecord,
  renderEndRecords,
  renderLocalHeader,
  type ZipDirectory,
  type ZipRecord,
} from "./zip.header.rules";

/**
 * The layout of a bundle as a pure function of its manifest: the length, the ETag and the
 * bytes of any range are known before the first object is read, and the same manifest
 * gives the same bytes on any machine and day. Headers are rendered only for the range asked.
 */

/**
 * Where an entry's bytes come from: a stored object, read pinned to its ETag; bytes at hand; or a
 * pack, one object in which local headers and bytes stand as they are sent, this entry's from `offset`.
 */
export type EntrySource =
  | { kind: "object"; key: string; etag: string }
  | { kind: "packed"; key: string; etag: string; offset: number }
  | { kind: "bytes"; data: Uint8Array };

export interface ZipEntry extends ZipRecord {
  source: EntrySource;
  /** Lower-case hex of the bytes where it is recorded; makes the bundle's ETag independent of storage. */
  sha256?: string;
}

export interface ZipPlan {
  entries: readonly ZipEntry[];
  /** Of the whole archive, in bytes. */
  length: number;
  /** Where each local header begins; one more element for the end of the last entry. */
  localAt: Float64Array;
  /** Where each central record begins; one more element for the end of the directory. */
  centralAt: Float64Array;
  directory: ZipDirectory;
}

export interface ObjectSlice {
  kind: "object";
  key: string;
  etag: string;
  offset: number;
  length: number;
  /** All of the object: it is asked for without a range, which costs storage less. */
  whole: boolean;
}

/** A run of bytes to send, in order. */
export type ZipSlice = { kind: "bytes"; data: Uint8Array } | ObjectSlice;

const JOIN_MAX_BYTES = 64 * 1024;
const PATH_FIELD_MAX_BYTES = 0xffff;

/**
 * Lays out an archive. Paths must already be safe and unique (`bundle.names.rules`).
 * Throws RangeError on facts no archive can hold: they are faults of the caller.
 */
export function planZip(entries: readonly ZipEntry[]): ZipPlan {
  const localAt = new Float64Array(entries.length + 1);
  const centralAt = new Float64Array(entries.length + 1);
  let at = 0;
  let directoryBytes = 0;
  entries.forEach((entry, i) => {
    const pathBytes = countUtf8Bytes(entry.path);
    assertEntry(entry, pathBytes);
    localAt[i] = at;
    centralAt[i] = directoryBytes;
    directoryBytes += computeCentralBytes(pathBytes, entry.bytes, at);
    at += computeLocalBytes(pathBytes, entry.bytes) + entry.bytes;
  });
  localAt[entries.length] = at;
  centralAt[entries.length] = directoryBytes;
  const directory = { entries: entries.length, offset: at, bytes: directoryBytes };
  const length = at + directoryBytes + computeEndBytes(directory);
  if (!Number.isSafeInteger(length)) throw new RangeError("archive too long");
  return { entries, length, localAt, centralAt: centralAt.map((offset) => offset + at), directory };
}

/** An entry made of bytes at hand, such as a list or a receipt. */
export function buildBytesEntry(path: string, data: Uint8Array, modifiedAt: string): ZipEntry {
  const sha256 = createHash("sha256").update(data).digest("hex");
  return {
    path,
    bytes: data.length,
    crc32: crc32(data),
    modifiedAt,
    source: { kind: "bytes", data },
    sha256,
  };
}

/**
 * Strong, quoted ETag: SHA-256 over the canonical manifest. The first line names the
 * layout; change it whenever the same manifest would give other bytes.
 */
export function computeBundleEtag(entries: readonly ZipEntry[]): string {
  const hash = createHash("sha256").update("huizhi.zip/1\n");
  for (const entry of entries) {
    const { path, bytes, crc32: crc, modifiedAt } = entry;
    const line = [path, bytes, crc, computeUnixSeconds(modifiedAt), ...listIdentity(entry)];
    hash.update(`${JSON.stringify(line)}\n`);
  }
  return `"${hash.digest("hex")}"`;
}

function listIdentity({ sha256, source }: ZipEntry): string[] {
  if (sha256 !== undefined) return ["sha256", sha256];
  if (source.kind === "bytes") return ["sha256", createHash("sha256").update(source.data).digest("hex")];
  return ["object", source.key, source.etag];
}

/**
 * The slices that make up bytes `start` up to `end` (exclusive) of the archive, in order
 * and lazily: short runs of bytes joined, neighbours in one object read as one.
 */
export function* planZipRange(plan: ZipPlan, start: number, end: number): Generator<ZipSlice> {
  if (start < 0 || start > end || end > plan.length) throw new RangeError(`no range ${start}-${end}`);
  let run = null as ObjectSlice | null;
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for (const slice of listSlices(plan, start, end)) {
    if (run !== null && continues(run, slice)) {
      run = { ...run, length: run.length + slice.length, whole: false };
      continue;
    }
    const joins = run === null && slice.kind === "bytes" && bytes + slice.data.length <= JOIN_MAX_BYTES;
    if (!joins) {
      if (run !== null) yield run;
      if (bytes > 0) yield { kind: "bytes", data: joinBytes(parts, bytes) };
      run = null;
      parts = [];
      bytes = 0;
    }
    if (slice.kind === "object") run = slice;
    else {
      parts.push(slice.data);
      bytes += slice.data.length;
    }
  }
  if (run !== null) yield run;
  if (bytes > 0) yield { kind: "bytes", data: joinBytes(parts, bytes) };
}

/** What follows in the same object is read by the same read: a whole branch of a pack at once. */
function continues(run: ObjectSlice, next: ZipSlice): next is ObjectSlice {
  if (next.kind !== "object" || next.key !== run.key || next.etag !== run.etag) return false;
  return next.offset === run.offset + run.length;
}

function* listSlices(plan: ZipPlan, start: number, end: number): Generator<ZipSlice> {
  const { entries, localAt, centralAt, directory } = plan;
  for (let i = findIndexAt(localAt, start); i < entries.length && numberAt(localAt, i) < end; i++) {
    yield* listEntrySlices(entryAt(entries, i), numberAt(localAt, i), numberAt(localAt, i + 1), start, end);
  }
  for (let i = findIndexAt(centralAt, start); i < entries.length && numberAt(centralAt, i) < end; i++) {
    const record = renderCentralRecord(entryAt(entries, i), numberAt(localAt, i));
    yield* clipBytes(record, numberAt(centralAt, i), start, end);
  }
  yield* clipBytes(renderEndRecords(directory), directory.offset + directory.bytes, start, end);
}

/** Header and bytes of the entry that lies at `from` up to `to` of the archive, clipped to the range. */
function* listEntrySlices(
  entry: ZipEntry,
  from: number,
  to: number,
  start: number,
  end: number,
): Generator<ZipSlice> {
  const { source } = entry;
  if (source.kind === "packed") {
    const at = Math.max(from, start);
    const length = Math.min(end, to) - at;
    const { key, etag } = source;
    const offset = source.offset + at - from;
    if (length > 0) yield { kind: "object", key, etag, offset, length, whole: false };
    return;
  }
  const dataAt = to - entry.bytes;
  if (start < dataAt) yield* clipBytes(renderLocalHeader(entry), from, start, end);
  if (source.kind === "bytes") yield* clipBytes(source.data, dataAt, start, end);
  else {
    const offset = Math.max(0, start - dataAt);
    const length = Math.min(end, to) - dataAt - offset;
    const { key, etag } = source;
    if (length > 0) yield { kind: "object", key, etag, offset, length, whole: length === entry.bytes };
  }
}

/** The part of `data`, which lies at `at` in the archive, that falls into the range. */
function* clipBytes(data: Uint8Array, at: number, start: number, end: number): Generator<ZipSlice> {
  const from = Math.max(0, start - at);
  const to = Math.min(data.length, end - at);
  if (from < to) yield { kind: "bytes", data: data.subarray(from, to) };
}

/** Index of the last element not after `position`; 0 when all are after it. */
function findIndexAt(starts: Float64Array, position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (numberAt(starts, middle) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function joinBytes(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function assertEntry(entry: ZipEntry, pathBytes: number): void {
  const { path, bytes, crc32: crc, source, modifiedAt } = entry;
  const sizeFits = source.kind !== "bytes" || source.data.length === bytes;
  const sound =
    pathBytes > 0 &&
    pathBytes <= PATH_FIELD_MAX_BYTES &&
    Number.isSafeInteger(bytes) &&
    bytes >= 0 &&
    crc === crc >>> 0 &&
    !Number.isNaN(Date.parse(modifiedAt));
  if (!sound || !sizeFits) throw new RangeError(`entry cannot be laid out: ${path.slice(0, 80)}`);
}

const numberAt = (list: Float64Array, i: number) => list[i] ?? Number.NaN;

function entryAt(entries: readonly ZipEntry[], i: number): ZipEntry {
  const entry = entries[i];
  if (entry === undefined) throw new RangeError(`no entry ${i}`);
  return entry;
}
