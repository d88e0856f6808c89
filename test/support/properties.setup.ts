import fc from "fast-check";

declare const __PROPERTY_SEED__: number;

/**
 * Every run of `npm test` draws the same values, so that a red run is about the change and can
 * be repeated. `PROPERTY_SEED=… npm test` looks elsewhere.
 */
fc.configureGlobal({ seed: __PROPERTY_SEED__ });
