import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { countC1, countC2 } from "../../schemas/count";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

const WIDE = [..."，。、；：？！“”‘’（）【】《》〈〉「」『』〔〕—…·～％＋－＝／＆＃＊｜"];
const NARROW = [...".,;:?!()[]{}<>\"'`-_+=/\\|@#$%^&*~｡､"];
const SPACES = [..." \t\n\r\u3000\u00a0\u200a"];
const LETTERS = [..."abcXYZ019éß１９ａＺ"];
const HAN = [..."党支部组织生活会二〇二六々龘㐂𠀀"];

/** The rule of domain.md §3.4 read letter by letter, with tables instead of patterns. */
function countSlowly(text: string): number {
  let count = 0;
  let inRun = false;
  for (const char of text) {
    const letter = LETTERS.includes(char);
    if (HAN.includes(char) || WIDE.includes(char)) count += 1;
    if (letter && !inRun) count += 1;
    inRun = letter;
  }
  return count;
}

const anyChar = fc.constantFrom(...WIDE, ...NARROW, ...SPACES, ...LETTERS, ...HAN);
const anyText = fc.array(anyChar, { maxLength: 200 }).map((chars) => chars.join(""));

describe("字数", () => {
  it("counts the fixture of 998 as 998 with punctuation and 877 Han characters", () => {
    expect(countC1(fixture("summary-998.txt"))).toBe(998);
    expect(countC2(fixture("summary-998.txt"))).toBe(877);
  });

  it("counts the fixture of 1000 as 1000 with punctuation and 879 Han characters", () => {
    expect(countC1(fixture("summary-1000.txt"))).toBe(1000);
    expect(countC2(fixture("summary-1000.txt"))).toBe(879);
  });

  it.each([
    ["", 0],
    ["小结", 2],
    ["“小结”——……", 8],
    ["2026年12月9日", 6],
    ["COVID19 and 3 more", 4],
    ["3.5", 2],
    ["１２名", 2],
    [". . . ,,, ---", 0],
    ["\u3000\u3000小结\n\n小结", 4],
    ["e\u0301te\u0301", 1],
    [" \u0301 \u0301 \ufe0f", 0],
  ])("counts %j as %i", (text, count) => {
    expect(countC1(text)).toBe(count);
  });

  it("makes no list of what it counts, which may be millions", () => {
    const listed = vi.spyOn(RegExp.prototype, Symbol.match);
    expect([countC1("小结，A ".repeat(100_000)), countC2("小结，A ".repeat(100_000))]).toEqual([
      400_000, 200_000,
    ]);
    expect(listed).not.toHaveBeenCalled();
    listed.mockRestore();
  });

  it("agrees with a slow counter on any mixture", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(countC1(text)).toBe(countSlowly(text));
        expect(countC2(text)).toBe([...text].filter((char) => HAN.includes(char)).length);
      }),
    );
  });

  it("gains nothing from pasted spaces or half-width marks", () => {
    const filler = fc
      .array(fc.constantFrom(...SPACES, ...NARROW), { maxLength: 40 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(anyText, filler, (text, more) => {
        expect(countC1(text + more)).toBe(countC1(text));
        expect(countC1(more + text)).toBe(countC1(text));
      }),
    );
  });

  it("never counts fewer than the Han characters, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(countC1(text)).toBeGreaterThanOrEqual(countC2(text));
      }),
    );
  });
});
