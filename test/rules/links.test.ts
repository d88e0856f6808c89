import { describe, expect, it } from "vitest";
import {
  buildLinkLines,
  buildLinkUrl,
  LINK_SECRET_CHARS,
  openLinkKey,
} from "../../worker/branches/link.rules";

const KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

describe("a link's secret", () => {
  it("is derived from its id and the key, 130 bits, the same every day", async () => {
    const derive = await openLinkKey(KEY);
    const secret = await derive("lnk_0123456789abcdef");
    expect(secret).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(LINK_SECRET_CHARS * 5).toBeGreaterThanOrEqual(128);
    expect(await (await openLinkKey(KEY))("lnk_0123456789abcdef")).toBe(secret);
  });

  it("is another for another id and another key", async () => {
    const derive = await openLinkKey(KEY);
    const other = await openLinkKey(KEY.replaceAll("0", "1"));
    const secrets = [await derive("lnk_a"), await derive("lnk_b"), await other("lnk_a")];
    expect(new Set(secrets).size).toBe(3);
  });

  it("needs a key of hex that is long enough", async () => {
    await expect(openLinkKey("")).rejects.toThrow();
    await expect(openLinkKey("not hex")).rejects.toThrow();
    await expect(openLinkKey("00ff")).rejects.toThrow();
  });
});

describe("a link", () => {
  it("carries its secret in the fragment only", () => {
    const url = new URL(buildLinkUrl("https://huizhi.test", "k7m294qd"));
    expect([url.pathname, url.search, url.hash]).toEqual(["/b", "", "#k7m294qd"]);
  });

  it("stands on one line with its branch when all are copied", () => {
    expect(
      buildLinkLines([
        { name: "甲党支部", url: "u1" },
        { name: "乙党支部", url: "u2" },
      ]),
    ).toBe("甲党支部\tu1\n乙党支部\tu2");
  });
});
