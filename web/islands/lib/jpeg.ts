/**
 * A JPEG by its segments (ITU T.81, annex B), without decoding it: whether it tells where it
 * was taken, how large it is, and the same picture without anything that is not the picture.
 */

/** A run of bytes: a segment by its marker, or the coded picture between two, then 0. */
interface Piece {
  marker: number;
  from: number;
  to: number;
}

const SOS = 0xda;
const EOI = 0xd9;
const APP1 = 0xe1;
const GPS_DIRECTORY = 0x8825;
const ORIENTATION = 0x0112;
const [LATITUDE, LONGITUDE] = [2, 4];

/** Markers that stand alone: restarts, and one that is only ever temporary. */
const isAlone = (marker: number) => marker === 1 || (marker >= 0xd0 && marker <= 0xd7);
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const u16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Where coded data end: at the next marker that is neither a stuffed 0xff nor a restart. */
function findDataEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isAlone(next)) return at;
  }
  return bytes.length;
}

/** The pieces up to the end mark; fewer where the file is cut off or is no JPEG. */
function* listPieces(bytes: Uint8Array): IterableIterator<Piece> {
  let at = u16(bytes, 0) === 0xffd8 ? 2 : bytes.length;
  while (at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const hasLength = marker !== EOI && !isAlone(marker);
    const length = hasLength ? u16(bytes, at + 2) : 0;
    const to = at + 2 + length;
    if (to > bytes.length || (hasLength && length < 2)) return;
    yield { marker, from: at, to };
    if (marker === EOI) return;
    at = to;
    if (marker !== SOS) continue;
    at = findDataEnd(bytes, to);
    yield { marker: 0, from: to, to: at };
  }
}

/** How a segment's own data begin. */
const readStart = (bytes: Uint8Array, { from }: Piece, count: number) =>
  String.fromCharCode(...bytes.subarray(from + 4, from + 4 + count));

/** What an EXIF block (TIFF) says. Throws a RangeError where it points out of itself. */
function readExif(bytes: Uint8Array, { from, to }: Piece) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from + 10, to - from - 10);
  const little = view.getUint16(0) === 0x4949;
  const u32 = (at: number) => view.getUint32(at, little);
  const find = (directory: number, ...tags: number[]): number | null => {
    const end = directory + 2 + view.getUint16(directory, little) * 12;
    for (let at = directory + 2; at < end; at += 12) {
      if (tags.includes(view.getUint16(at, little))) return at + 8;
    }
    return null;
  };
  const gps = find(u32(4), GPS_DIRECTORY);
  const orientation = find(u32(4), ORIENTATION);
  return {
    // Some cameras write the directory of a place and none in it.
    gps: gps !== null && find(u32(gps), LATITUDE, LONGITUDE) !== null,
    orientation: orientation === null ? 1 : view.getUint16(orientation, little),
  };
}

/** What an EXIF segment says; of any other, and of a broken one, that it says nothing. */
function tryExif(bytes: Uint8Array, piece: Piece): ReturnType<typeof readExif> {
  try {
    const isExif = piece.marker === APP1 && readStart(bytes, piece, 6) === "Exif\0\0";
    if (isExif) return readExif(bytes, piece);
  } catch {
    // Then nobody can read a place out of it either.
  }
  return { gps: false, orientation: 1 };
}

/** Programs write the place as XMP too. */
const isXmpWithGps = (bytes: Uint8Array, piece: Piece) =>
  piece.marker === APP1 &&
  readStart(bytes, piece, 5) === "http:" &&
  new TextDecoder().decode(bytes.subarray(piece.from, piece.to)).includes("GPSLatitude");

/**
 * @param bytes the beginning of the file is enough
 * @returns whether it tells where it was taken, and its longer edge in pixels (0: unknown)
 */
export function readJpeg(bytes: Uint8Array): { gps: boolean; edge: number } {
  let gps = false;
  let edge = 0;
  for (const piece of listPieces(bytes)) {
    gps = gps || tryExif(bytes, piece).gps || isXmpWithGps(bytes, piece);
    if (isFrame(piece.marker)) edge = Math.max(edge, u16(bytes, piece.from + 5), u16(bytes, piece.from + 7));
  }
  return { gps, edge };
}

/** An EXIF block that says nothing but which way up the picture is. */
const layOrientation = (orientation: number) =>
  Uint8Array.of(
    ...[0xff, APP1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
  );

/** What a picture needs to look the same: its coding, its colours. Everything else tells of something else. */
function isOfPicture(bytes: Uint8Array, piece: Piece): boolean {
  const { marker } = piece;
  if (marker === 0xe2) return readStart(bytes, piece, 11) === "ICC_PROFILE";
  const isNote = (marker >= APP1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
  return !isNote;
}

/**
 * The same picture, bit for bit, without place, time, device, thumbnails, comments and what
 * phones put behind its end; turned the same way. Null when it is cut off or is no JPEG.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array[] | null {
  const pieces = [...listPieces(bytes)];
  if (pieces[pieces.length - 1]?.marker !== EOI) return null;
  const turned = pieces.map((piece) => tryExif(bytes, piece).orientation).find((one) => one > 1 && one <= 8);
  const kept = pieces.filter((piece) => isOfPicture(bytes, piece));
  return [
    bytes.subarray(0, 2),
    ...(turned === undefined ? [] : [layOrientation(turned)]),
    ...kept.map(({ from, to }) => bytes.subarray(from, to)),
  ];
}
