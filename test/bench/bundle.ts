import { drain } from "./drain";
import { type Figure, median } from "./figures";
import { getThroughput, PLACES, type Throughput } from "./instance";
import { readCpuMs } from "./processes";
import { transfer } from "./transfer";
import { branchOf, MIB, makePicture, uploadFile } from "./upload";

/** What a bundle is held against: a plain read of the same objects in turn, or of one as large, and client-zip. */
const SOURCES = ["bundle", "whole", "each", "client-zip"] as const;
type Source = (typeof SOURCES)[number];

/** Files of one branch, and how often they are read. */
interface Load {
  place: number;
  files: number;
  fileBytes: number;
  rounds: Record<Source, number>;
}

/** Each file below 8 MiB, one request and one object; client-zip is so slow that fewer rounds settle it. */
const USUAL: Load = {
  place: PLACES.bundle,
  files: 36,
  fileBytes: 8 * MIB - 64 * 1024,
  rounds: { bundle: 5, whole: 5, each: 5, "client-zip": 2 },
};

/** Files that came in parts. */
const LARGE: Load = {
  place: PLACES.largeFiles,
  files: 6,
  fileBytes: 20 * MIB,
  rounds: { bundle: 2, whole: 0, each: 2, "client-zip": 0 },
};

const SMALL_FILES = 200;

function probeUrl(at: Throughput, place: number, path: string): URL {
  const prefix = `submissions/${branchOf(at, place).submissionId}/`;
  return new URL(`${path}?${new URLSearchParams({ prefix, key: `whole-${place}` })}`, at.probe);
}

/** Makes the branch complete, so that its bundle is a whole one with its receipt. */
async function fillBranch(at: Throughput, { place, files, fileBytes, rounds }: Load): Promise<void> {
  for (let i = 0; i < files; i++) {
    await uploadFile(at, place, "records", `${i}.jpg`, makePicture(fileBytes, `${place} ${i}`));
  }
  await uploadFile(at, place, "cover", "cover.jpg", makePicture(1000, `cover ${place}`));
  if (rounds.whole > 0) {
    await transfer(probeUrl(at, place, "/join"), { method: "POST", headers: at.probeHeaders });
  }
}

interface Sample {
  mibPerSecond: number;
  cpuMsPerMib: number;
}
type Samples = Record<Source, Sample[]>;

async function readOnce(at: Throughput, load: Load, source: Source): Promise<Sample> {
  const cpu = readCpuMs(at.workerd);
  const { bundle, headers } = branchOf(at, load.place);
  const answer =
    source === "bundle"
      ? await drain(bundle, headers)
      : await drain(probeUrl(at, load.place, `/${source}`), at.probeHeaders);
  if (answer.bytes < load.files * load.fileBytes)
    throw new Error(`${source} gave only ${answer.bytes} bytes`);
  const mib = answer.bytes / MIB;
  return { mibPerSecond: mib / (answer.ms / 1000), cpuMsPerMib: (readCpuMs(at.workerd) - cpu) / mib };
}

/** All sources in turn, round after round, so that a busy moment of the machine meets all of them. */
async function readRounds(at: Throughput, load: Load): Promise<Samples> {
  const samples: Samples = { bundle: [], whole: [], each: [], "client-zip": [] };
  const isFast = (source: Source) => source !== "client-zip" && load.rounds[source] > 0;
  for (const source of SOURCES.filter(isFast)) await readOnce(at, load, source);
  for (let round = 0; round < Math.max(...Object.values(load.rounds)); round++) {
    for (let i = 0; i < SOURCES.length; i++) {
      const source = SOURCES[(i + round) % SOURCES.length];
      if (source !== undefined && round < load.rounds[source]) {
        samples[source].push(await readOnce(at, load, source));
      }
    }
  }
  return samples;
}

const speedOf = (samples: Samples, source: Source) => median(samples[source].map((one) => one.mibPerSecond));
const cpuOf = (samples: Samples, source: Source) => median(samples[source].map((one) => one.cpuMsPerMib));
const saySpeed = (samples: Samples, source: Source) => `${speedOf(samples, source).toFixed(0)} MiB/s`;
const saySize = ({ files, fileBytes }: Load) => `${files} × ${(fileBytes / MIB).toFixed(1)} MiB`;

/** How long the receipt in the bundle takes by itself. */
async function readReceiptMs(at: Throughput): Promise<number> {
  const { submissionId, headers } = branchOf(at, USUAL.place);
  const url = new URL(`/b/${submissionId}/receipt.pdf`, at.app);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push((await transfer(url, { headers })).ms);
  return median(times);
}

async function measureUsual(at: Throughput): Promise<Figure[]> {
  const samples = await readRounds(at, USUAL);
  const receiptMs = await readReceiptMs(at);
  const speed = (source: Source) => speedOf(samples, source);
  const ceiling = `(one object of that size ${saySpeed(samples, "whole")})`;
  return [
    {
      key: "bundle_vs_r2_read",
      value: speed("bundle") / speed("each"),
      digits: 2,
      unit: "×",
      target: { least: 0.9 },
      note: `${saySize(USUAL)}: bundle ${saySpeed(samples, "bundle")}, its receipt's PDF ${receiptMs.toFixed(0)} ms of that; plain read of the same objects ${saySpeed(samples, "each")} ${ceiling}`,
    },
    {
      key: "bundle_vs_client_zip",
      value: speed("bundle") / speed("client-zip"),
      digits: 1,
      unit: "×",
      target: { least: 10 },
      note: `the same objects by client-zip ${saySpeed(samples, "client-zip")}`,
    },
    {
      key: "bundle_cpu_ms_per_mib",
      value: cpuOf(samples, "bundle"),
      digits: 2,
      unit: "ms",
      target: { most: 1 },
      note: `all of workerd, the local R2 included; plain read ${cpuOf(samples, "each").toFixed(2)}, client-zip ${cpuOf(samples, "client-zip").toFixed(2)}`,
    },
  ];
}

/** Files above 8 MiB come in parts, which the local R2 puts together in JavaScript whenever they are read. */
async function measureLarge(at: Throughput): Promise<Figure> {
  const samples = await readRounds(at, LARGE);
  return {
    key: "bundle_large_files_vs_r2_read",
    value: speedOf(samples, "bundle") / speedOf(samples, "each"),
    digits: 2,
    unit: "×",
    target: { least: 0.9 },
    note: `${saySize(LARGE)}: bundle ${saySpeed(samples, "bundle")}; plain read of the same objects ${saySpeed(samples, "each")}`,
  };
}

async function readSmall(at: Throughput, source: "bundle" | "each"): Promise<number> {
  const { bundle, headers } = branchOf(at, PLACES.smallFiles);
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    const read =
      source === "bundle"
        ? drain(bundle, headers)
        : drain(probeUrl(at, PLACES.smallFiles, "/each"), at.probeHeaders);
    times.push((await read).ms);
  }
  return median(times.slice(2));
}

/** What each entry costs beside its bytes: many small files against one. */
async function measurePerEntry(at: Throughput): Promise<Figure> {
  const add = (i: number) =>
    uploadFile(at, PLACES.smallFiles, "records", `${i}.jpg`, makePicture(2000, `small ${i}`));
  await add(0);
  const one = await readSmall(at, "bundle");
  for (let i = 1; i < SMALL_FILES; i++) await add(i);
  const many = await readSmall(at, "bundle");
  const plain = await readSmall(at, "each");
  return {
    key: "bundle_ms_per_entry",
    value: (many - one) / (SMALL_FILES - 1),
    digits: 3,
    unit: "ms",
    target: { most: 0.2 },
    note: `${SMALL_FILES} entries of 2 kB in ${many.toFixed(0)} ms, one in ${one.toFixed(0)} ms; plain read of the same objects ${(plain / SMALL_FILES).toFixed(2)} ms each`,
  };
}

export async function measureBundle(): Promise<Figure[]> {
  const at = await getThroughput();
  await fillBranch(at, USUAL);
  await fillBranch(at, LARGE);
  return [...(await measureUsual(at)), await measureLarge(at), await measurePerEntry(at)];
}
