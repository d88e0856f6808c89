import { h } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import type { BundleBranch, BundlePageProps, PreparedBundle } from "../../web/pages/bundle.model";
import { BundlePage } from "../../web/pages/bundle.page";
import { findForms, readWords } from "../support/markup";

const STAFF = { committeeName: "中共霁川区教育局委员会", displayName: "党建办" };
const ROUND = {
  id: "rnd_1",
  title: "专题组织生活会材料报送",
  noticeNumber: "霁教党字〔2026〕18号",
  state: "published",
} as const;
const FILED = "2026-12-20T01:30:00.000Z";
const STANDARD = "{序号}_{材料}/{序号}_{材料}{份}_v{版本}{迟交}";

const branch = (code: string, more: Partial<BundleBranch> = {}): BundleBranch => ({
  id: `sub_${code}`,
  code,
  name: `霁川区第${code}党支部`,
  started: true,
  complete: false,
  bytes: 3 * 1024 * 1024,
  archivedAt: null,
  changedSinceArchive: false,
  ...more,
});

const prepared = (id: string, more: Partial<PreparedBundle> = {}): PreparedBundle => ({
  id,
  filter: "complete",
  branches: 312,
  files: 4210,
  bytes: 2_254_857_830,
  preparedAt: "2026-12-19T02:00:00.000Z",
  keptUntil: "2026-12-26T02:00:00.000Z",
  etag: '"abc"',
  href: `/api/rounds/rnd_1/bundles/${id}`,
  archivedAt: null,
  stale: false,
  ...more,
});

function page(more: Partial<BundlePageProps> = {}): string {
  const props: BundlePageProps = {
    lang: "zh",
    staff: STAFF,
    round: ROUND,
    choices: [
      { filter: "started", branches: 312, bytes: 2_254_857_830 },
      { filter: "complete", branches: 280, bytes: 0 },
    ],
    branches: [branch("A1"), branch("A2", { complete: true }), branch("A3", { started: false })],
    unsealed: 0,
    prepared: [],
    naming: { pattern: STANDARD, standard: STANDARD, example: [], problem: null, typed: null },
    justArchived: null,
    problem: null,
    again: null,
    archived: { branches: 0, changed: 0 },
    ...more,
  };
  return render(h(BundlePage, props));
}

describe("the bundle page", () => {
  test("says beforehand how many branches each download holds, and how much it is", () => {
    const forms = findForms(page(), "/committee/rounds/rnd_1/bundles").map(readWords);
    expect(forms[0]).toContain("下载 312 个支部 · 约 2.1 GB");
    expect(forms[1]).toContain("下载 280 个支部");
    expect(forms[1]).not.toContain("约");
  });

  test("sends the choice with the button that was pressed", () => {
    const [first, second] = findForms(page(), "/committee/rounds/rnd_1/bundles");
    expect(first).toMatch(/<button[^>]* name="filter" value="started"/);
    expect(second).toMatch(/<button[^>]* name="filter" value="complete"/);
  });

  test("offers no button for a choice that holds nobody", () => {
    const html = page({
      choices: [
        { filter: "started", branches: 2, bytes: 10 },
        { filter: "accepted", branches: 0, bytes: 0 },
      ],
    });
    expect(html).toContain("全部通过的支部");
    expect(html).not.toContain('value="accepted"');
  });

  test("says so when nothing was handed in, and offers no branch to choose", () => {
    const html = page({
      choices: [{ filter: "started", branches: 0, bytes: 0 }],
      branches: [branch("A1", { started: false })],
    });
    expect(readWords(html)).toContain("还没有支部交来材料");
    expect(findForms(html, "/committee/rounds/rnd_1/bundles")).toEqual([]);
  });

  test("lets only branches with something in be ticked, and posts nothing but ticks", () => {
    const chooser = findForms(page(), "/committee/rounds/rnd_1/bundles").at(-1) ?? "";
    const ticks = [...chooser.matchAll(/type="checkbox" name="branch" value="([^"]+)"/g)];
    expect(ticks.map(([, id]) => id)).toEqual(["sub_A1", "sub_A2"]);
    expect(chooser).toMatch(/type="hidden" name="filter" value="chosen"/);
    expect(chooser).not.toMatch(/type="radio"|type="search"/);
    expect(readWords(page())).toContain("另有 1 个支部还没有交");
  });

  test("keeps branches in the order they were given, whatever their size", () => {
    const html = page({ branches: [branch("B1", { bytes: 1 }), branch("B2", { bytes: 9e9 }), branch("B3")] });
    const order = [...html.matchAll(/name="branch" value="([^"]+)"/g)].map(([, id]) => id);
    expect(order).toEqual(["sub_B1", "sub_B2", "sub_B3"]);
  });

  test("warns that branches are still being sealed", () => {
    expect(readWords(page({ unsealed: 5 }))).toContain("有 5 个支部刚交过材料，正在封存");
    expect(readWords(page())).not.toContain("正在封存");
  });

  test("escapes a branch's name", () => {
    const html = page({ branches: [branch("A1", { name: '<img src=x onerror="1">党支部' })] });
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img");
  });
});

describe("a prepared bundle", () => {
  test("shows its exact size, its days and the link that gives the same bytes", () => {
    const html = page({ prepared: [prepared("bdl_1")] });
    expect(readWords(html)).toContain(
      "2.1 GB（2\u202f254\u202f857\u202f830 字节）".replaceAll("\u202f", " "),
    );
    expect(readWords(html)).toContain("12月19日 10:00 准备 · 保留到 12月26日 10:00");
    expect(html).toMatch(/<a[^>]* href="\/api\/rounds\/rnd_1\/bundles\/bdl_1"/);
    expect(readWords(html)).toContain("在浏览器的下载列表里点“继续”");
  });

  test("takes the code printed inside it, each in a field of its own", () => {
    const html = page({ prepared: [prepared("bdl_1"), prepared("bdl_2")] });
    for (const id of ["bdl_1", "bdl_2"]) {
      const [form] = findForms(html, `/committee/rounds/rnd_1/bundles/${id}/archive`);
      expect(form).toMatch(new RegExp(`<label for="code.${id}">归档确认码</label>`));
      expect(form).toMatch(new RegExp(` id="code.${id}" name="code"`));
    }
  });

  test("is filed once: then its time stands there and the form is gone", () => {
    const html = page({ prepared: [prepared("bdl_1", { archivedAt: FILED })] });
    expect(readWords(html)).toContain("已归档 12月20日 09:30");
    expect(findForms(html, "/committee/rounds/rnd_1/bundles/bdl_1/archive")).toEqual([]);
  });

  test("says when something was handed in since", () => {
    expect(readWords(page({ prepared: [prepared("bdl_1", { stale: true })] }))).toContain("又有支部交来材料");
    expect(readWords(page({ prepared: [prepared("bdl_1")] }))).not.toContain("又有支部交来材料");
  });

  test("counts what is filed and what changed since", () => {
    const html = page({ archived: { branches: 120, changed: 3 }, justArchived: 2 });
    expect(readWords(html)).toContain("已归档 120 个支部，其中 3 个归档后又有更新");
    expect(html).toMatch(/role="status"[^>]*>已登记归档：2 个支部/);
  });
});

describe("the naming of files", () => {
  const own = "{支部编号}_{原名}";

  test("shows the pattern in force and what it makes; the standard one has no way back to itself", () => {
    const example = ["JC01_桐荫小学党支部/01_工作方案/01_工作方案_v1.docx"];
    const html = page({
      naming: { pattern: STANDARD, standard: STANDARD, example, problem: null, typed: null },
    });
    expect(html).toContain(`name="pattern" value="${STANDARD}"`);
    expect(html).toContain(example[0]);
    expect(html).not.toContain('name="reset"');
  });

  test("goes back to the standard by a second button, so that Enter saves", () => {
    const html = page({
      naming: { pattern: own, standard: STANDARD, example: [], problem: null, typed: null },
    });
    const [form] = findForms(html, "/committee/rounds/rnd_1/naming");
    const buttons = [...(form?.matchAll(/<button([^>]*)>/g) ?? [])].map(([, inside]) => inside);
    expect(buttons).toHaveLength(2);
    expect(buttons[0]).not.toContain("name=");
    expect(buttons[1]).toContain('name="reset" value="1"');
  });

  test("keeps what was typed when it cannot be saved, and says why first thing on the page", () => {
    const problem = "命名规则不能用：不认识 {书记}";
    const html = page({
      naming: { pattern: own, standard: STANDARD, example: [], problem, typed: "{书记}" },
    });
    expect(html).toMatch(/role="alert".*href="#pattern"/s);
    expect(html).toMatch(/id="pattern" name="pattern" value="\{书记\}" aria-invalid="true"/);
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf("<section"));
  });

  test("lists every placeholder in the reader's language", () => {
    for (const one of ["序号", "支部编号", "支部", "材料", "日期", "版本", "份", "迟交", "原名"])
      expect(page()).toContain(`<code>{${one}}</code>`);
    for (const one of ["no", "code", "branch", "artifact", "date", "version", "nth", "late", "original"])
      expect(page({ lang: "en" })).toContain(`<code>{${one}}</code>`);
  });
});

describe("every control of the bundle page", () => {
  const full = page({
    prepared: [prepared("bdl_1"), prepared("bdl_2", { stale: true })],
    unsealed: 2,
    naming: { pattern: "{原名}", standard: STANDARD, example: [], problem: "不能用", typed: "{" },
  });

  test("has a label", () => {
    const labels = new Set([...full.matchAll(/ for="([^"]+)"/g)].map(([, id]) => id));
    for (const [tag] of full.matchAll(/<input[^>]*>/g)) {
      if (/type="(hidden|radio|checkbox)"| aria-label=/.test(tag)) continue;
      expect(labels, tag).toContain(/ id="([^"]+)"/.exec(tag)?.[1]);
    }
  });

  test("has an id of its own, and what describes it is there", () => {
    const ids = [...full.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
    expect(new Set(ids).size).toBe(ids.length);
    const described = [...full.matchAll(/aria-(?:describedby|labelledby)="([^"]+)"/g)];
    for (const [, list = ""] of described) for (const id of list.split(" ")) expect(ids).toContain(id);
  });
});
