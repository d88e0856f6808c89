import type { CDPSession } from "playwright-core";

export interface Transfer {
  url: string;
  type: string;
  encoding: string;
  /** Headers and body as they crossed the wire; none for what the cache gave. */
  bytes: number;
}

export interface Recording {
  done: Transfer[];
  /** Requests begun and not over. */
  open: number;
  failed: string[];
}

export const sumBytes = (list: readonly Transfer[]) => list.reduce((total, one) => total + one.bytes, 0);

/** Counts what a page receives, by what Chromium's network stack says of it. */
export async function recordWire(session: CDPSession, { cache }: { cache: boolean }): Promise<Recording> {
  const recording: Recording = { done: [], open: 0, failed: [] };
  const begun = new Map<string, Transfer>();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (request.url.startsWith("data:")) return;
    if (!begun.has(requestId)) recording.open += 1;
    begun.set(requestId, { url: request.url, type: type ?? "Other", encoding: "", bytes: 0 });
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => {
    if (begun.delete(requestId)) recording.open -= 1;
  });
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const one = begun.get(requestId);
    const encoding = Object.entries(response.headers).find(([name]) => /^content-encoding$/i.test(name));
    if (one !== undefined) one.encoding = encoding?.[1] ?? "";
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = begun.get(requestId);
    if (one === undefined) return;
    recording.done.push({ ...one, bytes: encodedDataLength });
    recording.open -= 1;
  });
  session.on("Network.loadingFailed", ({ requestId, errorText }) => {
    const one = begun.get(requestId);
    if (one === undefined) return;
    recording.failed.push(`${one.url}: ${errorText}`);
    recording.open -= 1;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: !cache });
  return recording;
}
