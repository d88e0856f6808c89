import { createHash } from "node:crypto";
import { FaultLine } from "../../support/proxy";
import { makeNoisyJpg } from "./noise";
import { type Algorithm, RawUpload } from "./raw";
import type { Scene } from "./scene";

/** A file sent with a checksum on each request, which arrives with one bit flipped before it goes whole. */
export interface Flips {
  name: string;
  bytes: number;
  /** The first offset of each request. */
  pieces: readonly number[];
  /** How often each request arrives with a wrong bit. */
  times: number;
  random: () => number;
}

const ALGORITHMS: readonly Algorithm[] = ["sha256", "sha1"];
/** What tus calls bytes that are not those of their checksum. */
const CHECKSUM_MISMATCH = 460;

/** @returns how many flips there were, and what went wrong */
export async function sendFlipped(scene: Scene, flips: Flips): Promise<{ count: number; found: string[] }> {
  const { name, bytes, random, pieces } = flips;
  const file = makeNoisyJpg(name, bytes);
  const line = await FaultLine.open(scene.port, { faults: [], random });
  const found: string[] = [];
  try {
    const upload = await RawUpload.create(line.url, scene.nextBranch(), name, bytes);
    for (const [i, from] of pieces.entries()) {
      const piece = file.subarray(from, pieces[i + 1] ?? bytes);
      found.push(...(await flipPiece(line, upload, from, piece, flips)));
      const status = await upload.patch(from, piece);
      if (status !== 204) found.push(`the right bytes were answered ${status}`);
    }
    const sha256 = createHash("sha256").update(file).digest("hex");
    if ((await upload.readSha256()) !== sha256) found.push("it ended with other bytes");
  } finally {
    line.close();
  }
  const asked = pieces.length * flips.times;
  if (line.fired.length !== asked) found.push(`only ${line.fired.length} bits of ${asked} were flipped`);
  return { count: line.fired.length, found: found.map((what) => `${name}: ${what}`) };
}

async function flipPiece(
  line: FaultLine,
  upload: RawUpload,
  from: number,
  piece: Buffer,
  { times, random }: Flips,
): Promise<string[]> {
  const found: string[] = [];
  for (let n = 0; n < times; n++) {
    line.add({ kind: "flip", at: line.sent + Math.floor(random() * piece.length) });
    const status = await upload.patch(from, piece, ALGORITHMS[n % ALGORITHMS.length]);
    const offset = await upload.readOffset();
    if (status !== CHECKSUM_MISMATCH || offset !== from)
      found.push(`a flipped bit was answered ${status}, and the offset is ${offset} after ${from}`);
  }
  return found;
}
