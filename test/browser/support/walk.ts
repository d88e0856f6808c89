/** A served instance and a browser for the tests of one file, with everything a page complains of written down. */
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, inject } from "vitest";
import { inRoot } from "../../../.ci/vite.shared.mjs";
import { type Demo, launchBrowser, type RunningApp, startApp } from "../../support/browser";

/** The narrowest that is sold. */
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1360, height: 900 };

const PATIENCE_MS = 10_000;

/** What the browser itself says of an answer that refuses: the tests refuse on purpose. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** The text of one element, without the white space around it. */
export const readText = async (locator: Locator): Promise<string> =>
  ((await locator.textContent()) ?? "").trim();

export class Walk {
  readonly #pages: Page[] = [];
  readonly #contexts: BrowserContext[] = [];
  /** Console errors, uncaught faults and violations of the CSP, on all pages. */
  readonly complaints: string[] = [];
  /** Every address asked for, and every Referer sent. */
  readonly addresses: string[] = [];

  constructor(
    readonly app: RunningApp,
    readonly browser: Browser,
  ) {}

  get demo(): Demo {
    if (this.app.demo === null) throw new Error("started without the demo");
    return this.app.demo;
  }

  /** A page in a browser of its own: no cookie, no cache. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ locale: "zh-CN", viewport: PHONE, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    this.#contexts.push(context);
    await this.#listen(context);
    const page = await context.newPage();
    this.#pages.push(page);
    return page;
  }

  async #listen(context: BrowserContext): Promise<void> {
    const complain = (text: string) => this.complaints.push(text);
    await context.exposeFunction("reportViolation", complain);
    await context.addInitScript(`addEventListener("securitypolicyviolation", (event) =>
      reportViolation("CSP " + event.violatedDirective + " " + event.blockedURI))`);
    context.on("weberror", (fault) => complain(fault.error().message));
    context.on("console", (message) => {
      if (message.type() === "error" && !REFUSED.test(message.text())) complain(message.text());
    });
    context.on("request", (request) => {
      this.addresses.push(request.url(), request.headers().referer ?? "");
    });
  }

  async photograph(name: string): Promise<void> {
    for (const [index, page] of this.#pages.entries()) {
      if (page.isClosed()) continue;
      const path = join(inRoot("test/.out"), `${name} ${index + 1}.png`);
      await page.screenshot({ path, fullPage: true }).catch(() => undefined);
    }
  }

  async end(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.browser.close();
    await this.app.remove();
  }
}

/**
 * Starts an instance with the demo round for the file or the group it is called in. Its
 * tests are the steps of one walk: a step that fails leaves pictures in test/.out, and
 * those after it, which stand on it, are skipped.
 */
export function beginWalk(): () => Walk {
  let walk: Walk | undefined;
  let stumbled = false;
  const getWalk = () => {
    if (walk === undefined) throw new Error("the walk has not begun");
    return walk;
  };
  beforeAll(async () => {
    walk = new Walk(await startApp({ demo: true, copyOf: inject("demoFolder") }), await launchBrowser());
  });
  beforeEach(({ skip }) => skip(stumbled, "an earlier step failed"));
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    stumbled = true;
    await getWalk().photograph(task.name.replace(/\W+/g, " "));
  });
  afterAll(() => walk?.end());
  return getWalk;
}
