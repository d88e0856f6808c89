import { h } from "preact";
import { render } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import type { BoardRow } from "../../web/pages/board.model";
import { BoardTable } from "../../web/pages/board.table";
import type { ArchiveState, SubmissionBundle } from "../../web/pages/bundle.model";
import { RoundHeader } from "../../web/pages/committee.frame";
import type { SubmissionProps } from "../../web/pages/submission.model";
import { SubmissionPage } from "../../web/pages/submission.page";
import { findForms, readWords } from "../support/markup";

const STAFF = { committeeName: "中共霁川区教育局委员会", displayName: "党建办" };
const ROUND = {
  id: "rnd_1",
  title: "专题组织生活会材料报送",
  noticeNumber: "霁教党字〔2026〕18号",
  state: "published",
} as const;
const FILED = "2026-12-20T01:30:00.000Z";

function submission(bundle: SubmissionBundle | null, sentence: string | null = null): string {
  const props: SubmissionProps = {
    lang: "zh",
    staff: STAFF,
    round: ROUND,
    branch: { id: "sub_1", code: "JC01", name: "桐荫小学党支部", members: 24, slipCode: "7K2M-9QXA" },
    state: "partial",
    missing: 1,
    checklist: false,
    receipt: null,
    bundle,
    refused:
      sentence === null ? null : { sentence: { zh: sentence, en: sentence }, place: "filing", typed: {} },
    artifacts: [],
    link: null,
    lastActivityAt: null,
    requests: [],
    events: [],
  };
  return render(h(SubmissionPage, props));
}

const ONE_BUNDLE: SubmissionBundle = {
  bytes: 38 * 1024,
  exact: true,
  href: "/api/rounds/rnd_1/branches/sub_1/bundle.zip",
  allVersionsHref: "/api/rounds/rnd_1/branches/sub_1/bundle.zip?versions=all",
  archivedAt: null,
  changedSinceArchive: false,
};
const ARCHIVE = "/committee/rounds/rnd_1/branches/sub_1/archive";

describe("one branch's bundle on its page", () => {
  test("is offered with its size, and with earlier versions", () => {
    const html = submission(ONE_BUNDLE);
    expect(html).toMatch(/href="\/api\/rounds\/rnd_1\/branches\/sub_1\/bundle\.zip">下载材料包 38 KB</);
    expect(html).toContain(`href="${ONE_BUNDLE.allVersionsHref}"`);
    expect(submission({ ...ONE_BUNDLE, exact: false })).toContain("下载材料包 约 38 KB");
  });

  test("says how a download that broke goes on", () => {
    expect(readWords(submission(ONE_BUNDLE))).toContain("下载中断了：在浏览器的下载列表里点“继续”");
  });

  test("is not there when nothing was handed in", () => {
    expect(submission(null)).not.toContain("材料包");
  });

  test("can be filed, is filed, and can be filed again after a change", () => {
    const filed = { ...ONE_BUNDLE, archivedAt: FILED };
    expect(findForms(submission(ONE_BUNDLE), ARCHIVE)).toHaveLength(1);
    expect(findForms(submission(filed), ARCHIVE)).toEqual([]);
    expect(readWords(submission(filed))).toContain("已归档 12月20日 09:30");
    const changed = submission({ ...filed, changedSinceArchive: true });
    expect(readWords(changed)).toContain("归档后又有更新");
    expect(findForms(changed, ARCHIVE)).toHaveLength(1);
  });

  test("says why a code was not taken, above the open form", () => {
    const html = submission(ONE_BUNDLE, "归档确认码不对。");
    expect(html).toMatch(/role="alert".*href="#filing"/s);
    expect(html).toMatch(/<details class="filing" open/);
    expect(html).toMatch(/id="filing" name="code"[^>]*aria-invalid="true"/);
  });
});

describe("the board", () => {
  const row = (id: string): BoardRow => ({
    id,
    code: id,
    name: `${id}党支部`,
    members: null,
    floating: null,
    cells: [],
    state: "complete",
    missing: 0,
    receiptSeq: null,
    lastActivityAt: null,
  });

  test("says quietly which branches are filed and which changed since", () => {
    const archived = new Map<string, ArchiveState>([
      ["A1", { archivedAt: FILED, changedSinceArchive: false }],
      ["A2", { archivedAt: FILED, changedSinceArchive: true }],
    ]);
    const rows = ["A1", "A2", "A3"].map(row);
    const html = render(
      h(BoardTable, { lang: "zh", roundId: "rnd_1", columns: [], rows, archived, now: FILED }),
    );
    expect([...html.matchAll(/<small>([^<]*)<\/small>/g)].map(([, small]) => small)).toEqual([
      "A1 · 已归档",
      "A2 · 归档后又有更新",
      "A3",
    ]);
  });

  test("leads to the bundle page, which a draft does not have", () => {
    const head = (state: "draft" | "published") =>
      render(h(RoundHeader, { lang: "zh", round: { ...ROUND, state }, place: "bundle" }));
    expect(head("published")).toMatch(/href="\/committee\/rounds\/rnd_1\/bundle" aria-current="page">材料包/);
    expect(head("draft")).not.toContain("/bundle");
  });
});
