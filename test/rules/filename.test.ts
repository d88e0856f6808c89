import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanNamePart, countUtf8Bytes } from "../../worker/filename.rules";
import { anyText } from "../support/bundle.arbitraries";

describe("the length of a text in UTF-8", () => {
  it.each([
    ["", 0],
    ["a", 1],
    ["é", 2],
    ["党", 3],
    ["\uFFFF", 3],
    ["𠮷", 4],
    ["\uD800", 3],
    ["\uDC00", 3],
    ["\uDC00\uD800", 6],
    ["\uD800\uD83D\uDE00", 7],
  ])("of %j is %i", (text, bytes) => {
    expect(countUtf8Bytes(text)).toBe(bytes);
  });

  it("is what an encoder writes, for any text", () => {
    const encoder = new TextEncoder();
    const property = fc.property(anyText, (text) => countUtf8Bytes(text) === encoder.encode(text).length);
    fc.assert(property, { numRuns: 3000 });
  });
});

describe("a part of a name", () => {
  const anyPlain = fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."abcXYZ019_-"),
      fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCharCode(code)),
    ),
    minLength: 1,
  });

  it("of letters, digits and Chinese characters stays as it is, whether or not anything beside it is cleaned", () => {
    const property = fc.property(anyPlain, (text) => {
      expect(cleanNamePart(text)).toBe(text);
      expect(cleanNamePart(`\u200B${text} `)).toBe(text);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it("is cleaned once: cleaning it again changes nothing", () => {
    const property = fc.property(anyText, (text) => {
      const clean = cleanNamePart(text);
      expect(cleanNamePart(clean)).toBe(clean);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
