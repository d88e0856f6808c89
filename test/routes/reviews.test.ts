import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { makePdf } from "../support/files";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const DUE = "2026-12-18T23:59:59+08:00";
const BEFORE = "2026-12-10T02:00:00.000Z";

let world: World;
let clerk: Client;

async function open(over: Parameters<typeof makeDefinition>[1] = {}) {
  await reset();
  const artifacts = [
    makeArtifact("plan", { accepts: ["pdf"], due: DUE, needsReview: true }),
    makeArtifact("report", { accepts: ["pdf"], due: DUE }),
  ];
  world = await makeWorld({ definition: makeDefinition(artifacts, over) });
  world.app.now = BEFORE;
  clerk = await world.staff();
}

beforeEach(() => open());

const base = () => `/api/rounds/${world.roundId}/branches/${world.of().submissionId}`;
const decide = (artifact: string, body: object) =>
  clerk.send(`${base()}/artifacts/${artifact}/review`, body, "PUT");
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

let serial = 0;
async function handIn(artifact: string, replaces?: string): Promise<{ id: string; version: number }> {
  serial += 1;
  const headers: Record<string, string> = replaces === undefined ? {} : { "X-Replaces": replaces };
  const answer = await sendFile(world, artifact, makePdf(`${artifact} ${serial}`), `${artifact}.pdf`, {
    headers,
  });
  expect([200, 201]).toContain(answer.status);
  return ((await answer.json()) as { file: { id: string; version: number } }).file;
}

interface Status {
  state: string;
  missing: string[];
  receipt: { version: number; standing: string } | null;
  artifacts: { key: string; state: string; files: { id: string }[]; due: string }[];
}
async function status(): Promise<Status> {
  const path = `/api/submissions/${world.of().submissionId}`;
  return (await (await world.app.request(path, { headers: world.bearer() })).json()) as Status;
}
const stateOf = async (key: string) => (await status()).artifacts.find((one) => one.key === key)?.state;

describe("a decision", () => {
  test("needs content, a reason to return or waive, and a number to file under", async () => {
    expect(await codeOf(await decide("plan", { decision: "accept" }))).toBe("review.nothing");
    await handIn("plan");
    expect(await codeOf(await decide("plan", { decision: "return" }))).toBe("review.no_reason");
    expect(await codeOf(await decide("plan", { decision: "file" }))).toBe("review.no_number");
    expect(await codeOf(await decide("plan", { decision: "waive", reason: "不用" }))).toBe("review.present");
    expect(await codeOf(await decide("plan", { decision: "reopen" }))).toBe("review.already");
    expect(await codeOf(await decide("nothing_like_it", { decision: "accept" }))).toBe("artifact.not_found");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("accepts and files; saying the same again changes nothing", async () => {
    await handIn("plan");
    expect((await decide("plan", { decision: "accept" })).status).toBe(200);
    expect(await stateOf("plan")).toBe("accepted");
    expect(await codeOf(await decide("plan", { decision: "accept" }))).toBe("review.already");
    await decide("plan", { decision: "file", number: "2026-017" });
    expect(await stateOf("plan")).toBe("filed");
    await decide("plan", { decision: "reopen" });
    expect(await stateOf("plan")).toBe("received");
  });

  test("that returns reopens that artifact only, and the branch reads why", async () => {
    await handIn("plan");
    await handIn("report");
    expect((await status()).receipt?.version).toBe(1);
    await decide("plan", { decision: "return", reason: "缺第二页" });
    expect(await status()).toMatchObject({
      missing: ["plan"],
      receipt: { version: 1, standing: "reopened" },
    });
    const page = await (await world.branch()).get(`/b/${world.of().submissionId}`);
    const html = await page.text();
    expect(html).toContain("缺第二页");
    expect(html).toContain("被退回");
    await handIn("plan");
    expect(await status()).toMatchObject({ missing: [], receipt: { version: 2, standing: "whole" } });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("of everything makes a receipt of the accepted kind, once", async () => {
    await handIn("plan");
    await handIn("report");
    await decide("plan", { decision: "file", number: "备2026-1" });
    expect((await status()).receipt?.version).toBe(1);
    await decide("report", { decision: "accept" });
    expect((await status()).receipt?.version).toBe(2);
    const path = `/api/submissions/${world.of().submissionId}/receipt`;
    const answer = await world.app.request(path, { headers: world.bearer() });
    expect(await answer.json()).toMatchObject({
      body: {
        kind: "accepted",
        statement: "本回执证明材料已收齐并经审核",
        artifacts: [{ review: { decision: "file", number: "备2026-1" } }, { review: { decision: "accept" } }],
      },
    });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is not taken on something newer than what was looked at", async () => {
    const first = await handIn("plan");
    const page = await (await clerk.get(base().replace("/api", "/committee"))).text();
    const seen = /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? "";
    expect(first.id.endsWith(seen)).toBe(true);
    await handIn("plan", first.id);
    expect(await codeOf(await decide("plan", { decision: "accept", seen }))).toBe("review.changed");
    expect(await stateOf("plan")).toBe("received");
  });
});

describe("a change of what was accepted", () => {
  test("waits, while what was accepted stands and the receipt with it", async () => {
    const plan = await handIn("plan");
    await handIn("report");
    await decide("plan", { decision: "accept" });
    await decide("report", { decision: "accept" });
    const second = await handIn("plan", plan.id);
    expect(await status()).toMatchObject({ missing: [], receipt: { version: 2, standing: "pending" } });
    expect((await status()).artifacts[0]).toMatchObject({ state: "recheck", files: [{ id: plan.id }] });
    await decide("plan", { decision: "accept" });
    expect(await status()).toMatchObject({ receipt: { version: 3, standing: "whole" } });
    expect((await status()).artifacts[0]).toMatchObject({ state: "accepted", files: [{ id: second.id }] });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("that is refused leaves the first one standing", async () => {
    const plan = await handIn("plan");
    await decide("plan", { decision: "accept" });
    await handIn("plan", plan.id);
    await decide("plan", { decision: "return", reason: "原来的更好" });
    expect((await status()).artifacts[0]).toMatchObject({ state: "accepted", files: [{ id: plan.id }] });
    const html = await (await (await world.branch()).get(`/b/${world.of().submissionId}`)).text();
    expect(html).toContain("原来的更好");
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("a waiver", () => {
  test("makes the artifact present, stands on the receipt, and can be taken back", async () => {
    await handIn("report");
    await decide("plan", { decision: "waive", reason: "新建支部，本次免报" });
    expect(await status()).toMatchObject({ missing: [], receipt: { version: 1 } });
    const receipt = await (await world.branch()).get(`/api/submissions/${world.of().submissionId}/receipt`);
    expect(await receipt.json()).toMatchObject({
      body: { artifacts: [{ key: "plan", waiver: { reason: "新建支部，本次免报" } }, { key: "report" }] },
    });
    await decide("plan", { decision: "reopen" });
    expect(await status()).toMatchObject({
      missing: ["plan"],
      receipt: { version: 1, standing: "reopened" },
    });
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("an extension", () => {
  const extend = (body: object) => clerk.send(`${base()}/extensions`, body);

  test("needs a reason and a later time, and is for the past only as 补批", async () => {
    const due = "2026-12-21T12:00:00+08:00";
    expect(await codeOf(await extend({ due, reason: " " }))).toBe("extension.no_reason");
    const early = "2026-12-01T12:00:00+08:00";
    expect(await codeOf(await extend({ due: early, reason: "病" }))).toBe("extension.not_later");
    world.app.now = "2026-12-22T02:00:00.000Z";
    clerk = await world.staff();
    expect(await codeOf(await extend({ due, reason: "病" }))).toBe("extension.past");
    expect((await extend({ due, reason: "病", retroactive: true })).status).toBe(201);
    expect(await codeOf(await extend({ artifact: "no_such", due, reason: "病" }))).toBe("artifact.not_found");
  });

  test("moves one branch's deadline, not the others'", async () => {
    await extend({ artifact: "plan", due: "2026-12-21T12:00:00+08:00", reason: "停电" });
    const mine = await status();
    expect(mine.artifacts.map((one) => Date.parse(one.due))).toEqual([
      Date.parse("2026-12-21T12:00:00+08:00"),
      Date.parse(DUE),
    ]);
    const other = world.of("JC02");
    const answer = await world.app.request(`/api/submissions/${other.submissionId}`, {
      headers: world.bearer("JC02"),
    });
    const { artifacts } = (await answer.json()) as Status;
    expect(artifacts.map((one) => Date.parse(one.due))).toEqual([Date.parse(DUE), Date.parse(DUE)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("lets a round that takes nothing late take it until then, and not a second longer", async () => {
    await open({ latePolicy: "refuse" });
    await extend({ artifact: "plan", due: "2026-12-21T12:00:00+08:00", reason: "停电" });
    world.app.now = "2026-12-21T04:00:00.999Z";
    await handIn("plan");
    expect((await sendFile(world, "report", makePdf("late"), "r.pdf")).status).toBe(403);
    world.app.now = "2026-12-21T04:00:01.000Z";
    expect((await sendFile(world, "plan", makePdf("later"), "p.pdf")).status).toBe(403);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("striking out", () => {
  test("needs a reason, keeps the bytes, and what counted no longer does", async () => {
    const file = await handIn("plan");
    const strike = (reason: string) => clerk.send(`${base()}/files/${file.id}/strike`, { reason });
    expect(await codeOf(await strike(""))).toBe("strike.no_reason");
    await decide("plan", { decision: "accept" });
    expect((await strike("链接外泄，他人误传")).status).toBe(200);
    expect(await codeOf(await strike("链接外泄，他人误传"))).toBe("file.not_found");
    expect((await status()).artifacts[0]).toMatchObject({ state: "missing", files: [] });
    const row = await env.DB.prepare("SELECT state, struck_reason, object_key FROM files WHERE id = ?")
      .bind(file.id)
      .first<{ state: string; struck_reason: string; object_key: string }>();
    expect(row).toMatchObject({ state: "struck", struck_reason: "链接外泄，他人误传" });
    expect(await env.FILES.head(row?.object_key ?? "")).not.toBeNull();
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("the committee's page", () => {
  test("offers the decisions, keeps what was typed when one is refused, and tells what was decided", async () => {
    await handIn("plan");
    const page = base().replace("/api", "/committee");
    const refused = await clerk.post(`${page}/artifacts/plan/review`, { decision: "file", number: "" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("请填写备案号");
    const done = await clerk.post(`${page}/artifacts/plan/review`, { decision: "file", number: "霁备7" });
    expect([done.status, done.headers.get("location")]).toEqual([303, `${page}#a-plan`]);
    expect(await (await clerk.get(page)).text()).toContain("备案号 霁备7");
    const late = await clerk.post(`${page}/extensions`, { artifact: "", due: "2026-12-01", reason: "病了" });
    expect(late.status).toBe(422);
    expect(await late.text()).toContain("病了");
    expect(
      (await clerk.post(`${page}/extensions`, { artifact: "", due: "2026-12-25", reason: "病了" })).status,
    ).toBe(303);
  });
});
