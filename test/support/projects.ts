import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { copyFont } from "../../.ci/assets.mjs";
import {
  inRoot,
  JSX_OPTIONS,
  ROOT,
  readWranglerFacts,
  testManifest,
  WORKER_ALIASES,
  WORKER_CONDITIONS,
  WORKER_MAIN_FIELDS,
} from "../../.ci/vite.shared.mjs";
import { extractYoga } from "../../.ci/yoga.mjs";

// The simulator would ask an address of its maker's for example request properties; tests call nobody.
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

/** Any key will do: what is derived from it only has to be the same within a run. */
export const TEST_LINK_KEY = "5a".repeat(32);

/** What properties draw from, here or from outside (properties.setup.ts). */
const PROPERTY_SEED = JSON.stringify(Number(process.env.PROPERTY_SEED ?? 20261126));
const SETUP_FILES = [inRoot("test/support/properties.setup.ts")];

/** Pure rules: plain Node, no bindings. */
export const rulesProject: TestProjectInlineConfiguration = {
  root: ROOT,
  oxc: JSX_OPTIONS,
  define: { __PROPERTY_SEED__: PROPERTY_SEED },
  test: {
    name: "rules",
    include: ["test/rules/**/*.test.ts", "test/rules/**/*.test.tsx"],
    environment: "node",
    // Pure rules leave nothing behind for the next file, and loading them anew for each took longer than testing.
    isolate: false,
    // Longer than any of them needs on an idle machine: a busy one is not a broken rule.
    testTimeout: 60_000,
    setupFiles: SETUP_FILES,
  },
};

/** Routes and stories: inside workerd, on real D1 and R2, with the aliases of the build. */
export async function workerProject(): Promise<TestProjectInlineConfiguration> {
  extractYoga();
  copyFont(inRoot("dist/client"));
  const { compatibilityDate, compatibilityFlags } = readWranglerFacts();
  const migrations = await readD1Migrations(inRoot("worker/migrations"));
  return {
    root: ROOT,
    oxc: JSX_OPTIONS,
    plugins: [
      cloudflareTest({
        miniflare: {
          compatibilityDate,
          compatibilityFlags,
          d1Databases: ["DB"],
          r2Buckets: ["FILES"],
          assets: { directory: inRoot("dist/client"), binding: "ASSETS" },
          modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
          bindings: { LINK_KEY: TEST_LINK_KEY, TEST_MIGRATIONS: migrations },
        },
      }),
    ],
    resolve: { alias: WORKER_ALIASES, conditions: WORKER_CONDITIONS, mainFields: WORKER_MAIN_FIELDS },
    define: { __ASSETS__: JSON.stringify(testManifest()), __PROPERTY_SEED__: PROPERTY_SEED },
    test: {
      name: "worker",
      include: ["test/routes/**/*.test.{ts,tsx}", "test/stories/**/*.test.ts"],
      testTimeout: 90_000,
      hookTimeout: 90_000,
      setupFiles: SETUP_FILES,
    },
  };
}

/** Whole programs seen from outside: the built server, sockets and signals, a real Chromium. */
const OUTSIDE = {
  globalSetup: "test/support/demo.setup.ts",
  environment: "node",
  testTimeout: 120_000,
  hookTimeout: 180_000,
} as const;

/** Servers that are killed and lines that break: they wait more than they work, beside whatever else runs. */
export const faultsProject: TestProjectInlineConfiguration = {
  root: ROOT,
  oxc: JSX_OPTIONS,
  test: { ...OUTSIDE, name: "faults", include: ["test/faults/**/*.test.ts"] },
};

export const browserProject: TestProjectInlineConfiguration = {
  root: ROOT,
  oxc: JSX_OPTIONS,
  test: {
    ...OUTSIDE,
    name: "browser",
    include: ["test/browser/**/*.test.ts"],
    // Two browsers at a time are a minute quicker and tell more of the machine than of the pages.
    fileParallelism: false,
  },
};
