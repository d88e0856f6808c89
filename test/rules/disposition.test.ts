import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildContentDisposition } from "../../worker/disposition.rules";
import { anyText } from "../support/bundle.arbitraries";

/** RFC 6266 as a browser reads it: both names, decoded. */
function readDisposition(value: string) {
  const found =
    /^(attachment|inline); filename="([A-Za-z0-9 .()_-]+)"(?:; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+))?$/.exec(
      value,
    );
  if (found === null) throw new Error(`not a disposition: ${value}`);
  const [, kind, plain = "", extended] = found;
  return { kind, plain, name: extended === undefined ? plain : decodeURIComponent(extended) };
}

describe("a Content-Disposition value", () => {
  it.each([
    ["report.pdf", 'attachment; filename="report.pdf"'],
    [
      "JC01_霁川区桐荫小学党支部.zip",
      `attachment; filename="JC01.zip"; filename*=UTF-8''JC01_${encodeURIComponent("霁川区桐荫小学党支部")}.zip`,
    ],
    ["回执.pdf", "attachment; filename=\"download.pdf\"; filename*=UTF-8''%E5%9B%9E%E6%89%A7.pdf"],
    ["é'(1)*.pdf", "attachment; filename=\"e_(1).pdf\"; filename*=UTF-8''%C3%A9%27%281%29_.pdf"],
    ["100%25.pdf", "attachment; filename=\"100_25.pdf\"; filename*=UTF-8''100%2525.pdf"],
    ["", "attachment; filename=\"download\"; filename*=UTF-8''_"],
  ])("for %j", (name, expected) => {
    expect(buildContentDisposition(name)).toBe(expected);
  });

  it("can be inline", () => {
    expect(buildContentDisposition("a.pdf", "inline")).toBe('inline; filename="a.pdf"');
  });

  it.each([
    ["line breaks", "a\r\nSet-Cookie: x=1\r\n\r\n<html>.pdf"],
    ["quotes and backslashes", 'a";filename="evil\\".exe'],
    ["path parts", "../../../etc/passwd"],
    ["a device name", "CON.pdf"],
    ["a reversed extension", "报告\u202Efdp.exe"],
    ["an emoji", "👨‍👩‍👧.pdf"],
    ["300 characters", `${"长".repeat(300)}.docx`],
    ["300 emoji", `${"😀".repeat(300)}.docx`],
    ["a lone surrogate", "\uD800.pdf"],
  ])("stays one safe line for %s", (_, name) => {
    const { plain, name: real } = readDisposition(buildContentDisposition(name));
    expect(Buffer.byteLength(real)).toBeLessThanOrEqual(200);
    for (const one of [plain, real]) expect(one).not.toMatch(/[\p{Cc}\p{Cf}/\\<>:"|?*]|^\.|^con\./iu);
    if (name.endsWith(".docx")) expect(real.endsWith(".docx")).toBe(true);
  });

  it("is well formed for any text, and the same for the name it gives", () => {
    const property = fc.property(anyText, fc.constantFrom("", ".pdf", ".DOCX", ".tar.gz"), (stem, ext) => {
      const value = buildContentDisposition(stem + ext);
      const { plain, name } = readDisposition(value);
      expect(value).toMatch(/^[\x20-\x7e]+$/);
      expect(plain.length).toBeLessThanOrEqual(200);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
      expect(readDisposition(buildContentDisposition(name)).name).toBe(name);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
