import { expect, test } from "vitest";
import { computeEntryFigures, fitForm } from "../../schemas/entry";
import { activitySummary } from "../../schemas/forms/activity_summary";
import { appraisalTally } from "../../schemas/forms/appraisal_tally";
import { opinionSummary } from "../../schemas/forms/opinion_summary";
import { talkRecords } from "../../schemas/forms/talk_records";
import type { EntryContext, EntryValue, FormDefinition, FormField } from "../../schemas/forms/vocabulary";
import { workPlan } from "../../schemas/forms/work_plan";
import { ASSET_MANIFEST } from "../../worker/assets";
import { makeOpinionSummary, makeTalk, makeTalkRecords } from "../support/entries.talks";
import {
  makeEntryContext,
  makeSummary,
  makeTally,
  makeTallyRow,
  makeWorkPlan,
} from "../support/entry.builders";
import { readPdf } from "../support/pdf";
import { placeRuns } from "../support/pdf.places";
import { env } from "../support/worker";

const font = async () =>
  (await env.ASSETS.fetch(new URL(ASSET_MANIFEST.font, "https://assets.invalid"))).arrayBuffer();

interface Asked {
  ctx?: EntryContext;
  title?: string;
}

async function render(form: FormDefinition, value: EntryValue, asked: Asked = {}): Promise<Uint8Array> {
  const { renderEntryPdf } = await import("../../worker/entries/entry.pdf");
  const ctx = asked.ctx ?? makeEntryContext();
  return renderEntryPdf({
    form: fitForm(form, ctx),
    value,
    figures: computeEntryFigures(form, value, ctx, "zh").auto,
    title: asked.title ?? "专题组织生活会工作方案",
    branch: { code: "JC05", name: "霁川区松屿九年一贯制学校党支部" },
    notice: { number: "霁教党字〔2026〕18号", title: "关于召开专题组织生活会的通知" },
    version: 2,
    receivedAt: "2026-12-05T01:44:12.000Z",
    sha256: "3fa9c01b77de".padEnd(64, "0"),
    font,
  });
}

const readPages = async (form: FormDefinition, value: EntryValue, asked: Asked = {}) =>
  readPdf(await render(form, value, asked)).pages;

const squeeze = (text: string) => text.replace(/\s/g, "");
const typeArea = { left: 79.37, right: 521.58, top: 104.88, bottom: 742.67 };
/** Half a point is what rounding may take. */
const ROUNDING = 0.5;

/** Runs of glyphs that stand outside the type area; the foot has its own place below it. */
const listStrays = (bytes: Uint8Array) =>
  placeRuns(bytes).filter(
    (run) =>
      run.left < typeArea.left - ROUNDING ||
      run.right > typeArea.right + ROUNDING ||
      run.top < typeArea.top - ROUNDING ||
      (run.top > typeArea.bottom + ROUNDING && !(run.top > 765 && run.top < 785)),
  );

const PLAN = makeWorkPlan({
  observers: ["入党积极分子代表", "群众代表"],
  superior_attendee: "区教育局党委委员",
  study_items: ["上级文件", "年度工作要点"],
});
const SUMMARY = makeSummary("会前组织集中学习。\n广泛开展谈心谈话。", { next: "继续整改。" });
const TALLY = makeTally({
  rows: [
    makeTallyRow(1, { opinion: "合格", fed_back_on: "2026-12-10" }),
    makeTallyRow(2, { present: false }),
    { name: "党员03", member_type: "预备党员", present: true, opinion: "不定等次" },
  ],
  not_appraised: [{ name: "党员04", reason: "长期病假" }],
  published_scope: "校内公示栏",
  published_on: "2026-12-11",
});

const labelsOf = (form: FormDefinition): string[] =>
  form.fields
    .filter((field: FormField) => field.kind !== "file")
    .flatMap((field) => [field.label.zh, ...(field.columns ?? []).map((column) => column.label.zh)])
    .map(squeeze);

test.for([
  ["a work plan", workPlan, PLAN, ["2026年12月9日14:00", "党员大会", "群众代表", "年度工作要点"]],
  ["a work plan's people", workPlan, PLAN, ["书记党支部书记", "组织委员0000-1234567", "区教育局党委委员"]],
  [
    "a work plan's rows and paragraphs",
    workPlan,
    PLAN,
    ["学习2026年12月2日组织委员", "批评和自我批评", "全体党员准时到会"],
  ],
  ["a summary", activitySummary, SUMMARY, ["会前组织集中学习。", "广泛开展谈心谈话。", "继续整改。"]],
  ["a summary's figures", activitySummary, SUMMARY, ["字（含标点；仅汉字", "2026年12月10日"]],
  ["a tally", appraisalTally, TALLY, ["2026年12月9日", "不允许", "党员01", "预备党员", "不定等次"]],
  ["a tally's figures", appraisalTally, TALLY, ["好84.2%、一般15.8%、差0.0%", "好32、一般6、差0、弃权0"]],
  ["a tally's end", appraisalTally, TALLY, ["长期病假", "校内公示栏", "2026年12月11日"]],
  [
    "every name of a group's talk",
    talkRecords,
    makeTalkRecords(),
    ["党员08、党员09、党员10", "党员21、党员22", "已谈到22人，党员总数22人"],
  ],
  [
    "opinions with their sums",
    opinionSummary,
    makeOpinionSummary(),
    ["希望多到一线听取意见", "意见8条，12人次，发出110份，收回63份", "2行，同类条数合计8"],
  ],
] as const)("%s is in its PDF with every label of the form", async ([, form, value, words]) => {
  const whole = (await readPages(form, value)).join("");
  for (const text of [...labelsOf(form), ...words]) expect(whole).toContain(text);
});

test("the head says which artifact, whose, for which notice, which version and when it came", async () => {
  const [page = ""] = await readPages(workPlan, PLAN);
  for (const text of [
    "专题组织生活会工作方案",
    "霁川区松屿九年一贯制学校党支部（JC05）",
    "《关于召开专题组织生活会的通知》（霁教党字〔2026〕18号）",
    "第2版，2026年12月5日09:44收到",
  ]) {
    expect(page).toContain(text);
  }
});

test("every page has its number and the beginning of the entry's SHA-256", async () => {
  const pages = await readPages(activitySummary, makeSummary("认真查摆问题。".repeat(400)));
  expect(pages.length).toBeGreaterThan(2);
  pages.forEach((page, index) => {
    expect(page).toContain(`第${index + 1}页，共${pages.length}页`);
    expect(page).toContain("3fa9c01b77de");
  });
});

test("fields stand in the form's order", async () => {
  const whole = (await readPages(workPlan, PLAN)).join("");
  const labels = [
    "会议主题",
    "会议时间",
    "会议地点",
    "学习内容",
    "会前准备安排",
    "会议程序",
    "相关要求",
    "填报人/电话",
  ];
  const places = labels.map((label) => whole.indexOf(label));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("a blank field is said to be blank, an unticked box to be no, and files are left out", async () => {
  const { observers: _, superior_attendee: __, ...bare } = PLAN;
  const whole = (await readPages(workPlan, bare)).join("");
  expect(whole).toContain("列席人员（空）");
  expect(whole).toContain("上级派员/蹲点领导（空）");
  expect(whole).not.toContain("方案附件");
  expect((await readPages(appraisalTally, TALLY)).join("")).toContain("否");
});

test("long text runs over pages with all its paragraphs, each begun by an indent of two characters", async () => {
  const paragraphs = Array.from(
    { length: 12 },
    (_, i) => `第${i + 1}段。${"逐条整改，明确时限和责任人。".repeat(13)}`,
  );
  const bytes = await render(activitySummary, makeSummary(`　　${paragraphs.join("\n\n　　")}`));
  const { pages } = readPdf(bytes);
  expect(pages.length).toBeGreaterThan(3);
  const body = pages.map((page) => page.replace(/填报第2版.*?共\d+页/, "")).join("");
  for (const paragraph of paragraphs) expect(body).toContain(paragraph);
  const begun = placeRuns(bytes).filter(
    (run) => Math.abs(run.left - typeArea.left - 2 * run.size) < ROUNDING,
  );
  const otherSections = 4;
  expect(begun).toHaveLength(paragraphs.length + otherSections);
});

test("a table of 60 rows has its head on every page it runs over and loses no row", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => makeTallyRow(i + 1));
  const bytes = await render(appraisalTally, makeTally({ rows }));
  const { pages } = readPdf(bytes);
  const whole = pages.join("");
  for (const row of rows) expect(whole).toContain(String(row.name));
  for (const page of pages.filter((one) => one.includes("正式党员"))) expect(page).toContain("党员类别");
  expect(listStrays(bytes)).toEqual([]);
});

test("a round of six grades with long verdicts stays inside the page and says every vote's column", async () => {
  const ctx = makeEntryContext({ round: { grades: ["优秀", "良好", "合格", "基本合格", "较差", "不合格"] } });
  const extra = {
    fourth: 1,
    fifth: 0,
    sixth: 0,
    opinion: "经支部党员大会讨论并提交支委会研究，评定为优秀等次".repeat(2),
  };
  const rows = Array.from({ length: 30 }, (_, i) => makeTallyRow(i + 1, extra));
  const bytes = await render(appraisalTally, makeTally({ rows }), { ctx });
  const whole = readPdf(bytes).pages.join("");
  for (const text of ["基本合格（票）", "不合格（票）", "党员30", extra.opinion])
    expect(whole).toContain(text);
  expect(listStrays(bytes)).toEqual([]);
});

test("nothing of an everyday entry stands outside the type area", async () => {
  const long = makeSummary("认真查摆问题，共计46人次，征求意见12条（其中教学管理5条）。".repeat(90));
  for (const [form, value] of [
    [workPlan, PLAN],
    [activitySummary, long],
    [appraisalTally, makeTally()],
    [talkRecords, makeTalkRecords({ rows: Array.from({ length: 60 }, () => makeTalk({ gist: "交流" })) })],
    [opinionSummary, makeOpinionSummary()],
  ] as const) {
    expect(listStrays(await render(form, value))).toEqual([]);
  }
});

test("the same entry gives the same bytes, whatever was rendered before it", async () => {
  const first = await render(appraisalTally, TALLY);
  await render(workPlan, makeWorkPlan({ theme: "⼀般 Ω µ 支部" }));
  const [again] = await Promise.all([render(appraisalTally, TALLY), render(workPlan, PLAN)]);
  expect(again).toEqual(first);
});

test("text without a place to break does not run over the edge", async () => {
  for (const run of ["x", "W", "长", "。", "，", "…", "（", "⸻"]) {
    const text = run.repeat(5000);
    const bytes = await render(
      workPlan,
      makeWorkPlan({
        theme: text,
        study_items: [text.slice(0, 400), "上级文件"],
        prep_steps: [{ step: "学习", date: "2026-12-02", who: text }],
        requirements: text,
      }),
      { title: text.slice(0, 120) },
    );
    expect(listStrays(bytes), run).toEqual([]);
    expect(readPdf(bytes).pages.join("").split(run).length, run).toBeGreaterThan(15_000);
  }
});

test("a list of 150 items and a cell of many lines run on over pages", async () => {
  const agenda = Array.from({ length: 150 }, (_, i) => `第${i + 1}项：逐条说明整改考虑`);
  const prep_steps = Array.from({ length: 30 }, () => ({
    step: "学习",
    date: "2026-12-02",
    who: "责任人".repeat(18),
  }));
  const bytes = await render(workPlan, makeWorkPlan({ agenda, prep_steps }));
  const whole = readPdf(bytes).pages.join("");
  for (const item of agenda) expect(whole).toContain(item);
  expect(listStrays(bytes)).toEqual([]);
});

test("pictures, direction marks, control characters and halves of characters are printed harmlessly", async () => {
  const words = [
    "👨‍👩‍👧合影🏳️‍🌈",
    "\u202egpj.exe",
    "a\u0000b\u0007c",
    "\ud800孤\udc00",
    "שלום العربية",
    "e\u0301".repeat(300),
  ];
  const bytes = await render(
    workPlan,
    makeWorkPlan({
      theme: words.join(" "),
      study_items: words,
      prep_steps: words.map((who) => ({ step: who, date: who, who })),
      requirements: words.join("\n"),
      responsible: { name: words[0], post: words[3] },
    }),
    { title: `<&>${words.join("")}` },
  );
  const whole = readPdf(bytes).pages.join("");
  for (const text of ["合影", "gpj.exe", "孤"]) expect(whole.split(text).length).toBeGreaterThan(4);
  expect(whole).not.toContain("\ufffd");
  expect(listStrays(bytes)).toEqual([]);
});

test("a row of another shape, an empty table and an entry of nothing still make a PDF", async () => {
  const odd = await readPages(appraisalTally, makeTally({ rows: ["x", null, { name: "党员09" }] }));
  expect(odd.join("")).toContain("党员09");
  const empty = await readPages(workPlan, makeWorkPlan({ prep_steps: [] }));
  expect(empty.join("")).toContain("会前准备安排（空）");
  expect((await readPages(workPlan, {})).join("")).toContain("会议主题（空）");
});
