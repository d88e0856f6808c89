import { request } from "node:http";
import { type Figure, median } from "./figures";
import { findSubmission, getServed, secretOf } from "./served";

const WARM_UPS = 3;
const TIMES = 25;

interface Timed {
  ms: number;
  bytes: number;
}

/** Asks for a path under a name of our choosing: `fetch` would not let the Host header be set. */
function ask(url: string, path: string, host: string, secret: string): Promise<Timed> {
  const started = performance.now();
  const headers = { Host: host, Authorization: `Bearer ${secret}` };
  return new Promise((resolve, reject) => {
    request(new URL(path, url), { headers }, (answer) => {
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on("error", reject);
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve({ ms: performance.now() - started, bytes });
        else reject(new Error(`the receipt's PDF answered ${answer.statusCode}`));
      });
    })
      .on("error", reject)
      .end();
  });
}

/**
 * Asking for a receipt's PDF over HTTP, after the first ones have loaded the chunk and the
 * face. The address is printed on the receipt, so another host name each time makes every
 * request render anew; the same name again shows what the isolate keeps.
 */
export async function measureReceipt(): Promise<Figure[]> {
  const { url, completeLink } = await getServed();
  const path = `/b/${await findSubmission(url, completeLink)}/receipt.pdf`;
  const secret = secretOf(completeLink);
  const rendered: Timed[] = [];
  const kept: Timed[] = [];
  for (let i = 0; i < WARM_UPS + TIMES; i++) {
    rendered.push(await ask(url, path, `bench${i}.example`, secret));
    kept.push(await ask(url, path, `bench${i}.example`, secret));
  }
  const typical = (list: Timed[]) => median(list.slice(WARM_UPS).map((one) => one.ms));
  const [cold] = rendered;
  return [
    {
      key: "receipt_pdf_warm_ms",
      value: typical(rendered),
      digits: 1,
      unit: "ms",
      target: { most: 50 },
      note: `whole request, rendered anew each time, ${cold?.bytes.toLocaleString("en-US")} B, median of ${TIMES}; the first took ${cold?.ms.toFixed(0)} ms`,
    },
    {
      key: "receipt_pdf_again_ms",
      value: typical(kept),
      digits: 1,
      unit: "ms",
      target: { most: 50 },
      note: "the same receipt asked for again: the isolate keeps the last few",
    },
  ];
}
