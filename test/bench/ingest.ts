import { createHash } from "node:crypto";
import { type Figure, median } from "./figures";
import { getThroughput, PLACES, type Throughput } from "./instance";
import { transfer } from "./transfer";
import { MIB, makePicture, tellDigest, uploadByTus, uploadFile } from "./upload";

type Send = (at: Throughput, name: string, body: Uint8Array) => Promise<number>;

/** A way the program takes a file, and what it is held against. */
interface Way {
  ours: Send;
  plain: Send;
}

/** The probe's own way of putting the same bytes; what it put goes again. */
const putBy =
  (path: string): Send =>
  async (at, name, body) => {
    const key = new URLSearchParams({ key: name });
    // Hashed before the clock starts: what is measured is R2 doing the same.
    const sha256 = createHash("sha256").update(body).digest("hex");
    const asked = { method: "PUT", headers: { ...at.probeHeaders, "X-SHA-256": sha256 }, body };
    const { ms, text } = await transfer(new URL(`${path}?${key}`, at.probe), asked);
    if (JSON.parse(text).bytes !== body.length) throw new Error("the plain put stored another length");
    await transfer(new URL(`/put?${key}`, at.probe), { method: "DELETE", headers: at.probeHeaders });
    return ms;
  };

const post: Send = async (at, name, body) =>
  (await uploadFile(at, PLACES.ingest, "records", `${name}.jpg`, body, tellDigest(body))).ms;
/** As a form without a script, or a program that does not know the hash. */
const postUntold: Send = async (at, name, body) =>
  (await uploadFile(at, PLACES.ingest, "records", `${name}.jpg`, body)).ms;
const sendParts: Send = (at, name, body) => uploadByTus(at, PLACES.ingest, "records", `${name}.jpg`, body);

interface Speeds {
  ours: number;
  plain: number;
  /** How fast ours was against the other of the same pair: both met the same state of the machine. */
  ratio: number;
}

/** The same bytes both ways, each first every other time; the first pair warms up. */
async function compare(
  at: Throughput,
  way: Way,
  what: { name: string; bytes: number; rounds: number },
): Promise<Speeds> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let i = 0; i <= what.rounds; i++) {
    const name = `${what.name}-${i}`;
    const body = makePicture(what.bytes, `ingest ${name}`);
    const upload = async () => ours.push(await way.ours(at, name, body));
    const put = async () => plain.push(await way.plain(at, name, body));
    for (const send of i % 2 === 0 ? [upload, put] : [put, upload]) await send();
  }
  const speed = (times: readonly number[]) => what.bytes / MIB / (median(times.slice(1)) / 1000);
  const ratio = median(ours.map((ms, i) => (plain[i] ?? Number.NaN) / ms).slice(1));
  return { ours: speed(ours), plain: speed(plain), ratio };
}

const LARGE = { bytes: 64 * MIB, rounds: 12 };
/** One request and one object: what nearly every document and photo is. */
const USUAL = { bytes: 7.5 * MIB, rounds: 31 };

const VERIFIED = "plain put of which R2 verifies the SHA-256";

function buildFigure(key: string, { ours, plain, ratio }: Speeds, what: string, peer = "plain put"): Figure {
  return {
    key,
    value: ratio,
    digits: 2,
    unit: "×",
    target: { least: 0.85 },
    note: `${what}: ${ours.toFixed(0)} MiB/s with SHA-256, CRC-32, row and event; ${peer} ${plain.toFixed(0)} MiB/s`,
  };
}

export async function measureIngest(): Promise<Figure[]> {
  const at = await getThroughput();
  const put: Way = { ours: post, plain: putBy("/put") };
  const untold: Way = { ours: postUntold, plain: putBy("/put") };
  const verified: Way = { ours: post, plain: putBy("/put-verified") };
  const parts: Way = { ours: sendParts, plain: putBy("/parts") };
  const partsRead: Way = { ours: sendParts, plain: putBy("/parts-read") };
  const large = await compare(at, put, { name: "large", ...LARGE });
  const usual = await compare(at, put, { name: "usual", ...USUAL });
  const largeUntold = await compare(at, untold, { name: "large-untold", ...LARGE });
  const largeVerified = await compare(at, verified, { name: "large-verified", ...LARGE });
  const usualVerified = await compare(at, verified, { name: "usual-verified", ...USUAL });
  const bare = await compare(at, parts, { name: "parts", ...LARGE });
  const read = await compare(at, partsRead, { name: "parts-read", ...LARGE });
  const byTus = "64 MiB by tus in requests of 8 MiB, read back once";
  return [
    buildFigure(
      "ingest_vs_r2_put",
      large,
      "64 MiB in one put, read back once and held against its SHA-256 told beforehand",
    ),
    buildFigure("ingest_usual_vs_r2_put", usual, "7.5 MiB in one put, its SHA-256 checked by R2"),
    buildFigure("ingest_untold_vs_r2_put", largeUntold, "64 MiB so, of no told hash"),
    buildFigure("ingest_vs_verified_put", largeVerified, "64 MiB", VERIFIED),
    buildFigure("ingest_usual_vs_verified_put", usualVerified, "7.5 MiB", VERIFIED),
    buildFigure("ingest_tus_vs_r2_parts", bare, byTus, "plain parts, unread,"),
    buildFigure("ingest_tus_vs_r2_parts_read", read, byTus, "plain parts, read once,"),
  ];
}
