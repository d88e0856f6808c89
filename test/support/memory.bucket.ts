import { createHash } from "node:crypto";
import { overlay } from "./limits";

/**
 * A bucket in front of the real one that keeps what lies under `prefix` in memory. Ten thousand
 * small files cost the local R2 half a minute, where all that matters of them is how often they
 * are read; everything else is the real bucket's.
 */
export function keepInMemory(bucket: R2Bucket, prefix: string): R2Bucket {
  const objects = new Map<string, { data: Uint8Array<ArrayBuffer>; etag: string }>();
  const put = async (key: string, data: Uint8Array<ArrayBuffer>) => {
    if (!key.startsWith(prefix)) return bucket.put(key, data);
    const etag = createHash("md5").update(data).digest("hex");
    objects.set(key, { data, etag });
    return { key, etag, size: data.length };
  };
  const get = async (key: string, options?: RangeRead) => {
    const object = objects.get(key);
    if (object === undefined) return options === undefined ? bucket.get(key) : bucket.get(key, options);
    const { data, etag } = object;
    const { offset, length } = options?.range ?? { offset: 0, length: data.length };
    const { body } = new Response(data.subarray(offset, offset + length));
    return { key, etag, size: data.length, body };
  };
  return overlay(bucket, { put, get });
}

/** As the product reads what it recorded: whole, or a part of it. */
interface RangeRead {
  range: { offset: number; length: number };
}
