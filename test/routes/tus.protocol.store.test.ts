/** Cases of tusd's suite by their names: what storage holds of an upload, and whose it is. tus.tusd.test.ts lists them all. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { MAX_UPLOAD_BYTES, PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { computePartNumber } from "../../worker/uploads/upload.rules";
import { type FaultyEnv, failFirst, failNth } from "../support/faulty";
import { makeJpg } from "../support/files";
import { buildMetadata, makeTusClient, OFFSET_TYPE, type TusClient } from "../support/tus";
import {
  countUploads,
  first,
  LENGTH,
  listHashes,
  openPictureSender,
  type PictureSender,
  picture,
  total,
} from "../support/tus.picture";
import { createTestApp, env } from "../support/worker";
import { WORLD_NOW } from "../support/world";

type Bytes = Uint8Array<ArrayBuffer>;

/** Two parts, and what is less than one. */
const large = makeJpg("large", 2 * PART_BYTES + 10_000);
/** What is left over of a part. */
const REST = 300;

let world: PictureSender["world"];
let tus: TusClient;
let post: PictureSender["post"];
let create: PictureSender["create"];

beforeEach(async () => {
  ({ world, tus, post, create } = await openPictureSender());
});

/** The same branch's client, whose requests go through other bindings. */
const through = (bindings: Pick<Env, "DB" | "FILES">) =>
  makeTusClient({ ...world, app: createTestApp({ now: WORLD_NOW, env: bindings }) });

/** Bindings that tell what was called. */
const watch = (): FaultyEnv => failNth(env, Number.POSITIVE_INFINITY, "after");

const writesOf = ({ calls }: FaultyEnv) =>
  calls.filter((call) => /^r2\.(put|uploadPart|complete)$/.test(call)).map((call) => call.slice(3));

const begin = (bytes: Bytes) => tus.create(bytes.length, { artifact: "photos", filename: "a.jpg" });

/** Sends from `at` to `end` in one request. */
const sendRun = (client: TusClient, path: string, at: number, end: number) =>
  client.patch(path, at, large.slice(at, end));

/** Every object beside the files: its size. */
async function listTails(): Promise<number[]> {
  const { objects } = await env.FILES.list({ prefix: "uploads/" });
  return objects.map((one) => one.size);
}

async function readMultipart(): Promise<R2MultipartUpload> {
  const row = await env.DB.prepare("SELECT object_key AS key, multipart_id AS id FROM uploads").first<{
    key: string;
    id: string;
  }>();
  if (row === null) throw new Error("there is no upload");
  return env.FILES.resumeMultipartUpload(row.key, row.id);
}

async function expectLarge(): Promise<void> {
  expect(await listHashes()).toEqual([await sha256(large)]);
  expect(await listTails()).toEqual([]);
  expect(await checkInvariants(env)).toEqual([]);
}

describe("what is told of an upload", () => {
  test("TestNewUpload: letters of any kind in the metadata, and storage holds nothing yet", async () => {
    const metadata = { artifact: "photos", filename: "会场\r\nmenü.jpg", foo: "hello" };
    const header = buildMetadata(metadata);
    const answer = await post({ ...LENGTH, "Upload-Metadata": header });
    const path = answer.headers.get("location") ?? "";
    expect((await tus.send("HEAD", path)).headers.get("upload-metadata")).toBe(header);
    expect((await env.FILES.list()).objects).toEqual([]);
    await tus.patch(path, 0, picture);
    expect(await env.DB.prepare("SELECT name FROM files").first("name")).toBe("会场menü.jpg");
  });

  test("TestGetInfo: the offset is what lies in whole parts", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, 2 * PART_BYTES);
    expect(await tus.offset(path)).toBe(2 * PART_BYTES);
    expect(await listTails()).toEqual([]);
  });

  test("TestGetInfoWithIncompletePart: and what is left over of a part", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, 10);
    expect([await tus.offset(path), await listTails()]).toEqual([10, [10]]);
  });

  test("TestGetInfoFinished: the whole length, when its parts are gone into one object", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, large.length);
    expect(await tus.offset(path)).toBe(large.length);
    await expect((await readMultipart()).uploadPart(9, new Uint8Array(1))).rejects.toThrow("10024");
  });

  test("TestGetReaderNotFinished: GET gives no byte of it, but says that it is open", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, REST);
    const answer = await tus.send("GET", path);
    expect(await answer.json()).toEqual({ state: "open", received: REST, bytes: large.length, ended: null });
    expect(await listHashes()).toEqual([]);
  });
});

describe("what is written", () => {
  test("TestWriteChunk: whole parts as they come, and what is left over beside them", async () => {
    const path = await begin(large);
    const watched = watch();
    const answer = await sendRun(through(watched.env), path, 0, 2 * PART_BYTES + REST);
    expect(answer.headers.get("upload-offset")).toBe(String(2 * PART_BYTES + REST));
    expect(writesOf(watched)).toEqual(["uploadPart", "uploadPart", "put"]);
    expect(await listTails()).toEqual([REST]);
  });

  test("TestWriteChunkWriteIncompletePartBecauseTooSmall", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, PART_BYTES);
    const watched = watch();
    await sendRun(through(watched.env), path, PART_BYTES, PART_BYTES + REST);
    expect([writesOf(watched), await listTails()]).toEqual([["put"], [REST]]);
  });

  test("TestWriteChunkPrependsIncompletePart: the part begins with what was left over", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, PART_BYTES + REST);
    const watched = watch();
    await sendRun(through(watched.env), path, PART_BYTES + REST, large.length);
    expect(writesOf(watched)).toEqual(["uploadPart", "uploadPart", "complete"]);
    await expectLarge();
  });

  test("TestWriteChunkPrependsIncompletePartAndWritesANewIncompletePart", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, REST);
    const watched = watch();
    await sendRun(through(watched.env), path, REST, PART_BYTES + 5);
    expect([writesOf(watched), await listTails()]).toEqual([["uploadPart", "put"], [5]]);
    await sendRun(tus, path, PART_BYTES + 5, large.length);
    await expectLarge();
  });

  test("TestWriteChunkAllowTooSmallLast: the last part may be of ten bytes", async () => {
    const bytes = large.slice(0, PART_BYTES + 10);
    const path = await begin(bytes);
    await tus.patch(path, 0, bytes.slice(0, PART_BYTES));
    const watched = watch();
    const answer = await through(watched.env).patch(path, PART_BYTES, bytes.slice(PART_BYTES));
    expect([answer.status, writesOf(watched)]).toEqual([204, ["uploadPart", "complete"]]);
    expect(await listHashes()).toEqual([await sha256(bytes)]);
  });

  test("TestFinishUpload: all parts, in their order, in one object", async () => {
    const path = await begin(large);
    const watched = watch();
    for (let at = 0; at < large.length; at += PART_BYTES) {
      await sendRun(through(watched.env), path, at, Math.min(at + PART_BYTES, large.length));
    }
    expect(writesOf(watched)).toEqual(["uploadPart", "uploadPart", "uploadPart", "complete"]);
    await expectLarge();
  });

  test("TestWriteChunkCleansUpTempFiles: of a part that storage refused nothing lies about that does not count", async () => {
    const path = await begin(large);
    const answer = await sendRun(through(failFirst(env, "r2.uploadPart", "before")), path, 0, large.length);
    const at = await tus.offset(path);
    const tails = await listTails();
    expect([answer.status, at]).toEqual([500, tails.reduce((sum, bytes) => sum + bytes, 0)]);
    expect(at).toBeLessThan(PART_BYTES);
    expect((await sendRun(tus, path, at, large.length)).status).toBe(204);
    await expectLarge();
  });

  test("TestPartProducerConsumesEntireReaderWithoutError: a body that comes byte by byte", async () => {
    const path = await create();
    let at = 0;
    const drip = new ReadableStream({
      type: "bytes",
      pull(controller) {
        if (at === total) controller.close();
        else controller.enqueue(picture.slice(at, ++at));
      },
    });
    expect((await tus.patch(path, 0, drip)).status).toBe(204);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("TestPartProducerExitsWhenUnableToReadFromFile: a body that breaks at once", async () => {
    const path = await create();
    const broken = new ReadableStream({
      type: "bytes",
      pull: (controller) => controller.error(new Error("the line broke")),
    });
    const status = await tus.patch(path, 0, broken).then(
      (answer) => answer.status,
      () => 0,
    );
    expect([status === 204, await tus.offset(path), await listTails()]).toEqual([false, 0, []]);
    expect((await tus.patch(path, 0, picture)).status).toBe(204);
  });

  test("TestCalcOptimalPartSize: no part is too small for R2, and there are numbers for all of them", () => {
    const parts = Math.ceil(MAX_UPLOAD_BYTES / PART_BYTES);
    const numbers = [0, 1, 62, 63, 64, 1000].map((epoch) => computePartNumber(parts - 1, epoch));
    expect(PART_BYTES).toBeGreaterThanOrEqual(5 * 1024 * 1024);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(10_000);
    expect(computePartNumber(0, 0)).toBe(1);
  });
});

describe("what is taken back", () => {
  test("TestTerminate: its parts, and what is left over of one", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, PART_BYTES + REST);
    const multipart = await readMultipart();
    expect((await tus.send("DELETE", path)).status).toBe(204);
    await expect(multipart.uploadPart(9, new Uint8Array(1))).rejects.toThrow("10024");
    expect([await listTails(), await countUploads()]).toEqual([[], 0]);
  });

  test("TestTerminateWithErrors: parts that are gone are no fault; storage that fails is, once", async () => {
    const path = await begin(large);
    await sendRun(tus, path, 0, PART_BYTES + REST);
    await (await readMultipart()).abort();
    const failing = through(failFirst(env, "r2.delete", "before"));
    expect((await failing.send("DELETE", path)).status).toBe(500);
    expect((await tus.send("DELETE", path)).status).toBe(204);
    expect([await listTails(), await countUploads()]).toEqual([[], 0]);
  });
});

describe("whose an upload is", () => {
  test("TestPatch/Locker: of two requests at one offset one writes", async () => {
    const path = await create();
    const answers = await Promise.all([tus.patch(path, 0, first), tus.patch(path, 0, first)]);
    const statuses = answers.map((one) => one.status);
    expect(statuses).toContain(204);
    expect(statuses.every((one) => [204, 409, 423].includes(one))).toBe(true);
    const at = await tus.offset(path);
    expect(at).toBe(first.length);
    await tus.patch(path, at, picture.slice(at));
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("TestPatch/RequestUnlock: a request that waits for its bytes gives way to the next", async () => {
    const path = await create();
    let end = () => {};
    const stuck = new ReadableStream({
      type: "bytes",
      start(controller) {
        controller.enqueue(first.slice());
        end = () => controller.close();
      },
    });
    const waiting = tus.patch(path, 0, stuck);
    // Both at the offset 0: the later one may only win when the first has begun.
    const epoch = () => env.DB.prepare("SELECT epoch FROM uploads").first("epoch");
    await expect.poll(epoch).toBe(1);
    expect((await tus.patch(path, 0, picture, OFFSET_TYPE)).status).toBe(204);
    end();
    expect((await waiting).status).toBe(423);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });
});
