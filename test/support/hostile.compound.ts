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

function layHeader(): Buffer {
  const header = Buffer.alloc(SECTOR);
  header.write("d0cf11e0a1b11ae1", 0, "hex");
  header.writeUInt16LE(0x3e, 0x18);
  header.writeUInt16LE(3, 0x1a);
  header.writeUInt16LE(0xfffe, 0x1c);
  header.writeUInt16LE(9, 0x1e);
  header.writeUInt16LE(6, 0x20);
  header.writeUInt32LE(1, 0x2c);
  header.writeUInt32LE(1, 0x30);
  header.writeUInt32LE(4096, 0x38);
  header.writeUInt32LE(END, 0x3c);
  header.writeUInt32LE(END, 0x44);
  for (let i = 1; i < 109; i++) header.writeUInt32LE(FREE, 0x4c + i * 4);
  return header;
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

/** A compound file of these streams; each gets at least the 4096 bytes that give it sectors of its own. */
export function layCompound(streams: readonly CompoundStream[], options: CompoundOptions = {}): Bytes {
  const directorySectors = Math.ceil((streams.length + 1) / 4);
  const table = new Uint32Array(SECTOR / 4).fill(FREE);
  const chain = (first: number, count: number) => {
    for (let i = 0; i < count; i++) table[first + i] = i + 1 === count ? END : first + i + 1;
  };
  table[0] = TABLE;
  chain(1, directorySectors);
  let next = 1 + directorySectors;
  const entries = [layEntry("Root Entry", 5, END, 0, options.classId)];
  const data: Buffer[] = [];
  for (const stream of streams) {
    if (stream.data === undefined) {
      entries.push(layEntry(stream.name, 1, 0, 0));
      continue;
    }
    const sectors = Math.max(8, Math.ceil(stream.data.length / SECTOR));
    const padded = Buffer.alloc(sectors * SECTOR);
    padded.set(stream.data);
    entries.push(layEntry(stream.name, 2, next, padded.length));
    chain(next, sectors);
    next += sectors;
    data.push(padded);
  }
  linkEntries(streams, entries);
  options.bend?.(table);
  const directory = Buffer.alloc(directorySectors * SECTOR);
  directory.set(Buffer.concat(entries));
  return new Uint8Array(Buffer.concat([layHeader(), Buffer.from(table.buffer), directory, ...data]));
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
