import { inflateSync } from "node:zlib";

/** A run of glyphs where a PDF sets it: points from the left and the top edge of its page. */
export interface PlacedRun {
  page: number;
  left: number;
  right: number;
  /** Of the base line. */
  top: number;
  /** Type size, points. */
  size: number;
}

type Matrix = readonly [number, number, number, number, number, number];

const PAGE_HEIGHT = 841.89;
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** `inner` applied first, then `outer` (ISO 32000-1, 8.3.4). */
function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** Advance widths by glyph code, in thousandths of an em, from the one `/W [0 [...]]` there is. */
function readWidths(raw: string): number[] {
  const list = /\/W \[0 \[([^\]]*)\]\]/.exec(raw)?.[1];
  if (list === undefined) throw new Error("the PDF lists no glyph widths");
  return list.trim().split(/\s+/).map(Number);
}

function readContents(bytes: Uint8Array): string[] {
  const raw = Buffer.from(bytes).toString("latin1");
  const find = (id: string | undefined) => raw.split(`\n${id} 0 obj\n`)[1] ?? "";
  const kids = /\/Kids \[([^\]]*)\]/.exec(raw)?.[1] ?? "";
  return [...kids.matchAll(/(\d+) 0 R/g)].map((kid) => {
    const stream = find(/\/Contents (\d+) 0 R/.exec(find(kid[1]))?.[1]);
    const start = stream.indexOf("\nstream\n") + "\nstream\n".length;
    const length = Number(/\/Length (\d+)/.exec(stream)?.[1]);
    return inflateSync(Buffer.from(stream.slice(start, start + length), "latin1")).toString("latin1");
  });
}

const measureRun = (array: string, widths: readonly number[]) =>
  [...array.matchAll(/<([0-9a-f]*)>|(-?[\d.]+)/gi)].reduce((all, [, codes, back]) => {
    if (codes === undefined) return all - Number(back);
    const glyphs = codes.match(/.{4}/g) ?? [];
    return all + glyphs.reduce((sum, code) => sum + (widths[Number.parseInt(code, 16)] ?? 0), 0);
  }, 0);

function placePage(content: string, page: number, widths: readonly number[]): PlacedRun[] {
  const runs: PlacedRun[] = [];
  const saved: Matrix[] = [];
  let [matrix, text, size] = [IDENTITY, IDENTITY, 0];
  for (const line of content.split("\n")) {
    const numbers = line.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
    if (line === "q") saved.push(matrix);
    else if (line === "Q") matrix = saved.pop() ?? IDENTITY;
    else if (line.endsWith(" cm")) matrix = multiply(numbers as unknown as Matrix, matrix);
    else if (line.endsWith(" Tm")) text = numbers as unknown as Matrix;
    else if (line.endsWith(" Tf")) size = numbers.at(-1) ?? 0;
    else if (line.endsWith(" TJ")) {
      const [, , , , left, bottom] = multiply(text, matrix);
      const right = left + (measureRun(line, widths) * size) / 1000;
      runs.push({ page, left, right, top: PAGE_HEIGHT - bottom, size });
    }
  }
  return runs;
}

/** Where every run of glyphs stands, by the page's own operators; for PDFs of one face as pdfkit writes them. */
export function placeRuns(bytes: Uint8Array): PlacedRun[] {
  const widths = readWidths(Buffer.from(bytes).toString("latin1"));
  return readContents(bytes).flatMap((content, page) => placePage(content, page, widths));
}
