import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { startApp } from "./browser";

declare module "vitest" {
  interface ProvidedContext {
    /** A data folder with the demo round, for `startApp({ demo: true, copyOf })`. */
    demoFolder: string;
  }
}

/** Seeds the demo once for the whole run: a copy costs a moment, seeding costs seconds. */
export default async function seedDemoFolder(project: TestProject): Promise<() => void> {
  const app = await startApp({ demo: true });
  await app.stop();
  project.provide("demoFolder", app.dataDir);
  return () => rmSync(app.dataDir, { recursive: true, force: true });
}
