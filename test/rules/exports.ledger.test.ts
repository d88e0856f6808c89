import { describe, expect, it } from "vitest";
import { computeCompleteness } from "../../schemas/completeness";
import { buildSummary } from "../../schemas/summary";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { buildLedger, buildMissingList } from "../../worker/exports/ledger.rules";
import { renderTableCsv } from "../../worker/exports/table.rules";
import { ROUND_TEMPLATES } from "../../worker/rounds/templates";
import { readCsv } from "../support/csv";
import { makeArtifact, makeDefinition } from "../support/definition";
import { HOSTILE_NAMES, makeBranch, publish, readLine } from "./exports.support";
import { DUE, LATE, makeDraft, makeEntry, makeFacts, makeFile, makePaper, ON_TIME } from "./facts";

const plan = makeArtifact("work_plan", {
  kind: "form",
  form: "work_plan",
  due: DUE,
  title: { zh: "方案", en: "Plan" },
});
const text = makeArtifact("summary_text", {
  kind: "form",
  form: "activity_summary",
  due: DUE,
  minChars: 1000,
  accepts: ["docx"],
  title: { zh: "小结", en: "Summary" },
});
const media = makeArtifact("media", { minFiles: 2, title: { zh: "影像", en: "Media" } });
const paper = makeArtifact("paper", {
  kind: "paper",
  due: DUE,
  sealed: true,
  copies: 2,
  title: { zh: "小结纸质稿", en: "Paper" },
});
const extra = makeArtifact("extra", { required: false, title: { zh: "附加材料", en: "Extra" } });
const version = publish(makeDefinition([plan, text, media, paper, extra]));

const branches = [
  makeBranch(version, "JC01"),
  makeBranch(
    version,
    "JC02",
    {
      entries: [makeEntry("work_plan", { receivedAt: LATE }), makeEntry("summary_text", { chars: 1632 })],
      files: [makeFile("media", { id: "fil_1" }), makeFile("media", { id: "fil_2" })],
      papers: [makePaper("paper", { copies: 2 })],
    },
    {
      receiptNumber: "HZ2026-0007",
      receiptVersion: 2,
      lastActivityAt: "2026-12-18T18:00:00.000Z",
    },
  ),
  makeBranch(version, "JC03", {
    files: [makeFile("media"), makeFile("extra", { id: "fil_3" })],
    drafts: [makeDraft("work_plan"), makeDraft("summary_text")],
  }),
];

describe("台账", () => {
  const ledger = buildLedger(version, branches);

  it("has a column for each fact and nothing that ranks", () => {
    expect(ledger.header).toEqual([
      ...["编号", "支部", "状态"],
      ...["方案", "方案·收到时间", "方案·逾期"],
      ...["小结", "小结·收到时间", "小结·逾期", "小结·字数"],
      ...["影像", "影像·收到时间", "影像·文件数"],
      ...["小结纸质稿", "小结纸质稿·收到时间", "小结纸质稿·逾期", "小结纸质稿·份数"],
      ...["附加材料（可交）", "附加材料（可交）·收到时间", "附加材料（可交）·文件数"],
      ...["回执号", "回执版次", "最后更新"],
    ]);
    expect(ledger.header.join("")).not.toMatch(/名次|排名|得分|%|率/);
    expect(ledger.totals).toBeUndefined();
  });

  it("says of a branch that has everything when it came, how late, and how much it was", () => {
    expect(readLine(ledger, 1)).toMatchObject({
      编号: "JC02",
      状态: "已收齐",
      方案: "已收到",
      方案·收到时间: "2026-12-19 02:00",
      方案·逾期: "逾期2小时",
      小结·逾期: "按时",
      小结·字数: 1632,
      影像·文件数: 2,
      小结纸质稿·份数: 2,
      "附加材料（可交）": "未交",
      回执号: "HZ2026-0007",
      回执版次: 2,
      最后更新: "2026-12-19 02:00",
    });
  });

  it("leaves times and figures of what is not in empty, drafts too", () => {
    expect(readLine(ledger, 2)).toMatchObject({
      状态: "部分已交",
      方案: "草稿",
      方案·收到时间: null,
      方案·逾期: null,
      小结·字数: null,
      影像: "草稿",
      影像·文件数: null,
      小结纸质稿: "待收纸质",
      "附加材料（可交）": "已收到",
      回执号: null,
      最后更新: null,
    });
    expect(readLine(ledger, 0)).toMatchObject({ 状态: "未开始", 方案: "待交", "附加材料（可交）": "未交" });
  });

  it("keeps the order it is given and every line as long as its header", () => {
    const turned = buildLedger(version, branches.toReversed());
    expect(turned.rows.map(([code]) => code)).toEqual(["JC03", "JC02", "JC01"]);
    for (const row of turned.rows) expect(row).toHaveLength(turned.header.length);
  });

  it("reads a submission without any summary as one where everything is out", () => {
    const bare = buildLedger(version, [makeBranch(version, "JC09", {}, { summary: "[]" })]);
    expect(readLine(bare, 0)).toMatchObject({ 方案: "待交", 小结纸质稿: "待收纸质", 方案·收到时间: null });
  });

  it("tells two artifacts of one title apart", () => {
    const twins = ["first", "second"].map((key) => makeArtifact(key, { title: { zh: "照片", en: "Photo" } }));
    const { header } = buildLedger(publish(makeDefinition(twins)), []);
    expect(header).toContain("照片（2）·收到时间");
    expect(new Set(header).size).toBe(header.length);
  });

  it("gives every word of a state", () => {
    const states = ["blocked", "returned", "recheck", "accepted", "filed", "waived"] as const;
    const said = states.map((state) => {
      const judged = computeCompleteness(version, makeFacts({ entries: [makeEntry("work_plan")] }));
      const [first, ...rest] = buildSummary(version, judged);
      const summary = JSON.stringify([[state, ...(first ?? []).slice(1)], ...rest]);
      return readLine(buildLedger(version, [makeBranch(version, "JC01", {}, { summary })]), 0).方案;
    });
    expect(said).toEqual(["待更正", "被退回", "待复核", "已审核", "已备案", "已豁免"]);
  });

  it.each(ROUND_TEMPLATES.map((one) => [one.id, one.definition] as const))(
    "stands for %s in both profiles",
    (_id, definition) => {
      for (const profile of ["literal", "online_full"] as const) {
        const round = publish(definition, profile);
        const table = buildLedger(round, [makeBranch(round, "JC01"), makeBranch(round, "JC02")]);
        for (const row of table.rows) expect(row).toHaveLength(table.header.length);
        expect(new Set(table.header).size).toBe(table.header.length);
        expect(table.header.filter((title) => title.endsWith("·收到时间"))).toHaveLength(
          round.artifacts.length,
        );
      }
    },
  );
});

describe("未交清单", () => {
  const list = buildMissingList(version, branches);
  const due = "12月18日 周五 24:00";

  it("has a line for every required artifact that is not in, with what is known of it", () => {
    expect(list.header).toEqual(["编号", "支部", "材料", "截止", "说明"]);
    expect(list.rows).toEqual([
      ["JC01", "JC01党支部", "方案", due, "尚未开始"],
      ["JC01", "JC01党支部", "小结", due, "尚未开始"],
      ["JC01", "JC01党支部", "影像", null, "尚未开始"],
      ["JC01", "JC01党支部", "小结纸质稿", due, "待收盖章的纸质原件2份"],
      ["JC03", "JC03党支部", "方案", due, "有草稿12字，未提交"],
      ["JC03", "JC03党支部", "小结", due, "有草稿12字（要求不少于1000字），未提交"],
      ["JC03", "JC03党支部", "影像", null, "已传1个文件，要求不少于2个"],
      ["JC03", "JC03党支部", "小结纸质稿", due, "待收盖章的纸质原件2份"],
    ]);
  });

  it("says why an original at the desk does not count", () => {
    const said = [{ copies: 1 }, { copies: 2, sealed: false }].map((over) => {
      const branch = makeBranch(version, "JC04", { papers: [makePaper("paper", over)] });
      return buildMissingList(version, [branch]).rows.at(-1)?.at(-1);
    });
    expect(said).toEqual(["纸质件已到1份，要求2份", "纸质件已到，未盖章"]);
  });

  it("says 未交 of what a branch that has begun left out", () => {
    const branch = makeBranch(version, "JC05", { entries: [makeEntry("work_plan")] });
    expect(buildMissingList(version, [branch]).rows[0]?.slice(2)).toEqual(["小结", due, "未交"]);
  });

  it("asks again for what was sent back", () => {
    const returned = JSON.stringify([["returned", ON_TIME, null, null, 0]]);
    const [row] = buildMissingList(version, [makeBranch(version, "JC01", {}, { summary: returned })]).rows;
    expect(row?.at(-1)).toBe("被退回，待重新报送");
  });

  it("shows the notice's own words where it names no day", () => {
    const soon = makeArtifact("report", { due: null, dueText: "及时" });
    const round = publish(makeDefinition([soon]));
    expect(buildMissingList(round, [makeBranch(round, "JC01")]).rows[0]?.[3]).toBe("及时");
  });

  it.each(["notice-002", "notice-004"])("is empty for %s, which requires nothing", (id) => {
    const definition = ROUND_TEMPLATES.find((one) => one.id === id)?.definition;
    if (definition === undefined) throw new Error(`no template ${id}`);
    const round = publish(definition);
    expect(round.checklist).toBe(true);
    expect(buildMissingList(round, [makeBranch(round, "JC01")]).rows).toEqual([]);
  });

  it("names exactly what completeness calls missing in the demo round", () => {
    const round = publish(buildDemoRound("2026-11-27"));
    const facts = { entries: [makeEntry("work_plan"), makeEntry("opinion_summary")] };
    const { missing } = computeCompleteness(round, makeFacts(facts));
    const titles = round.artifacts.filter((one) => missing.includes(one.key)).map((one) => one.title.zh);
    const { rows } = buildMissingList(round, [makeBranch(round, "JC01", facts)]);
    expect(rows.map((row) => row[2])).toEqual(titles);
    expect(titles).toHaveLength(5);
  });
});

describe("lists as CSV", () => {
  it("carry any branch name in one cell", () => {
    const named = HOSTILE_NAMES.map((name, i) => makeBranch(version, `JC${i}`, {}, { name }));
    const ledger = buildLedger(version, named);
    const read = readCsv(renderTableCsv(ledger).slice(1));
    expect(read).toHaveLength(HOSTILE_NAMES.length + 1);
    for (const row of read) expect(row).toHaveLength(ledger.header.length);
    expect(read[1]?.[1]).toBe("constructor");
  });

  it("end in their totals", () => {
    const table = { name: "表", header: ["a", "b"], rows: [["x", 1]], totals: ["合计", 1] };
    expect(renderTableCsv(table)).toBe("\uFEFFa,b\r\nx,1\r\n合计,1\r\n");
  });
});
