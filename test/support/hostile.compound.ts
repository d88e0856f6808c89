/** Compound files of old offices (MS-CFB), laid out as programs do: header, table, directory, streams. */
import type { Bytes } from "./hostile.zip";

const SECTOR = 512;
const END = 0xfffffffe;
const FREE = 0xffffffff;
const TABLE = 0xfffffffd;

export interface CompoundStream {
  name: string;
  /** Of a storage, nothing. */
  data?: Uint8Array;
  /** It lies in the storage before it, as what is embedded does. */
  inside?: boolean;
  /** It lies in the small sectors that short streams share. */
  small?: boolean;
  /** Where its first sector is said to be, when that is a lie. */
  start?: number;
}

export interface CompoundOptions {
  /** The class of the root, as 16 bytes in hex. */
  classId?: string;
  /** Changes the table before it is written: sector → next. */
  bend?: (table: Uint32Array) => void;
}

function layEntry(name: string, kind: number, start: number, bytes: number, classId = ""): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 0, "utf16le");
  entry.writeUInt16LE(name.length * 2 + 2, 64);
  entry[66] = kind;
  entry.write(classId, 80, "hex");
  for (const link of [68, 72, 76]) entry.writeUInt32LE(FREE, link);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(bytes, 120);
  return entry;
}

interface Places {
  tables: number;
  smallTable: number;
}

function layHeader({ tables, smallTable }: Places): Buffer {
  const header = Buffer.alloc(SECTOR);
  header.write("d0cf11e0a1b11ae1", 0, "hex");
  for (const [at, value] of [
    [0x18, 0x3e],
    [0x1a, 3],
    [0x1c, 0xfffe],
    [0x1e, 9],
    [0x20, 6],
  ] as const)
    header.writeUInt16LE(value, at);
  header.writeUInt32LE(tables, 0x2c);
  header.writeUInt32LE(tables, 0x30);
  header.writeUInt32LE(4096, 0x38);
  header.writeUInt32LE(smallTable, 0x3c);
  header.writeUInt32LE(smallTable === END ? 0 : 1, 0x40);
  header.writeUInt32LE(END, 0x44);
  for (let i = 0; i < 109; i++) header.writeUInt32LE(i < tables ? i : FREE, 0x4c + i * 4);
  return header;
}

/** Short streams one behind the other in small sectors, with the table that chains them. */
function laySmall(streams: readonly CompoundStream[]): { table: Buffer; shared: Buffer; starts: number[] } {
  const table = Buffer.alloc(SECTOR, 0xff);
  const parts: Buffer[] = [];
  const starts: number[] = [];
  let next = 0;
  for (const { data = new Uint8Array() } of streams) {
    const count = Math.max(1, Math.ceil(data.length / 64));
    const padded = Buffer.alloc(count * 64);
    padded.set(data);
    parts.push(padded);
    starts.push(next);
    for (let i = 0; i < count; i++) table.writeUInt32LE(i + 1 === count ? END : next + i + 1, (next + i) * 4);
    next += count;
  }
  return { table, shared: Buffer.concat(parts), starts };
}

/** Siblings one behind the other to the right: under the root, and under the storage before what is inside. */
function linkEntries(streams: readonly CompoundStream[], entries: readonly Buffer[]): void {
  let [parent, last, before] = [0, 0, 0];
  for (const [i, { inside = false }] of streams.entries()) {
    const id = i + 1;
    if (inside) {
      entries[before === 0 ? parent : before]?.writeUInt32LE(id, before === 0 ? 76 : 72);
      before = id;
      continue;
    }
    entries[last]?.writeUInt32LE(id, last === 0 ? 76 : 72);
    [parent, last, before] = [id, id, 0];
  }
}

/** A compound file of these streams; each but the small ones gets the 4096 bytes that give it sectors of its own. */
export function layCompound(streams: readonly CompoundStream[], options: CompoundOptions = {}): Bytes {
  const directorySectors = Math.ceil((streams.length + 1) / 4);
  const tables = Math.ceil(directorySectors / 100);
  const table = new Uint32Array((tables * SECTOR) / 4).fill(FREE);
  table.fill(TABLE, 0, tables);
  let next = tables;
  const data: Buffer[] = [];
  const add = (bytes: Uint8Array, least: number): number => {
    const count = Math.max(least, Math.ceil(bytes.length / SECTOR));
    const padded = Buffer.alloc(count * SECTOR);
    padded.set(bytes);
    data.push(padded);
    for (let i = 0; i < count; i++) table[next + i] = i + 1 === count ? END : next + i + 1;
    next += count;
    return next - count;
  };
  const directory = Buffer.alloc(directorySectors * SECTOR);
  add(directory, 1);
  const small = streams.filter((one) => one.small === true);
  const shared = laySmall(small);
  const smallTable = small.length === 0 ? END : add(shared.table, 1);
  const root = small.length === 0 ? END : add(shared.shared, 1);
  const entries = [layEntry("Root Entry", 5, root, shared.shared.length, options.classId)];
  for (const one of streams) {
    const bytes = one.data?.length ?? 0;
    const padded = Math.max(8, Math.ceil(bytes / SECTOR)) * SECTOR;
    if (one.data === undefined) entries.push(layEntry(one.name, 1, 0, 0));
    else if (one.small !== true) entries.push(layEntry(one.name, 2, add(one.data, 8), padded));
    else entries.push(layEntry(one.name, 2, one.start ?? shared.starts[small.indexOf(one)] ?? 0, bytes));
  }
  linkEntries(streams, entries);
  options.bend?.(table);
  data[0] = directory;
  directory.set(Buffer.concat(entries));
  return new Uint8Array(
    Buffer.concat([layHeader({ tables, smallTable }), Buffer.from(table.buffer), ...data]),
  );
}

const record = (type: number, ...data: number[]) =>
  Buffer.from([type & 0xff, type >> 8, data.length, 0, ...data]);

/** The first stream of a workbook: its sheets by kind (0 a sheet, 1 a macro sheet). */
export function layWorkbook(kinds: readonly number[], locked = false): Bytes {
  const begin = record(0x809, 0, 6, 5, 0, 0, 0, 0, 0);
  const lock = locked ? [record(0x2f, 1, 0)] : [];
  const sheets = kinds.map((kind) => record(0x85, 0, 0, 0, 0, 0, kind, 1, 0, 65));
  return new Uint8Array(Buffer.concat([begin, ...lock, ...sheets, record(0x0a)]));
}

/** The beginning of a Word stream. */
export function layWordStream(locked = false): Bytes {
  const start = Buffer.alloc(64);
  start.writeUInt16LE(0xa5ec, 0);
  start.writeUInt16LE(locked ? 0x100 : 0, 10);
  return new Uint8Array(start);
}

export const layDoc = (more: readonly CompoundStream[] = [], options: CompoundOptions = {}) =>
  layCompound(
    [{ name: "WordDocument", data: layWordStream() }, { name: "1Table", data: new Uint8Array(8) }, ...more],
    options,
  );

export const layXls = (kinds: readonly number[] = [0], more: readonly CompoundStream[] = []) =>
  layCompound([{ name: "Workbook", data: layWorkbook(kinds) }, ...more]);
