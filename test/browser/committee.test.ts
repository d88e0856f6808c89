import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { formatDue, localDay } from "../../schemas/deadline";
import { PROBLEMS } from "../../schemas/problem";
import { CHECKLIST_SENTENCE } from "../../schemas/round";
import { zh } from "../../web/text/zh";
import { DEMO_BRANCHES } from "../../worker/demo/demo.branches";
import { dayAfter } from "../../worker/demo/demo.entries";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { findTemplate, type RoundTemplate } from "../../worker/rounds/templates";
import { openArchive } from "../support/archive";
import { cardOf, download, pasteCode } from "./support/branch";
import { findSlip, goTo, readLinks, recordPaper, typePassword } from "./support/committee";
import { startsWith } from "./support/typing";
import { beginWalk, DESK, readText } from "./support/walk";

const words = zh.bundle;
const { create, edit, roster, links, board, desk, submission } = zh.committee;
const now = new Date().toISOString();
const demoRound = buildDemoRound(localDay(now) ?? "");
const getTemplate = (id: string) => findTemplate(id) as RoundTemplate;
const nameOf = (code: string) => DEMO_BRANCHES.find((one) => one.code === code)?.name ?? "";

/** Rows of the board that are shown; each has the branch's name as its head. */
const listed = (page: Page) => page.getByRole("rowheader");
const factOf = (page: Page, words: string) =>
  page
    .getByRole("navigation", { name: board.facts })
    .getByRole("link", { name: new RegExp(`^\\d+\\s*${words}$`) });

async function createDraft(page: Page, template: string): Promise<void> {
  await goTo(page, zh.committee.nav.rounds);
  await page.getByRole("link", { name: zh.committee.rounds.create }).click();
  const { title, definition } = getTemplate(template);
  await page.getByRole("button", { name: create.go }).filter({ hasText: title.zh }).click();
  await page.getByRole("heading", { name: definition.notice.title }).waitFor();
}

const openBoard = async (page: Page, title: string) => {
  await goTo(page, zh.committee.nav.rounds);
  await page.getByRole("link", { name: title, exact: true }).click();
};

async function copyLinkOf(page: Page, branch: string): Promise<void> {
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: branch }) });
  await row.getByRole("link", { name: board.copyLink }).click();
  await row.getByText(links.copied).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/b#[0-9a-z]{26}$/);
}

describe.each([
  ["with a script", true],
  ["without a script", false],
])("a committee %s", (_, javaScriptEnabled) => {
  const getWalk = beginWalk();
  let page: Page;

  beforeAll(async () => {
    page = await getWalk().open({ viewport: DESK, javaScriptEnabled });
  });

  const openAsBranch = async (url: string) => {
    const phone = await getWalk().open({ javaScriptEnabled });
    await (javaScriptEnabled ? phone.goto(url) : pasteCode(phone, url));
    return phone;
  };

  test("is let in by its password only", async () => {
    const { url, user, password } = getWalk().demo.committee;
    await page.goto(url);
    await typePassword(page, user, `${password}x`);
    await page.getByRole("alert").getByText(PROBLEMS["staff.wrong_password"].zh).waitFor();
    expect(await page.getByLabel(zh.committee.signIn.userName).inputValue()).toBe(user);
    await typePassword(page, user, password);
    await page.getByRole("heading", { name: zh.committee.rounds.title }).waitFor();
  });

  test("makes a draft from notice 000 and moves all of its dates at once", async () => {
    await createDraft(page, "notice-000");
    await page.getByLabel(startsWith(edit.shiftTo)).fill(dayAfter(now, 30));
    await page.getByRole("button", { name: edit.shiftGo }).click();
    await page.getByText(edit.shifted).waitFor();
    const paper = page.getByRole("region", { name: startsWith("小结纸质稿") });
    expect(await paper.getByLabel(edit.dueDate).inputValue()).toBe(dayAfter(now, 30));
  });

  test("asks for the photos too, and is told at the field when its dates do not go together", async () => {
    const media = page.getByRole("region", { name: startsWith("会议影像") });
    await media.getByRole("radio", { name: zh.committee.asks.required }).check();
    await media.getByLabel(edit.dueDate).fill(dayAfter(now, 28));
    await media.getByLabel(edit.dueTime).fill("17:00");
    await page.getByLabel(edit.closes, { exact: true }).fill(dayAfter(now, 29));
    await page.getByRole("button", { name: edit.save }).click();
    await page
      .getByRole("alert")
      .getByRole("link", { name: /停止接收时间早于“小结纸质稿/ })
      .waitFor();
    expect(await media.getByLabel(edit.dueTime).inputValue()).toBe("17:00");
    await page.getByLabel(edit.closes, { exact: true }).fill("");
    await page.getByRole("button", { name: edit.save }).click();
    await page.getByText(edit.saved, { exact: true }).waitFor();
    await page.getByText(new RegExp(`^${edit.counts(2, 0).split("，")[0]}`)).waitFor();
  });

  test("pastes a roster: what is wrong is listed and nothing imported, then all of it", async () => {
    await page.getByRole("link", { name: zh.committee.within.roster, exact: true }).click();
    const head = "编号\t名称\t党员总数";
    const wrong = [head, "JC13\t霁川区云麓小学党支部\t9", "JC13\t霁川区南浦小学党支部\t十二"].join("\n");
    await page.getByLabel(roster.paste).fill(wrong);
    await page.getByRole("button", { name: roster.check }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("第 3 行：编号 JC13 与第 2 行重复").waitFor();
    await alert.getByText("第 3 行：“党员总数”应是数字，现为“十二”").waitFor();
    await page.getByText(roster.current(DEMO_BRANCHES.length)).waitFor();
    expect(await page.getByLabel(roster.paste).inputValue()).toBe(wrong);
    await page
      .getByLabel(roster.paste)
      .fill(wrong.replace(/JC13(?=\t霁川区南浦)/, "JC14").replace("十二", "12"));
    await page.getByRole("button", { name: roster.check }).click();
    await page.getByRole("heading", { name: roster.preview }).waitFor();
    await page.getByRole("button", { name: roster.import(2) }).click();
    await page.getByText(roster.current(DEMO_BRANCHES.length + 2)).waitFor();
    await page.getByRole("link", { name: roster.toPublish }).click();
  });

  test("publishes, and copies one link per branch", async () => {
    const { definition } = getTemplate("notice-000");
    await page.getByRole("button", { name: edit.publish }).click();
    await page.getByText(board.published).waitFor();
    const urls = await readLinks(page, definition.notice.title);
    expect(urls.size).toBe(DEMO_BRANCHES.length + 2);
    expect([...urls.keys()]).toEqual(expect.arrayContaining(["霁川区南浦小学党支部", nameOf("JC01")]));
    expect(new Set(urls.values()).size).toBe(urls.size);
    const copy = page.getByRole("button", { name: links.copy, exact: true });
    if (javaScriptEnabled) {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await copy.click();
      await page.getByRole("button", { name: links.copied, exact: true }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toBe(await page.getByLabel(links.copyAll).inputValue());
    } else expect(await copy.count()).toBe(0);
    const phone = await openAsBranch(urls.get("霁川区南浦小学党支部") ?? "");
    await phone.getByText(zh.branch.status.missing(2)).waitFor();
    const due = formatDue(`${dayAfter(now, 28)}T17:00:00+08:00`);
    expect(await readText(phone.getByRole("main"))).toContain(due);
  });

  test("finds branches on the board by state, by what they lack and by name", async () => {
    await openBoard(page, demoRound.notice.title);
    for (const filter of ["complete", "partial", "awaiting_paper", "unopened"] as const) {
      const fact = factOf(page, board.filters[filter]);
      const count = Number.parseInt(await readText(fact), 10);
      expect(count).toBeGreaterThan(0);
      await fact.click();
      await page.getByText(board.shown(count)).waitFor();
      expect(new URL(page.url()).search).toBe(`?state=${filter}`);
      expect(await listed(page).count()).toBe(count);
    }
    await page.getByRole("link", { name: board.clear }).click();
    await page.getByText(board.shown(DEMO_BRANCHES.length)).waitFor();
    await page.getByLabel(board.missing).selectOption("会议影像");
    await page.getByRole("button", { name: board.find }).click();
    await page.getByRole("link", { name: board.clear }).waitFor();
    expect(await page.getByRole("rowheader", { name: nameOf("JC02") }).count()).toBe(0);
    expect(await page.getByRole("rowheader", { name: nameOf("JC05") }).count()).toBe(1);
    await page.getByRole("link", { name: board.clear }).click();
    await page.getByText(board.shown(DEMO_BRANCHES.length)).waitFor();
    if (javaScriptEnabled) await copyLinkOf(page, nameOf("JC04"));
    await page.getByRole("searchbox").fill("松屿");
    if (!javaScriptEnabled) await page.getByRole("button", { name: board.find }).click();
    await expect.poll(() => listed(page).count()).toBe(1);
    expect(await readText(listed(page))).toContain(nameOf("JC05"));
  });

  test("records a paper by the code of its slip, and the receipt is numbered", async () => {
    await openBoard(page, demoRound.notice.title);
    await page.getByRole("link", { name: nameOf("JC03") }).click();
    const [code = ""] =
      /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await readText(page.getByText(submission.slipCode))) ?? [];
    await findSlip(page, "ZZZZ-ZZZZ");
    await page.getByText(PROBLEMS["slip.not_found"].zh).waitFor();
    await findSlip(page, code);
    await recordPaper(page, true);
    await page.getByText(new RegExp(`${desk.complete}.\\d{4}-\\d+-\\d{4}`)).waitFor();
    expect(await readText(cardOf(page, "summary_paper"))).toContain(zh.common.states.received);
  });

  test("takes home a bundle that any reader opens and whose sums are right", async () => {
    await page.getByRole("link", { name: nameOf("JC03") }).click();
    const zip = await download(
      page,
      page.getByRole("link", { name: startsWith(submission.bundle("").trim()) }),
    );
    expect(zip.name).toContain(nameOf("JC03"));
    const entries = await openArchive(zip.bytes);
    const find = (ending: RegExp) => entries.find((one) => ending.test(one.path));
    expect(
      find(/\/回执_[^/]+\.pdf$/)
        ?.data?.subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    expect(find(/\/清单\.csv$/)).toBeDefined();
    const sums =
      find(/\/SHA256SUMS$/)
        ?.data?.toString("utf8")
        .trim()
        .split("\n") ?? [];
    expect(sums.length).toBeGreaterThan(6);
    for (const line of sums) {
      const [sum, path = ""] = line.split(/ [ *]/);
      const data = entries.find((one) => one.path.endsWith(`/${path}`))?.data;
      expect([
        path,
        createHash("sha256")
          .update(data ?? "")
          .digest("hex"),
      ]).toEqual([path, sum]);
    }
  });

  test("takes the round's bundle with one press, and files it by the code printed inside", async () => {
    await openBoard(page, demoRound.notice.title);
    await page.getByRole("link", { name: words.place, exact: true }).click();
    const choice = page.getByRole("button", { name: startsWith(words.go("").trim().slice(0, 2)) });
    const zip = await download(page, choice.first());
    const entries = await openArchive(zip.bytes);
    const index = entries.find((one) => one.path === "index.html")?.data?.toString("utf8") ?? "";
    const code = /\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b/.exec(index)?.[0] ?? "";
    await page.reload();
    await page.locator("summary").filter({ hasText: words.file }).first().click();
    await page.getByLabel(words.code).first().fill("0000-0000-0000");
    await page.getByRole("button", { name: words.fileGo }).first().click();
    await page.getByText(PROBLEMS["bundle.wrong_code"].zh).first().waitFor();
    if (!(await page.getByLabel(words.code).first().isVisible())) {
      await page.locator("summary").filter({ hasText: words.file }).first().click();
    }
    await page.getByLabel(words.code).first().fill(code);
    await page.getByRole("button", { name: words.fileGo }).first().click();
    await page.getByText(words.justFiled(Number(/(\d+)个支部/.exec(zip.name)?.[1]))).waitFor();
    await openBoard(page, demoRound.notice.title);
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: nameOf("JC02") }) });
    expect(await row.textContent()).toContain(words.filed);
  });

  test("publishes a notice that asks for nothing as a checklist, and says so on every page", async () => {
    await createDraft(page, "notice-002");
    const sentence = page.getByText(CHECKLIST_SENTENCE);
    await sentence.waitFor();
    await page.getByRole("button", { name: edit.publish }).click();
    await page.getByText(board.published).waitFor();
    await sentence.waitFor();
    const urls = await readLinks(page, getTemplate("notice-002").definition.notice.title);
    const phone = await openAsBranch(urls.get(nameOf("JC01")) ?? "");
    await phone.getByText(CHECKLIST_SENTENCE).waitFor();
  });

  test("is let out, and its pages are shut behind it", async () => {
    await page.getByRole("button", { name: new RegExp(`${zh.committee.nav.signOut}$`) }).click();
    await page.goto(getWalk().demo.committee.url);
    await page.getByLabel(zh.committee.signIn.password).waitFor();
    expect(getWalk().complaints).toEqual([]);
  });
});
