import { readFileSync, utimesSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { problem, problemSentence } from "../../schemas/problem";
import { zh } from "../../web/text/zh";
import { makeJpg, makePdf } from "../support/files";
import { cardOf, fileIn, openForm, pasteCode, pick, pickerOf } from "./support/branch";
import {
  barOf,
  beginAlbum,
  lineOf,
  listSent,
  MIB,
  openLine,
  PART_BYTES,
  press,
  readKept,
  type Sent,
  type Stored,
  sentOf,
  wordsOfState as words,
} from "./support/upload";
import { beginWalk, PHONE, readText } from "./support/walk";

const PHOTOS = "meeting_media";
const SLOW = 4_000_000;

const getWalk = beginWalk();
const album = beginAlbum();
let page: Page;
let line: Awaited<ReturnType<typeof openLine>>;
let sent: Sent[];

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  await page.goto(getWalk().demo.branchLink);
  await cardOf(page, PHOTOS).waitFor();
  line = await openLine(page);
  sent = listSent(page);
});

const pickPhotos = (...files: readonly Stored[]) =>
  page.locator(`#file-${PHOTOS}`).setInputFiles(files.map((one) => one.path));

const unfinished = (one: Stored) => cardOf(page, PHOTOS).locator(`[data-unfinished="${one.name}"]`);
const photoLine = (one: Stored) => lineOf(page, PHOTOS, one.name);

/** The file is in, whole, once, and nothing of its way stays in the browser. */
async function expectIn(one: Stored, key = PHOTOS): Promise<void> {
  const shown = fileIn(page, key, one.name);
  await shown.waitFor({ timeout: 60_000 });
  expect(await shown.locator(".code").getAttribute("title")).toBe(one.sha256);
  expect(await shown.count()).toBe(1);
  await expect.poll(() => lineOf(page, key, one.name).count()).toBe(0);
  expect(await readKept(page)).toEqual({});
}

test("20 MB whose line breaks in the middle wait for the network and arrive once, byte for byte", async () => {
  const photo = album.photo("断网.jpg", 20 * MIB);
  await line.slow(SLOW);
  await pickPhotos(photo);
  await photoLine(photo).getByText(words.sending).waitFor();
  await expect.poll(() => sentOf(photoLine(photo)), { timeout: 30_000 }).toBeGreaterThan(9 * MIB);
  await line.cut();
  await photoLine(photo).getByText(words.broken).waitFor();
  expect(Object.values(await readKept(page))).toEqual([
    expect.stringMatching(/^http.*\/api\/submissions\/sub_\w+\/uploads\/upl_\w+$/),
  ]);
  await line.fast();
  await expectIn(photo);
});

test("a pause holds a file, going on ends it, and its line tells how far it is", async () => {
  const photo = album.photo("暂停.jpg", 12 * MIB);
  await line.slow(SLOW / 2);
  await pickPhotos(photo);
  await expect.poll(() => sentOf(photoLine(photo)), { timeout: 30_000 }).toBeGreaterThan(MIB);
  await photoLine(photo)
    .getByText(/ \/ 12 MB，约 \d+ 秒$/)
    .waitFor();
  await press(photoLine(photo), words.pause);
  await photoLine(photo).getByText(words.paused).waitFor();
  const [held, requests] = [await sentOf(photoLine(photo)), sent.length];
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([await sentOf(photoLine(photo)), sent.length]).toEqual([held, requests]);
  await line.fast();
  await press(photoLine(photo), words.resume);
  await expectIn(photo);
});

test("when every byte has gone the line says that it is being checked, and cannot be stopped any more", async () => {
  const photo = album.photo("核对.jpg", 10_000);
  await line.lag(3000);
  await pickPhotos(photo);
  await photoLine(photo).getByText(words.checking).waitFor();
  expect(await photoLine(photo).getByRole("button").count()).toBe(0);
  await line.fast();
  await expectIn(photo);
});

test("coming back to the page ends the wait after a failure", async () => {
  const fresh = await getWalk().open({ viewport: PHONE });
  await fresh.clock.install();
  await fresh.goto(getWalk().demo.branchLink);
  const photo = album.photo("切回.jpg", 10_000);
  await fresh.route(/\/uploads$/, (route) => route.abort("connectionreset"));
  // No timer of the page ends from here on, so that nothing but the event can end the wait;
  // stopping the clock later would end the first wait and begin another, at no known time.
  await fresh.clock.pauseAt(Date.now() + 600_000);
  await fresh.locator(`#file-${PHOTOS}`).setInputFiles(photo.path);
  await lineOf(fresh, PHOTOS, photo.name).getByText(words.broken).waitFor();
  await fresh.unroute(/\/uploads$/);
  await fresh.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
  await fileIn(fresh, PHOTOS, photo.name).waitFor();
});

test("leaving is asked about, and after a reload the same file goes on where it was", async () => {
  const photo = album.photo("重开.jpg", 24 * MIB);
  await line.slow(SLOW);
  await pickPhotos(photo);
  await expect.poll(() => sentOf(photoLine(photo)), { timeout: 30_000 }).toBeGreaterThan(9 * MIB);
  await press(photoLine(photo), words.pause);
  const before = await sentOf(photoLine(photo));
  const dialogs: string[] = [];
  page.once("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(dialogs).toEqual(["beforeunload"]);
  await line.fast();
  sent.length = 0;
  expect(await readText(unfinished(photo))).toContain(" / 24 MB。在原来的设备上重新选这个文件，会接着传。");
  // A phone that gives the same photo out again says that it is new.
  utimesSync(photo.path, new Date(), new Date());
  await pickPhotos(photo);
  await expect.poll(() => unfinished(photo).count()).toBe(0);
  await expectIn(photo);
  expect(sent.map((one) => one.method)).not.toContain("POST");
  const offsets = sent.filter((one) => one.method === "PATCH").map((one) => one.offset);
  expect(offsets[0]).toBeGreaterThan(0);
  expect(before - (offsets[0] ?? 0)).toBeLessThanOrEqual(PART_BYTES);
  expect(new Set(offsets).size).toBe(offsets.length);
});

test("what broke off is said after a reload, and given up it is gone here and there", async () => {
  const photo = album.photo("不传了.jpg", 12 * MIB);
  await line.slow(SLOW);
  await pickPhotos(photo);
  await expect.poll(async () => Object.keys(await readKept(page)).length).toBe(1);
  const [url = ""] = Object.values(await readKept(page));
  await expect.poll(() => sentOf(photoLine(photo)), { timeout: 30_000 }).toBeGreaterThan(9 * MIB);
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await line.fast();
  await unfinished(photo).getByRole("button", { name: zh.branch.status.dropUnfinished }).click();
  await expect.poll(() => unfinished(photo).count()).toBe(0);
  expect(await page.evaluate(`fetch(${JSON.stringify(url)}).then((answer) => answer.status)`)).toBe(404);
  // The browser still knows the address: the same file begins anew.
  await pickPhotos(photo);
  await expectIn(photo);
});

test("two photos of one name and length, as some phones call them all, go side by side", async () => {
  const [one, other] = [makeJpg("a", 400_000), makeJpg("b", 400_000)];
  expect(one.length).toBe(other.length);
  await line.slow(200_000);
  await page.locator(`#file-${PHOTOS}`).setInputFiles(pick("image.jpg", one));
  await expect.poll(() => lineOf(page, PHOTOS, "image.jpg").count()).toBe(1);
  await page.locator(`#file-${PHOTOS}`).setInputFiles(pick("image.jpg", other));
  await expect.poll(() => lineOf(page, PHOTOS, "image.jpg").count()).toBe(2);
  await line.fast();
  await expect.poll(() => fileIn(page, PHOTOS, "image.jpg").count(), { timeout: 30_000 }).toBe(2);
  expect(await readKept(page)).toEqual({});
});

test("cancelled, nothing of it stays here or there, and the next file can be picked", async () => {
  const photo = album.photo("取消.jpg", 12 * MIB);
  await line.slow(SLOW);
  await pickPhotos(photo);
  await expect.poll(async () => Object.keys(await readKept(page)).length).toBe(1);
  const [url = ""] = Object.values(await readKept(page));
  await expect.poll(() => sentOf(photoLine(photo)), { timeout: 30_000 }).toBeGreaterThan(MIB);
  await press(photoLine(photo), words.cancel);
  await expect.poll(() => photoLine(photo).count()).toBe(0);
  await line.fast();
  const ask = () => page.evaluate(`fetch(${JSON.stringify(url)}).then((answer) => answer.status)`);
  await expect.poll(ask).toBe(404);
  expect(await readKept(page)).toEqual({});
  expect(await page.evaluate("document.activeElement.parentElement.textContent")).toContain(
    zh.branch.status.addFile,
  );
  await page.reload();
  expect(await fileIn(page, PHOTOS, photo.name).count()).toBe(0);
});

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = JSON.stringify({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });

test("of three at once two are in flight and one waits, and the lines are accessible", async () => {
  const photos = ["一.jpg", "二.jpg", "三.jpg"].map((name) => album.photo(name, 3 * MIB));
  const [first, second, third] = photos as [Stored, Stored, Stored];
  const open = new Set<unknown>();
  let most = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") open.add(request);
    most = Math.max(most, open.size);
  });
  for (const end of ["requestfinished", "requestfailed"] as const) {
    page.on(end as "requestfinished", (request) => open.delete(request));
  }
  await line.slow(600_000);
  await pickPhotos(...photos);
  await photoLine(third).getByText(words.waiting).waitFor();
  for (const one of [first, second]) await photoLine(one).getByText(words.sending).waitFor();
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate(`axe.run(document, ${WCAG})`)) as { violations: unknown[] };
  expect(violations).toEqual([]);
  const box = await photoLine(first)
    .getByRole("button", { name: new RegExp(`^${words.pause}`) })
    .boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await line.fast();
  for (const one of photos) await expectIn(one);
  expect(most).toBe(2);
});

test("a program named .jpg is refused with its first part, and why stands in its line", async () => {
  const program = album.hollow("程序.jpg", PART_BYTES + 5);
  await pickPhotos(program);
  await photoLine(program).locator(".error").waitFor();
  const sentence = await readText(photoLine(program).locator(".error"));
  expect(sentence).toMatch(/^收到的是.+，这里可以交：.+$/);
  expect(await barOf(photoLine(program)).isVisible()).toBe(false);
  expect(await readKept(page)).toEqual({});
});

test("what is larger than the limit is not sent at all", async () => {
  const film = album.hollow("全程.jpg", 1024 * MIB + 1);
  sent.length = 0;
  await pickPhotos(film);
  await photoLine(film).getByText(words.tooLarge("1 GB")).waitFor();
  expect(sent).toEqual([]);
});

test("a server that asks for patience is asked again after it", async () => {
  const photo = album.photo("稍后.jpg", 9 * MIB);
  let refusals = 0;
  await page.route(/\/uploads\/upl_/, async (route) => {
    if (route.request().method() !== "PATCH" || refusals > 0) return route.fallback();
    refusals += 1;
    await route.fulfill({ status: 503, headers: { "Retry-After": "1" }, body: "" });
  });
  await pickPhotos(photo);
  await photoLine(photo).getByText(words.busy).waitFor();
  await expectIn(photo);
  await page.unroute(/\/uploads\/upl_/);
  expect(refusals).toBe(1);
});

test("a file whose answer was lost is not refused as one too many: it is in, in the one place of a form", async () => {
  const plan = album.store("方案.pdf", makePdf("方案"));
  const back = page.url();
  await openForm(page, "work_plan");
  const field = page.locator("[id^=files-]", { has: page.locator("input[type=file]") });
  const statuses: number[] = [];
  await page.route(/\/uploads$/, async (route) => {
    const answer = await route.fetch();
    statuses.push(answer.status());
    if (statuses.length === 1) await route.abort("connectionreset");
    else await route.fulfill({ response: answer });
  });
  await field.locator("input[type=file]").setInputFiles(plan.path);
  await field.getByRole("link", { name: plan.name }).waitFor();
  await page.unroute(/\/uploads$/);
  expect(statuses).toEqual([201, 422]);
  await expect.poll(() => field.locator(".sent").count()).toBe(0);
  expect(await readKept(page)).toEqual({});
  await page.goto(back);
});

test("a file that arrives elsewhere shows the page anew and leaves those on their way alone", async () => {
  const photo = album.photo("大照片.jpg", 12 * MIB);
  const minutes = album.store("记录.pdf", makePdf("记录"));
  await line.slow(SLOW);
  await pickPhotos(photo);
  await expect.poll(() => sentOf(photoLine(photo)), { timeout: 30_000 }).toBeGreaterThan(MIB);
  await press(photoLine(photo), words.pause);
  await pickerOf(cardOf(page, "meeting_minutes")).setInputFiles(minutes.path);
  await fileIn(page, "meeting_minutes", minutes.name).waitFor();
  await line.fast();
  await press(photoLine(photo), words.resume);
  await expectIn(photo);
});

test("the limit of a plain form is said where no script runs, and nowhere else", async () => {
  const bare = await getWalk().open({ viewport: PHONE, javaScriptEnabled: false });
  await pasteCode(bare, getWalk().demo.branchLink);
  for (const [at, said] of [
    [bare, true],
    [page, false],
  ] as const) {
    await cardOf(at, PHOTOS).getByText(zh.branch.status.addFile).click();
    const form = cardOf(at, PHOTOS).locator("form", { has: at.locator(`#file-${PHOTOS}`) });
    await form.getByText(zh.branch.status.pickPhoto).waitFor();
    expect(await form.getByText(zh.branch.status.plainLimit("95 MB")).isVisible()).toBe(said);
  }
});

test("a page whose link was closed meanwhile says so in the line", async () => {
  await page.context().clearCookies();
  const photo = album.photo("无权.jpg", 10_000);
  await pickPhotos(photo);
  await photoLine(photo).locator(".error").waitFor();
  expect(await readText(photoLine(photo).locator(".error"))).toContain(
    problemSentence(problem("session.required")),
  );
});

test("nothing complained through all of it", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
