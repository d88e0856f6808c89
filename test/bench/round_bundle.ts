import type { Figure } from "./figures";
import { ask, getThroughput, type Throughput } from "./instance";
import { cpuOf, firstByteOf, type Sample, sample, saySpeed, speedOf } from "./samples";
import { transfer } from "./transfer";

const BRANCHES = 500;
const FILES = 20;
const FILE_BYTES = 16 * 1024;
const SIZE = `${BRANCHES} branches × ${FILES} files of ${FILE_BYTES / 1024} KiB`;
const TIMES = 3;
/** How much of the archive a client still lacks that goes on. */
const RESUMED_PART = 0.1;

interface Round {
  /** The bundle as of now, and the one that was prepared from the same state. */
  current: URL;
  prepared: URL;
  /** All of its packs, read plainly. */
  plain: URL;
  headers: Record<string, string>;
  etag: string;
  bytes: number;
  files: number;
}

async function makeRound(at: Throughput): Promise<Round> {
  const now = new Date().toISOString();
  const asked = { branches: BRANCHES, files: FILES, fileBytes: FILE_BYTES, now };
  const { roundId, cookie } = await ask(at, "makeRound", asked);
  const headers = { Cookie: cookie };
  const url = new URL(`/api/rounds/${roundId}/bundles`, at.app);
  const answer = await transfer(url, {
    method: "POST",
    headers: { ...headers, Origin: at.app.origin, "Content-Type": "application/json" },
    body: Buffer.from("{}"),
  });
  const { href, etag, bytes, branches, files } = JSON.parse(answer.text);
  if (branches !== BRANCHES) throw new Error(`the round's bundle holds ${branches} branches`);
  const plain = new URL(`/each?${new URLSearchParams({ prefix: `packs/${roundId}/` })}`, at.probe);
  const current = new URL(`/api/rounds/${roundId}/bundle.zip`, at.app);
  return { current, prepared: new URL(href, at.app), plain, headers, etag, bytes, files };
}

async function countReads(at: Throughput, { prepared, headers, etag, bytes }: Round): Promise<Figure[]> {
  const count = (more: Record<string, string>) =>
    ask(at, "count", { url: prepared.href, headers: { ...headers, ...more } });
  const whole = await count({});
  const from = Math.floor(bytes * (1 - RESUMED_PART));
  const resumed = await count({ Range: `bytes=${from}-`, "If-Range": etag });
  if (whole.bytes !== bytes || resumed.bytes !== bytes - from) throw new Error("a bundle of a round is cut");
  return [
    {
      key: "round_bundle_r2_reads",
      value: whole.r2Reads,
      unit: "",
      target: null,
      note: `${SIZE}, prepared; with D1 ${whole.subrequests} subrequests in all (10,000 are allowed)`,
    },
    {
      key: "round_bundle_statements",
      value: whole.statements,
      unit: "",
      target: null,
      note: "session and audit event included",
    },
    {
      key: "round_bundle_resumed_r2_reads",
      value: resumed.r2Reads,
      unit: "",
      target: null,
      note: `the last ${RESUMED_PART * 100} % by If-Range; ${resumed.statements} statements`,
    },
  ];
}

type Source = "current" | "prepared" | "plain";

/** In turn, so that a busy moment of the machine meets all of them; the first round warms up. */
async function readRounds(at: Throughput, round: Round): Promise<Record<Source, Sample[]>> {
  const samples: Record<Source, Sample[]> = { current: [], prepared: [], plain: [] };
  for (let i = 0; i <= TIMES; i++) {
    for (const source of ["current", "prepared", "plain"] as const) {
      const headers = source === "plain" ? at.probeHeaders : round.headers;
      const read = await sample(at, round[source], headers);
      if (i > 0) samples[source].push(read);
    }
  }
  return samples;
}

async function measureReads(at: Throughput, round: Round): Promise<Figure[]> {
  const { current, prepared, plain } = await readRounds(at, round);
  const perEntry = (samples: readonly Sample[]) => cpuOf(samples) / round.files;
  return [
    {
      key: "round_bundle_vs_r2_read",
      value: speedOf(prepared) / speedOf(plain),
      digits: 2,
      unit: "×",
      target: null,
      note: `prepared ${saySpeed(prepared)}, as of now ${saySpeed(current)}; plain read of the same packs ${saySpeed(plain)}`,
    },
    {
      key: "round_bundle_cpu_ms_per_entry",
      value: perEntry(prepared),
      digits: 3,
      unit: "ms",
      target: { most: 0.2 },
      note: `${round.files.toLocaleString("en-US")} entries, prepared; as of now ${perEntry(current).toFixed(3)}, plain read ${perEntry(plain).toFixed(3)}`,
    },
    {
      key: "round_bundle_first_byte_ms",
      value: firstByteOf(prepared),
      unit: "ms",
      target: null,
      note: `prepared; as of now, its ledger and lists made anew, ${firstByteOf(current).toFixed(0)} ms`,
    },
  ];
}

/** The bundle of a whole round. */
export async function measureRoundBundle(): Promise<Figure[]> {
  const at = await getThroughput();
  const round = await makeRound(at);
  return [...(await countReads(at, round)), ...(await measureReads(at, round))];
}
