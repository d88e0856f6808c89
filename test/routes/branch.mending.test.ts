import { beforeEach, describe, expect, test } from "vitest";
import { makeDocx, makePdf } from "../support/files";
import { findForms, readWords } from "../support/markup";
import { type Client, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const due = "2026-12-18T23:59:59+08:00";

let world: World;
let client: Client;
let clerk: Client;

async function open(over: Parameters<typeof makeArtifact>[1] = {}) {
  await reset();
  const plan = makeArtifact("plan", { accepts: ["pdf", "docx"], maxFiles: 1, due, ...over });
  world = await makeWorld({ definition: makeDefinition([plan]) });
  [client, clerk] = await Promise.all([world.branch(), world.staff()]);
}

beforeEach(() => open());

const page = () => `/b/${world.of().submissionId}`;
const show = async () => (await client.get(page())).text();
const decide = async (body: object) => {
  const path = `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/artifacts/plan/review`;
  expect((await clerk.send(path, body, "PUT")).status).toBe(200);
};
const lineageOf = (html: string) => /name="lineage" value="([^"]+)"/.exec(html)?.[1] ?? "";
const post = (file: File, lineage?: string) =>
  client.post(`${page()}/files/plan`, { ...(lineage === undefined ? {} : { lineage }), file });
/** The forms of the card that are not folded away. */
const listOpenForms = (html: string) =>
  html.replace(/<details.*?<\/details>/gs, "").match(/<form class="upload".*?<\/form>/gs) ?? [];

describe("a change of what was accepted", () => {
  beforeEach(async () => {
    await sendFile(world, "plan", makePdf("一"), "方案.pdf");
    await decide({ decision: "accept" });
    world.app.now = "2026-12-01T02:30:00.000Z";
    await post(new File([makePdf("二")], "方案改.pdf"), lineageOf(await show()));
  });

  test("is shown below what stands, with its name, size and time, while it waits", async () => {
    const words = readWords(await show());
    expect(words).toMatch(/方案\.pdf .*新交的版本（待复核）： 方案改\.pdf .*第 2 版 · 12月1日 10:30/);
    expect(words).not.toContain("不计入张数");
  });

  test("is what a further file takes the place of", async () => {
    const html = await show();
    expect(html.match(/name="lineage"/g)).toHaveLength(1);
    await post(new File([makePdf("三")], "方案再改.pdf"), lineageOf(html));
    const words = readWords(await show());
    expect(words).toMatch(/方案\.pdf .*新交的版本（待复核）： 方案再改\.pdf .*第 3 版/);
    expect(words).not.toContain("方案改.pdf");
  });

  test("that was refused stays on the page with the reason, and what was accepted stands", async () => {
    await decide({ decision: "return", reason: "没有写明时间" });
    const words = readWords(await show());
    expect(words).toMatch(/没有写明时间。原来审核通过的仍然有效。 方案\.pdf .*被退回的版本： 方案改\.pdf/);
    expect(words).not.toContain("待复核");
  });
});

describe("what came back", () => {
  test("is replaced by the card's own button, also where one file is taken", async () => {
    await sendFile(world, "plan", makePdf("一"), "方案.pdf");
    await decide({ decision: "return", reason: "请写明时间" });
    const html = await show();
    const [form = "", ...others] = listOpenForms(html);
    expect(others).toEqual([]);
    expect(form).toContain("选新文件，替换原来的");
    expect(form).toContain("btn primary");
    await post(new File([makePdf("二")], "方案改.pdf"), lineageOf(form));
    const mended = await show();
    expect(mended).toContain("方案改.pdf");
    expect(readWords(mended)).toContain("第 2 版");
    expect(mended).not.toContain("方案.pdf");
  });

  test("leaves a further file to a second, quieter place", async () => {
    await open({ maxFiles: 3 });
    await sendFile(world, "plan", makePdf("一"), "方案.pdf");
    await decide({ decision: "return", reason: "请写明时间" });
    const html = await show();
    expect(listOpenForms(html)).toHaveLength(1);
    expect(html).toContain("再加一个文件");
  });

  test("or is too short is replaced in the same way", async () => {
    await open({ minChars: 100 });
    await sendFile(world, "plan", makeDocx("太短的方案"), "方案.docx");
    const [form = ""] = listOpenForms(await show());
    expect(form).toContain("选新文件，替换原来的");
    await post(new File([makeDocx("足够长的方案".repeat(30))], "方案.docx"), lineageOf(form));
    expect(await show()).toContain("已收齐");
  });

  test("of several files is replaced one by one, each with its own button in sight", async () => {
    await open({ maxFiles: 2, minFiles: 2 });
    await sendFile(world, "plan", makePdf("一"), "一.pdf");
    await sendFile(world, "plan", makePdf("二"), "二.pdf");
    await decide({ decision: "return", reason: "两份都缺公章" });
    const html = await show();
    expect(html.match(/<details open[^>]*><summary>替换/g)).toHaveLength(2);
    expect(findForms(html, `${page()}/files/plan`)).toHaveLength(0);
  });
});

test("an optional artifact that came back is not folded away", async () => {
  await open({ required: false });
  expect(await show()).toMatch(/<details class="card folded" id="a-plan">/);
  await sendFile(world, "plan", makePdf("一"), "方案.pdf");
  await decide({ decision: "return", reason: "请写明时间" });
  expect(await show()).toMatch(/<details class="card folded" id="a-plan" open[^>]*>/);
});
