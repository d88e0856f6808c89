import { beforeEach, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { listEventTypes } from "../support/committee";
import { makePdf } from "../support/files";
import { readWords } from "../support/markup";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

let world: World;
let clerk: Client;

beforeEach(async () => {
  await reset();
  const artifacts = ["plan", "report"].map((key) => makeArtifact(key, { accepts: ["pdf"] }));
  const closesAt = "2026-12-20T23:59:59+08:00";
  world = await makeWorld({ definition: makeDefinition(artifacts, { closesAt }) });
  clerk = await world.staff();
});

const api = (path = "") => `/api/rounds/${world.roundId}${path}`;
const handIn = (artifact: string, text: string) =>
  sendFile(world, artifact, makePdf(text), `${artifact}.pdf`);
const answerOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code?: string }).code,
];

test("a round is closed and opened by its API, and either twice is no fault", async () => {
  for (const [path, state] of [
    ["/close", "closed"],
    ["/close", "closed"],
    ["/reopen", "published"],
  ] as const) {
    expect(await (await clerk.send(api(path), {})).json()).toMatchObject({ state });
  }
  expect((await listEventTypes(world.roundId)).slice(-2)).toEqual(["round.closed", "round.reopened"]);
});

test("closed, it takes what the committee returned and nothing else", async () => {
  await handIn("plan", "first");
  const review = `/branches/${world.of().submissionId}/artifacts/plan/review`;
  await clerk.send(api(review), { decision: "return", reason: "缺签字" }, "PUT");
  await clerk.send(api("/close"), {});
  expect(await answerOf(await handIn("report", "late"))).toEqual([403, "round.closed"]);
  expect((await handIn("plan", "mended")).status).toBe(201);
  // What was returned stays open until it is decided upon again.
  expect(await answerOf(await handIn("plan", "another"))).toEqual([201, undefined]);
  await clerk.send(api(review), { decision: "accept" }, "PUT");
  expect(await answerOf(await handIn("plan", "more"))).toEqual([403, "round.closed"]);
  expect(await checkInvariants(env)).toEqual([]);
});

test("past its last hour it takes nothing, the board says so, and an amendment opens it again", async () => {
  world.app.now = "2026-12-21T01:00:00.000Z";
  clerk = await world.staff();
  expect(await answerOf(await handIn("plan", "late"))).toEqual([403, "round.closed"]);
  const board = readWords(await (await clerk.get(`/committee/rounds/${world.roundId}`)).text());
  expect(board).toContain("停止接收时间（12月20日 周日 24:00）已过，现在什么都不收");
  const { draft, version } = (await (await clerk.get(api())).json()) as {
    draft: null;
    version: { artifacts: { key: string }[] };
  };
  expect([draft, version.artifacts.length]).toEqual([null, 2]);
  const artifacts = ["plan", "report"].map((key) => makeArtifact(key, { accepts: ["pdf"] }));
  const next = makeDefinition(artifacts, { closesAt: "2026-12-25T23:59:59+08:00" });
  expect((await clerk.send(api("/draft"), { definition: next }, "PUT")).status).toBe(200);
  expect((await clerk.send(api("/amendments"), {})).status).toBe(201);
  expect((await handIn("plan", "again")).status).toBe(201);
  await world.app.idle();
  expect(await checkInvariants(env)).toEqual([]);
});
