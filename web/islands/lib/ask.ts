/** What a sender asks the server beside the protocol of the upload itself. */
import type { Bilingual } from "../../../schemas/artifact";
import { readBytes } from "./bytes";
import { type Failure, parseRetryAfter } from "./retry";

const JSON_HEADERS = { Accept: "application/json" };

/** How an upload stands: still open, or ended with a file (`already`: these bytes were in) or a refusal. */
export interface Told {
  state: "open" | "stored" | "refused";
  already: boolean;
  /** Code and sentence of a refusal, where it has them. */
  code: string;
  detail: string;
}

/** Code and sentence of a problem; both empty for any other text. */
export function readProblem(body: string): { code: string; detail: string } {
  try {
    const { code, detail } = JSON.parse(body);
    return { code: String(code ?? ""), detail: String(detail ?? "") };
  } catch {
    return { code: "", detail: "" };
  }
}

export async function askUpload(url: string): Promise<Told | Failure> {
  const failure: Failure = { method: "GET", status: 0, code: "", detail: "", retryAfterMs: null };
  try {
    const response = await fetch(url, { headers: JSON_HEADERS, cache: "no-store" });
    const body = await response.text();
    const retryAfterMs = parseRetryAfter(response.headers.get("Retry-After"), Date.now());
    if (!response.ok) return { ...failure, status: response.status, ...readProblem(body), retryAfterMs };
    const { state, ended } = JSON.parse(body);
    return { state, already: ended?.already === true, code: ended?.code ?? "", detail: ended?.detail ?? "" };
  } catch {
    return failure;
  }
}

/** Ends an upload of which nothing shall stay; the server forgets it by itself if this never arrives. */
export function endUpload(url: string): void {
  const headers = { "Tus-Resumable": "1.0.0" };
  fetch(url, { method: "DELETE", headers, keepalive: true }).catch(() => undefined);
}

/** A file that is in, as far as a sender needs it. */
export interface KnownFile {
  fieldKey: string | null;
  name: string;
  bytes: number;
  sha256: string;
}

export interface KnownArtifact {
  key: string;
  title: Bilingual;
  files: readonly KnownFile[];
}

/** What the branch has in, by artifact; empty when the server does not say. */
export async function askStatus(api: string): Promise<readonly KnownArtifact[]> {
  try {
    const response = await fetch(api, { headers: JSON_HEADERS, cache: "no-store" });
    const { artifacts } = (await response.json()) as { artifacts?: KnownArtifact[] };
    return artifacts ?? [];
  } catch {
    return [];
  }
}

/** A phone may have moved or changed a file since it was picked; then no byte of it can be had. */
export async function isReadable(file: File): Promise<boolean> {
  try {
    await readBytes(file.slice(file.size - 1));
    return true;
  } catch {
    return false;
  }
}
