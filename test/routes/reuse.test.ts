import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { signInStaff } from "../support/committee";
import { makePdf } from "../support/files";
import { createTestApp, env, reset, type TestApp } from "../support/worker";
import {
  listSecrets,
  makeArtifact,
  makeCommittee,
  makeDefinition,
  makeRound,
  WORLD_NOW,
  type WorldBranch,
} from "../support/world";

let app: TestApp;
let first: { roundId: string; branches: WorldBranch[] };
let second: { roundId: string; branches: WorldBranch[] };
let staffId: string;

const bytes = makePdf("制度汇编");

beforeEach(async () => {
  await reset();
  app = createTestApp({ now: WORLD_NOW });
  const by = await makeCommittee(WORLD_NOW);
  staffId = by.staffId;
  const definition = makeDefinition([
    makeArtifact("rules_book", { accepts: ["pdf"] }),
    makeArtifact("report", { accepts: ["pdf"] }),
  ]);
  const rounds = [await makeRound(by, { definition }), await makeRound(by, { definition })];
  const [one, two] = await Promise.all(
    rounds.map(async (roundId) => ({ roundId, branches: await listSecrets(roundId) })),
  );
  if (one === undefined || two === undefined) throw new Error("two rounds");
  [first, second] = [one, two];
});

const auth = (branch: WorldBranch | undefined) => ({ Authorization: `Bearer ${branch?.secret}` });

async function handIn(branch: WorldBranch | undefined): Promise<string> {
  const answer = await app.request(`/api/submissions/${branch?.submissionId}/artifacts/rules_book/files`, {
    method: "POST",
    body: bytes,
    headers: { ...auth(branch), "X-File-Name": "a.pdf", "Content-Length": String(bytes.length) },
  });
  return ((await answer.json()) as { file: { id: string } }).file.id;
}

async function accept(branch: WorldBranch | undefined) {
  const clerk = await signInStaff(app, staffId);
  const path = `/api/rounds/${first.roundId}/branches/${branch?.submissionId}/artifacts/rules_book/review`;
  expect((await clerk.send(path, { decision: "accept" }, "PUT")).status).toBe(200);
}

const reuse = (branch: WorldBranch | undefined, file: string, artifact = "rules_book") =>
  app.request(`/api/submissions/${branch?.submissionId}/artifacts/${artifact}/reuse/${file}`, {
    method: "POST",
    headers: auth(branch),
  });

describe("what was accepted in an earlier round", () => {
  test("answers the same artifact of this one, byte for byte, with nothing sent", async () => {
    const file = await handIn(first.branches[0]);
    await accept(first.branches[0]);
    const answer = await reuse(second.branches[0], file);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ file: { bytes: bytes.length, name: "a.pdf" } });
    const again = await reuse(second.branches[0], file);
    expect(await again.json()).toMatchObject({ already: true });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is offered on the branch's page, and taken by a plain form", async () => {
    const file = await handIn(first.branches[0]);
    await accept(first.branches[0]);
    const here = second.branches[0];
    const page = await app.request(`/b/${here?.submissionId}`, { headers: auth(here) });
    expect(await page.text()).toContain("用以前审核通过的文件（1 个）");
    const form = await app.request(`/b/${here?.submissionId}/reuse/rules_book`, {
      method: "POST",
      headers: { ...auth(here), "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ file }).toString(),
    });
    expect(form.status).toBe(303);
  });

  test("is neither another branch's, nor another artifact's, nor what was only handed in", async () => {
    const file = await handIn(first.branches[0]);
    expect((await reuse(second.branches[0], file)).status).toBe(404);
    await accept(first.branches[0]);
    expect((await reuse(second.branches[1], file)).status).toBe(404);
    expect((await reuse(second.branches[0], file, "report")).status).toBe(404);
    expect(await checkInvariants(env)).toEqual([]);
  });
});
