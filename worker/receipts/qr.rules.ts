import { encode } from "uqr";

/** Denser codes do not survive an office printer and a phone (design.md §8). */
export const MAX_QR_VERSION = 20;
/** Side of a printed code, quiet zone included; leaves over 25 mm of modules at every version. */
export const QR_SIDE_MM = 36;
/** White modules ISO/IEC 18004 asks for on every side. */
export const QR_QUIET_MODULES = 4;

export interface QrRect {
  x: number;
  y: number;
  width: number;
}

export interface QrCode {
  version: number;
  /** Modules along one side, quiet zone included. */
  size: number;
  /** Dark runs of each row, one module high, in modules from the top left. */
  rects: QrRect[];
}

/**
 * The QR code of a text, mended up to 15 % of damage.
 * Throws a RangeError when the text does not fit version 20 (666 bytes).
 */
export function buildQr(text: string): QrCode {
  const qr = encode(text, { ecc: "M", border: QR_QUIET_MODULES, maxVersion: MAX_QR_VERSION });
  const rects = qr.data.flatMap((row, y) => runsOf(row).map((run) => ({ ...run, y })));
  return { version: qr.version, size: qr.size, rects };
}

function runsOf(row: readonly boolean[]): Omit<QrRect, "y">[] {
  const runs: Omit<QrRect, "y">[] = [];
  let start = -1;
  for (let x = 0; x <= row.length; x++) {
    if (row[x] && start < 0) start = x;
    if (!row[x] && start >= 0) {
      runs.push({ x: start, width: x - start });
      start = -1;
    }
  }
  return runs;
}

/**
 * What a receipt's QR code opens: the verification page of its number, told which version
 * was scanned and its code, so that a forged print is found out by a plain phone camera.
 */
export function buildVerifyTarget(verifyUrl: string, version: number, code: string): string {
  const url = new URL(verifyUrl);
  url.searchParams.set("v", String(version));
  url.searchParams.set("code", code);
  return url.href;
}
