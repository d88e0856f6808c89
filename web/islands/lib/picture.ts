/** A picked picture: what it is, and copies of it, made on this device. */
import { readBytes } from "./bytes";
import { type Choice, type Look, planCopy } from "./choice";
import { readJpeg, stripJpeg } from "./jpeg";
import { buildPdf, type PdfPage } from "./pdf";

/** Where cameras write what a picture is; the picture itself need not be read. */
const HEAD_BYTES = 256 * 1024;
const LARGE_BYTES = 2 * 1024 * 1024;
/** Longer edge of a smaller copy: an A4 page at 219 dpi. */
const COPY_EDGE = 2560;
/** Safari draws no more than 16,777,216 pixels. */
const LARGEST_EDGE = 4096;
const QUALITY = 0.85;

const HEIC = /^ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)/;

/** A file with what its bytes say of it. */
export interface Picture extends Look {
  file: File;
}

/** Old browsers would draw a photo lying on its side. */
export const canDraw = (): boolean =>
  typeof File === "function" &&
  "toBlob" in HTMLCanvasElement.prototype &&
  self.CSS?.supports("image-orientation", "from-image") === true;

/** The picture as the browser shows it, upright. Rejects when the browser cannot. */
export function openPicture(file: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const url = URL.createObjectURL(file);
    const end = (act: () => void) => () => {
      URL.revokeObjectURL(url);
      act();
    };
    image.onload = end(() => resolve(image));
    image.onerror = end(() => reject(new Error("not shown")));
    image.src = url;
  });
}

function readKind(head: Uint8Array): Look["kind"] {
  const start = String.fromCharCode(...head.subarray(0, 12));
  if (start.startsWith("\xff\xd8\xff")) return "jpg";
  if (start.startsWith("\x89PNG")) return "png";
  return HEIC.test(start.slice(4)) ? "heic" : null;
}

const isSeen = (file: File): Promise<boolean> =>
  openPicture(file).then(
    () => true,
    () => false,
  );

const readPngEdge = (head: Uint8Array) => {
  const view = new DataView(head.buffer);
  return head.length < 24 ? 0 : Math.max(view.getUint32(16), view.getUint32(20));
};

/** Looks at a file by its first bytes; only a HEIC is opened, because many browsers cannot. */
export async function lookAt(file: File): Promise<Picture> {
  const head = await readBytes(file.slice(0, HEAD_BYTES));
  const kind = readKind(head);
  const { gps, edge } = kind === "png" ? { gps: false, edge: readPngEdge(head) } : readJpeg(head);
  const seen = kind === "heic" ? await isSeen(file) : kind !== null;
  return { file, kind, gps, large: file.size >= LARGE_BYTES && edge > COPY_EDGE, seen };
}

/** A JPEG of what is seen, no larger than `edge`. It holds pixels and nothing else. */
async function draw(file: Blob, edge: number): Promise<PdfPage> {
  const image = await openPicture(file);
  const scale = Math.min(1, edge / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  const width = Math.max(1, Math.round(image.naturalWidth * scale));
  const height = Math.max(1, Math.round(image.naturalHeight * scale));
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  Object.assign(pen, { imageSmoothingQuality: "high", fillStyle: "#fff" });
  pen.fillRect(0, 0, width, height);
  pen.drawImage(image, 0, 0, width, height);
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  // A phone counts canvases against its memory until they are small.
  canvas.width = 0;
  if (jpeg === null) throw new Error("no JPEG");
  return { jpeg, width, height };
}

/** A file of its own time: half of it sent, another copy never goes on where it stopped. */
const makeFile = (parts: BlobPart[], name: string, type: string) =>
  new File(parts, name, { type, lastModified: Date.now() });

const stemOf = ({ name }: File) => name.replace(/\.[^.]*$/, "");

async function strip({ file }: Picture): Promise<File> {
  const parts = stripJpeg(await readBytes(file));
  if (parts === null) throw new Error("cut off");
  return makeFile(parts as BlobPart[], file.name, file.type);
}

/**
 * What is sent of a picture under a choice: a copy, or the file itself where there is nothing
 * to change. Rejects when the copy cannot be made.
 */
export async function makeCopy(picture: Picture, choice: Choice): Promise<File> {
  const { file, gps, kind } = picture;
  const how = planCopy(picture, choice);
  if (how === "itself") return file;
  if (how === "strip") return strip(picture);
  const { jpeg } = await draw(file, how === "shrink" ? COPY_EDGE : LARGEST_EDGE);
  if (kind !== "heic" && jpeg.size >= file.size) return gps ? strip(picture) : file;
  return makeFile([jpeg], `${stemOf(file)}.jpg`, "image/jpeg");
}

/** One PDF of all pictures, a page each, in the order they were picked. */
export async function makePdf(
  pictures: readonly Picture[],
  nameIt: (stem: string, count: number) => string,
  onPage: (done: number) => void,
): Promise<File> {
  const pages: PdfPage[] = [];
  for (const { file } of pictures) {
    onPage(pages.length + 1);
    pages.push(await draw(file, COPY_EDGE));
  }
  const [first] = pictures;
  const stem = first === undefined ? "" : stemOf(first.file);
  return makeFile([buildPdf(pages)], nameIt(stem, pages.length), "application/pdf");
}
