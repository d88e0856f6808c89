import { Buffer } from "node:buffer";
import type { RangeReader } from "./inspection";

const MIB = 1024 * 1024;

/** What one inspection may cost at most, whatever the file says of itself. */
export const MAX_READ_BYTES = 160 * MIB;
export const MAX_READS = 1500;
export const MAX_INFLATED_BYTES = 64 * MIB;

/** Small reads come in blocks of this size; the last few stay in memory. */
export const BLOCK_BYTES = 128 * 1024;
const KEPT_BLOCKS = 16;
/** Who walks through a file block by block is given up to so many at once: 60 reads of a photo become 10. */
const MOST_AHEAD = 8;

/** Thrown when a file would cost more than an inspection may; never leaves `inspectStored`. */
export class InspectionLimit extends Error {}

/** A reader that keeps the last blocks, never goes past the end, and stops at the limits above. */
export class BoundedReader implements RangeReader {
  readonly bytes: number;
  readonly #source: RangeReader;
  readonly #blocks = new Map<number, Buffer>();
  #readBytes = 0;
  #reads = 0;
  #inflated = 0;
  /** The block behind the last ones that were fetched, and how many those were. */
  #next = -1;
  #ahead = 1;

  constructor(source: RangeReader) {
    this.#source = source;
    this.bytes = source.bytes;
  }

  /** What exists of the range. Throws `InspectionLimit`, and whatever the source throws. */
  async read(offset: number, length: number): Promise<Buffer> {
    const start = Math.max(0, offset);
    const end = Math.min(this.bytes, start + length);
    if (!(end > start)) return Buffer.alloc(0);
    if (end - start > BLOCK_BYTES) return this.#fetch(start, end - start);
    const first = await this.#block(Math.floor(start / BLOCK_BYTES));
    const from = start % BLOCK_BYTES;
    if (from + end - start <= BLOCK_BYTES) return first.subarray(from, from + end - start);
    const second = await this.#block(Math.floor(start / BLOCK_BYTES) + 1);
    return Buffer.concat([first.subarray(from), second]).subarray(0, end - start);
  }

  /** The last bytes of the file. */
  readTail(length: number): Promise<Buffer> {
    return this.read(this.bytes - length, Math.min(length, this.bytes));
  }

  /** So many bytes were unpacked so far. */
  get inflated(): number {
    return this.#inflated;
  }

  /** Accounts for bytes that were unpacked, or need no unpacking but are read as if. Throws `InspectionLimit`. */
  spendInflated(bytes: number): void {
    this.#inflated += bytes;
    if (this.#inflated > MAX_INFLATED_BYTES) throw new InspectionLimit("unpacked too much");
  }

  async #block(index: number): Promise<Buffer> {
    const kept = this.#blocks.get(index);
    if (kept !== undefined) return kept;
    this.#ahead = index === this.#next ? Math.min(2 * this.#ahead, MOST_AHEAD) : 1;
    const start = index * BLOCK_BYTES;
    const run = await this.#fetch(start, Math.min(this.#ahead * BLOCK_BYTES, this.bytes - start));
    this.#next = index + this.#ahead;
    for (let at = 0; at < run.length; at += BLOCK_BYTES)
      this.#keep(index + at / BLOCK_BYTES, run.subarray(at, at + BLOCK_BYTES));
    return run.subarray(0, BLOCK_BYTES);
  }

  #keep(index: number, block: Buffer): void {
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    const oldest = this.#blocks.keys().next().value;
    if (this.#blocks.size > KEPT_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
  }

  async #fetch(offset: number, length: number): Promise<Buffer> {
    this.#reads += 1;
    this.#readBytes += length;
    if (this.#reads > MAX_READS || this.#readBytes > MAX_READ_BYTES)
      throw new InspectionLimit("read too much");
    const got = await this.#source.read(offset, length);
    return Buffer.from(got.buffer, got.byteOffset, Math.min(got.byteLength, length));
  }
}
