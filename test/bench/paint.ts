import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/browser";
import { type Figure, median } from "./figures";
import { openBranch } from "./phone";

const TIMES = 5;
const CPU_SLOWDOWN = 4;
const SETTLE_MS = 600;

/** Lines as slow as they come: latency in ms, kilobits a second. The peer's figures are of the same two. */
const LINES = [
  { name: "slow3g", latency: 400, kbps: 400, most: 1000, peer: "8.8 s" },
  { name: "slow4g", latency: 150, kbps: 1600, most: 500, peer: "3.2 s" },
] as const;

interface Painted {
  lcp: number;
  shift: number;
}

/** What the browser itself reports of a page: the last largest paint, and the sum of shifts. */
const OBSERVE = `window.painted = { lcp: 0, shift: 0 };
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) painted.lcp = one.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) painted.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });`;

async function paintOnce(browser: Browser, line: (typeof LINES)[number]): Promise<Painted> {
  const { context, path } = await openBranch(browser);
  try {
    const page = await context.newPage();
    await page.addInitScript(OBSERVE);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const throughput = (line.kbps * 1000) / 8;
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: line.latency,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
    await page.goto(path, { waitUntil: "load" });
    await page.waitForTimeout(SETTLE_MS);
    return await page.evaluate<Painted>("painted");
  } finally {
    await context.close();
  }
}

/** When the branch's page shows its largest part on a slow line and a slow phone, and whether anything moves. */
export async function measurePaint(): Promise<Figure[]> {
  const browser = await launchBrowser();
  const figures: Figure[] = [];
  try {
    for (const line of LINES) {
      const painted: Painted[] = [];
      for (let i = 0; i < TIMES; i++) painted.push(await paintOnce(browser, line));
      const note = `${line.kbps} kbit/s, ${line.latency} ms, CPU ${CPU_SLOWDOWN}× slower, median of ${TIMES}`;
      figures.push({
        key: `branch_page_lcp_${line.name}_ms`,
        value: median(painted.map((one) => one.lcp)),
        unit: "ms",
        target: { most: line.most },
        note: `${note}; closest peer ${line.peer}`,
      });
      figures.push({
        key: `branch_page_cls_${line.name}`,
        value: Math.max(...painted.map((one) => one.shift)),
        digits: 3,
        unit: "",
        target: { most: 0 },
        note: "the greatest of the same loads",
      });
    }
  } finally {
    await browser.close();
  }
  return figures;
}
