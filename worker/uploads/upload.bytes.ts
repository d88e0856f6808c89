/** What R2 holds of an upload beside its file: where it lies, and how it goes. */
import type { StoredPiece } from "./upload.rules";
import type { UploadRow } from "./upload.store";

/** The one maker of keys for what is left over of a part: by upload, so that all of it is found again. */
export const tailPrefix = (upload: Pick<UploadRow, "submissionId" | "id">): string =>
  `uploads/${upload.submissionId}/${upload.id}/`;

/** Removes whatever R2 holds of an upload that is no file. */
export async function deleteBytes(bucket: R2Bucket, upload: UploadRow): Promise<void> {
  if (upload.multipartId !== null) {
    await bucket
      .resumeMultipartUpload(upload.objectKey, upload.multipartId)
      .abort()
      .catch(() => undefined);
  }
  await bucket.delete(upload.objectKey);
  await deleteTails(bucket, upload);
}

/** By prefix: a tail whose row was never written must go as well. */
export async function deleteTails(bucket: R2Bucket, upload: UploadRow): Promise<void> {
  for (let more = true; more; ) {
    const { objects, truncated } = await bucket.list({ prefix: tailPrefix(upload) });
    await deleteAll(
      bucket,
      objects.map((one) => one.key),
    );
    more = truncated;
  }
}

/** R2 takes a thousand keys at once. */
const MAX_KEYS = 1000;

export async function deleteAll(bucket: R2Bucket, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += MAX_KEYS) await bucket.delete(keys.slice(at, at + MAX_KEYS));
}

async function openPiece(bucket: R2Bucket, piece: StoredPiece): Promise<R2ObjectBody> {
  const object = await bucket.get(piece.key);
  if (object === null || object.size !== piece.bytes) throw new Error("a piece of an upload is missing");
  return object;
}

/** Pieces one behind the other; they hold less than a part. */
export async function readPieces(bucket: R2Bucket, pieces: readonly StoredPiece[]): Promise<Uint8Array> {
  const whole = new Uint8Array(pieces.reduce((sum, one) => sum + one.bytes, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(new Uint8Array(await (await openPiece(bucket, piece)).arrayBuffer()), at);
    at += piece.bytes;
  }
  return whole;
}

/** Pieces one behind the other, without passing through script. */
export async function pipePieces(
  bucket: R2Bucket,
  pieces: readonly StoredPiece[],
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  for (const piece of pieces) {
    await (await openPiece(bucket, piece)).body.pipeTo(writable, { preventClose: true });
  }
}
