import { beforeEach, describe, expect, test } from "vitest";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { checkInvariants } from "../../worker/audit/invariants";
import { makeSummary, makeTally, makeTallyRow, makeWorkPlan } from "../support/entry.builders";
import { makePdf } from "../support/files";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "../support/world";

const due = "2026-12-18T23:59:59+08:00";
const plan = makeArtifact("work_plan", { kind: "form", form: "work_plan", minFiles: 0, due });
const tally = makeArtifact("appraisal_tally", { kind: "form", form: "appraisal_tally", minFiles: 0, due });
const summary = makeArtifact("summary_text", {
  kind: "form",
  form: "activity_summary",
  accepts: ["docx", "pdf"],
  minFiles: 0,
  minChars: 1000,
  due,
});
const report = makeArtifact("report", { accepts: ["pdf"], due });
const theme = "进一步解放思想，激励新时代新担当新作为";
const round = makeDefinition([plan, tally, summary, report], { theme });

const numbers = { members: 22, full: 22, probationary: 0, committee: 5, floating: 0, under: null };
const branches = [{ code: "JC05", name: "霁川区松屿九年一贯制学校党支部", numbers }];

let world: World;
let client: Client;
let page: string;
let api: string;

async function open(options: Partial<Parameters<typeof makeWorld>[0]> = {}) {
  world = await makeWorld({ definition: round, branches, ...options });
  client = await world.branch();
  page = `/b/${world.of().submissionId}`;
  api = `/api/submissions/${world.of().submissionId}/artifacts`;
}

beforeEach(async () => {
  await reset();
  await open();
});

/** An entry as the fields of its HTML form, with a person's, a list's and a row's names. */
function toFields(entry: EntryValue): [string, string][] {
  return Object.entries(entry).flatMap(([key, value]): [string, string][] => {
    if (Array.isArray(value)) {
      if (typeof value[0] === "string") return [[key, value.join("\n")]];
      return value.flatMap((row, i) =>
        toFields(row).map(([name, text]): [string, string] => [`${key}.${i}.${name}`, text]),
      );
    }
    if (typeof value === "object" && value !== null) {
      return toFields(value as EntryValue).map(([name, text]): [string, string] => [`${key}.${name}`, text]);
    }
    if (typeof value === "boolean") return value ? [[key, "on"]] : [];
    return [[key, String(value)]];
  });
}

async function revisionOf(artifact: string): Promise<string> {
  const html = await (await client.get(`${page}/forms/${artifact}`)).text();
  return /name="revision" value="([^"]+)"/.exec(html)?.[1] ?? "";
}

async function post(artifact: string, entry: EntryValue, action = "hand_in", revision?: string) {
  const fields: [string, string][] = [
    ...toFields(entry),
    ["revision", revision ?? (await revisionOf(artifact))],
    ["action", action],
  ];
  return client.post(`${page}/forms/${artifact}`, fields);
}

/** The page that a refused post leads to: its address can be reloaded and come back to. */
async function readRefused(answer: Response): Promise<string> {
  const place = answer.headers.get("location") ?? "";
  expect([answer.status, place]).toEqual([303, expect.stringMatching(/\?refused=1$/)]);
  return (await client.get(place)).text();
}

/** The page that shows a post which reached nothing, with everything that was typed. */
async function readKept(answer: Response): Promise<string> {
  const place = answer.headers.get("location") ?? "";
  expect([answer.status, place]).toEqual([303, expect.stringMatching(/\?kept=kpt_\w{16}#problem-summary$/)]);
  const kept = await client.get(place.split("#")[0] ?? "");
  return kept.text();
}

async function countRows(table: "entries" | "entry_drafts"): Promise<number> {
  return (await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? -1;
}

async function readCompleteness() {
  const answer = await client.get(`/api/submissions/${world.of().submissionId}`, {
    Accept: "application/json",
  });
  return (await answer.json()) as { missing: string[]; artifacts: { key: string; state: string }[] };
}

const bodyOf = (chars: number) => makeSummary("字".repeat(chars - 4));

describe("a form's page", () => {
  test("starts with what the round and the roster already know", async () => {
    const html = await (await client.get(`${page}/forms/work_plan`)).text();
    expect(html).toContain(theme);
    expect(html).toContain('name="expected_members" value="22"');
    expect(html).toContain('src="/assets/form.js"');
    expect(html).toContain('data-checks="/assets/checks.work-plan.js"');
    expect(await countRows("entry_drafts")).toBe(0);
  });

  test("exists for every form of the engine, without JavaScript too", async () => {
    for (const key of ["work_plan", "appraisal_tally", "summary_text"]) {
      const answer = await client.get(`${page}/forms/${key}`);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).toContain('value="hand_in"');
      expect(html).not.toMatch(/ style=| onclick=|<script(?! type="module" src=|>document)/);
    }
  });

  test("does not exist for what is not asked or not filled in online", async () => {
    expect((await client.get(`${page}/forms/nothing`)).status).toBe(404);
    expect((await client.get(`${page}/forms/report`)).status).toBe(422);
  });
});

describe("handing in", () => {
  test("a whole form makes one version, ends the draft and counts at once", async () => {
    await post("work_plan", makeWorkPlan(), "save");
    const answer = await post("work_plan", makeWorkPlan());
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`${page}#a-work_plan`);
    expect(await countRows("entries")).toBe(1);
    expect(await countRows("entry_drafts")).toBe(0);
    expect((await readCompleteness()).missing).not.toContain("work_plan");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("a summary of 998 characters is refused with the sum, and the text stays as a draft", async () => {
    const answer = await post("summary_text", bodyOf(998));
    const html = await readRefused(answer);
    expect(html).toContain("正文998字，通知要求不少于1000字，还差2字");
    expect(html).toContain('href="#char_count"');
    expect(html).toContain("字".repeat(994));
    expect(await countRows("entries")).toBe(0);
    expect((await readCompleteness()).artifacts.find((one) => one.key === "summary_text")?.state).toBe(
      "draft",
    );
    expect(await (await client.get(page)).text()).toContain("还差 2 字");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("a refusal is a page of its own, which can be reloaded and stops saying what was mended", async () => {
    const answer = await post("summary_text", bodyOf(998));
    const place = answer.headers.get("location") ?? "";
    const [first, again] = [await readRefused(answer), await (await client.get(place)).text()];
    expect(again).toBe(first);
    await post("summary_text", bodyOf(1000), "save");
    expect(await (await client.get(place)).text()).not.toContain('role="alert"');
  });

  test("a summary of exactly 1000 characters passes, one of 999 does not", async () => {
    expect(await readRefused(await post("summary_text", bodyOf(999)))).toContain('role="alert"');
    expect(await countRows("entries")).toBe(0);
    expect((await post("summary_text", bodyOf(1000))).status).toBe(303);
    expect(await countRows("entries")).toBe(1);
    expect(await (await client.get(page)).text()).toContain("1\u202f000 字");
  });

  test("votes that do not add up are refused with the sum in the message and every number kept", async () => {
    const rows = Array.from({ length: 22 }, (_, i) => makeTallyRow(i + 1));
    rows[10] = makeTallyRow(11, { good: 17, fair: 3, poor: 1 });
    const answer = await post("appraisal_tally", makeTally({ rows }));
    const html = await readRefused(answer);
    expect(html).toContain("党员11：17+3+1+0=21，超过有效票20");
    expect(html).toContain('href="#rows.10.good"');
    expect(html).toMatch(/<input[^>]* value="17"[^>]* name="rows\.10\.good"/);
    expect(html).toContain('value="党员11"');
    expect((await post("appraisal_tally", makeTally())).status).toBe(303);
  });

  test("what only deserves a warning is handed in, and the warning is shown afterwards", async () => {
    const answer = await post("work_plan", makeWorkPlan({ expected_members: 21 }));
    expect(answer.headers.get("location")).toBe(`${page}/forms/work_plan`);
    const html = await (await client.get(`${page}/forms/work_plan`)).text();
    expect(html).toContain("已经交上");
    expect(html).toContain("应到党员人数21，花名册为22");
    expect((await readCompleteness()).missing).not.toContain("work_plan");
  });

  test("wrong values come back exactly as they were typed", async () => {
    const entry = makeWorkPlan({
      expected_members: "二十二",
      meeting_at: "下周三下午",
      place: "<b>“活动室”</b>",
    });
    const html = await readRefused(await post("work_plan", entry));
    expect(html).toContain('value="二十二"');
    expect(html).toContain('value="下周三下午"');
    expect(html).toContain("&lt;b>“活动室”&lt;/b>");
  });

  test("the same content again makes no new version, another content does", async () => {
    await post("work_plan", makeWorkPlan());
    const revision = await revisionOf("work_plan");
    expect((await post("work_plan", makeWorkPlan(), "hand_in", "0.0")).status).toBe(303);
    expect(await countRows("entries")).toBe(1);
    expect((await post("work_plan", makeWorkPlan({ place: "礼堂" }), "hand_in", revision)).status).toBe(303);
    expect(await countRows("entries")).toBe(2);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("twice at the same moment makes one version", async () => {
    const revision = await revisionOf("work_plan");
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => post("work_plan", makeWorkPlan(), "hand_in", revision)),
    );
    const statuses = answers.map((one) => one.status);
    expect(statuses.filter((one) => one !== 303 && one !== 409)).toEqual([]);
    expect(await countRows("entries")).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("drafts", () => {
  test("are saved by the button, shown again and never handed in", async () => {
    const answer = await post("summary_text", bodyOf(500), "save");
    expect(answer.headers.get("location")).toBe(`${page}/forms/summary_text`);
    expect(await (await client.get(`${page}/forms/summary_text`)).text()).toContain("字".repeat(496));
    expect(await (await client.get(page)).text()).toContain("草稿 500 字");
    expect(await countRows("entries")).toBe(0);
  });

  test("save by themselves, each time with the number the last one came back with", async () => {
    const put = (revision: string, chars: number) =>
      client.send(`${api}/summary_text/draft`, { revision, fields: toFields(bodyOf(chars)) }, "PUT");
    const first = (await (await put("0.0", 100)).json()) as { revision: string; chars: number };
    expect(first).toMatchObject({ revision: "0.1", chars: 100 });
    expect(await (await put(first.revision, 200)).json()).toMatchObject({ revision: "0.2", chars: 200 });
    const stale = await put("0.1", 300);
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({ code: "entry.stale" });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("sent once more because the answer was lost, it is told the number it has, and other words are refused", async () => {
    const put = (chars: number) =>
      client.send(`${api}/summary_text/draft`, { revision: "0.0", fields: toFields(bodyOf(chars)) }, "PUT");
    const first = await (await put(100)).json();
    expect(await (await put(100)).json()).toEqual(first);
    expect((await put(200)).status).toBe(409);
    expect(await countRows("entry_drafts")).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("an older page that saves over a newer draft is shown both, and may then decide", async () => {
    const old = await revisionOf("work_plan");
    await post("work_plan", makeWorkPlan({ place: "礼堂" }), "save", old);
    const answer = await post("work_plan", makeWorkPlan({ place: "会议室" }), "save", old);
    const html = await readKept(answer);
    expect(html).toContain('value="会议室"');
    expect(html).toContain("<dd>礼堂</dd>");
    const fresh = /name="revision" value="([^"]+)"/.exec(html)?.[1];
    expect((await post("work_plan", makeWorkPlan({ place: "会议室" }), "save", fresh)).status).toBe(303);
  });

  test("an older page never hands in over a newer version", async () => {
    const old = await revisionOf("work_plan");
    await post("work_plan", makeWorkPlan());
    const html = await readKept(await post("work_plan", makeWorkPlan({ place: "礼堂" }), "hand_in", old));
    expect(html).toContain("这份填报刚被别人改过");
    expect(await countRows("entries")).toBe(1);
  });

  test("rows are added and deleted without JavaScript and without losing a word", async () => {
    const follow = async (answer: Response) => {
      expect(answer.status).toBe(303);
      return (await client.get((answer.headers.get("location") ?? "").split("#")[0] ?? "")).text();
    };
    const added = await follow(await post("work_plan", makeWorkPlan(), "add_row:prep_steps"));
    expect(added).toContain('name="prep_steps.1.who"');
    expect(added).toContain("学校党员活动室");
    const removed = await follow(await post("work_plan", makeWorkPlan(), "delete_row:prep_steps.0"));
    expect(removed).not.toContain('value="2026-12-02"');
    expect(removed).toContain("学校党员活动室");
    expect([await countRows("entry_drafts"), await countRows("entries")]).toEqual([1, 0]);
  });

  test("a half-typed table comes back with the rows that are still to fill in, also after a refusal", async () => {
    const rows = async (html: Promise<string>) => (await html).match(/name="rows\.\d+\.name"/g)?.length;
    const fresh = await rows((await client.get(`${page}/forms/appraisal_tally`)).text());
    expect(fresh).toBeGreaterThan(2);
    const begun = makeTally({ rows: [makeTallyRow(1)] });
    expect(await rows(readRefused(await post("appraisal_tally", begun)))).toBe(fresh);
    expect((await post("appraisal_tally", begun, "save")).status).toBe(303);
    expect(await rows((await client.get(`${page}/forms/appraisal_tally`)).text())).toBe(fresh);
  });
});

describe("a form's file", () => {
  test("belongs to the form, answers nothing by itself and is replaced by the next one", async () => {
    const send = (note: string, fields: Record<string, string>) =>
      client.post(`${page}/files/work_plan`, {
        field: "attachment",
        ...fields,
        file: new File([makePdf(note)], `${note}.pdf`),
      });
    const answer = await send("方案", {});
    expect(answer.headers.get("location")).toBe(`${page}/forms/work_plan`);
    const html = await (await client.get(`${page}/forms/work_plan`)).text();
    expect(html).toContain("方案.pdf");
    const lineage = /name="lineage" value="([^"]+)"/.exec(html)?.[1] ?? "";
    expect((await send("方案修改", { lineage })).status).toBe(303);
    expect(await (await client.get(`${page}/forms/work_plan`)).text()).toContain("方案修改.pdf");
    expect((await readCompleteness()).missing).toContain("work_plan");
  });
});

describe("after the cut-off", () => {
  test("a late entry is taken and marked where the round takes late ones", async () => {
    world.app.now = "2026-12-18T18:00:00.000Z";
    expect((await post("work_plan", makeWorkPlan())).status).toBe(303);
    expect(await (await client.get(page)).text()).toContain("逾期2小时");
  });

  test("a late entry is refused with the contact and the typed text where it does not", async () => {
    await reset();
    await open({ definition: makeDefinition([plan], { theme, latePolicy: "refuse" }) });
    world.app.now = "2026-12-18T16:00:00.000Z";
    const answer = await post("work_plan", makeWorkPlan({ place: "礼堂" }), "hand_in", "0.0");
    const html = await readKept(answer);
    expect(html).toContain("党建办公室 501室");
    expect(html).toContain("礼堂");
    expect(html).not.toContain('value="hand_in"');
    expect(await countRows("entries")).toBe(0);
  });

  test("a draft that is saved after closing is refused too", async () => {
    await reset();
    await open({ definition: makeDefinition([plan], { theme, closesAt: "2026-12-20T12:00:00+08:00" }) });
    world.app.now = "2026-12-20T04:00:00.999Z";
    expect((await post("work_plan", makeWorkPlan(), "save", "0.0")).status).toBe(303);
    world.app.now = "2026-12-20T04:00:01.000Z";
    const late = await readKept(await post("work_plan", makeWorkPlan(), "hand_in"));
    expect(late).toContain('role="alert"');
    expect(await countRows("entries")).toBe(0);
  });
});

describe("the API", () => {
  test("takes an entry as JSON and says what it means", async () => {
    const answer = await client.send(`${api}/work_plan/entry`, { entry: makeWorkPlan() }, "PUT");
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      entry: { version: 1 },
      already: false,
      findings: [],
      missing: ["appraisal_tally", "summary_text", "report"],
      complete: false,
    });
    expect((await client.send(`${api}/work_plan/entry`, { entry: makeWorkPlan() }, "PUT")).status).toBe(200);
  });

  test("refuses with every finding and its path", async () => {
    const answer = await client.send(
      `${api}/appraisal_tally/entry`,
      { entry: makeTally({ returned: 22 }) },
      "PUT",
    );
    expect(answer.status).toBe(422);
    const body = (await answer.json()) as { code: string; findings: { path: string; zh: string }[] };
    expect(body.code).toBe("entry.invalid");
    expect(body.findings.map((one) => one.path)).toContain("returned");
  });

  test("refuses broken JSON, wrong shapes and more than a megabyte, never with a fault", async () => {
    const put = (body: string) =>
      client.request(`${api}/work_plan/entry`, {
        method: "PUT",
        body,
        headers: { Accept: "application/json" },
      });
    for (const body of [
      "{",
      "[]",
      "null",
      '{"entry":1}',
      '{"entry":{},"x":1}',
      '{"entry":{},"revision":"x"}',
    ]) {
      expect((await put(body)).status).toBe(422);
    }
    const long = JSON.stringify({ entry: { requirements: "长".repeat(600_000) } });
    expect((await put(long)).status).toBe(413);
    const odd = JSON.stringify({
      entry: { theme: { a: [1] }, prep_steps: "x", agenda: [[["deep"]]], extra: 1 },
    });
    expect((await put(odd)).status).toBe(422);
  });
});

describe("a form that is no longer taken", () => {
  const text = "这一段是关闭前写的";
  const close = async () => {
    await (await world.staff()).send(`/api/rounds/${world.roundId}/close`, {});
  };

  test("is read and not changed, and says why without an alarm", async () => {
    await post("work_plan", { ...makeWorkPlan(), place: text }, "save");
    await close();
    const answer = await client.get(`${page}/forms/work_plan`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain("本任务已经截止，不再接收。");
    expect(html).toContain("内容只能查看，不能修改。");
    expect(html).toContain(text);
    expect(html).not.toMatch(
      /role="alert"|<input(?! type="hidden")|<textarea|<select|id="entry-form"|\/assets\/(?:form|checks)\./,
    );
  });

  test("gives back what was posted too late, to be copied", async () => {
    const revision = await revisionOf("work_plan");
    await close();
    const answer = await post("work_plan", { ...makeWorkPlan(), place: text }, "hand_in", revision);
    const html = await readKept(answer);
    expect(html).toContain('role="alert"');
    expect(html).toContain("您填的内容仍在下面，可以复制出来");
    expect(html).toContain(text);
    expect(html).not.toContain("<textarea");
  });
});

test("what was posted through a link that was replaced is shown, so that it can be copied", async () => {
  const revision = await revisionOf("work_plan");
  const clerk = await world.staff();
  await clerk.send(`/api/rounds/${world.roundId}/links/${world.of().submissionId}/rotate`, {});
  const entry = { ...makeWorkPlan(), place: "三楼 <会议室>" };
  const answer = await post("work_plan", entry, "save", revision);
  const place = (answer.headers.get("location") ?? "").split("#")[0] ?? "";
  const shownAgain = await client.get(place);
  const html = await shownAgain.text();
  expect([answer.status, shownAgain.status]).toEqual([303, 401]);
  expect(html).toContain("您刚才填的内容没有保存，可以从这里复制");
  const shown = /<textarea[^>]* readonly[^>]*>([^<]*)<\/textarea>/.exec(html)?.[1] ?? "";
  expect(shown).toContain("三楼 &lt;会议室>");
  expect(shown).not.toContain(revision);
  expect(html).toContain('name="code"');
});
