/** `npm run pictures`: walks through an instance of its own and writes what it sees. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../../.ci/vite.shared.mjs";
import { launchBrowser, startApp } from "../support/browser";
import { shrinkPng } from "./png";
import { type Picture, takePictures } from "./walk";

const OUT = inRoot(".ci/pictures");
const MAX_BYTES = 120_000;

function write({ name, png }: Picture): void {
  const small = shrinkPng(png);
  if (small.length > MAX_BYTES) throw new Error(`${name}.png would have ${small.length} bytes`);
  writeFileSync(join(OUT, `${name}.png`), small);
  console.log(`  ${name}.png  ${small.length.toLocaleString("en-US")} B`);
}

mkdirSync(OUT, { recursive: true });
const app = await startApp({ demo: true });
const browser = await launchBrowser();
try {
  for await (const picture of takePictures(app, browser)) write(picture);
} finally {
  await browser.close();
  await app.remove();
}
