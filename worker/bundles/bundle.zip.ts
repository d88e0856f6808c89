import type { ByteRange } from "../http.range";
import { type ObjectSlice, planZipRange, type ZipPlan, type ZipSlice } from "./bundle.rules";

/**
 * Reads bytes of a stored object, pinned to its recorded ETag. Must throw when the object
 * is missing, has another ETag or holds fewer bytes than asked.
 */
export type ReadObject = (slice: ObjectSlice) => Promise<ReadableStream<Uint8Array>>;

/**
 * How a transfer ended; `reason` is what broke it, a client that went away included. `sent`
 * means that everything asked for was written: bytes are not counted here, and a body that
 * ends early without an error is noticed by the client alone, by the length it was promised.
 */
export type ZipOutcome = { sent: true } | { sent: false; reason: unknown };

export interface ZipStream {
  /** The body of an answer; carries its Content-Length. */
  body: ReadableStream<Uint8Array>;
  /** Never rejects; give it to `waitUntil` to log a broken transfer. */
  done: Promise<ZipOutcome>;
}

/**
 * Small objects are asked for before their turn, or storage would be waited for at each of them.
 * With the one being sent and the one a pack is written to, they stay inside the six connections
 * that a request may have open.
 */
const READS_AHEAD = 3;

/**
 * The most that may still have to be sent before a read that is begun ahead: with a slow client
 * an open body behind more would wait for minutes and may be closed by the storage.
 */
const AHEAD_MAX_BYTES = 4 * 1024 * 1024;

/** Enough to see so many objects, each behind its header. */
const LOOK_AHEAD_SLICES = 2 * READS_AHEAD + 1;

/**
 * Sends a range of a bundle. The stream promises the exact length of the range, so that
 * whatever goes wrong is a broken transfer for the client and never a shorter archive.
 */
export function streamZip(plan: ZipPlan, range: ByteRange, readObject: ReadObject): ZipStream {
  const { readable, writable } = new FixedLengthStream(range.end - range.start);
  const done = pumpZip(plan, range, readObject, writable).then(
    (): ZipOutcome => ({ sent: true }),
    (reason: unknown): ZipOutcome => ({ sent: false, reason }),
  );
  return { body: readable, done };
}

/**
 * Writes a range of a bundle into `writable` and closes it. Object bytes are piped and never
 * touched here. Any failure aborts `writable` and is thrown; when `writable` itself fails
 * nothing more is read.
 */
export async function pumpZip(
  plan: ZipPlan,
  range: ByteRange,
  readObject: ReadObject,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const slices = planZipRange(plan, range.start, range.end);
  const ahead: ZipSlice[] = [];
  const reads = new ReadAhead(readObject);
  try {
    for (fill(ahead, slices); ahead.length > 0; fill(ahead, slices)) {
      const slice = ahead.shift() as ZipSlice;
      const body = slice.kind === "object" ? await reads.take(slice) : null;
      reads.begin(lengthOf(slice), ahead);
      if (slice.kind === "bytes") await writeBytes(writable, slice.data);
      else await body?.pipeTo(writable, { preventClose: true });
    }
    await writable.close();
  } catch (reason) {
    await writable.abort(reason).catch(() => {});
    await reads.cancel(reason);
    throw reason;
  }
}

function fill(ahead: ZipSlice[], slices: Iterator<ZipSlice>): void {
  while (ahead.length < LOOK_AHEAD_SLICES) {
    const next = slices.next();
    if (next.done) return;
    ahead.push(next.value);
  }
}

async function writeBytes(writable: WritableStream<Uint8Array>, data: Uint8Array): Promise<void> {
  const writer = writable.getWriter();
  try {
    await writer.write(data);
  } finally {
    // The next object is piped, and a pipe needs the lock.
    writer.releaseLock();
  }
}

const lengthOf = (slice: ZipSlice) => (slice.kind === "bytes" ? slice.data.length : slice.length);

/** The reads under way whose turn has not come. */
class ReadAhead {
  private readonly begun = new Map<ZipSlice, Promise<ReadableStream<Uint8Array>>>();

  constructor(private readonly readObject: ReadObject) {}

  take(slice: ObjectSlice): Promise<ReadableStream<Uint8Array>> {
    const body = this.begun.get(slice) ?? this.read(slice);
    this.begun.delete(slice);
    return body;
  }

  /** Begins what comes soon, `bytes` being sent before the first of `ahead`. */
  begin(bytes: number, ahead: readonly ZipSlice[]): void {
    let before = bytes;
    for (const slice of ahead) {
      if (before > AHEAD_MAX_BYTES || this.begun.size >= READS_AHEAD) return;
      if (slice.kind === "object" && !this.begun.has(slice)) {
        const body = this.read(slice);
        // A failure is met when the body is taken; until then it must not count as unhandled.
        body.catch(() => {});
        this.begun.set(slice, body);
      }
      before += lengthOf(slice);
    }
  }

  async cancel(reason: unknown): Promise<void> {
    const letGo = async (begun: Promise<ReadableStream<Uint8Array>>) => (await begun).cancel(reason);
    await Promise.allSettled([...this.begun.values()].map(letGo));
  }

  private async read(slice: ObjectSlice): Promise<ReadableStream<Uint8Array>> {
    return this.readObject(slice);
  }
}
