import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FONT = new URL(
  "../node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
  import.meta.url,
);

/** Static assets of Workers end at 25 MiB. */
const MAX_ASSET_BYTES = 25 * 1024 * 1024;

/** Where the Worker finds the face of its PDFs; one name per release of the font. */
export const FONT_PATH = "assets/fonts/noto-serif-sc.400.ttf";

/** Copies the face the PDFs are set in to `destDir`/assets/fonts; does nothing when it is there. */
export function copyFont(destDir) {
  const source = fileURLToPath(FONT);
  const { size } = statSync(source);
  if (size > MAX_ASSET_BYTES)
    throw new Error(`the font has ${size} bytes, an asset may have ${MAX_ASSET_BYTES}`);
  const target = join(destDir, FONT_PATH);
  if (existsSync(target) && statSync(target).size === size) return target;
  mkdirSync(join(target, ".."), { recursive: true });
  copyFileSync(source, target);
  return target;
}
