/** What happens to an upload by tus while it comes: its time ends, many begin at once, answers get lost. */
import { beforeEach, expect, test } from "vitest";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { sweep } from "../../worker/retention/sweep";
import { MAX_OPEN_UPLOADS, UNTOUCHED_MINUTES, UPLOAD_KEPT_HOURS } from "../../worker/uploads/upload.rules";
import { failNth, holdFirst } from "../support/faulty";
import { makeJpg } from "../support/files";
import { makeStuckBody } from "../support/stuck.body";
import { buildMetadata, makeTusClient, OFFSET_TYPE, type TusClient } from "../support/tus";
import { createTestApp, env, reset } from "../support/worker";
import {
  listSecrets,
  makeArtifact,
  makeDefinition,
  makeRound,
  makeWorld,
  sendFile,
  WORLD_NOW,
  type World,
} from "../support/world";

const MIB = 1024 * 1024;
const KEPT_MINUTES = UPLOAD_KEPT_HOURS * 60;
const definition = makeDefinition([
  makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 }),
  makeArtifact("one", { accepts: ["jpg"], maxFiles: 1 }),
]);
const later = (minutes: number) => new Date(Date.parse(WORLD_NOW) + minutes * 60_000).toISOString();
const large = makeJpg("large", PART_BYTES + 100_000);
const metadata = { artifact: "photos", filename: "a.jpg" };

let world: World;
let tus: TusClient;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  tus = makeTusClient(world);
});

const listKeys = async () => (await env.FILES.list()).objects.map((one) => one.key);
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

/** A request that stays in the middle of its bytes until it is told to go on. */
function patchSlowly(path: string, offset: number, bytes: Uint8Array) {
  const { body, end } = makeStuckBody(bytes);
  const answer = tus.patch(path, offset, body, { "Content-Length": String(bytes.length) });
  return { answer, go: () => end() };
}

const readEpoch = (path: string) =>
  env.DB.prepare("SELECT epoch FROM uploads WHERE id = ?")
    .bind(path.split("/").at(-1))
    .first<number>("epoch");

test("a sweep at the end of its time ends an upload before it takes anything: no file is acknowledged and lost", async () => {
  const path = await tus.create(large.length, metadata);
  expect((await tus.patch(path, 0, large.slice(0, PART_BYTES))).status).toBe(204);
  const at = await tus.offset(path);
  world.app.now = later(KEPT_MINUTES - 1);
  const sending = patchSlowly(path, at, large.slice(at));
  await expect.poll(() => readEpoch(path)).toBe(2);
  world.app.now = later(KEPT_MINUTES + 1);
  const held = holdFirst(env, "r2.abort", "before");
  const sweeping = sweep({ ...env, ...held.env }, later(KEPT_MINUTES + 1));
  await held.reached;
  sending.go();
  expect((await sending.answer).status).toBeGreaterThanOrEqual(400);
  held.release();
  await sweeping;
  expect(await checkInvariants(env)).toEqual([]);
  expect(await listKeys()).toEqual([]);
});

test("an upload whose time was put off after the sweep had listed it stays", async () => {
  const other = await tus.create(5000, metadata);
  expect((await tus.patch(other, 0, large.slice(0, 10))).status).toBe(204);
  world.app.now = later(1);
  const path = await tus.create(large.length, metadata);
  expect((await tus.patch(path, 0, large.slice(0, 300_000))).status).toBe(204);
  world.app.now = later(KEPT_MINUTES);
  const held = holdFirst(env, "r2.list", "before");
  const sweeping = sweep({ ...env, ...held.env }, later(KEPT_MINUTES + 2));
  await held.reached;
  const at = await tus.offset(path);
  expect((await tus.patch(path, at, large.slice(at, at + 300_000))).status).toBe(204);
  held.release();
  await sweeping;
  expect([await tus.offset(other), await tus.offset(path)]).toEqual([-404, at + 300_000]);
});

test("of many that begin at once no more pass than have room", async () => {
  const begin = () =>
    tus.send("POST", tus.uploads, {
      "Upload-Length": String(512 * MIB),
      "Upload-Metadata": buildMetadata(metadata),
    });
  const answers = await Promise.all(Array.from({ length: 40 }, begin));
  const refused = answers.filter((one) => one.status !== 201);
  // 8 GiB are 16 of them.
  expect(answers.length - refused.length).toBe(16);
  expect(new Set(await Promise.all(refused.map(codeOf)))).toEqual(new Set(["quota.branch_bytes"]));
});

test("uploads that broke off with their first byte, and were never heard of again, give their places back", async () => {
  const begin = () =>
    tus.send(
      "POST",
      tus.uploads,
      {
        ...OFFSET_TYPE,
        "Upload-Length": "5000",
        "Upload-Metadata": buildMetadata(metadata),
        "Content-Length": "5000",
      },
      new Uint8Array(0),
    );
  for (let n = 0; n < MAX_OPEN_UPLOADS; n++) await begin();
  world.app.now = later(UNTOUCHED_MINUTES + 1);
  await tus.create(5000, metadata);
});

test("a piece that the row names is not taken back where the answer to its commit was lost", async () => {
  const bytes = makeJpg("two", 900_000);
  for (let n = 1; n <= 12; n++) {
    await reset();
    world = await makeWorld({ definition });
    tus = makeTusClient(world);
    const path = await tus.create(bytes.length, metadata);
    const app = createTestApp({ now: WORLD_NOW, env: failNth(env, n, "after").env });
    await makeTusClient({ ...world, app }).patch(path, 0, bytes.slice(0, 300_000), {
      "Content-Length": String(bytes.length),
    });
    const at = await tus.offset(path);
    expect((await tus.patch(path, at, bytes.slice(at))).status).toBe(204);
    expect(await checkInvariants(env)).toEqual([]);
  }
});

test("pieces go with their upload, however many they were", async () => {
  const path = await tus.create(large.length, metadata);
  const prefix = `uploads/${world.of().submissionId}/${path.split("/").at(-1)}/`;
  for (let n = 0; n < 1100; n++) await env.FILES.put(`${prefix}${n}`, "x");
  expect((await tus.send("DELETE", path)).status).toBe(204);
  expect(await listKeys()).toEqual([]);
});

test("a film larger than a request was accepted in one round and answers the next one", async () => {
  const film = makeJpg("film", 96 * MIB);
  const path = await tus.create(film.length, metadata);
  for (let at = 0; at < film.length; at += PART_BYTES) {
    await tus.patch(path, at, film.slice(at, at + PART_BYTES));
  }
  const staff = await world.staff();
  const review = `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/artifacts/photos/review`;
  expect((await staff.send(review, { decision: "accept" }, "PUT")).status).toBe(200);
  const id = await env.DB.prepare("SELECT id FROM files").first<string>("id");
  const roundId = await makeRound(world, { definition, now: WORLD_NOW });
  const [next] = await listSecrets(roundId);
  const again = `/api/submissions/${next?.submissionId}/artifacts/photos/reuse/${id}`;
  const answer = await world.app.request(again, {
    method: "POST",
    headers: { Authorization: `Bearer ${next?.secret}` },
  });
  expect(answer.status).toBe(201);
});

test("every answer says which version of tus it is of, whoever refuses", async () => {
  const path = await tus.create(5000, metadata);
  for (const method of ["HEAD", "PATCH", "DELETE"]) {
    const answer = await world.app.request(path, { method });
    expect([answer.status, answer.headers.get("tus-resumable")]).toEqual([401, "1.0.0"]);
  }
});

test("a place that is full says so in the reader's language", async () => {
  await sendFile(world, "one", makeJpg("in", 5000), "in.jpg");
  const answer = await tus.send("POST", tus.uploads, {
    "Upload-Length": "5000",
    "Upload-Metadata": buildMetadata({ ...metadata, artifact: "one" }),
    "Accept-Language": "en",
  });
  const { code, title } = (await answer.json()) as { code: string; title: string };
  expect([code, /\p{Script=Han}/u.test(title)]).toEqual(["file.too_many", false]);
});
