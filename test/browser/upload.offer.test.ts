import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { zh } from "../../web/text/zh";
import { zhOffer } from "../../web/text/zh.upload";
import { makeHeic } from "../support/files";
import { CAMERA, layPhotoExif, withSegments } from "../support/photos";
import { cardOf, download, fileIn } from "./support/branch";
import { drawPhoto, QUARTERS, readPicturePages } from "./support/photos";
import { beginAlbum, lineOf, listSent, openLine, readKept, type Sent, type Stored } from "./support/upload";
import { beginWalk, PHONE } from "./support/walk";

/** Takes pictures and nothing else; takes documents, a PDF among them. */
const [PHOTOS, MINUTES, OPINIONS] = ["meeting_media", "meeting_minutes", "opinion_summary"];
const OFFER = /\/assets\/upload\.offer\./;
const { status } = zh.branch;

const getWalk = beginWalk();
const album = beginAlbum();
let page: Page;
let sent: Sent[];
let photo: Buffer;

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  await page.goto(getWalk().demo.branchLink);
  await cardOf(page, PHOTOS).waitFor();
  sent = listSent(page);
  photo = await drawPhoto(page, { width: 400, height: 300 });
});

const pickerOf = (at: Page, key: string): Locator => at.locator(`#file-${key}`);

const pickFor = (key: string, ...files: readonly Stored[]) =>
  pickerOf(page, key).setInputFiles(files.map((one) => one.path));

const questionOf = (key: string, at = page): Locator => cardOf(at, key).locator(".sent").getByRole("group");

const answer = (key: string, choice: keyof typeof zhOffer.choices) =>
  questionOf(key).getByRole("button", { name: zhOffer.choices[choice] });

/** A photo of its own with a place in it: another comment makes other bytes. */
const placed = (name: string, orientation = 1) =>
  album.store(
    name,
    withSegments(
      photo,
      layPhotoExif({ orientation }),
      Buffer.from([0xff, 0xfe, 0, 2 + name.length, ...Buffer.from(name, "latin1")]),
    ),
  );

const shaOf = (line: Locator) => line.locator(".code").getAttribute("title");
const linkOf = (line: Locator) => line.getByRole("link", { name: new RegExp(`^${status.download}`) });

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = JSON.stringify({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });

test("a photo that tells where it was taken waits for an answer, and the question can be read and reached", async () => {
  const where = placed("a.jpg");
  await pickFor(PHOTOS, where);
  const question = questionOf(PHOTOS);
  await question.getByText(zhOffer.gps(1)).waitFor();
  await lineOf(page, PHOTOS, where.name).getByText(zh.upload.held).waitFor();
  await lineOf(page, PHOTOS, where.name).locator("img").waitFor();
  expect(sent).toEqual([]);
  expect(await question.evaluate((one) => one === document.activeElement)).toBe(true);
  for (const button of await question.getByRole("button").all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate(`axe.run(document, ${WCAG})`)) as { violations: unknown[] };
  expect(violations).toEqual([]);
});

test("who leaves before answering is asked, because nothing has been sent", async () => {
  const dialogs: string[] = [];
  page.once("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(dialogs).toEqual(["beforeunload"]);
  expect(sent).toEqual([]);
});

test("the copy without the place is the same picture without its notes", async () => {
  const where = placed("b.jpg");
  await pickFor(PHOTOS, where);
  await answer(PHOTOS, "strip").click();
  const line = fileIn(page, PHOTOS, where.name);
  await line.waitFor();
  const { bytes } = await download(page, linkOf(line));
  expect(bytes.toString("latin1")).not.toContain(CAMERA);
  expect(bytes.toString("latin1")).not.toContain("Exif");
  // The picture's own coding, from its tables to its end.
  expect(bytes.subarray(-1000)).toEqual(photo.subarray(-1000));
  expect(await shaOf(line)).not.toBe(where.sha256);
  expect(await questionOf(PHOTOS).count()).toBe(0);
});

test("the original that is chosen by the keyboard arrives byte for byte", async () => {
  const where = placed("c.jpg", 6);
  await pickFor(PHOTOS, where);
  await answer(PHOTOS, "originals").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const line = fileIn(page, PHOTOS, where.name);
  await line.waitFor();
  expect(await shaOf(line)).toBe(where.sha256);
});

test("three photos become one PDF of three upright pages", async () => {
  const turned = placed("d.jpg", 6);
  const upright = album.store("e.jpg", await drawPhoto(page, { width: 420, height: 300 }));
  const tall = album.store("f.jpg", await drawPhoto(page, { width: 300, height: 400 }));
  await pickFor(MINUTES, turned, upright, tall);
  await questionOf(MINUTES).getByText(zhOffer.several(3)).waitFor();
  await answer(MINUTES, "pdf").click();
  const line = fileIn(page, MINUTES, zhOffer.pdfName("d", 3));
  await line.getByText(status.pages(3)).waitFor();
  const pages = await readPicturePages((await download(page, linkOf(line))).bytes);
  // Orientation 6: what lies on its right side is turned a quarter clockwise to be seen.
  expect(pages).toEqual([
    {
      width: 595,
      height: 842,
      picture: { width: 300, height: 400 },
      quarters: ["blue", "red", "white", "green"],
    },
    { width: 842, height: 595, picture: { width: 420, height: 300 }, quarters: [...QUARTERS] },
    { width: 595, height: 842, picture: { width: 300, height: 400 }, quarters: [...QUARTERS] },
  ]);
  expect(await cardOf(page, MINUTES).getByRole("link", { name: /^下载/ }).count()).toBe(1);
});

test("a large photo goes at once, and on a slow line a smaller copy takes its place", async () => {
  const line = await openLine(page);
  const large = album.store("g.jpg", await drawPhoto(page, { width: 3000, height: 2250, noise: true }));
  expect(large.bytes).toBeGreaterThan(2 * 1024 * 1024);
  sent.length = 0;
  await line.slow(300_000);
  await pickFor(PHOTOS, large);
  await lineOf(page, PHOTOS, large.name).getByText(zh.upload.sending).waitFor();
  await questionOf(PHOTOS).getByText(zhOffer.large).waitFor();
  expect(sent.map((one) => one.method)).toContain("POST");
  expect(await answer(PHOTOS, "originals").count()).toBe(0);
  await answer(PHOTOS, "shrink").click();
  await expect.poll(() => questionOf(PHOTOS).count(), { timeout: 30_000 }).toBe(0);
  await line.fast();
  const stored = fileIn(page, PHOTOS, large.name);
  await stored.waitFor({ timeout: 30_000 });
  const { bytes } = await download(page, linkOf(stored));
  expect(bytes.length).toBeLessThan(large.bytes);
  expect(await stored.count()).toBe(1);
  expect(await readKept(page)).toEqual({});
});

test("a HEIC that the browser cannot show goes as it is, and its line says so", async () => {
  const heic = album.store("IMG_0412.HEIC", makeHeic("党员01"));
  await pickFor(PHOTOS, heic);
  const line = fileIn(page, PHOTOS, heic.name);
  await line.getByText(zhOffer.unseen).waitFor();
  expect(await shaOf(line)).toBe(heic.sha256);
  expect(await questionOf(PHOTOS).count()).toBe(0);
});

test("a browser that shows HEIC shows it, and sends a JPEG where the branch wants one", async () => {
  // Chromium cannot: what it is given to show in place of a HEIC makes it one that can.
  const shows = JSON.stringify(photo.toString("base64"));
  const able = await getWalk().open({ viewport: PHONE });
  await able.addInitScript(`{
    const jpeg = new Blob([Uint8Array.from(atob(${shows}), (letter) => letter.charCodeAt(0))]);
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => create.call(URL, /heic$/i.test(blob.name) ? jpeg : blob);
  }`);
  await able.goto(getWalk().demo.branchLink);
  const heic = album.store("IMG_0413.HEIC", makeHeic("党员02"));
  await pickerOf(able, PHOTOS).setInputFiles(heic.path);
  const question = questionOf(PHOTOS, able);
  await question.getByText(zhOffer.heic).waitFor();
  await lineOf(able, PHOTOS, heic.name).locator("img").waitFor();
  await question.getByRole("button", { name: zhOffer.choices.jpeg }).click();
  const line = fileIn(able, PHOTOS, "IMG_0413.jpg");
  await line.waitFor();
  const { bytes } = await download(able, linkOf(line));
  expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
});

test("a copy that cannot be made is said so, and the original can still go", async () => {
  const whole = placed("h.jpg");
  const cut = album.store("i.jpg", readFileSync(whole.path).subarray(0, -200));
  await pickFor(PHOTOS, cut);
  await answer(PHOTOS, "strip").click();
  await questionOf(PHOTOS).getByText(zhOffer.failed).waitFor();
  await answer(PHOTOS, "originals").click();
  const line = fileIn(page, PHOTOS, cut.name);
  await line.waitFor();
  expect(await shaOf(line)).toBe(cut.sha256);
});

test("a picture that is cancelled takes the question with it", async () => {
  const where = placed("j.jpg");
  await pickFor(PHOTOS, where);
  await questionOf(PHOTOS).waitFor();
  await lineOf(page, PHOTOS, where.name).getByRole("button", { name: zh.upload.cancel }).click();
  await expect.poll(() => questionOf(PHOTOS).count()).toBe(0);
  expect(await lineOf(page, PHOTOS, where.name).count()).toBe(0);
});

test("WeChat's browser has a plain field and is asked nothing", async () => {
  const userAgent = "Mozilla/5.0 (Linux; Android 12) Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.50";
  const wechat = await getWalk().open({ viewport: PHONE, userAgent });
  await wechat.goto(getWalk().demo.branchLink);
  const picker = pickerOf(wechat, PHOTOS);
  expect(await picker.evaluate((one: HTMLInputElement) => [one.accept, one.multiple])).toEqual(["", false]);
  const where = placed("k.jpg");
  const before = getWalk().addresses.length;
  await picker.setInputFiles(where.path);
  const line = fileIn(wechat, PHOTOS, where.name);
  await line.waitFor();
  expect(await shaOf(line)).toBe(where.sha256);
  expect(
    getWalk()
      .addresses.slice(before)
      .filter((one) => OFFER.test(one)),
  ).toEqual([]);
});

test("where what makes copies does not load, pictures go as they are", async () => {
  const fresh = await getWalk().open({ viewport: PHONE });
  await fresh.route(OFFER, (route) => route.abort());
  await fresh.goto(getWalk().demo.branchLink);
  const where = placed("l.jpg");
  await pickerOf(fresh, PHOTOS).setInputFiles(where.path);
  const line = fileIn(fresh, PHOTOS, where.name);
  await line.waitFor();
  expect(await shaOf(line)).toBe(where.sha256);
});

test("a file that is in already is recognised before it is sent", async () => {
  const known = album.store("m.jpg", await drawPhoto(page, { width: 440, height: 300 }));
  await pickFor(PHOTOS, known);
  await fileIn(page, PHOTOS, known.name).waitFor();
  sent.length = 0;
  const again = album.store("n.jpg", readFileSync(known.path));
  await pickFor(PHOTOS, again);
  const line = lineOf(page, PHOTOS, again.name);
  await line.getByText(zh.upload.sameHere(known.name)).waitFor();
  expect(await line.getByRole("button").count()).toBe(0);
  expect(sent).toEqual([]);
});

test("a file that is in for another artifact is sent here when the branch says so", async () => {
  const known = album.store("o.jpg", await drawPhoto(page, { width: 440, height: 300 }));
  await pickFor(OPINIONS, known);
  const line = lineOf(page, OPINIONS, known.name);
  await line.getByText(zh.upload.sameElsewhere("会议影像", "m.jpg")).waitFor();
  expect(sent).toEqual([]);
  await line.getByRole("button", { name: zh.upload.anyway }).click();
  const stored = fileIn(page, OPINIONS, known.name);
  await stored.waitFor();
  expect(await shaOf(stored)).toBe(known.sha256);
});

test("a server that does not say what is in holds nothing up", async () => {
  await page.route(/\/api\/submissions\/[^/]+$/, (route) => route.abort());
  const other = album.store("p.jpg", await drawPhoto(page, { width: 460, height: 300 }));
  await pickFor(PHOTOS, other);
  await fileIn(page, PHOTOS, other.name).waitFor();
  await page.unroute(/\/api\/submissions\/[^/]+$/);
});

test("nothing complained through all of it", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
