/** The page says what a file is, so that bytes which change on their way do not arrive unseen. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problem, problemSentence } from "../../schemas/problem";
import { zh } from "../../web/text/zh";
import { FaultLine } from "../support/proxy";
import { cardOf, fileIn } from "./support/branch";
import { beginAlbum, lineOf, MIB, PART_BYTES, readKept, type Stored } from "./support/upload";
import { beginWalk, PHONE } from "./support/walk";

const PHOTOS = "meeting_media";

const getWalk = beginWalk();
const album = beginAlbum();
let wire: FaultLine;
let page: Page;

beforeAll(async () => {
  const { port } = new URL(getWalk().app.url);
  // The bit in the middle of whatever is on the wire.
  wire = await FaultLine.open(Number(port), { faults: [], random: () => 0.5 });
  page = await openOverWire();
});

afterAll(() => wire.close());

/** The branch's page, over the line whose bits flip. */
async function openOverWire(script = ""): Promise<Page> {
  const fresh = await getWalk().open({ viewport: PHONE });
  await fresh.addInitScript(script);
  await fresh.goto(getWalk().demo.branchLink.replace(getWalk().app.url, wire.url));
  await cardOf(fresh, PHOTOS).waitFor();
  return fresh;
}

const pick = (at: Page, one: Stored) => at.locator(`#file-${PHOTOS}`).setInputFiles(one.path);

/** One bit of what is sent next is another, so many bytes from here. */
const flipAfter = (bytes: number) => wire.add({ kind: "flip", at: wire.sent + bytes });

async function expectIn(at: Page, one: Stored): Promise<void> {
  const shown = fileIn(at, PHOTOS, one.name);
  await shown.waitFor({ timeout: 30_000 });
  expect(await shown.locator(".code").getAttribute("title")).toBe(one.sha256);
  expect(await readKept(at)).toEqual({});
}

test("a file of which a bit flips in an early part is sent once more without anybody's help", async () => {
  const photo = album.photo("早翻转.jpg", PART_BYTES + 2 * MIB);
  flipAfter(3 * MIB);
  await pick(page, photo);
  await expectIn(page, photo);
  expect(wire.fired.splice(0)).toEqual(["flip"]);
});

test("where it flips again the file is refused with a clear line, and picked again it arrives whole", async () => {
  const photo = album.photo("翻转.jpg", PART_BYTES + 2 * MIB);
  flipAfter(3 * MIB);
  flipAfter(photo.bytes + 4 * MIB);
  await pick(page, photo);
  const error = lineOf(page, PHOTOS, photo.name).locator(".error");
  await error.waitFor({ timeout: 30_000 });
  expect(await error.textContent()).toBe(problemSentence(problem("upload.checksum")));
  expect(wire.fired.splice(0)).toEqual(["flip", "flip"]);
  expect(await fileIn(page, PHOTOS, photo.name).count()).toBe(0);
  await pick(page, photo);
  await expectIn(page, photo);
});

test("a small file of which a bit flips is sent once more without anybody's help", async () => {
  const photo = album.photo("小翻转.jpg", MIB);
  flipAfter(MIB / 2);
  await pick(page, photo);
  await lineOf(page, PHOTOS, photo.name).getByText(zh.upload.busy).waitFor();
  await expectIn(page, photo);
  expect(wire.fired.splice(0)).toEqual(["flip"]);
});

test("on a page without TLS, whose browser offers no hashes, it is noticed as well", async () => {
  const plain = await openOverWire('Object.defineProperty(crypto, "subtle", { value: undefined });');
  const photo = album.photo("无加密.jpg", PART_BYTES + MIB);
  flipAfter(2 * MIB);
  await pick(plain, photo);
  await expectIn(plain, photo);
  expect(wire.fired).toEqual(["flip"]);
  const small = album.photo("无加密小.jpg", MIB);
  await pick(plain, small);
  await expectIn(plain, small);
});

test("nothing complained through all of it", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
