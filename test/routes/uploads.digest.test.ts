/** A file whose sender tells its SHA-256 beforehand (`Repr-Digest`, RFC 9530), as programs do. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import type { UploadAnswer } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { spoilStored } from "../support/faulty";
import { makeJpg } from "../support/files";
import { makeTusClient } from "../support/tus";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, sendStream, type World } from "../support/world";

const MIB = 1024 * 1024;
const photos = makeArtifact("photos", { accepts: ["jpg"] });

let world: World;
beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition: makeDefinition([photos]) });
});

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha-256=:${btoa(String.fromCharCode(...digest))}:`;
}

const send = (bytes: Uint8Array<ArrayBuffer>, digest: string, more: Record<string, string> = {}) =>
  sendFile(world, "photos", bytes, "会议.jpg", { headers: { "Repr-Digest": digest, ...more } });

async function countLeft(): Promise<{ rows: number; objects: number }> {
  const row = await env.DB.prepare("SELECT COUNT(*) AS n FROM files").first<{ n: number }>();
  return { rows: row?.n ?? -1, objects: (await env.FILES.list()).objects.length };
}

const LENGTHS: [string, number][] = [
  ["that is held whole", 20_000],
  ["that is streamed", 9 * MIB + 11],
];

describe.each(LENGTHS)("a file %s", (_, length) => {
  test("is stored with the hash its sender told", async () => {
    const bytes = makeJpg("told", length);
    const answer = await send(bytes, await digestOf(bytes));
    expect(answer.status).toBe(201);
    const { file } = (await answer.json()) as UploadAnswer;
    expect(file.sha256).toBe(await sha256(bytes));
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is refused when other bytes came than were told, and nothing of it stays", async () => {
    const bytes = makeJpg("told", length);
    const flipped = bytes.slice();
    const middle = bytes.length >> 1;
    flipped[middle] = (flipped[middle] ?? 0) ^ 1;
    const answer = await send(flipped, await digestOf(bytes));
    expect(answer.status).toBe(460);
    expect(await answer.json()).toMatchObject({ code: "upload.checksum" });
    expect(await countLeft()).toEqual({ rows: 0, objects: 0 });
    expect((await send(bytes, await digestOf(bytes))).status).toBe(201);
  });
});

test("a file without a length is held against what its sender told as well", async () => {
  const bytes = makeJpg("chunked", 9 * MIB);
  const post = async (told: Uint8Array<ArrayBuffer>) =>
    sendStream(world, "photos", bytes, { "Repr-Digest": await digestOf(told) });
  expect((await post(makeJpg("another", 100))).status).toBe(460);
  expect(await countLeft()).toEqual({ rows: 0, objects: 0 });
  expect((await post(bytes)).status).toBe(201);
});

describe("a long file of which R2 keeps another bit than came", () => {
  const bytes = makeJpg("spoilt", 9 * MIB + 5);
  const metadata = { filename: "a.jpg", artifact: "photos" };
  const ways: [string, (spoilt: World) => Promise<Response>][] = [
    [
      "with its hash told",
      async (spoilt) =>
        sendFile(spoilt, "photos", bytes, "a.jpg", { headers: { "Repr-Digest": await digestOf(bytes) } }),
    ],
    ["with nothing told of it", (spoilt) => sendFile(spoilt, "photos", bytes, "a.jpg")],
    ["without a length", (spoilt) => sendStream(spoilt, "photos", bytes)],
    [
      "by tus",
      async (spoilt) => {
        const client = makeTusClient(spoilt);
        return client.patch(await client.create(bytes.length, metadata), 0, bytes);
      },
    ],
  ];

  test.each(ways)("%s is not in, and its sender is asked for it again", async (_, sendTo) => {
    const app = createTestApp({ now: world.app.now, env: spoilStored(env) });
    const answer = await sendTo({ ...world, app });
    expect(answer.status).toBe(460);
    expect(await answer.json()).toMatchObject({ code: "upload.checksum" });
    expect(await countLeft()).toEqual({ rows: 0, objects: 0 });
    expect((await sendTo(world)).ok).toBe(true);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

test("other algorithms beside it are passed over, and a hash that is none is refused", async () => {
  const bytes = makeJpg("algorithms", 3000);
  const told = await digestOf(bytes);
  expect((await send(bytes, `unixsum=:AQ==:, ${told}`)).status).toBe(201);
  const answer = await send(makeJpg("other", 3000), "sha-256=:c2hvcnQ=:");
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "upload.invalid" });
});
