/** One part of an archive, unpacked as it is read: a few kilobytes at a time, never beyond a cap. */
import type { Buffer } from "node:buffer";
import type { BoundedReader } from "./bounded.reader";
import { hasBytes, u16le } from "./bytes.rules";
import type { ZipEntry } from "./zip.directory";

/** Deflate makes at most 1032 bytes of one: 8 kB at a time keep what waits under 8 MiB. */
const PIECE_BYTES = 8 * 1024;

/** The part cannot be read: locked, of another method, cut off, or larger than it was said to be. */
export class PartUnreadable extends Error {}

/** Where the part's own bytes begin; its local header must name it as the directory does. */
async function findPartStart(reader: BoundedReader, entry: ZipEntry): Promise<number> {
  const header = await reader.read(entry.offset, 30 + entry.nameBytes.length);
  const named = header.subarray(30).equals(entry.nameBytes) && u16le(header, 26) === entry.nameBytes.length;
  if (!hasBytes(header, [0x50, 0x4b, 3, 4]) || !named) throw new PartUnreadable("another header");
  return entry.offset + 30 + u16le(header, 26) + u16le(header, 28);
}

async function* readPieces(reader: BoundedReader, start: number, bytes: number) {
  for (let at = 0; at < bytes; at += PIECE_BYTES) {
    const wanted = Math.min(PIECE_BYTES, bytes - at);
    const piece = await reader.read(start + at, wanted);
    if (piece.length < wanted) throw new PartUnreadable("cut off");
    yield piece;
  }
}

async function* inflate(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const output = stream.readable.getReader();
  // Set when reading fails, which is told apart from the stream's own complaint of bad data.
  let failure: { reason: unknown } | null = null;
  const next = () =>
    pieces.next().catch((reason: unknown) => {
      failure = { reason };
      throw reason;
    });
  const feeding = (async () => {
    for (let piece = await next(); !piece.done; piece = await next()) {
      // A stream wants bytes that nobody else holds; a block of the reader is shared.
      await writer.write(new Uint8Array(piece.value));
    }
    await writer.close();
  })().catch((reason) => writer.abort(reason).catch(() => undefined));
  try {
    for (;;) {
      const { value, done } = await output.read();
      if (done) return;
      yield value;
    }
  } catch {
    await feeding;
    const failed = failure as { reason: unknown } | null;
    throw failed === null ? new PartUnreadable("bad data") : failed.reason;
  } finally {
    await output.cancel().catch(() => undefined);
    await feeding;
  }
}

/**
 * The bytes of a part, as they come. Throws `PartUnreadable` for the part's faults, the
 * claim of its size among them, and `InspectionLimit`.
 * @param cap at most so many bytes are given; the rest is left out in silence
 */
export async function* streamPart(
  reader: BoundedReader,
  entry: ZipEntry,
  cap: number,
): AsyncGenerator<Uint8Array> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw new PartUnreadable("locked");
  const pieces = readPieces(reader, await findPartStart(reader, entry), entry.packed);
  let given = 0;
  for await (const bytes of entry.method === 0 ? pieces : inflate(pieces)) {
    reader.spendInflated(bytes.length);
    given += bytes.length;
    if (given > entry.unpacked) throw new PartUnreadable("larger than claimed");
    yield bytes;
    if (given >= cap) return;
  }
  if (given < entry.unpacked) throw new PartUnreadable("smaller than claimed");
}

/** The text of streamed bytes, in pieces: UTF-8, or UTF-16 where a byte order mark says so. */
export async function* decodePart(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const piece of bytes) {
    const wide = hasBytes(piece, [0xff, 0xfe]) ? "utf-16le" : hasBytes(piece, [0xfe, 0xff]) && "utf-16be";
    decoder ??= new TextDecoder(wide || "utf-8");
    yield decoder.decode(piece, { stream: true });
  }
}

/** A small part as text, its first `cap` bytes; null where it cannot be read. */
export async function readPartText(
  reader: BoundedReader,
  entry: ZipEntry | undefined,
  cap = 512 * 1024,
): Promise<string | null> {
  if (entry === undefined) return null;
  try {
    let text = "";
    for await (const piece of decodePart(streamPart(reader, entry, cap))) text += piece;
    return text;
  } catch (fault) {
    if (fault instanceof PartUnreadable) return null;
    throw fault;
  }
}
