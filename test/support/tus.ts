/** A client that speaks tus 1.0 by hand, header by header. */
import { createHash } from "node:crypto";
import type { World } from "./world";

export const TUS = { "Tus-Resumable": "1.0.0" } as const;
export const OFFSET_TYPE = { "Content-Type": "application/offset+octet-stream" } as const;

const encode = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

export function buildMetadata(pairs: Record<string, string>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} ${encode(value)}`)
    .join(",");
}

export const checksumOf = (bytes: Uint8Array, algorithm = "sha256"): string =>
  `${algorithm} ${createHash(algorithm).update(bytes).digest("base64")}`;

/** What the whole file is, as the page tells it with the last bytes. */
export const digestOf = (bytes: Uint8Array) => ({
  "Repr-Digest": `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`,
});

/** As every client over a socket tells it; of a stream nobody knows. */
const lengthOf = (body: BodyInit | undefined): Record<string, string> =>
  body instanceof Uint8Array ? { "Content-Length": String(body.length) } : {};

export interface TusClient {
  /** Any request of the protocol; the version header is there unless told. */
  send(method: string, path: string, headers?: Record<string, string>, body?: BodyInit): Promise<Response>;
  /** Announces a file. @returns the path of its upload */
  create(bytes: number, metadata: Record<string, string>, headers?: Record<string, string>): Promise<string>;
  patch(path: string, offset: number, body: BodyInit, headers?: Record<string, string>): Promise<Response>;
  offset(path: string): Promise<number>;
  uploads: string;
}

/** Another branch's client where `code` is told. */
export function makeTusClient(world: World, code?: string): TusClient {
  const uploads = `/api/submissions/${world.of(code).submissionId}/uploads`;
  const send: TusClient["send"] = (method, path, headers = {}, body) =>
    world.app.request(path, {
      method,
      body,
      headers: { ...world.bearer(code), Accept: "application/json", ...TUS, ...lengthOf(body), ...headers },
    });
  return {
    uploads,
    send,
    async create(bytes, metadata, headers = {}) {
      const answer = await send("POST", uploads, {
        "Upload-Length": String(bytes),
        "Upload-Metadata": buildMetadata(metadata),
        ...headers,
      });
      if (answer.status !== 201) throw new Error(`not created: ${answer.status} ${await answer.text()}`);
      return answer.headers.get("location") ?? "";
    },
    patch: (path, offset, body, headers = {}) =>
      send("PATCH", path, { ...OFFSET_TYPE, "Upload-Offset": String(offset), ...headers }, body),
    async offset(path) {
      const answer = await send("HEAD", path);
      return answer.status === 200 ? Number(answer.headers.get("upload-offset")) : -answer.status;
    },
  };
}
