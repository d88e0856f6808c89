/** From all bytes durable to a file: assembled, read back, held against what was sent, inspected, kept. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Problem } from "../../schemas/problem";
import { canonicalJson } from "../../schemas/receipt";
import type { UploadAnswer } from "../../schemas/upload";
import { fillFromBody, type Ingested } from "../files/file.ingest";
import { getDestination, keepFile, planNewFile } from "../files/file.receive";
import { buildObjectKey, insertReceiving } from "../files/file.store";
import { type AppContext, dbOf, nowOf, Refusal, refuse } from "../http";
import { newId } from "../ids";
import { deleteTails } from "./upload.bytes";
import { deleteUnstored } from "./upload.expire";
import type { Assembly } from "./upload.receive";
import { combineParts, computePartNumber, type StoredPart } from "./upload.rules";
import {
  commitAssembling,
  endRefused,
  endStored,
  reopenUpload,
  touchReceiving,
  type UploadRow,
} from "./upload.store";

const READ_BYTES = 1024 * 1024;
/** R2's number for a multipart upload that was completed or aborted. */
const NO_SUCH_UPLOAD = "10024";

/**
 * Makes an upload whose bytes have all come a file of its artifact. What is refused now is
 * taken back, and the upload says why for as long as it is kept.
 *
 * @param assembly null to take up what a crash left in the middle
 */
export async function finishUpload(
  c: AppContext,
  taken: UploadRow,
  assembly: Assembly | null,
): Promise<UploadAnswer> {
  const upload = assembly === null ? taken : nameFile(taken, assembly);
  try {
    const held = assembly === null ? await resume(c, upload) : await assemble(c, upload, assembly);
    if (upload.sha256 !== null && upload.sha256 !== held.sha256) refuse("upload.checksum");
    const answer = await keep(c, upload, held);
    await endStored(dbOf(c), upload, canonicalJson(answer));
    await deleteTails(c.env.FILES, upload);
    return answer;
  } catch (fault) {
    if (fault instanceof Refusal && fault.problem.code !== "upload.taken_over") {
      await refuseUpload(c, upload, fault.problem);
    }
    throw fault;
  }
}

/** Takes everything of a refused upload back and keeps the reason; what another writer took over is theirs. */
export async function refuseUpload(c: AppContext, upload: UploadRow, one: Problem): Promise<void> {
  if (await endRefused(dbOf(c), upload, canonicalJson(one))) {
    await deleteUnstored(dbOf(c), c.env.FILES, upload);
  }
}

/** A small file's object is its writer's own: one that comes late must not write over another's file. */
function nameFile(upload: UploadRow, { multipartId }: Assembly): UploadRow {
  if (multipartId !== null) return { ...upload, multipartId };
  const fileId = newId("fil");
  return { ...upload, fileId, objectKey: buildObjectKey(upload.submissionId, fileId) };
}

/**
 * The row of the file stands before its bytes, so that the sweep finds them, and before the
 * upload says *assembling*: who ends one that does takes the row away, and no file comes after.
 */
async function assemble(c: AppContext, upload: UploadRow, assembly: Assembly): Promise<Ingested> {
  const { parts, multipartId, last } = assembly;
  const bucket = c.env.FILES;
  const db = dbOf(c);
  const to = await getDestination(c, upload.artifactKey, upload.fieldKey);
  await insertReceiving(db, planNewFile(c, to, upload, upload.fileId));
  await touchReceiving(db, upload.fileId, nowOf(c));
  const bytes = { bytes: last.length, crc32: crc32(last) };
  if (multipartId === null) {
    const held = await putSmall(bucket, upload, last);
    const whole = { number: 1, etag: held.etag, ...bytes };
    if (!(await commitAssembling(db, upload, [whole]))) refuse("upload.taken_over");
    return held;
  }
  const number = computePartNumber(parts.length, upload.epoch);
  const { etag } = await bucket.resumeMultipartUpload(upload.objectKey, multipartId).uploadPart(number, last);
  const all = [...parts, { number, etag, ...bytes }];
  if (!(await commitAssembling(db, upload, all))) refuse("upload.taken_over");
  return complete(bucket, upload, multipartId, all);
}

/** A file of less than a part goes in whole, and R2 itself holds it against its hash. */
async function putSmall(
  bucket: R2Bucket,
  upload: UploadRow,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Ingested> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const object = await bucket.put(upload.objectKey, bytes, { sha256 });
  if (object === null) throw new Error("R2 stored nothing");
  return { bytes: bytes.length, sha256, crc32: crc32(bytes), etag: object.etag };
}

async function complete(
  bucket: R2Bucket,
  upload: UploadRow,
  multipartId: string,
  parts: readonly StoredPart[],
): Promise<Ingested> {
  const named = parts.map(({ number, etag }) => ({ partNumber: number, etag }));
  await bucket.resumeMultipartUpload(upload.objectKey, multipartId).complete(named);
  return readBack(bucket, upload, parts);
}

/** A crash came between the bytes and the file: they may be one object already, or not. */
async function resume(c: AppContext, upload: UploadRow): Promise<Ingested> {
  const bucket = c.env.FILES;
  const { objectKey, multipartId } = upload;
  const parts = JSON.parse(upload.parts) as StoredPart[];
  await touchReceiving(dbOf(c), upload.fileId, nowOf(c));
  if ((await bucket.head(objectKey)) !== null) return readBack(bucket, upload, parts);
  try {
    if (multipartId === null) throw new Error("R2 lost a small file");
    return await complete(bucket, upload, multipartId, parts);
  } catch (fault) {
    // Its answer was lost, or another writer was faster: the next request finds the object.
    if ((await bucket.head(objectKey)) !== null) throw fault;
    const isGone = multipartId !== null && String(fault).includes(NO_SUCH_UPLOAD);
    await reopenUpload(dbOf(c), upload, isGone ? null : parts.slice(0, -1));
    throw fault;
  }
}

/** What R2 really holds, read once: its CRC-32 must be that of the parts as they came. */
async function readBack(
  bucket: R2Bucket,
  upload: UploadRow,
  parts: readonly StoredPart[],
): Promise<Ingested> {
  const object = await bucket.get(upload.objectKey);
  if (object === null) throw new Error("R2 lost the finished object");
  const fill = fillFromBody(object.body as ReadableStream<Uint8Array>);
  const sha = createHash("sha256");
  let crc = 0;
  let bytes = 0;
  for (let part = await fill(READ_BYTES); part.length > 0; part = await fill(READ_BYTES)) {
    sha.update(part);
    crc = crc32(part, crc);
    bytes += part.length;
  }
  if (bytes !== upload.bytes || crc !== combineParts(parts))
    throw new Error("R2 holds other bytes than were sent");
  return { bytes, sha256: sha.digest("hex"), crc32: crc, etag: object.etag };
}

async function keep(c: AppContext, upload: UploadRow, held: Ingested): Promise<UploadAnswer> {
  const { artifactKey, fieldKey, replaces, name } = upload;
  const to = await getDestination(c, artifactKey, fieldKey);
  const file = planNewFile(c, to, { artifactKey, fieldKey, replaces, name }, upload.fileId);
  return keepFile(c, to, file, held);
}
