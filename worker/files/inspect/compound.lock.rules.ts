/**
 * Locked workbooks that open for everybody: where only the structure is protected, Excel locks the
 * stream with a password of its own (MS-XLS 2.4.117, MS-OFFCRYPTO 2.3.5 to 2.3.7).
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { u8, u16le, u32le } from "./bytes.rules";

/** What Excel tries before it asks anybody. */
const OWN_PASSWORD = "VelvetSweatshop";

/** The byte at `at` of the stream, in a record whose data begin at `data`, as it was before it was locked. */
export type Unlock = (stream: Buffer, at: number, data: number) => number;

type BlockKey = (block: number) => Buffer;

/** Each block of a locked stream begins the cipher anew. */
const BLOCK_BYTES = 1024;
const RC4_ALGORITHM = 0x6801;

const digest = (name: "md5" | "sha1", ...parts: Uint8Array[]) =>
  createHash(name).update(Buffer.concat(parts)).digest();

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** The first `length` bytes of the RC4 cipher's stream under a key. */
function listKeyStream(key: Buffer, length: number): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number) => {
    [state[a], state[b]] = [u8(state, b), u8(state, a)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + u8(state, i) + u8(key, i % key.length)) & 0xff;
    swap(i, j);
  }
  const out = Buffer.alloc(length);
  for (let at = 0, i = 0, j = 0; at < length; at++) {
    i = (i + 1) & 0xff;
    j = (j + u8(state, i)) & 0xff;
    swap(i, j);
    out[at] = u8(state, (u8(state, i) + u8(state, j)) & 0xff);
  }
  return out;
}

/** Whether the key of the first block opens the verifier, whose digest is locked behind it. */
function opens(key: Buffer, name: "md5" | "sha1", locked: Buffer): boolean {
  const stream = listKeyStream(key, locked.length);
  const plain = Buffer.from(locked.map((byte, i) => byte ^ u8(stream, i)));
  return digest(name, plain.subarray(0, 16)).equals(plain.subarray(16));
}

/** A list of sheets lies in one block or two, so the last one's cipher is kept. */
function unlockBlocks(keyOf: BlockKey): Unlock {
  let kept: { block: number; cipher: Buffer } = { block: -1, cipher: Buffer.alloc(0) };
  return (stream, at) => {
    const block = Math.floor(at / BLOCK_BYTES);
    if (kept.block !== block) kept = { block, cipher: listKeyStream(keyOf(block), BLOCK_BYTES) };
    return u8(stream, at) ^ u8(kept.cipher, at % BLOCK_BYTES);
  };
}

/** Office binary RC4 (2.3.6): a salt, a verifier and its digest, 16 bytes each. */
function openRc4(lock: Buffer): Unlock | null {
  const salt = lock.subarray(0, 16);
  const short = digest("md5", Buffer.from(OWN_PASSWORD, "utf16le")).subarray(0, 5);
  const base = digest("md5", ...Array.from({ length: 16 }, () => Buffer.concat([short, salt])));
  const keyOf: BlockKey = (block) => digest("md5", base.subarray(0, 5), u32(block));
  return lock.length >= 48 && opens(keyOf(0), "md5", lock.subarray(16, 48)) ? unlockBlocks(keyOf) : null;
}

/** RC4 CryptoAPI (2.3.5): a header that names the cipher and its length, then salt, verifier and digest. */
function openCryptoApi(lock: Buffer): Unlock | null {
  const verifier = 8 + u32le(lock, 4);
  const bits = u32le(lock, 8 + 16) || 40;
  if (u32le(lock, 8 + 8) !== RC4_ALGORITHM || bits % 8 !== 0 || bits > 128) return null;
  const salt = lock.subarray(verifier + 4, verifier + 20);
  const base = digest("sha1", salt, Buffer.from(OWN_PASSWORD, "utf16le"));
  const keyOf: BlockKey = (block) => {
    const key = digest("sha1", base, u32(block)).subarray(0, bits / 8);
    return bits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
  const locked = Buffer.concat([
    lock.subarray(verifier + 20, verifier + 36),
    lock.subarray(verifier + 40, verifier + 60),
  ]);
  return locked.length === 36 && opens(keyOf(0), "sha1", locked) ? unlockBlocks(keyOf) : null;
}

/** The key and the check of Excel's own password under XOR obfuscation (2.3.7.1, 2.3.7.2). */
const XOR_KEY = 0xb359;
const XOR_CHECK = 0x9a0a;
const turn = (byte: number, by: number) => ((byte << by) | (byte >> (8 - by))) & 0xff;
const XOR_BYTES = Buffer.from(`${OWN_PASSWORD}\u00bb`, "latin1").map((byte: number, i: number) =>
  turn(byte ^ (i % 2 === 0 ? XOR_KEY & 0xff : XOR_KEY >> 8), 2),
);

/** Where the bytes of a sheet's record begin to be locked, behind the place of its sheet. */
const PLAIN_BYTES = 4;

/** The byte's place and the record's length choose which of the sixteen bytes lies on it. */
const unlockXor: Unlock = (stream, at, data) => {
  const start = data + PLAIN_BYTES + u16le(stream, data - 2);
  return turn(u8(stream, at), 3) ^ u8(XOR_BYTES, (start + at - data - PLAIN_BYTES) % 16);
};

const openXor = (key: number, check: number): Unlock | null =>
  key === XOR_KEY && check === XOR_CHECK ? unlockXor : null;

/**
 * How a workbook is read that its FilePass record locks.
 *
 * @param pass the record's data
 * @returns null where it asks for a password
 */
export function openForAnybody(pass: Buffer): Unlock | null {
  // Before Excel 97 there was one way and no number for it.
  if (pass.length === 4) return openXor(u16le(pass, 0), u16le(pass, 2));
  if (u16le(pass, 0) === 0) return openXor(u16le(pass, 2), u16le(pass, 4));
  const [major, minor] = [u16le(pass, 2), u16le(pass, 4)];
  if (major === 1 && minor === 1) return openRc4(pass.subarray(6));
  return major >= 2 && major <= 4 && minor === 2 ? openCryptoApi(pass.subarray(6)) : null;
}
