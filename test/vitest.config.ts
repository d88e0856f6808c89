import { defineConfig } from "vitest/config";
import { browserProject, rulesProject, workerProject } from "./support/projects";

export default defineConfig({
  test: { projects: [rulesProject, workerProject, browserProject] },
});
