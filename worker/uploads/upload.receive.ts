/**
 * Bytes of one request into parts. On a quick line a part goes straight through into R2; on a
 * slow one what came is kept piece by piece, and the pieces become the part when it is full.
 * Either way no more than a piece is held, or a file of one part.
 */
import { createHash, type Hash } from "node:crypto";
import { PART_BYTES } from "../../schemas/upload";
import type { FillPart } from "../files/file.pour";
import { Refusal, refuse } from "../http";
import { Kept, type KeptSink } from "./upload.kept";
import type { Checksum, StoredPart } from "./upload.rules";
import type { UploadRow } from "./upload.store";

/** What is held of a part, and what is inspected before the first one counts. */
const PIECE_BYTES = 1024 * 1024;
/** A line that takes no longer for a piece has a part through before it is likely to break. */
const QUICK_MS = 1000;
/** Small enough that a line of 5 kB a second loses little when it breaks, large enough to be cheap. */
const READ_BYTES = 64 * 1024;

export interface UploadSink extends KeptSink {
  /** Milliseconds of any clock. */
  time(): number;
  /** Sees the beginning, or the whole of a small file, before it counts; may refuse. */
  inspect(head: Uint8Array): void;
}

/** What is told of a request before its body. */
export interface RequestFacts {
  /** Null where the client declared no length. */
  bytes: number | null;
  checksum: Checksum | null;
}

/** Every byte came: as parts in R2, or, of a file of one part, as they are. */
export interface Assembly {
  parts: StoredPart[];
  multipartId: string | null;
  whole: Uint8Array<ArrayBuffer> | null;
}

const succeeds = (doing: Promise<unknown>): Promise<boolean> =>
  doing.then(
    () => true,
    () => false,
  );

/** The body of one request on its way into an upload. */
export class Receiver {
  readonly #total: number;
  readonly #kept: Kept;
  readonly #sink: UploadSink;
  readonly #fill: FillPart;
  readonly #checksum: Checksum | null;
  readonly #hash: Hash | null;
  /** Bytes of the request that are still to come; null when nobody said. */
  #left: number | null;
  #memory = new Uint8Array(0);
  #filled = 0;

  constructor(upload: UploadRow, sink: UploadSink, { bytes, checksum }: RequestFacts, fill: FillPart) {
    this.#total = upload.bytes;
    this.#kept = new Kept(upload, sink);
    this.#sink = sink;
    this.#fill = fill;
    this.#checksum = checksum;
    this.#hash = checksum === null ? null : createHash(checksum.algorithm);
    this.#left = bytes;
  }

  get #isSmall(): boolean {
    return this.#total <= PART_BYTES;
  }

  get #held(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.#filled);
  }

  /**
   * Takes the bytes of the request. Null when the file is not whole yet; what came is durable
   * then. A line that breaks keeps what came, and the break is thrown on.
   *
   * Problems: `upload.too_long`, `upload.checksum` (nothing of the request counts),
   * `upload.taken_over`, and what `inspect` refuses.
   */
  async take(): Promise<Assembly | null> {
    try {
      while (await this.#takePart()) {
        if (this.#kept.bytes + this.#filled === this.#total) return await this.#finish();
      }
      this.#verify();
      await this.#keepHeld();
      await this.#kept.commit();
      return null;
    } catch (fault) {
      // What came before the line broke need not be sent again; a checksum counts all or nothing.
      const kept = this.#checksum !== null || (await succeeds(this.#keepHeld()));
      // Whether a row names a piece is not known where the answer to its commit was lost.
      if (kept && fault instanceof Refusal) await this.#kept.forgetFresh();
      throw fault;
    }
  }

  /** The next bytes, hashed and counted as they come. */
  readonly #read: FillPart = async (max) => {
    const bytes = await this.#fill(max);
    this.#hash?.update(bytes);
    if (this.#left !== null) this.#left -= bytes.length;
    return bytes;
  };

  /** True when a part, or a piece of it, is full; false when the request ended before. */
  async #takePart(): Promise<boolean> {
    const began = this.#sink.time();
    if (!(await this.#hold(PIECE_BYTES))) return false;
    const isQuick = this.#sink.time() - began <= QUICK_MS;
    if (this.#isSmall) {
      if (isQuick) return this.#hold(PART_BYTES);
      await this.#keepHeld();
      return true;
    }
    if (this.#kept.bytes === 0) this.#sink.inspect(this.#held);
    const lacking = this.#kept.lacking - this.#filled;
    const ready = isQuick ? (this.#left ?? 0) : 0;
    if (ready >= lacking) await this.#sendPart(lacking);
    else await this.#keepHeld(ready);
    return true;
  }

  /** Reads on until so many bytes of the part are held, or it is full. */
  async #hold(bytes: number): Promise<boolean> {
    if (this.#memory.length === 0) this.#memory = new Uint8Array(this.#isSmall ? this.#total : PIECE_BYTES);
    const full = Math.min(bytes, this.#kept.lacking);
    while (this.#filled < full) {
      const want = Math.min(READ_BYTES, full - this.#filled);
      const run = await this.#read(want);
      this.#memory.set(run, this.#filled);
      this.#filled += run.length;
      if (run.length < want) return this.#filled === full;
    }
    return true;
  }

  async #sendPart(more: number): Promise<void> {
    await this.#kept.putPart({ held: this.#held, more, fill: this.#read });
    this.#filled = 0;
    // The last part counts only with its file.
    if (this.#checksum === null && this.#kept.bytes < this.#total) await this.#kept.commit();
  }

  /** Keeps what is held, and `more` bytes behind it. What completes a file only counts when it is stored. */
  async #keepHeld(more = 0): Promise<void> {
    const { bytes } = this.#kept;
    if (this.#filled === 0 || bytes + this.#filled + more === this.#total) return;
    await this.#kept.putPiece({ held: this.#held, more, fill: this.#read });
    this.#filled = 0;
    if (this.#checksum === null) await this.#kept.commit();
  }

  #verify(): void {
    if (this.#hash === null || this.#checksum === null) return;
    if (this.#hash.digest("base64") !== this.#checksum.digest) refuse("upload.checksum");
  }

  async #finish(): Promise<Assembly> {
    if ((await this.#read(1)).length > 0) refuse("upload.too_long");
    this.#verify();
    const { parts, multipartId } = this.#kept;
    if (!this.#isSmall) return { parts, multipartId, whole: null };
    const whole = this.#filled === this.#total ? this.#memory : await this.#join();
    this.#sink.inspect(whole);
    return { parts, multipartId, whole };
  }

  async #join(): Promise<Uint8Array<ArrayBuffer>> {
    const whole = new Uint8Array(this.#total);
    const before = await this.#kept.readPieces();
    whole.set(before);
    whole.set(this.#held, before.length);
    return whole;
  }
}
