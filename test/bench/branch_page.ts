import type { Browser, CDPSession, Page } from "playwright-core";
import { launchBrowser } from "../support/browser";
import type { Figure } from "./figures";
import { openBranch } from "./phone";
import { getServed } from "./served";

interface Transfer {
  url: string;
  type: string;
  encoding: string;
  /** Headers and body as they crossed the wire. */
  bytes: number;
}

interface Recording {
  done: Transfer[];
  /** Requests begun and not over. */
  open: number;
  failed: string[];
}

/** Counts what crosses the wire, by what Chromium's network stack says of it. */
async function record(session: CDPSession): Promise<Recording> {
  const recording: Recording = { done: [], open: 0, failed: [] };
  const begun = new Map<string, Transfer>();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    if (request.url.startsWith("data:")) return;
    if (!begun.has(requestId)) recording.open += 1;
    begun.set(requestId, { url: request.url, type: type ?? "Other", encoding: "", bytes: 0 });
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
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  return recording;
}

async function loadWhole(page: Page, url: string, recording: Recording): Promise<void> {
  const answer = await page.goto(url, { waitUntil: "networkidle" });
  if (answer?.status() !== 200) throw new Error(`the branch's page answered ${answer?.status()}`);
  if (recording.open > 0 || recording.failed.length > 0) {
    throw new Error(`not everything loaded: ${recording.open} open, ${recording.failed.join(", ")}`);
  }
}

async function loadBranchPage(browser: Browser): Promise<Transfer[]> {
  const { context, path } = await openBranch(browser);
  const page = await context.newPage();
  const recording = await record(await context.newCDPSession(page));
  await loadWhole(page, path, recording);
  return recording.done;
}

/** The branch's page of the demo in a real Chromium with an empty cache, compressed as served. */
export async function measureBranchPage(): Promise<Figure[]> {
  const browser = await launchBrowser();
  let transfers: Transfer[];
  try {
    transfers = await loadBranchPage(browser);
  } finally {
    await browser.close();
  }
  const plain = transfers.filter(
    (one) => /Document|Script|Stylesheet/.test(one.type) && one.encoding !== "gzip",
  );
  if (plain.length > 0) throw new Error(`not compressed: ${plain.map((one) => one.url).join(", ")}`);
  const { url } = await getServed();
  const sum = (list: readonly Transfer[]) => list.reduce((total, one) => total + one.bytes, 0);
  const parts = transfers.map((one) => `${one.type.toLowerCase()} ${one.bytes}`).join(", ");
  return [
    {
      key: "branch_page_gz_bytes",
      value: sum(transfers),
      unit: "B",
      target: { most: 20_000 },
      note: `headers included: ${parts}; closest peer 293 kB`,
    },
    {
      key: "branch_page_js_gz_bytes",
      value: sum(transfers.filter((one) => one.type === "Script")),
      unit: "B",
      target: { most: 10_000 },
      note: "headers included",
    },
    {
      key: "branch_page_requests",
      value: transfers.length,
      unit: "",
      target: { most: 4 },
      note: "cache empty; closest peer 43",
    },
    {
      key: "branch_page_third_party",
      value: transfers.filter((one) => new URL(one.url).origin !== new URL(url).origin).length,
      unit: "",
      target: { most: 0 },
      note: "requests to any other host",
    },
  ];
}
