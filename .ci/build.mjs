import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build as viteBuild } from "vite";
import { copyFont, FONT_PATH } from "./assets.mjs";
import { leanIsland } from "./lean.mjs";
import {
  describeInline,
  inRoot,
  JSX_OPTIONS,
  listIslands,
  ROOT,
  WORKER_ALIASES,
  WORKER_CONDITIONS,
  WORKER_MAIN_FIELDS,
  workerDefines,
} from "./vite.shared.mjs";
import { extractYoga } from "./yoga.mjs";

/** The old WebViews of phones in the field end here. */
const CLIENT_TARGET = "es2018";

/** True of all that runs in browsers here; the syntax of newer ones is then rewritten shorter. */
const CLIENT_ASSUMPTIONS = { setPublicClassFields: true, noDocumentAll: true, pureGetters: true };

/** Libraries for what those browsers have themselves: a third of what a phone loads to send a file. */
const CLIENT_ALIASES = {
  "url-parse": inRoot("web/islands/lib/tus.platform.ts"),
  "js-base64": inRoot("web/islands/lib/tus.platform.ts"),
};

/** Assets are answered without the Worker, so what every answer must carry stands here too. */
const ASSET_HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Strict-Transport-Security": "max-age=31536000",
};

const BASE = {
  configFile: false,
  oxc: JSX_OPTIONS,
  root: ROOT,
  envDir: false,
  logLevel: "warn",
  clearScreen: false,
};

/**
 * Builds what is deployed into `outDir` (default dist): `client/`, the static assets, and
 * `worker/`, the Worker's modules. Files that did not change are not touched, and stale ones
 * go last, so that a running server keeps its files while the next build is made.
 * Returns the assets manifest.
 */
export async function build({ outDir = inRoot("dist"), entry = inRoot("worker/index.ts") } = {}) {
  extractYoga();
  const clientDir = join(outDir, "client");
  copyFont(clientDir);
  const manifest = await buildClient(clientDir);
  await buildWorker({ entry, outDir: join(outDir, "worker"), manifest });
  return manifest;
}

async function buildClient(outDir) {
  const islands = listIslands();
  const [css, pageCss, inlineScript, ...scripts] = await Promise.all([
    bundleAsset(inRoot("web/styles/main.css")),
    bundleAsset(inRoot("web/styles/page.css")),
    bundleAsset(inRoot("web/islands/lib/first.ts")),
    ...islands.map(({ path, lang }) => bundleAsset(path, lang)),
  ]);
  const files = new Map([
    ["_headers", headersFile()],
    ["robots.txt", "User-agent: *\nDisallow: /\n"],
    [FONT_PATH, null],
  ]);
  const place = (name, extension, source) => {
    const path = `assets/${name}.${hashOf(source)}.${extension}`;
    files.set(path, source);
    return `/${path}`;
  };
  const manifest = {
    styles: place("main", "css", css),
    inline: describeInline(pageCss.trim(), inlineScript.trim()),
    islands: Object.fromEntries(islands.map(({ name }, i) => [name, place(name, "js", scripts[i])])),
    font: `/${FONT_PATH}`,
  };
  syncFolder(outDir, files);
  return manifest;
}

/**
 * One stylesheet or island as one file: an island carries its helpers with it, because a
 * second request costs a phone more than the few bytes that two islands might share. With `lang`
 * only that language's words.
 *
 * @param {string} path
 * @param {"zh" | "en" | null} lang
 */
export async function bundleAsset(path, lang = null) {
  const isStyle = path.endsWith(".css");
  const { output } = await viteBuild({
    ...BASE,
    publicDir: false,
    plugins: lang === null ? [] : [leanIsland(lang)],
    resolve: { alias: CLIENT_ALIASES },
    build: {
      write: false,
      target: CLIENT_TARGET,
      cssTarget: ["chrome61", "safari11"],
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: path,
        output: { format: "es", codeSplitting: false },
        transform: { assumptions: CLIENT_ASSUMPTIONS },
      },
    },
  });
  const wanted = output.find((file) => (isStyle ? file.fileName.endsWith(".css") : file.type === "chunk"));
  return isStyle ? Buffer.from(wanted?.source ?? "").toString() : wanted.code;
}

/**
 * Bundles a module for workerd into `outDir`/index.js; `import()` makes a chunk of its own,
 * `.wasm` stays a module beside it. `entry` is a file, or any name when `source` gives its text.
 */
export async function buildWorker({ entry, source, outDir, manifest }) {
  const { output } = await viteBuild({
    ...BASE,
    publicDir: false,
    plugins: [wasmModules(), source === undefined ? null : textModule(entry, source)],
    define: { ...workerDefines(manifest), "process.env.NODE_ENV": '"production"' },
    resolve: { alias: WORKER_ALIASES },
    ssr: {
      target: "webworker",
      noExternal: true,
      resolve: { conditions: WORKER_CONDITIONS, externalConditions: WORKER_CONDITIONS },
    },
    environments: { ssr: { resolve: { mainFields: WORKER_MAIN_FIELDS, conditions: WORKER_CONDITIONS } } },
    build: {
      ssr: true,
      ssrEmitAssets: true,
      write: false,
      target: "es2024",
      minify: false,
      rolldownOptions: {
        input: entry,
        // workerd takes every export of the entry for a handler: what chunks share must not stand among them.
        preserveEntrySignatures: "strict",
        external: [/^node:/, /^cloudflare:/],
        output: {
          format: "es",
          codeSplitting: true,
          entryFileNames: "index.js",
          chunkFileNames: "[name].[hash].js",
          minify: { compress: true, mangle: false, codegen: true },
        },
      },
    },
  });
  const files = new Map(
    output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]),
  );
  syncFolder(outDir, files);
}

function textModule(name, source) {
  return {
    name: "huizhi:text-module",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? source : null),
  };
}

/** Workers compile WebAssembly at deployment: the import stays, the file goes beside the chunks. */
function wasmModules() {
  return {
    name: "huizhi:wasm-modules",
    enforce: "pre",
    resolveId(source, importer) {
      if (!source.endsWith(".wasm") || importer === undefined) return null;
      const bytes = readFileSync(join(dirname(importer), source));
      const fileName = `${basename(source, ".wasm")}.${hashOf(bytes)}.wasm`;
      this.emitFile({ type: "asset", fileName, source: bytes });
      return { id: `./${fileName}`, external: true };
    },
    /** The same WebAssembly as base64 inside yoga's package is never read: a third of its chunk. */
    transform(code, id) {
      if (!id.endsWith("yoga-wasm-base64-esm.js")) return null;
      return {
        code: code.replace(/(data:application\/octet-stream;base64,)[A-Za-z0-9+/=]+/, "$1"),
        map: null,
      };
    },
  };
}

function headersFile() {
  const lines = (headers) => Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [
    "/assets/*",
    ...lines(ASSET_HEADERS),
    "  Cache-Control: public, max-age=31536000, immutable",
    "/assets/fonts/*",
    "  ! Cache-Control",
    "  Cache-Control: public, max-age=86400",
    "/robots.txt",
    ...lines(ASSET_HEADERS),
    "",
  ].join("\n");
}

const hashOf = (source) => createHash("sha256").update(source).digest("hex").slice(0, 10);

/** Makes `dir` hold exactly `files` (path → text or bytes; null: is already there). */
function syncFolder(dir, files) {
  for (const [path, source] of files) {
    const target = join(dir, path);
    if (source === null || (existsSync(target) && readFileSync(target).equals(Buffer.from(source)))) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, source);
  }
  for (const name of readdirSync(dir, { recursive: true })) {
    const path = join(dir, name);
    if (statSync(path).isFile() && !files.has(name.split("\\").join("/"))) rmSync(path);
  }
}

/** Sizes of what was built, gzipped, for the one who ran it by hand. */
export function reportSizes(outDir = inRoot("dist")) {
  for (const part of ["client", "worker"]) {
    for (const name of readdirSync(join(outDir, part), { recursive: true }).sort()) {
      const path = join(outDir, part, name);
      if (!statSync(path).isFile() || name.endsWith(".ttf")) continue;
      const bytes = gzipSync(readFileSync(path)).length;
      console.log(`${String(bytes).padStart(9)} B gz  ${relative(ROOT, path)}`);
    }
  }
}

/** `npm run build`; `--quiet` leaves out the table of sizes. */
export async function main(args) {
  const started = performance.now();
  await build();
  if (!args.includes("--quiet")) reportSizes();
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}
