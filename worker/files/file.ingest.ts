/**
 * Bytes on their way into R2: hashed as they pass, in equal parts, confirmed before the
 * row says *stored* (design.md §3, invariant 1 and §6).
 */
import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { formatBytes } from "../../schemas/bytes";
import { MAX_FILE_BYTES, PART_BYTES } from "../../schemas/upload";
import { refuse, refuseWith } from "../http";
import { type FillPart, feedRuns, pour } from "./file.pour";
import { checkLength } from "./file.rules";

/** What of a long file is looked at before it is stored. */
const HEAD_BYTES = 1024 * 1024;

export interface Ingested {
  bytes: number;
  sha256: string;
  crc32: number;
  etag: string;
  /** What R2 holds, where it was short enough to be held here as well. */
  whole: Uint8Array | null;
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
  /** Settles when the row stands by which a sweep finds what was stored. */
  begun: Promise<unknown>;
  /** Told the multipart upload's id before its first part, so that a sweep can abort it. */
  onMultipart: (uploadId: string) => Promise<void>;
}

/** What passes on its way: hashed here unless the sender told the hash, which R2 then holds the bytes against. */
class Digest {
  readonly #sha: Hash | null;
  readonly declared: string | null;
  readonly #most: number;
  crc = 0;
  bytes = 0;

  /** @param most bytes that may come */
  constructor(declared: string | null, most: number) {
    this.declared = declared;
    this.#most = most;
    this.#sha = declared === null ? createHash("sha256") : null;
  }

  add(part: Uint8Array): void {
    this.#sha?.update(part);
    this.crc = crc32(part, this.crc);
    this.bytes += part.length;
    if (this.bytes > this.#most) {
      const limit = formatBytes(this.#most);
      refuse("file.too_large", { size: `> ${limit}`, limit });
    }
  }

  finish(): string {
    return this.declared ?? (this.#sha as Hash).digest("hex");
  }
}

/** R2's number for bytes that have another hash than was said. */
const OTHER_HASH = /\(10037\)/;

/** A put that R2 refuses by what the sender said of the bytes is the sender's to send again. Problem: `upload.checksum`. */
async function putDeclared<T>(digest: Digest, put: () => Promise<T>): Promise<T> {
  try {
    return await put();
  } catch (fault) {
    if (digest.declared !== null && OTHER_HASH.test(String(fault))) refuse("upload.checksum");
    throw fault;
  }
}

async function putWhole(sink: Sink, whole: Uint8Array, digest: Digest): Promise<Ingested> {
  digest.add(whole);
  const sha256 = digest.finish();
  await sink.begun;
  // R2 itself recomputes the hash and stores nothing when it differs.
  const object = await putDeclared(digest, () => sink.bucket.put(sink.key, whole, { sha256 }));
  if (object.size !== whole.length) throw new Error("R2 stored another length");
  return { bytes: whole.length, sha256, crc32: digest.crc, etag: object.etag, whole };
}

/** Told of every run of a file; @throws when what R2 stored is not what was told. */
interface Proof {
  options: R2PutOptions;
  see(run: Uint8Array): void;
  check(object: R2Object): void;
}

/**
 * How it is known that R2 holds what was hashed, without reading it back: R2 checks the hash the
 * sender told; where none was, R2 names the MD5 of what it wrote, and that must be the MD5 of
 * what was sent.
 */
function buildProof(declared: string | null): Proof {
  if (declared !== null)
    return { options: { sha256: declared }, see: () => undefined, check: () => undefined };
  const md5 = createHash("md5");
  return {
    options: {},
    see: (run) => void md5.update(run),
    check(object) {
      if (object.checksums.toJSON().md5 !== md5.digest("hex"))
        throw new Error("R2 holds other bytes than were sent");
    },
  };
}

/** A file of known length in one put, hashed as it passes. */
async function putStream(
  sink: Sink,
  fill: FillPart,
  bytes: number,
  digest: Digest,
  inspect: (head: Uint8Array) => void,
): Promise<Ingested> {
  const proof = buildProof(digest.declared);
  const see = (run: Uint8Array) => {
    digest.add(run);
    proof.see(run);
  };
  const head = await fill(HEAD_BYTES);
  inspect(head);
  see(head);
  await sink.begun;
  const object = await putDeclared(digest, () =>
    pour(
      bytes,
      (body) => sink.bucket.put(sink.key, body, proof.options),
      (writable) => feedRuns(writable, head, fill, bytes - head.length, see),
    ),
  );
  if (object.size !== digest.bytes) throw new Error("R2 stored another length");
  proof.check(object);
  return { bytes, sha256: digest.finish(), crc32: digest.crc, etag: object.etag, whole: null };
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

/** Equal parts, as many as come; what is read of one is gone when the next is read. */
async function putParts(sink: Sink, first: Uint8Array, fill: FillPart, digest: Digest): Promise<Ingested> {
  await sink.begun;
  const upload = await sink.bucket.createMultipartUpload(sink.key);
  await sink.onMultipart(upload.uploadId);
  let object: R2Object;
  try {
    const parts: R2UploadedPart[] = [];
    for (let part = first; part.length > 0; part = await fill(PART_BYTES)) {
      digest.add(part);
      parts.push(await upload.uploadPart(parts.length + 1, part));
      if (part.length < PART_BYTES) break;
    }
    object = await upload.complete(parts);
  } catch (fault) {
    await upload.abort().catch(() => undefined);
    throw fault;
  }
  const sha256 = digest.finish();
  const stored = await hashStored(sink.bucket, sink.key, object.etag);
  if (stored !== sha256 && digest.declared !== null) refuse("upload.checksum");
  if (stored !== sha256 || object.size !== digest.bytes)
    throw new Error("R2 holds other bytes than were sent");
  return { bytes: digest.bytes, sha256, crc32: digest.crc, etag: object.etag, whole: null };
}

/**
 * Streams a file into R2 and tells what is there now. Holds a file of up to one part, and
 * of a longer one that much at most.
 *
 * @param bytes the declared length, already within the limit; null where the sender gave
 *   none, as in a form body: then it goes in equal parts, which are read back once
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
  const digest = new Digest(declared, bytes ?? MAX_FILE_BYTES);
  if (bytes !== null && bytes > PART_BYTES) return putStream(sink, fill, bytes, digest, inspect);
  const first = await fill(bytes ?? PART_BYTES);
  const wrong = checkLength(first.length);
  if (wrong !== null) refuseWith(wrong);
  inspect(first);
  if (first.length === PART_BYTES && bytes === null) return putParts(sink, first, fill, digest);
  return putWhole(sink, first, digest);
}
