/** Back, forward and reload after every kind of post a branch's pages have: none of them posts again. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { problem, problemSentence } from "../../schemas/problem";
import { zh } from "../../web/text/zh";
import { makeJpg } from "../support/files";
import { cardOf, handInButton, pasteCode, pick, pickerOf } from "./support/branch";
import { signInAs } from "./support/committee";
import { Door } from "./support/door";
import { startsWith } from "./support/typing";
import { beginWalk, PHONE, readText } from "./support/walk";

const { status, form: words } = zh.branch;
const getWalk = beginWalk();
/** Everything the browser sent that was no reading. */
const posts: string[] = [];
let page: Page;
let door: Door;
let roundId: string;
let links: Awaited<ReturnType<Door["listLinks"]>>;
/** The page of JC08. */
let path: string;

beforeAll(async () => {
  const clerk = await getWalk().open({ baseURL: getWalk().app.url });
  await signInAs(clerk, getWalk().demo);
  door = new Door(clerk, getWalk().app.url);
  roundId = (await door.call<{ rounds: { id: string }[] }>("GET", "/api/rounds")).rounds[0]?.id ?? "";
  links = await door.listLinks(roundId);
  page = await openCounted(false);
});

async function openCounted(javaScriptEnabled: boolean): Promise<Page> {
  const opened = await getWalk().open({ viewport: PHONE, javaScriptEnabled, baseURL: getWalk().app.url });
  opened.context().on("request", (request) => {
    if (request.method() !== "GET") posts.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return opened;
}

const linkOf = (code: string) => links.find((one) => one.code === code) ?? { url: "", submissionId: "" };

/** What somebody does who is not sure that it went through; the page is the same each time. */
async function goAbout(): Promise<void> {
  const before = posts.length;
  const place = page.url();
  const read = async () => (await readText(page.getByRole("main"))).replace(/\s+/g, " ");
  const shown = await read();
  await page.reload();
  expect(await read()).toBe(shown);
  await page.goBack();
  await page.goForward();
  expect([page.url(), await read()]).toEqual([place, shown]);
  await page.reload();
  expect(await read()).toBe(shown);
  expect(posts.slice(before)).toEqual([]);
}

/** One post, what its answer says, and then going about. */
async function press(
  act: () => Promise<unknown>,
  said: string | RegExp,
  look: () => Promise<unknown> = async () => {},
): Promise<void> {
  const before = posts.length;
  await act();
  await page.getByText(said).first().waitFor();
  expect(posts.slice(before)).toHaveLength(1);
  await look();
  await goAbout();
}

const say = (...given: Parameters<typeof problem>) => problemSentence(problem(...given));
const open = (rest = "") => page.goto(`${path}${rest}`);

test("a code that opens nothing, and the one that opens the branch", async () => {
  await press(() => pasteCode(page, "/b#0123456789abcdefghjkmnpqrs"), say("link.unknown"));
  await press(() => pasteCode(page, linkOf("JC08").url), status.todo);
  path = new URL(page.url()).pathname;
});

test("a file that is refused, one that is taken, and none at all", async () => {
  const send = async (name: string, bytes: Uint8Array) => {
    const card = cardOf(page, "meeting_media");
    await pickerOf(card).setInputFiles(pick(name, bytes));
    await card.getByRole("button", { name: status.upload }).first().click();
  };
  const webPage = Buffer.from("<html><body>不是照片</body></html>");
  // A page that is reloaded may keep where it was instead; the answer itself has the focus at the refusal.
  const checkFocus = () =>
    expect.poll(() => page.evaluate("document.activeElement.id")).toBe("problem-summary");
  await press(() => send("会场.jpg", webPage), "不接收网页文件（HTML）。这里可以交：照片，", checkFocus);
  const alert = cardOf(page, "meeting_media").getByRole("alert");
  expect(await alert.count()).toBe(1);
  await press(() => send("会场.jpg", makeJpg("会场")), "会场.jpg");
  expect(await page.getByRole("alert").count()).toBe(0);
});

const ask = async (text: string) => {
  await page.locator("#message-text").fill(text);
  await page.getByRole("button", { name: zh.ask.sendMessage }).click();
};

test("a question without words, and one that is sent", async () => {
  await open("/ask");
  await press(() => ask(" "), zh.ask.refused);
  await press(() => ask("可以晚一天送吗？"), zh.ask.asked);
});

test("a question about a day that was not given keeps its words", async () => {
  await open("/ask");
  await page.locator("#text").fill("学校停电两天");
  await press(() => page.getByRole("button", { name: zh.ask.sendExtension }).click(), say("ask.no_due"));
  expect(await page.locator("#text").inputValue()).toBe("学校停电两天");
});

test("a form: a row more, a row less, a draft, a refusal, and one that somebody else saved over", async () => {
  await open("/forms/work_plan");
  const place = page.getByLabel(startsWith("会议地点"));
  const save = () => page.getByRole("button", { name: words.save, exact: true }).last().click();
  await place.fill("学校党员活动室");
  await press(() => page.getByRole("button", { name: words.addRow }).click(), words.deleteRow);
  await press(() => page.getByRole("button", { name: words.deleteRow }).first().click(), words.addRow);
  await press(save, new RegExp(words.draftOf(".+")));
  await press(() => handInButton(page).click(), /^有 \d+ 处需要修改/);
  const { submissionId, url } = linkOf("JC08");
  await door.open(url);
  await door.typeIn(submissionId, "work_plan", { place: "另一处写的地点" }, "draft");
  await place.fill("这里写的地点");
  await press(save, words.stale);
  expect(await place.inputValue()).toBe("这里写的地点");
  await press(save, new RegExp(words.draftOf(".+")));
});

test("a form that was posted after the round was closed", async () => {
  await open("/forms/work_plan");
  await page.getByLabel(startsWith("会议地点")).fill("关闭以后写的地点");
  await door.call("POST", `/api/rounds/${roundId}/close`);
  await press(() => handInButton(page).click(), "关闭以后写的地点");
  await page.getByRole("alert").waitFor();
  await door.call("POST", `/api/rounds/${roundId}/reopen`);
});

test("a form that was posted through a link that had been replaced, and the way out", async () => {
  await open("/forms/work_plan");
  await page.getByLabel(startsWith("会议地点")).fill("换链接以后写的地点");
  await door.call("POST", `/api/rounds/${roundId}/links/${linkOf("JC08").submissionId}/rotate`);
  await press(() => handInButton(page).click(), say("session.required"));
  expect(await page.getByLabel(zh.branch.problem.typed).inputValue()).toContain("换链接以后写的地点");
  await pasteCode(page, linkOf("JC11").url);
  await page.getByText(status.todo).waitFor();
  await press(() => page.getByRole("button", { name: status.leave }).click(), zh.branch.link.what);
});

test("it is the same where scripts run", async () => {
  page = await openCounted(true);
  await press(() => pasteCode(page, "/b#0123456789abcdefghjkmnpqrs"), say("link.unknown"));
  await press(() => pasteCode(page, linkOf("JC12").url), status.todo);
  await page.goto(`${new URL(page.url()).pathname}/ask`);
  await press(() => ask(" "), zh.ask.refused);
  await press(() => ask("可以晚一天送吗？"), zh.ask.asked);
});

test("and no page complained", () => {
  expect(getWalk().complaints).toEqual([]);
});
