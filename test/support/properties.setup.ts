import fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    propertySeed: number;
  }
}

/**
 * Every run of `npm test` draws the same values, so that a red run is about the change and can
 * be repeated. `PROPERTY_SEED=… npm test` looks elsewhere.
 */
fc.configureGlobal({ seed: inject("propertySeed") });
