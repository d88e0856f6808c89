import {
  appendFileSync,
  existsSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Miniflare } from "miniflare";
import { Complaint } from "./complaint.mjs";
import { forgetData, migrate, openData, QUIET_INSTANCE, readModules, workerBindings } from "./instance.mjs";
import { seedOnce } from "./seed.mjs";
import { inRoot, readWranglerFacts } from "./vite.shared.mjs";

const MAX_LOG_BYTES = 16 * 1024 * 1024;
const SCHEDULE_MS = 10 * 60 * 1000;
export const DEFAULT_PORT = 8787;

/**
 * Serves what the build made (dist) on this machine, with D1 and R2 kept in `dataDir`.
 * `port` 0 takes a free one; `host` other than 127.0.0.1 opens it to the network; `fresh`
 * forgets the data first; `demo` fills a new data folder with the demo round; `log` takes the
 * Worker's log lines (default: appended to dataDir/worker.log). Nothing is fetched from or
 * sent to anywhere.
 */
export async function startServer({
  port = DEFAULT_PORT,
  host = "127.0.0.1",
  dataDir = inRoot(".data"),
  distDir = inRoot("dist"),
  fresh = false,
  demo = false,
  log = logTo(join(dataDir, "worker.log")),
} = {}) {
  await refuseTaken({ port, host, dataDir });
  if (fresh) forgetData(dataDir);
  const { linkKey } = openData(dataDir);
  const demoOf = demo ? await seedOnce({ dataDir, distDir }) : () => null;
  const mf = new Miniflare(instanceOptions({ port, host, dataDir, distDir, linkKey, log }));
  const url = await mf.unsafeGetDirectURL("edge");
  await migrate(mf);
  const stopSchedule = startSchedule(mf);
  const lock = join(dataDir, "server.json");
  const localUrl = `http://localhost:${url.port}`;
  writeFileSync(lock, JSON.stringify({ pid: process.pid, workerdPids: childPids(), url: localUrl }));
  return {
    url: localUrl,
    port: Number(url.port),
    mf,
    dataDir,
    linkKey,
    /** The demo's links and password, null without a demo. */
    demo: demoOf(localUrl),
    /** Runs what production runs by cron. */
    runScheduled: () => runScheduled(mf),
    async stop() {
      stopSchedule();
      await mf.dispose();
      rmSync(lock, { force: true });
    },
  };
}

/**
 * People reach the `edge` worker by a socket of its own. Miniflare's own entry stays on a
 * random loopback port: it would serve R2 objects to whoever asks.
 */
function instanceOptions({ port, host, dataDir, distDir, linkKey, log }) {
  const { compatibilityDate, compatibilityFlags, runWorkerFirst } = readWranglerFacts();
  const edge = readFileSync(new URL("edge.worker.mjs", import.meta.url), "utf8");
  return {
    ...QUIET_INSTANCE,
    resourcePersistencePath: join(dataDir, "state"),
    handleStructuredLogs: ({ message }) => log(message),
    workers: [
      {
        config: {
          name: "edge",
          compatibilityDate,
          manifest: { mainModule: "edge.js", modules: { "edge.js": { type: "esm", contents: edge } } },
          env: { APP: { type: "worker", worker: "huizhi" } },
        },
        dev: { unsafeDirectSockets: [{ host, port }] },
      },
      {
        config: {
          name: "huizhi",
          compatibilityDate,
          compatibilityFlags,
          manifest: readModules(join(distDir, "worker")),
          env: workerBindings(linkKey),
          assets: { directory: join(distDir, "client"), hasUserWorker: true, runWorkerFirst },
        },
      },
    ],
  };
}

/** Ends the program in order on a signal; Miniflare's own listeners would end it at once. Returns how. */
export function stopOnSignal(server) {
  const stop = async () => {
    await server.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.once(signal, stop);
  }
  return stop;
}

/** Appends to a file that is begun anew, once, when it has grown too long. */
function logTo(path) {
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.old`);
  return (line) => appendFileSync(path, `${line}\n`, { mode: 0o600 });
}

async function runScheduled(mf) {
  const worker = await mf.getWorker("huizhi");
  const [cron] = readWranglerFacts().crons;
  return worker.scheduled({ cron, scheduledTime: new Date() });
}

function startSchedule(mf) {
  const timer = setInterval(() => {
    runScheduled(mf).catch((error) => console.error(`The scheduled work failed: ${error.message}`));
  }, SCHEDULE_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Throws a complaint when the port or the data folder is in use. */
export async function refuseTaken({ port, host, dataDir }) {
  const lock = join(dataDir, "server.json");
  const before = existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")) : null;
  if (before !== null) await refuseTakenData(before);
  await refuseTakenPort(port, host);
}

/** Asks for a second, since a server that was just ended may not have let go yet. */
async function refuseTakenPort(port, host) {
  let refusal = await tryPort(port, host);
  for (let i = 0; refusal === "EADDRINUSE" && i < 10; i++) {
    await setTimeout(100);
    refusal = await tryPort(port, host);
  }
  if (refusal === "EADDRINUSE") {
    const other = `npm start -- --port ${port + 1}`;
    throw new Complaint(
      `Port ${port} is taken by another program. Stop it, or choose another port: ${other}`,
    );
  }
  if (refusal !== null) throw new Complaint(`Cannot listen on ${host} port ${port} (${refusal}).`);
}

/** Null when the port can be had, else the code of what stands against it. */
function tryPort(port, host) {
  const probe = createServer();
  return new Promise((done) => {
    probe.once("error", (error) => done(error.code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(null)));
  });
}

/**
 * Two servers on one data folder would write over each other. A server that was killed leaves
 * its runtime behind, still on the port: that one is ended.
 */
async function refuseTakenData({ pid, workerdPids = [], url }) {
  if (!isAlive(pid)) {
    for (const orphan of workerdPids.filter(isOurWorkerd)) process.kill(orphan, "SIGKILL");
    return;
  }
  const answers = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );
  if (answers) throw new Complaint(`Huizhi already runs on this data folder, at ${url} (process ${pid}).`);
}

/** A process id may have gone to somebody else since it was written down. */
function isOurWorkerd(pid) {
  const path = `/proc/${pid}/exe`;
  return isAlive(pid) && existsSync(path) && readlinkSync(path).startsWith(inRoot("node_modules/"));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The server as a process of its own, for tests that start, watch and kill it: writes one line
 * of JSON when it answers, and ends with whoever holds its standard input.
 */
export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "0" },
      data: { type: "string", default: inRoot(".data") },
      dist: { type: "string", default: inRoot("dist") },
      demo: { type: "boolean", default: false },
    },
  });
  const { port, data, dist, demo } = values;
  const paths = { dataDir: resolve(data), distDir: resolve(dist) };
  const server = await startServer({ port: Number(port), ...paths, demo });
  process.stdin.on("end", stopOnSignal(server)).resume();
  const { url, linkKey } = server;
  console.log(
    JSON.stringify({ url, linkKey, demo: server.demo, pid: process.pid, workerdPids: childPids() }),
  );
}

/** The runtime is a child process; Linux tells which. Empty elsewhere. */
function childPids() {
  const path = `/proc/${process.pid}/task/${process.pid}/children`;
  return existsSync(path) ? readFileSync(path, "utf8").trim().split(" ").filter(Boolean).map(Number) : [];
}
