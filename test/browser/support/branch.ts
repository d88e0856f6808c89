/** What a branch does on its pages, with JavaScript and without. */
import type { Download, Locator, Page } from "playwright-core";
import { zh } from "../../../web/text/zh";

const { link, status, form } = zh.branch;

export interface Picked {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export const SLIP_CODE = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** A file as it lies on the phone. */
export const pick = (name: string, bytes: Uint8Array): Picked => ({
  name,
  mimeType: "",
  buffer: Buffer.from(bytes),
});

/** The card of an artifact; what is handed in leads back to this anchor. */
export const cardOf = (page: Page, key: string): Locator => page.locator(`#a-${key}`);

/** The same card once the artifact is in: an item of the list of arrivals. */
export const arrived = (page: Page, key: string): Locator =>
  cardOf(page, key).and(page.getByRole("listitem"));

/** The line of a file that is in, with its download and its replacement. */
export const fileIn = (page: Page, key: string, name: string): Locator =>
  cardOf(page, key)
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: `${status.download} ${name}`, exact: true }) });

/** Opens a link without JavaScript: the code is pasted. */
export async function pasteCode(page: Page, url: string): Promise<void> {
  await page.goto(url.split("#")[0] ?? "");
  await page.getByLabel(link.label).fill(url);
  await page.getByRole("button", { name: link.go }).click();
}

/** Unfolds the upload of an artifact that may be typed as well (改为上传). */
export const unfoldUpload = (card: Locator): Promise<void> =>
  card.getByText(status.uploadInstead, { exact: true }).click();

export const pickerOf = (card: Locator): Locator =>
  card.getByLabel(new RegExp(`^(${status.pick}|${status.pickPhoto})$`)).first();

export async function openForm(page: Page, key: string): Promise<void> {
  await cardOf(page, key)
    .getByRole("link", { name: new RegExp(`${status.fill}|${status.resume}`) })
    .click();
  await handInButton(page).waitFor();
}

export const handInButton = (page: Page): Locator => page.getByRole("button", { name: form.handIn });

/** What a click hands out as a file. */
export async function download(page: Page, door: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all<[Promise<Download>, Promise<void>]>([
    page.waitForEvent("download"),
    door.click(),
  ]);
  const chunks = await (await file.createReadStream()).toArray();
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
