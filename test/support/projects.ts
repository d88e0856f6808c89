import type { TestProjectInlineConfiguration } from "vitest/config";

const root = new URL("../..", import.meta.url).pathname;

/** Pure rules: plain Node, no bindings. */
export const rulesProject: TestProjectInlineConfiguration = {
  root,
  test: { name: "rules", include: ["test/rules/**/*.test.ts"], environment: "node" },
};

export const workerProject: TestProjectInlineConfiguration = {
  root,
  test: { name: "worker", include: ["test/none/*.test.ts"] },
};

export const browserProject: TestProjectInlineConfiguration = {
  root,
  test: {
    name: "browser",
    include: ["test/browser/**/*.test.ts"],
    environment: "node",
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
};
