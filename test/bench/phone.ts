import type { Browser, BrowserContext } from "playwright-core";
import { findSubmission, getServed, secretOf } from "./served";

/** Old phones are narrow; the page is the same on all. */
export const PHONE = { width: 390, height: 844 };

/** A phone on which a branch of the demo opened its link, with an empty cache. */
export async function openBranch(browser: Browser): Promise<{ context: BrowserContext; path: string }> {
  const { url, branchLink } = await getServed();
  const submission = await findSubmission(url, branchLink);
  const context = await browser.newContext({ viewport: PHONE, locale: "zh-CN" });
  const opened = await context.request.post(`${url}/b`, {
    form: { code: secretOf(branchLink) },
    headers: { Origin: url },
  });
  if (!opened.ok()) throw new Error(`the link answered ${opened.status()}`);
  return { context, path: `${url}/b/${submission}` };
}
