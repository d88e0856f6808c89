import { type Figure, median } from "./figures";
import { findSubmission, getServed, secretOf } from "./served";

const WARM_UPS = 3;
const TIMES = 25;

/** Asking for a receipt's PDF over HTTP, after the first ones have loaded the chunk and the face. */
export async function measureReceipt(): Promise<Figure[]> {
  const { url, completeLink } = await getServed();
  const submission = await findSubmission(url, completeLink);
  const headers = { Authorization: `Bearer ${secretOf(completeLink)}` };
  const times: number[] = [];
  let bytes = 0;
  for (let i = 0; i < WARM_UPS + TIMES; i++) {
    const started = performance.now();
    const answer = await fetch(`${url}/b/${submission}/receipt.pdf`, { headers });
    bytes = (await answer.arrayBuffer()).byteLength;
    if (answer.status !== 200) throw new Error(`the receipt's PDF answered ${answer.status}`);
    times.push(performance.now() - started);
  }
  const cold = times[0] ?? Number.NaN;
  return [
    {
      key: "receipt_pdf_warm_ms",
      value: median(times.slice(WARM_UPS)),
      digits: 1,
      unit: "ms",
      target: { most: 50 },
      note: `whole request, ${bytes.toLocaleString("en-US")} B, median of ${TIMES}; the first took ${cold.toFixed(0)} ms`,
    },
  ];
}
