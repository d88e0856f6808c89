/** What a client says the whole file is, and what becomes of an upload whose bytes are another. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { failFirst } from "../support/faulty";
import { makeJpg } from "../support/files";
import { digestOf, makeTusClient, OFFSET_TYPE, type TusClient } from "../support/tus";
import {
  first,
  LENGTH,
  listHashes,
  openPictureSender,
  type PictureSender,
  picture,
  rest,
} from "../support/tus.picture";
import { createTestApp, env } from "../support/worker";
import { WORLD_NOW } from "../support/world";

const large = makeJpg("large", PART_BYTES + 100_000);
/** The last byte of the first part arrives as another. */
const flipped = large.slice();
flipped[PART_BYTES - 1] = (flipped[PART_BYTES - 1] ?? 0) ^ 1;

let world: PictureSender["world"];
let tus: TusClient;
let post: PictureSender["post"];
let create: PictureSender["create"];

beforeEach(async () => {
  ({ world, tus, post, create } = await openPictureSender());
});

const begin = () => tus.create(large.length, { artifact: "photos", filename: "a.jpg" });

/** Sends the first part as it arrives, and the rest with what the file is. */
async function sendParts(path: string, bytes: Uint8Array<ArrayBuffer>, client = tus): Promise<Response> {
  await tus.patch(path, 0, bytes.slice(0, PART_BYTES));
  return client.patch(path, PART_BYTES, bytes.slice(PART_BYTES), digestOf(large));
}

async function expectNothing(path: string): Promise<void> {
  expect([await tus.offset(path), await listHashes()]).toEqual([-410, []]);
  expect((await env.FILES.list()).objects).toEqual([]);
  expect(await checkInvariants(env)).toEqual([]);
}

describe("a file of several parts", () => {
  test("is stored when it is what its last request says", async () => {
    expect((await sendParts(await begin(), large)).status).toBe(204);
    expect(await listHashes()).toEqual([await sha256(large)]);
  });

  test("of which a bit of an earlier part flipped is refused and taken back, and says why", async () => {
    const path = await begin();
    const answer = await sendParts(path, flipped);
    expect([answer.status, await answer.json()]).toEqual([
      460,
      expect.objectContaining({ code: "upload.checksum", detail: "内容在途中变了，请再传一次。" }),
    ]);
    const told = (await (await tus.send("GET", path)).json()) as { state: string; ended: { code: string } };
    expect([told.state, told.ended.code]).toEqual(["refused", "upload.checksum"]);
    await expectNothing(path);
  });

  test("is held against what it said although the last request was cut off and another one took it up", async () => {
    const path = await begin();
    const cut = makeTusClient({
      ...world,
      app: createTestApp({ now: WORLD_NOW, env: failFirst(env, "r2.complete", "before") }),
    });
    expect((await sendParts(path, flipped, cut)).status).toBe(500);
    expect((await tus.patch(path, PART_BYTES, flipped.slice(PART_BYTES))).status).toBe(460);
    await expectNothing(path);
  });

  test("that is in, and taken for another one by who asks again, stays in and is not told as theirs", async () => {
    const path = await begin();
    await tus.patch(path, 0, large.slice(0, PART_BYTES));
    const cut = makeTusClient({
      ...world,
      app: createTestApp({ now: WORLD_NOW, env: failFirst(env, "d1.batch", "after") }),
    });
    expect((await cut.patch(path, PART_BYTES, large.slice(PART_BYTES))).status).toBe(500);
    const again = await tus.patch(path, PART_BYTES, large.slice(PART_BYTES), digestOf(flipped));
    expect(again.status).toBe(460);
    expect(await listHashes()).toEqual([await sha256(large)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("that was begun as another file is refused without its bytes", async () => {
    const path = await begin();
    await tus.patch(path, 0, large.slice(0, PART_BYTES), digestOf(flipped));
    const answer = await tus.patch(path, PART_BYTES, large.slice(PART_BYTES), digestOf(large));
    expect(answer.status).toBe(460);
    await expectNothing(path);
  });
});

describe("a small file", () => {
  test("that goes with its creation is refused where it changed on its way", async () => {
    const other = picture.slice();
    other[2000] = (other[2000] ?? 0) ^ 4;
    const headers = { ...LENGTH, ...OFFSET_TYPE, ...digestOf(picture) };
    expect((await post(headers, other)).status).toBe(460);
    expect([await listHashes(), (await env.FILES.list()).objects]).toEqual([[], []]);
    expect((await post(headers, picture)).status).toBe(201);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("in two pieces is held against what the second one says", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    expect((await tus.patch(path, first.length, rest, digestOf(first))).status).toBe(460);
    await expectNothing(path);
  });

  test("whose digest is none is refused, and may be sent on", async () => {
    const path = await create();
    const answer = await tus.patch(path, 0, picture, { "Repr-Digest": "sha-256=:AAAA:" });
    expect([answer.status, await tus.offset(path)]).toEqual([400, 0]);
    expect((await tus.patch(path, 0, picture)).status).toBe(204);
  });
});
