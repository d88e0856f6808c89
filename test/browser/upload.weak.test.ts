/** Sending on a line that stalls: scripts that do not come, answers that get lost, figures of the time that is left. */
import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { zhOffer } from "../../web/text/zh.upload";
import { layPhotoExif, withSegments } from "../support/photos";
import { cardOf, fileIn } from "./support/branch";
import { drawPhoto } from "./support/photos";
import { beginAlbum, lineOf, MIB, openLine, press, sentOf, wordsOfState as words } from "./support/upload";
import { beginWalk, PHONE } from "./support/walk";

const PHOTOS = "meeting_media";
const getWalk = beginWalk();
const album = beginAlbum();
let photo: Buffer;

async function openPage(clocked = false): Promise<Page> {
  const page = await getWalk().open({ viewport: PHONE });
  if (clocked) await page.clock.install();
  await page.goto(getWalk().demo.branchLink);
  await cardOf(page, PHOTOS).waitFor();
  return page;
}

beforeAll(async () => {
  photo = await drawPhoto(await openPage(), { width: 400, height: 300 });
});

const pickOn = (page: Page, ...paths: string[]) => page.locator(`#file-${PHOTOS}`).setInputFiles(paths);
const hasLook = (page: Page) => page.evaluate("document.documentElement.classList.contains('js')");

test("a picture does not wait for good for what would make copies of it", async () => {
  const page = await openPage(true);
  await page.route(/\/assets\/upload\.offer\./, () => undefined);
  const one = album.store("a.jpg", photo);
  const asked = page.waitForRequest(/\/assets\/upload\.offer\./);
  await pickOn(page, one.path);
  await asked;
  await lineOf(page, PHOTOS, one.name).getByText(words.held).waitFor();
  await page.clock.fastForward(13_000);
  await fileIn(page, PHOTOS, one.name).waitFor();
});

test("where what sends does not come in time, the form can still be sent by its own button", async () => {
  const page = await openPage(true);
  await page.route(/\/assets\/upload\.client\./, () => undefined);
  const one = album.photo("b.jpg", 20_000);
  const asked = page.waitForRequest(/\/assets\/upload\.client\./);
  await pickOn(page, one.path);
  await asked;
  await page.clock.fastForward(13_000);
  const send = cardOf(page, PHOTOS).locator("form.upload button[type=submit]").last();
  await send.click();
  await fileIn(page, PHOTOS, one.name).waitFor();
});

test("a script that comes with the second attempt leaves the page as it looks", async () => {
  const page = await openPage();
  let failed = 0;
  await page.route(/\/assets\/upload\.offer\./, (route) =>
    failed++ === 0 ? route.abort() : route.continue(),
  );
  const one = album.photo("c.jpg", 21_000);
  await pickOn(page, one.path);
  await fileIn(page, PHOTOS, one.name).waitFor();
  expect([failed, await hasLook(page)]).toEqual([2, true]);
});

test("a photo with a place in it is asked about beside one that cannot be read", async () => {
  const page = await openPage();
  const placed = album.store("d.jpg", withSegments(photo, layPhotoExif({ orientation: 1 })));
  const gone = album.photo("e.jpg", 22_000);
  await page.route(/\/api\/submissions\/sub_\w+$/, async (route) => {
    rmSync(gone.path);
    await route.continue();
  });
  await pickOn(page, placed.path, gone.path);
  await cardOf(page, PHOTOS).getByText(zhOffer.gps(1)).waitFor();
  expect(await fileIn(page, PHOTOS, placed.name).count()).toBe(0);
});

test("a file that came though it was cancelled is shown as what it is", async () => {
  const page = await openPage();
  const one = album.photo("f.jpg", 23_000);
  await page.route(/\/uploads$/, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await pickOn(page, one.path);
  await lineOf(page, PHOTOS, one.name).getByText(words.broken).waitFor();
  await press(lineOf(page, PHOTOS, one.name), words.cancel);
  await fileIn(page, PHOTOS, one.name).waitFor();
});

test("the time that is left counts what goes now, not what was there before", async () => {
  const page = await openPage();
  const line = await openLine(page);
  const one = album.photo("g.jpg", 30 * MIB);
  await line.slow(8_000_000);
  await pickOn(page, one.path);
  await expect
    .poll(() => sentOf(lineOf(page, PHOTOS, one.name)), { timeout: 30_000 })
    .toBeGreaterThan(17 * MIB);
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await line.slow(100_000);
  await pickOn(page, one.path);
  const note = lineOf(page, PHOTOS, one.name).locator(".sent-state > :first-child");
  await expect.poll(() => note.textContent(), { timeout: 30_000 }).toContain(words.left(""));
  expect(await note.textContent()).toMatch(/约 \d+ 分钟$/);
});

test("nothing complained through all of it", () => {
  const expected = /^Failed to load resource|net::ERR/;
  expect(getWalk().complaints.filter((one) => !expected.test(one))).toEqual([]);
});
