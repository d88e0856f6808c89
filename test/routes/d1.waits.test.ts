import { beforeEach, expect, test } from "vitest";
import { branchCookie } from "../../worker/access";
import { meterD1 } from "../support/d1.meter";
import { makeWorkPlan } from "../support/entry.builders";
import { makeDocx } from "../support/files";
import { type Client, createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

/** Deployed, every round trip to D1 is some tens of milliseconds: how many stand one behind another is a cost. */
const definition = makeDefinition([
  makeArtifact("report", { accepts: ["docx"] }),
  makeArtifact("minutes", { accepts: ["docx"] }),
  makeArtifact("plan", { kind: "form", form: "work_plan", minFiles: 0 }),
]);

const meter = meterD1(env.DB);
let world: World;
let client: Client;
let page: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition, app: createTestApp({ now: WORLD_NOW, env: { DB: meter.db } }) });
  client = await world.branch();
  page = `/b/${world.of().submissionId}`;
});

async function countWaits(act: () => Promise<Response>, status: number): Promise<number> {
  meter.restart();
  expect((await act()).status).toBe(status);
  return meter.waits();
}

const enter = () => {
  const headers = { ...world.bearer(), "Content-Type": "application/json" };
  const path = `/api/submissions/${world.of().submissionId}/artifacts/plan/entry`;
  return world.app.request(path, { method: "PUT", headers, body: JSON.stringify({ entry: makeWorkPlan() }) });
};

test("a branch's page waits for the database twice: for who asks and what is in, and for what goes with it", async () => {
  await sendFile(world, "report", makeDocx("总结"), "总结.docx");
  expect(await countWaits(() => client.get(page), 200)).toBe(2);
});

test("the notice, the dates and the state for programs are one wait", async () => {
  for (const path of ["/notice", "/dates.ics"])
    expect(await countWaits(() => client.get(page + path), 200)).toBe(1);
  const state = `/api/submissions/${world.of().submissionId}`;
  expect(await countWaits(() => world.app.request(state, { headers: world.bearer() }), 200)).toBe(1);
});

test("a file waits four times: who asks, its row, its commit, which tells what it leaves, and the summary", async () => {
  const send = (name: string) => sendFile(world, "report", makeDocx(name), `${name}.docx`);
  expect(await countWaits(() => send("总结"), 201)).toBe(4);
});

test("what is typed waits five times: the form's own state and its rules are read as well", async () => {
  expect(await countWaits(enter, 201)).toBe(5);
});

test("who brings no key is not looked up, and who brings a wrong one sees nothing", async () => {
  const key = `__Host-${branchCookie(world.of().submissionId)}`;
  meter.restart();
  expect((await world.app.request(page)).status).toBe(401);
  expect(meter.costs).toEqual([]);
  const answer = await world.app.request(page, { headers: { Cookie: `${key}=0000000000000000000000` } });
  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toContain(world.of().name);
});
