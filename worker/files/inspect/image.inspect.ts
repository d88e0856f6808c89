/** Sizes and orientation of JPEG and PNG, from their headers alone. */
import { Buffer } from "node:buffer";
import type { BoundedReader } from "./bounded.reader";
import { fourLetters, u8, u16be, u16le, u32be, u32le } from "./bytes.rules";
import { inspectImage } from "./image.rules";
import type { ImageSize, Inspection } from "./inspection";

const TAIL_BYTES = 64 * 1024;
const MAX_SEGMENTS = 1000;
const MAX_EXIF_ENTRIES = 200;
const ORIENTATION = 0x0112;

/** The orientation in an EXIF block (TIFF, first directory); 1 where it does not say. */
export function readOrientation(tiff: Buffer): number {
  const little = tiff.subarray(0, 2).toString("latin1") === "II";
  const u16 = little ? u16le : u16be;
  const u32 = little ? u32le : u32be;
  const directory = u32(tiff, 4);
  const count = Math.min(u16(tiff, directory), MAX_EXIF_ENTRIES);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + i * 12;
    if (u16(tiff, at) !== ORIENTATION) continue;
    const value = u16(tiff, at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

interface JpgFacts {
  image: ImageSize | null;
  /** Where the picture's own data begin; null when they never do. */
  scanAt: number | null;
  /** A short film follows the picture, as phones make them. */
  film: boolean;
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

async function readApp1(reader: BoundedReader, at: number, length: number) {
  const segment = await reader.read(at + 4, length - 2);
  const exif = segment.subarray(0, 6).toString("latin1") === "Exif\0\0";
  return {
    orientation: exif ? readOrientation(segment.subarray(6)) : null,
    film: segment.includes("MotionPhoto") || segment.includes("MicroVideo"),
  };
}

/** Walks the segments up to the picture's data (ITU T.81, annex B). */
async function readJpgFacts(reader: BoundedReader): Promise<JpgFacts> {
  const facts: JpgFacts = { image: null, scanAt: null, film: false };
  let orientation = 1;
  for (let at = 2, i = 0; i < MAX_SEGMENTS; i++) {
    const head = await reader.read(at, 9);
    const marker = u8(head, 1);
    const length = u16be(head, 2);
    if (head.length < 4 || u8(head, 0) !== 0xff || (length < 2 && marker !== 0xff)) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xe1) {
      const app = await readApp1(reader, at, length);
      orientation = app.orientation ?? orientation;
      facts.film ||= app.film;
    }
    if (isFrame(marker) && head.length === 9)
      facts.image ??= { width: u16be(head, 7), height: u16be(head, 5), orientation };
    if (marker === 0xda) {
      facts.scanAt = at;
      break;
    }
    at += 2 + length;
  }
  if (facts.image !== null) facts.image.orientation = orientation;
  return facts;
}

const END = Buffer.of(0xff, 0xd9);
/** What phones write behind the film of a photo that moves; it stands at the very end. */
const TRAILERS = ["SEFT", "LIVE_"];
const STEP_BYTES = 128 * 1024;

/** A picture's own data never hold its end mark, so the first one behind their beginning is it. */
async function findEnd(reader: BoundedReader, from: number): Promise<boolean> {
  for (let at = from; at < reader.bytes; at += STEP_BYTES) {
    if ((await reader.read(at, STEP_BYTES + 1)).includes(END)) return true;
  }
  return false;
}

/**
 * Whether the picture is all there. Its end is looked for near the file's first, and through the
 * whole of it only where phones may have put a long film of their own behind it.
 */
async function endsAsJpg(reader: BoundedReader, { scanAt, film }: JpgFacts): Promise<boolean> {
  if (scanAt === null) return false;
  const tail = await reader.readTail(Math.min(TAIL_BYTES, reader.bytes - scanAt));
  if (film || tail.includes(END) || TRAILERS.some((one) => tail.includes(one))) return true;
  return findEnd(reader, scanAt);
}

export async function inspectJpgFile(reader: BoundedReader): Promise<Inspection> {
  const facts = await readJpgFacts(reader);
  return inspectImage("jpg", facts.image, reader.bytes, await endsAsJpg(reader, facts));
}

export async function inspectPngFile(reader: BoundedReader): Promise<Inspection> {
  const head = await reader.read(0, 33);
  const whole = head.length === 33 && fourLetters(head, 12) === "IHDR" && u32be(head, 8) === 13;
  const image = whole ? { width: u32be(head, 16), height: u32be(head, 20), orientation: 1 } : null;
  const tail = await reader.readTail(TAIL_BYTES);
  return inspectImage("png", image, reader.bytes, tail.includes("IEND"));
}
