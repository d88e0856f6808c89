/** Bytes that go on into R2 while they come, none of them held for longer than it takes to hand them on. */

/** Gives the next bytes of a file, exactly `max` of them unless the file ends before; good until the next call. */
export type FillPart = (max: number) => Promise<Uint8Array>;

/** Reads a request body in runs of one size into the same memory; the 4 KiB default reads are several times slower. */
export function fillFromBody(body: ReadableStream<Uint8Array>): FillPart {
  return fillFromReader(body.getReader({ mode: "byob" }));
}

/** The same for who may have to cancel what is not read to its end. */
export function fillFromReader(reader: ReadableStreamBYOBReader): FillPart {
  let memory = new ArrayBuffer(0);
  return async (max) => {
    if (memory.byteLength < max) memory = new ArrayBuffer(max);
    const { value } = await reader.readAtLeast(max, new Uint8Array(memory, 0, max));
    // The read took the memory away and gives it back in what it answers.
    memory = value?.buffer ?? new ArrayBuffer(0);
    return value ?? new Uint8Array(0);
  };
}

/**
 * Reads a body to its end, run by run in the memory it is given and gives back: a new one for each
 * of many bodies is garbage that comes faster than it is collected.
 */
export async function seeRuns(
  body: ReadableStream,
  memory: ArrayBuffer,
  see: (run: Uint8Array) => void,
): Promise<ArrayBuffer> {
  const reader = body.getReader({ mode: "byob" });
  for (let free = memory; ; ) {
    const { value } = await reader.readAtLeast(free.byteLength, new Uint8Array(free));
    if (value === undefined) return new ArrayBuffer(memory.byteLength);
    see(value);
    free = value.buffer as ArrayBuffer;
    if (value.length < free.byteLength) return free;
  }
}

/**
 * Stores exactly `bytes` bytes that `feed` writes. When either end fails, nothing is stored and
 * its fault is thrown.
 */
export async function pour<T>(
  bytes: number,
  store: (body: ReadableStream) => Promise<T>,
  feed: (writable: WritableStream<Uint8Array>) => Promise<void>,
): Promise<T> {
  const { readable, writable } = new FixedLengthStream(bytes);
  const storing = store(readable);
  const feeding = feed(writable).then(() => writable.close());
  try {
    const [stored] = await Promise.all([storing, feeding]);
    return stored;
  } catch (fault) {
    // Who waits for the other end hears of it: a write that nobody will ever read would wait for good.
    await readable.cancel(fault).catch(() => undefined);
    await writable.abort(fault).catch(() => undefined);
    await Promise.allSettled([storing, feeding]);
    throw fault;
  }
}

/**
 * Writes `first` and then what `fill` gives of the rest, each run seen before it goes.
 *
 * @param rest its bytes, and those of a run: longer ones are faster and held in memory
 */
export async function feedRuns(
  writable: WritableStream<Uint8Array>,
  first: Uint8Array,
  fill: FillPart,
  rest: { bytes: number; run: number },
  see: (run: Uint8Array) => void,
): Promise<void> {
  const writer = writable.getWriter();
  // Told by the write that fails.
  writer.closed.catch(() => undefined);
  try {
    await writer.write(first);
    for (let left = rest.bytes; left > 0; ) {
      const run = await fill(Math.min(rest.run, left));
      if (run.length === 0) throw new Error("fewer bytes came than were announced");
      see(run);
      left -= run.length;
      await writer.write(run);
    }
  } finally {
    writer.releaseLock();
  }
}
