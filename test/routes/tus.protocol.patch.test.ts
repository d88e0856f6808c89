/** Cases of tusd's suite by their names: what is sent, its checksum, its end. tus.tusd.test.ts lists them all. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { sweep } from "../../worker/retention/sweep";
import { UPLOAD_KEPT_HOURS } from "../../worker/uploads/upload.rules";
import { checksumOf, OFFSET_TYPE } from "../support/tus";
import {
  countUploads,
  first,
  hoursLater,
  LENGTH,
  listHashes,
  openPictureSender,
  type PictureSender,
  picture,
  rest,
  total,
} from "../support/tus.picture";
import { env } from "../support/worker";

let world: PictureSender["world"];
let tus: PictureSender["tus"];
let post: PictureSender["post"];
let create: PictureSender["create"];

beforeEach(async () => {
  ({ world, tus, post, create } = await openPictureSender());
});

/** A body whose length nobody is told. */
const stream = (...pieces: Uint8Array<ArrayBuffer>[]) =>
  new ReadableStream({
    type: "bytes",
    start(controller) {
      // Copies: what a byte stream is given it takes away.
      for (const piece of pieces) controller.enqueue(piece.slice());
      controller.close();
    },
  });
const httpDate = (instant: string) => new Date(instant).toUTCString();

describe("PATCH", () => {
  test("TestPatch/UploadChunk", async () => {
    const path = await create();
    const one = await tus.patch(path, 0, first);
    const two = await tus.patch(path, 1000, rest);
    expect([one.status, one.headers.get("upload-offset")]).toEqual([204, "1000"]);
    expect([two.status, two.headers.get("upload-offset")]).toEqual([204, String(total)]);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("TestPatch/MethodOverriding", async () => {
    const path = await create();
    const headers = { ...OFFSET_TYPE, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH" };
    const answer = await tus.send("POST", path, headers, picture);
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([204, String(total)]);
  });

  test("overridden by a method that is none of the protocol's", async () => {
    const answer = await tus.send("POST", await create(), { "X-HTTP-Method-Override": "PUT" });
    expect(answer.status).toBe(405);
  });

  test("TestPatch/UploadChunkToFinished", async () => {
    const path = await create();
    await tus.patch(path, 0, picture);
    const answer = await tus.patch(path, total, "");
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([204, String(total)]);
    expect((await listHashes()).length).toBe(1);
  });

  test("TestPatch/UploadNotFoundFail", async () => {
    expect((await tus.patch(`${tus.uploads}/no`, 5, first)).status).toBe(404);
  });

  test.each([0, 999, 1001])("TestPatch/MissmatchingOffsetFail at %d of 1000", async (offset) => {
    const path = await create();
    await tus.patch(path, 0, first);
    expect((await tus.patch(path, offset, rest)).status).toBe(409);
    expect(await tus.offset(path)).toBe(1000);
  });

  test("a piece sent twice does not count twice", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    expect((await tus.patch(path, 0, first)).status).toBe(409);
    await tus.patch(path, 1000, rest);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("TestPatch/ExceedingMaxSizeFail", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    const answer = await tus.patch(path, 1000, picture, { "Content-Length": String(total) });
    expect([answer.status, await tus.offset(path)]).toEqual([413, 1000]);
  });

  test("TestPatch/OverflowWithoutLength: refused, as what came is not what was announced; the offset stays", async () => {
    const path = await create();
    const answer = await tus.patch(path, 0, stream(picture, Uint8Array.of(1, 2, 3)));
    expect([answer.status, await tus.offset(path), await listHashes()]).toEqual([413, 0, []]);
    expect((await tus.patch(path, 0, picture)).status).toBe(204);
  });

  test("a body whose length nobody told is taken", async () => {
    const path = await create();
    await tus.patch(path, 0, stream(first, rest.slice(0, 10)));
    expect(await tus.offset(path)).toBe(1010);
  });

  test.each(["application/fail", "application/octet-stream", "text/plain"])(
    "TestPatch/InvalidContentTypeFail %s",
    async (type) => {
      const path = await create();
      expect((await tus.patch(path, 0, first, { "Content-Type": type })).status).toBe(415);
      expect(await tus.offset(path)).toBe(0);
    },
  );

  test.each(["-5", "abc", "1.0", ""])("TestPatch/InvalidOffsetFail %j", async (offset) => {
    const headers = { ...OFFSET_TYPE, "Upload-Offset": offset };
    expect((await tus.send("PATCH", await create(), headers, first)).status).toBe(400);
  });

  test("without an offset is refused", async () => {
    expect((await tus.send("PATCH", await create(), OFFSET_TYPE, first)).status).toBe(400);
  });

  test("TestPatch/BodyReadError: what came before the line broke stays", async () => {
    const path = await create();
    const broken = new ReadableStream({
      type: "bytes",
      start: (controller) => controller.enqueue(first.slice()),
      pull: (controller) => controller.error(new Error("the line broke")),
    });
    await tus.patch(path, 0, broken).catch(() => null);
    const at = await tus.offset(path);
    expect((await tus.patch(path, at, picture.slice(at))).status).toBe(204);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("an empty body in the middle changes nothing", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    const answer = await tus.patch(path, 1000, "");
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([204, "1000"]);
  });
});

describe("Upload-Checksum", () => {
  test.each(["sha256", "sha1"])("that is right by %s counts", async (algorithm) => {
    const path = await create();
    const answer = await tus.patch(path, 0, first, { "Upload-Checksum": checksumOf(first, algorithm) });
    expect([answer.status, await tus.offset(path)]).toEqual([204, 1000]);
  });

  test.each(["sha256", "sha1"])("that is wrong by %s is 460, and nothing counts", async (algorithm) => {
    const path = await create();
    const answer = await tus.patch(path, 0, first, { "Upload-Checksum": checksumOf(rest, algorithm) });
    expect([answer.status, await tus.offset(path)]).toEqual([460, 0]);
    expect((await env.FILES.list()).objects).toEqual([]);
  });

  test("that is wrong on the last piece keeps the pieces before", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    const answer = await tus.patch(path, 1000, rest, { "Upload-Checksum": checksumOf(first) });
    expect([answer.status, await tus.offset(path), await listHashes()]).toEqual([460, 1000, []]);
  });

  test.each(["md5 AAAA", "crc32 AAAA", "sha256"])("%j is 400 or 460, never taken", async (checksum) => {
    const path = await create();
    const answer = await tus.patch(path, 0, first, { "Upload-Checksum": checksum });
    expect([400, 460]).toContain(answer.status);
    expect(await tus.offset(path)).toBe(0);
  });

  test("goes with the creation as well", async () => {
    const wrong = await post({ ...LENGTH, ...OFFSET_TYPE, "Upload-Checksum": checksumOf(first) }, picture);
    const right = await post({ ...LENGTH, ...OFFSET_TYPE, "Upload-Checksum": checksumOf(picture) }, picture);
    expect([wrong.status, right.status]).toEqual([460, 201]);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });
});

describe("DELETE", () => {
  test("TestTerminate/Termination", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    expect((await tus.send("DELETE", path)).status).toBe(204);
    const after = [
      await tus.send("HEAD", path),
      await tus.patch(path, 1000, rest),
      await tus.send("DELETE", path),
    ];
    expect(after.map((one) => one.status)).toEqual([404, 404, 404]);
    expect((await env.FILES.list()).objects).toEqual([]);
  });

  test("by its method overridden", async () => {
    const path = await create();
    expect((await tus.send("POST", path, { "X-HTTP-Method-Override": "DELETE" })).status).toBe(204);
    expect(await tus.offset(path)).toBe(-404);
  });

  test("of a finished upload leaves the file", async () => {
    const path = await create();
    await tus.patch(path, 0, picture);
    expect((await tus.send("DELETE", path)).status).toBe(204);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });
});

describe("Upload-Expires", () => {
  const EXPIRY = httpDate(hoursLater(UPLOAD_KEPT_HOURS));

  test("TestExpiration/Create", async () => {
    expect((await post(LENGTH)).headers.get("upload-expires")).toBe(EXPIRY);
  });

  test("TestExpiration/CreateEmptyUploadWithoutExpiration: what is a file at once never expires", async () => {
    const answer = await post({ ...LENGTH, ...OFFSET_TYPE }, picture);
    expect(answer.headers.has("upload-expires")).toBe(false);
  });

  test("TestExpiration/Status: asking does not make it later", async () => {
    const path = await create();
    world.app.now = hoursLater(1);
    expect((await tus.send("HEAD", path)).headers.get("upload-expires")).toBe(EXPIRY);
  });

  test("a piece makes it later", async () => {
    const path = await create();
    world.app.now = hoursLater(1);
    const later = httpDate(hoursLater(UPLOAD_KEPT_HOURS + 1));
    expect((await tus.patch(path, 0, first)).headers.get("upload-expires")).toBe(later);
    expect((await tus.send("HEAD", path)).headers.get("upload-expires")).toBe(later);
  });

  test.each([
    ["TestExpiration/Expired/StatusFail", "HEAD"],
    ["TestExpiration/Expired/PatchFail", "PATCH"],
    ["TestExpiration/Expired/DownloadFail", "GET"],
  ])("%s", async (_name, method) => {
    const path = await create();
    world.app.now = hoursLater(UPLOAD_KEPT_HOURS);
    const answer = method === "PATCH" ? await tus.patch(path, 0, first) : await tus.send(method, path);
    expect(answer.status).toBe(410);
    expect((await env.FILES.list()).objects).toEqual([]);
  });

  test("TestExpiration/Expired/TerminationIsStillPossible", async () => {
    const path = await create();
    world.app.now = hoursLater(UPLOAD_KEPT_HOURS + 1);
    expect((await tus.send("DELETE", path)).status).toBe(204);
    expect(await countUploads()).toBe(0);
  });

  test("TestExpiration/Expired/FinishedUploadIsStillServed, until the sweep takes the note of it away", async () => {
    const path = await create();
    await tus.patch(path, 0, picture);
    world.app.now = hoursLater(UPLOAD_KEPT_HOURS + 1);
    expect(await tus.offset(path)).toBe(total);
    await sweep(env, world.app.now);
    expect(await tus.offset(path)).toBe(-404);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });
});
