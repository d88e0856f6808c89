import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { migrate, openData, QUIET_INSTANCE, readModules, workerBindings } from "./instance.mjs";
import { inRoot, readWranglerFacts, testManifest } from "./vite.shared.mjs";

/** The demo's addresses are written with this origin and shown with the one that is served. */
const PLACEHOLDER_ORIGIN = "http://localhost:8787";

/**
 * Fills a new data folder with the demo round by worker/demo/demo.seed.ts and keeps what it
 * answers (links, user, password) in demo.json beside the data. A folder whose seeding was cut
 * short is emptied and seeded again; a folder with data is left alone. Returns a function from
 * the served origin to the demo's addresses, or to null for a folder that was never seeded.
 */
export async function seedOnce({ dataDir, distDir, now = new Date() }) {
  const state = join(dataDir, "state");
  const begun = join(dataDir, "demo.begun");
  const kept = join(dataDir, "demo.json");
  if (existsSync(begun)) rmSync(state, { recursive: true, force: true });
  if (!existsSync(state)) {
    writeFileSync(begun, "");
    const demo = await callInWorker({
      module: inRoot("worker/demo/demo.seed.ts"),
      name: "seedDemo",
      argument: { now: now.toISOString(), origin: PLACEHOLDER_ORIGIN },
      dataDir,
      distDir,
    });
    writeFileSync(kept, JSON.stringify(demo, null, 2), { mode: 0o600 });
    rmSync(begun);
  }
  const text = existsSync(kept) ? readFileSync(kept, "utf8") : "null";
  return (origin) => JSON.parse(text.replaceAll(PLACEHOLDER_ORIGIN, origin));
}

/**
 * Calls `name(env, argument)` of a TypeScript module inside workerd, on the bindings of a data
 * folder that no server uses now, and returns what it answers (JSON). What is called this way
 * is never part of the Worker that is served or deployed: it is bundled apart, runs in an
 * instance of its own that lives for this one call, and that instance answers only to a key
 * made for the call.
 * @returns {Promise<any>}
 */
export async function callInWorker({ module, name, argument, dataDir, distDir = inRoot("dist") }) {
  const { linkKey } = openData(dataDir);
  const { buildWorker } = await import("./build.mjs");
  const outDir = join(distDir, "call", name);
  await buildWorker({ entry: "call.ts", source: callSource(module, name), outDir, manifest: testManifest() });
  const callKey = randomBytes(32).toString("hex");
  const { compatibilityDate, compatibilityFlags } = readWranglerFacts();
  const mf = new Miniflare({
    ...QUIET_INSTANCE,
    resourcePersistencePath: join(dataDir, "state"),
    handleStructuredLogs: ({ level, message }) => {
      if (level === "error" || level === "warn") console.error(message);
    },
    workers: [
      {
        config: {
          name: "huizhi",
          compatibilityDate,
          compatibilityFlags,
          manifest: readModules(outDir),
          env: { ...workerBindings(linkKey), CALL_KEY: { type: "text", value: callKey } },
          assets: { directory: join(distDir, "client"), hasUserWorker: true, runWorkerFirst: true },
        },
      },
    ],
  });
  try {
    await migrate(mf);
    const response = await mf.dispatchFetch("http://call.invalid/", {
      method: "POST",
      headers: { Authorization: `Bearer ${callKey}` },
      body: JSON.stringify(argument ?? null),
    });
    if (response.status !== 200) throw new Error(`${name} failed: ${await response.text()}`);
    return await response.json();
  } finally {
    await mf.dispose();
  }
}

function callSource(module, name) {
  return `
    import { ${name} as call } from ${JSON.stringify(module)};
    export default {
      async fetch(request, env) {
        if (request.headers.get("Authorization") !== "Bearer " + env.CALL_KEY) return new Response(null, { status: 403 });
        try {
          return Response.json((await call(env, await request.json())) ?? null);
        } catch (error) {
          return new Response(String(error?.stack ?? error), { status: 500 });
        }
      },
    };`;
}
