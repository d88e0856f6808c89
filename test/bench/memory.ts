import { setTimeout } from "node:timers/promises";
import type { Figure } from "./figures";
import { getThroughput, PLACES } from "./instance";
import { readRssMiB } from "./processes";
import { readSlowly, transfer } from "./transfer";
import { branchOf, MIB, makePicture, uploadFile } from "./upload";

const READERS = 8;
const BYTES_PER_SECOND = MIB;
const SECONDS = 6;
const FILES = 8;
const FILE_BYTES = 7 * MIB;
const PLACE = PLACES.memory;

/** How much memory slow readers cost the runtime beyond what it holds once it has sent a bundle. */
export async function measureMemory(): Promise<Figure[]> {
  const at = await getThroughput();
  for (let i = 0; i < FILES; i++) {
    await uploadFile(at, PLACE, "records", `${i}.jpg`, makePicture(FILE_BYTES, `memory ${i}`));
  }
  const { bundle, headers } = branchOf(at, PLACE);
  for (let i = 0; i < 3; i++) await transfer(bundle, { headers });
  const before = readRssMiB(at.workerd);
  const readers = await Promise.all(
    Array.from({ length: READERS }, () => readSlowly(bundle, headers, BYTES_PER_SECOND)),
  );
  let most = before;
  for (let i = 0; i < SECONDS * 10; i++) {
    await setTimeout(100);
    most = Math.max(most, readRssMiB(at.workerd));
  }
  const read = readers.map((end) => end());
  if (read.some((bytes) => bytes === 0)) throw new Error("a slow reader read nothing");
  return [
    {
      key: "bundle_rss_growth_mib",
      value: most - before,
      digits: 1,
      unit: "MiB",
      target: { most: 16 },
      note: `${READERS} readers of 1 MiB/s for ${SECONDS} s on a bundle of ${(FILES * FILE_BYTES) / MIB} MiB; ${before.toFixed(0)} MiB before`,
    },
  ];
}
