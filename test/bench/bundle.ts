import { measureEntries } from "./bundle_entries";
import { type Figure, median } from "./figures";
import { ask, getThroughput, PLACES, type Throughput } from "./instance";
import { readCpuMs } from "./processes";
import { cpuPerMibOf, firstByteOf, ratioOf, type Sample, sample, saySpeed, speedOf } from "./samples";
import { transfer } from "./transfer";
import { branchOf, completeBranch, MIB, makePicture, uploadFile } from "./upload";

/**
 * The bundle from its pack, from its files, and so for the first time since anything changed; and
 * what they are held against: a plain read of the same objects in turn, or of one as large, and client-zip.
 */
const SOURCES = ["packed", "files", "first", "whole", "each", "client-zip"] as const;
type Source = (typeof SOURCES)[number];
type Samples = Record<Source, Sample[]>;

/** A read takes 0.15 s, and one in five of them half as long again; client-zip is so slow that fewer rounds settle it. */
const ROUNDS: Record<Source, number> = {
  ...{ packed: 15, files: 15, first: 15, whole: 15, each: 15 },
  "client-zip": 3,
};

/** Each file below 8 MiB, one request and one object. */
const FILES = 36;
const FILE_BYTES = 8 * MIB - 64 * 1024;
const SIZE = `${FILES} × ${(FILE_BYTES / MIB).toFixed(1)} MiB`;
const PLACE = PLACES.bundle;

function probeUrl(at: Throughput, path: string, key = "whole"): URL {
  const prefix = `submissions/${branchOf(at, PLACE).submissionId}/`;
  return new URL(`${path}?${new URLSearchParams({ prefix, key })}`, at.probe);
}

async function fillBranch(at: Throughput): Promise<void> {
  for (let i = 0; i < FILES; i++) {
    await uploadFile(at, PLACE, "records", `${i}.jpg`, makePicture(FILE_BYTES, `bundle ${i}`));
  }
  await completeBranch(at, PLACE);
  await transfer(probeUrl(at, "/join"), { method: "POST", headers: at.probeHeaders });
}

/** What a bundle reads is its pack and nothing else, or each of its files: else another thing would be measured. */
async function checkReads(at: Throughput, url: URL, reads: number): Promise<void> {
  const { headers } = branchOf(at, PLACE);
  const { status, r2Reads } = await ask(at, "count", { url: url.href, headers });
  if (status !== 200 || r2Reads !== reads)
    throw new Error(`${url.search || "a bundle"} took ${r2Reads} reads`);
}

/** Under a name the program was never asked by nothing made for that name is at hand: the lists are made. */
let strangers = 0;
const asStranger = () => ({ Host: `host-${++strangers}.invalid` });

function findRead(at: Throughput, source: Source): [URL, Record<string, string>] {
  const { bundle, bundleOfFiles, headers } = branchOf(at, PLACE);
  if (source === "packed") return [bundle, headers];
  if (source === "files") return [bundleOfFiles, headers];
  if (source === "first") return [bundleOfFiles, { ...headers, ...asStranger() }];
  return [probeUrl(at, `/${source}`), at.probeHeaders];
}

async function readOnce(at: Throughput, source: Source): Promise<Sample> {
  const answer = await sample(at, ...findRead(at, source));
  if (answer.bytes < FILES * FILE_BYTES) throw new Error(`${source} gave only ${answer.bytes} bytes`);
  return answer;
}

/**
 * All sources in turn, round after round, so that a busy moment of the machine meets all of them;
 * every other round backwards, so that each follows another one: what a read leaves to be tidied
 * away costs the next.
 */
async function readRounds(at: Throughput): Promise<Samples> {
  const samples: Samples = { packed: [], files: [], first: [], whole: [], each: [], "client-zip": [] };
  for (const source of SOURCES.filter((one) => one !== "client-zip")) await readOnce(at, source);
  for (let round = 0; round < Math.max(...Object.values(ROUNDS)); round++) {
    const turn = SOURCES.map((_, i) => SOURCES[(i + round) % SOURCES.length] as Source);
    for (const source of round % 2 === 0 ? turn : turn.toReversed()) {
      if (round < ROUNDS[source]) samples[source].push(await readOnce(at, source));
    }
  }
  return samples;
}

async function measureThroughput(at: Throughput): Promise<Figure[]> {
  const samples = await readRounds(at);
  const speed = (source: Source) => speedOf(samples[source]);
  // Of the peer's few rounds its best one: now and then one takes three times as long.
  const clientZip = samples["client-zip"].map((one) => speedOf([one])).toSorted((a, b) => b - a);
  const say = (source: Source) => saySpeed(samples[source]);
  const cpu = (source: Source) => cpuPerMibOf(samples[source]).toFixed(2);
  const shared = { digits: 2, unit: "×" };
  return [
    {
      ...shared,
      key: "bundle_vs_r2_read",
      value: ratioOf(samples.packed, samples.each),
      target: { least: 0.9 },
      note: `${SIZE} from their pack ${say("packed")}; plain read of the same objects ${say("each")} (one object of that size ${say("whole")})`,
    },
    {
      ...shared,
      key: "bundle_of_files_vs_r2_read",
      value: ratioOf(samples.files, samples.each),
      target: { least: 0.9 },
      note: `the same where no pack is, each object read: ${say("files")}, the lists at hand, as for every piece of a download that goes on`,
    },
    {
      ...shared,
      key: "bundle_first_of_files_vs_r2_read",
      value: ratioOf(samples.first, samples.each),
      target: { least: 0.9 },
      note: `the first read since anything changed: ${say("first")}, ${firstByteOf(samples.first).toFixed(0)} ms of it to the first byte, the lists being made`,
    },
    {
      key: "bundle_vs_client_zip",
      value: speed("packed") / (clientZip[0] ?? Number.NaN),
      digits: 1,
      unit: "×",
      target: { least: 10 },
      note: `the same objects by client-zip ${clientZip.map((one) => one.toFixed(0)).join(", ")} MiB/s, the best of them taken`,
    },
    {
      key: "bundle_cpu_ms_per_mib",
      value: cpuPerMibOf(samples.packed),
      digits: 2,
      unit: "ms",
      target: { most: 1 },
      note: `all of workerd, the local R2 included; from files ${cpu("files")}, plain read ${cpu("each")}, client-zip ${cpu("client-zip")}`,
    },
  ];
}

const SEALS = 2;

interface Copied {
  ms: number;
  cpuMs: number;
}

async function timeCopy(at: Throughput, copy: () => Promise<unknown>): Promise<Copied> {
  const [started, cpu] = [performance.now(), readCpuMs(at.workerd)];
  await copy();
  return { ms: performance.now() - started, cpuMs: readCpuMs(at.workerd) - cpu };
}

/** Sealing again and again beside a plain copy of the same objects into one; the first pair warms up. */
async function measureSealing(at: Throughput): Promise<Figure[]> {
  const { submissionId } = branchOf(at, PLACE);
  const seal = async () => {
    const outcome = await ask(at, "seal", { submissionId, now: new Date().toISOString() });
    if (outcome !== "sealed") throw new Error(`sealing answered "${outcome}"`);
  };
  const copy = () => transfer(probeUrl(at, "/join", "copy"), { method: "POST", headers: at.probeHeaders });
  const [seals, copies]: [Copied[], Copied[]] = [[], []];
  for (let i = 0; i <= SEALS; i++) {
    await ask(at, "unseal", { submissionId });
    seals.push(await timeCopy(at, seal));
    copies.push(await timeCopy(at, copy));
  }
  const mib = (FILES * FILE_BYTES) / MIB;
  const tell = (list: readonly Copied[], of: (one: Copied) => number) => median(list.slice(1).map(of));
  const [sealMs, copyMs] = [tell(seals, (one) => one.ms), tell(copies, (one) => one.ms)];
  const [sealCpu, copyCpu] = [tell(seals, (one) => one.cpuMs), tell(copies, (one) => one.cpuMs)];
  return [
    {
      key: "seal_vs_r2_copy",
      value: copyMs / sealMs,
      digits: 2,
      unit: "×",
      target: null,
      note: `${SIZE} sealed in ${sealMs.toFixed(0)} ms, lists and the receipt's PDF included; a plain copy of the same objects into one ${copyMs.toFixed(0)} ms`,
    },
    {
      key: "seal_cpu_ms_per_mib",
      value: sealCpu / mib,
      digits: 2,
      unit: "ms",
      target: null,
      note: `all of workerd; plain copy ${(copyCpu / mib).toFixed(2)}`,
    },
  ];
}

export async function measureBundle(): Promise<Figure[]> {
  const at = await getThroughput();
  await fillBranch(at);
  const { bundle, bundleOfFiles } = branchOf(at, PLACE);
  await checkReads(at, bundle, 1);
  await checkReads(at, bundleOfFiles, FILES + 1);
  const throughput = await measureThroughput(at);
  return [...throughput, ...(await measureSealing(at)), ...(await measureEntries(at))];
}
