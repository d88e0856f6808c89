/** Pictures and films as far as their headers go, with any size claimed. */
import { makeJpg } from "../../worker/demo/demo.files";
import type { Bytes } from "./hostile.zip";

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u16 = (value: number) => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
const whole = (...parts: (Uint8Array | string)[]): Bytes =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part))),
  );

export const segment = (marker: number, data: Uint8Array) =>
  whole(Buffer.from([0xff, marker]), u16(data.length + 2), data);

/** An EXIF block of one entry. */
export function layExif(orientation: number, little = true): Bytes {
  const n16 = (value: number) => (little ? Buffer.from([value & 0xff, value >> 8]) : u16(value));
  const n32 = (value: number) => (little ? Buffer.from(u32(value)).reverse() : u32(value));
  const entry = [n16(0x0112), n16(3), n32(1), n16(orientation), n16(0)];
  return whole("Exif\0\0", little ? "II*\0" : "MM\0*", n32(8), n16(1), ...entry, n32(0));
}

/** A JPEG that claims a size; with an orientation or comments where given. */
export function layJpg(width: number, height: number, before: readonly Uint8Array[] = []): Bytes {
  const frame = Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])]);
  const scan = Buffer.from([1, 1, 0, 0, 63, 0]);
  const start = Buffer.from([0xff, 0xd8]);
  const data = Buffer.from([0x12, 0x34, 0x56, 0xff, 0xd9]);
  return whole(start, ...before, segment(0xc0, frame), segment(0xda, scan), data);
}

export const exifSegment = (orientation: number, little = true) =>
  segment(0xe1, layExif(orientation, little));
export const commentSegment = (text: string) => segment(0xfe, Buffer.from(text, "latin1"));

/** A JPEG that really decodes. */
export const goodJpg = (): Bytes => makeJpg("a photo");

const chunk = (type: string, data: Uint8Array) => whole(u32(data.length), type, data, u32(0));

/** A PNG that claims a size. */
export function layPng(width: number, height: number, more: readonly Uint8Array[] = []): Bytes {
  const header = whole(u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0]));
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return whole(
    start,
    chunk("IHDR", header),
    ...more,
    chunk("IDAT", Buffer.alloc(20)),
    chunk("IEND", Buffer.alloc(0)),
  );
}

export const pngText = (text: string) => chunk("tEXt", Buffer.from(`Comment\0${text}`, "latin1"));

export const box = (type: string, ...parts: (Uint8Array | string)[]): Bytes => {
  const content = whole(...parts);
  return whole(u32(content.length + 8), type, content);
};

/** A HEIC photo of tiles: sizes of the whole and of one tile, turned by quarters against the clock. */
export function layHeic(width: number, height: number, turns = 0, brand = "heic"): Bytes {
  const size = (w: number, h: number) => box("ispe", u32(0), u32(w), u32(h));
  const properties = box(
    "ipco",
    size(Math.min(512, width), Math.min(512, height)),
    size(width, height),
    box("irot", Buffer.from([turns])),
  );
  const meta = box("meta", u32(0), box("hdlr", Buffer.alloc(24)), box("iprp", properties));
  return whole(box("ftyp", brand, u32(0), "mif1", brand), meta, box("mdat", Buffer.alloc(200, 7)));
}

/** A film of an empty track. */
export function layFilm(brand = "isom"): Bytes {
  return whole(
    box("ftyp", brand, u32(0x200), brand, "mp41"),
    box("moov", box("mvhd", Buffer.alloc(100))),
    box("mdat", Buffer.alloc(400, 3)),
  );
}
