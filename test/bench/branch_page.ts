import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../support/browser";
import type { Figure } from "./figures";
import { openBranch } from "./phone";
import { getServed } from "./served";
import { type Recording, recordWire, sumBytes, type Transfer } from "./wire";

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
  const recording = await recordWire(await context.newCDPSession(page), { cache: false });
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
  const parts = transfers.map((one) => `${one.type.toLowerCase()} ${one.bytes}`).join(", ");
  return [
    {
      key: "branch_page_gz_bytes",
      value: sumBytes(transfers),
      unit: "B",
      target: { most: 20_000 },
      note: `headers included: ${parts}; closest peer 293 kB`,
    },
    {
      key: "branch_page_js_gz_bytes",
      value: sumBytes(transfers.filter((one) => one.type === "Script")),
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
