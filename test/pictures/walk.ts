/** The way through the product that the pictures are taken on: a branch's phone first, then the committee's desk. */
import type { Browser, Page } from "playwright-core";
import { localDay } from "../../schemas/deadline";
import { zh } from "../../web/text/zh";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { buildDemoPlan, buildDemoSummary } from "../../worker/demo/demo.entries";
import { buildDemoRound } from "../../worker/demo/demo.round";
import {
  cardOf,
  fileIn,
  handInButton,
  openForm,
  pick,
  pickerOf,
  unfoldUpload,
} from "../browser/support/branch";
import { makeTally, spoilTally } from "../demo/materials";
import type { Demo, RunningApp } from "../support/browser";
import { makeDocx, makeJpg } from "../support/files";
import { type Api, openApi } from "./api";

export interface Picture {
  name: string;
  png: Buffer;
}

const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 1.5 };
const DESK = { viewport: { width: 1200, height: 800 } };
const RETURNED = "会议地点请写明具体会议室。";
const SHORT_CHARS = 850;

interface Stage {
  browser: Browser;
  demo: Demo;
  url: string;
  now: string;
}

async function openPage({ browser }: Stage, options: typeof PHONE | typeof DESK): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  return context.newPage();
}

/** The page from its top, as much of it as is said. */
async function shoot(page: Page, name: string, most = 2200): Promise<Picture> {
  await page.mouse.move(0, 0);
  await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const width = page.viewportSize()?.width ?? 0;
  // A tall window instead of a stitched picture: what sticks to the bottom stays at the bottom.
  await page.setViewportSize({ width, height: Math.min(height, most) });
  const png = await page.screenshot();
  await page.setViewportSize({ width, height: 800 });
  return { name, png };
}

/** The plan sent back, opinions and one photo in, a summary half written. */
async function workOn(page: Page, api: Api, { now }: Stage): Promise<void> {
  const [branch] = DEMO_BRANCHES;
  if (branch === undefined) throw new Error("the demo has no branches");
  const { theme } = buildDemoRound(localDay(now) ?? "");
  await api.handIn("work_plan", { ...buildDemoPlan(branch, theme, now), place: "学校" });
  await api.returnIt("work_plan", RETURNED);
  await api.saveDraft("summary_text", buildDemoSummary(now, SHORT_CHARS));
  const opinions = cardOf(page, "opinion_summary");
  await unfoldUpload(opinions);
  await pickerOf(opinions).setInputFiles(pick("征求意见汇总.docx", makeDocx("群众意见和建议。".repeat(80))));
  await fileIn(page, "opinion_summary", "征求意见汇总.docx").waitFor();
  await pickerOf(cardOf(page, "meeting_media")).setInputFiles(pick("会场全景.jpg", makeJpg("会场", 90_000)));
  await fileIn(page, "meeting_media", "会场全景.jpg").waitFor();
  await api.saveDraft("appraisal_tally", spoilTally(makeTally(branch, now)).tally);
}

async function* pictureBranch(
  page: Page,
  stage: Stage,
  api: (page: Page) => Promise<Api>,
): AsyncGenerator<Picture> {
  await page.goto(stage.demo.branchLink);
  await page.getByText(zh.branch.status.todo).waitFor();
  yield shoot(page, "branch-untouched");
  await workOn(page, await api(page), stage);
  await page.reload();
  yield shoot(page, "branch");
  await openForm(page, "appraisal_tally");
  await handInButton(page).click();
  await page.getByRole("alert").waitFor();
  yield shoot(page, "form-refused", 1000);
}

async function* pictureReceipt(page: Page, { demo }: Stage): AsyncGenerator<Picture> {
  await page.goto(demo.completeLink);
  await page.getByRole("link", { name: zh.receipt.page }).waitFor();
  yield shoot(page, "branch-complete");
  await page.getByRole("link", { name: zh.receipt.page }).click();
  await page.getByRole("heading", { name: zh.receipt.title }).waitFor();
  yield shoot(page, "receipt");
  await page.goBack();
  await page.getByRole("link", { name: zh.branch.status.verify, exact: true }).click();
  await page.getByText(zh.verify.states.valid, { exact: true }).waitFor();
  yield shoot(page, "verify", 1500);
}

async function* pictureCommittee(page: Page, path: string): AsyncGenerator<Picture> {
  await page.goto(path);
  yield shoot(page, "board", 1400);
  await page.getByRole("link", { name: DEMO_BRANCHES[0]?.name ?? "" }).click();
  await page.getByText(zh.review.decide).first().click();
  yield shoot(page, "committee-branch", 1400);
}

/** The pictures one after another, as the walk comes to them. */
export async function* takePictures(app: RunningApp, browser: Browser): AsyncGenerator<Picture> {
  if (app.demo === null) throw new Error("started without the demo");
  const stage: Stage = { browser, demo: app.demo, url: app.url, now: new Date().toISOString() };
  const desk = await openPage(stage, DESK);
  const committee = await openApi(desk, stage);
  yield* pictureBranch(await openPage(stage, PHONE), stage, committee.ofBranch);
  yield* pictureReceipt(await openPage(stage, PHONE), stage);
  yield* pictureCommittee(desk, committee.boardPath);
}
