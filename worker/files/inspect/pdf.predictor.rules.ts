import type { Buffer } from "node:buffer";
import { type PdfDict, TextUnread } from "./pdf.value.rules";

/** Undoes what PNG filters did to rows (7.4.4.4); tables are mostly packed so. */
export function undoPredictor(data: Buffer, parms: PdfDict): Buffer {
  const predictor = Number(parms.get("Predictor") ?? 1);
  if (predictor === 1) return data;
  const columns = Number(parms.get("Columns") ?? 1);
  const plain = (parms.get("Colors") ?? 1) === 1 && (parms.get("BitsPerComponent") ?? 8) === 8;
  if (predictor < 10 || !plain || !(columns >= 1 && columns <= 4096))
    throw new TextUnread("packed otherwise");
  const rows = Math.floor(data.length / (columns + 1));
  const out = data.subarray(0, rows * columns);
  for (let row = 0; row < rows; row++) undoRow(data, out, row, columns);
  return out;
}

/** In place: what is written never overtakes what is still to be read. */
function undoRow(data: Buffer, out: Buffer, row: number, columns: number): void {
  const filter = data[row * (columns + 1)] ?? 0;
  const before = (i: number) => (row === 0 ? 0 : (out[(row - 1) * columns + i] ?? 0));
  for (let i = 0; i < columns; i++) {
    const left = i === 0 ? 0 : (out[row * columns + i - 1] ?? 0);
    const corner = i === 0 ? 0 : before(i - 1);
    const value = data[row * (columns + 1) + 1 + i] ?? 0;
    out[row * columns + i] = value + predict(filter, left, before(i), corner);
  }
}

function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return Math.floor((left + up) / 2);
    case 4: {
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      throw new TextUnread("packed otherwise");
  }
}
