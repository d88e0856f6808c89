import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { appendFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { openArchiveFile } from "../support/archive";
import { type BrokenLine, openBrokenLine } from "../support/broken.line";
import { type RunningApp, startApp } from "../support/browser";
import { layPdf } from "../support/hostile.pdf";
import { hasReader, itWith, runSha256Sums, runUnzip } from "../support/readers";

const MIB = 1024 * 1024;
/** After how many bytes of an answer, its head included, each connection in turn is cut. */
const CUTS = [90, 1_000, 70_000, MIB, 3 * MIB, 700, 5 * MIB, 65_536, 8 * MIB, 600, 4 * MIB, 2 * MIB];

const folder = mkdtempSync(join(tmpdir(), "download-"));
let app: RunningApp;
let secret: string;
let submissionId: string;
let wanted: { sha256: string; bytes: number };
let line: BrokenLine;

const bearer = () => ({ Authorization: `Bearer ${secret}` });
const bundlePath = () => `/b/${submissionId}/bundle.zip`;
const portOf = (url: string) => Number(new URL(url).port);

async function send(key: string, name: string, bytes: number): Promise<void> {
  const noise = randomBytes(bytes).toString("latin1");
  const body = new Uint8Array(layPdf({ objects: [`<< /Length ${bytes} >>\nstream\n${noise}\nendstream`] }));
  const answer = await fetch(`${app.url}/api/submissions/${submissionId}/artifacts/${key}/files`, {
    method: "POST",
    headers: { ...bearer(), "X-File-Name": encodeURIComponent(name) },
    body,
  });
  expect(answer.status).toBe(201);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

beforeAll(async () => {
  app = await startApp({ demo: true, copyOf: inject("demoFolder") });
  secret = new URL(app.demo?.branchLink ?? "").hash.slice(1);
  const body = new URLSearchParams({ code: secret });
  const opened = await fetch(`${app.url}/b`, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
  });
  submissionId = (await opened.json()).submission;
  await send("opinion_summary", "征求意见汇总.pdf", 30 * MIB);
  await send("meeting_minutes", "会议记录.pdf", 15 * MIB);
  const whole = Buffer.from(await (await fetch(app.url + bundlePath(), { headers: bearer() })).arrayBuffer());
  wanted = { sha256: createHash("sha256").update(whole).digest("hex"), bytes: whole.length };
});

beforeEach(async () => {
  line = await openBrokenLine(portOf(app.url), CUTS);
  return () => line.server.close();
});

afterAll(async () => {
  await app.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Calls `attempt` until it says that it is done; every call is one connection. */
async function insist(attempt: () => Promise<boolean>): Promise<void> {
  for (let n = 0; !(await attempt()); n++) if (n > 2 * CUTS.length) throw new Error("it never ends");
}

async function runProgram(program: string, ...args: string[]): Promise<number> {
  const child = spawn(program, args, { stdio: "ignore" });
  return (await once(child, "exit"))[0];
}

async function expectWhole(file: string): Promise<void> {
  expect(line.cuts).toBe(CUTS.length);
  expect(statSync(file).size).toBe(wanted.bytes);
  expect(await hashFile(file)).toBe(wanted.sha256);
  const entries = await openArchiveFile(file, "");
  expect(entries.filter(({ bytes }) => bytes > 10 * MIB).length).toBe(2);
  const sound = [{ status: 0, output: "" }];
  if (hasReader("unzip")) expect(await runUnzip([file], ["-tqq"])).toEqual(sound);
  const folderInside = entries[0]?.path.split("/")[0] ?? "";
  if (hasReader("sha256sum")) expect(await runSha256Sums([file], folderInside)).toEqual(sound);
}

/** One more piece of the archive, from where the file ends; true when it is whole. */
async function fetchOn(file: string, etag: { of: string }): Promise<boolean> {
  const at = existsSync(file) ? statSync(file).size : 0;
  const resumed: Record<string, string> = at > 0 ? { Range: `bytes=${at}-`, "If-Range": etag.of } : {};
  try {
    const answer = await fetch(line.url + bundlePath(), { headers: { ...bearer(), ...resumed } });
    if (answer.status === 200) writeFileSync(file, "");
    etag.of = answer.headers.get("etag") ?? "";
    for await (const chunk of answer.body ?? []) await appendFile(file, chunk);
    return true;
  } catch {
    return false;
  }
}

describe(`a download over a line that breaks ${CUTS.length} times`, () => {
  test("is whole when it goes on by Range and If-Range", async () => {
    const file = join(folder, "fetch.zip");
    const etag = { of: "" };
    await insist(() => fetchOn(file, etag));
    await expectWhole(file);
  });

  itWith("curl", "is whole with curl -C -", async () => {
    const file = join(folder, "curl.zip");
    const options = ["--silent", "--fail", "--continue-at", "-", "--output", file];
    const header = `Authorization: ${bearer().Authorization}`;
    await insist(
      async () => (await runProgram("curl", ...options, "--header", header, line.url + bundlePath())) === 0,
    );
    await expectWhole(file);
  });

  itWith("wget", "is whole with wget -c", async () => {
    const file = join(folder, "wget.zip");
    const options = ["--quiet", "--continue", "--tries=1", "--no-proxy", "--output-document", file];
    const header = `--header=Authorization: ${bearer().Authorization}`;
    await insist(async () => (await runProgram("wget", ...options, header, line.url + bundlePath())) === 0);
    await expectWhole(file);
  });

  test("begins anew, and is never put together from two, when something came in between", async () => {
    const file = join(folder, "changed.zip");
    const etag = { of: "" };
    while ((existsSync(file) ? statSync(file).size : 0) < MIB) await fetchOn(file, etag);
    const before = etag.of;
    await send("meeting_minutes", "会议记录（补）.pdf", 2 * MIB);
    await insist(() => fetchOn(file, etag));
    expect(etag.of).not.toBe(before);
    const whole = await fetch(app.url + bundlePath(), { headers: bearer() });
    expect(await hashFile(file)).toBe(
      createHash("sha256")
        .update(Buffer.from(await whole.arrayBuffer()))
        .digest("hex"),
    );
  });
});

describe("the round's bundle, prepared, over the same line", () => {
  let href: string;
  let cookie: string;

  beforeAll(async () => {
    const { user: userName, password } = app.demo?.committee ?? { user: "", password: "" };
    const json = { "Content-Type": "application/json", Origin: app.url };
    const signedIn = await fetch(`${app.url}/api/session`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ userName, password }),
    });
    cookie = (signedIn.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
    const home = await fetch(`${app.url}/committee`, { headers: { Cookie: cookie } });
    const round = /rnd_[0-9a-z]+/.exec(await home.text())?.[0] ?? "";
    const made = await fetch(`${app.url}/api/rounds/${round}/bundles`, {
      method: "POST",
      headers: { ...json, Cookie: cookie },
      body: "{}",
    });
    expect(made.status).toBe(201);
    ({ href } = await made.json());
  });

  itWith("curl", "is whole with curl -C -, though branches hand in meanwhile", async () => {
    const file = join(folder, "round.zip");
    const whole = await fetch(app.url + href, { headers: { Cookie: cookie } });
    const sha256 = createHash("sha256")
      .update(Buffer.from(await whole.arrayBuffer()))
      .digest("hex");
    await send("meeting_minutes", "会议记录（再补）.pdf", MIB);
    const options = [
      "--silent",
      "--fail",
      "--continue-at",
      "-",
      "--header",
      `Cookie: ${cookie}`,
      "--output",
      file,
    ];
    await insist(async () => (await runProgram("curl", ...options, line.url + href)) === 0);
    expect(line.cuts).toBe(CUTS.length);
    expect(await hashFile(file)).toBe(sha256);
    if (hasReader("unzip")) expect(await runUnzip([file], ["-tqq"])).toEqual([{ status: 0, output: "" }]);
  });
});

/** Objects of the bucket that the server holds open; told by Linux alone. */
function countOpenObjects(): number {
  const links = app.pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return "closed meanwhile";
      }
    }),
  );
  return links.filter((link) => link.includes("/blobs/")).length;
}

const countBrokenOff = () =>
  readFileSync(join(app.dataDir, "worker.log"), "utf8").split('"bundle broken off"').length - 1;

/** A client that reads the first bytes of an answer and then nothing more. */
function beginDownload(): Promise<Socket> {
  const socket = connect(portOf(app.url), "127.0.0.1");
  const head = [
    `GET ${bundlePath()} HTTP/1.1`,
    "Host: localhost",
    `Authorization: ${bearer().Authorization}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("data", () => resolve(socket.pause()));
  });
}

test("clients that go away stop the reading: nothing of theirs stays open, and the log tells of each", async () => {
  const clients = 8;
  const before = countBrokenOff();
  const sockets = await Promise.all(Array.from({ length: clients }, beginDownload));
  const seesObjects = existsSync("/proc/self/fd");
  if (seesObjects) await expect.poll(countOpenObjects, { timeout: 20_000 }).toBe(clients);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => countBrokenOff() - before, { timeout: 20_000 }).toBe(clients);
  if (seesObjects) await expect.poll(countOpenObjects, { timeout: 20_000 }).toBe(0);
});

test("a download is refused without the link's secret, and with another", async () => {
  const other = secret.endsWith("x") ? "y" : "x";
  const refused: Record<string, string>[] = [
    {},
    { Authorization: `Bearer ${secret.slice(0, -1)}${other}` },
    { Authorization: secret },
  ];
  for (const headers of refused) {
    const answer = await fetch(app.url + bundlePath(), {
      headers: { Accept: "application/json", ...headers },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toContain("json");
  }
});
