/** Photos as phones make them: an EXIF block that says where, when and with what, and notes behind the picture. */
import { segment } from "./hostile.media";
import type { Bytes } from "./hostile.zip";

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/** Told by the block below and by nothing else in a test. */
export const CAMERA = "JiChuan Phone 7";
/** Degrees, minutes, seconds of an invented place. */
const LATITUDE = [30, 15, 3917];

interface Entry {
  tag: number;
  type: number;
  count: number;
  /** Four bytes: the value, or where it stands. */
  value: Uint8Array;
}

export interface PhotoFacts {
  orientation?: number;
  /** `empty`: the directory of a place without one in it. */
  gps?: "none" | "empty" | "place";
  little?: boolean;
}

/** An EXIF segment (TIFF 6.0; EXIF 2.3, GPS directory): orientation, camera, and where it was taken. */
export function layPhotoExif({ orientation = 1, gps = "place", little = false }: PhotoFacts = {}): Bytes {
  const number = (value: number, bytes: 2 | 4) => {
    const out = Buffer.alloc(bytes);
    if (little) out.writeUIntLE(value, 0, bytes);
    else out.writeUIntBE(value, 0, bytes);
    return out;
  };
  const short = (value: number) => Buffer.concat([number(value, 2), Buffer.alloc(2)]);
  const lay = ({ tag, type, count, value }: Entry) =>
    Buffer.concat([number(tag, 2), number(type, 2), number(count, 4), value]);
  const directory = (entries: readonly Entry[]) =>
    Buffer.concat([number(entries.length, 2), ...entries.map(lay), Buffer.alloc(4)]);
  const camera = Buffer.from(`${CAMERA}\0`, "latin1");
  const first = 8;
  const cameraAt = first + 2 + 3 * 12 + 4;
  const gpsAt = cameraAt + camera.length;
  const latitudeAt = gpsAt + 2 + 2 * 12 + 4;
  const version = { tag: 0, type: 1, count: 4, value: Buffer.from([2, 3, 0, 0]) };
  const latitude = { tag: 2, type: RATIONAL, count: 3, value: number(latitudeAt, 4) };
  const tiff = Buffer.concat([
    Buffer.from(little ? "II" : "MM", "latin1"),
    number(42, 2),
    number(first, 4),
    directory([
      { tag: 0x010f, type: ASCII, count: camera.length, value: number(cameraAt, 4) },
      { tag: 0x0112, type: SHORT, count: 1, value: short(orientation) },
      gps === "none"
        ? { tag: 0x0128, type: SHORT, count: 1, value: short(2) }
        : { tag: 0x8825, type: LONG, count: 1, value: number(gpsAt, 4) },
    ]),
    camera,
    directory(gps === "empty" ? [version, version] : [version, latitude]),
    ...LATITUDE.flatMap((value) => [number(value, 4), number(1, 4)]),
  ]);
  return segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]));
}

/** What programs write instead of EXIF, or beside it. */
export const layXmp = (text: string): Bytes =>
  segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${text}</x:xmpmeta>`, "latin1"));

/** A JPEG with segments put in right behind its start. */
export function withSegments(jpeg: Uint8Array, ...segments: readonly Uint8Array[]): Bytes {
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]));
}
