import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { zh } from "../../web/text/zh";
import { formatCount } from "../../web/ui/format";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { dayAfter } from "../../worker/demo/demo.entries";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { flattenEntry, makeOpinions, makePlan, makeSummary, makeTally } from "../demo/materials";
import { readPdfText } from "../demo/pdf";
import { makeDocx, makeJpg } from "../support/files";
import { arrived, cardOf, fileIn, pick, SLIP_CODE } from "./support/branch";
import { findSlip, readLinks, recordPaper, signInAs } from "./support/committee";
import { hasId, Keys, leadsTo, type Stop, says } from "./support/keys";
import { beginWalk, DESK, readText } from "./support/walk";

const { status, form: formWords } = zh.branch;
const getWalk = beginWalk();
const now = new Date().toISOString();
const round = buildDemoRound(localDay(now) ?? "");
const branch = DEMO_BRANCHES.find((one) => one.code === "JC07") as (typeof DEMO_BRANCHES)[number];
let page: Page;
let staff: Page;
let keys: Keys;

beforeAll(async () => {
  page = await getWalk().open({ viewport: { width: 360, height: 640 } });
  staff = await getWalk().open({ viewport: DESK });
  keys = new Keys(page);
  await signInAs(staff, getWalk().demo);
});

/** An entry as the controls of its form hold it; several boxes of one name share theirs. */
function listWanted(entry: Readonly<Record<string, unknown>>): Map<string, string> {
  return new Map(flattenEntry(entry).map(([name, value]) => [name, String(value)]));
}

/** A further row is begun where the entry has one that the page has not. */
async function needsRow(stop: Stop, wanted: ReadonlyMap<string, string>): Promise<boolean> {
  const key = /^add_row:(.+)$/.exec(stop.value)?.[1];
  if (key === undefined) return false;
  const rows = await page.evaluate(`document.querySelectorAll('[data-rows="${key}"] tr[data-index]').length`);
  return [...wanted.keys()].some((name) => name.startsWith(`${key}.${rows}.`));
}

async function typeStop(stop: Stop, wanted: ReadonlyMap<string, string>): Promise<void> {
  const value = wanted.get(stop.name);
  if (stop.type === "checkbox" || stop.type === "radio") {
    if (value !== undefined || stop.checked) await keys.tick(stop, value?.split("\r\n") ?? []);
  } else if (value !== undefined) await keys.type(stop, value);
}

/** From the link of its card through every control of the form to its button. */
async function handIn(key: string, entry: Readonly<Record<string, unknown>>): Promise<void> {
  const wanted = listWanted(entry);
  await keys.enter(hasId(`fill-${key}`));
  await page.waitForURL(/\/forms\//);
  let stop = await keys.next();
  while (stop.value !== "hand_in") {
    if (await needsRow(stop, wanted)) {
      await keys.press("Enter");
      stop = await keys.look();
      continue;
    }
    await typeStop(stop, wanted);
    stop = await keys.next();
  }
  await keys.press("Enter");
}

test("a link typed into the field lets in", async () => {
  const url = (await readLinks(staff, round.notice.title)).get(branch.name) ?? "";
  await page.goto(`${getWalk().app.url}/b`);
  await keys.type(await keys.seek(hasId("code")), url);
  await keys.press("Enter");
  await page.getByRole("heading", { name: branch.name }).waitFor();
});

test("the first stop leads past the head into the page", async () => {
  await keys.enter(says(zh.common.skip));
  expect(new URL(page.url()).hash).toBe("#main");
  expect((await keys.next()).href).toMatch(/\/notice$/);
});

test("the plan is typed from control to control, its rows are added, and it is handed in", async () => {
  await handIn("work_plan", makePlan(branch, round.theme, now));
  await arrived(page, "work_plan").waitFor();
});

test("the opinions are chosen in lists and counted, and handed in", async () => {
  await handIn("opinion_summary", makeOpinions(now));
  await arrived(page, "opinion_summary").waitFor();
});

test("the minutes go up as a file instead, from an unfolded picker", async () => {
  await keys.enter(says(status.uploadInstead));
  await keys.pick(hasId("file-meeting_minutes"), [pick("会议记录.docx", makeDocx("会议记录"))]);
  await fileIn(page, "meeting_minutes", "会议记录.docx").waitFor();
});

test("two photos go up at once", async () => {
  const photos = ["会场一.jpg", "会场二.jpg"].map((name) => pick(name, makeJpg(name)));
  await keys.pick(hasId("file-meeting_media"), photos);
  for (const { name } of photos) await fileIn(page, "meeting_media", name).waitFor();
});

test("a sentence that appears above what is typed does not move it away", async () => {
  await keys.enter(hasId("fill-appraisal_tally"));
  await page.waitForURL(/\/forms\//);
  const place = "document.activeElement.getBoundingClientRect().top";
  const before = await page.evaluate(`(() => {
    const [wrong, next] = ["rows.0.good", "rows.2.good"].map((id) => document.getElementById(id));
    wrong.value = "很多";
    wrong.dispatchEvent(new Event("input", { bubbles: true }));
    next.focus();
    return ${place};
  })()`);
  await page.locator(".row-note").first().waitFor();
  expect(Math.abs(Number(await page.evaluate(place)) - Number(before))).toBeLessThan(2);
  await keys.enter(says(formWords.back));
  await page.waitForURL(/\/b\/sub_\w+#/);
});

test("every vote of the tally is typed; it is in, with a word of caution for so few voters, and a link leads back", async () => {
  await handIn("appraisal_tally", makeTally(branch, now));
  await page.getByText(formWords.warningsTitle).waitFor();
  await keys.enter(says(formWords.back));
  await arrived(page, "appraisal_tally").waitFor();
});

test("the summary is typed, counted and handed in", async () => {
  await handIn("summary_text", makeSummary("summary-1000", dayAfter(now, 11)));
  await arrived(page, "summary_text")
    .getByText(status.chars(formatCount(1000)))
    .waitFor();
});

test("the slip is fetched, the desk records the paper, and the receipt is read and fetched", async () => {
  const code = await readText(cardOf(page, "summary_paper").getByText(SLIP_CODE));
  const slip = await keys.download(leadsTo(/\/slip\.pdf$/));
  expect(await readPdfText(slip, "the slip")).toContain(code);
  await findSlip(staff, code);
  await recordPaper(staff, true);
  await staff.getByText(zh.committee.desk.complete).waitFor();
  await page.reload();
  await keys.enter(leadsTo(/\/receipt$/));
  await page.waitForURL(/\/receipt$/);
  const receipt = await keys.download(leadsTo(/\/receipt\.pdf$/));
  expect(await readPdfText(receipt, "the receipt")).toContain(branch.name);
});

test("the way out ends the session on this machine", async () => {
  await keys.enter(says(formWords.back));
  await page.getByRole("region", { name: status.receipt }).waitFor();
  const address = page.url();
  await keys.enter(says(status.leave));
  await page.waitForURL(/\/b$/);
  expect((await page.goto(address))?.status()).toBe(401);
});

test("at every stop the focus was marked, inside the window and under nothing", () => {
  expect(keys.stops).toBeGreaterThan(200);
  expect(keys.unseen).toEqual([]);
  expect(getWalk().complaints).toEqual([]);
});
