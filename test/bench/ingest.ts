import { type Figure, median } from "./figures";
import { getThroughput, PLACES, type Throughput } from "./instance";
import { transfer } from "./transfer";
import { MIB, makePicture, uploadFile } from "./upload";

async function putPlainly(at: Throughput, key: string, body: Uint8Array): Promise<number> {
  const url = new URL(`/put?${new URLSearchParams({ key })}`, at.probe);
  const { ms, text } = await transfer(url, { method: "PUT", headers: at.probeHeaders, body });
  if (JSON.parse(text).bytes !== body.length) throw new Error("the plain put stored another length");
  await transfer(url, { method: "DELETE", headers: at.probeHeaders });
  return ms;
}

interface Speeds {
  ours: number;
  plain: number;
}

/** The same bytes by the upload route and by a plain `put`, each first every other time; the first pair warms up. */
async function compare(at: Throughput, fileBytes: number, rounds: number): Promise<Speeds> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let i = 0; i <= rounds; i++) {
    const name = `${fileBytes}-${i}`;
    const body = makePicture(fileBytes, `ingest ${name}`);
    const upload = async () =>
      ours.push((await uploadFile(at, PLACES.ingest, "records", `${name}.jpg`, body)).ms);
    const put = async () => plain.push(await putPlainly(at, name, body));
    for (const send of i % 2 === 0 ? [upload, put] : [put, upload]) await send();
  }
  const speed = (times: readonly number[]) => fileBytes / MIB / (median(times.slice(1)) / 1000);
  return { ours: speed(ours), plain: speed(plain) };
}

const LARGE = { bytes: 64 * MIB, rounds: 4 };
/** One request and one object: what nearly every document and photo is. */
const USUAL = { bytes: 7.5 * MIB, rounds: 15 };

function buildFigure(key: string, { ours, plain }: Speeds, what: string): Figure {
  return {
    key,
    value: ours / plain,
    digits: 2,
    unit: "×",
    target: { least: 0.85 },
    note: `${what}: ${ours.toFixed(0)} MiB/s with SHA-256, CRC-32, row and event; plain put ${plain.toFixed(0)} MiB/s`,
  };
}

export async function measureIngest(): Promise<Figure[]> {
  const at = await getThroughput();
  const large = await compare(at, LARGE.bytes, LARGE.rounds);
  const usual = await compare(at, USUAL.bytes, USUAL.rounds);
  return [
    buildFigure("ingest_vs_r2_put", large, "64 MiB streamed in one put, confirmed by the MD5 that R2 wrote"),
    buildFigure("ingest_usual_vs_r2_put", usual, "7.5 MiB in one request"),
  ];
}
