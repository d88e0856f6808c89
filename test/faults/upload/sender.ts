/**
 * A program that hands in one file by unmodified tus-js-client, and can be killed at any moment:
 * what is sent already is known from the address the library keeps in a file of its own. Runs
 * as a process (`node sender.ts '<Sending as JSON>'`); says the upload's address when it is in.
 */
import { createReadStream } from "node:fs";
import { FileUrlStorage, Upload } from "tus-js-client";

export interface Sending {
  path: string;
  endpoint: string;
  /** A file for the addresses of uploads. */
  storage: string;
  /** Bytes of one request; null for all that is left. */
  chunkBytes: number | null;
  headers: Record<string, string>;
  metadata: Record<string, string>;
  /** A connection on which nothing moves for so long is given up. */
  silenceMs: number;
}

/** The server reads a large file back before it answers the last request. */
const CHECKING_MS = 60_000;
/** Long enough for a server that starts anew, and for half a minute offline. */
const RETRY_DELAYS_MS = [100, 200, 400, ...Array<number>(80).fill(800)];

/** One attempt, which goes on where an earlier one ended. @returns null when the line went silent */
function attempt(sending: Sending): Promise<string | null> {
  const { path, endpoint, storage, chunkBytes, headers, metadata, silenceMs } = sending;
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listen = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => void upload.abort().then(() => resolve(null)), ms);
    };
    const upload: Upload = new Upload(createReadStream(path), {
      endpoint,
      chunkSize: chunkBytes ?? Number.POSITIVE_INFINITY,
      headers,
      metadata,
      retryDelays: RETRY_DELAYS_MS,
      urlStorage: new FileUrlStorage(storage),
      onProgress: (sent, total) => listen(sent === total ? CHECKING_MS : silenceMs),
      onShouldRetry: (error, attempts, options) => {
        // Between two attempts nothing moves, and that is no silence.
        listen(CHECKING_MS);
        const status = error.originalResponse?.getStatus() ?? 0;
        return (
          attempts < (options.retryDelays?.length ?? 0) &&
          (status < 400 || [409, 423].includes(status) || status >= 500)
        );
      },
      onSuccess: () => {
        clearTimeout(timer);
        resolve(upload.url ?? "");
      },
      onError: reject,
    });
    listen(silenceMs);
    void upload.findPreviousUploads().then(([previous]) => {
      if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  });
}

try {
  const sending = JSON.parse(process.argv[2] ?? "{}") as Sending;
  let url: string | null = null;
  while (url === null) url = await attempt(sending);
  console.log(url);
  process.exit(0);
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exit(1);
}
