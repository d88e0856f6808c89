/**
 * Bytes on their way into R2: summed as they pass, in equal parts, confirmed before the
 * row says *stored* (design.md §3, invariant 1 and §6).
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { MAX_FILE_BYTES, PART_BYTES } from "../../schemas/upload";
import { refuse, refuseWith } from "../http";
import { type FillPart, feedRuns, pour } from "./file.pour";
import { confirmStored, type Ingested } from "./file.readback";
import { checkLength, describeTooLarge } from "./file.rules";

/** What of a long file is looked at before it is stored, and the runs in which it goes on. */
const HEAD_BYTES = 1024 * 1024;

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
  /** Settles when the row stands by which a sweep finds what was stored. */
  begun: Promise<unknown>;
  /** Told the multipart upload's id before its first part, so that a sweep can abort it. */
  onMultipart: (uploadId: string) => Promise<void>;
}

/** Sums up what passes on its way. */
class Passing {
  readonly #most: number;
  crc32 = 0;
  bytes = 0;

  /** @param most bytes that may come */
  constructor(most: number) {
    this.#most = most;
  }

  add(run: Uint8Array): void {
    this.crc32 = crc32(run, this.crc32);
    this.bytes += run.length;
    if (this.bytes > this.#most) refuseWith(describeTooLarge(null, this.#most));
  }
}

/** R2's number for bytes that have another hash than was said. */
const OTHER_HASH = /\(10037\)/;

/** Short enough to be held here. Problem: `upload.checksum` (the sender said that it is another file). */
async function putWhole(
  sink: Sink,
  whole: Uint8Array,
  passing: Passing,
  declared: string | null,
): Promise<Ingested> {
  passing.add(whole);
  const sha256 = declared ?? createHash("sha256").update(whole).digest("hex");
  await sink.begun;
  // R2 itself recomputes the hash and stores nothing when it differs.
  const object = await sink.bucket.put(sink.key, whole, { sha256 }).catch((fault) => {
    if (declared !== null && OTHER_HASH.test(String(fault))) refuse("upload.checksum");
    throw fault;
  });
  if (object.size !== whole.length) throw new Error("R2 stored another length");
  return { bytes: whole.length, sha256, crc32: passing.crc32, etag: object.etag, whole };
}

/** A file of known length in one put. */
async function putStream(
  sink: Sink,
  fill: FillPart,
  bytes: number,
  passing: Passing,
  inspect: (head: Uint8Array) => void,
): Promise<Ingested> {
  const head = await fill(HEAD_BYTES);
  inspect(head);
  passing.add(head);
  await sink.begun;
  const object = await pour(
    bytes,
    (body) => sink.bucket.put(sink.key, body),
    (writable) => {
      const rest = { bytes: bytes - head.length, run: HEAD_BYTES };
      return feedRuns(writable, head, fill, rest, (run) => passing.add(run));
    },
  );
  if (object === null) throw new Error("R2 stored nothing");
  return confirmStored(sink.bucket, sink.key, object, passing);
}

/** Equal parts, as many as come; what is read of one is gone when the next is read. */
async function putParts(sink: Sink, first: Uint8Array, fill: FillPart, passing: Passing): Promise<Ingested> {
  await sink.begun;
  const upload = await sink.bucket.createMultipartUpload(sink.key);
  let object: R2Object;
  try {
    await sink.onMultipart(upload.uploadId);
    const parts: R2UploadedPart[] = [];
    for (let part = first; part.length > 0; part = await fill(PART_BYTES)) {
      passing.add(part);
      parts.push(await upload.uploadPart(parts.length + 1, part));
      if (part.length < PART_BYTES) break;
    }
    object = await upload.complete(parts);
  } catch (fault) {
    await upload.abort().catch(() => undefined);
    throw fault;
  }
  return confirmStored(sink.bucket, sink.key, object, passing);
}

async function store(
  sink: Sink,
  fill: FillPart,
  bytes: number | null,
  inspect: (head: Uint8Array) => void,
  declared: string | null,
): Promise<Ingested> {
  const passing = new Passing(bytes ?? MAX_FILE_BYTES);
  if (bytes !== null && bytes > PART_BYTES) return putStream(sink, fill, bytes, passing, inspect);
  const first = await fill(bytes ?? PART_BYTES);
  const wrong = checkLength(first.length);
  if (wrong !== null) refuseWith(wrong);
  inspect(first);
  if (first.length === PART_BYTES && bytes === null) return putParts(sink, first, fill, passing);
  return putWhole(sink, first, passing, declared);
}

/**
 * Streams a file into R2 and tells what is there now. Holds a file of up to one part, and
 * of a longer one that much at most.
 *
 * @param bytes the declared length, already within the limit; null where the sender gave
 *   none, as in a form body: then it goes in equal parts
 * @param inspect is given the beginning before anything is stored and may refuse
 * @param declared SHA-256 as the sender told it beforehand, lower-case hex
 * @throws Refusal `file.empty`, `file.too_large`, `file.broken_off`, `upload.checksum`, or what `inspect` refuses
 */
export async function ingest(
  sink: Sink,
  fill: FillPart,
  bytes: number | null,
  inspect: (head: Uint8Array) => void,
  declared: string | null = null,
): Promise<Ingested> {
  const stored = await store(sink, fill, bytes, inspect, declared);
  if (declared !== null && stored.sha256 !== declared) refuse("upload.checksum");
  return stored;
}
