/** What R2 holds of an upload, as parts and pieces, and what the upload's row says of it. */
import { crc32 } from "node:zlib";
import { PART_BYTES } from "../../schemas/upload";
import { type FillPart, feedRuns, pour } from "../files/file.pour";
import { refuse } from "../http";
import { deleteAll, pipePieces, readPieces, tailPrefix } from "./upload.bytes";
import { combineParts, computePartNumber, type StoredPart, type StoredPiece } from "./upload.rules";
import type { Progress, UploadRow } from "./upload.store";

/** What keeping bytes needs of the world: where they go, and who must agree before they count. */
export interface KeptSink {
  bucket: R2Bucket;
  epoch: number;
  /** Notes what is durable; false when another writer took over. */
  commit(progress: Omit<Progress, "expiresAt">): Promise<boolean>;
  /** Told the multipart upload's id before its first part; false as above. */
  begin(multipartId: string): Promise<boolean>;
}

/** Bytes in memory and bytes that follow them in the request. */
export interface Run {
  held: Uint8Array;
  more: number;
  fill: FillPart;
}

const sumBytes = (list: readonly { bytes: number }[]) => list.reduce((sum, one) => sum + one.bytes, 0);

export class Kept {
  readonly parts: StoredPart[];
  multipartId: string | null;
  #pieces: StoredPiece[];
  readonly #upload: UploadRow;
  readonly #sink: KeptSink;
  /** What the row says is received. */
  #noted: number;
  /** Pieces that no row names yet, and those that none needs once it says what came since. */
  #fresh: string[] = [];
  #spent: string[] = [];

  constructor(upload: UploadRow, sink: KeptSink) {
    this.parts = JSON.parse(upload.parts) as StoredPart[];
    this.multipartId = upload.multipartId;
    this.#pieces = JSON.parse(upload.tail ?? "[]") as StoredPiece[];
    this.#upload = upload;
    this.#sink = sink;
    this.#noted = upload.received;
  }

  /** Bytes in R2, whether a row says so or not. */
  get bytes(): number {
    return sumBytes(this.parts) + sumBytes(this.#pieces);
  }

  /** What the part at hand lacks beyond its pieces. */
  get lacking(): number {
    const part = Math.min(PART_BYTES, this.#upload.bytes - sumBytes(this.parts));
    return part - sumBytes(this.#pieces);
  }

  /** The pieces of the part at hand in memory, less than a part. */
  readPieces(): Promise<Uint8Array> {
    return readPieces(this.#sink.bucket, this.#pieces);
  }

  /** A whole part: its pieces and what lacks of it. It counts with the next `commit`. */
  async putPart(run: Run): Promise<void> {
    const multipart = await this.#openMultipart();
    const number = computePartNumber(this.parts.length, this.#sink.epoch);
    const pieces = this.#pieces;
    const end = { bytes: this.lacking, crc32: 0 };
    const bytes = sumBytes([...pieces, end]);
    const { etag } = await pour(
      bytes,
      (body) => multipart.uploadPart(number, body),
      async (writable) => {
        await pipePieces(this.#sink.bucket, pieces, writable);
        end.crc32 = await feed(writable, run);
      },
    );
    this.parts.push({ number, etag, bytes, crc32: combineParts([...pieces, end]) });
    this.#spent.push(...pieces.map((one) => one.key));
    this.#pieces = [];
  }

  /** Less than a part, under a name of its own, so that a crash loses neither. It counts with the next `commit`. */
  async putPiece({ held, more, fill }: Run): Promise<void> {
    const { bucket, epoch } = this.#sink;
    const bytes = held.length + more;
    const key = `${tailPrefix(this.#upload)}${this.bytes + bytes}-${epoch}`;
    this.#fresh.push(key);
    let crc = 0;
    if (more === 0) {
      await bucket.put(key, held);
      crc = crc32(held);
    } else {
      const store = (body: ReadableStream) => bucket.put(key, body);
      await pour(bytes, store, async (writable) => {
        crc = await feed(writable, { held, more, fill });
      });
    }
    this.#pieces.push({ key, bytes, crc32: crc });
  }

  /** Has the row say what R2 holds. Problem: `upload.taken_over`. */
  async commit(): Promise<void> {
    const received = this.bytes;
    if (received === this.#noted) return;
    const { parts, multipartId } = this;
    if (!(await this.#sink.commit({ received, parts, multipartId, pieces: this.#pieces }))) {
      await this.forgetFresh();
      refuse("upload.taken_over");
    }
    this.#noted = received;
    this.#fresh = [];
    await deleteAll(this.#sink.bucket, this.#spent);
    this.#spent = [];
  }

  /** Takes back what was never committed; only where a refusal tells that no row names it. */
  async forgetFresh(): Promise<void> {
    await deleteAll(this.#sink.bucket, this.#fresh);
    this.#fresh = [];
  }

  async #openMultipart(): Promise<R2MultipartUpload> {
    const { bucket } = this.#sink;
    const { objectKey } = this.#upload;
    if (this.multipartId !== null) return bucket.resumeMultipartUpload(objectKey, this.multipartId);
    const multipart = await bucket.createMultipartUpload(objectKey);
    this.multipartId = multipart.uploadId;
    if (await this.#sink.begin(multipart.uploadId)) return multipart;
    await multipart.abort();
    return refuse("upload.taken_over");
  }
}

/** Many uploads come at once, and each holds one of these. */
const RUN_BYTES = 256 * 1024;

/** @returns the CRC-32 of what was written */
async function feed(writable: WritableStream<Uint8Array>, { held, more, fill }: Run): Promise<number> {
  let crc = crc32(held);
  await feedRuns(writable, held, fill, { bytes: more, run: RUN_BYTES }, (run) => {
    crc = crc32(run, crc);
  });
  return crc;
}
