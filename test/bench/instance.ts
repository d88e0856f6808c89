/** The built program beside a probe, in one runtime on one bucket. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { buildWorker } from "../../.ci/build.mjs";
import { migrate, openData, QUIET_INSTANCE, readModules, workerBindings } from "../../.ci/instance.mjs";
import { callInWorker } from "../../.ci/seed.mjs";
import { inRoot, readWranglerFacts, testManifest } from "../../.ci/vite.shared.mjs";
import type { BenchWorld } from "./inside/world";
import { listWorkerd } from "./processes";
import { atEnd, makeDataDir, once } from "./scratch";

/** Where branches hand in, each for one kind of measurement. */
export const PLACES = { bundle: 0, ingest: 1, smallFiles: 2, largeFiles: 3, memory: 4 } as const;

export interface Throughput {
  app: URL;
  probe: URL;
  /** What a request to the probe carries. */
  probeHeaders: Record<string, string>;
  /** The runtime's process. */
  workerd: number;
  world: BenchWorld;
}

const LOOPBACK = { host: "127.0.0.1", port: 0 };

async function buildProbe(): Promise<string> {
  const outDir = inRoot("dist/call/probe");
  await buildWorker({
    entry: inRoot("test/bench/inside/probe.ts"),
    outDir,
    manifest: testManifest(),
    source: undefined,
  });
  return outDir;
}

/**
 * Starts both without the stand-in of the edge, which production has outside the Worker:
 * program and probe are asked the same way.
 */
export const getThroughput = once(async (): Promise<Throughput> => {
  const dataDir = makeDataDir();
  const argument = { branches: Object.keys(PLACES).length, now: new Date().toISOString() };
  const module = inRoot("test/bench/inside/fixture.ts");
  const world = (await callInWorker({ module, name: "makeFixture", argument, dataDir })) as BenchWorld;
  const { linkKey } = openData(dataDir);
  const probeKey = randomBytes(16).toString("hex");
  const facts = readWranglerFacts();
  const dates = {
    compatibilityDate: facts.compatibilityDate,
    compatibilityFlags: facts.compatibilityFlags,
  };
  const assets = {
    directory: inRoot("dist/client"),
    hasUserWorker: true,
    runWorkerFirst: facts.runWorkerFirst,
  };
  const { FILES } = workerBindings(linkKey);
  const earlier = new Set(listWorkerd(process.pid));
  const options = {
    ...QUIET_INSTANCE,
    resourcePersistencePath: join(dataDir, "state"),
    handleStructuredLogs: () => {},
    workers: [
      {
        config: {
          name: "huizhi",
          ...dates,
          manifest: readModules(inRoot("dist/worker")),
          env: workerBindings(linkKey),
          assets,
        },
        dev: { unsafeDirectSockets: [LOOPBACK] },
      },
      {
        config: {
          name: "probe",
          ...dates,
          manifest: readModules(await buildProbe()),
          env: { FILES, PROBE_KEY: { type: "text", value: probeKey } },
        },
        dev: { unsafeDirectSockets: [LOOPBACK] },
      },
    ],
  };
  const mf = new Miniflare(options as ConstructorParameters<typeof Miniflare>[0]);
  atEnd(() => mf.dispose());
  const [app, probe] = [await mf.unsafeGetDirectURL("huizhi"), await mf.unsafeGetDirectURL("probe")];
  await migrate(mf);
  const workerd = listWorkerd(process.pid).find((pid) => !earlier.has(pid));
  if (workerd === undefined) throw new Error("the runtime's process is not known");
  return { app, probe, probeHeaders: { Authorization: `Bearer ${probeKey}` }, workerd, world };
});
