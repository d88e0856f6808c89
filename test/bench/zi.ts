import { createHash } from "node:crypto";
import { getThroughput, PLACES } from "./instance";
import { cleanUp } from "./scratch";
import { transfer } from "./transfer";
import { MIB, makePicture, uploadFile } from "./upload";
import { readdirSync, readFileSync } from "node:fs";
const at = await getThroughput();
const cpuNs = () => readdirSync(`/proc/${at.workerd}/task`).reduce((n, t) => { try { return n + Number(readFileSync(`/proc/${at.workerd}/task/${t}/schedstat`, "utf8").split(" ")[0]); } catch { return n; } }, 0) / 1e6;
const med = (l: number[]) => l.toSorted((a, b) => a - b)[l.length >> 1]!;
let n = 0;
const put = (path: string) => async (body: Uint8Array, sha: string) => { const key = `z${n++}`; const { ms } = await transfer(new URL(`${path}?key=${key}`, at.probe), { method: "PUT", headers: { ...at.probeHeaders, "X-SHA-256": sha }, body }); await transfer(new URL(`/put?key=${key}`, at.probe), { method: "DELETE", headers: at.probeHeaders }); return ms; };
const post = (declared: boolean) => async (body: Uint8Array, sha: string) => (await uploadFile(at, PLACES.ingest, "records", `${n++}.jpg`, body, declared ? { "Repr-Digest": `sha-256=:${Buffer.from(sha, "hex").toString("base64")}:` } : {})).ms;
const ways: Record<string, (b: Uint8Array, sha: string) => Promise<number>> = { bare: put("/put"), verified: put("/put-verified"), post: post(false), declared: post(true) };
for (const [mib, rounds] of JSON.parse(process.env.SET ?? "[[64,7],[7.5,25]]") as [number, number][]) {
  const ms: Record<string, number[]> = {}, cpu: Record<string, number[]> = {};
  for (let r = 0; r <= rounds; r++) for (const w of r % 2 ? Object.keys(ways).reverse() : Object.keys(ways)) {
    const body = makePicture(mib * MIB, `zi ${mib} ${r} ${w}`); const sha = createHash("sha256").update(body).digest("hex");
    const c = cpuNs(); const t = await ways[w]!(body, sha); (ms[w] ??= []).push(t); (cpu[w] ??= []).push(cpuNs() - c);
  }
  for (const w of Object.keys(ways)) { const m = ms[w]!.slice(1), c = cpu[w]!.slice(1); console.log(mib, w, "ms", med(m).toFixed(1), "min", Math.min(...m).toFixed(1), "cpu", med(c).toFixed(1), "min", Math.min(...c).toFixed(1), "ratio", (med(ms.bare!.slice(1)) / med(m)).toFixed(3), "of min", (Math.min(...ms.bare!.slice(1)) / Math.min(...m)).toFixed(3)); }
}
await cleanUp(); process.exit(0);
