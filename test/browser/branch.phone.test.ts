import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { countC2 } from "../../schemas/count";
import { formatDue, localDay } from "../../schemas/deadline";
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
  pick,
  pickerOf,
  SLIP_CODE,
  unfoldUpload,
} from "./support/branch";
import { findSlip, recordPaper, signInAs } from "./support/committee";
import { fieldOf, rowsOf, startsWith, typeEntry } from "./support/typing";
import { beginWalk, DESK, PHONE, readText } from "./support/walk";

const { status, form: formWords } = zh.branch;
const getWalk = beginWalk();
const now = new Date().toISOString();
const round = buildDemoRound(localDay(now) ?? "");
const branch = DEMO_BRANCHES[0] as (typeof DEMO_BRANCHES)[number];
const getForm = (id: string) => findForm(id) as FormDefinition;
let page: Page;
let secret: string;

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  secret = new URL(getWalk().demo.branchLink).hash.slice(1);
});

const pathOf = (at: Page) => new URL(at.url()).pathname;

test("a link lets the phone in, and its secret leaves the address bar at once", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/b$/, async (route) => {
    if (route.request().method() === "POST") await released;
    await route.continue();
  });
  await page.goto(getWalk().demo.branchLink);
  await page.getByText(zh.branch.link.opening).waitFor();
  expect(page.url()).toBe(`${getWalk().app.url}/b`);
  release();
  await page.getByRole("heading", { name: branch.name }).waitFor();
  await page.unroute(/\/b$/);
  expect(pathOf(page)).toMatch(/^\/b\/sub_/);
  const cookies = await page.context().cookies();
  expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: "Lax" })]);
  expect(JSON.stringify(cookies)).not.toContain(secret);
});

test("the page says what the notice asks for, each artifact with its state and its due time", async () => {
  await page.getByText(status.missing(round.artifacts.length)).waitFor();
  for (const { key, title, kind } of round.artifacts) {
    const card = cardOf(page, key);
    await card.getByRole("heading", { name: title.zh }).waitFor();
    const state = kind === "paper" ? zh.common.states.awaiting_paper : zh.common.states.missing;
    await card.getByText(state, { exact: true }).waitFor();
  }
  const shown = await readText(page.getByRole("main"));
  for (const { due } of round.artifacts) expect(shown).toContain(formatDue(due ?? ""));
  await page.getByRole("link", { name: status.readNotice }).click();
  await page.getByRole("heading", { name: round.notice.title }).waitFor();
  await page.getByText("字数不少于1000字").first().waitFor();
  await page.getByRole("link", { name: zh.branch.notice.back }).click();
});

test("a Word document goes up with a bar, and the page is fresh without being loaded again", async () => {
  await page.evaluate("window.sameDocument = true");
  const card = cardOf(page, "opinion_summary");
  const wire = await page.context().newCDPSession(page);
  const speed = { offline: false, latency: 0, downloadThroughput: -1 };
  await wire.send("Network.emulateNetworkConditions", { ...speed, uploadThroughput: 300_000 });
  const padding = { "word/media/image1.jpg": makeJpg("图", 300_000) };
  await unfoldUpload(card);
  await pickerOf(card).setInputFiles(pick("征求意见汇总.docx", makeDocx("征求意见汇总", padding)));
  await card.getByRole("progressbar", { name: `${status.sending} 征求意见汇总.docx` }).waitFor();
  await fileIn(page, "opinion_summary", "征求意见汇总.docx").waitFor();
  await page.getByText(status.missing(round.artifacts.length - 1)).waitFor();
  expect(await page.evaluate("window.sameDocument")).toBe(true);
  await wire.send("Network.emulateNetworkConditions", { ...speed, uploadThroughput: -1 });
  await wire.detach();
});

test("two photos go up at once", async () => {
  const card = cardOf(page, "meeting_media");
  const photos = ["会场一.jpg", "会场二.jpg"].map((name) => pick(name, makeJpg(name, 20_000)));
  await pickerOf(card).setInputFiles(photos);
  for (const { name } of photos) await fileIn(page, "meeting_media", name).waitFor();
});

test("a replaced file is the next version under its new name", async () => {
  const old = fileIn(page, "meeting_media", "会场一.jpg");
  await old.getByText(status.replace).click();
  await pickerOf(old).setInputFiles(pick("会场一（补光）.jpg", makeJpg("补光")));
  await fileIn(page, "meeting_media", "会场一（补光）.jpg").getByText(status.version(2)).waitFor();
  expect(await old.count()).toBe(0);
});

test("a web page named .pdf is refused in its line, and what is in stays in", async () => {
  const card = cardOf(page, "meeting_minutes");
  const hostile = Buffer.from("<!doctype html><script>alert(1)</script>");
  await unfoldUpload(card);
  await pickerOf(card).setInputFiles(pick("会议记录.pdf", hostile));
  const sentence =
    problemSentence(problem("file.dangerous", { got: "网页文件（HTML）" })).split("。")[0] ?? "";
  await card.getByRole("listitem").filter({ hasText: "会议记录.pdf" }).getByText(sentence).waitFor();
  await page.reload();
  await card.getByText(zh.common.states.missing, { exact: true }).waitFor();
  expect(await cardOf(page, "meeting_media").getByRole("link", { name: status.download }).count()).toBe(2);
  await pickerOf(card).setInputFiles(pick("会议记录.docx", makeDocx("会议记录")));
  await fileIn(page, "meeting_minutes", "会议记录.docx").waitFor();
});

test("what is typed is saved by itself, and a second phone with the same link goes on from there", async () => {
  const plan = getForm("work_plan");
  const place = startsWith(fieldOf(plan, "place").label.zh);
  await openForm(page, "work_plan");
  await page.getByLabel(place).fill("学校党员活动室（二楼）");
  await page.getByText(new RegExp(formWords.saved("\\d\\d:\\d\\d"))).waitFor();
  const second = await getWalk().open({ viewport: PHONE });
  await second.goto(getWalk().demo.branchLink);
  await openForm(second, "work_plan");
  expect(await second.getByLabel(place).inputValue()).toBe("学校党员活动室（二楼）");
});

test("the plan is typed by its labels, a row added in place, and handed in", async () => {
  const plan = makePlan(branch, round.theme, now) as EntryValue;
  await typeEntry(page, getForm("work_plan"), plan);
  await handInButton(page).click();
  await arrived(page, "work_plan").waitFor();
});

test("a summary of 998 characters is counted while it is typed, refused by two, and kept", async () => {
  const form = getForm("activity_summary");
  const short = makeSummary("summary-998", dayAfter(now, 11)) as EntryValue;
  await openForm(page, "summary_text");
  await typeEntry(page, form, short);
  const han = countC2(readSummary("summary-998"));
  await page.getByText(formWords.count("998", "1000") + formWords.countHan(String(han))).waitFor();
  await handInButton(page).click();
  const summary = page.getByRole("alert");
  await summary.getByText(problemSentence(problem("entry.invalid", { count: 1 }))).waitFor();
  const sentence = `正文998字，通知要求不少于1000字，还差2字（含标点；仅汉字${han}字）`;
  await summary.getByRole("link", { name: sentence, exact: true }).waitFor();
  for (const key of ["prep", "meeting", "problems", "rectify", "good_practice"]) {
    const kept = await page.getByLabel(startsWith(fieldOf(form, key).label.zh)).inputValue();
    expect(kept.trim()).toBe(String(short[key]).trim());
  }
});

function readSummary(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}.txt`, import.meta.url), "utf8");
}

test("two characters more and it is in", async () => {
  const long = makeSummary("summary-1000", dayAfter(now, 11)) as EntryValue;
  const form = getForm("activity_summary");
  const changed = ["prep", "meeting", "problems", "rectify", "good_practice"].map((key) => [key, long[key]]);
  await typeEntry(page, form, Object.fromEntries(changed));
  const han = countC2(readSummary("summary-1000"));
  await page.getByText(formWords.count("1000", "1000") + formWords.countHan(String(han))).waitFor();
  await handInButton(page).click();
  await arrived(page, "summary_text")
    .getByText(status.chars(formatCount(1000)))
    .waitFor();
});

/** As it is copied out of a table: name, type, votes. */
const toCells = (rows: readonly EntryValue[]) =>
  rows
    .map((row) => [row.name, row.member_type, row.good, row.fair, row.poor, row.abstain].join("\t"))
    .join("\n");

test("a tally pasted from a table with one sum too large is refused with the sum, and stays", async () => {
  const form = getForm("appraisal_tally");
  const right = makeTally(branch, now) as EntryValue;
  const { tally, sum, name } = spoilTally(right);
  const { rows, ...rest } = tally as EntryValue;
  await openForm(page, "appraisal_tally");
  await typeEntry(page, form, rest);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((cells) => navigator.clipboard.writeText(cells), toCells(rows as EntryValue[]));
  const lines = rowsOf(page, fieldOf(form, "rows"));
  await lines.first().getByLabel(startsWith("姓名")).focus();
  await page.keyboard.press("Control+V");
  await expect.poll(() => lines.last().getByLabel(startsWith("姓名")).inputValue()).toBe("党员24");
  const sentence = new RegExp(`^${name}：.*=${sum}，超过有效票${branch.members}$`);
  await page.getByText(sentence).first().waitFor();
  await handInButton(page).click();
  await page.getByRole("alert").getByRole("link", { name: sentence }).waitFor();
  expect(await lines.count()).toBe(branch.members);
  expect(await lines.last().getByLabel(startsWith("姓名")).inputValue()).toBe("党员24");
});

test("the link of the refusal leads into the cell, and the right number is taken", async () => {
  const right = makeTally(branch, now) as { rows: EntryValue[] };
  await page
    .getByRole("alert")
    .getByRole("link", { name: /超过有效票/ })
    .first()
    .click();
  await expect.poll(() => page.evaluate("document.activeElement.name")).toBe("rows.0.good");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(String(right.rows[0]?.good));
  await handInButton(page).click();
  await arrived(page, "appraisal_tally").waitFor();
});

let slipCode = "";

test("only the paper is out: its slip prints as a PDF that names branch and code", async () => {
  await page.getByText(status.missing(1)).waitFor();
  const card = cardOf(page, "summary_paper");
  slipCode = await readText(card.getByText(SLIP_CODE));
  const slip = await download(page, card.getByRole("link", { name: status.slip }));
  expect(slip.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const words = await readPdfText(slip.bytes, "the slip");
  expect(words).toContain(branch.name);
  expect(words).toContain(slipCode);
  expect(await page.getByRole("link", { name: status.receiptPdf }).count()).toBe(0);
});

test("the desk refuses the paper without its seal, records it with, and the receipt is there", async () => {
  const staff = await getWalk().open({ viewport: DESK });
  await signInAs(staff, getWalk().demo);
  await findSlip(staff, slipCode);
  await staff.getByRole("heading", { name: branch.name }).waitFor();
  await recordPaper(staff, false);
  await staff.getByText("未盖章，请退回补盖后再登记").first().waitFor();
  await recordPaper(staff, true);
  await staff.getByText(zh.committee.desk.complete).waitFor();
  await page.reload();
  await page.getByText(status.completeLine(round.artifacts.length)).waitFor();
});

test("the receipt's PDF carries its number, and anybody can verify it", async () => {
  const card = page.getByRole("region", { name: status.receipt });
  const number = await readText(card.getByText(/^\d{4}-\d+-\d{4}$/));
  const pdf = await download(page, card.getByRole("link", { name: status.receiptPdf }));
  const words = await readPdfText(pdf.bytes, "the receipt");
  expect(words).toContain(number);
  expect(words).toContain("不代表审核通过");
  await card.getByRole("link", { name: status.verify, exact: true }).click();
  await page.getByText(zh.verify.states.valid, { exact: true }).waitFor();
  expect(await readText(page.getByRole("main"))).toContain(number);
});

test("through all of it no page complained, and no address, Referer or log line held the secret", () => {
  expect(getWalk().complaints).toEqual([]);
  expect(getWalk().addresses.filter((one) => one.split("#")[0]?.includes(secret))).toEqual([]);
  expect(readFileSync(join(getWalk().app.dataDir, "worker.log"), "utf8")).not.toContain(secret);
});
