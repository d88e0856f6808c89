import {
  dangerous,
  type ImageSize,
  type Inspection,
  type InspectionNote,
  inspectionOf,
  known,
} from "./inspection";

/** From here on a picture must carry bytes worthy of its size; phones make 200 megapixels of 20 MB and more. */
export const LARGE_PIXELS = 100_000_000;
const MIN_BYTES_PER_PIXEL = 1 / 32;
/** Nothing that is handed in here is this large; a browser needs 4 bytes of memory for each pixel. */
export const MAX_PIXELS = 400_000_000;

/** Whether decoding the picture would cost absurdly more than sending it did (ASVS 5.2.6). */
export function isPixelFlood({ width, height }: ImageSize, bytes: number): boolean {
  const pixels = width * height;
  return pixels > MAX_PIXELS || (pixels > LARGE_PIXELS && bytes < pixels * MIN_BYTES_PER_PIXEL);
}

/** The verdict on a picture whose size was found, or not; `whole` says that it ends as it should. */
export function inspectImage(
  type: "jpg" | "png" | "heic",
  image: ImageSize | null,
  bytes: number,
  whole: boolean,
): Inspection {
  if (image !== null && isPixelFlood(image, bytes)) return inspectionOf(dangerous("像素过大的图片"));
  const empty = image === null || image.width === 0 || image.height === 0;
  const notes: InspectionNote[] = empty || !whole ? ["damaged"] : [];
  return inspectionOf(known(type), { image: empty ? null : image, notes });
}
