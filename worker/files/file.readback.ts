import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { refuse } from "../http";
import { writeLog } from "../log";
import { seeRuns } from "./file.pour";

const RUN_BYTES = 256 * 1024;
const RANGE_BYTES = 4 * 1024 * 1024;
/** An object of parts is read in pieces: the local R2 gives what it reads ahead of it no limit. */
const OF_PARTS = /-\d+$/;

/** What R2 holds of a file, and its bytes where they were few enough to be held here as well. */
export interface Ingested {
  bytes: number;
  sha256: string;
  crc32: number;
  etag: string;
  whole: Uint8Array | null;
}

async function sumStored(bucket: R2Bucket, key: string, { etag, size }: R2Object) {
  const sha = createHash("sha256");
  let crc = 0;
  let memory = new ArrayBuffer(RUN_BYTES);
  const most = OF_PARTS.test(etag) ? RANGE_BYTES : size;
  for (let offset = 0; offset < size; offset += most) {
    const object = await bucket.get(key, { range: { offset, length: Math.min(most, size - offset) } });
    if (object === null || object.etag !== etag) throw new Error("R2 lost the finished object");
    memory = await seeRuns(object.body, memory, (run) => {
      sha.update(run);
      crc = crc32(run, crc);
    });
  }
  return { sha256: sha.digest("hex"), crc32: crc };
}

/**
 * Reads what R2 holds once: what is recorded of a file is what is stored (design.md §6).
 *
 * @param sent what came, as it was summed while it passed
 * @throws Refusal `upload.checksum` when that is not what is stored
 */
export async function confirmStored(
  bucket: R2Bucket,
  key: string,
  object: R2Object,
  sent: { bytes: number; crc32: number },
): Promise<Ingested> {
  const held = await sumStored(bucket, key, object);
  if (object.size !== sent.bytes || held.crc32 !== sent.crc32) {
    writeLog({ level: "error", message: "R2 holds other bytes than were sent" });
    refuse("upload.checksum");
  }
  return { bytes: sent.bytes, ...held, etag: object.etag, whole: null };
}
