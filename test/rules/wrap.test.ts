import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, splitForWrap } from "../../worker/receipts/wrap.rules";

test("the pieces joined are the text again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(splitForWrap(text).join("")).toBe(text);
      expect(splitForWrap(text)).not.toContain("");
    }),
  );
});

test("Chinese breaks between characters, not before closing or after opening marks", () => {
  expect(splitForWrap("按《通知》（18号），收齐。")).toEqual([
    "按",
    "《通",
    "知》",
    "（18",
    "号），",
    "收",
    "齐。",
  ]);
});

test("no line begins with a closing mark", () => {
  const unit = fc.constantFrom(..."中文，。）》”“（《A1:- ".split(""));
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1, maxLength: 40 }), (text) => {
      const pieces = splitForWrap(text);
      for (const [i, piece] of pieces.slice(1).entries()) {
        if ((pieces[i]?.length ?? 0) < 16) expect(piece).not.toMatch(/^[，。）》”]/);
      }
    }),
  );
});

test("a run of nothing but marks breaks too, so that no name runs over the edge", () => {
  for (const mark of ["，", "（", "》"]) {
    expect(Math.max(...splitForWrap(mark.repeat(300)).map((piece) => piece.length))).toBeLessThanOrEqual(16);
  }
});

test("times, dates and numbers stay whole, hashes and addresses break", () => {
  expect(splitForWrap("10:15")).toEqual(["10:15"]);
  expect(splitForWrap("2026-18-0003")).toEqual(["2026-18-0003"]);
  expect(splitForWrap("ab".repeat(32))).toHaveLength(64);
  expect(splitForWrap("https://huizhi.test/verify/2026-18-0003").length).toBeGreaterThan(3);
});

test("a name is cleaned of what would turn, hide or break it", () => {
  expect(cleanText("\u202egpj.exe")).toBe("gpj.exe");
  expect(cleanText("a\r\n b\u200b.pdf ")).toBe("a b .pdf");
  expect(cleanText("小结（终稿）.docx")).toBe("小结（终稿）.docx");
  expect(cleanText("❤\ufe0f")).toBe("❤");
});
