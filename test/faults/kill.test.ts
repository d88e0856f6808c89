import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { callInWorker } from "../../.ci/seed.mjs";
import { inRoot } from "../../.ci/vite.shared.mjs";
import type { UploadAnswer } from "../../schemas/upload";
import { type RunningApp, startApp } from "../support/browser";
import { makeJpg, makePdf } from "../support/files";

const MIB = 1024 * 1024;
/** The server stores a large file of a form, whose length nobody told it, in parts of this size. */
const PART_BYTES = 8 * MIB;
/** An upload older than this never arrives any more. */
const GRACE_MINUTES = 60;
const distDir = process.env.DIST_DIR ?? inRoot("dist");

const scan = Buffer.alloc(30 * MIB, makePdf("minutes"));
const photo = Buffer.from(makeJpg("会场", 200_000));

let app: RunningApp;
let secret: string;
let submissionId: string;

beforeAll(async () => {
  app = await startApp({ demo: true, copyOf: inject("demoFolder") });
  secret = new URL(app.demo?.branchLink ?? "").hash.slice(1);
  const opened = await fetch(`${app.url}/b`, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ code: secret }),
  });
  submissionId = (await opened.json()).submission;
});

afterAll(() => app.remove());

const api = (path = "") => `${app.url}/api/submissions/${submissionId}${path}`;
const headersOf = (name: string) => ({
  Authorization: `Bearer ${secret}`,
  "Content-Type": "application/octet-stream",
  "X-File-Name": encodeURIComponent(name),
});

/** Begins a post and stops after `sent` of its bytes, the connection still open. */
async function begin(url: string, headers: Record<string, string | number>, bytes: Buffer, sent: number) {
  const sending: ClientRequest = request(url, { method: "POST", headers });
  sending.on("error", () => undefined);
  if (!sending.write(bytes.subarray(0, sent))) await once(sending, "drain");
}

/** A file as the page's island sends it: its length is known. */
const sendPart = (key: string, name: string, bytes: Buffer, sent: number) =>
  begin(api(`/artifacts/${key}/files`), { ...headersOf(name), "Content-Length": bytes.length }, bytes, sent);

/** A file in a plain form, as a page without JavaScript posts it. */
function sendFormPart(key: string, name: string, bytes: Buffer, sent: number) {
  const head = `--zz\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from("\r\n--zz--\r\n")]);
  const headers = {
    Authorization: `Bearer ${secret}`,
    "Content-Type": "multipart/form-data; boundary=zz",
    "Content-Length": body.length,
  };
  return begin(`${app.url}/b/${submissionId}/files/${key}`, headers, body, sent);
}

async function send(key: string, name: string, bytes: Buffer): Promise<UploadAnswer> {
  const body = new Uint8Array(bytes);
  const answer = await fetch(api(`/artifacts/${key}/files`), {
    method: "POST",
    headers: headersOf(name),
    body,
  });
  expect(answer.status).toBe(201);
  return answer.json();
}

/** Objects and parts lie as files in the data folder. */
function listLargeBlobs(): string[] {
  const state = join(app.dataDir, "state");
  return readdirSync(state, { recursive: true, encoding: "utf8" }).filter(
    (name) => statSync(join(state, name), { throwIfNoEntry: false })?.size === PART_BYTES,
  );
}

async function readFileNames(): Promise<string[]> {
  const answer = await fetch(api(), { headers: { Authorization: `Bearer ${secret}` } });
  const { artifacts } = (await answer.json()) as { artifacts: { files: { name: string }[] }[] };
  return artifacts.flatMap((one) => one.files.map((file) => file.name));
}

const call = (module: string, name: string, argument?: unknown) =>
  callInWorker({ module: inRoot(module), name, argument, dataDir: app.dataDir, distDir });

const sweepAfter = (minutes: number) =>
  call("worker/retention/sweep.ts", "sweep", new Date(Date.now() + minutes * 60_000).toISOString());

const restart = async () => {
  app = await startApp({ dataDir: app.dataDir });
};

test("a power cut in the middle of three uploads leaves no half file to be seen", async () => {
  await sendPart("meeting_media", "会场.jpg", photo, 50_000);
  await sendPart("opinion_summary", "征求意见汇总.pdf", scan, 20 * MIB);
  await sendFormPart("meeting_minutes", "会议记录.pdf", scan, 20 * MIB);
  await expect.poll(listLargeBlobs, { timeout: 20_000 }).not.toEqual([]);
  await app.kill();
  await restart();
  expect(await readFileNames()).toEqual([]);
  await app.stop();
});

test("the sweep leaves what may still be on its way, and takes away what never arrived", async () => {
  expect(await sweepAfter(GRACE_MINUTES / 2)).toMatchObject({ uploads: 0 });
  expect(await sweepAfter(GRACE_MINUTES + 5)).toMatchObject({ uploads: 3 });
  expect(listLargeBlobs()).toEqual([]);
  expect(await sweepAfter(GRACE_MINUTES + 5)).toMatchObject({ uploads: 0 });
});

test("the same files go up again as first versions, whole, and every promise holds", async () => {
  await restart();
  const large = await send("opinion_summary", "征求意见汇总.pdf", scan);
  expect(large.file).toMatchObject({ version: 1, bytes: scan.length });
  expect(large.file.sha256).toBe(createHash("sha256").update(scan).digest("hex"));
  expect((await send("meeting_media", "会场.jpg", photo)).file.version).toBe(1);
  expect((await readFileNames()).sort()).toEqual(["会场.jpg", "征求意见汇总.pdf"].sort());
  await app.stop();
  expect(await call("worker/audit/invariants.ts", "checkInvariants")).toEqual([]);
  await restart();
});
