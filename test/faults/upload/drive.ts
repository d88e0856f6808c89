import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { inRoot } from "../../../.ci/vite.shared.mjs";
import { PART_BYTES } from "../../../schemas/upload";
import { type Fault, type FaultKind, FaultLine } from "../../support/proxy";
import { LINE_HOLDS_BYTES } from "../../support/proxy.sockets";
import { makeNoisyJpg } from "./noise";
import type { Scene } from "./scene";
import type { Sending } from "./sender";

/** A file on its way over a line of its own. */
export interface Drive {
  name: string;
  bytes: number;
  chunkBytes: number | null;
  silenceMs: number;
  faults: readonly Fault[];
}

export interface Outcome {
  /** What went wrong; empty when the file is in, byte for byte. */
  found: string[];
  fired: readonly FaultKind[];
  /** For each interruption that made the client go back: the bytes that had arrived before. */
  again: readonly number[];
}

/** What the runtime takes off the line before the program asks for it, where a request goes on behind a part. */
const READ_AHEAD_BYTES = 512 * 1024;

const GIVE_UP_MS = 240_000;
const ASK_TIMES = 60;
const SENDER = inRoot("test/faults/upload/sender.ts");

/** Sends with a process that is started anew whenever a fault ends it. @returns the upload's address */
async function sendBy(sending: Sending, onStart: (child: ChildProcess) => void): Promise<string> {
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    const child = spawn(process.execPath, ["--no-warnings", SENDER, JSON.stringify(sending)], {
      stdio: "pipe",
    });
    onStart(child);
    const said: string[] = [];
    child.stdout.on("data", (text) => said.push(String(text)));
    child.stderr.on("data", (text) => said.push(String(text)));
    const timer = globalThis.setTimeout(() => child.kill("SIGTERM"), until - performance.now());
    const [code, signal] = await once(child, "close");
    clearTimeout(timer);
    if (code === 0) return said.join("").trim();
    if (signal !== "SIGKILL") throw new Error(`the client gave up: ${signal ?? ""} ${said.join("")}`);
  }
}

interface Ended {
  state: string;
  ended: { file: { sha256: string; bytes: number } } | null;
}

/** Asks the server itself, which may be starting anew. */
async function askEnd(scene: Scene, path: string, headers: Record<string, string>): Promise<Ended> {
  for (let n = 1; ; n++) {
    try {
      const answer = await fetch(`http://127.0.0.1:${scene.port}${path}`, { headers });
      if (answer.ok) return (await answer.json()) as Ended;
      throw new Error(`the upload answered ${answer.status}`);
    } catch (fault) {
      if (n === ASK_TIMES) throw fault;
      await setTimeout(500);
    }
  }
}

/** One long request may also have had in the line what a server that hung up never read. */
function findTooMuch(again: readonly number[], chunkBytes: number | null): string[] {
  const most = PART_BYTES + (chunkBytes === null ? READ_AHEAD_BYTES + LINE_HOLDS_BYTES : 0);
  return again.flatMap((bytes) => (bytes > most ? [`${bytes} bytes were sent again`] : []));
}

/** An offset that the server gave and took back. */
function findLost(offsets: readonly number[]): string[] {
  return offsets.flatMap((offset, i) => {
    const before = offsets[i - 1] ?? 0;
    return offset < before ? [`${before} bytes were acknowledged, then only ${offset}`] : [];
  });
}

/** All of them, a few at a time, in their order. */
export async function driveAll(scene: Scene, drives: readonly Drive[], atOnce: number): Promise<Outcome[]> {
  const waiting = [...drives];
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
      outcomes.push(await drive(scene, one));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
}

/** Sends one file through every fault planned for it, and says how it ended. */
export async function drive(scene: Scene, one: Drive): Promise<Outcome> {
  let child: ChildProcess | null = null;
  const act = (kind: FaultKind) => {
    if (kind === "client") child?.kill("SIGKILL");
    else void scene.killServer();
  };
  const line = await FaultLine.open(scene.port, { faults: one.faults, act });
  scene.lines.add(line);
  const found: string[] = [];
  try {
    const end = await sendThrough(scene, line, one, (started) => {
      child = started;
    });
    found.push(...end);
  } catch (fault) {
    found.push((fault as Error).message);
  } finally {
    scene.lines.delete(line);
    line.close();
  }
  found.push(...findLost(line.offsets), ...findTooMuch(line.again, one.chunkBytes));
  if (line.fired.length < one.faults.length) found.push(`only ${line.fired.join(", ")} happened`);
  return { found: found.map((what) => `${one.name}: ${what}`), fired: line.fired, again: line.again };
}

/** @returns what is wrong with the file as it was stored */
async function sendThrough(
  scene: Scene,
  line: FaultLine,
  { name, bytes, chunkBytes, silenceMs }: Drive,
  onStart: (child: ChildProcess) => void,
): Promise<string[]> {
  const path = join(scene.folder, `${name}.jpg`);
  const file = makeNoisyJpg(name, bytes);
  const sha256 = createHash("sha256").update(file).digest("hex");
  writeFileSync(path, file);
  const { submissionId, secret } = scene.nextBranch();
  const headers = { Authorization: `Bearer ${secret}` };
  try {
    const url = await sendBy(
      {
        path,
        endpoint: `${line.url}/api/submissions/${submissionId}/uploads`,
        storage: `${path}.urls`,
        chunkBytes,
        headers,
        metadata: { artifact: "photos", filename: `${name}.jpg` },
        silenceMs,
      },
      onStart,
    );
    const { state, ended } = await askEnd(scene, new URL(url).pathname, headers);
    return state === "stored" && ended?.file.sha256 === sha256 ? [] : [`it ended ${state} with other bytes`];
  } finally {
    rmSync(path);
  }
}
