/** What a request came back with instead of success; `status` 0 when there was no answer at all. */
export interface Failure {
  method: string;
  status: number;
  /** Of problem+json; empty when the answer had no such body. */
  code: string;
  /** The server's sentence for the person. */
  detail: string;
  retryAfterMs: number | null;
}

/**
 * again: wait and go on where the server says; ask: only the upload's own address tells what
 * happened; anew: there is no such upload any more; refused: trying again would change nothing.
 */
export type Verdict = "again" | "ask" | "anew" | "refused";

/** Timeouts, locks, "too many requests", and bytes that changed on the way (460, tus 1.0). */
const PASSING = [408, 423, 425, 429, 460];

/** What to do after a failure. */
export function judge({ method, status, code }: Failure): Verdict {
  // An answer of 200 that is no upload is a hotspot's sign-in page.
  if (status < 400 || status >= 500 || PASSING.includes(status)) return "again";
  if (code === "upload.offset" || code === "file.broken_off") return "again";
  if (code === "upload.not_found" || code === "upload.ended") return method === "GET" ? "anew" : "ask";
  return method === "HEAD" ? "ask" : "refused";
}

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;
/** Nobody waits for longer than this for an unattended page. */
const LONGEST_ASKED_MS = 600_000;

/**
 * How long to wait before the next attempt: 1 s doubling to 60 s, between half and all of it
 * so that a town's phones do not come back in the same second; never sooner than asked for.
 *
 * @param failures in a row, from 1
 * @param random from 0 to 1
 */
export function computeDelayMs(failures: number, random: number, retryAfterMs: number | null): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  const delay = full * (0.5 + random / 2);
  return Math.max(delay, Math.min(retryAfterMs ?? 0, LONGEST_ASKED_MS));
}

/** `Retry-After` as seconds or as an HTTP date (RFC 9110 §10.2.3); null for anything else. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
