/** From all bytes durable to a file: assembled, read back, held against what was sent, inspected, kept. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Problem } from "../../schemas/problem";
import { canonicalJson } from "../../schemas/receipt";
import type { UploadAnswer } from "../../schemas/upload";
import { confirmStored, type Ingested } from "../files/file.readback";
import {
  type Destination,
  findKeptAnswer,
  getDestination,
  keepFile,
  planNewFile,
} from "../files/file.receive";
import { buildObjectKey, insertReceiving, touchReceiving } from "../files/file.store";
import { type AppContext, dbOf, nowOf, Refusal, refuse } from "../http";
import { newId } from "../ids";
import { deleteTails } from "./upload.bytes";
import { deleteUnstored } from "./upload.expire";
import type { Assembly } from "./upload.receive";
import { combineParts, listCovered, type StoredPart, type StoredPiece } from "./upload.rules";
import { commitAssembling, endRefused, endStored, reopenUpload, type UploadRow } from "./upload.store";

/** R2's number for a multipart upload that was completed or aborted. */
const NO_SUCH_UPLOAD = "10024";

/** Every byte of an upload, and where it goes as that was known when they began to come. */
interface Arrived {
  assembly: Assembly;
  to: Destination;
}

/**
 * Makes an upload whose bytes have all come a file of its artifact. What is refused now is
 * taken back, and the upload says why for as long as it is kept.
 *
 * @param arrived null to take up what a crash left in the middle
 */
export async function finishUpload(
  c: AppContext,
  taken: UploadRow,
  arrived: Arrived | null,
): Promise<UploadAnswer> {
  const upload = arrived === null ? taken : nameFile(taken, arrived.assembly);
  try {
    const answer = arrived === null ? await takeUp(c, upload) : await keepArrived(c, upload, arrived);
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

async function keepArrived(c: AppContext, upload: UploadRow, arrived: Arrived): Promise<UploadAnswer> {
  return keep(c, upload, await assemble(c, upload, arrived));
}

/** What is a file by now stays one, whatever was closed or decided before anybody asked again. */
async function takeUp(c: AppContext, upload: UploadRow): Promise<UploadAnswer> {
  const kept = await findKeptAnswer(c, upload.submissionId, upload.fileId);
  if (kept === null) return keep(c, upload, await resume(c, upload));
  requireDeclared(upload, kept.file);
  return kept;
}

/** Takes everything of a refused upload back and keeps the reason; what another writer took over is theirs. */
export async function refuseUpload(c: AppContext, upload: UploadRow, one: Problem): Promise<void> {
  if (await endRefused(dbOf(c), upload, canonicalJson(one))) {
    await deleteUnstored(dbOf(c), c.env.FILES, upload);
  }
}

/** A small file's object is its writer's own: one that comes late must not write over another's file. */
function nameFile(upload: UploadRow, { multipartId, whole }: Assembly): UploadRow {
  if (whole === null) return { ...upload, multipartId };
  const fileId = newId("fil");
  return { ...upload, fileId, objectKey: buildObjectKey(upload.submissionId, fileId) };
}

/**
 * The row of the file stands before its bytes, so that the sweep finds them, and before the
 * upload says *assembling*: who ends one that does takes the row away, and no file comes after.
 */
async function assemble(c: AppContext, upload: UploadRow, { assembly, to }: Arrived): Promise<Ingested> {
  const { parts, multipartId, whole } = assembly;
  const bucket = c.env.FILES;
  const db = dbOf(c);
  await insertReceiving(db, planNewFile(c, to, upload, upload.fileId));
  if (whole !== null) {
    const held = await putSmall(bucket, upload, whole);
    const part = { number: 1, etag: held.etag, bytes: held.bytes, crc32: held.crc32 };
    if (!(await commitAssembling(db, upload, [part]))) refuse("upload.taken_over");
    return held;
  }
  if (!(await commitAssembling(db, upload, parts))) refuse("upload.taken_over");
  return complete(bucket, upload, multipartId, parts);
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
  return { bytes: bytes.length, sha256, crc32: crc32(bytes), etag: object.etag, whole: bytes };
}

async function complete(
  bucket: R2Bucket,
  upload: UploadRow,
  multipartId: string | null,
  parts: readonly StoredPart[],
): Promise<Ingested> {
  if (multipartId === null) throw new Error("R2 lost a small file");
  const named = parts.map(({ number, etag }) => ({ partNumber: number, etag }));
  const object = await bucket.resumeMultipartUpload(upload.objectKey, multipartId).complete(named);
  return confirm(bucket, upload, parts, object);
}

/** A crash came between the bytes and the file: they may be one object already, or not. */
async function resume(c: AppContext, upload: UploadRow): Promise<Ingested> {
  const bucket = c.env.FILES;
  const { objectKey, multipartId } = upload;
  const parts = JSON.parse(upload.parts) as StoredPart[];
  await touchReceiving(dbOf(c), upload.fileId, nowOf(c));
  const object = await bucket.head(objectKey);
  if (object !== null) return confirm(bucket, upload, parts, object);
  try {
    return await complete(bucket, upload, multipartId, parts);
  } catch (fault) {
    // Its answer was lost, or another writer was faster: the next request finds the object.
    if ((await bucket.head(objectKey)) !== null) throw fault;
    const isGone = multipartId !== null && String(fault).includes(NO_SUCH_UPLOAD);
    await reopenUpload(dbOf(c), upload, isGone ? null : listNoted(upload, parts));
    throw fault;
  }
}

/** Of the parts of a whole file those that the row counts as received, its pieces apart: a checksummed request notes none before its end. */
function listNoted(upload: UploadRow, parts: readonly StoredPart[]): StoredPart[] {
  const pieces = JSON.parse(upload.tail ?? "[]") as StoredPiece[];
  return listCovered(parts, upload.received - pieces.reduce((sum, one) => sum + one.bytes, 0));
}

/** What R2 holds must be the parts as they came. Problem: `upload.checksum`. */
function confirm(
  bucket: R2Bucket,
  { objectKey, bytes }: UploadRow,
  parts: readonly StoredPart[],
  object: R2Object,
): Promise<Ingested> {
  return confirmStored(bucket, objectKey, object, { bytes, crc32: combineParts(parts) });
}

/** Problem: `upload.checksum` (the client said that it is another file). */
function requireDeclared({ sha256 }: UploadRow, held: { sha256: string }): void {
  if (sha256 !== null && sha256 !== held.sha256) refuse("upload.checksum");
}

async function keep(c: AppContext, upload: UploadRow, held: Ingested): Promise<UploadAnswer> {
  requireDeclared(upload, held);
  const { artifactKey, fieldKey, replaces, name } = upload;
  const to = await getDestination(c, artifactKey, fieldKey);
  const file = planNewFile(c, to, { artifactKey, fieldKey, replaces, name }, upload.fileId);
  return keepFile(c, to, file, held);
}
