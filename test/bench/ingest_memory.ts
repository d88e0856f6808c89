import { setTimeout } from "node:timers/promises";
import type { Figure } from "./figures";
import { makeBranches, startRuntime, type Throughput } from "./instance";
import { readRssMiB } from "./processes";
import { makeDataDir } from "./scratch";
import { transfer } from "./transfer";
import { MIB, makePicture, uploadByTus } from "./upload";

const UPLOADS = 10;
/** The decimal 100 MB of people, and the most that one request carries. */
const FILE_BYTES = 100_000_000;
const SAMPLE_MS = 20;

type Send = (at: Throughput, name: string, body: Uint8Array) => Promise<unknown>;

const send: Send = (at, name, body) => uploadByTus(at, 0, "records", `${name}.jpg`, body);
const putBy =
  (path: string): Send =>
  (at, name, body) => {
    const url = new URL(`${path}?${new URLSearchParams({ key: name })}`, at.probe);
    return transfer(url, { method: "PUT", headers: at.probeHeaders, body });
  };

/** What so many at once add to a runtime that has taken as many one after the other. */
async function measureGrowth(how: Send): Promise<number> {
  const runtime = await startRuntime(makeDataDir());
  try {
    const at = { ...runtime, world: await makeBranches(runtime, 1) };
    const files = Array.from({ length: UPLOADS }, (_, i) => makePicture(FILE_BYTES, `memory ${i}`));
    for (let i = 0; i < UPLOADS; i++)
      await how(at, `first ${i}`, makePicture(FILE_BYTES, `memory first ${i}`));
    await setTimeout(1000);
    const before = readRssMiB(at.workerd);
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, readRssMiB(at.workerd));
    }, SAMPLE_MS);
    await Promise.all(files.map((file, i) => how(at, `${i}`, file)));
    clearInterval(timer);
    return most - before;
  } finally {
    await runtime.dispose();
  }
}

/** How much memory many uploads at once cost, the local R2, which runs in the same process, included. */
export async function measureIngestMemory(): Promise<Figure[]> {
  const ours = await measureGrowth(send);
  const plain = await measureGrowth(putBy("/put"));
  const parts = await measureGrowth(putBy("/parts"));
  return [
    {
      key: "ingest_rss_growth_mib",
      value: ours,
      digits: 1,
      unit: "MiB",
      target: { most: 48 },
      note: `${UPLOADS} uploads of ${(FILE_BYTES / MIB).toFixed(0)} MiB at once by tus, after as many one after the other; the same bytes by plain puts of one request ${plain.toFixed(0)} MiB, in plain parts ${parts.toFixed(0)} MiB`,
    },
  ];
}
