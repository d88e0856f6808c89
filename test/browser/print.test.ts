/** On paper: the whole page on A4, nothing cut off, and nothing that can only be pressed. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { formatDue, localDay } from "../../schemas/deadline";
import { zh } from "../../web/text/zh";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { buildDemoSummary, buildDemoTally } from "../../worker/demo/demo.entries";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { signInAs } from "./support/committee";
import { Door } from "./support/door";
import { A4, printPage, type Sheet } from "./support/print";
import { beginWalk, PHONE } from "./support/walk";

const { status, form } = zh.branch;
const getWalk = beginWalk();
const now = new Date().toISOString();
const round = buildDemoRound(localDay(now) ?? "");
const branch = DEMO_BRANCHES.find((one) => one.code === "JC07");
if (branch === undefined) throw new Error("the demo has no JC07");
let page: Page;
let path: string;

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE, baseURL: getWalk().app.url });
  await signInAs(page, getWalk().demo);
  const door = new Door(page, getWalk().app.url);
  const { rounds } = await door.call<{ rounds: { id: string }[] }>("GET", "/api/rounds");
  const id = rounds[0]?.id ?? "";
  const links = await door.listLinks(id);
  const link = links.find((one) => one.code === branch.code);
  path = (await door.open(link?.url ?? "")).path;
  const submission = link?.submissionId ?? "";
  await door.typeIn(submission, "appraisal_tally", buildDemoTally(branch, now));
  await door.typeIn(submission, "summary_text", buildDemoSummary(now, 1200));
  await door.decide(id, submission, "appraisal_tally", { decision: "return", reason: "请核对票数" });
});

/** 15 mm, in points, less half a character. */
const MARGIN = 37;

const tidy = (text: string) => text.normalize("NFKC").replace(/\s/g, "");
const joined = (sheets: readonly Sheet[]) => sheets.map((one) => one.text).join("");

/** Pages of A4, with what is printed inside their margin. */
function checkSheets(sheets: readonly Sheet[], most: number): void {
  expect(sheets.length).toBeLessThanOrEqual(most);
  for (const { width, height, right, text } of sheets) {
    expect(Math.abs(width - A4.width) + Math.abs(height - A4.height)).toBeLessThan(3);
    expect(right).toBeLessThanOrEqual(A4.width - MARGIN);
    expect(text).not.toBe("");
  }
}

async function print(rest: string, most: number): Promise<string> {
  await page.goto(`${path}${rest}`);
  const sheets = await printPage(page);
  checkSheets(sheets, most);
  return joined(sheets);
}

test("the branch's page prints every artifact with its state and its due time", async () => {
  const text = await print("", 3);
  expect(text).toContain(tidy(branch.name));
  for (const { title, due } of round.artifacts) {
    expect(text).toContain(tidy(title.zh));
    if (due !== undefined && due !== null) expect(text).toContain(tidy(formatDue(due)));
  }
  expect(text).toContain("请核对票数");
  for (const word of [status.pick, status.uploadInstead, form.handIn]) expect(text).not.toContain(tidy(word));
});

test.each(["appraisal_tally", "summary_text"])(
  "what was typed in %s is on paper, whole",
  async (artifact) => {
    const text = await print(`/forms/${artifact}`, 6);
    const typed = artifact === "summary_text" ? buildDemoSummary(now, 1200).good_practice : branch.name;
    expect(typed).not.toBe("");
    expect(text).toContain(tidy(typed).slice(-60));
  },
);

test("a day that was not typed is a line to write on, whatever language the browser speaks", async () => {
  const foreign = await getWalk().open({
    viewport: PHONE,
    baseURL: getWalk().app.url,
    locale: "en-US",
    storageState: await page.context().storageState(),
  });
  await foreign.goto(`${path}/forms/meeting_minutes`);
  await foreign.locator("#name").waitFor();
  expect(joined(await printPage(foreign))).not.toMatch(/mm\/?dd|yyyy|--:--/i);
  expect(joined(await printPage(foreign))).toContain(tidy("年月日时分"));
  await foreign.locator("#start").fill("2026-12-09T14:00");
  const typed = joined(await printPage(foreign));
  expect(typed).toMatch(/12\/?0?9\/?2026/);
  expect(typed.split("年月日时分").length).toBe(2);
});
