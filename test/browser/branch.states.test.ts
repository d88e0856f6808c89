import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { localDay } from "../../schemas/deadline";
import { problem, problemSentence } from "../../schemas/problem";
import { zh } from "../../web/text/zh";
import { DEMO_BRANCHES, type DemoBranch } from "../../worker/demo/demo.branches";
import { buildDemoSummary, buildDemoTally, dayAfter } from "../../worker/demo/demo.entries";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { makeJpg } from "../support/files";
import { cardOf, fileIn, handInButton, pasteCode, pick } from "./support/branch";
import { signInAs } from "./support/committee";
import { Door } from "./support/door";
import { checkReach, measureOverflow } from "./support/reach";
import { startsWith } from "./support/typing";
import { beginWalk } from "./support/walk";

const { status, form: formWords } = zh.branch;
const { states } = zh.common;
const told = zh.review.branch;
const PHONE = { width: 360, height: 740 };
/** A window of 640 px at twice the size. */
const ZOOMED = { width: 320, height: 320 };

const getWalk = beginWalk();
const now = new Date().toISOString();
const round = buildDemoRound(localDay(now) ?? "");
const branchOf = (code: string) => DEMO_BRANCHES.find((one) => one.code === code) as DemoBranch;
let page: Page;
/** Paths of the branches' pages, by code; of the round that is past as `past JC01`. */
const paths = new Map<string, string>();

beforeAll(async () => {
  page = await getWalk().open({ viewport: PHONE, reducedMotion: "reduce", baseURL: getWalk().app.url });
  await signInAs(page, getWalk().demo);
  const door = new Door(page, getWalk().app.url);
  const { rounds } = await door.call<{ rounds: { id: string }[] }>("GET", "/api/rounds");
  await prepareNow(door, rounds[0]?.id ?? "");
  await prepareAmended(door, rounds[0]?.id ?? "");
  await preparePast(door);
});

/** Brings branches of the demo's round to what their pages shall show. */
async function prepareNow(door: Door, id: string): Promise<void> {
  const links = await door.listLinks(id);
  for (const { code, url } of links) paths.set(code, (await door.open(url)).path);
  const idOf = (code: string) => links.find((one) => one.code === code)?.submissionId ?? "";
  const draft = { revision: "0.0", fields: [["place", "学校党员活动室"]] };
  await door.call("PUT", `/api/submissions/${idOf("JC04")}/artifacts/work_plan/draft`, draft);
  await door.decide(id, idOf("JC05"), "work_plan", { decision: "return", reason: "缺少会前准备" });
  await door.typeIn(idOf("JC07"), "appraisal_tally", buildDemoTally(branchOf("JC07"), now));
  const early = { ...buildDemoSummary(now, 1200), signed_on: dayAfter(now, 1) };
  await door.typeIn(idOf("JC07"), "summary_text", early);
  await door.decide(id, idOf("JC10"), "summary_text", { decision: "accept" });
  await door.typeIn(idOf("JC10"), "summary_text", buildDemoSummary(now, 1300));
  await door.decide(id, idOf("JC06"), "work_plan", { decision: "file", number: "2026-017" });
  await door.decide(id, idOf("JC09"), "meeting_media", { decision: "waive", reason: "现场不允许拍照" });
  const due = `${dayAfter(now, 30)}T12:00:00+08:00`;
  await door.call("POST", `/api/rounds/${id}/branches/${idOf("JC08")}/extensions`, { due, reason: "停电" });
  const asked = { kind: "message", text: "盖章的人出差，可以晚一天送吗？" };
  const { request } = await door.call<{ request: { id: string } }>(
    "POST",
    `/api/submissions/${idOf("JC11")}/requests`,
    asked,
  );
  const reply = { action: "answer", text: "可以，请先交电子稿。" };
  await door.call("PUT", `/api/rounds/${id}/branches/${idOf("JC11")}/requests/${request.id}`, reply);
  await door.call("POST", `/api/rounds/${id}/links/${idOf("JC12")}/rotate`);
}

/** A further round, handed in by units and amended since; its branches' paths are `then JC01` and so on. */
async function prepareAmended(door: Door, nowId: string): Promise<void> {
  const demo = buildDemoRound(localDay(now) ?? "");
  const artifacts = demo.artifacts.map((one) => ({
    ...one,
    nothingToReport: one.key === "opinion_summary",
    repeat: one.key === "appraisal_tally" ? ("branches" as const) : one.repeat,
  }));
  const definition = { ...demo, artifacts, submitterLevel: "unit" };
  const { id } = await door.call<{ id: string }>("POST", "/api/rounds", { definition });
  await door.importRoster(id, ROSTER);
  await door.call("POST", `/api/rounds/${id}/publish`);
  const links = await door.listLinks(id);
  for (const { code, url } of links) paths.set(`then ${code}`, (await door.open(url)).path);
  const idOf = (code: string) => links.find((one) => one.code === code)?.submissionId ?? "";
  const accepted = (await door.listLinks(nowId)).find((one) => one.code === "JC02")?.submissionId ?? "";
  await door.decide(nowId, accepted, "meeting_media", { decision: "accept" });
  await door.sendFile(idOf("JC05"), "meeting_media", pick("会场.jpg", makeJpg("会场")));
  for (const file of ["修订前.jpg", "修订前二.jpg"])
    await door.sendFile(idOf("JC06"), "meeting_media", pick(file, makeJpg(file)));
  await door.decide(id, idOf("JC06"), "meeting_media", { decision: "accept" });
  await door.sendFile(idOf("JC06"), "meeting_media", pick("补一张.jpg", makeJpg("补")));
  const later = artifacts.map((one) =>
    one.key === "summary_text" ? { ...one, due: `${dayAfter(now, 60)}T23:59:59+08:00` } : one,
  );
  const asks = Object.fromEntries(artifacts.map((one) => [one.key, "required"]));
  const draft = { definition: { ...definition, artifacts: later }, asks: { ...asks, work_plan: "off" } };
  await door.typeIn(idOf("JC05"), "work_plan", { theme: "先填的方案" }, "draft");
  await door.call("PUT", `/api/rounds/${id}/draft`, draft);
  await door.call("POST", `/api/rounds/${id}/amendments`, { note: "会议推迟" });
}

/** A round whose dates have passed, once open to late hand-ins and once closed. */
async function preparePast(door: Door): Promise<void> {
  const definition = buildDemoRound(dayAfter(now, -30));
  const { id } = await door.call<{ id: string }>("POST", "/api/rounds", { definition });
  await door.call("POST", `/api/rounds/${id}/publish`);
  const links = await door.listLinks(id);
  for (const { code, url } of links.filter((one) => /^JC0[12]$/.test(one.code)))
    paths.set(`past ${code}`, (await door.open(url)).path);
  const first = links.find((one) => one.code === "JC01")?.submissionId ?? "";
  await door.typeIn(first, "summary_text", buildDemoSummary(dayAfter(now, -20), 1200));
}

/** A unit with two branches of its own. */
const ROSTER = [
  "编号,名称,所属单位,党员总数",
  "DZ,霁川区实验中学党总支,,",
  "JC31,实验中学第一党支部,霁川区实验中学党总支,18",
  "JC32,实验中学第二党支部,霁川区实验中学党总支,16",
].join("\n");

const goTo = async (code: string, rest = "") => {
  await page.goto(`${getWalk().app.url}${paths.get(code)}${rest}`);
};

/** Each state with what only it says; a function brings the page there first. */
const STATES: readonly [name: string, open: () => Promise<unknown>, said: string | RegExp][] = [
  ["untouched", () => goTo("JC01"), status.missing(round.artifacts.length)],
  ["a draft", () => goTo("JC04"), states.draft],
  ["partly in", () => goTo("JC06"), status.received(4)],
  ["returned", () => goTo("JC05"), /缺少会前准备/],
  ["blocked by another artifact", () => goTo("JC07"), told.blocked],
  ["changed after it was accepted", () => goTo("JC10"), states.recheck],
  ["waived", () => goTo("JC09"), told.waived("现场不允许拍照")],
  ["a later deadline", () => goTo("JC08"), /已延期至/],
  ["overdue", () => goTo("past JC02"), states.overdue],
  ["handed in late", () => goTo("past JC01"), status.received(1)],
  ["complete", () => goTo("JC02"), status.completeLine(round.artifacts.length)],
  ["the receipt", () => goTo("JC02", "/receipt"), zh.receipt.pdf],
  ["a question that was answered", () => goTo("JC11", "/ask"), "可以，请先交电子稿。"],
  ["a question without words", () => askNothing(), zh.ask.refused],
  ["the notice", () => goTo("JC01", "/notice"), round.notice.title],
  ["a link that was replaced", () => goTo("JC12"), problemSentence(problem("session.required"))],
  [
    "a code that opens nothing",
    () => pasteCode(page, "/b#0123456789abcdefghjkmnpqrs"),
    problemSentence(problem("link.unknown")),
  ],
  ["a form", () => goTo("JC01", "/forms/opinion_summary"), formWords.allRequired],
  ["a form that was refused", () => handInNothing(), /^有 \d+ 处需要修改/],
  ["a form that was handed in", () => goTo("JC06", "/forms/work_plan"), formWords.changeHint],
  ["a form blocked by another", () => goTo("JC07", "/forms/summary_text"), told.blocked],
  ["filed for the record", () => goTo("JC06"), told.filed("2026-017")],
  ["an amendment", () => goTo("then JC05"), /会议推迟/],
  ["an artifact that is no longer asked", () => goTo("then JC05"), zh.round.withdrawn.told],
  ["a form that is no longer asked", () => goTo("then JC05", "/forms/work_plan"), formWords.readOnly],
  ["a change below what was accepted", () => goTo("then JC06"), told.changeWaits],
  ["a file of an earlier round", () => goTo("then JC02"), zh.branch.ask.reuse(2)],
  ["a unit with its branches", () => goTo("then DZ"), status.fillFor("实验中学第二党支部")],
  ["nothing to report", () => goTo("then JC05", "/forms/opinion_summary/nothing"), formWords.handIn],
  ["two that saved the same form", () => saveOver(), formWords.stale],
  ["a receipt that is verified", () => verify(), zh.verify.states.valid],
  ["a receipt that is unknown", () => page.goto("/verify/2026-18-9999"), zh.verify.states.unknown],
  ["the page to verify on", () => page.goto("/verify"), zh.verify.intro],
];

async function askNothing(): Promise<void> {
  await goTo("JC11", "/ask");
  await page.getByRole("button", { name: zh.ask.sendMessage }).click();
}

/** Somebody else saves while the form lies open here. */
async function saveOver(): Promise<void> {
  await goTo("JC04", "/forms/work_plan");
  const field = page.getByLabel(startsWith("会议地点"));
  await field.waitFor();
  const submission = paths.get("JC04")?.split("/").at(-1) ?? "";
  const door = new Door(page, getWalk().app.url);
  await door.typeIn(submission, "work_plan", { place: "另一处写的地点" }, "draft");
  await field.fill("这里写的地点");
  await page.getByRole("button", { name: formWords.save, exact: true }).last().click();
}

async function handInNothing(): Promise<void> {
  await goTo("JC01", "/forms/opinion_summary");
  await handInButton(page).click();
}

async function verify(): Promise<void> {
  await goTo("JC02");
  await page.getByRole("link", { name: status.verify, exact: true }).click();
}

/** Nothing on the page moves by itself, and nothing would. */
const MOVING = `document.getAnimations().length + [...document.querySelectorAll("*")].filter((one) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
  return parseFloat(transitionDuration) > 0 || animationName !== "none" || scrollBehavior === "smooth";
}).length`;

/** What is said of the page as it stands, at both widths. */
async function judge(): Promise<string[]> {
  const { found } = await checkReach(page);
  if (Number(await page.evaluate(MOVING)) > 0) found.push("something moves");
  await page.setViewportSize(ZOOMED);
  const over = await measureOverflow(page);
  if (over > 0) found.push(`at ${ZOOMED.width} px it is ${over} px too wide`);
  await page.setViewportSize(PHONE);
  return found;
}

test.each(STATES)(
  "%s is within reach: by the checker, at 320 px, and without anything that moves",
  async (_, open, said) => {
    await open();
    await page.getByText(said).first().waitFor();
    expect(await judge()).toEqual([]);
  },
);

test.each([
  ["JC05", ""],
  ["JC07", ""],
  ["JC02", ""],
  ["JC01", "/ask"],
  ["JC01", "/forms/opinion_summary"],
  ["then JC06", ""],
])("so is the English of %s%s", async (code, rest) => {
  await goTo(code, `${rest}?lang=en`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await judge()).toEqual([]);
  await goTo(code, `${rest}?lang=zh`);
});

test("so is the closed round, whose page stays", async () => {
  await closePast();
  await goTo("past JC01");
  await page.getByText(status.closedNow).waitFor();
  expect(await judge()).toEqual([]);
  await goTo("past JC01", "/forms/summary_text");
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await handInButton(page).count()).toBe(0);
  expect(await judge()).toEqual([]);
});

async function closePast(): Promise<void> {
  const headers = { Origin: getWalk().app.url };
  const { rounds } = await (await page.request.get("/api/rounds")).json();
  await page.request.post(`/committee/rounds/${rounds[0].id}/close`, { headers });
}

test("so is a form whose network went away while it was typed", async () => {
  await goTo("JC01", "/forms/work_plan");
  await page.context().setOffline(true);
  await page.getByLabel(startsWith("会议地点")).fill("学校党员活动室");
  await page.getByText(formWords.unsaved).waitFor();
  expect(await judge()).toEqual([]);
  await page.context().setOffline(false);
  await page.getByText(new RegExp(formWords.saved("\\d\\d:\\d\\d"))).waitFor();
});

test("so is a file that waits for the network, and what was sent when it is back", async () => {
  await goTo("JC01");
  const card = cardOf(page, "meeting_media");
  await page.route(/\/uploads$/, (route) => route.abort("connectionreset"));
  await card.locator("input[type=file]").setInputFiles(pick("会场.jpg", makeJpg("会场")));
  await card.getByText(zh.upload.broken).waitFor();
  expect(await judge()).toEqual([]);
  await page.unroute(/\/uploads$/);
  await fileIn(page, "meeting_media", "会场.jpg").waitFor();
  expect(await judge()).toEqual([]);
});

test("through all of it no page complained", () => {
  expect(getWalk().complaints.filter((one) => !/^Failed to load resource/.test(one))).toEqual([]);
});
