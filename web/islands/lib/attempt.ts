import { readProblem } from "./ask";
import { type Job, PART_BYTES } from "./job";
import { type Failure, parseRetryAfter } from "./retry";
import { computeSha256 } from "./sha256";

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
 * something fails.
 *
 * @param whole send a new upload's bytes with its creation
 * @returns stops it; no event comes afterwards
 */
export function attempt(job: Job, url: string | null, whole: boolean, on: AttemptEvents): () => void {
  const one = new Attempt(job, on);
  void one.run(url, whole);
  return () => one.stop();
}

const HEADERS = { Accept: "application/json", "Tus-Resumable": "1.0.0" };
const OFFSET_TYPE = { "Content-Type": "application/offset+octet-stream" };

const nothing = (): void => {};
/** Who listens to an attempt that was stopped. */
const NOBODY: AttemptEvents = {
  begun: nothing,
  progress: nothing,
  kept: nothing,
  done: nothing,
  failed: nothing,
};

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** `Upload-Metadata`: pairs of a key and base64 of its UTF-8 (tus 1.0). */
function buildMetadata({ file, artifact, field, replaces }: Job): string {
  return Object.entries({ filename: file.name, artifact, field, replaces })
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key} ${toBase64(new TextEncoder().encode(value))}`)
    .join(",");
}

/** One run of requests, one after the other. */
class Attempt {
  readonly #job: Job;
  /** Only this tells how many bytes have left. */
  readonly #request = new XMLHttpRequest();
  /** Read beside the sending; only the last request waits for it. What cannot be read fails where it is sent. */
  readonly #digest: Promise<Uint8Array | null>;
  #on: AttemptEvents;
  #url = "";

  constructor(job: Job, on: AttemptEvents) {
    this.#job = job;
    this.#on = on;
    this.#digest = computeSha256(job.file).catch(() => null);
  }

  stop(): void {
    this.#on = NOBODY;
    this.#request.abort();
  }

  async run(url: string | null, whole: boolean): Promise<void> {
    try {
      let at = url === null ? await this.#create(whole) : await this.#resume(url);
      while (at < this.#job.file.size) {
        await this.#sendBytes("PATCH", this.#url, at, { "Upload-Offset": String(at) });
        at = this.#acknowledge("PATCH", at);
      }
      this.#on.done();
    } catch (fault) {
      // The browser's own complaint, of an address that is none: as a line that does not answer.
      this.#on.failed(fault instanceof Error ? this.#readFailure("") : (fault as Failure));
    }
  }

  async #create(whole: boolean): Promise<number> {
    const { endpoint, file } = this.#job;
    const headers = { "Upload-Length": String(file.size), "Upload-Metadata": buildMetadata(this.#job) };
    if (whole) await this.#sendBytes("POST", endpoint, 0, headers);
    else await this.#send("POST", endpoint, headers, null);
    const location = this.#request.getResponseHeader("Location");
    if (location === null) throw this.#readFailure("POST");
    this.#url = new URL(location, endpoint).href;
    this.#on.begun(this.#url);
    return whole ? this.#acknowledge("POST", 0) : 0;
  }

  async #resume(url: string): Promise<number> {
    this.#url = url;
    await this.#send("HEAD", url, {}, null);
    return this.#acknowledge("HEAD", -1);
  }

  /** What the server says it keeps, which has to be more than `before`. */
  #acknowledge(method: string, before: number): number {
    const kept = Number(this.#request.getResponseHeader("Upload-Offset") ?? Number.NaN);
    if (!(kept > before)) throw this.#readFailure(method);
    this.#on.kept(kept);
    this.#on.progress(kept);
    return kept;
  }

  /** A part of the file, and with the last one what the whole file is. */
  async #sendBytes(method: string, url: string, at: number, headers: Record<string, string>): Promise<void> {
    const { file } = this.#job;
    const end = Math.min(at + PART_BYTES, file.size);
    this.#on.progress(at);
    this.#request.upload.onprogress = ({ loaded }) => this.#on.progress(at + loaded);
    const declared = end === file.size ? await this.#declare() : {};
    await this.#send(method, url, { ...OFFSET_TYPE, ...headers, ...declared }, file.slice(at, end));
  }

  /**
   * SHA-256 of the whole file (RFC 9530), so that no byte changes on its way unseen. With the last
   * bytes and not before: until then there was time to read the file, and a line that breaks keeps
   * what came, which a checksum of each part would forbid.
   */
  async #declare(): Promise<Record<string, string>> {
    const digest = await this.#digest;
    return digest === null ? {} : { "Repr-Digest": `sha-256=:${toBase64(digest)}:` };
  }

  /** Rejects with a `Failure` unless the server agrees; of one that was stopped nothing comes any more. */
  #send(method: string, url: string, headers: Record<string, string>, body: Blob | null): Promise<void> {
    const request = this.#request;
    if (this.#on === NOBODY) return new Promise(nothing);
    request.open(method, url);
    for (const [name, value] of Object.entries({ ...HEADERS, ...headers }))
      request.setRequestHeader(name, value);
    return new Promise((resolve, reject) => {
      request.onerror = () => reject(this.#readFailure(method));
      request.onload = () => {
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(this.#readFailure(method));
      };
      request.send(body);
    });
  }

  #readFailure(method: string): Failure {
    const { status, responseText } = this.#request;
    const retryAfterMs = parseRetryAfter(this.#request.getResponseHeader("Retry-After"), Date.now());
    return { method, status, ...readProblem(responseText), retryAfterMs };
  }
}
