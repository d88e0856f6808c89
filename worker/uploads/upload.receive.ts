/** Bytes of one request into parts: what is durable is noted part by part, what is left over is kept. */
import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { PART_BYTES } from "../../schemas/upload";
import type { FillPart } from "../files/file.ingest";
import { Refusal, refuse } from "../http";
import { tailPrefix } from "./upload.bytes";
import { type Checksum, computePartNumber, type StoredPart } from "./upload.rules";
import type { Progress, UploadRow } from "./upload.store";

/** Small enough that a line of 5 kB a second loses little when it breaks, large enough to be cheap. */
const READ_BYTES = 256 * 1024;

/** What a receiver needs of the world: where bytes go, and who must agree before they count. */
export interface UploadSink {
  bucket: R2Bucket;
  epoch: number;
  /** Notes what is durable; false when another writer took over. */
  commit(progress: Omit<Progress, "expiresAt">): Promise<boolean>;
  /** Told the multipart upload's id before its first part; false as above. */
  begin(multipartId: string): Promise<boolean>;
  /** Sees the first part, or the whole of a small file, before it counts; may refuse. */
  inspect(head: Uint8Array): void;
}

/** All but the last part are in R2; `last` is what completes the file. */
export interface Assembly {
  parts: StoredPart[];
  multipartId: string | null;
  last: Uint8Array<ArrayBuffer>;
}

/** The body of one request on its way into an upload. */
export class Receiver {
  readonly #upload: UploadRow;
  readonly #sink: UploadSink;
  readonly #parts: StoredPart[];
  readonly #checksum: Checksum | null;
  readonly #hash: Hash | null;
  #multipartId: string | null;
  #tailKey: string | null;
  /** Where the tail lies that the row names; it goes when the row names another. */
  #namedTail: string | null;
  #committed: number;
  #part = new Uint8Array(0);
  #filled = 0;

  constructor(upload: UploadRow, sink: UploadSink, checksum: Checksum | null) {
    this.#upload = upload;
    this.#sink = sink;
    this.#parts = JSON.parse(upload.parts) as StoredPart[];
    this.#multipartId = upload.multipartId;
    this.#tailKey = upload.tailKey;
    this.#namedTail = upload.tailKey;
    this.#committed = upload.received;
    this.#checksum = checksum;
    this.#hash = checksum === null ? null : createHash(checksum.algorithm);
  }

  get #partsBytes(): number {
    return this.#parts.length * PART_BYTES;
  }

  get #received(): number {
    return this.#partsBytes + this.#filled;
  }

  /**
   * Takes the bytes of one request. Null when the file is not whole yet; what came is durable
   * then. A line that breaks keeps what came, and the break is thrown on.
   *
   * Problems: `upload.too_long`, `upload.checksum` (nothing of the request counts),
   * `upload.taken_over`, and what `inspect` refuses.
   */
  async take(fill: FillPart): Promise<Assembly | null> {
    await this.#openPart();
    try {
      while (await this.#fillPart(fill)) {
        if (this.#received === this.#upload.bytes) return await this.#finish(fill);
        await this.#closePart();
      }
    } catch (fault) {
      // What came before the line broke need not be sent again; a checksum counts all or nothing.
      if (this.#checksum === null) await this.#keepTail().catch(() => undefined);
      throw fault;
    }
    this.#verify();
    await this.#keepTail();
    return null;
  }

  /** The part at hand begins with what an earlier request left over of it. */
  async #openPart(): Promise<void> {
    const size = Math.min(PART_BYTES, this.#upload.bytes - this.#partsBytes);
    this.#part = new Uint8Array(size);
    this.#filled = 0;
    if (this.#tailKey === null) return;
    const tail = await this.#sink.bucket.get(this.#tailKey);
    if (tail === null || this.#partsBytes + tail.size !== this.#upload.received) {
      throw new Error("the rest of an upload is missing");
    }
    this.#part.set(new Uint8Array(await tail.arrayBuffer()));
    this.#filled = tail.size;
  }

  /** True when the part is full, false when the request ended before. */
  async #fillPart(fill: FillPart): Promise<boolean> {
    while (this.#filled < this.#part.length) {
      const want = Math.min(READ_BYTES, this.#part.length - this.#filled);
      const bytes = await fill(want);
      this.#part.set(bytes, this.#filled);
      this.#filled += bytes.length;
      this.#hash?.update(bytes);
      if (bytes.length < want) return this.#filled === this.#part.length;
    }
    return true;
  }

  #inspectFirst(): void {
    if (this.#parts.length === 0) this.#sink.inspect(this.#part.subarray(0, this.#filled));
  }

  /** Sends a full part; it counts at once, unless a checksum over the request is still open. */
  async #closePart(): Promise<void> {
    this.#inspectFirst();
    const { bucket, epoch } = this.#sink;
    if (this.#multipartId === null) {
      const multipart = await bucket.createMultipartUpload(this.#upload.objectKey);
      this.#multipartId = multipart.uploadId;
      if (!(await this.#sink.begin(multipart.uploadId))) {
        await multipart.abort();
        refuse("upload.taken_over");
      }
    }
    const number = computePartNumber(this.#parts.length, epoch);
    const multipart = bucket.resumeMultipartUpload(this.#upload.objectKey, this.#multipartId);
    const { etag } = await multipart.uploadPart(number, this.#part);
    this.#parts.push({ number, etag, bytes: this.#part.length, crc32: crc32(this.#part) });
    this.#tailKey = null;
    this.#filled = 0;
    this.#part = new Uint8Array(Math.min(PART_BYTES, this.#upload.bytes - this.#partsBytes));
    if (this.#checksum === null) await this.#commit();
  }

  async #finish(fill: FillPart): Promise<Assembly> {
    if ((await fill(1)).length > 0) refuse("upload.too_long");
    this.#verify();
    this.#inspectFirst();
    return { parts: this.#parts, multipartId: this.#multipartId, last: this.#part };
  }

  #verify(): void {
    if (this.#hash === null || this.#checksum === null) return;
    if (this.#hash.digest("base64") !== this.#checksum.digest) refuse("upload.checksum");
  }

  /**
   * Less than a part is kept as an object of its own; each state has its own name, so a crash
   * loses neither. What completes a file only counts when the file is stored.
   */
  async #keepTail(): Promise<void> {
    const received = this.#received;
    if (received === this.#committed || received === this.#upload.bytes) return;
    if (this.#filled === 0) return this.#commit();
    const { bucket, epoch } = this.#sink;
    this.#tailKey = `${tailPrefix(this.#upload)}${received}-${epoch}`;
    await bucket.put(this.#tailKey, this.#part.subarray(0, this.#filled));
    try {
      await this.#commit();
    } catch (fault) {
      // Only a refusal tells that no row names it: an answer that was lost may have been a yes.
      if (fault instanceof Refusal) await bucket.delete(this.#tailKey);
      throw fault;
    }
  }

  async #commit(): Promise<void> {
    const received = this.#received;
    const tailKey = this.#tailKey;
    const progress = { received, parts: this.#parts, multipartId: this.#multipartId, tailKey };
    if (!(await this.#sink.commit(progress))) refuse("upload.taken_over");
    this.#committed = received;
    if (this.#namedTail !== null && this.#namedTail !== tailKey)
      await this.#sink.bucket.delete(this.#namedTail);
    this.#namedTail = tailKey;
  }
}
