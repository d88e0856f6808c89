/** Cases of tusd's suite by their names: what is offered, creation, how far an upload is. tus.tusd.test.ts lists them all. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { MAX_UPLOAD_BYTES } from "../../schemas/upload";
import { OFFSET_TYPE } from "../support/tus";
import {
  countUploads,
  first,
  LENGTH,
  listHashes,
  openPictureSender,
  PHOTO,
  type PictureSender,
  picture,
  rest,
  total,
} from "../support/tus.picture";

let world: PictureSender["world"];
let tus: PictureSender["tus"];
let post: PictureSender["post"];
let create: PictureSender["create"];

beforeEach(async () => {
  ({ world, tus, post, create } = await openPictureSender());
});

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("OPTIONS", () => {
  test("TestOptions/Discovery: versions, extensions, largest size, checksums, to anybody", async () => {
    const answer = await world.app.request(tus.uploads, { method: "OPTIONS" });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "tus-resumable": "1.0.0",
      "tus-version": "1.0.0",
      "tus-max-size": String(MAX_UPLOAD_BYTES),
      "tus-checksum-algorithm": "sha256,sha1",
    });
  });

  test.each(["TestTerminate/ExtensionDiscovery", "TestExpiration/ExtensionDiscovery"])(
    "%s: and not of concatenation",
    async () => {
      const answer = await world.app.request(tus.uploads, { method: "OPTIONS" });
      expect(answer.headers.get("tus-extension")?.split(",").sort()).toEqual(
        ["checksum", "creation", "creation-with-upload", "expiration", "termination"].sort(),
      );
    },
  );

  test("TestOptions/InvalidVersion: says which ones are spoken", async () => {
    const answer = await post({ ...LENGTH, "Tus-Resumable": "foo" });
    expect([answer.status, answer.headers.get("tus-version")]).toEqual([412, "1.0.0"]);
    expect(await countUploads()).toBe(0);
  });
});

describe("every request", () => {
  const path = () => `${tus.uploads}/upl_0000000000000000`;
  const without = (method: string, to: string, headers: Record<string, string> = {}) =>
    world.app.request(to, { method, headers: { ...world.bearer(), ...headers } });

  test.each(["HEAD", "PATCH", "DELETE"])("%s without Tus-Resumable is refused", async (method) => {
    const answer = await without(method, await create(), { ...OFFSET_TYPE, "Upload-Offset": "0" });
    expect([answer.status, answer.headers.get("tus-version")]).toEqual([412, "1.0.0"]);
    expect(await countUploads()).toBe(1);
  });

  test("POST without Tus-Resumable is refused", async () => {
    expect((await without("POST", tus.uploads, { ...PHOTO, ...LENGTH })).status).toBe(412);
  });

  test("carries Tus-Resumable in its answer, refused or not", async () => {
    const answers = [
      await post(LENGTH),
      await post({}),
      await tus.send("HEAD", path()),
      await tus.send("DELETE", path()),
    ];
    expect(answers.map((one) => one.headers.get("tus-resumable"))).toEqual(Array(4).fill("1.0.0"));
  });

  test("without the link is refused before anything else", async () => {
    const stranger = { Authorization: "Bearer 00000000000000000000000000" };
    const answers = await Promise.all([
      tus.send("POST", tus.uploads, { ...PHOTO, ...LENGTH, ...stranger }),
      tus.send("HEAD", path(), stranger),
      tus.send("PATCH", path(), { ...OFFSET_TYPE, "Upload-Offset": "0", ...stranger }, first),
      tus.send("DELETE", path(), stranger),
    ]);
    expect(answers.map((one) => one.status)).toEqual([401, 401, 401, 401]);
  });

  const listCors = (answer: Response) =>
    [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));

  test("TestCORS/CustomForbiddenOrigin: from a page of another site is refused", async () => {
    const answer = await post({ ...LENGTH, Origin: "https://elsewhere.example" });
    expect([answer.status, listCors(answer), await countUploads()]).toEqual([403, [], 0]);
  });

  test("TestCORS/DisabledConfig: no browser is told that another site may send", async () => {
    const headers = { Origin: "https://elsewhere.example", "Access-Control-Request-Method": "POST" };
    const answer = await world.app.request(tus.uploads, { method: "OPTIONS", headers });
    expect([answer.status, listCors(answer)]).toEqual([204, []]);
  });
});

describe("POST", () => {
  test("TestPost/Create", async () => {
    const answer = await post(LENGTH);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toMatch(/^\/api\/submissions\/sub_\w+\/uploads\/upl_\w+$/);
    expect(answer.headers.get("upload-offset")).toBe("0");
  });

  test("TestPost/CreateEmptyUpload: refused, as a branch never hands in nothing", async () => {
    const answer = await post({ "Upload-Length": "0" });
    expect([answer.status, await codeOf(answer)]).toEqual([422, "file.empty"]);
  });

  test("TestPost/CreateExceedingMaxSizeFail", async () => {
    expect((await post({ "Upload-Length": String(MAX_UPLOAD_BYTES + 1) })).status).toBe(413);
    expect((await post({ "Upload-Length": String(MAX_UPLOAD_BYTES) })).status).toBe(201);
  });

  test.each(["-5", "abc", "1.5", "0x10", ""])("TestPost/InvalidUploadLengthFail %j", async (length) => {
    expect((await post({ "Upload-Length": length })).status).toBe(400);
    expect(await countUploads()).toBe(0);
  });

  test.each([
    ["TestPost/UploadLengthAndUploadDeferLengthFail", { ...LENGTH, "Upload-Defer-Length": "1" }],
    ["TestPost/NeitherUploadLengthNorUploadDeferLengthFail", {}],
    ["TestPost/InvalidUploadDeferLengthFail", { "Upload-Defer-Length": "bad" }],
    ["an upload whose length comes later is refused", { "Upload-Defer-Length": "1" }],
    ["a piece is not taken for a file", { ...LENGTH, "Upload-Concat": "partial" }],
    ["pieces are not joined", { "Upload-Concat": "final;/a /b" }],
    ["TestConcat/Final/InvalidConcatHeaderFail", { "Upload-Concat": "final;" }],
  ])("%s", async (_name, headers) => {
    expect((await post(headers as Record<string, string>)).status).toBe(400);
    expect(await countUploads()).toBe(0);
  });

  test("TestPost/WithUpload/UploadToFinalUpload", async () => {
    const answer = await post({ ...LENGTH, ...OFFSET_TYPE, "Upload-Concat": "final;/a /b" }, first);
    expect([answer.status, await countUploads()]).toEqual([400, 0]);
  });

  test("TestPost/ForwardHeaders/IgnoreXForwarded", async () => {
    const answer = await post({ ...LENGTH, "X-Forwarded-Host": "foo.com", "X-Forwarded-Proto": "https" });
    expect(answer.headers.get("location")).toMatch(/^\/api\//);
  });

  test("TestPost/ForwardHeaders/FilterForwardedProtocol: and no other word of a proxy's either", async () => {
    const answer = await post({ ...LENGTH, "X-Forwarded-Proto": "aaa", Forwarded: "proto=bbb" });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      201,
      expect.stringMatching(/^\/api\/submissions\/sub_\w+\/uploads\/upl_\w+$/),
    ]);
  });

  test("TestPost/WithUpload/Create", async () => {
    const answer = await post({ ...LENGTH, ...OFFSET_TYPE }, first);
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([201, "1000"]);
    const path = answer.headers.get("location") ?? "";
    expect((await tus.patch(path, 1000, rest)).status).toBe(204);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("WithUpload of a whole file", async () => {
    const answer = await post({ ...LENGTH, ...OFFSET_TYPE }, picture);
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([201, String(total)]);
    expect(await listHashes()).toEqual([await sha256(picture)]);
  });

  test("TestPost/WithUpload/CreateExceedingUploadSize", async () => {
    const answer = await post({ "Upload-Length": "1000", ...OFFSET_TYPE }, picture);
    expect([answer.status, await listHashes()]).toEqual([413, []]);
  });

  test("TestPost/WithUpload/IncorrectContentType: created, and the body is left alone", async () => {
    const answer = await post({ ...LENGTH, "Content-Type": "application/false" }, first);
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([201, "0"]);
  });
});

describe("Upload-Metadata", () => {
  const pairs = `artifact ${btoa("photos")}`;
  test("comes back by HEAD as it was sent", async () => {
    const header = `${pairs},filename ${btoa("a.jpg")},empty`;
    const answer = await post({ ...LENGTH, "Upload-Metadata": header });
    const told = await tus.send("HEAD", answer.headers.get("location") ?? "");
    expect(told.headers.get("upload-metadata")).toBe(header);
  });

  test.each([
    ["a value that is not base64 is refused, not left out", `${pairs},filename INVALID!`, 400],
    ["a key twice is refused, not overwritten", `${pairs},artifact ${btoa("report")}`, 400],
    ["a key without a value is an empty one", `${pairs}, k2, k3 , k4 d29ybGQ=`, 201],
    ["none at all names no artifact", "", 400],
  ])("TestParseMetadataHeader: %s", async (_name, header, status) => {
    expect((await post({ ...LENGTH, "Upload-Metadata": header })).status).toBe(status);
  });
});

describe("HEAD", () => {
  test("TestHead/Status", async () => {
    const path = await create();
    await tus.patch(path, 0, first);
    const answer = await tus.send("HEAD", path);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "upload-offset": "1000",
      "upload-length": String(total),
      "upload-metadata": PHOTO["Upload-Metadata"],
      "cache-control": "no-store",
    });
  });

  test("TestHead/UploadNotFoundFail", async () => {
    const answer = await tus.send("HEAD", `${tus.uploads}/no`);
    expect([answer.status, await answer.text(), answer.headers.get("upload-offset")]).toEqual([
      404,
      "",
      null,
    ]);
  });

  test("TestHead/NoDeferLengthHeader", async () => {
    expect((await tus.send("HEAD", await create())).headers.has("upload-defer-length")).toBe(false);
  });

  test("of a finished one tells its whole length", async () => {
    const path = await create();
    await tus.patch(path, 0, picture);
    expect(await tus.offset(path)).toBe(total);
  });
});
