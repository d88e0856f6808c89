import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const YOGA_BINARY = here("../node_modules/yoga-layout/dist/binaries/yoga-wasm-base64-esm.js");
const YOGA_WASM = here("../worker/receipts/yoga.wasm");

/**
 * What a build of the Worker has to know to make PDFs. Workers may not compile WebAssembly
 * from bytes, so react-pdf's layout engine is pointed at our loader of a precompiled module.
 */
export const PDF_ALIASES = {
  "yoga-layout/load": here("../worker/receipts/yoga.loader.ts"),
  "yoga-layout/factory": YOGA_BINARY,
  "yoga-layout/wrap": here("../node_modules/yoga-layout/dist/src/wrapAssembly.js"),
  "yoga-layout/enums": here("../node_modules/yoga-layout/dist/src/generated/YGEnums.js"),
};
export const PDF_DEFINES = { "import.meta.url": '"https://yoga.invalid/"' };
/** Without `browser` first, react-pdf's Node build is taken, which reads its standard fonts from disk. */
export const PDF_MAIN_FIELDS = ["browser", "module", "main"];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * Takes the layout engine's WebAssembly out of yoga-layout's base64 and lays it beside its
 * loader. Writes only when the bytes differ, so that watchers and caches stay quiet.
 */
export function extractYoga() {
  const match = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]{1000,})/.exec(
    readFileSync(YOGA_BINARY, "utf8"),
  );
  if (match === null) throw new Error("yoga-layout no longer carries its WebAssembly as base64");
  const bytes = Buffer.from(match[1], "base64");
  if (!WebAssembly.validate(bytes)) throw new Error("yoga-layout's WebAssembly does not validate");
  if (existsSync(YOGA_WASM) && sha256(readFileSync(YOGA_WASM)) === sha256(bytes)) return YOGA_WASM;
  writeFileSync(YOGA_WASM, bytes);
  return YOGA_WASM;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`written ${basename(extractYoga())}`);
