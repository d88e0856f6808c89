import { defineConfig } from "vitest/config";
import { browserProject, rulesProject, workerProject } from "./support/projects.ts";

export default defineConfig(async () => ({
  test: { projects: [rulesProject, await workerProject(), browserProject], silent: "passed-only" as const },
}));
