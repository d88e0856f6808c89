import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { startServer } from "../../.ci/serve.mjs";
import { inRoot } from "../../.ci/vite.shared.mjs";
import { type Figure, median } from "./figures";
import { listWorkerd, readAgeMs } from "./processes";
import { makeDataDir } from "./scratch";

const TIMES = 5;
const POLL_MS = 4;
const GIVE_UP_MS = 30_000;

function findFreePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

interface Start {
  /** From starting the server's process to its first page. */
  wholeMs: number;
  /** From the start of the runtime under it to the same page. */
  runtimeMs: number;
}

async function waitForPage(url: string, started: number): Promise<void> {
  while (performance.now() - started < GIVE_UP_MS) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.status === 200 && (await answer.text()).includes("</html>")) return;
    await setTimeout(POLL_MS);
  }
  throw new Error("the server did not answer");
}

async function measureOnce(dataDir: string): Promise<Start> {
  const port = await findFreePort();
  const args = [inRoot(".ci/main.mjs"), inRoot(".ci/serve.mjs"), "--data", dataDir, "--port", String(port)];
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    await waitForPage(`http://127.0.0.1:${port}/`, started);
    const wholeMs = performance.now() - started;
    const [runtime] = listWorkerd(child.pid ?? 0);
    if (runtime === undefined) throw new Error("the server has no runtime");
    return { wholeMs, runtimeMs: readAgeMs(runtime) };
  } finally {
    // The server ends in order with whoever holds its standard input.
    child.stdin.end();
    await ended;
  }
}

/** The built program on a data folder that is there already: a machine switched on in the morning. */
export async function measureStart(): Promise<Figure[]> {
  const dataDir = makeDataDir();
  await (await startServer({ port: 0, dataDir })).stop();
  const starts: Start[] = [];
  for (let i = 0; i < TIMES; i++) starts.push(await measureOnce(dataDir));
  return [
    {
      key: "start_ms",
      value: median(starts.map((one) => one.wholeMs)),
      unit: "ms",
      target: { most: 100 },
      note: `server process (Node and the runtime) to the first page, median of ${TIMES}`,
    },
    {
      key: "start_runtime_ms",
      value: median(starts.map((one) => one.runtimeMs)),
      unit: "ms",
      target: { most: 100 },
      note: "of that, from the start of workerd, which is all that production has",
    },
  ];
}
