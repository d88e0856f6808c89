/** Films and HEIC pictures: boxes of ISO/IEC 14496-12, walked by ranges. */
import type { Buffer } from "node:buffer";
import type { BoundedReader } from "./bounded.reader";
import { fourLetters, u8, u32be, u64be } from "./bytes.rules";
import { inspectImage } from "./image.rules";
import { type ImageSize, type Inspection, inspectionOf, known } from "./inspection";
import { inspectBrands } from "./iso.rules";

interface Box {
  type: string;
  /** Where its content begins and the box ends. */
  start: number;
  end: number;
}

const MAX_BOXES = 512;
const MAX_META_BYTES = 1024 * 1024;

/** The box whose header is `head`, at `at` of what ends at `limit`; null when that is no box. */
function parseBox(head: Uint8Array, at: number, limit: number): Box | null {
  if (head.length < 8) return null;
  const short = u32be(head, 0);
  const start = at + (short === 1 ? 16 : 8);
  const end = short === 0 ? limit : at + (short === 1 ? u64be(head, 8) : short);
  return end < start ? null : { type: fourLetters(head, 4), start, end };
}

/** The boxes of the file; `whole` is false where the last one reaches past its end. */
async function listBoxes(reader: BoundedReader): Promise<{ boxes: Box[]; whole: boolean }> {
  const boxes: Box[] = [];
  for (let at = 0; at < reader.bytes && boxes.length < MAX_BOXES; ) {
    const box = parseBox(await reader.read(at, 16), at, reader.bytes);
    if (box === null) return { boxes, whole: false };
    boxes.push(box);
    at = box.end;
  }
  return { boxes, whole: (boxes.at(-1)?.end ?? 0) <= reader.bytes };
}

function listInner(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to && boxes.length < MAX_BOXES; ) {
    const box = parseBox(bytes.subarray(at, at + 16), at, to);
    if (box === null || box.end > to) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** A turn of a HEIC picture is counted in quarters against the clock; EXIF has its own numbers for that. */
const TURNS = [1, 8, 3, 6] as const;

/** The largest picture among the properties of a `meta` box: tiles and thumbnails stand there as well. */
function readHeicSize(meta: Buffer): ImageSize | null {
  const find = (boxes: Box[], type: string) => boxes.find((box) => box.type === type);
  const properties = find(listInner(meta, 4, meta.length), "iprp");
  const list = properties && find(listInner(meta, properties.start, properties.end), "ipco");
  const boxes = list === undefined ? [] : listInner(meta, list.start, list.end);
  const turn = find(boxes, "irot");
  const orientation = (turn && TURNS[u8(meta, turn.start) & 3]) ?? 1;
  const sizes = boxes
    .filter((box) => box.type === "ispe")
    .map((box) => ({ width: u32be(meta, box.start + 4), height: u32be(meta, box.start + 8), orientation }));
  return sizes.sort((a, b) => b.width * b.height - a.width * a.height)[0] ?? null;
}

async function inspectHeicFile(reader: BoundedReader): Promise<Inspection> {
  const { boxes, whole } = await listBoxes(reader);
  const box = boxes.find((one) => one.type === "meta");
  const meta = box && (await reader.read(box.start, Math.min(box.end - box.start, MAX_META_BYTES)));
  return inspectImage("heic", meta === undefined ? null : readHeicSize(meta), reader.bytes, whole);
}

async function inspectFilm(reader: BoundedReader, type: "mov" | "mp4"): Promise<Inspection> {
  const { boxes, whole } = await listBoxes(reader);
  const complete = whole && boxes.some((box) => box.type === "moov");
  return inspectionOf(known(type), { notes: complete ? [] : ["damaged"] });
}

/** Inspects a file that begins with an `ftyp` box: a HEIC picture, a film, or another of the family. */
export async function inspectIsoFile(reader: BoundedReader): Promise<Inspection> {
  const verdict = inspectBrands(await reader.read(0, 1024));
  if (verdict.kind !== "known") return inspectionOf(verdict);
  return verdict.type === "heic"
    ? inspectHeicFile(reader)
    : inspectFilm(reader, verdict.type as "mov" | "mp4");
}

/** Inspects a file that begins as films did before `ftyp`; null when it is none. */
export async function inspectOldFilm(reader: BoundedReader): Promise<Inspection | null> {
  const { boxes } = await listBoxes(reader);
  return boxes.some((box) => box.type === "moov") ? inspectFilm(reader, "mov") : null;
}
