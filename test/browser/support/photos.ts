/** Photos that a browser decodes, and what is seen on the pages of a PDF made of them. */

import { getDocument, OPS, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Page } from "playwright-core";

/** The colours of the four quarters, from the top left to the bottom right. */
export const QUARTERS = ["red", "green", "blue", "white"] as const;
export type Colour = (typeof QUARTERS)[number];

/** Runs in the page: a JPEG of four coloured quarters, or of noise, which does not become small. */
const DRAW = `async ({ width, height, noise, quality }) => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  if (noise) {
    const data = pen.createImageData(width, height);
    let state = 7;
    for (let at = 0; at < data.data.length; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      data.data[at] = at % 4 === 3 ? 255 : state >>> 24;
    }
    pen.putImageData(data, 0, 0);
  } else {
    ["#f00", "#0f0", "#00f", "#fff"].forEach((colour, index) => {
      pen.fillStyle = colour;
      pen.fillRect((index % 2) * width / 2, Math.floor(index / 2) * height / 2, width / 2, height / 2);
    });
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  const url = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
  return url.split(",")[1];
}`;

export interface PhotoShape {
  width: number;
  height: number;
  noise?: boolean;
}

/** A JPEG as a browser writes it: no EXIF block. */
export async function drawPhoto(page: Page, shape: PhotoShape): Promise<Buffer> {
  const quality = shape.noise ? 0.95 : 0.9;
  const text = await page.evaluate(`(${DRAW})(${JSON.stringify({ ...shape, quality })})`);
  return Buffer.from(String(text), "base64");
}

/** A picture as pdf.js decodes it. */
interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

export interface ShownPage {
  /** Points. */
  width: number;
  height: number;
  /** The picture's own size in pixels. */
  picture: { width: number; height: number };
  /** The colours in the middle of its quarters, from the top left. */
  quarters: Colour[];
}

const nameColour = ([red = 0, green = 0]: number[]): Colour => {
  if (red > 128) return green > 128 ? "white" : "red";
  return green > 128 ? "green" : "blue";
};

function readQuarters({ width, height, data }: Pixels): Colour[] {
  const channels = data.length / (width * height);
  return [0, 1, 2, 3].map((index) => {
    const x = Math.floor(width * (index % 2 === 0 ? 0.25 : 0.75));
    const y = Math.floor(height * (index < 2 ? 0.25 : 0.75));
    const at = (y * width + x) * channels;
    return nameColour([...data.subarray(at, at + 3)]);
  });
}

/** The pages of a PDF with one picture each, by pdf.js, which knows nothing of who wrote it. */
export async function readPicturePages(bytes: Uint8Array): Promise<ShownPage[]> {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS });
  const pdf = await loading.promise;
  const pages: ShownPage[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { fnArray, argsArray } = await page.getOperatorList();
    const name = argsArray[fnArray.indexOf(OPS.paintImageXObject)][0];
    const pixels = await new Promise<Pixels>((resolve) => page.objs.get(name, resolve));
    const { width, height } = page.getViewport({ scale: 1 });
    const picture = { width: pixels.width, height: pixels.height };
    pages.push({ width, height, picture, quarters: readQuarters(pixels) });
  }
  await loading.destroy();
  return pages;
}
