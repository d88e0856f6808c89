/** The islands in a browser that lacks what came after 2018. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { zh } from "../../web/text/zh";
import { makeJpg } from "../support/files";
import { cardOf, fileIn, handInButton, pick, pickerOf } from "./support/branch";
import { beginWalk, PHONE } from "./support/walk";

/** By the browsers' own tables: none of these was in Chrome 66, the WebView of a phone of 2018. */
const TAKE_AWAY = `
  delete Object.fromEntries; delete Object.hasOwn;
  delete Array.prototype.at; delete Array.prototype.flat; delete Array.prototype.flatMap;
  delete String.prototype.at; delete String.prototype.matchAll; delete String.prototype.replaceAll;
  delete Element.prototype.replaceChildren;
  delete Promise.allSettled; delete Promise.any;
  delete Blob.prototype.arrayBuffer; delete Blob.prototype.text; delete Blob.prototype.stream;
  delete SubmitEvent.prototype.submitter;
  delete window.structuredClone; delete crypto.randomUUID;
`;

const getWalk = beginWalk();
let page: Page;
let path: string;

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  await page.addInitScript(TAKE_AWAY);
  await page.goto(getWalk().demo.branchLink);
  await page.getByRole("link", { name: zh.branch.status.readNotice }).waitFor();
  path = new URL(page.url()).pathname;
});

test("a picked photo is sent and stands there as received", async () => {
  await pickerOf(cardOf(page, "meeting_media")).setInputFiles(pick("会场.jpg", makeJpg("old", 90_000)));
  await fileIn(page, "meeting_media", "会场.jpg").waitFor();
  expect(getWalk().complaints).toEqual([]);
});

test("a form with rows saves what is typed, and checks it in place", async () => {
  await page.goto(`${getWalk().app.url}${path}/forms/appraisal_tally`);
  await handInButton(page).waitFor();
  const saved = page.waitForResponse((answer) => answer.request().method() === "PUT");
  await page.locator("form input[inputmode=numeric], form input[type=number]").first().fill("5");
  expect((await saved).status()).toBe(200);
  expect(getWalk().complaints).toEqual([]);
});
