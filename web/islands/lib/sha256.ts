/**
 * SHA-256 of a file (FIPS 180-4): the browser's own where it has one and the bytes fit into memory.
 * A page without TLS has none, and the browser's own wants all bytes at once: then slice by slice.
 */
import { readBytes } from "./bytes";
import { PART_BYTES } from "./job";

/** A multiple of a block; small enough that an old phone still answers the finger between two. */
const SLICE_BYTES = 256 * 1024;
const BLOCK_BYTES = 64;

/** The first 32 bits of the fractions of the square and the cube roots of the first primes. */
const ROOTS = new Int32Array(8);
const CUBE_ROOTS = new Int32Array(64);

function fillRoots(): void {
  const primes: number[] = [];
  for (let n = 2; primes.length < CUBE_ROOTS.length; n++) {
    if (primes.some((prime) => n % prime === 0)) continue;
    ROOTS[primes.length] = n ** (1 / 2) * 2 ** 32;
    CUBE_ROOTS[primes.length] = n ** (1 / 3) * 2 ** 32;
    primes.push(n);
  }
}

fillRoots();

const known = new WeakMap<Blob, Promise<Uint8Array>>();

/** The digest's 32 bytes; a file is read once however often it is asked. Rejects when it cannot be read. */
export function computeSha256(file: Blob): Promise<Uint8Array> {
  const digest = known.get(file) ?? (canDigest(file) ? digestWhole(file) : digestSlices(file));
  known.set(file, digest);
  return digest;
}

const canDigest = (file: Blob) => self.crypto?.subtle !== undefined && file.size <= PART_BYTES;

const digestWhole = async (file: Blob) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", await readBytes(file)));

async function digestSlices(file: Blob): Promise<Uint8Array> {
  const state = ROOTS.slice();
  for (let at = 0; at <= file.size; at += SLICE_BYTES) {
    const bytes = await readBytes(file.slice(at, at + SLICE_BYTES));
    compress(state, at + SLICE_BYTES > file.size ? pad(bytes, file.size) : bytes);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setInt32(4 * index, word);
  return new Uint8Array(digest.buffer);
}

/** The end of a message with its length in bits behind it (FIPS 180-4, 5.1.1). */
function pad(bytes: Uint8Array, total: number): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const end = new DataView(padded.buffer, padded.length - 8);
  end.setUint32(0, total / 2 ** 29);
  end.setUint32(4, total * 8);
  return padded;
}

const turn = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));

/** Whole blocks into the state (FIPS 180-4, 6.2.2). */
function compress(state: Int32Array, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = new Int32Array(CUBE_ROOTS.length);
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    for (let n = 0; n < words.length; n++) words[n] = n < 16 ? view.getInt32(at + 4 * n) : spread(words, n);
    mix(state, words);
  }
}

function spread(words: Int32Array, n: number): number {
  const [early, late] = [words[n - 15] as number, words[n - 2] as number];
  const one = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
  const two = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
  return (words[n - 16] as number) + one + (words[n - 7] as number) + two;
}

/** One block: plain variables, as this runs some thousand times a slice. */
function mix(state: Int32Array, words: Int32Array): void {
  const [...before] = state;
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = before;
  for (let n = 0; n < words.length; n++) {
    const key = (CUBE_ROOTS[n] as number) + (words[n] as number);
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + key;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state.set([a, b, c, d, e, f, g, h].map((word, index) => word + (before[index] as number)));
}
