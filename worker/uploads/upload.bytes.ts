/** What R2 holds of an upload beside its file: where it lies, and how it goes. */
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
  const { objects } = await bucket.list({ prefix: tailPrefix(upload) });
  if (objects.length > 0) await bucket.delete(objects.map((one) => one.key));
}
