import { beforeEach, expect, test } from "vitest";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { getHolding } from "../../worker/bundles/bundle.holding";
import { layOut } from "../../worker/bundles/bundle.layout";
import { renderManifest } from "../../worker/bundles/bundle.read";
import { openDb } from "../../worker/db";
import { makeWorkPlan } from "../support/entry.builders";
import { makeDocx, makeJpg } from "../support/files";
import { limitEnv } from "../support/limits";
import { type Client, createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("plan", {
    ...{ title: { zh: "工作方案", en: "Plan" }, kind: "form", form: "work_plan", minFiles: 0 },
    due: "2026-12-18T23:59:59+08:00",
  }),
  makeArtifact("report", { title: { zh: "征求意见汇总", en: "Opinions" }, accepts: ["docx"] }),
  makeArtifact("photos", { title: { zh: "会议影像", en: "Photos" }, accepts: ["jpg"], maxFiles: 60 }),
  makeArtifact("original", { title: { zh: "盖章总结", en: "Sealed" }, kind: "paper", minFiles: 0 }),
]);

const meter = limitEnv(env);
let world: World;
let clerk: Client;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition, app: createTestApp({ now: WORLD_NOW, env: meter.env }) });
  clerk = await world.staff();
});

const api = (path: string) => `/api/rounds/${world.roundId}${path}`;
const own = (path: string) => api(`/branches/${world.of().submissionId}${path}`);
const BUNDLE = "/bundle.zip?versions=all";

async function ask(method: "GET" | "HEAD", headers: Record<string, string> = {}) {
  meter.restart();
  const answer = await clerk.request(own(BUNDLE), { method, headers });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { statements, calls } = meter.counts;
  return { etag: answer.headers.get("etag"), bytes, statements, reads: calls["r2.get"] ?? 0 };
}

/** The ETag of the bundle made with nothing kept from before. */
async function makeAnew(): Promise<string | undefined> {
  const holding = await getHolding(openDb(env.DB), world.of().submissionId);
  const manifest = await renderManifest(env, holding, { origin: world.app.origin, allVersions: true });
  return manifest === null ? undefined : layOut(manifest.entries).etag;
}

async function handIn(artifact: string, name: string, replaces?: string, code?: string): Promise<string> {
  const bytes = name.endsWith(".jpg") ? makeJpg(name, 20_000) : makeDocx(name);
  const headers: Record<string, string> = replaces === undefined ? {} : { "X-Replaces": replaces };
  const answer = await sendFile(world, artifact, bytes, name, { headers, code });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { file: { id: string } }).file.id;
}

async function enter(entry: EntryValue): Promise<Response> {
  const path = `/api/submissions/${world.of().submissionId}/artifacts/plan/entry`;
  const headers = { ...world.bearer(), "Content-Type": "application/json" };
  return world.app.request(path, { method: "PUT", headers, body: JSON.stringify({ entry }) });
}

const sent = async (answer: Promise<Response>) => expect((await answer).status).toBeLessThan(400);

test("a bundle made on demand is at any moment what it would be if it were made anew", async () => {
  let report = await handIn("report", "一.docx");
  const review = (artifact: string, decision: string, reason = "") =>
    clerk.send(own(`/artifacts/${artifact}/review`), { decision, reason }, "PUT");
  const acts: Record<string, () => Promise<unknown>> = {
    "a first photo": () => handIn("photos", "一.jpg"),
    "a version": async () => (report = await handIn("report", "二.docx", report)),
    "what was typed": () => sent(enter(makeWorkPlan())),
    "what was typed again": () => sent(enter(makeWorkPlan({ theme: "另一个主题" }))),
    "a paper original": () => sent(clerk.send(own("/papers/original"), { copies: 2, sealed: true }, "PUT")),
    accepted: () => sent(review("report", "accept")),
    returned: () => sent(review("photos", "return", "日期不对")),
    extended: () =>
      sent(clerk.send(own("/extensions"), { due: "2026-12-25T12:00:00+08:00", reason: "停电" })),
    "struck out": () => sent(clerk.send(own(`/files/${report}/strike`), { reason: "误传" })),
    "another pattern": () =>
      sent(clerk.post(`/committee/rounds/${world.roundId}/naming`, { pattern: "{材料}/{日期}_{原名}" })),
    "another name of the branch": () =>
      env.DB.prepare("UPDATE submissions SET name = '霁川区桐荫小学第二党支部' WHERE id = ?")
        .bind(world.of().submissionId)
        .run(),
    amended: async () => {
      const next = { ...definition, theme: "改了的主题" };
      await sent(clerk.send(api("/draft"), { definition: next }, "PUT"));
      await sent(clerk.send(api("/amendments"), { note: "题目改了" }));
    },
  };
  let before = (await ask("HEAD")).etag;
  const unchanged: string[] = [];
  for (const [act, run] of Object.entries(acts)) {
    world.app.now = new Date(Date.parse(world.app.now) + 60_000).toISOString();
    await run();
    const { etag } = await ask("HEAD");
    expect([act, etag]).toEqual([act, await makeAnew()]);
    if (etag === before) unchanged.push(act);
    before = etag;
  }
  // Nothing came late, so that later time changes no line of the lists.
  expect(unchanged).toEqual(["extended"]);
});

test("the pieces of a download that goes on ask for one sheet, and for the files they hold", async () => {
  for (let i = 0; i < 12; i++) await handIn("photos", `${i}.jpg`);
  const whole = await ask("GET");
  // What others hand in meanwhile is nothing to it.
  await handIn("photos", "别的.jpg", undefined, "JC02");
  const piece = await ask("GET", { Range: `bytes=${whole.bytes.length - 90_000}-` });
  expect(Buffer.compare(piece.bytes, whole.bytes.subarray(-90_000))).toBe(0);
  expect(piece.etag).toBe(whole.etag);
  expect([whole.reads, piece.reads]).toEqual([12, 4]);
  // The session, the round and the branch in it; then the sheet and the end of the round's log.
  expect(piece.statements).toBe(5);
});
