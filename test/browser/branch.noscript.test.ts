import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { findForm } from "../../schemas/forms";
import type { EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import { problem, problemSentence } from "../../schemas/problem";
import { zh } from "../../web/text/zh";
import { formatCount } from "../../web/ui/format";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { dayAfter } from "../../worker/demo/demo.entries";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { makePlan, makeSummary, makeTally, spoilTally } from "../demo/materials";
import { readPdfText } from "../demo/pdf";
import { makeDocx, makeJpg } from "../support/files";
import {
  arrived,
  cardOf,
  download,
  fileIn,
  handInButton,
  openForm,
  pasteCode,
  pick,
  pickerOf,
  SLIP_CODE,
  unfoldUpload,
} from "./support/branch";
import { findSlip, readLinks, recordPaper, signInAs } from "./support/committee";
import { fieldOf, rowsOf, startsWith, typeEntry } from "./support/typing";
import { beginWalk, DESK, PHONE, readText } from "./support/walk";

const { status, link, form: formWords } = zh.branch;
const getWalk = beginWalk();
const now = new Date().toISOString();
const round = buildDemoRound(localDay(now) ?? "");
const branch = DEMO_BRANCHES.find((one) => one.code === "JC08") as (typeof DEMO_BRANCHES)[number];
const getForm = (id: string) => findForm(id) as FormDefinition;
let page: Page;
let staff: Page;

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE, javaScriptEnabled: false });
  staff = await getWalk().open({ viewport: DESK, javaScriptEnabled: false });
  await signInAs(staff, getWalk().demo);
});

const upload = async (key: string, ...files: ReturnType<typeof pick>[]) => {
  const card = cardOf(page, key);
  await pickerOf(card).setInputFiles(files);
  await card.getByRole("button", { name: status.upload }).first().click();
};

test("a code that opens nothing is refused on a page that asks again; the right one opens the branch", async () => {
  await pasteCode(page, `${getWalk().app.url}/b#0123456789abcdefghjkmnpqrs`);
  await page.getByText(problemSentence(problem("link.unknown"))).waitFor();
  const url = (await readLinks(staff, round.notice.title)).get(branch.name) ?? "";
  await page.getByLabel(link.label).fill(url);
  await page.getByRole("button", { name: link.go }).click();
  await page.getByRole("heading", { name: branch.name }).waitFor();
  await page.getByText(status.missing(round.artifacts.length)).waitFor();
});

test("a document, two photos at once and a replacement go up by plain forms", async () => {
  await unfoldUpload(cardOf(page, "opinion_summary"));
  await upload("opinion_summary", pick("征求意见汇总.docx", makeDocx("征求意见汇总")));
  await fileIn(page, "opinion_summary", "征求意见汇总.docx").waitFor();
  await unfoldUpload(cardOf(page, "meeting_minutes"));
  await upload("meeting_minutes", pick("会议记录.docx", makeDocx("会议记录")));
  await fileIn(page, "meeting_minutes", "会议记录.docx").waitFor();
  const photos = ["会场一.jpg", "会场二.jpg"].map((name) => pick(name, makeJpg(name)));
  await upload("meeting_media", ...photos);
  for (const { name } of photos) await fileIn(page, "meeting_media", name).waitFor();
  const old = fileIn(page, "meeting_media", "会场二.jpg");
  await old.getByText(status.replace).click();
  await pickerOf(old).setInputFiles(pick("会场二（补光）.jpg", makeJpg("补光")));
  await old.getByRole("button", { name: status.upload }).click();
  await fileIn(page, "meeting_media", "会场二（补光）.jpg").getByText(status.version(2)).waitFor();
  await page.getByText(status.missing(round.artifacts.length - 3)).waitFor();
});

test("a web page named .docx is refused at its artifact, and what is in stays in", async () => {
  const old = fileIn(page, "opinion_summary", "征求意见汇总.docx");
  await old.getByText(status.replace).click();
  await pickerOf(old).setInputFiles(pick("新稿.docx", Buffer.from("<html><body>新稿</body></html>")));
  await old.getByRole("button", { name: status.upload }).click();
  const sentence =
    problemSentence(problem("file.dangerous", { got: "网页文件（HTML）" })).split("。")[0] ?? "";
  await cardOf(page, "opinion_summary").getByRole("alert").getByText(sentence).waitFor();
  await old.waitFor();
  expect(await old.getByText(status.version(2)).count()).toBe(0);
});

test("rows are added and deleted by buttons, a draft is kept, and the plan handed in", async () => {
  const form = getForm("work_plan");
  const plan = makePlan(branch, round.theme, now) as EntryValue;
  const rows = rowsOf(page, fieldOf(form, "prep_steps"));
  await openForm(page, "work_plan");
  await typeEntry(page, form, plan);
  expect(await rows.count()).toBe(3);
  await page.getByRole("button", { name: formWords.addRow }).click();
  await expect.poll(() => rows.count()).toBe(4);
  await rows.nth(1).getByRole("button", { name: formWords.deleteRow }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole("button", { name: formWords.save }).click();
  await page.getByText(new RegExp(formWords.draftOf(".+"))).waitFor();
  expect(await page.getByLabel(startsWith("会议地点")).inputValue()).toBe(plan.place);
  await typeEntry(page, form, { prep_steps: plan.prep_steps });
  await handInButton(page).click();
  await arrived(page, "work_plan").waitFor();
});

test("what is wrong stands on top with links to the fields, and 998 characters stay typed", async () => {
  const form = getForm("activity_summary");
  const short = makeSummary("summary-998", dayAfter(now, 11)) as EntryValue;
  await openForm(page, "summary_text");
  await typeEntry(page, form, { ...short, secretary: { name: "" } });
  await handInButton(page).click();
  const alert = page.getByRole("alert");
  await alert.getByText(problemSentence(problem("entry.invalid", { count: 2 }))).waitFor();
  await alert.getByRole("link", { name: /^正文998字，通知要求不少于1000字，还差2字/ }).waitFor();
  await alert.getByRole("link", { name: "请填写“支部书记”的姓名" }).click();
  expect(await page.evaluate("document.querySelector(':target').name")).toBe("secretary.name");
  for (const key of ["prep", "meeting", "problems", "rectify", "good_practice"]) {
    const kept = await page.getByLabel(startsWith(fieldOf(form, key).label.zh)).inputValue();
    expect(kept.trim()).toBe(String(short[key]).trim());
  }
  await typeEntry(page, form, makeSummary("summary-1000", dayAfter(now, 11)) as EntryValue);
  await handInButton(page).click();
  await arrived(page, "summary_text")
    .getByText(status.chars(formatCount(1000)))
    .waitFor();
});

test("a tally with one sum too large is refused with the sum, and taken when it is right", async () => {
  const form = getForm("appraisal_tally");
  const right = makeTally(branch, now) as EntryValue;
  const { tally, sum, name } = spoilTally(right);
  await openForm(page, "appraisal_tally");
  expect(await rowsOf(page, fieldOf(form, "rows")).count()).toBe(branch.members);
  await typeEntry(page, form, tally as EntryValue);
  await handInButton(page).click();
  const sentence = new RegExp(`^${name}：.*=${sum}，超过有效票${branch.members}$`);
  await page.getByRole("alert").getByRole("link", { name: sentence }).click();
  expect(await page.evaluate("document.querySelector(':target').name")).toBe("rows.0.good");
  const last = rowsOf(page, fieldOf(form, "rows")).last();
  expect(await last.getByLabel(startsWith("姓名")).inputValue()).toBe("党员09");
  await typeEntry(page, form, { rows: right.rows });
  await handInButton(page).click();
  await arrived(page, "appraisal_tally").waitFor();
});

test("the paper goes to the desk by its slip, and the receipt comes", async () => {
  await page.getByText(status.missing(1)).waitFor();
  const card = cardOf(page, "summary_paper");
  const code = await readText(card.getByText(SLIP_CODE));
  const slip = await download(page, card.getByRole("link", { name: status.slip }));
  expect(await readPdfText(slip.bytes, "the slip")).toContain(code);
  await findSlip(staff, code.replace("-", "").toLowerCase());
  await recordPaper(staff, true);
  await staff.getByText(zh.committee.desk.complete).waitFor();
  await page.reload();
  const receipt = page.getByRole("region", { name: status.receipt });
  const pdf = await download(page, receipt.getByRole("link", { name: status.receiptPdf }));
  expect(await readPdfText(pdf.bytes, "the receipt")).toContain(branch.name);
  await receipt.getByRole("link", { name: status.verify, exact: true }).click();
  await page.getByText(zh.verify.states.valid, { exact: true }).waitFor();
});
