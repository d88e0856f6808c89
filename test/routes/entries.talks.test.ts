import { beforeEach, describe, expect, test } from "vitest";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { checkInvariants } from "../../worker/audit/invariants";
import { makeKept, makeOpinionSummary, makeTalk, makeTalkRecords } from "../support/entries.talks";
import { makeTally } from "../support/entry.builders";
import { makePdf } from "../support/files";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const form = { kind: "form", minFiles: 0 } as const;
const talks = makeArtifact("talk_records", { ...form, form: "talk_records" });
const opinions = makeArtifact("opinion_summary", { ...form, form: "opinion_summary", accepts: ["pdf"] });
const tally = makeArtifact("appraisal_tally", { ...form, form: "appraisal_tally" });
const kept = makeArtifact("problem_list", { form: "problem_rectification", handling: "declare" });
const artifacts = [talks, opinions, tally, kept];

const numbers = { members: 22, full: 22, probationary: 0, committee: 5, floating: 0, under: null };
const branches = [{ code: "JC05", name: "霁川区松屿九年一贯制学校党支部", numbers }];

let world: World;
let client: Client;

async function open(more: Parameters<typeof makeDefinition>[1] = {}) {
  await reset();
  world = await makeWorld({ definition: makeDefinition(artifacts, more), branches });
  client = await world.branch();
}

beforeEach(() => open());

const put = (key: string, entry: EntryValue) =>
  client.send(`/api/submissions/${world.of().submissionId}/artifacts/${key}/entry`, { entry }, "PUT");

async function readStates(): Promise<Record<string, string>> {
  const answer = await client.get(`/api/submissions/${world.of().submissionId}`, {
    Accept: "application/json",
  });
  const { artifacts: list } = (await answer.json()) as { artifacts: { key: string; state: string }[] };
  return Object.fromEntries(list.map((one) => [one.key, one.state]));
}

const showForm = async (key: string) =>
  (await client.get(`/b/${world.of().submissionId}/forms/${key}`)).text();

const storedTalks = async () =>
  (
    await env.DB.prepare("SELECT data FROM entries WHERE artifact_key = 'talk_records'").first<{
      data: string;
    }>()
  )?.data ?? "";

describe("talks", () => {
  test("start with the roster's numbers, and are asked without what was said", async () => {
    const html = await showForm("talk_records");
    expect(html).toContain('name="total_members" value="22"');
    expect(html).toContain('name="committee_size" value="5"');
    expect(html).toContain('name="rows.0.talkees"');
    expect(html).not.toContain("rows.0.gist");
    expect(html).not.toContain("rows.0.opinions");
  });

  test("are stored without what was said, whoever sends it", async () => {
    expect((await put("talk_records", makeTalkRecords())).status).toBe(201);
    expect(await storedTalks()).not.toMatch(/gist|opinions|交流思想|多到一线/);
    expect(await storedTalks()).toContain("每月走访一次");
    await open({ collectPrivate: true });
    await put("talk_records", makeTalkRecords());
    expect(await storedTalks()).toMatch(/交流思想/);
    expect(await showForm("talk_records")).toContain('name="rows.0.gist"');
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("with a member among those he talks with are refused, and kept as a draft", async () => {
    const answer = await put("talk_records", makeTalkRecords({ rows: [makeTalk({ talkees: ["党员01"] })] }));
    expect(answer.status).toBe(422);
    expect(JSON.stringify(await answer.json())).toContain("谈话对象里有谈话人“党员01”本人");
    expect((await readStates()).talk_records).toBe("draft");
    expect(await showForm("talk_records")).toContain("党员01</textarea>");
  });

  test("after the meeting wait to be mended where the notice is strict, whichever paper came first", async () => {
    const checkLevels = { "talk_records.after_meeting": "block" as const };
    const late = makeTalkRecords({ rows: [makeTalk({ talk_date: "2026-12-10" })] });
    const steps: (() => Promise<unknown>)[] = [
      () => put("appraisal_tally", makeTally()),
      () => put("talk_records", late),
    ];
    for (const order of [steps, steps.toReversed()]) {
      await open({ checkLevels });
      for (const step of order) await step();
      expect(await readStates()).toMatchObject({ talk_records: "blocked", appraisal_tally: "received" });
      await put("talk_records", makeTalkRecords());
      expect(await readStates()).toMatchObject({ talk_records: "received" });
      expect(await checkInvariants(env)).toEqual([]);
    }
    await open();
    for (const step of steps) await step();
    expect(await readStates()).toMatchObject({ talk_records: "received" });
  });
});

describe("opinions", () => {
  test("are answered by the form", async () => {
    const answer = await put("opinion_summary", makeOpinionSummary());
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ findings: [] });
    expect(await readStates()).toMatchObject({ opinion_summary: "received" });
  });

  test("are answered by a file as well, where the round takes one", async () => {
    await sendFile(world, "opinion_summary", makePdf("opinions"), "征求意见汇总.pdf");
    expect(await readStates()).toMatchObject({ opinion_summary: "received" });
  });

  test("that do not add up are refused with the sum, every number kept", async () => {
    const answer = await put("opinion_summary", makeOpinionSummary({ raw_total: 9 }));
    expect(answer.status).toBe(422);
    expect(JSON.stringify(await answer.json())).toContain("征求意见条数9，各方式合计5+3=8，应相等，现相差1");
    const html = await showForm("opinion_summary");
    expect(html).toContain('name="raw_total" value="9"');
    expect(html).toContain("意见8条，12人次，发出110份，收回63份");
  });
});

test("what stays with the branch is present once it is declared, and takes no file", async () => {
  expect(await showForm("problem_list")).toContain("保管人");
  expect((await sendFile(world, "problem_list", makePdf("list"), "清单.pdf")).status).toBe(422);
  expect((await put("problem_list", makeKept())).status).toBe(201);
  expect(await readStates()).toMatchObject({ problem_list: "received" });
  expect(await checkInvariants(env)).toEqual([]);
});
