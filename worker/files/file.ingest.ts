/**
 * Bytes on their way into R2: hashed as they pass, in equal parts, confirmed before the
 * row says *stored* (design.md §3, invariant 1 and §6).
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { formatBytes } from "../../schemas/bytes";
import { MAX_FILE_BYTES, PART_BYTES } from "../../schemas/upload";
import { refuse, refuseWith } from "../http";
import { checkLength } from "./file.rules";

const STREAM_BYTES = 1024 * 1024;

/** Gives the next bytes of a file, exactly `max` of them unless the file ends before. */
export type FillPart = (max: number) => Promise<Uint8Array>;

export interface Ingested {
  bytes: number;
  sha256: string;
  crc32: number;
  etag: string;
}

/** Reads a request body in whole parts; the 4 KiB default reads are several times slower. */
export function fillFromBody(body: ReadableStream<Uint8Array>): FillPart {
  const reader = body.getReader({ mode: "byob" });
  return async (max) => {
    const { value } = await reader.readAtLeast(max, new Uint8Array(max));
    return value ?? new Uint8Array(0);
  };
}

/** What the sender promised of the length must hold; a body cut short is never stored. Problem: `file.broken_off`. */
export function expectBytes(fill: FillPart, expected: number | null): FillPart {
  let total = 0;
  return async (max) => {
    const bytes = await fill(max);
    total += bytes.length;
    if (expected !== null && bytes.length < max && total !== expected) refuse("file.broken_off");
    return bytes;
  };
}

interface Sink {
  bucket: R2Bucket;
  key: string;
  /** Told the multipart upload's id before its first part, so that a sweep can abort it. */
  onMultipart: (uploadId: string) => Promise<void>;
}

class Digest {
  #sha = createHash("sha256");
  crc = 0;
  bytes = 0;

  add(part: Uint8Array): void {
    this.#sha.update(part);
    this.crc = crc32(part, this.crc);
    this.bytes += part.length;
    if (this.bytes > MAX_FILE_BYTES) {
      refuse("file.too_large", {
        size: `${formatBytes(this.bytes)} 以上`,
        limit: formatBytes(MAX_FILE_BYTES),
      });
    }
  }

  finish(): string {
    return this.#sha.digest("hex");
  }
}

async function putWhole(sink: Sink, bytes: Uint8Array, digest: Digest): Promise<Ingested> {
  const sha256 = digest.finish();
  // R2 itself recomputes the hash and stores nothing when it differs.
  const object = await sink.bucket.put(sink.key, bytes, { sha256 });
  if (object.size !== bytes.length) throw new Error("R2 stored another length");
  return { bytes: bytes.length, sha256, crc32: digest.crc, etag: object.etag };
}

/**
 * A file of known length in one put, hashed as it passes. R2 names the MD5 of what it
 * wrote: the same MD5 over what was sent means that what was hashed is what is stored,
 * without reading it back.
 */
async function putStream(sink: Sink, first: Uint8Array, fill: FillPart, bytes: number, digest: Digest) {
  const { readable, writable } = new FixedLengthStream(bytes);
  const putting = sink.bucket.put(sink.key, readable);
  // Awaited below; when the sender breaks off, the aborted stream makes this one fail unheard.
  putting.catch(() => undefined);
  const writer = writable.getWriter();
  writer.closed.catch(() => undefined);
  const md5 = createHash("md5");
  try {
    for (let part = first; part.length > 0; part = await fill(STREAM_BYTES)) {
      if (part !== first) digest.add(part);
      md5.update(part);
      await writer.write(part);
    }
    await writer.close();
  } catch (fault) {
    await writer.abort(fault).catch(() => undefined);
    await putting.catch(() => undefined);
    throw fault;
  }
  const object = await putting;
  if (object?.size !== digest.bytes || object.checksums.toJSON().md5 !== md5.digest("hex")) {
    throw new Error("R2 holds other bytes than were sent");
  }
  return { bytes: digest.bytes, sha256: digest.finish(), crc32: digest.crc, etag: object.etag };
}

/** The hash of what R2 really holds, read back once. */
async function hashStored(bucket: R2Bucket, key: string, etag: string): Promise<string> {
  const object = await bucket.get(key, { onlyIf: { etagMatches: etag } });
  if (object === null || !("body" in object)) throw new Error("R2 lost the finished object");
  const digest = new crypto.DigestStream("SHA-256");
  await object.body.pipeTo(digest);
  return Array.from(new Uint8Array(await digest.digest), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}

async function putParts(sink: Sink, first: Uint8Array, second: Uint8Array, fill: FillPart, digest: Digest) {
  const upload = await sink.bucket.createMultipartUpload(sink.key);
  await sink.onMultipart(upload.uploadId);
  try {
    const parts: R2UploadedPart[] = [];
    for (let part = first, next = second; part.length > 0; ) {
      const sending = upload.uploadPart(parts.length + 1, part);
      // Awaited below; should reading the next part throw first, the abort makes this one fail unheard.
      sending.catch(() => undefined);
      digest.add(next);
      const after = next.length === PART_BYTES ? await fill(PART_BYTES) : new Uint8Array(0);
      parts.push(await sending);
      part = next;
      next = after;
    }
    return await upload.complete(parts);
  } catch (fault) {
    await upload.abort().catch(() => undefined);
    throw fault;
  }
}

/**
 * Streams a file into R2 and tells what is there now. Holds at most two parts in memory.
 *
 * @param bytes the declared length, already within the limit; null where the sender gave
 *   none, as in a form body: then it goes in equal parts, which are read back once
 * @param inspect is given the first part before anything is stored and may refuse
 * @throws Refusal `file.empty`, `file.too_large`, `file.broken_off`, or what `inspect` refuses
 */
export async function ingest(
  sink: Sink,
  fill: FillPart,
  bytes: number | null,
  inspect: (head: Uint8Array) => void,
): Promise<Ingested> {
  const first = await fill(PART_BYTES);
  const wrong = checkLength(first.length);
  if (wrong !== null) refuseWith(wrong);
  inspect(first);
  const digest = new Digest();
  digest.add(first);
  if (bytes !== null && bytes > PART_BYTES) return putStream(sink, first, fill, bytes, digest);
  const second = first.length === PART_BYTES ? await fill(PART_BYTES) : new Uint8Array(0);
  if (second.length === 0) return putWhole(sink, first, digest);
  const object = await putParts(sink, first, second, fill, digest);
  const sha256 = digest.finish();
  const stored = await hashStored(sink.bucket, sink.key, object.etag);
  if (object.size !== digest.bytes || stored !== sha256)
    throw new Error("R2 holds other bytes than were sent");
  return { bytes: digest.bytes, sha256, crc32: digest.crc, etag: object.etag };
}
