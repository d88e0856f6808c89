/** The client of uploads and of answers that are read: the same one for ours and for its peer. */
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";

export interface Transferred {
  bytes: number;
  ms: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array;
}

const KEPT_BYTES = 100_000;

function send(url: URL, { method = "GET", headers = {}, body }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": String(body.length) };
    const asked = request(url, { method, headers: { ...headers, ...length }, agent: false }, resolve);
    asked.on("error", reject);
    asked.end(body);
  });
}

/**
 * Sends a request and reads the whole answer. Throws on a status of 400 or more, and on an
 * answer shorter than it promised: half a transfer is no measurement.
 */
export async function transfer(url: URL, asked: Asked = {}): Promise<Transferred> {
  const started = performance.now();
  const answer = await send(url, asked);
  let bytes = 0;
  const kept: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => {
    if (bytes < KEPT_BYTES) kept.push(chunk);
    bytes += chunk.length;
  });
  await new Promise((resolve, reject) =>
    answer.once("end", resolve).once("error", reject).once("aborted", reject),
  );
  const ms = performance.now() - started;
  const text = () => Buffer.concat(kept).toString("utf8", 0, KEPT_BYTES);
  if ((answer.statusCode ?? 500) >= 400)
    throw new Error(`${url.pathname} answered ${answer.statusCode}: ${text()}`);
  const promised = answer.headers["content-length"];
  if (promised !== undefined && Number(promised) !== bytes) throw new Error(`${url.pathname} broke off`);
  const isText = /json|text/.test(answer.headers["content-type"] ?? "");
  return { bytes, ms, headers: answer.headers, text: isText ? text() : "" };
}

/** Opens a download that is read slowly; returns how to end it, which tells how many bytes came. */
export async function readSlowly(url: URL, headers: Record<string, string>, bytesPerSecond: number) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers, agent: false }, resolve).on("error", reject).end();
  });
  if (answer.statusCode !== 200) throw new Error(`a slow reader was answered ${answer.statusCode}`);
  answer.on("error", () => undefined);
  let budget = 0;
  let bytes = 0;
  const timer = setInterval(() => {
    budget += bytesPerSecond / 20;
    while (budget > 0) {
      const chunk: Buffer | null = answer.read(Math.min(answer.readableLength, 65_536));
      if (chunk === null || chunk.length === 0) break;
      budget -= chunk.length;
      bytes += chunk.length;
    }
    budget = Math.min(budget, bytesPerSecond);
  }, 50);
  return () => {
    clearInterval(timer);
    answer.destroy();
    return bytes;
  };
}
