/** More files than a place takes: what has a place goes, in the order picked, and each of the others says why it did not. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { zh } from "../../web/text/zh";
import { zhOffer } from "../../web/text/zh.upload";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { makePdf } from "../support/files";
import { cardOf, fileIn } from "./support/branch";
import { signInAs } from "./support/committee";
import { Door } from "./support/door";
import { drawPhoto } from "./support/photos";
import { beginAlbum, lineOf, listSent, MIB, openLine, readKept, type Stored } from "./support/upload";
import { beginWalk, PHONE } from "./support/walk";

/** Takes three pictures; takes two documents, a PDF among them. */
const [PHOTOS, MINUTES] = ["meeting_media", "meeting_minutes"];
const LIMITS: Record<string, number> = { [PHOTOS as string]: 3, [MINUTES as string]: 2 };

const getWalk = beginWalk();
const album = beginAlbum();
/** Links of a round with these limits, by the branch's code. */
const links = new Map<string, string>();
let page: Page;

beforeAll(async () => {
  const { app, demo } = getWalk();
  const clerk = await getWalk().open();
  await signInAs(clerk, demo);
  const door = new Door(clerk, app.url);
  const round = buildDemoRound(localDay(new Date().toISOString()) ?? "");
  const artifacts = round.artifacts.map((one) => ({ ...one, maxFiles: LIMITS[one.key] ?? one.maxFiles }));
  const { id } = await door.call<{ id: string }>("POST", "/api/rounds", {
    definition: { ...round, artifacts },
  });
  await door.call("POST", `/api/rounds/${id}/publish`);
  for (const { code, url } of await door.listLinks(id)) links.set(code, url);
  page = await openBranch("JC01");
});

async function openBranch(code: string): Promise<Page> {
  const fresh = await getWalk().open({ viewport: PHONE });
  await fresh.goto(links.get(code) ?? "");
  await cardOf(fresh, PHOTOS).waitFor();
  return fresh;
}

const pickFor = (at: Page, key: string, ...files: readonly Stored[]) =>
  at.locator(`#file-${key}`).setInputFiles(files.map((one) => one.path));

async function expectTurnedAway(at: Page, key: string, files: readonly Stored[], places: number) {
  for (const one of files) await lineOf(at, key, one.name).getByText(zh.upload.noPlace(places)).waitFor();
}

const photosOf = (...names: string[]) => names.map((name) => album.photo(`${name}.jpg`, 30_000));

test("of five photos for three places the first three go, and the others say how many there were", async () => {
  const photos = photosOf("一", "二", "三", "四", "五");
  const sent = listSent(page);
  await pickFor(page, PHOTOS, ...photos);
  for (const one of photos.slice(0, 3)) await fileIn(page, PHOTOS, one.name).waitFor();
  await expectTurnedAway(page, PHOTOS, photos.slice(3), 3);
  expect(sent.filter((one) => one.method === "POST")).toHaveLength(3);
  expect(await readKept(page)).toEqual({});
  expect(await page.locator(`#file-${PHOTOS}`).count()).toBe(0);
});

test("several photos that become one PDF take one place, and what was picked beside them finds the next", async () => {
  const drawn = [];
  for (const width of [400, 420, 440]) {
    drawn.push(album.store(`${width}.jpg`, await drawPhoto(page, { width, height: 300 })));
  }
  const minutes = album.store("记录.pdf", makePdf("记录"));
  await pickFor(page, MINUTES, ...drawn, minutes);
  await lineOf(page, MINUTES, minutes.name).getByText(zh.upload.held).waitFor();
  await page.getByRole("button", { name: zhOffer.choices.pdf }).click();
  await fileIn(page, MINUTES, zhOffer.pdfName("400", 3)).waitFor();
  await fileIn(page, MINUTES, minutes.name).waitFor();
  await expect.poll(() => cardOf(page, MINUTES).locator(".sent").count()).toBe(0);
});

test("sent as they are they go as far as there are places", async () => {
  const other = await openBranch("JC02");
  const drawn = [];
  for (const width of [400, 420, 440, 460]) {
    drawn.push(album.store(`${width}.jpg`, await drawPhoto(other, { width, height: 300 })));
  }
  await pickFor(other, MINUTES, ...drawn);
  await other.getByRole("button", { name: zhOffer.choices.originals }).click();
  for (const one of drawn.slice(0, 2)) await fileIn(other, MINUTES, one.name).waitFor();
  await expectTurnedAway(other, MINUTES, drawn.slice(2), 2);
});

test("files on their way hold their places, and one that is cancelled gives its place back", async () => {
  const other = await openBranch("JC03");
  const line = await openLine(other);
  const photos = ["六", "七", "八", "九"].map((name) => album.photo(`${name}.jpg`, 2 * MIB));
  const [first, second, third, fourth] = photos as [Stored, Stored, Stored, Stored];
  await line.slow(100_000);
  await pickFor(other, PHOTOS, first, second);
  await lineOf(other, PHOTOS, second.name).getByText(zh.upload.sending).waitFor();
  await pickFor(other, PHOTOS, third, fourth);
  await expectTurnedAway(other, PHOTOS, [fourth], 3);
  await lineOf(other, PHOTOS, first.name).getByRole("button", { name: zh.upload.cancel }).click();
  await pickFor(other, PHOTOS, fourth);
  await line.fast();
  for (const one of [second, third, fourth]) await fileIn(other, PHOTOS, one.name).waitFor();
  expect(await fileIn(other, PHOTOS, first.name).count()).toBe(0);
});

test("nothing complained through all of it", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
