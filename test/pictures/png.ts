/** Small PNGs: a screenshot has few colours, so a palette of the most common ones says the same in a third. */
import { constants, crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_COLOURS = 48;
const COLOUR_TYPE_BYTES: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

interface Pixels {
  width: number;
  height: number;
  /** `0xRRGGBB` of each pixel, row by row. */
  colours: Uint32Array;
}

function* listChunks(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const data = png.subarray(at + 8, at + 8 + length);
    yield { type: png.toString("latin1", at + 4, at + 8), data };
    at += 12 + length;
  }
}

/** PNG, filter type 4: of left, up and up-left the one nearest to left + up − up-left. */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/** Takes the filters off the rows, in place: each row is a filter's number and its bytes. */
function unfilter(raw: Buffer, stride: number, bytesPerPixel: number): void {
  const line = stride + 1;
  for (let start = 0; start < raw.length; start += line) {
    const filter = raw[start];
    for (let i = 1; i <= stride; i++) {
      const left = i > bytesPerPixel ? (raw[start + i - bytesPerPixel] ?? 0) : 0;
      const up = start > 0 ? (raw[start + i - line] ?? 0) : 0;
      const corner = start > 0 && i > bytesPerPixel ? (raw[start + i - line - bytesPerPixel] ?? 0) : 0;
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      raw[start + i] = (raw[start + i] ?? 0) + added;
    }
  }
}

/** What Chromium writes: 8 bits a channel, RGB or RGBA, not interlaced. */
function decode(png: Buffer): Pixels {
  const chunks = [...listChunks(png)];
  const head = chunks[0]?.data ?? Buffer.alloc(13);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const bytesPerPixel = COLOUR_TYPE_BYTES[head[9] ?? 0];
  if (head[8] !== 8 || bytesPerPixel === undefined || head[12] !== 0)
    throw new Error("a PNG of another kind");
  const raw = inflateSync(Buffer.concat(chunks.filter((one) => one.type === "IDAT").map((one) => one.data)));
  unfilter(raw, width * bytesPerPixel, bytesPerPixel);
  const colours = new Uint32Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    at += 1;
    for (let x = 0; x < width; x++, at += bytesPerPixel) colours[y * width + x] = raw.readUIntBE(at, 3);
  }
  return { width, height, colours };
}

function distance(a: number, b: number): number {
  const [red, green, blue] = [
    (a >> 16) - (b >> 16),
    ((a >> 8) & 255) - ((b >> 8) & 255),
    (a & 255) - (b & 255),
  ];
  return red * red + green * green + blue * blue;
}

/** The most common colours, and for every colour that occurs the place of the nearest of them. */
function buildPalette(colours: Uint32Array) {
  const counts = new Map<number, number>();
  for (const one of colours) counts.set(one, (counts.get(one) ?? 0) + 1);
  const palette = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_COLOURS)
    .map(([colour]) => colour);
  const nearest = (colour: number) =>
    palette.reduce(
      (best, one, i) => (distance(one, colour) < distance(palette[best] ?? 0, colour) ? i : best),
      0,
    );
  return { palette, places: new Map([...counts.keys()].map((colour) => [colour, nearest(colour)])) };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** The same picture with at most 48 colours, one byte a pixel. */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const { palette, places } = buildPalette(colours);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + x + 1] = places.get(colours[y * width + x] ?? 0) ?? 0;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const packed = deflateSync(rows, { level: 9, memLevel: 9, strategy: constants.Z_DEFAULT_STRATEGY });
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", Uint8Array.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]))),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array(0)),
  ]);
}
