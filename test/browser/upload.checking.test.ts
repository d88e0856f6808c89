/** Out of the lift: what is asked, and what is left alone, while a file is being checked. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HeldLine } from "../support/held.line";
import { cardOf, fileIn } from "./support/branch";
import {
  beginAlbum,
  lineOf,
  listSent,
  PART_BYTES,
  type Sent,
  type Stored,
  wordsOfState as words,
} from "./support/upload";
import { beginWalk, PHONE } from "./support/walk";

const PHOTOS = "meeting_media";
const UPLOAD = /\/uploads\/upl_/;

const getWalk = beginWalk();
const album = beginAlbum();
let line: HeldLine;
let page: Page;
let sent: Sent[];

beforeAll(async () => {
  const { app, demo } = getWalk();
  // The request that brings the second part.
  line = await HeldLine.open(
    Number(new URL(app.url).port),
    new RegExp(`upload-offset: ${PART_BYTES}\\b`, "i"),
  );
  page = await getWalk().open({ viewport: PHONE });
  await page.goto(demo.branchLink.replace(app.url, line.url));
  await cardOf(page, PHOTOS).waitFor();
  sent = listSent(page);
});

afterAll(() => line.close());

/** Sends a file of two parts until every byte has left. */
async function sendUntilChecked(photo: Stored): Promise<void> {
  await page.locator(`#file-${PHOTOS}`).setInputFiles(photo.path);
  await lineOf(page, PHOTOS, photo.name).getByText(words.checking).waitFor();
  sent.length = 0;
}

/** The door of the lift opens. @returns what the page is told then */
async function comeBack(): Promise<string> {
  const asked = page.waitForResponse(
    (answer) => UPLOAD.test(answer.url()) && answer.request().method() === "GET",
  );
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
  return ((await (await asked).json()) as { state: string }).state;
}

async function expectIn(photo: Stored): Promise<void> {
  const shown = fileIn(page, PHOTOS, photo.name);
  await shown.waitFor();
  expect(await shown.locator(".code").getAttribute("title")).toBe(photo.sha256);
}

const methods = () => sent.map((one) => one.method);

test("a file whose last answer is lost is asked about at once, and is in without a byte sent again", async () => {
  const photo = album.photo("电梯.jpg", PART_BYTES + 10_000);
  line.hold = "answer";
  await sendUntilChecked(photo);
  // The server has done; nobody hears of it, however often it is asked before.
  await expect.poll(comeBack).toBe("stored");
  await expectIn(photo);
  expect(new Set(methods())).toEqual(new Set(["GET"]));
  line.release();
});

test("a server that is still checking is asked and not disturbed, and the file is in when it has done", async () => {
  const photo = album.photo("校验.jpg", PART_BYTES + 20_000);
  line.hold = "request";
  await sendUntilChecked(photo);
  expect([await comeBack(), await comeBack()]).toEqual(["open", "open"]);
  expect(methods()).toEqual(["GET", "GET"]);
  expect(await lineOf(page, PHOTOS, photo.name).getByText(words.checking).isVisible()).toBe(true);
  line.release();
  await expectIn(photo);
  expect(new Set(methods())).toEqual(new Set(["GET"]));
});

test("nothing complained through all of it", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
