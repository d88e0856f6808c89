/** Two requests for one upload at once, and what comes after one that was cut off in its last steps. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { sweep, UPLOAD_GRACE_MINUTES } from "../../worker/retention/sweep";
import { failFirst, failNth, holdFirst } from "../support/faulty";
import { makeJpg } from "../support/files";
import { checksumOf, makeTusClient, type TusClient } from "../support/tus";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, WORLD_NOW, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 }),
  makeArtifact("report", { accepts: ["pdf"] }),
]);
const small = makeJpg("one", 50_000);
const large = makeJpg("large", PART_BYTES + 100_000);

let world: World;
let tus: TusClient;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  tus = makeTusClient(world);
});

type Bindings = Pick<Env, "DB" | "FILES">;

/** The same branch's client, whose requests go through other bindings. */
const through = (bindings: Bindings) =>
  makeTusClient({ ...world, app: createTestApp({ now: WORLD_NOW, env: bindings }) });

const create = (bytes: Uint8Array) => tus.create(bytes.length, { artifact: "photos", filename: "a.jpg" });

const listHashes = async () => {
  const rows = env.DB.prepare("SELECT sha256 FROM files WHERE state = 'stored'");
  return (await rows.all<{ sha256: string }>()).results.map((one) => one.sha256);
};

/** Sends all bytes, the writing of the file being the first batch; its answer, or itself, is lost. */
async function cutOff(path: string, bytes: Uint8Array<ArrayBuffer>, moment: "before" | "after") {
  const answer = await through(failFirst(env, "d1.batch", moment)).patch(path, 0, bytes);
  expect(answer.status).toBe(500);
}

/** A body whose first half has come, and the rest not yet. */
function makeStuck(bytes: Uint8Array) {
  const half = bytes.length >> 1;
  let go = () => {};
  const body = new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(bytes.slice(0, half));
      go = () => {
        controller.enqueue(bytes.slice(half));
        controller.close();
      };
    },
  });
  return { body, go: () => go() };
}

/** How an upload ended, as it tells itself. */
const readEnd = async (path: string) => (await tus.send("GET", path)).json();

async function closeRound(): Promise<void> {
  const staff = await world.staff();
  expect((await staff.send(`/api/rounds/${world.roundId}/close`, {})).status).toBe(200);
}

async function strikeOut(): Promise<void> {
  const id = await env.DB.prepare("SELECT id FROM files").first("id");
  const staff = await world.staff();
  const base = `/committee/rounds/${world.roundId}/branches/${world.of().submissionId}`;
  expect((await staff.post(`${base}/files/${id}/strike`, { reason: "发错了" })).status).toBe(303);
}

async function sendNextVersion(): Promise<void> {
  const replaces = (await env.DB.prepare("SELECT lineage_id AS id FROM files").first<string>("id")) ?? "";
  const next = makeJpg("next", 40_000);
  const path = await tus.create(next.length, { artifact: "photos", filename: "b.jpg", replaces });
  expect((await tus.patch(path, 0, next)).status).toBe(204);
}

/** Other bytes of the same length that are as good a picture. */
function makeOther(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const other = bytes.slice();
  other[30_000] = (other[30_000] ?? 0) ^ 1;
  return other;
}

describe.each([
  ["a small file", small],
  ["a file of parts", large],
])("%s", (_name, bytes) => {
  test("whose answer was lost stays when its upload is ended", async () => {
    const path = await create(bytes);
    await cutOff(path, bytes, "after");
    expect((await tus.send("DELETE", path)).status).toBe(204);
    await sweep(env, WORLD_NOW);
    expect(await listHashes()).toEqual([await sha256(bytes)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("that was cut off between the file and the answer is told as received, not as one that was in before", async () => {
    const path = await create(bytes);
    await cutOff(path, bytes, "after");
    const at = await tus.offset(path);
    expect((await tus.patch(path, at, bytes.slice(at))).status).toBe(204);
    const { id } = (await env.DB.prepare("SELECT id FROM files").first<{ id: string }>()) ?? {};
    expect(await readEnd(path)).toMatchObject({ state: "stored", ended: { already: false, file: { id } } });
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM files").first("n")).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test.each([
    ["the round was closed", closeRound],
    ["it was struck out", strikeOut],
    ["a next version was sent", sendNextVersion],
  ])(
    "that was cut off there is told as received although %s before it was asked for",
    async (_what, meanwhile) => {
      const path = await create(bytes);
      await cutOff(path, bytes, "after");
      await meanwhile();
      const at = await tus.offset(path);
      expect((await tus.patch(path, at, bytes.slice(at))).status).toBe(204);
      const sha = await sha256(bytes);
      expect(await readEnd(path)).toMatchObject({
        state: "stored",
        ended: { file: { sha256: sha, version: 1 } },
      });
      expect((await env.FILES.list()).objects.filter(({ key }) => key.startsWith("uploads/"))).toEqual([]);
      expect(await checkInvariants(env)).toEqual([]);
    },
  );

  test("whose answer was lost is not written over by other bytes", async () => {
    const path = await create(bytes);
    await cutOff(path, bytes, "after");
    const at = await tus.offset(path);
    await tus.patch(path, at, makeOther(bytes).slice(at));
    expect(await listHashes()).toEqual([await sha256(bytes)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("ended in the very moment in which it comes in is whole or not there", async () => {
    const path = await create(bytes);
    const held = holdFirst(env, "d1.batch", "before");
    const sending = through(held.env).patch(path, 0, bytes);
    await held.reached;
    expect((await tus.send("DELETE", path)).status).toBe(204);
    held.release();
    expect((await sending).status).not.toBe(204);
    expect(await listHashes()).toEqual([]);
    expect((await env.FILES.list()).objects).toEqual([]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("cut off in its last step is taken up even after a sweep took what never arrived", async () => {
    const path = await create(bytes);
    await cutOff(path, bytes, "before");
    await sweep(env, new Date(Date.parse(WORLD_NOW) + (UPLOAD_GRACE_MINUTES + 1) * 60_000).toISOString());
    for (let n = 0, at = 0; n < 5 && at < bytes.length; n++) {
      at = await tus.offset(path);
      await tus.patch(path, at, bytes.slice(at));
    }
    expect(await listHashes()).toEqual([await sha256(bytes)]);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

test("an upload that cannot be assembled goes on where it says, after requests of several parts with checksums as well", async () => {
  const bytes = makeJpg("whole", 4 * PART_BYTES);
  const half = 2 * PART_BYTES;
  const path = await create(bytes);
  const send = (client: TusClient, at: number, end: number) => {
    const piece = bytes.slice(at, end);
    return client.patch(path, at, piece, { "Upload-Checksum": checksumOf(piece) });
  };
  expect((await send(tus, 0, half)).status).toBe(204);
  for (let n = 0; n < 2; n++) {
    const answer = await send(through(failFirst(env, "r2.complete", "before")), half, bytes.length);
    expect(answer.status).toBe(500);
  }
  expect(await tus.offset(path)).toBe(half);
  for (let at = half; at < bytes.length; at += PART_BYTES) {
    expect((await tus.patch(path, at, bytes.slice(at, at + PART_BYTES))).status).toBe(204);
  }
  expect(await listHashes()).toEqual([await sha256(bytes)]);
  expect(await checkInvariants(env)).toEqual([]);
});

describe("of two writers of one upload", () => {
  test("one that is late with other bytes does not touch what the other one stored", async () => {
    const path = await create(small);
    const held = holdFirst(env, "r2.put", "before");
    const late = through(held.env).patch(path, 0, makeOther(small));
    await held.reached;
    expect((await tus.patch(path, 0, small)).status).toBe(204);
    held.release();
    expect((await late).status).toBe(423);
    expect(await listHashes()).toEqual([await sha256(small)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("one that is late with a program does not take the other's file away", async () => {
    const program = new Uint8Array(small.length);
    program.set([0x4d, 0x5a]);
    const path = await create(small);
    const { body, go } = makeStuck(program);
    const held = holdFirst(env, "d1.write", "after");
    const late = through(held.env).patch(path, 0, body);
    await held.reached;
    held.release();
    expect((await tus.patch(path, 0, small)).status).toBe(204);
    go();
    expect((await late).status).toBeGreaterThanOrEqual(400);
    expect(await listHashes()).toEqual([await sha256(small)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("one that is ended while it opens its parts leaves none open", async () => {
    const path = await create(large);
    const watched = failNth(env, Number.POSITIVE_INFINITY, "after");
    const held = holdFirst(watched.env, "r2.createMultipartUpload", "after");
    const sending = through(held.env).patch(path, 0, large);
    await held.reached;
    await tus.send("DELETE", path);
    held.release();
    expect((await sending).status).toBe(423);
    const { key = "", id = "" } = watched.multiparts[0] ?? {};
    const part = env.FILES.resumeMultipartUpload(key, id).uploadPart(1, new Uint8Array(1));
    await expect(part).rejects.toThrow();
  });
});

test("parts that became one object while the answer was lost twice are a file at the third request", async () => {
  const path = await create(large);
  const first = await through(failFirst(env, "r2.complete", "before")).patch(path, 0, large);
  const at = await tus.offset(path);
  const second = await through(failFirst(env, "r2.complete", "after")).patch(path, at, large.slice(at));
  const third = await tus.patch(path, at, large.slice(at));
  expect([first.status, second.status, third.status]).toEqual([500, 500, 204]);
  expect(await listHashes()).toEqual([await sha256(large)]);
  expect(await checkInvariants(env)).toEqual([]);
});
