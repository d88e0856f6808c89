import { createCipheriv, createHash } from "node:crypto";
import { makeJpg } from "../../../worker/demo/demo.files";

const SEGMENT_BYTES = 65_000;

/** A picture of exactly `bytes` bytes whose comments are noise: no run of it is like another. */
export function makeNoisyJpg(seed: string, bytes: number): Buffer {
  const picture = Buffer.from(makeJpg(seed));
  const [start, rest] = [picture.subarray(0, 2), picture.subarray(2)];
  const key = createHash("sha256").update(seed).digest();
  const cipher = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  const segments: Buffer[] = [];
  for (let left = bytes - picture.length; left > 0; ) {
    // A segment's own four bytes must fit into what is left behind it as well.
    const whole = left - SEGMENT_BYTES < 4 ? left : SEGMENT_BYTES;
    const noise = cipher.update(Buffer.alloc(whole - 4));
    segments.push(Buffer.from([0xff, 0xfe, (whole - 2) >> 8, (whole - 2) & 0xff]), noise);
    left -= whole;
  }
  return Buffer.concat([start, ...segments, rest]);
}

/** From 0 to 1, the same run of numbers for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
