import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { zh } from "../../web/text/zh";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { makeJpg, makePdf } from "../support/files";
import { cardOf, fileIn, type Picked, pick, pickerOf } from "./support/branch";
import { goTo, signInAs } from "./support/committee";
import { checkReach } from "./support/reach";
import { beginWalk, DESK, PHONE } from "./support/walk";
import { type Loaded, loadCounted, scriptsOf, sum } from "./support/wire";

/** What a phone pays for the branch's page, headers and all, nothing cached. */
const MAX_PAGE_BYTES = 20_000;
const MAX_SCRIPT_BYTES = 10_000;
const MAX_REQUESTS = 4;
/** What sends files and what offers copies of pictures, loaded with the first picture: both as they are compressed. */
const MAX_SENDER_BYTES = 20_000;

const MIN_TARGET_PX = 44;
const WIDTHS = [320, 390, 1360];
const FORMS = ["work_plan", "opinion_summary", "meeting_minutes", "appraisal_tally", "summary_text"];

const getWalk = beginWalk();
const round = buildDemoRound(localDay(new Date().toISOString()) ?? "");
let paths: Record<string, string>;
let page: Page;

/** One browser that is both the branch's and the committee's. */
beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE });
  await page.goto(getWalk().demo.branchLink);
  await page.getByRole("link", { name: zh.branch.status.readNotice }).waitFor();
  const branch = new URL(page.url()).pathname;
  await page.setViewportSize(DESK);
  await signInAs(page, getWalk().demo);
  await page.getByRole("link", { name: round.notice.title }).click();
  await page.getByRole("link", { name: zh.committee.within.links, exact: true }).waitFor();
  const board = new URL(page.url()).pathname;
  paths = {
    branch,
    notice: `${branch}/notice`,
    ...Object.fromEntries(FORMS.map((key) => [key, `${branch}/forms/${key}`])),
    board,
    roster: `${board}/roster`,
    links: `${board}/links`,
    bundle: `${board}/bundle`,
    rounds: "/committee",
    templates: "/committee/rounds/new",
    desk: "/committee/desk",
    signIn: "/committee/sign-in",
    link: "/b",
    home: "/",
    verify: "/verify",
  };
});

const SENDER = /\/assets\/upload\.(?:client|offer)\./;

/** A page in a browser with this one's cookies and nothing in its cache. */
async function load(path: string, act?: (fresh: Page) => Promise<unknown>): Promise<Loaded[]> {
  const fresh = await getWalk().open({ viewport: PHONE, storageState: await page.context().storageState() });
  return loadCounted(fresh, `${getWalk().app.url}${path}`, act);
}

test("the branch's page is light: its bytes, its script and its requests stay within their limits", async () => {
  const loaded = await load(paths.branch ?? "");
  const script = scriptsOf(loaded);
  expect(loaded.every((one) => one.bytes > 0)).toBe(true);
  expect(script.length).toBeGreaterThan(0);
  expect(sum(loaded)).toBeLessThanOrEqual(MAX_PAGE_BYTES);
  expect(sum(script)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  expect(loaded.length).toBeLessThanOrEqual(MAX_REQUESTS);
  expect(loaded.filter((one) => SENDER.test(one.url))).toEqual([]);
});

/** What is loaded when this file is the first that is picked for an artifact. */
async function loadSenders(key: string, file: Picked): Promise<Loaded[]> {
  const loaded = await load(paths.branch ?? "", async (fresh) => {
    await pickerOf(cardOf(fresh, key)).setInputFiles(file);
    await fileIn(fresh, key, file.name).waitFor();
  });
  return loaded.filter((one) => SENDER.test(one.url));
}

/** A script as it is compressed, without the headers of its answer. */
async function weigh({ url }: Loaded): Promise<number> {
  const [answer] = (await once(get(url, { headers: { "Accept-Encoding": "gzip" } }), "response")) as [
    IncomingMessage,
  ];
  expect(answer.headers["content-encoding"]).toBe("gzip");
  return (await buffer(answer)).length;
}

test("what sends files comes with the first one that is picked, what copies pictures with the first picture, and both are light", async () => {
  const names = (senders: readonly Loaded[]) =>
    senders.map(({ url }) => /upload\.\w+/.exec(url)?.[0]).toSorted();
  const minutes = await loadSenders("meeting_minutes", pick("记录.pdf", makePdf("记录")));
  expect(names(minutes)).toEqual(["upload.client"]);
  const senders = await loadSenders("meeting_media", pick("会场.jpg", makeJpg("会场")));
  expect(names(senders)).toEqual(["upload.client", "upload.offer"]);
  const weights = await Promise.all(senders.map(weigh));
  expect(Math.min(...weights)).toBeGreaterThan(1000);
  expect(weights.reduce((all, one) => all + one)).toBeLessThanOrEqual(MAX_SENDER_BYTES);
});

test("every page fits into a narrow phone, a phone and a desk without moving sideways", async () => {
  const wide: string[] = [];
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(`${getWalk().app.url}${path}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (Number(over) > 0) wide.push(`${name} at ${width} px is ${over} px too wide`);
    }
  }
  expect(wide).toEqual([]);
});

/** What is pressed: buttons, what opens a fold, and links and labels that look like buttons; each with its height. */
const TARGETS = `[...document.querySelectorAll("button, summary, a, label")].flatMap((one) => {
  const { borderTopStyle, borderTopWidth, backgroundColor } = getComputedStyle(one);
  const { height, width } = one.getBoundingClientRect();
  const framed = (borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0) || backgroundColor !== "rgba(0, 0, 0, 0)";
  const shown = one.checkVisibility() && width > 2 && height > 2 && one.closest("[aria-hidden]") === null;
  return shown && (framed || one.matches("button, summary")) ? [[one.textContent.trim(), height]] : [];
})`;

test("what is pressed on the branch's pages is large enough for a thumb", async () => {
  await page.goto(getWalk().demo.completeLink);
  await page.getByRole("region", { name: zh.branch.status.receipt }).waitFor();
  paths.complete = new URL(page.url()).pathname;
  await page.setViewportSize(PHONE);
  const small: string[] = [];
  let seen = 0;
  for (const name of ["branch", "complete", ...FORMS, "link", "home"]) {
    await page.goto(`${getWalk().app.url}${paths[name]}`);
    const targets = (await page.evaluate(TARGETS)) as [string, number][];
    seen += targets.length;
    for (const [words, height] of targets) {
      if (height < MIN_TARGET_PX) small.push(`${name}: ${words} is ${height} px high`);
    }
  }
  expect(seen).toBeGreaterThan(50);
  expect(small).toEqual([]);
});

test("an accessibility checker finds nothing against WCAG 2.2 AA on any page", async () => {
  const found: string[] = [];
  let passed = 0;
  await page.setViewportSize(PHONE);
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(`${getWalk().app.url}${path}`);
    const result = await checkReach(page);
    passed += result.passed;
    found.push(...result.found.map((one) => `${name}: ${one}`));
  }
  expect(passed).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test("all of it came from this site alone, and nothing complained", async () => {
  await goTo(await loadBoard(), zh.committee.nav.rounds);
  const foreign = getWalk().addresses.filter(
    (one) => one !== "" && !one.startsWith("data:") && !one.startsWith(`${getWalk().app.url}/`),
  );
  expect(foreign).toEqual([]);
  expect(getWalk().complaints).toEqual([]);
});

async function loadBoard(): Promise<Page> {
  await page.setViewportSize(DESK);
  await page.goto(`${getWalk().app.url}${paths.board}`);
  return page;
}
