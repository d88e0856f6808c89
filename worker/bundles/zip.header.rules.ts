import { toZone } from "./zone.rules";

/**
 * The records of a ZIP file (APPNOTE 6.3), each rendered alone from the facts of one entry
 * and sized without being rendered. Stored, never compressed; CRC and sizes stand in the
 * local header, so there is no data descriptor; ZIP64 fields only where a value needs them.
 */

/** The facts of one entry that its records carry. */
export interface ZipRecord {
  /** UTF-8. */
  path: string;
  bytes: number;
  /** Unsigned CRC-32. */
  crc32: number;
  /** ISO instant; DOS time is written in UTC+8 at two-second steps, the UT extra in UTC seconds. */
  modifiedAt: string;
}

/** Where the central directory lies; what the end records say. */
export interface ZipDirectory {
  entries: number;
  offset: number;
  bytes: number;
}

const UINT16_FULL = 0xffff;
const UINT32_FULL = 0xffffffff;
const UTF8_NAME_FLAG = 0x0800;
const VERSION_PLAIN = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = (3 << 8) | VERSION_ZIP64;
const REGULAR_FILE_0644 = (0o100644 << 16) >>> 0;
const UT_EXTRA_BYTES = 9;
const ZIP64_EXTRA_HEAD_BYTES = 4;

const encoder = new TextEncoder();
const overflows = (value: number) => value >= UINT32_FULL;

/**
 * A local header does not depend on where it stands: ZIP64 in it means a large file, not a
 * far one. So headers and bytes of one branch can be kept and sent as one run anywhere.
 */
export function computeLocalBytes(pathBytes: number, bytes: number): number {
  return 30 + pathBytes + UT_EXTRA_BYTES + (overflows(bytes) ? ZIP64_EXTRA_HEAD_BYTES + 16 : 0);
}

export function computeCentralBytes(pathBytes: number, bytes: number, offset: number): number {
  return 46 + pathBytes + UT_EXTRA_BYTES + computeCentralZip64Bytes(bytes, offset);
}

export function computeEndBytes(directory: ZipDirectory): number {
  return needsZip64End(directory) ? 56 + 20 + 22 : 22;
}

/** The local header of one entry; the file's bytes follow it. */
export function renderLocalHeader(record: ZipRecord): Uint8Array<ArrayBuffer> {
  const path = encoder.encode(record.path);
  const size = computeLocalBytes(path.length, record.bytes);
  const writer = new FieldWriter(size);
  writer.u32(0x04034b50);
  writer.u16(overflows(record.bytes) ? VERSION_ZIP64 : VERSION_PLAIN);
  writeCommon(writer, record);
  writer.u16(path.length);
  writer.u16(size - 30 - path.length);
  writer.raw(path);
  if (overflows(record.bytes)) {
    writer.u16(0x0001);
    writer.u16(16);
    writer.u64(record.bytes);
    writer.u64(record.bytes);
  }
  writeUnixTime(writer, record.modifiedAt);
  return writer.data;
}

/** The central record of one entry whose local header begins at `offset`. */
export function renderCentralRecord(record: ZipRecord, offset: number): Uint8Array<ArrayBuffer> {
  const path = encoder.encode(record.path);
  const size = computeCentralBytes(path.length, record.bytes, offset);
  const zip64Bytes = computeCentralZip64Bytes(record.bytes, offset);
  const writer = new FieldWriter(size);
  writer.u32(0x02014b50);
  writer.u16(MADE_BY_UNIX);
  writer.u16(zip64Bytes > 0 ? VERSION_ZIP64 : VERSION_PLAIN);
  writeCommon(writer, record);
  writer.u16(path.length);
  writer.u16(size - 46 - path.length);
  writer.skip(2 + 2 + 2); // no comment, first disk, binary
  writer.u32(REGULAR_FILE_0644);
  writer.u32(Math.min(offset, UINT32_FULL));
  writer.raw(path);
  if (zip64Bytes > 0) writeCentralZip64(writer, record.bytes, offset, zip64Bytes);
  writeUnixTime(writer, record.modifiedAt);
  return writer.data;
}

/** The end record, after the ZIP64 end record and its locator where those are needed. */
export function renderEndRecords(directory: ZipDirectory): Uint8Array<ArrayBuffer> {
  const writer = new FieldWriter(computeEndBytes(directory));
  if (needsZip64End(directory)) writeZip64End(writer, directory);
  const entries = Math.min(directory.entries, UINT16_FULL);
  writer.u32(0x06054b50);
  writer.skip(2 + 2); // this disk and the directory's disk
  writer.u16(entries);
  writer.u16(entries);
  writer.u32(Math.min(directory.bytes, UINT32_FULL));
  writer.u32(Math.min(directory.offset, UINT32_FULL));
  return writer.data;
}

/** Whole seconds since 1970 as the UT extra holds them, kept in what a signed reader understands. */
export function computeUnixSeconds(instant: string): number {
  const seconds = Math.floor(Date.parse(instant) / 1000);
  if (Number.isNaN(seconds)) throw new RangeError(`not an instant: ${instant}`);
  return Math.min(Math.max(seconds, 0), 0x7fffffff);
}

/** DOS date and time, date in the high half; years outside 1980–2107 take the nearest moment. */
export function computeDosTime(instant: string): number {
  const at = toZone(instant);
  const year = at.getUTCFullYear();
  if (year < 1980) return (1 << 21) | (1 << 16);
  if (year > 2107) return 0xff9fbf7d;
  const day = ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

function needsZip64End(directory: ZipDirectory): boolean {
  return directory.entries >= UINT16_FULL || overflows(directory.offset) || overflows(directory.bytes);
}

function computeCentralZip64Bytes(bytes: number, offset: number): number {
  const fields = (overflows(bytes) ? 16 : 0) + (overflows(offset) ? 8 : 0);
  return fields === 0 ? 0 : ZIP64_EXTRA_HEAD_BYTES + fields;
}

/** From the flags to the sizes: the 22 bytes that both kinds of header share. */
function writeCommon(writer: FieldWriter, record: ZipRecord): void {
  const size = Math.min(record.bytes, UINT32_FULL);
  writer.u16(UTF8_NAME_FLAG);
  writer.u16(0); // stored
  writer.u32(computeDosTime(record.modifiedAt));
  writer.u32(record.crc32);
  writer.u32(size);
  writer.u32(size);
}

/** Only the fields that overflowed, in the order size, stored size, offset (APPNOTE 4.5.3). */
function writeCentralZip64(writer: FieldWriter, bytes: number, offset: number, extraBytes: number): void {
  writer.u16(0x0001);
  writer.u16(extraBytes - ZIP64_EXTRA_HEAD_BYTES);
  if (overflows(bytes)) {
    writer.u64(bytes);
    writer.u64(bytes);
  }
  if (overflows(offset)) writer.u64(offset);
}

function writeUnixTime(writer: FieldWriter, instant: string): void {
  writer.u16(0x5455);
  writer.u16(5);
  writer.u8(1); // modification time only
  writer.u32(computeUnixSeconds(instant));
}

function writeZip64End(writer: FieldWriter, directory: ZipDirectory): void {
  writer.u32(0x06064b50);
  writer.u64(44); // bytes of this record after this field
  writer.u16(MADE_BY_UNIX);
  writer.u16(VERSION_ZIP64);
  writer.skip(4 + 4);
  writer.u64(directory.entries);
  writer.u64(directory.entries);
  writer.u64(directory.bytes);
  writer.u64(directory.offset);
  writer.u32(0x07064b50);
  writer.skip(4);
  writer.u64(directory.offset + directory.bytes);
  writer.u32(1);
}

/** Little-endian fields one after another; what is skipped stays zero. */
class FieldWriter {
  readonly data: Uint8Array<ArrayBuffer>;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: number) {
    this.data = new Uint8Array(bytes);
    this.view = new DataView(this.data.buffer);
  }

  u8(value: number): void {
    this.view.setUint8(this.at, value);
    this.at += 1;
  }

  u16(value: number): void {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
  }

  u32(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  u64(value: number): void {
    this.u32(value % 2 ** 32);
    this.u32(Math.floor(value / 2 ** 32));
  }

  raw(bytes: Uint8Array): void {
    this.data.set(bytes, this.at);
    this.at += bytes.length;
  }

  skip(bytes: number): void {
    this.at += bytes;
  }
}
