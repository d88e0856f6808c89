import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { sweep } from "../../worker/retention/sweep";
import { failNth } from "../support/faulty";
import { makeJpg, makePdf } from "../support/files";
import { buildMetadata, checksumOf, makeTusClient, OFFSET_TYPE, type TusClient } from "../support/tus";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, WORLD_NOW, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { accepts: ["pdf"], maxFiles: 1 }),
  makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 }),
]);

const MIB = 1024 * 1024;

let world: World;
let tus: TusClient;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  tus = makeTusClient(world);
});

interface FileRow {
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  crc32: number;
  state: string;
  version: number;
}

const listFiles = async () =>
  (await env.DB.prepare("SELECT * FROM files ORDER BY received_at, id").all<FileRow>()).results;
const listKeys = async () => (await env.FILES.list()).objects.map((one) => one.key);
const problemOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

/** Larger than two parts, so that it goes as three. */
const large = makeJpg("large", 2 * PART_BYTES + 1_234_567);

describe("an upload by tus", () => {
  test("in one request with its creation is a file at once", async () => {
    const bytes = makePdf("one");
    const answer = await tus.send(
      "POST",
      tus.uploads,
      {
        ...OFFSET_TYPE,
        "Upload-Length": String(bytes.length),
        "Upload-Metadata": `artifact ${btoa("report")},filename ${btoa("a.pdf")}`,
      },
      bytes,
    );
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([201, String(bytes.length)]);
    const [file] = await listFiles();
    expect(file).toMatchObject({
      name: "a.pdf",
      state: "stored",
      bytes: bytes.length,
      sha256: await sha256(bytes),
    });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("in pieces of any size is the same file, byte for byte", async () => {
    const path = await tus.create(large.length, { artifact: "photos", filename: "大.jpg" });
    const sizes = [1, 5_000_000, 3_388_607, 8_388_608, 100, large.length];
    let at = 0;
    for (const size of sizes) {
      const piece = large.slice(at, at + size);
      const answer = await tus.patch(path, at, piece);
      at += piece.length;
      expect([answer.status, answer.headers.get("upload-offset")]).toEqual([204, String(at)]);
      expect(await tus.offset(path)).toBe(at);
    }
    const [file] = await listFiles();
    expect(file).toMatchObject({
      name: "大.jpg",
      type: "jpg",
      bytes: large.length,
      sha256: await sha256(large),
    });
    expect((await listKeys()).filter((key) => key.startsWith("uploads/"))).toEqual([]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("tells how it ended to who asks later", async () => {
    const bytes = makePdf("one");
    const path = await tus.create(bytes.length, { artifact: "report", filename: "a.pdf" });
    await tus.patch(path, 0, bytes);
    const told = (await (await tus.send("GET", path)).json()) as {
      state: string;
      ended: { file: { name: string } };
    };
    expect([told.state, told.ended.file.name]).toEqual(["stored", "a.pdf"]);
    const again = await tus.patch(path, bytes.length, new Uint8Array(0));
    expect(again.status).toBe(204);
    expect(await listFiles()).toHaveLength(1);
  });

  test("is refused before the first byte where the place would not take it", async () => {
    const post = (headers: Record<string, string>) => tus.send("POST", tus.uploads, headers);
    const meta = (artifact: string) => ({ "Upload-Metadata": `artifact ${btoa(artifact)}` });
    expect(await problemOf(await post({ "Upload-Length": "10", ...meta("nothing") }))).toBe(
      "artifact.not_found",
    );
    expect(await problemOf(await post({ "Upload-Length": "0", ...meta("report") }))).toBe("file.empty");
    expect(await problemOf(await post({ "Upload-Length": "9999999999", ...meta("report") }))).toBe(
      "file.too_large",
    );
    expect(await problemOf(await post({ "Upload-Length": "10" }))).toBe("upload.invalid");
    await tus.patch(await tus.create(makePdf("1").length, { artifact: "report" }), 0, makePdf("1"));
    expect(await problemOf(await post({ "Upload-Length": "10", ...meta("report") }))).toBe("file.too_many");
  });

  test("of a kind the place does not take ends with its first part, and nothing stays", async () => {
    const program = new Uint8Array(PART_BYTES + 5);
    program.set([0x4d, 0x5a]);
    const path = await tus.create(program.length, { artifact: "photos", filename: "x.jpg" });
    const answer = await tus.patch(path, 0, program);
    expect(await problemOf(answer)).toBe("file.dangerous");
    expect(await tus.offset(path)).toBe(-410);
    expect(await listKeys()).toEqual([]);
    expect(await listFiles()).toEqual([]);
  });

  test("whose bytes are not what the branch announced is refused and taken back", async () => {
    const bytes = makePdf("one");
    const path = await tus.create(bytes.length, { artifact: "report", sha256: "0".repeat(64) });
    expect(await problemOf(await tus.patch(path, 0, bytes))).toBe("upload.checksum");
    expect(await listKeys()).toEqual([]);
  });

  test("a piece with a wrong checksum does not count, with the right one it does", async () => {
    const path = await tus.create(large.length, { artifact: "photos" });
    const first = large.slice(0, PART_BYTES + 100);
    const flipped = first.slice();
    flipped[5000] = (flipped[5000] ?? 0) ^ 1;
    const answer = await tus.patch(path, 0, flipped, { "Upload-Checksum": checksumOf(first) });
    expect([answer.status, await tus.offset(path)]).toEqual([460, 0]);
    await tus.patch(path, 0, first, { "Upload-Checksum": checksumOf(first) });
    expect(await tus.offset(path)).toBe(first.length);
    const rest = large.slice(first.length);
    const last = await tus.patch(path, first.length, rest, { "Upload-Checksum": checksumOf(rest, "sha1") });
    expect(last.status).toBe(204);
    expect((await listFiles())[0]?.sha256).toBe(await sha256(large));
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("goes on after a line that broke with at most what it had not kept", async () => {
    const path = await tus.create(large.length, { artifact: "photos" });
    const sent = PART_BYTES + 3_000_000;
    const broken = new ReadableStream({
      type: "bytes",
      start(controller) {
        controller.enqueue(large.slice(0, sent));
      },
      pull(controller) {
        controller.error(new Error("the lift door closed"));
      },
    });
    await tus.patch(path, 0, broken).catch(() => null);
    const kept = await tus.offset(path);
    expect(kept).toBeGreaterThan(PART_BYTES);
    expect(sent - kept).toBeLessThan(PART_BYTES);
    expect((await tus.patch(path, kept, large.slice(kept))).status).toBe(204);
    expect((await listFiles())[0]?.sha256).toBe(await sha256(large));
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("over a slow line is durable piece by piece, long before a part is full", async () => {
    const path = await tus.create(large.length, { artifact: "photos" });
    let breakOff = () => {};
    const stuck = new ReadableStream({
      type: "bytes",
      start(controller) {
        controller.enqueue(large.slice(0, 3_500_000));
        breakOff = () => controller.error(new Error("the lift door closed"));
      },
    });
    const sending = tus.patch(path, 0, stuck).catch(() => null);
    await expect.poll(() => tus.offset(path)).toBe(3 * MIB);
    const kept = (await listKeys()).filter((key) => key.startsWith("uploads/"));
    expect(kept).toHaveLength(3);
    expect(await checkInvariants(env)).toEqual([]);
    const rest = await tus.patch(path, 3 * MIB, large.slice(3 * MIB));
    expect(rest.status).toBe(204);
    expect((await listFiles())[0]?.sha256).toBe(await sha256(large));
    breakOff();
    await sending;
    expect((await listKeys()).filter((key) => key.startsWith("uploads/"))).toEqual([]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("over a quick line goes straight into its parts", async () => {
    const watched = failNth(env, Number.POSITIVE_INFINITY, "before");
    const app = createTestApp({ now: WORLD_NOW, env: watched.env });
    const quick = makeTusClient({ ...world, app });
    const path = await quick.create(large.length, { artifact: "photos" });
    expect((await quick.patch(path, 0, large)).status).toBe(204);
    expect(watched.calls.filter((call) => call === "r2.uploadPart")).toHaveLength(3);
    expect(watched.calls).not.toContain("r2.put");
  });

  test("is one writer's: a new request takes over from a stuck one", async () => {
    const path = await tus.create(large.length, { artifact: "photos" });
    let go: (() => void) | undefined;
    const stuck = new ReadableStream({
      type: "bytes",
      start(controller) {
        controller.enqueue(large.slice(0, PART_BYTES - 10));
        go = () => {
          controller.enqueue(large.slice(PART_BYTES - 10));
          controller.close();
        };
      },
    });
    const first = tus.patch(path, 0, stuck).then(async (answer) => [answer.status, await answer.text()]);
    await expect.poll(() => tus.offset(path)).toBeGreaterThan(0);
    const kept = await tus.offset(path);
    const second = await tus.patch(path, kept, large.slice(kept));
    expect(second.status).toBe(204);
    go?.();
    expect((await first)[0]).toBe(423);
    expect((await listFiles()).map((one) => one.sha256)).toEqual([await sha256(large)]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("that is ended by the branch leaves nothing", async () => {
    const path = await tus.create(large.length, { artifact: "photos" });
    await tus.patch(path, 0, large.slice(0, PART_BYTES + 500));
    expect((await tus.send("DELETE", path)).status).toBe(204);
    expect(await tus.offset(path)).toBe(-404);
    expect(await listKeys()).toEqual([]);
  });

  test("that nobody goes on with is kept until its stated time, and then nothing of it is left", async () => {
    const path = await tus.create(large.length, { artifact: "photos" });
    await tus.patch(path, 0, large.slice(0, PART_BYTES + 3000));
    const row = await env.DB.prepare("SELECT object_key, multipart_id, expires_at FROM uploads").first<{
      object_key: string;
      multipart_id: string;
      expires_at: string;
    }>();
    if (row === null) throw new Error("there is no upload");
    await sweep(env, row.expires_at);
    expect(await tus.offset(path)).toBe(PART_BYTES + 3000);
    await sweep(env, new Date(Date.parse(row.expires_at) + 1000).toISOString());
    expect(await tus.offset(path)).toBe(-404);
    expect(await listKeys()).toEqual([]);
    const parts = env.FILES.resumeMultipartUpload(row.object_key, row.multipart_id);
    await expect(parts.uploadPart(2, new Uint8Array(1))).rejects.toThrow("10024");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("of the same file again is recognised and makes no second one", async () => {
    const photo = makeJpg("same", 50_000);
    for (const name of ["a.jpg", "b.jpg"]) {
      const path = await tus.create(photo.length, { artifact: "photos", filename: name });
      await tus.patch(path, 0, photo);
    }
    expect((await listFiles()).map((one) => one.name)).toEqual(["a.jpg"]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test.each([
    ["材料.rar", "file.archive"],
    ["会议.mp4", "file.wrong_type"],
    ["小结.exe", "file.dangerous"],
  ])("of %s is refused where it begins, and nothing of it is noted", async (filename, code) => {
    const headers = {
      "Upload-Length": "50000000",
      "Upload-Metadata": buildMetadata({ artifact: "report", filename }),
    };
    const answer = await tus.send("POST", tus.uploads, headers);
    expect([answer.status, await problemOf(answer)]).toEqual([415, code]);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM uploads").first("n")).toBe(0);
  });

  test("of another branch is not there", async () => {
    const path = await tus.create(10, { artifact: "photos" });
    const stranger = makeTusClient(world, "JC02");
    const moved = path.replace(world.of().submissionId, world.of("JC02").submissionId);
    expect((await stranger.send("HEAD", path)).status).toBe(401);
    expect((await stranger.send("HEAD", moved)).status).toBe(404);
    expect((await stranger.patch(moved, 0, new Uint8Array(10))).status).toBe(404);
  });
});
