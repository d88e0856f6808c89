import type { Figure } from "./figures";
import { ask, PLACES, type Throughput } from "./instance";
import { cpuOf, firstByteOf, msOf, type Sample, sampleOften } from "./samples";
import { branchOf } from "./upload";

const ENTRIES = 1000;
const ENTRY_BYTES = 2000;
const TIMES = 9;
/** A second each. */
const PLAIN_TIMES = 3;

/** Small files of one branch, in and sealed. */
async function fillBranch(at: Throughput, place: number, files: number): Promise<void> {
  const { submissionId } = branchOf(at, place);
  const now = new Date().toISOString();
  const artifacts = [...Array.from({ length: files }, () => "records"), "cover"];
  await ask(at, "stock", { submissionId, artifacts, fileBytes: ENTRY_BYTES, now });
  const outcome = await ask(at, "seal", { submissionId, now });
  if (outcome !== "sealed") throw new Error(`sealing answered "${outcome}"`);
}

async function readPlainly(at: Throughput): Promise<Sample[]> {
  const prefix = `submissions/${branchOf(at, PLACES.smallFiles).submissionId}/`;
  const url = new URL(`/each?${new URLSearchParams({ prefix })}`, at.probe);
  return sampleOften(at, url, at.probeHeaders, PLAIN_TIMES);
}

/** What an entry costs beside its bytes: a bundle of many small files against one of one. */
export async function measureEntries(at: Throughput): Promise<Figure[]> {
  await fillBranch(at, PLACES.oneSmallFile, 1);
  await fillBranch(at, PLACES.smallFiles, ENTRIES);
  const [one, many] = [branchOf(at, PLACES.oneSmallFile), branchOf(at, PLACES.smallFiles)];
  const read = (of: typeof one, url: URL) => sampleOften(at, url, of.headers, TIMES);
  const packed = { one: await read(one, one.bundle), many: await read(many, many.bundle) };
  const files = { one: await read(one, one.bundleOfFiles), many: await read(many, many.bundleOfFiles) };
  const plain = await readPlainly(at);
  const perEntry = ({ one, many }: typeof packed, of: (samples: readonly Sample[]) => number) =>
    (of(many) - of(one)) / (ENTRIES - 1);
  const sayTimes = ({ one, many }: typeof packed) =>
    `${ENTRIES} entries of 2 kB in ${msOf(many).toFixed(0)} ms, one in ${msOf(one).toFixed(0)} ms`;
  const sayCpu = (of: typeof packed) => `${perEntry(of, cpuOf).toFixed(2)} ms of CPU each`;
  return [
    {
      key: "bundle_ms_per_entry",
      value: perEntry(packed, msOf),
      digits: 3,
      unit: "ms",
      target: { most: 0.2 },
      note: `from the pack: ${sayTimes(packed)}; ${sayCpu(packed)}`,
    },
    {
      key: "bundle_of_files_ms_per_entry",
      value: perEntry(files, msOf),
      digits: 3,
      unit: "ms",
      target: null,
      note: `where no pack is: ${sayTimes(files)}; ${sayCpu(files)}; plain local read of the same objects ${(msOf(plain) / (ENTRIES + 1)).toFixed(2)} ms each`,
    },
    {
      key: "bundle_first_byte_ms",
      value: firstByteOf(packed.many),
      digits: 1,
      unit: "ms",
      target: { most: 50 },
      note: `${ENTRIES} entries, warm, from the pack; one entry ${firstByteOf(packed.one).toFixed(1)} ms`,
    },
    {
      key: "bundle_of_files_first_byte_ms",
      value: firstByteOf(files.many),
      digits: 1,
      unit: "ms",
      target: null,
      note: `where no pack is, the lists at hand; one entry ${firstByteOf(files.one).toFixed(1)} ms`,
    },
  ];
}
