import type { ByteRange } from "../http.range";
import { type ObjectSlice, planZipRange, type ZipPlan, type ZipSlice } from "./bundle.rules";

/**
 * Reads bytes of a stored object, pinned to its recorded ETag. Must throw when the object
 * is missing, has another ETag or holds fewer bytes than asked.
 */
export type ReadObject = (
  key: string,
  etag: string,
  offset: number,
  length: number,
) => Promise<ReadableStream<Uint8Array>>;

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
 * The next object is asked for ahead only behind a small one: with a slow client an open
 * body behind a large one would wait for minutes and may be closed by the storage.
 */
const PREFETCH_BEHIND_MAX_BYTES = 4 * 1024 * 1024;

/** Enough to see the next object behind its header. */
const LOOK_AHEAD_SLICES = 3;

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
      if (slice.kind === "bytes" || slice.length <= PREFETCH_BEHIND_MAX_BYTES) reads.begin(ahead);
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

/** At most one read under way that nobody has asked for yet. */
class ReadAhead {
  private pending: { slice: ObjectSlice; body: Promise<ReadableStream<Uint8Array>> } | null = null;

  constructor(private readonly readObject: ReadObject) {}

  take(slice: ObjectSlice): Promise<ReadableStream<Uint8Array>> {
    const { pending } = this;
    if (pending?.slice !== slice) return this.read(slice);
    this.pending = null;
    return pending.body;
  }

  begin(ahead: readonly ZipSlice[]): void {
    const slice = ahead.find((one) => one.kind === "object");
    if (slice === undefined || this.pending !== null) return;
    const body = this.read(slice);
    // A failure is met when the body is taken; until then it must not count as unhandled.
    body.catch(() => {});
    this.pending = { slice, body };
  }

  async cancel(reason: unknown): Promise<void> {
    const body = await this.pending?.body.catch(() => null);
    await body?.cancel(reason).catch(() => {});
  }

  private async read(slice: ObjectSlice): Promise<ReadableStream<Uint8Array>> {
    return this.readObject(slice.key, slice.etag, slice.offset, slice.length);
  }
}
