import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildQr,
  buildVerifyTarget,
  MAX_QR_VERSION,
  QR_QUIET_MODULES,
  QR_SIDE_MM,
} from "../../worker/receipts/qr.rules";

const TARGET = buildVerifyTarget("https://huizhi.test/verify/2026-18-0003", 2, "K7M2-94QD-3HXV");

function paint(text: string): boolean[][] {
  const { size, rects } = buildQr(text);
  const grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const rect of rects) {
    const row = grid[rect.y] ?? [];
    for (let x = rect.x; x < rect.x + rect.width; x++) {
      expect(row[x]).toBe(false);
      row[x] = true;
    }
  }
  return grid;
}

/** The 7 × 7 square a scanner looks for in three corners (ISO/IEC 18004, 6.3.3). */
function finderAt(grid: boolean[][], left: number, top: number): string[] {
  return grid.slice(top, top + 7).map((row) =>
    row
      .slice(left, left + 7)
      .map((dark) => (dark ? "#" : "."))
      .join(""),
  );
}
const FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];

test("the target names the version and the code of the print", () => {
  expect(TARGET).toBe("https://huizhi.test/verify/2026-18-0003?v=2&code=K7M2-94QD-3HXV");
});

test("the finders stand in three corners inside a white border of four modules", () => {
  const grid = paint(TARGET);
  const end = grid.length - QR_QUIET_MODULES - 7;
  expect(finderAt(grid, QR_QUIET_MODULES, QR_QUIET_MODULES)).toEqual(FINDER);
  expect(finderAt(grid, end, QR_QUIET_MODULES)).toEqual(FINDER);
  expect(finderAt(grid, QR_QUIET_MODULES, end)).toEqual(FINDER);
  const inside = (at: number) => at >= QR_QUIET_MODULES && at < grid.length - QR_QUIET_MODULES;
  grid.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (!inside(x) || !inside(y)) expect(dark).toBe(false);
    });
  });
});

test("every text that fits is drawn at most at version 20 and prints over 25 mm wide", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 600 }), (text) => {
      fc.pre(new TextEncoder().encode(text).length <= 666);
      const { version, size } = buildQr(text);
      expect(version).toBeLessThanOrEqual(MAX_QR_VERSION);
      expect(size).toBe(17 + 4 * version + 2 * QR_QUIET_MODULES);
      expect((QR_SIDE_MM * (size - 2 * QR_QUIET_MODULES)) / size).toBeGreaterThan(25);
    }),
    { numRuns: 30 },
  );
});

test("a signature and a proof have room beside the target, and what is too long is refused", () => {
  expect(buildQr(TARGET).version).toBeLessThanOrEqual(6);
  expect(buildQr(TARGET + "s".repeat(550)).version).toBeLessThanOrEqual(MAX_QR_VERSION);
  expect(() => buildQr("x".repeat(667))).toThrow(RangeError);
});
