import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callInWorker } from "../../.ci/seed.mjs";
import { startServer } from "../../.ci/serve.mjs";
import { inRoot } from "../../.ci/vite.shared.mjs";
import { DEMO_COMMITTEE } from "../../worker/demo/demo.branches";
import type { Bootstrap, bootstrap } from "./inside/bootstrap";

export interface Instance {
  url: string;
  userName: string;
  password: string;
  /** Stops it and forgets its data. */
  remove(): Promise<void>;
}

/** An installation of its own on a free port: a migrated database, one committee, one user, nothing else. */
export async function startInstance(userName: string): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), "huizhi-demo-"));
  const forget = () => rmSync(dataDir, { recursive: true, force: true });
  process.once("exit", forget);
  try {
    const { name, office } = DEMO_COMMITTEE;
    const argument: Bootstrap = { committee: name.zh, office, userName, now: new Date().toISOString() };
    const module = inRoot("test/demo/inside/bootstrap.ts");
    const made = await callInWorker({ module, name: "bootstrap", argument, dataDir });
    const { password } = made as Awaited<ReturnType<typeof bootstrap>>;
    const server = await startServer({ port: 0, dataDir });
    const remove = async () => {
      await server.stop();
      forget();
    };
    return { url: server.url, userName, password, remove };
  } catch (fault) {
    forget();
    throw fault;
  }
}
