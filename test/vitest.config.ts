import { defineConfig } from "vitest/config";
import { browserProject, faultsProject, rulesProject, workerProject } from "./support/projects.ts";

export default defineConfig(async () => ({
  test: {
    projects: [rulesProject, await workerProject(), faultsProject, browserProject],
    silent: "passed-only" as const,
    // One fewer than the cores is what vitest takes by itself: half a machine of two.
    maxWorkers: 2,
  },
}));
