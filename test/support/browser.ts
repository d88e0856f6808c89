/** The whole program from outside: the built server as a process, and a real Chromium. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium } from "playwright-core";
import { findOrInstallChromium } from "../../.ci/browser.mjs";
import { inRoot } from "../../.ci/vite.shared.mjs";

const START_TIMEOUT_MS = 60_000;

/** Quiet and alone: no sandbox (containers have none), no GPU, nothing fetched behind the test's back. */
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A Chromium with a fresh profile. Contexts (`browser.newContext({ viewport, javaScriptEnabled })`) are the tests'. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findOrInstallChromium(), args: CHROMIUM_ARGS });
}

/** What the demo's seed answers. */
export interface Demo {
  committee: { url: string; user: string; password: string };
  branchLink: string;
  completeLink: string;
}

export interface RunningApp {
  readonly url: string;
  readonly dataDir: string;
  /** Null unless it was started with `demo`. */
  readonly demo: Demo | null;
  /** The server and, on Linux, the runtime under it. */
  readonly pids: readonly number[];
  /** Ends it in order; the data stays for `startApp({ dataDir })`. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** `stop` and forget the data. */
  remove(): Promise<void>;
}

export interface AppOptions {
  /** A folder of an earlier app, to start on its data; else a new temporary one. */
  dataDir?: string;
  /** Seeds the demo round into a new folder. */
  demo?: boolean;
  /** A folder of an app that was stopped, to begin with a copy of. */
  copyOf?: string;
  /** 0 or none: a free one. */
  port?: number;
  /** Another build than that of `npm run build`; DIST_DIR names one for a whole run. */
  distDir?: string;
}

/** Starts the built program (`npm run build` comes before) and answers when it does. */
export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "huizhi-"));
  if (options.copyOf !== undefined) cpSync(options.copyOf, dataDir, { recursive: true });
  const args = [
    inRoot(".ci/main.mjs"),
    inRoot(".ci/serve.mjs"),
    "--data",
    dataDir,
    "--port",
    `${options.port ?? 0}`,
  ];
  const distDir = options.distDir ?? process.env.DIST_DIR;
  if (distDir) args.push("--dist", distDir);
  if (options.demo) args.push("--demo");
  const child = spawn(process.execPath, args, { stdio: "pipe" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = await readFirstLine(child).catch((error) => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const pids: number[] = [ready.pid, ...ready.workerdPids];
  const signal = async (name: NodeJS.Signals, targets: readonly number[]) => {
    if (child.exitCode === null && child.signalCode === null)
      for (const pid of targets) process.kill(pid, name);
    await exited;
  };
  const stop = () => signal("SIGTERM", [ready.pid]);
  return {
    url: ready.url,
    dataDir,
    demo: ready.demo,
    pids,
    stop,
    kill: () => signal("SIGKILL", pids),
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Ready {
  url: string;
  demo: Demo | null;
  pid: number;
  workerdPids: number[];
}

/** What the server says when it answers; what it said instead, as an error. */
function readFirstLine(child: ChildProcessWithoutNullStreams): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
    child.once("exit", (code) => reject(new Error(`the server ended with code ${code}: ${complaint}`)));
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer);
      child.stderr.pipe(process.stderr);
      resolve(JSON.parse(line));
    });
  });
}
