import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FONT_PATH } from "./assets.mjs";
import { PDF_ALIASES, PDF_DEFINES, PDF_MAIN_FIELDS } from "./yoga.mjs";

/** What the build of the Worker and the tests in workerd must agree on. */

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const WORKER_CONDITIONS = ["workerd", "worker", "browser"];
export const WORKER_MAIN_FIELDS = PDF_MAIN_FIELDS;
export const WORKER_ALIASES = PDF_ALIASES;

/**
 * Markup is Preact's; a PDF's file says by its own pragma that it is React's.
 * @type {import("vite").OxcOptions}
 */
export const JSX_OPTIONS = { jsx: { runtime: "automatic", importSource: "preact" } };

/** Compile-time constants of the Worker; `manifest` names the hashed assets of this build. */
export function workerDefines(manifest) {
  return { ...PDF_DEFINES, __ASSETS__: JSON.stringify(manifest) };
}

/** Islands with sentences of their own. */
const SPEAKS = /^(?:checks\..+|upload\.client|upload\.offer)$/;

/** What speaks is built once for each language; the Chinese one goes by the file's own name. */
function listVariants(name, path) {
  if (!SPEAKS.test(name)) return [{ name, path, lang: null }];
  return ["zh", "en"].map((lang) => ({ name: lang === "zh" ? name : `${name}.${lang}`, path, lang }));
}

/** The islands: every file directly in web/islands is one entry; helpers live in web/islands/lib. */
export function listIslands() {
  return readdirSync(inRoot("web/islands"), { withFileTypes: true })
    .filter(
      (file) => file.isFile() && /^[a-z][a-z0-9.-]*\.tsx?$/.test(file.name) && !file.name.endsWith(".d.ts"),
    )
    .flatMap((file) => listVariants(file.name.replace(/\.tsx?$/, ""), inRoot(`web/islands/${file.name}`)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What pages carry in themselves, with the hashes by which the CSP lets it pass. */
export function describeInline(css, script) {
  const cspHash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  return { css, cssHash: cspHash(css), script, scriptHash: cspHash(script) };
}

/** The manifest of the tests, where nothing is hashed: `/assets/<name>` is easy to assert. */
export function testManifest() {
  return {
    styles: "/assets/main.css",
    inline: describeInline("main{margin:0}", "document.documentElement.classList.add('js')"),
    islands: Object.fromEntries(listIslands().map(({ name }) => [name, `/assets/${name}.js`])),
    font: `/${FONT_PATH}`,
  };
}

/** Name, dates and flags as deployed: wrangler.toml is the one place where they stand. */
export function readWranglerFacts() {
  const text = readFileSync(inRoot("wrangler.toml"), "utf8");
  const value = (key) => new RegExp(`^${key} = "([^"]+)"`, "m").exec(text)?.[1] ?? "";
  const list = (key) => {
    const found = new RegExp(`^${key} = \\[([^\\]]*)\\]`, "m").exec(text)?.[1] ?? "";
    return [...found.matchAll(/"([^"]+)"/g)].map(([, entry = ""]) => entry);
  };
  return {
    compatibilityDate: value("compatibility_date"),
    compatibilityFlags: list("compatibility_flags"),
    crons: list("crons"),
    runWorkerFirst: list("run_worker_first"),
  };
}
