import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { findForm } from "../../schemas/forms";
import type { EntryValue, FormDefinition } from "../../schemas/forms/vocabulary";
import { problem, problemSentence } from "../../schemas/problem";
import { zh } from "../../web/text/zh";
import { DEMO_BRANCHES, type DemoBranch } from "../../worker/demo/demo.branches";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { makePlan } from "../demo/materials";
import { makeJpg } from "../support/files";
import { arrived, cardOf, fileIn, handInButton, openForm, pick } from "./support/branch";
import { goTo, readLinks, signInAs } from "./support/committee";
import { startsWith, typeEntry } from "./support/typing";
import { openLine } from "./support/upload";
import { beginWalk, DESK, PHONE, readText } from "./support/walk";

const { status, form: formWords } = zh.branch;
const PLACE = startsWith("会议地点");
const SAVED = new RegExp(formWords.saved("\\d\\d:\\d\\d"));

const getWalk = beginWalk();
const now = new Date().toISOString();
const round = buildDemoRound(localDay(now) ?? "");
const branchOf = (code: string) => DEMO_BRANCHES.find((one) => one.code === code) as DemoBranch;
const plan = findForm("work_plan") as FormDefinition;
let links: Map<string, string>;
let staff: Page;
let page: Page;

const linkOf = (code: string) => links.get(branchOf(code).name) ?? "";
const headOf = (at: Page, code: string) => at.getByRole("heading", { name: branchOf(code).name });

beforeAll(async () => {
  staff = await getWalk().open({ viewport: DESK });
  page = await getWalk().open({ viewport: PHONE, baseURL: getWalk().app.url });
  await signInAs(staff, getWalk().demo);
  links = await readLinks(staff, round.notice.title);
});

/** What the committee sees of a branch: when its link was opened, and what is in. */
async function readOpened(code: string): Promise<string> {
  await staff.reload();
  const row = staff
    .getByRole("row")
    .filter({ has: staff.getByRole("rowheader", { name: branchOf(code).name }) });
  return readText(row);
}

test("robots that look at a link, in any way a robot looks, are not noted as the branch's", async () => {
  const robot = await getWalk().open({ baseURL: getWalk().app.url });
  await robot.goto(linkOf("JC11"));
  await headOf(robot, "JC11").waitFor();
  const opened = new URL(robot.url()).pathname;
  const before = await readOpened("JC12");
  await robot.context().clearCookies();
  for (const path of [linkOf("JC12"), "/b", opened, `${opened}/forms/work_plan`, `${opened}/receipt`]) {
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      const answer = await robot.request.fetch(path, { method });
      expect(answer.status()).toBeLessThan(500);
      expect(answer.headers()["set-cookie"]).toBeUndefined();
    }
  }
  expect(await readOpened("JC12")).toBe(before);
  expect(before).toContain(zh.committee.links.never);
});

test("two branches' links work side by side in one browser, each with its own", async () => {
  await page.goto(linkOf("JC04"));
  await headOf(page, "JC04").waitFor();
  const first = page.url();
  const other = await page.context().newPage();
  await other.goto(linkOf("JC08"));
  await headOf(other, "JC08").waitFor();
  await page.reload();
  await headOf(page, "JC04").waitFor();
  await openForm(page, "work_plan");
  await page.getByLabel(PLACE).fill("四号会议室");
  await page.getByText(SAVED).waitFor();
  await openForm(other, "work_plan");
  expect(await other.getByLabel(PLACE).inputValue()).toBe("");
  await other.close();
  await page.goto(first);
});

test("going back after a hand-in shows the form again and sends nothing", async () => {
  await openForm(page, "work_plan");
  await typeEntry(page, plan, makePlan(branchOf("JC04"), round.theme, now) as EntryValue);
  await handInButton(page).click();
  await arrived(page, "work_plan").waitFor();
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") posts.push(`${request.method()} ${request.url()}`);
  });
  await page.goBack();
  await handInButton(page).waitFor();
  await page.goForward();
  await arrived(page, "work_plan").waitFor();
  await page.reload();
  expect(posts).toEqual([]);
  expect(await arrived(page, "work_plan").getByText(status.version(2)).count()).toBe(0);
});

test("a form that is typed without a network keeps every word, is not posted into nothing, and saves itself", async () => {
  await openForm(page, "summary_text");
  await page.waitForURL(/\/forms\//);
  const text = page.getByLabel(startsWith("会前准备"));
  await page.context().setOffline(true);
  await text.fill("断网时写的第一句。");
  await page.getByText(formWords.unsaved).waitFor();
  await handInButton(page).click();
  await text.pressSequentially("断网时写的第二句。");
  expect(await text.inputValue()).toBe("断网时写的第一句。断网时写的第二句。");
  await page.context().setOffline(false);
  await page.getByText(SAVED).waitFor();
  await expect.poll(readDraft, { timeout: 10_000 }).toBe("断网时写的第一句。断网时写的第二句。");
});

/** As another phone with the same link would see it. */
async function readDraft(): Promise<string> {
  const html = await (await page.request.get(page.url())).text();
  return /name="prep"[^>]*>([^<]*)</.exec(html)?.[1] ?? "";
}

test("a save whose answer was lost is told what it has when it goes again, and typing goes on", async () => {
  const text = page.getByLabel(startsWith("会前准备"));
  await page.route(/\/draft$/, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await text.fill("答复丢了。");
  await page.getByText(formWords.unsaved).waitFor();
  await page.unroute(/\/draft$/);
  await text.fill("答复丢了，又写了一句。");
  await page.evaluate('dispatchEvent(new Event("online"))');
  await expect.poll(readDraft, { timeout: 10_000 }).toBe("答复丢了，又写了一句。");
  await page.getByText(SAVED).waitFor();
});

test("what was typed before the script came is saved like the rest", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/form\./, async (route) => {
    await released;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await page.getByLabel(startsWith("会前准备")).fill("脚本还没来。");
  release();
  await page.getByText(SAVED).waitFor();
  await expect.poll(readDraft, { timeout: 10_000 }).toBe("脚本还没来。");
  await page.unroute(/\/assets\/form\./);
});

test("a file sent without a network waits for it and arrives once", async () => {
  await page.getByRole("link", { name: formWords.back }).click();
  const card = cardOf(page, "meeting_media");
  const line = await openLine(page);
  await line.slow(200_000);
  await card.locator("input[type=file]").setInputFiles([pick("会场.jpg", makeJpg("会场", 400_000))]);
  await card.getByText(zh.upload.sending).first().waitFor();
  await line.cut();
  await card.getByText(zh.upload.broken).waitFor();
  await line.fast();
  await fileIn(page, "meeting_media", "会场.jpg").waitFor();
  await page.reload();
  expect(await cardOf(page, "meeting_media").getByRole("link", { name: status.download }).count()).toBe(1);
});

test("a rotated link shuts out whoever came by the old one, at once, and the new one opens", async () => {
  await goTo(staff, zh.committee.nav.rounds);
  await readLinks(staff, round.notice.title);
  const row = staff
    .getByRole("row")
    .filter({ has: staff.getByRole("rowheader", { name: branchOf("JC04").name }) });
  await row.locator("summary").click();
  await row.getByRole("button", { name: zh.committee.links.rotate }).click();
  await staff.getByText(zh.committee.links.rotated).waitFor();
  const old = linkOf("JC04");
  await page.reload();
  await page.getByText(problemSentence(problem("session.required"))).waitFor();
  await page.goto(old);
  await page.getByText(problemSentence(problem("link.unknown"))).waitFor();
  links = await readLinks(staff, round.notice.title);
  expect(linkOf("JC04")).not.toBe(old);
  await page.goto(linkOf("JC04"));
  await arrived(page, "work_plan").waitFor();
});

test("whoever leaves a shared computer leaves nothing that going back would show", async () => {
  await page.getByRole("button", { name: status.leave }).click();
  await page.getByLabel(zh.branch.link.label).waitFor();
  await page.goBack();
  await page.getByText(problemSentence(problem("session.required"))).waitFor();
  expect(await page.evaluate("({ ...localStorage, ...sessionStorage })")).toEqual({});
  expect(await page.context().cookies()).toEqual([expect.objectContaining({ httpOnly: true })]);
});

test("WeChat's browser gets a plain picker and is told how to fetch what it cannot", async () => {
  const chat = await getWalk().open({
    userAgent: "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 Mobile MicroMessenger/8.0.50",
  });
  await chat.goto(getWalk().demo.branchLink);
  await cardOf(chat, "meeting_media").waitFor();
  expect(await chat.locator("input[type=file]").count()).toBeGreaterThan(3);
  expect(await chat.locator("input[type=file]:is([accept], [multiple], [capture])").count()).toBe(0);
  await chat.getByText(status.wechat).waitFor();
  await chat.goto(getWalk().demo.completeLink);
  await chat.getByRole("link", { name: zh.receipt.page }).click();
  await chat.getByText(zh.receipt.wechat).waitFor();
});

test("through all of it no page complained", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
