import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callInWorker } from "../../../.ci/seed.mjs";
import { inRoot } from "../../../.ci/vite.shared.mjs";
import { UPLOAD_KEPT_HOURS } from "../../../worker/uploads/upload.rules";
import type { BenchBranch, BenchWorld } from "../../bench/inside/world";
import { type RunningApp, startApp } from "../../support/browser";

/** The real server with a round of its own, where uploads are sent to and it is killed under them. */
export interface Scene {
  /** Branches in turn, so that one does not carry everything. */
  nextBranch(): BenchBranch;
  port: number;
  /** As a power cut would, and started again on the same port; several calls at once are one. */
  killServer(): Promise<void>;
  /** Told just before the server dies. */
  lines: Set<{ lose(): void }>;
  /** Stops the server; what is wrong after one sweep when every unfinished upload is over its time. */
  close(): Promise<string[]>;
  /** A folder for files; goes with the scene. */
  folder: string;
  remove(): Promise<void>;
}

const BRANCHES = 4;
const distDir = process.env.DIST_DIR ?? inRoot("dist");

export async function openScene(): Promise<Scene> {
  const dataDir = mkdtempSync(join(tmpdir(), "huizhi-faults-"));
  const folder = mkdtempSync(join(tmpdir(), "huizhi-sent-"));
  const call = (name: string, argument: unknown) =>
    callInWorker({ module: inRoot("test/faults/inside/scene.ts"), name, argument, dataDir, distDir });
  const now = new Date().toISOString();
  const world: BenchWorld = await call("openScene", { branches: BRANCHES, now });
  let app: RunningApp = await startApp({ dataDir });
  const port = Number(new URL(app.url).port);
  let restarting: Promise<void> | null = null;
  let turn = 0;
  const lines: Scene["lines"] = new Set();
  const restart = async () => {
    for (const line of lines) line.lose();
    await app.kill();
    app = await startApp({ dataDir, port });
    restarting = null;
  };
  return {
    folder,
    port,
    lines,
    nextBranch: () => world.branches[turn++ % BRANCHES] as BenchBranch,
    killServer: () => {
      restarting ??= restart();
      return restarting;
    },
    async close() {
      await restarting;
      await app.stop();
      const later = new Date(Date.now() + (UPLOAD_KEPT_HOURS + 1) * 3_600_000);
      return call("sweepScene", { now: later.toISOString() });
    },
    async remove() {
      await restarting;
      await app.stop();
      for (const one of [dataDir, folder]) rmSync(one, { recursive: true, force: true });
    },
  };
}
