import { beforeAll, describe, expect, test } from "vitest";
import { sealSubmission } from "../../worker/bundles/pack.seal";
import { sweep } from "../../worker/retention/sweep";
import { countEntries } from "../support/archive";
import { limitEnv, PRODUCTION_LIMITS } from "../support/limits";
import { keepInMemory } from "../support/memory.bucket";
import { makeFullRound } from "../support/round.full";
import { createClient, createTestApp, env, reset } from "../support/worker";
import { WORLD_NOW, type World } from "../support/world";

const BRANCHES = 500;
const ARTIFACTS = 20;

let world: World;
/** The files of 500 branches; their packs go into the real bucket. */
const stocked = { ...env, FILES: keepInMemory(env.FILES, "submissions/") };
const limited = limitEnv(stocked);

/** The staff's browser against an app whose bindings refuse what production refuses. */
async function openLimited() {
  const app = createTestApp({ now: WORLD_NOW, env: limited.env });
  const client = createClient(app);
  for (const [name, value] of (await world.staff()).cookies) client.cookies.set(name, value);
  return client;
}

beforeAll(async () => {
  await reset();
  world = await makeFullRound({ branches: BRANCHES, artifacts: ARTIFACTS, bucket: stocked.FILES });
}, 300_000);

describe(`${BRANCHES} branches with ${ARTIFACTS} files each, inside production's limits`, () => {
  test("sealing one branch takes one read a file and a handful of statements", async () => {
    limited.restart();
    expect(await sealSubmission(limited.env, world.of().submissionId, { now: WORLD_NOW, origin: null })).toBe(
      "sealed",
    );
    const { calls, subrequests, mostOpen, statements } = limited.counts;
    expect(calls["r2.get"]).toBe(ARTIFACTS);
    expect(calls["r2.put"]).toBe(1);
    expect(subrequests).toBeLessThanOrEqual(ARTIFACTS + 12);
    expect(statements).toBeLessThanOrEqual(12);
    // One connection is that of the pack being written.
    expect(mostOpen + 1).toBeLessThanOrEqual(PRODUCTION_LIMITS.connections);
  });

  test("a branch's bundle is what was in at one moment: its facts and its files come in one batch", async () => {
    const client = await openLimited();
    const path = `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/bundle.zip`;
    limited.restart();
    const answer = await client.request(`${path}?versions=all`);
    expect(await countEntries(new Uint8Array(await answer.arrayBuffer()))).toBe(ARTIFACTS + 3);
    // Who asks takes three, the line in the log one.
    expect(limited.counts.calls).toEqual({ "d1.raw": 3, "d1.batch": 1, "d1.run": 1, "r2.get": ARTIFACTS });
  });

  test("the sweep seals as many as one invocation may", async () => {
    limited.restart();
    const later = new Date(Date.parse(WORLD_NOW) + 11 * 60_000).toISOString();
    expect((await sweep(limited.env, later)).sealed).toBe(50);
    expect(limited.counts.statements).toBeLessThan(1_000);
  });

  test("the whole round is one read a branch, whole, in part and prepared", async () => {
    const seal = ({ submissionId }: { submissionId: string }) =>
      sealSubmission(stocked, submissionId, { now: WORLD_NOW, origin: null });
    for (let i = 0; i < BRANCHES; i += 10) await Promise.all(world.branches.slice(i, i + 10).map(seal));
    const client = await openLimited();
    limited.restart();
    const answer = await client.request(`/api/rounds/${world.roundId}/bundle.zip`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(answer.status).toBe(200);
    const whole = { ...limited.counts };
    expect(whole.calls["r2.get"]).toBe(BRANCHES);
    expect(whole.subrequests).toBeLessThanOrEqual(BRANCHES + 30);
    expect(whole.mostOpen).toBeLessThanOrEqual(6);
    expect(await countEntries(bytes)).toBe(BRANCHES * (ARTIFACTS + 3) + 5);

    limited.restart();
    const made = await client.send(`/api/rounds/${world.roundId}/bundles`, {});
    const { href, etag } = (await made.json()) as { href: string; etag: string };
    expect(limited.counts.subrequests).toBeLessThanOrEqual(60);

    limited.restart();
    const tail = await client.request(href, {
      headers: { Range: `bytes=${bytes.length - 5_000_000}-`, "If-Range": etag },
    });
    expect(tail.status).toBe(206);
    expect(Buffer.compare(new Uint8Array(await tail.arrayBuffer()), bytes.subarray(-5_000_000))).toBe(0);
    expect(limited.counts.subrequests).toBeLessThan(whole.subrequests);
  }, 300_000);
});
