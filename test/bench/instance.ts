/** The built program beside its peers, in one runtime on one bucket. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { buildWorker } from "../../.ci/build.mjs";
import { migrate, openData, QUIET_INSTANCE, readModules, workerBindings } from "../../.ci/instance.mjs";
import { inRoot, readWranglerFacts, testManifest } from "../../.ci/vite.shared.mjs";
import type { Acts } from "./acts";
import type { BenchWorld } from "./inside/world";
import { listWorkerd } from "./processes";
import { atEnd, makeDataDir, once } from "./scratch";
import { transfer } from "./transfer";

/** Where branches hand in, each for one kind of measurement. */
export const PLACES = { bundle: 0, ingest: 1, smallFiles: 2, oneSmallFile: 3 } as const;

export interface Runtime {
  app: URL;
  probe: URL;
  backstage: URL;
  /** What a request to the probe and to the backstage carries. */
  probeHeaders: Record<string, string>;
  /** The runtime's process. */
  workerd: number;
  dispose(): Promise<void>;
}

export interface Throughput extends Runtime {
  world: BenchWorld;
}

const LOOPBACK = { host: "127.0.0.1", port: 0 };

/** Where a worker beside the program was built; the same one for every runtime of this bench. */
const buildBeside = (name: string) =>
  once(async () => {
    const outDir = inRoot(`dist/call/${name}`);
    const entry = inRoot(`test/bench/inside/${name}.ts`);
    await buildWorker({ entry, outDir, manifest: testManifest(), source: undefined });
    return outDir;
  });
const buildProbe = buildBeside("probe");
const buildBackstage = buildBeside("backstage");

async function listWorkers(linkKey: string, probeKey: string) {
  const { compatibilityDate, compatibilityFlags, runWorkerFirst } = readWranglerFacts();
  const assets = { directory: inRoot("dist/client"), hasUserWorker: true, runWorkerFirst };
  // A worker with static assets is reached through the router of assets, which passes every byte on:
  // the peers stand behind one as well, or the local runtime's door would be measured as the program's.
  const behindRouter = { assets: { ...assets, runWorkerFirst: true } };
  const bindings = workerBindings(linkKey);
  const key = { PROBE_KEY: { type: "text", value: probeKey } };
  const make = (name: string, dir: string, env: object, more: object = {}) => ({
    config: { name, compatibilityDate, compatibilityFlags, manifest: readModules(dir), env, ...more },
    dev: { unsafeDirectSockets: [LOOPBACK] },
  });
  return [
    make("huizhi", inRoot("dist/worker"), bindings, { assets }),
    make("probe", await buildProbe(), { FILES: bindings.FILES, ...key }, behindRouter),
    make("backstage", await buildBackstage(), { ...bindings, ...key }, { assets }),
  ];
}

/**
 * Starts all of them without the stand-in of the edge, which production has outside the Worker:
 * program and peers are asked the same way, each through the router of its static assets.
 */
export async function startRuntime(dataDir: string): Promise<Runtime> {
  const { linkKey } = openData(dataDir);
  const probeKey = randomBytes(16).toString("hex");
  const options = {
    ...QUIET_INSTANCE,
    resourcePersistencePath: join(dataDir, "state"),
    handleStructuredLogs: () => {},
    workers: await listWorkers(linkKey, probeKey),
  };
  const earlier = new Set(listWorkerd(process.pid));
  const mf = new Miniflare(options as ConstructorParameters<typeof Miniflare>[0]);
  try {
    const urlOf = (name: string) => mf.unsafeGetDirectURL(name);
    const [app, probe, backstage] = [await urlOf("huizhi"), await urlOf("probe"), await urlOf("backstage")];
    await migrate(mf);
    const workerd = listWorkerd(process.pid).find((pid) => !earlier.has(pid));
    if (workerd === undefined) throw new Error("the runtime's process is not known");
    const probeHeaders = { Authorization: `Bearer ${probeKey}` };
    return { app, probe, backstage, probeHeaders, workerd, dispose: () => mf.dispose() };
  } catch (fault) {
    await mf.dispose();
    throw fault;
  }
}

/** Has something done by the program's own functions, outside of what is measured. */
export async function ask<N extends keyof Acts>(
  at: Runtime,
  name: N,
  asked: Parameters<Acts[N]>[0],
): Promise<ReturnType<Acts[N]>> {
  const body = Buffer.from(JSON.stringify(asked));
  const url = new URL(`/${name}`, at.backstage);
  const { text } = await transfer(url, { method: "POST", headers: at.probeHeaders, body });
  return JSON.parse(text) as ReturnType<Acts[N]>;
}

/** A round of so many branches with nothing in yet. */
export const makeBranches = (at: Runtime, branches: number): Promise<BenchWorld> =>
  ask(at, "makeBranches", { branches, now: new Date().toISOString() });

export const getThroughput = once(async (): Promise<Throughput> => {
  const runtime = await startRuntime(makeDataDir());
  atEnd(() => runtime.dispose());
  return { ...runtime, world: await makeBranches(runtime, Object.keys(PLACES).length) };
});
