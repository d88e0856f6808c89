import type { Db } from "../db";
import { deleteBytes, deleteTails } from "./upload.bytes";
import { closeExpired, deleteReceivingRow, deleteUploadRow, type UploadRow } from "./upload.store";

/** Takes back what an upload left that will not go on; what became a file stays one. */
export async function deleteUnstored(db: Db, bucket: R2Bucket, upload: UploadRow): Promise<void> {
  // The row first: bytes that could still become a file must not go.
  if (await deleteReceivingRow(db, upload.fileId)) await deleteBytes(bucket, upload);
  else await deleteTails(bucket, upload);
}

/** Takes back an upload whose stated time is over by `now`, and its row; one that went on meanwhile stays. */
export async function deleteExpired(db: Db, bucket: R2Bucket, id: string, now: string): Promise<void> {
  const upload = await closeExpired(db, id, now);
  if (upload === null) return;
  if (upload.state === "stored") await deleteTails(bucket, upload);
  else await deleteUnstored(db, bucket, upload);
  await deleteUploadRow(db, upload.id);
}
