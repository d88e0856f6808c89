/** What was typed is kept, however quickly somebody leaves, and whoever else saves meanwhile. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { zh } from "../../web/text/zh";
import { cardOf, handInButton } from "./support/branch";
import { beginWalk, PHONE } from "./support/walk";

const getWalk = beginWalk();
let page: Page;
let path: string;

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  await page.goto(getWalk().demo.branchLink);
  await page.getByRole("link", { name: zh.branch.status.readNotice }).waitFor();
  path = new URL(page.url()).pathname;
});

const openForm = async (at: Page) => {
  await at.goto(`${getWalk().app.url}${path}/forms/opinion_summary`);
  await handInButton(at).waitFor();
  return at.locator("form textarea, form input[type=text]").first();
};

test("words typed a moment before the page is left are a draft", async () => {
  const field = await openForm(page);
  await field.fill("刚刚写下的话");
  await page.goto(`${getWalk().app.url}${path}`);
  await expect
    .poll(async () => {
      await page.reload();
      return cardOf(page, "opinion_summary").getByText(zh.common.states.draft).count();
    })
    .toBeGreaterThan(0);
  expect(await (await openForm(page)).inputValue()).toBe("刚刚写下的话");
});

test("words that somebody else's save keeps from being saved are not left unasked", async () => {
  const other = await getWalk().open({
    viewport: PHONE,
    storageState: await page.context().storageState(),
  });
  const [mine, theirs] = [await openForm(page), await openForm(other)];
  const saved = other.waitForResponse((answer) => answer.request().method() === "PUT");
  await theirs.fill("另一部手机写的");
  expect((await saved).status()).toBe(200);
  const refused = page.waitForResponse((answer) => answer.request().method() === "PUT");
  await mine.fill("这部手机写的");
  expect((await refused).status()).toBe(409);
  const asked = page.waitForEvent("dialog");
  const leaving = page.evaluate("location.reload()").catch(() => undefined);
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await leaving;
  expect(await mine.inputValue()).toBe("这部手机写的");
  await page.getByRole("button", { name: zh.branch.form.compare }).click();
  await page.getByText(zh.branch.form.stale).waitFor();
  await page.locator(".differences").getByText("另一部手机写的").waitFor();
  expect(await page.locator("form textarea, form input[type=text]").first().inputValue()).toBe(
    "这部手机写的",
  );
});
