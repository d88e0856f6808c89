import { h } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import type { Artifact } from "../../schemas/artifact";
import type { BlankPlace, RoundBlanksProps } from "../../web/pages/round_blanks.model";
import { RoundBlanksPage } from "../../web/pages/round_blanks.page";
import { en } from "../../web/text/en";
import { zh } from "../../web/text/zh";
import { buildBlankName, buildBlankPlaces, isUntouched } from "../../worker/rounds/blank.rules";
import { makeArtifact } from "../support/definition";
import { findForms, readWords } from "../support/markup";

const blank = (artifactKey: string) => ({
  artifactKey,
  name: `${artifactKey}.docx`,
  bytes: 2048,
  addedAt: "2026-12-01T01:00:00.000Z",
});

describe("the name a template is offered under", () => {
  test.each([
    ["小结模板.docx", "docx", "小结模板.docx"],
    ["小结模板.DOCX", "docx", "小结模板.DOCX"],
    ["小结模板.doc", "docx", "小结模板.docx"],
    ["小结模板", "pdf", "小结模板.pdf"],
    ["小结.v2", "xlsx", "小结.v2.xlsx"],
    ["C:\\桌面\\表\u202e.xlsx", "xlsx", "表.xlsx"],
    ["..", "pdf", "未命名.pdf"],
  ] as const)("%s, which is %s, becomes %s", (given, type, name) => {
    expect(buildBlankName(given, type)).toBe(name);
  });
});

describe("the places for templates", () => {
  const artifacts: Artifact[] = [
    makeArtifact("plan", { kind: "form", form: "work_plan" }),
    makeArtifact("paper", { kind: "paper" }),
    makeArtifact("report"),
    makeArtifact("photos", { accepts: ["jpg", "png"] }),
    makeArtifact("video"),
  ];
  const keysOf = (places: readonly BlankPlace[]) =>
    places.map((one) => [one.key, one.open, one.blank !== null]);

  test("are the artifacts asked for as a document or on paper, in the notice's order", () => {
    const places = buildBlankPlaces(artifacts, (key) => key !== "video", [blank("report")]);
    expect(keysOf(places)).toEqual([
      ["paper", true, false],
      ["report", true, true],
    ]);
  });

  test("keep what is left over in sight, so that it can be taken back", () => {
    const places = buildBlankPlaces(artifacts, (key) => key !== "video", [blank("video"), blank("gone")]);
    expect(keysOf(places).slice(2)).toEqual([
      ["video", false, true],
      ["gone", false, true],
    ]);
  });
});

test("a file is untouched when its bytes are those of a template of the round", () => {
  const blanks = [{ sha256: "aa" }, { sha256: "bb" }];
  expect(isUntouched(blanks, { sha256: "bb" })).toBe(true);
  expect(isUntouched(blanks, { sha256: "cc" })).toBe(false);
  expect(isUntouched([], { sha256: "aa" })).toBe(false);
});

const PLACES: BlankPlace[] = [
  { key: "report", title: { zh: "小结", en: "Summary" }, open: true, blank: blank("report") },
  { key: "table", title: { zh: "表", en: "Table" }, open: true, blank: null },
  { key: "old", title: { zh: "旧表", en: "Old table" }, open: false, blank: blank("old") },
];

function page(more: Partial<RoundBlanksProps> = {}): string {
  return render(
    h(RoundBlanksPage, {
      lang: "zh",
      staff: { committeeName: "中共霁川区教育局委员会", displayName: "党建办" },
      round: { id: "rnd_1", title: "专题组织生活会", noticeNumber: "18号", state: "published" },
      places: PLACES,
      maxBytes: 20 * 1024 * 1024,
      done: null,
      refused: null,
      ...more,
    }),
  );
}

const pathOf = (key: string) => `/committee/rounds/rnd_1/blanks/${key}`;

describe("the page of templates", () => {
  test("says what may be put here before anything is picked", () => {
    expect(readWords(page())).toContain("Word、Excel 或 PDF，不超过 20 MB");
  });

  test("has a plain form for every open place, and a labelled picker in each", () => {
    for (const key of ["report", "table"]) {
      const [form = ""] = findForms(page(), pathOf(key));
      expect(form).toContain('enctype="multipart/form-data"');
      expect(form).toContain(`<label for="file-${key}">`);
      expect(form).toMatch(new RegExp(`<input type="file" id="file-${key}" name="file" required`));
    }
  });

  test("offers to fetch and to remove what is there, and nothing to put where nothing is asked", () => {
    const html = page();
    for (const key of ["report", "old"]) {
      expect(html).toContain(`href="${pathOf(key)}"`);
      expect(findForms(html, `${pathOf(key)}/remove`)).toHaveLength(1);
    }
    expect(findForms(html, pathOf("old"))).toEqual([]);
    expect(findForms(html, `${pathOf("table")}/remove`)).toEqual([]);
    expect(readWords(html)).toContain(zh.blanks.unasked);
  });

  test("tells at the head why a template was not taken, with a way to its picker", () => {
    const html = page({ refused: { key: "table", zh: "没有选择文件。", en: "No file was chosen." } });
    expect(html).toMatch(/role="alert".*<a href="#file-table">没有选择文件。<\/a>/s);
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf("<section"));
    expect(html).not.toContain("<details open");
    expect(page({ refused: { key: "report", zh: "一", en: "one" } })).toContain("<details open");
  });

  test("says when branches can download what was added", () => {
    const draft = { id: "rnd_1", title: "专题组织生活会", noticeNumber: "18号", state: "draft" } as const;
    expect(readWords(page({ done: "added" }))).toContain(zh.blanks.done.added.published);
    expect(readWords(page({ done: "added", round: draft }))).toContain(zh.blanks.done.added.draft);
  });

  test("is a place of its round, as a draft and afterwards, in both languages", () => {
    for (const state of ["draft", "published", "closed"] as const) {
      const round = { id: "rnd_1", title: "专题组织生活会", noticeNumber: "18号", state };
      expect(page({ round })).toContain('href="/committee/rounds/rnd_1/blanks" aria-current="page"');
    }
    expect(readWords(page({ lang: "en" }))).toContain(en.blanks.noticed);
  });

  test("has every id once", () => {
    const ids = [...page().matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("explains itself where nothing can have a template", () => {
    expect(readWords(page({ places: [] }))).toContain(zh.blanks.nothing);
  });
});
