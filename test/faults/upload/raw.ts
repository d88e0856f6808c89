import { createHash } from "node:crypto";
import { type ClientRequest, request } from "node:http";
import type { BenchBranch } from "../../bench/inside/world";

const encode = (text: string) => Buffer.from(text).toString("base64");
const OFFSET_TYPE = { "Content-Type": "application/offset+octet-stream" };

export type Algorithm = "sha256" | "sha1";

/** One upload, its requests made header by header: for what no client library does. */
export class RawUpload {
  readonly #path: URL;
  readonly #headers: Record<string, string>;

  private constructor(path: URL, headers: Record<string, string>) {
    this.#path = path;
    this.#headers = headers;
  }

  /** Announces a picture of so many bytes. */
  static async create(origin: string, branch: BenchBranch, name: string, bytes: number): Promise<RawUpload> {
    const headers = { "Tus-Resumable": "1.0.0", Authorization: `Bearer ${branch.secret}` };
    const url = `${origin}/api/submissions/${branch.submissionId}/uploads`;
    const metadata = `artifact ${encode("photos")},filename ${encode(`${name}.jpg`)}`;
    const announced = { ...headers, "Upload-Length": String(bytes), "Upload-Metadata": metadata };
    const answer = await fetch(url, { method: "POST", headers: announced });
    if (answer.status !== 201) throw new Error(`not created: ${answer.status} ${await answer.text()}`);
    return new RawUpload(new URL(answer.headers.get("location") ?? "", url), headers);
  }

  #patching(from: number): Record<string, string> {
    return { ...this.#headers, ...OFFSET_TYPE, "Upload-Offset": String(from) };
  }

  /** @returns the status */
  async patch(from: number, bytes: Uint8Array, algorithm: Algorithm = "sha256"): Promise<number> {
    const body = new Uint8Array(bytes);
    const digest = createHash(algorithm).update(body).digest("base64");
    const headers = { ...this.#patching(from), "Upload-Checksum": `${algorithm} ${digest}` };
    return (await fetch(this.#path, { method: "PATCH", headers, body })).status;
  }

  /** Begins a request of `total` bytes with the first of them; whoever holds it may end it. */
  begin(from: number, total: number, bytes: Uint8Array): ClientRequest {
    const headers = { ...this.#patching(from), "Content-Length": String(total) };
    const sending = request(this.#path, { method: "PATCH", headers });
    sending.on("error", () => undefined);
    sending.write(bytes);
    return sending;
  }

  async readOffset(): Promise<number> {
    const answer = await fetch(this.#path, { method: "HEAD", headers: this.#headers });
    return Number(answer.headers.get("upload-offset"));
  }

  /** Of the file it became; null when it is none. */
  async readSha256(): Promise<string | null> {
    const told = (await (await fetch(this.#path, { headers: this.#headers })).json()) as {
      ended: { file?: { sha256: string } } | null;
    };
    return told.ended?.file?.sha256 ?? null;
  }
}
