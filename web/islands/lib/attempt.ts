import type { DetailedError, HttpRequest, Upload } from "tus-js-client";
import { readProblem } from "./ask";
import { type Job, PART_BYTES } from "./job";
import { type Failure, parseRetryAfter } from "./retry";
import { computeSha256 } from "./sha256";
import { makeUpload } from "./tus";

export interface AttemptEvents {
  /** The upload has an address now, where it can go on. */
  begun(url: string): void;
  /** Bytes that have left, whether they arrive or not. */
  progress(bytes: number): void;
  /** Bytes that the server keeps. */
  kept(bytes: number): void;
  done(): void;
  failed(failure: Failure): void;
}

/**
 * Sends a file by tus 1.0, from where `url` stands or as a new upload, until it is whole or
 * something fails. Each attempt is a new `Upload`, which is never started twice: one that was
 * stopped could otherwise come to life between two of its requests.
 *
 * @param whole send a new upload's bytes with its creation
 * @returns stops it; no event comes afterwards
 */
export function attempt(job: Job, url: string | null, whole: boolean, on: AttemptEvents): () => void {
  let live = true;
  let asked = url === null;
  const ifLive =
    <Args extends unknown[]>(act: (...args: Args) => void) =>
    (...args: Args) => {
      if (live) act(...args);
    };
  const upload: Upload = makeUpload(job.file, {
    // Without an endpoint a lost upload is an error of its own, not a silent new beginning.
    endpoint: url === null ? job.endpoint : null,
    uploadUrl: url,
    chunkSize: PART_BYTES,
    uploadDataDuringCreation: whole,
    retryDelays: null,
    headers: { Accept: "application/json" },
    metadata: buildMetadata(job),
    onBeforeRequest: async (request) => {
      if (live && bringsLast(request, job.file, whole)) await declare(request, job.file);
      if (!live) await new Promise<void>(() => {});
    },
    onUploadUrlAvailable: ifLive(() => on.begun(upload.url ?? "")),
    onProgress: ifLive((bytes) => {
      // The first figure of an upload that goes on is what the server said it has.
      if (!asked) on.kept(bytes);
      asked = true;
      on.progress(bytes);
    }),
    onChunkComplete: ifLive((_chunk, bytes) => on.kept(bytes)),
    onSuccess: ifLive(() => on.done()),
    onError: ifLive((error) => on.failed(readFailure(error))),
  });
  // Read beside the sending; the last request waits for it.
  computeSha256(job.file).catch(() => undefined);
  upload.start();
  return () => {
    live = false;
    void upload.abort();
  };
}

/** Whether a request brings a file's last bytes, after which the server holds it against what was declared. */
function bringsLast(request: HttpRequest, { size }: File, whole: boolean): boolean {
  if (request.getMethod() === "POST") return whole;
  const offset = request.getHeader("Upload-Offset");
  return offset !== undefined && Number(offset) + PART_BYTES >= size;
}

/**
 * Says what the whole file is (RFC 9530), so that no byte changes on its way unseen. Only with the
 * last bytes: until then there was time to read the file, and a line that breaks keeps what came.
 */
async function declare(request: HttpRequest, file: File): Promise<void> {
  // What cannot be read cannot be sent either, and that is told as what it is.
  const digest = await computeSha256(file).catch(() => null);
  if (digest !== null) request.setHeader("Repr-Digest", `sha-256=:${btoa(String.fromCharCode(...digest))}:`);
}

function buildMetadata({ file, artifact, field, replaces }: Job): Record<string, string> {
  const pairs = Object.entries({ filename: file.name, artifact, field, replaces });
  return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
}

function readFailure(error: Error | DetailedError): Failure {
  const request = "originalRequest" in error ? error.originalRequest : null;
  const response = "originalResponse" in error ? error.originalResponse : null;
  return {
    method: request?.getMethod() ?? "",
    status: response?.getStatus() ?? 0,
    ...readProblem(response?.getBody() ?? ""),
    retryAfterMs: parseRetryAfter(response?.getHeader("Retry-After") ?? null, Date.now()),
  };
}
