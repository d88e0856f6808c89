/** What a page costs over the wire, as the browser's network layer counts it. */
import type { Page } from "playwright-core";

export interface Loaded {
  url: string;
  type: string;
  /** With its headers. */
  bytes: number;
}

export const sum = (list: readonly Loaded[]) => list.reduce((total, one) => total + one.bytes, 0);
export const scriptsOf = (list: readonly Loaded[]) => list.filter((one) => one.type === "Script");

/** Loads an address into a page whose cache is empty; `act` is what the person does before it is counted. */
export async function loadCounted(
  fresh: Page,
  url: string,
  act?: (fresh: Page) => Promise<unknown>,
): Promise<Loaded[]> {
  const wire = await fresh.context().newCDPSession(fresh);
  const loaded = new Map<string, Loaded>();
  wire.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (!request.url.startsWith("data:"))
      loaded.set(requestId, { url: request.url, type: type ?? "", bytes: 0 });
  });
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = loaded.get(requestId);
    if (one !== undefined) one.bytes = encodedDataLength;
  });
  await wire.send("Network.enable");
  await fresh.goto(url, { waitUntil: "networkidle" });
  await act?.(fresh);
  await fresh.close();
  return [...loaded.values()];
}
