/** A page as it leaves a printer, read by pdf.js. */

import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Page } from "playwright-core";

export interface Sheet {
  /** In points; Chromium rounds up. */
  width: number;
  height: number;
  /** White space taken out. */
  text: string;
  /** Where the text that stands furthest right ends, in points. */
  right: number;
}

/** ISO 216: 210 × 297 mm, in points. */
export const A4 = { width: 595.3, height: 841.9 };

/** Chromium names some glyphs by the radical that looks the same; those that NFKC leaves are the simplified ones. */
const RADICALS = new Map(
  [
    "⺠民",
    "⻅见",
    "⻆角",
    "⻉贝",
    "⻋车",
    "⻓长",
    "⻔门",
    "⻘青",
    "⻚页",
    "⻛风",
    "⻜飞",
    "⻝食",
    "⻢马",
    "⻣骨",
    "⻥鱼",
    "⻩黄",
  ].map(([radical = "", han = ""]) => [radical, han]),
);
const readHan = (text: string) =>
  Array.from(text.normalize("NFKC"), (char) => RADICALS.get(char) ?? char).join("");

/** What Chromium prints of a page on A4. */
export async function printPage(page: Page): Promise<Sheet[]> {
  const bytes = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS });
  const pdf = await loading.promise;
  const sheets: Sheet[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const sheet = await pdf.getPage(number);
    const [, , width = 0, height = 0] = sheet.view;
    const { items } = await sheet.getTextContent();
    // The reader makes runs of blanks up where words lie far apart.
    const runs = items.flatMap((item) => ("str" in item && item.str.trim() !== "" ? [item] : []));
    sheets.push({
      width,
      height,
      text: readHan(runs.map((run) => run.str).join("")).replace(/\s/g, ""),
      right: Math.max(0, ...runs.map((run) => (run.transform[4] as number) + run.width)),
    });
  }
  await loading.destroy();
  return sheets;
}
