/** The central directory of a ZIP, read by ranges (APPNOTE 4.3.6 to 4.3.16, ZIP64 included). */
import type { Buffer } from "node:buffer";
import type { BoundedReader } from "./bounded.reader";
import { hasBytes, u16le, u32le, u64le } from "./bytes.rules";

export interface ZipEntry {
  /** With slashes as written on other systems made one kind, and none in front. */
  name: string;
  nameBytes: Buffer;
  encrypted: boolean;
  /** 0 stored, 8 deflated. */
  method: number;
  /** Of what it unpacks to, as the directory claims. */
  crc32: number;
  /** Bytes inside the archive. */
  packed: number;
  /** Bytes as the directory claims they unpack to. */
  unpacked: number;
  /** Where the local header stands. */
  offset: number;
  /** Unix file mode; 0 where the writer gave none. */
  mode: number;
}

export type ZipDirectory =
  /** `whole` is false where the records end before their number is reached. */
  | { kind: "read"; entries: ZipEntry[]; start: number; comment: Buffer; whole: boolean }
  | { kind: "damaged" }
  | { kind: "prefixed" }
  | { kind: "excessive" };

export const MAX_ZIP_ENTRIES = 10_000;
const MAX_DIRECTORY_BYTES = 4 * 1024 * 1024;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

const CENTRAL = [0x50, 0x4b, 1, 2];

interface End {
  at: number;
  count: number;
  bytes: number;
  offset: number;
  comment: Buffer;
}

/** The end record that reaches the end of the file, or else the last one there is. */
function findEnd(tail: Buffer, tailAt: number): End | null {
  const endAt = (at: number) => at + END_BYTES + u16le(tail, at + 20);
  const found: number[] = [];
  for (
    let at = tail.lastIndexOf("PK\u0005\u0006");
    at >= 0;
    at = tail.lastIndexOf("PK\u0005\u0006", at - 1)
  ) {
    if (endAt(at) <= tail.length) found.push(at);
    if (at === 0) break;
  }
  const at = found.find((one) => endAt(one) === tail.length) ?? found[0];
  if (at === undefined || u16le(tail, at + 4) !== u16le(tail, at + 6)) return null;
  return {
    at: tailAt + at,
    count: u16le(tail, at + 10),
    bytes: u32le(tail, at + 12),
    offset: u32le(tail, at + 16),
    comment: tail.subarray(at + END_BYTES, endAt(at)),
  };
}

/** Where the end record's fields are full, the ZIP64 record says them; null when it is not there. */
async function widenEnd(reader: BoundedReader, end: End): Promise<End | null> {
  if (end.count !== 0xffff && end.bytes !== 0xffffffff && end.offset !== 0xffffffff) return end;
  const locator = await reader.read(end.at - 20, 20);
  if (!hasBytes(locator, [0x50, 0x4b, 6, 7])) return end;
  const at = u64le(locator, 8);
  const record = await reader.read(at, 56);
  if (!hasBytes(record, [0x50, 0x4b, 6, 6])) return null;
  return { ...end, at, count: u64le(record, 32), bytes: u64le(record, 40), offset: u64le(record, 48) };
}

/** The 64-bit values that stand in the extra field for those that are full in the record. */
function widenEntry(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16le(extra, at + 2)) {
    if (u16le(extra, at) !== 1) continue;
    let value = at + 4;
    for (const field of ["unpacked", "packed", "offset"] as const) {
      if (entry[field] !== 0xffffffff) continue;
      entry[field] = u64le(extra, value);
      value += 8;
    }
    return;
  }
}

function readEntry(directory: Buffer, at: number): { entry: ZipEntry; next: number } | null {
  if (!hasBytes(directory, CENTRAL, at)) return null;
  const nameEnd = at + 46 + u16le(directory, at + 28);
  const extraEnd = nameEnd + u16le(directory, at + 30);
  const next = extraEnd + u16le(directory, at + 32);
  if (next > directory.length) return null;
  const nameBytes = directory.subarray(at + 46, nameEnd);
  const flags = u16le(directory, at + 8);
  const entry = {
    name: nameBytes.toString("utf8").replaceAll("\\", "/").replace(/^\/+/, ""),
    nameBytes,
    encrypted: (flags & 0x2041) !== 0,
    method: u16le(directory, at + 10),
    crc32: u32le(directory, at + 16),
    packed: u32le(directory, at + 20),
    unpacked: u32le(directory, at + 24),
    offset: u32le(directory, at + 42),
    mode: u16le(directory, at + 40),
  };
  widenEntry(entry, directory.subarray(nameEnd, extraEnd));
  return { entry, next };
}

/**
 * Reads the directory of an archive that begins at the file's first byte. One that begins
 * later is `prefixed`: something else stands in front of it.
 */
export async function readZipDirectory(reader: BoundedReader): Promise<ZipDirectory> {
  const tail = await reader.readTail(END_BYTES + MAX_COMMENT_BYTES);
  const short = findEnd(tail, reader.bytes - tail.length);
  const end = short === null ? null : await widenEnd(reader, short);
  if (end === null) return { kind: "damaged" };
  if (end.count > MAX_ZIP_ENTRIES || end.bytes > MAX_DIRECTORY_BYTES) return { kind: "excessive" };
  const gap = end.at - end.offset - end.bytes;
  if (gap !== 0 && hasBytes(await reader.read(end.at - end.bytes, 4), CENTRAL)) return { kind: "prefixed" };
  if (gap < 0) return { kind: "damaged" };
  const directory = await reader.read(end.offset, end.bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < end.count; ) {
    const read = readEntry(directory, at);
    if (read === null) break;
    entries.push(read.entry);
    at = read.next;
  }
  const whole = entries.length === end.count && end.comment.length + END_BYTES <= tail.length;
  return { kind: "read", entries, start: end.offset, comment: end.comment, whole };
}
