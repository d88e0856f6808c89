/** The directory of an old Office file (MS-CFB): sectors found through its table, a bounded walk. */
import { Buffer } from "node:buffer";
import type { BoundedReader } from "./bounded.reader";
import { u8, u16le, u32le } from "./bytes.rules";

export interface CompoundEntry {
  name: string;
  kind: "storage" | "stream" | "root";
  classId: string;
  start: number;
  bytes: number;
  /** It lies in the root itself; what is embedded lies in storages of its own. */
  outermost: boolean;
}

export interface CompoundFile {
  entries: CompoundEntry[];
  /** False where the table or the directory points out of the file or in circles, or is absurdly long. */
  whole: boolean;
  /** The first bytes of a stream; fewer where its sectors cannot be found. */
  readStream(entry: CompoundEntry, length: number): Promise<Buffer>;
}

const MAX_DIRECTORY_SECTORS = 1024;
/** What small streams share, and the table of it, at most. */
const MAX_SMALL_SECTORS = 4096;
const HEADER_SECTORS = 109;
const LAST_SECTOR = 0xfffffffa;
/** Streams shorter than this share small sectors, which lie in the root's own stream (MS-CFB 2.4). */
const SMALL_STREAM_BYTES = 4096;
const SMALL_SECTOR_BYTES = 64;

class Sectors {
  whole = true;
  readonly #reader: BoundedReader;
  readonly #header: Buffer;
  readonly bytes: number;
  /** Sectors of the table itself beyond those the header names. */
  #more: number[] | null = null;

  constructor(reader: BoundedReader, header: Buffer) {
    this.#reader = reader;
    this.#header = header;
    this.bytes = u16le(header, 0x1e) === 12 ? 4096 : 512;
  }

  async read(sector: number): Promise<Buffer> {
    const got = await this.#reader.read((sector + 1) * this.bytes, this.bytes);
    // The last sector of a file is often cut short by what wrote it.
    if (got.length === 0) this.whole = false;
    return got;
  }

  async #listMore(): Promise<number[]> {
    const more: number[] = [];
    const perSector = this.bytes / 4 - 1;
    let sector = u32le(this.#header, 0x44);
    for (let i = 0; i < 256 && sector < LAST_SECTOR; i++) {
      const table = await this.read(sector);
      for (let entry = 0; entry < perSector; entry++) more.push(u32le(table, entry * 4));
      sector = u32le(table, perSector * 4);
    }
    return more;
  }

  async #next(sector: number): Promise<number> {
    const perSector = this.bytes / 4;
    const index = Math.floor(sector / perSector);
    if (index >= HEADER_SECTORS) this.#more ??= await this.#listMore();
    const table =
      index < HEADER_SECTORS
        ? u32le(this.#header, 0x4c + index * 4)
        : (this.#more?.[index - HEADER_SECTORS] ?? LAST_SECTOR);
    if (table >= LAST_SECTOR) {
      this.whole = false;
      return LAST_SECTOR;
    }
    const next = await this.read(table);
    return next.length === 0 ? LAST_SECTOR : u32le(next, (sector % perSector) * 4);
  }

  /** The chain that begins at `first`, `max` sectors at most; `cut` says that it goes on. */
  async readChain(first: number, max: number): Promise<{ data: Buffer; cut: boolean }> {
    const parts: Buffer[] = [];
    const seen = new Set<number>();
    let sector = first;
    for (; sector < LAST_SECTOR && parts.length < max; sector = await this.#next(sector)) {
      if (seen.has(sector)) {
        this.whole = false;
        break;
      }
      seen.add(sector);
      parts.push(await this.read(sector));
    }
    return { data: Buffer.concat(parts), cut: parts.length === max && sector < LAST_SECTOR };
  }
}

const KINDS = [null, "storage", "stream", null, null, "root"] as const;

const MAX_OUTERMOST = 2000;

/** The places of what lies in the root itself: a tree of siblings under its child (MS-CFB 2.6.4). */
function listOutermost(directory: Buffer): Set<number> {
  const found = new Set<number>();
  const waiting = [u32le(directory, 76)];
  for (let id = waiting.pop(); id !== undefined && found.size < MAX_OUTERMOST; id = waiting.pop()) {
    const at = id * 128;
    if (id === 0 || at + 128 > directory.length || found.has(at)) continue;
    found.add(at);
    waiting.push(u32le(directory, at + 68), u32le(directory, at + 72));
  }
  return found;
}

function parseEntry(directory: Buffer, at: number, outermost: boolean): CompoundEntry | null {
  const kind = KINDS[u8(directory, at + 66)] ?? null;
  const nameBytes = u16le(directory, at + 64);
  if (kind === null || nameBytes < 2 || nameBytes > 64) return null;
  return {
    kind,
    name: directory.subarray(at, at + nameBytes - 2).toString("utf16le"),
    classId: directory.subarray(at + 80, at + 96).toString("hex"),
    start: u32le(directory, at + 116),
    bytes: u32le(directory, at + 120),
    outermost,
  };
}

/** How many sectors the table, the table of small sectors and the streams take in all. */
function countSectors(entries: readonly CompoundEntry[], sectorBytes: number, header: Buffer): number {
  const streams = entries.filter(
    ({ kind, bytes }) => kind === "root" || (kind === "stream" && bytes >= SMALL_STREAM_BYTES),
  );
  const own = streams.reduce((sum, { bytes }) => sum + Math.ceil(bytes / sectorBytes), 0);
  return own + u32le(header, 0x2c) + u32le(header, 0x40) + u32le(header, 0x48);
}

/** The first `wanted` bytes of a stream in small sectors; fewer where the chain leads out of what there is. */
async function readSmall(
  sectors: Sectors,
  header: Buffer,
  root: CompoundEntry,
  first: number,
  wanted: number,
) {
  const table = await sectors.readChain(u32le(header, 0x3c), MAX_SMALL_SECTORS);
  const shared = await sectors.readChain(root.start, MAX_SMALL_SECTORS);
  const parts: Buffer[] = [];
  const count = Math.ceil(wanted / SMALL_SECTOR_BYTES);
  for (let sector = first; sector < LAST_SECTOR && parts.length < count; ) {
    const at = sector * SMALL_SECTOR_BYTES;
    parts.push(shared.data.subarray(at, at + SMALL_SECTOR_BYTES));
    sector = sector * 4 + 4 <= table.data.length ? u32le(table.data, sector * 4) : LAST_SECTOR;
  }
  return Buffer.concat(parts).subarray(0, wanted);
}

/** Reads the directory; what is wrong with it is said by `whole`, never thrown. */
export async function readCompound(reader: BoundedReader): Promise<CompoundFile> {
  const header = await reader.read(0, 512);
  const sectors = new Sectors(reader, header);
  const { data: directory, cut } = await sectors.readChain(u32le(header, 0x30), MAX_DIRECTORY_SECTORS);
  const entries: CompoundEntry[] = [];
  const outermost = listOutermost(directory);
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const entry = parseEntry(directory, at, outermost.has(at));
    if (entry !== null) entries.push(entry);
  }
  const needed = countSectors(entries, sectors.bytes, header) + directory.length / sectors.bytes;
  // What wrote the file may have cut its last sector short.
  const fits = needed * sectors.bytes <= reader.bytes;
  const [root] = entries;
  const whole = sectors.whole && fits && !cut && root?.kind === "root";
  return {
    entries,
    whole,
    async readStream(entry, length) {
      const wanted = Math.min(entry.bytes, length);
      if (entry.bytes < SMALL_STREAM_BYTES)
        return root === undefined ? Buffer.alloc(0) : readSmall(sectors, header, root, entry.start, wanted);
      const { data } = await sectors.readChain(entry.start, Math.ceil(wanted / sectors.bytes));
      return data.subarray(0, wanted);
    },
  };
}
