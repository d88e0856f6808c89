import { rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Figure } from "./figures";
import { makeBranches, startRuntime, type Throughput } from "./instance";
import { readRssMiB } from "./processes";
import { makeDataDir } from "./scratch";
import { readSlowly, transfer } from "./transfer";
import { branchOf, completeBranch, MIB, makePicture, uploadFile } from "./upload";

const READERS = 8;
const BYTES_PER_SECOND = MIB;
const SECONDS = 10;
const FILES = 23;
const FILE_BYTES = 90 * MIB;
const WARM_BYTES = 32 * MIB;
/** A new runtime loads and compiles what it needs with its first answers. */
const WARM_READS = 8;

/** A branch of more than 2 GiB, packed; on disk twice. */
async function fillBranch(dataDir: string): Promise<Throughput["world"]> {
  const runtime = await startRuntime(dataDir);
  try {
    const at = { ...runtime, world: await makeBranches(runtime, 1) };
    for (let i = 0; i < FILES; i++) {
      await uploadFile(at, 0, "records", `${i}.jpg`, makePicture(FILE_BYTES, `memory ${i}`));
    }
    await completeBranch(at, 0);
    return at.world;
  } finally {
    await runtime.dispose();
  }
}

interface Growth {
  before: number;
  /** Behind the first second: whatever is held for a reader is held by then. */
  early: number;
  most: number;
}

/** What slow readers add to a runtime that has sent to fast ones, one after the other. */
async function watchReaders(at: Throughput, url: URL): Promise<Growth> {
  const { headers } = branchOf(at, 0);
  for (let i = 0; i < WARM_READS; i++) {
    const { bytes } = await transfer(url, { headers: { ...headers, Range: `bytes=0-${WARM_BYTES - 1}` } });
    if (bytes !== WARM_BYTES) throw new Error("the bundle is small");
  }
  const before = readRssMiB(at.workerd);
  const readers = await Promise.all(
    Array.from({ length: READERS }, () => readSlowly(url, headers, BYTES_PER_SECOND)),
  );
  let [early, most] = [before, before];
  for (let i = 0; i < SECONDS * 10; i++) {
    await setTimeout(100);
    most = Math.max(most, readRssMiB(at.workerd));
    if (i < 10) early = most;
  }
  const least = (SECONDS * BYTES_PER_SECOND) / 2;
  if (readers.map((end) => end()).some((read) => read < least)) throw new Error("a slow reader stood still");
  return { before, early, most };
}

/** A new runtime for each: what earlier work left free would hide any growth. */
async function measureGrowth(
  dataDir: string,
  world: Throughput["world"],
  pick: (branch: ReturnType<typeof branchOf>) => URL,
): Promise<Growth> {
  const runtime = await startRuntime(dataDir);
  try {
    const at = { ...runtime, world };
    return await watchReaders(at, pick(branchOf(at, 0)));
  } finally {
    await runtime.dispose();
  }
}

function buildFigure(key: string, { before, early, most }: Growth, what: string): Figure {
  return {
    key,
    value: most - before,
    digits: 1,
    unit: "MiB",
    target: { most: 16 },
    note: `${what}: ${READERS} readers of 1 MiB/s for ${SECONDS} s on a bundle of ${((FILES * FILE_BYTES) / MIB / 1024).toFixed(1)} GiB; ${before.toFixed(0)} MiB before, ${(most - early).toFixed(1)} MiB of the growth after the first second`,
  };
}

/** How much memory slow readers cost the runtime. */
export async function measureMemory(): Promise<Figure[]> {
  const dataDir = makeDataDir();
  try {
    const world = await fillBranch(dataDir);
    const packed = await measureGrowth(dataDir, world, (branch) => branch.bundle);
    const files = await measureGrowth(dataDir, world, (branch) => branch.bundleOfFiles);
    return [
      buildFigure("bundle_rss_growth_mib", packed, "from the pack"),
      buildFigure("bundle_of_files_rss_growth_mib", files, "where no pack is"),
    ];
  } finally {
    // Gigabytes: not left lying until the whole bench ends.
    rmSync(dataDir, { recursive: true, force: true });
  }
}
