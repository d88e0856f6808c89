/** The bytes of one request on their way into an upload, and what becomes of it with the last of them. */
import { problem } from "../../schemas/problem";
import { parseDigest } from "../files/digest.rules";
import { expectBytes } from "../files/file.ingest";
import { checkHead } from "../files/file.inspect";
import { fillFromBody } from "../files/file.pour";
import { type Destination, getDestination } from "../files/file.receive";
import { type AppContext, dbOf, nowOf, Refusal, refuse, refuseWith } from "../http";
import { finishUpload, refuseUpload } from "./upload.finish";
import { Receiver, type UploadSink } from "./upload.receive";
import { computeExpiry, parseChecksum, parseCount } from "./upload.rules";
import { commitProgress, findUpload, takeUpload, type UploadRow, updateMultipartId } from "./upload.store";

/**
 * Takes the request's bytes, and makes them a file when they are the last. Goes on when the client
 * is gone, so that what came before the line broke is kept. @returns the new offset
 */
export function receive(c: AppContext, upload: UploadRow): Promise<number> {
  const receiving = receiveBytes(c, upload);
  c.executionCtx.waitUntil(receiving.catch(() => undefined));
  return receiving;
}

async function receiveBytes(c: AppContext, upload: UploadRow): Promise<number> {
  const checksum = parseChecksum(c.req.header("upload-checksum"));
  if (checksum !== null && "code" in checksum) refuseWith(checksum);
  const digest = parseDigest(c.req.header("repr-digest"));
  if (digest !== null && typeof digest !== "string") refuseWith(digest);
  const length = parseCount(c.req.header("content-length"));
  if (length !== null && upload.received + length > upload.bytes) refuse("upload.too_long");
  const taken = await takeUpload(dbOf(c), upload, digest);
  if (taken === null) refuse("upload.offset");
  // Begun with one file and ended with another: no bytes that come could be both.
  if (digest !== null && taken.sha256 !== digest) {
    await refuseUpload(c, taken, problem("upload.checksum"));
    refuse("upload.checksum");
  }
  if (taken.state === "assembling") {
    await finishUpload(c, taken, null);
    return taken.bytes;
  }
  const { body } = c.req.raw;
  if (body === null) return taken.received;
  let received = taken.received;
  const to = await getDestination(c, taken.artifactKey, taken.fieldKey);
  const sink = buildSink(c, taken, to, (offset) => {
    received = offset;
  });
  const facts = { bytes: length, checksum };
  const fill = expectBytes(fillFromBody(body), length);
  const assembly = await takeBytes(c, taken, new Receiver(taken, sink, facts, fill));
  if (assembly === null) return received;
  await finishUpload(c, taken, { assembly, to });
  return taken.bytes;
}

async function takeBytes(c: AppContext, taken: UploadRow, receiver: Receiver) {
  try {
    return await receiver.take();
  } catch (fault) {
    const told = fault instanceof Refusal ? fault.problem : null;
    // What the bytes are is final; a broken line, another writer or a changed byte is not.
    if (told !== null && ["file.dangerous", "file.wrong_type"].includes(told.code)) {
      const fresh = await findUpload(dbOf(c), taken.submissionId, taken.id);
      await refuseUpload(c, { ...(fresh ?? taken), epoch: taken.epoch }, told);
    }
    throw fault;
  }
}

function buildSink(
  c: AppContext,
  upload: UploadRow,
  to: Destination,
  onReceived: (offset: number) => void,
): UploadSink {
  const db = dbOf(c);
  const { epoch } = upload;
  return {
    bucket: c.env.FILES,
    epoch,
    time: () => c.get("clock")().getTime(),
    commit: async (progress) => {
      const expiresAt = computeExpiry(nowOf(c));
      const kept = await commitProgress(db, upload.id, epoch, { ...progress, expiresAt });
      if (kept) onReceived(progress.received);
      return kept;
    },
    begin: (multipartId) => updateMultipartId(db, upload.id, epoch, multipartId),
    inspect: (head) => {
      // The last word is said of the whole.
      const wrong = checkHead(head, upload.name, to.types);
      if (wrong !== null) refuseWith(wrong);
    },
  };
}
