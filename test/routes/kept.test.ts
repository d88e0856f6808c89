import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { KEPT_HOURS, MAX_KEPT_POSTS } from "../../worker/kept/kept.rules";
import { sweep } from "../../worker/retention/sweep";
import { makePdf } from "../support/files";
import { type Client, createClient, env, reset, TEST_ORIGIN } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, WORLD_NOW, type World } from "../support/world";

const plan = makeArtifact("work_plan", {
  kind: "form",
  form: "work_plan",
  title: { zh: "方案", en: "Plan" },
});
const report = makeArtifact("report", { accepts: ["pdf"], title: { zh: "总结", en: "Report" } });
let world: World;
let branch: Client;
let page: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition: makeDefinition([plan, report]) });
  branch = await world.branch();
  page = `/b/${world.of().submissionId}`;
});

const webPage = () => new File(["<html><body>不是文档</body></html>"], "总结.pdf");
const countKept = async () =>
  (await env.DB.prepare("SELECT COUNT(*) AS n FROM kept_posts").first<{ n: number }>())?.n ?? -1;
const placeOf = (answer: Response) => answer.headers.get("location") ?? "";
const follow = async (client: Client, answer: Response) =>
  (await client.get(placeOf(answer).split("#")[0] ?? "")).text();
const typed = (place: string): [string, string][] => [
  ["revision", "0.0"],
  ["place", place],
  ["action", "save"],
];

describe("a file that is refused without a script", () => {
  test("leads to the page, which says why at its artifact and nothing in its address", async () => {
    const answer = await branch.post(`${page}/files/report`, { file: webPage() });
    expect([answer.status, placeOf(answer)]).toEqual([
      303,
      expect.stringMatching(/^\/b\/sub_\w+\?kept=kpt_\w{16}#problem-summary$/),
    ]);
    const html = await follow(branch, answer);
    const card = html.slice(html.indexOf('id="a-report"'));
    expect(card).toMatch(
      /<p class="callout red" role="alert" tabindex="-1" id="problem-summary">不接收网页文件/,
    );
    expect(html.match(/role="alert"/g)).toHaveLength(1);
    expect(await follow(branch, answer)).toBe(html);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is told to the browser that sent it and to no other", async () => {
    const answer = await branch.post(`${page}/files/report`, { file: webPage() });
    const html = await follow(await world.branch(), answer);
    expect(html).toContain('id="a-report"');
    expect(html).not.toContain('role="alert"');
  });

  test("is no longer told once the artifact has something newer, whichever way one comes back", async () => {
    const refused = await branch.post(`${page}/files/report`, { file: webPage() });
    world.app.now = "2026-12-01T01:02:00.000Z";
    const taken = await branch.post(`${page}/files/report`, { file: new File([makePdf("x")], "a.pdf") });
    expect(placeOf(taken)).toBe(`${page}#a-report`);
    expect(await follow(branch, refused)).not.toContain('role="alert"');
  });

  test("of a form stands at the form's own field", async () => {
    const fields = { field: "attachment", file: webPage() };
    const answer = await branch.post(`${page}/files/work_plan`, fields);
    expect(placeOf(answer)).toContain(`${page}/forms/work_plan?kept=`);
    const html = await follow(branch, answer);
    expect(html.slice(html.indexOf('id="files-attachment"'))).toContain('role="alert"');
    expect(html).toContain('id="entry-form"');
  });

  test("and what an earlier round does not have to hand in again", async () => {
    const answer = await branch.post(`${page}/reuse/report`, { file: "fil_none" });
    expect(await follow(branch, answer)).toContain("没有这个文件");
  });

  test("is refused with its status where a program sent it", async () => {
    const body = new FormData();
    body.append("file", webPage());
    const headers = { ...world.bearer(), Accept: "application/json" };
    const answer = await world.app.request(`${page}/files/report`, { method: "POST", body, headers });
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: "file.dangerous" }]);
    expect(await countKept()).toBe(0);
  });
});

describe("what was typed and reached nothing", () => {
  test("in a session that had ended stands in the form again once the link was opened", async () => {
    const form = `${page}/forms/work_plan`;
    for (const name of [...branch.cookies.keys()]) branch.cookies.delete(name);
    const answer = await branch.post(form, typed("三楼会议室"));
    const refused = await follow(branch, answer);
    expect(refused).toContain("可以从这里复制");
    const next = /name="next" value="([^"]+)"/.exec(refused)?.[1] ?? "";
    const back = await branch.post("/b", { code: world.of().secret, next });
    expect(placeOf(back)).toBe(placeOf(answer));
    const html = await follow(branch, back);
    expect(html).toContain('value="三楼会议室"');
    expect(html).toContain("您填的内容仍在下面");
    await branch.post(form, typed("三楼会议室"));
    expect(await follow(branch, answer)).not.toContain('role="alert"');
  });

  test("leads nowhere but to a page of the submission that was opened", async () => {
    const id = "?kept=kpt_0123456789abcdef";
    const other = `/b/${world.of("JC02").submissionId}/ask${id}`;
    for (const next of [
      other,
      `https://elsewhere.test${page}/ask${id}`,
      `//elsewhere.test${id}`,
      `${page}/ask`,
    ]) {
      const answer = await createClient(world.app).post("/b", { code: world.of().secret, next });
      expect(placeOf(answer)).toBe(page);
    }
  });

  test("by somebody who knows no more than the address is shown to nobody else, nor prefilled for the branch", async () => {
    const stranger = createClient(world.app);
    const answer = await stranger.post(`${page}/forms/work_plan`, typed("别处写的"));
    expect(await follow(branch, answer)).not.toContain("别处写的");
    expect((await createClient(world.app).post("/b/sub_none/ask", { text: "x" })).status).toBe(303);
    expect(await countKept()).toBe(1);
  });

  test("over a megabyte comes back whole with its size, and the draft before it stays", async () => {
    const form = `${page}/forms/work_plan`;
    await branch.post(form, typed("礼堂"));
    const long = "长".repeat(400_000);
    const answer = await branch.post(form, [
      ["revision", "0.1"],
      ["place", "礼堂"],
      ["requirements", long],
    ]);
    const html = await follow(branch, answer);
    expect(html).toContain("填的内容共 1.1 MB，超过 1 MB，没有保存；先前的草稿还在。");
    expect(html).toContain(`>${long}</textarea>`);
    const bare = await (await branch.get(form)).text();
    expect([bare.includes('value="礼堂"'), bare.includes(long)]).toEqual([true, false]);
  });

  test("over all limits is refused on the form's page with the limit and the draft", async () => {
    const form = `${page}/forms/work_plan`;
    await branch.post(form, typed("礼堂"));
    const html = await follow(branch, await branch.post(form, { requirements: "a".repeat(4 * 1024 * 1024) }));
    expect(html).toContain("提交的内容超过 4 MB");
    expect(html).toContain('value="礼堂"');
  });
});

describe("what is kept", () => {
  test("is the newest of a submission, and goes after a day", async () => {
    for (let i = 0; i < MAX_KEPT_POSTS + 3; i++) await branch.post(`${page}/ask`, { text: " ", due: `${i}` });
    expect(await countKept()).toBe(MAX_KEPT_POSTS);
    const { results } = await env.DB.prepare("SELECT fields FROM kept_posts").all<{ fields: string }>();
    expect(results.map((one) => one.fields).join()).toContain(`["due","${MAX_KEPT_POSTS + 2}"]`);
    const later = (hours: number) => new Date(Date.parse(WORLD_NOW) + hours * 3_600_000).toISOString();
    await sweep(env, later(KEPT_HOURS - 1));
    expect(await countKept()).toBe(MAX_KEPT_POSTS);
    await sweep(env, later(KEPT_HOURS + 1));
    expect(await countKept()).toBe(0);
  });

  test("grows by no page that is looked at, and by no post of a foreign page", async () => {
    const answer = await branch.post(`${page}/ask`, { text: " " });
    await follow(branch, answer);
    const foreign = await branch.request(`${page}/ask`, {
      method: "POST",
      body: new URLSearchParams({ text: "x" }),
      headers: { Origin: "https://elsewhere.test", "Sec-Fetch-Site": "cross-site", Accept: "text/html" },
    });
    expect([foreign.status, await countKept()]).toEqual([403, 1]);
  });

  test("is known by a cookie that no script reads and that goes to this submission's pages alone", async () => {
    const answer = await branch.post(`${page}/ask`, { text: "盖章的人出差 ".repeat(200) });
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("hz_kept=")) ?? "";
    expect(cookie).toMatch(/^hz_kept=\w{32};/);
    for (const part of [`Path=${page}`, "HttpOnly", "SameSite=Lax", "Secure"]) expect(cookie).toContain(part);
    expect(`${cookie} ${placeOf(answer)}`).not.toContain("盖章");
    expect(TEST_ORIGIN).toContain("https:");
  });
});
