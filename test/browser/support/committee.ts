/** What the committee's staff does on its pages. */
import type { Page } from "playwright-core";
import { zh } from "../../../web/text/zh";
import type { Demo } from "../../support/browser";

const { signIn, desk } = zh.committee;

export async function typePassword(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel(signIn.userName).fill(user);
  await page.getByLabel(signIn.password).fill(password);
  await page.getByRole("button", { name: signIn.go }).click();
}

export async function signInAs(page: Page, { committee }: Demo): Promise<void> {
  await page.goto(committee.url);
  await typePassword(page, committee.user, committee.password);
  await page.getByRole("heading", { name: zh.committee.rounds.title }).waitFor();
}

/** Presses a link of the head. */
export const goTo = (page: Page, name: string): Promise<void> =>
  page
    .getByRole("navigation", { name: zh.common.navigation })
    .getByRole("link", { name, exact: true })
    .click();

/** Looks a slip up at the paper desk. */
export async function findSlip(page: Page, slipCode: string): Promise<void> {
  await goTo(page, zh.committee.nav.desk);
  await page.getByLabel(desk.code).fill(slipCode);
  await page.getByRole("button", { name: desk.find }).click();
}

/** Records the paper that was looked up, as it is shown, with or without the seal. */
export async function recordPaper(page: Page, sealed: boolean): Promise<void> {
  await page.getByRole("radio", { name: sealed ? desk.yes : desk.no }).check();
  await page.getByRole("button", { name: desk.go }).click();
}

/** The links of a published round by branch, as the page gives them for copying. */
export async function readLinks(page: Page, roundTitle: string): Promise<Map<string, string>> {
  await goTo(page, zh.committee.nav.rounds);
  await page.getByRole("link", { name: roundTitle }).click();
  await page.getByRole("link", { name: zh.committee.within.links, exact: true }).click();
  const lines = (await page.getByLabel(zh.committee.links.copyAll).inputValue()).trim().split("\n");
  return new Map(lines.map((line) => line.split("\t") as [string, string]));
}
