import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { RECEIPT_STATEMENT } from "../../schemas/receipt";
import { buildRelativeHref, buildShownName } from "../../web/pages/bundle_index.model";
import { renderBundleIndex } from "../../web/pages/bundle_index.page";
import { INDEX_STYLE } from "../../web/pages/bundle_index.style";
import { renderRoundIndex } from "../../web/pages/round_index.page";
import { zh } from "../../web/text/zh";
import { uniquePaths } from "../../worker/bundles/bundle.names.rules";
import { buildFilePath } from "../../worker/bundles/bundle.naming.rules";
import { anyPathParts, anyText } from "../support/bundle.arbitraries";
import {
  indexArtifact as artifact,
  indexFile as file,
  listHrefs,
  MANIFEST,
  indexProps as props,
  readPath,
  readWords,
  roundIndexProps as roundProps,
  SOURCE,
} from "../support/index.builders";

afterEach(() => vi.unstubAllEnvs());

const t = zh.bundleIndex;
const HTML = renderBundleIndex(props());
const ROUND = renderRoundIndex(roundProps(4));

describe.each([
  ["a branch's", HTML],
  ["a round's", ROUND],
])("%s index.html", (_whose, html) => {
  test("is a whole document in Chinese and UTF-8", () => {
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<main>/g)).toHaveLength(1);
  });

  test("runs nothing and loads nothing", () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).not.toMatch(
      /<script|<link|<img|<iframe|<base|<form| on\w+=| src=|javascript:|@import|url\(/i,
    );
    expect(html).not.toMatch(/https?:|\/\/[a-z]/i);
    expect(listHrefs(html).filter((href) => /^[/.]|:/.test(href))).toEqual([]);
  });

  test("carries its style as it was written", () => {
    expect(html).toContain(`<style>${INDEX_STYLE}</style>`);
  });

  test("prints the filing code, its fingerprint, and how to check the files", () => {
    const words = readWords(html);
    expect(words).toContain(SOURCE.code);
    expect(html.replaceAll("<wbr/>", "")).toContain(MANIFEST);
    for (const said of ["sha256sum -c SHA256SUMS", 'certutil -hashfile "文件名" SHA256', "已归档"])
      expect(words).toContain(said);
  });
});

describe("a branch's index.html", () => {
  test("links every file exactly once, and nothing else", () => {
    const paths = ["回执_2026-18-0003.pdf", "回执_2026-18-0003.json"];
    const expected = [
      ...paths,
      "01_材料/01_材料_v1.docx",
      "02_材料/02_材料_v1.docx",
      "清单.csv",
      "SHA256SUMS",
    ];
    expect(listHrefs(HTML).map(readPath)).toEqual(expected);
  });

  test("says of a file what it was called, its size, pages, version, time and whole hash", () => {
    const words = readWords(renderBundleIndex(props({ artifacts: [artifact(1)] })));
    for (const said of ["原名： 汇总 终稿.docx", "1.2 MB", "3 页", "第 1 版", "2026年12月5日 09:44"])
      expect(words).toContain(said);
    expect(HTML).toContain(
      `<code class="hash"><b>9f2c41d077ab</b>${"0".repeat(20)}<wbr/>${"0".repeat(32)}</code>`,
    );
  });

  test("does not repeat a name that is the same", () => {
    const one = file("报告.docx", { originalName: "报告.docx" });
    expect(readWords(renderBundleIndex(props({ artifacts: [artifact(1, { files: [one] })] })))).not.toContain(
      t.original,
    );
  });

  test("says what is missing by name, and that no receipt can be there yet", () => {
    const words = readWords(
      renderBundleIndex(props({ complete: false, missing: ["小结", "会议记录"], receipt: null })),
    );
    expect(words).toMatch(/还缺 2 项： +小结 +、 +会议记录/);
    expect(words).toContain(t.noReceipt);
    expect(words).not.toContain(t.complete);
  });

  test("says of a complete one that it is complete, and no more than a receipt proves", () => {
    expect(readWords(HTML)).toContain(t.complete);
    expect(readWords(HTML)).toContain(RECEIPT_STATEMENT);
  });

  test("calls nothing complete or missing where nothing was required", () => {
    const words = readWords(renderBundleIndex(props({ complete: false, receipt: null })));
    expect(words).toContain(t.nothingAsked);
    expect(words).not.toContain(t.complete);
    expect(words).not.toContain(t.noReceipt);
  });

  test("says how late something was, what came on paper, and what did not come", () => {
    const late = artifact(1, { lateSeconds: 2 * 86_400, files: [], papers: ["纸质2份，已盖章，党建办收"] });
    const absent = artifact(2, { state: "missing", receivedAt: null, files: [], required: false });
    const words = readWords(renderBundleIndex(props({ artifacts: [late, absent] })));
    expect(words).toContain("逾期2天");
    expect(words).toContain("纸质： 纸质2份，已盖章，党建办收");
    expect(words).toMatch(/2\. +材料2 +未交 +可交/);
  });

  test("says whether older versions are in", () => {
    expect(readWords(HTML)).toContain(t.newestOnly);
    expect(readWords(renderBundleIndex(props({ allVersions: true })))).toContain(t.allVersions);
  });

  test("is the same text for the same facts, wherever and whenever it is made", () => {
    vi.stubEnv("TZ", "America/Los_Angeles");
    expect(new Date(0).getHours()).toBe(16);
    expect(renderBundleIndex(props())).toBe(HTML);
  });
});

describe("a round's index.html", () => {
  test("links every branch's page, every list and SHA256SUMS exactly once", () => {
    const folders = [1, 2, 3, 4].map((n) => `JC${n}_霁川区第${n}党支部/index.html`);
    expect(listHrefs(ROUND).map(readPath)).toEqual(["台账.xlsx", "SHA256SUMS", ...folders]);
  });

  test("keeps the order it was given and says each branch's state, receipt and size", () => {
    const words = readWords(ROUND);
    expect(words).toMatch(/JC1 +霁川区第1党支部 +已收齐 +2026-18-1 +20 个 +1 MB/);
    expect(words).toMatch(/JC3 +霁川区第3党支部 +部分已交 +缺 2 项 +无回执/);
    expect(words).toContain("4 个支部，80 个文件，共 4 MB。");
  });

  test("names the branches that are not in it, and says nothing of them when there are none", () => {
    expect(readWords(ROUND)).toMatch(/不在包内的支部（1 个） +JC900 +霁川区离退休教师党支部/);
    expect(readWords(renderRoundIndex(roundProps(4, { absent: [] })))).not.toContain("不在包内");
  });

  test("stays small for 500 branches: less than 600 bytes each, before any packing", () => {
    const html = renderRoundIndex(roundProps(500));
    expect(listHrefs(html)).toHaveLength(502);
    expect(new TextEncoder().encode(html).length).toBeLessThan(500 * 600);
  });
});

const HOSTILE = '"><script>alert(1)</script><a href="javascript:alert(1)">&amp;';

describe("names that people gave", () => {
  const hostile = (text: string) => {
    const one = file(`${text}/x`, { name: text, originalName: text, note: text });
    return renderBundleIndex(
      props({
        committee: text,
        theme: text,
        notice: { number: text, title: text, issuer: text },
        branch: { code: text, name: text },
        missing: [text],
        artifacts: [artifact(1, { title: text, files: [one], papers: [text] })],
      }),
    );
  };

  test("never become markup, in any place", () => {
    const html = hostile(HOSTILE);
    expect(html).not.toMatch(/<script|<a href="javascript/);
    expect(html.split("&quot;>&lt;script>").length).toBeGreaterThan(10);
    const harmless = hostile("甲");
    const tags = (text: string) => text.replace(/ href="[^"]*"/g, "").match(/<[^>]*>/g);
    expect(tags(html.slice(html.indexOf("</style>")))).toEqual(
      tags(harmless.slice(harmless.indexOf("</style>"))),
    );
  });

  test("stand isolated, and what would disguise them is seen", () => {
    const html = hostile("\u202Egpj.exe\0\u2067x");
    expect(html).toContain("<bdi>\uFFFDgpj.exe\uFFFD\uFFFDx</bdi>");
    expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069\0]/);
  });

  test("keep every letter of any language, and pictures", () => {
    for (const name of ["الملف النهائي.pdf", "𠮷野家", "👨‍👩‍👧‍👦.jpg", "报告（终稿）"])
      expect(buildShownName(name)).toBe(name);
  });

  test("may hold anything at all: the page keeps its shape", () => {
    const shape = (html: string) => html.slice(html.indexOf("</style>")).match(/<\/?[a-z][a-z0-9]*/g);
    const expected = shape(hostile("甲"));
    const property = fc.property(anyText, (text) => {
      fc.pre(text !== "");
      expect(shape(hostile(text))).toEqual(expected);
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe("a link", () => {
  const BASE = "file:///media/usb/JC01/index.html";

  test.each([
    ["a#b.pdf", "a%23b.pdf"],
    ["100%.pdf", "100%25.pdf"],
    ["a?b/c d.pdf", "a%3Fb/c%20d.pdf"],
    ['"q"/x', "%22q%22/x"],
    ["a:b", "a%3Ab"],
    ["%2e%2e/x", "%252e%252e/x"],
  ])("to %j is %j", (path, href) => {
    expect(buildRelativeHref(path)).toBe(href);
  });

  test("to any path a bundle can have leads to that path", () => {
    const property = fc.property(fc.array(anyPathParts, { minLength: 1, maxLength: 6 }), (parts) => {
      const paths = uniquePaths(parts.map((one) => buildFilePath(one)));
      const files = paths.map((path) => file(path));
      const one = props({ artifacts: [artifact(1, { files })], receipt: null, lists: [] });
      const hrefs = listHrefs(renderBundleIndex(one));
      expect(hrefs.map(readPath)).toEqual(paths);
      for (const [i, href] of hrefs.entries()) {
        const url = new URL(href, BASE);
        expect([url.search, url.hash]).toEqual(["", ""]);
        expect(decodeURIComponent(url.pathname)).toBe(`/media/usb/JC01/${paths[i]}`);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  test("never leads out of the folder, whatever it is given", () => {
    const anyPath = fc.oneof(
      anyText,
      fc.constantFrom("/etc/passwd", "//host/x", "../../x", "./..", "file:///x"),
    );
    const property = fc.property(anyPath, (path) => {
      expect(new URL(buildRelativeHref(path), BASE).href.startsWith("file:///media/usb/JC01/")).toBe(true);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
