/** How much a branch and a round may hold: asked before a file comes, and of D1 once more when it is in. */
import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { type Held, MAX_BRANCH, MAX_ROUND } from "../../worker/files/quota.rules";
import { MAX_OPEN_UPLOADS, UNTOUCHED_MINUTES } from "../../worker/uploads/upload.rules";
import { makeJpg } from "../support/files";
import { buildMetadata, makeTusClient, type TusClient } from "../support/tus";
import { env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const photo = makeJpg("会场", 3000);
const metadata = { artifact: "photos", filename: "会场.jpg" };

let world: World;
let tus: TusClient;

beforeEach(async () => {
  await reset();
  const photos = makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 });
  world = await makeWorld({ definition: makeDefinition([photos, makeArtifact("report")]) });
  tus = makeTusClient(world);
});

const codeOf = async (answer: Response) => ((await answer.json()) as { code?: string }).code ?? answer.status;
const post = (bytes = photo.length) =>
  tus.send("POST", tus.uploads, {
    "Upload-Length": String(bytes),
    "Upload-Metadata": buildMetadata(metadata),
  });

type Scope = "submissions" | "rounds";

/** As if so much had been handed in. */
async function hold(scope: Scope, held: Held): Promise<void> {
  const id = scope === "rounds" ? world.roundId : world.of().submissionId;
  await env.DB.prepare(`UPDATE ${scope} SET held_files = ?, held_bytes = ? WHERE id = ?`)
    .bind(held.files, held.bytes, id)
    .run();
}

async function readHeld(scope: Scope): Promise<number[]> {
  const row = await env.DB.prepare(
    `SELECT SUM(held_files) AS files, SUM(held_bytes) AS bytes FROM ${scope}`,
  ).first<Held>();
  return [row?.files ?? 0, row?.bytes ?? 0];
}

const countStored = () =>
  env.DB.prepare("SELECT COUNT(*) AS n FROM files WHERE state = 'stored'").first<number>("n");

const FULL: readonly [string, Scope, Held, string][] = [
  [
    "a branch with as many files as it may have",
    "submissions",
    { ...MAX_BRANCH, bytes: 0 },
    "quota.branch_files",
  ],
  ["a branch with as many bytes", "submissions", { ...MAX_BRANCH, files: 0 }, "quota.branch_bytes"],
  ["a round with as many files as it may have", "rounds", { ...MAX_ROUND, bytes: 0 }, "quota.round"],
  ["a round with as many bytes", "rounds", { ...MAX_ROUND, files: 0 }, "quota.round"],
];

describe.each(FULL)("%s", (_what, scope, held, code) => {
  test("is refused an upload before its first byte", async () => {
    await hold(scope, held);
    expect(await codeOf(await post())).toBe(code);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM uploads").first("n")).toBe(0);
  });

  test("is refused an upload that was begun before it was full, and nothing of it stays", async () => {
    const path = await tus.create(photo.length, metadata);
    await hold(scope, held);
    expect(await codeOf(await tus.patch(path, 0, photo))).toBe(code);
    expect(((await (await tus.send("GET", path)).json()) as { ended: { code: string } }).ended.code).toBe(
      code,
    );
    expect((await env.FILES.list()).objects).toEqual([]);
    expect(await countStored()).toBe(0);
  });

  test("is refused a file in one request, and one in a plain form", async () => {
    await hold(scope, held);
    expect(await codeOf(await sendFile(world, "photos", photo, "会场.jpg"))).toBe(code);
    const branch = await world.branch();
    const fields = { file: new File([photo], "会场.jpg") };
    const page = await branch.submit(`/b/${world.of().submissionId}/files/photos`, fields);
    expect(await page.text()).toContain('role="alert"');
    expect(await countStored()).toBe(0);
  });
});

test("of two files at once for the last place of a branch one is in", async () => {
  await hold("submissions", { files: MAX_BRANCH.files - 1, bytes: 0 });
  const answers = await Promise.all(
    ["a", "b"].map((name) => sendFile(world, "photos", makeJpg(name, 3000), `${name}.jpg`)),
  );
  expect((await Promise.all(answers.map(codeOf))).sort()).toEqual([201, "quota.branch_files"]);
  expect(await countStored()).toBe(1);
});

test("what is on its way counts, so that many begun at once do not come to more", async () => {
  await hold("submissions", { files: 0, bytes: MAX_BRANCH.bytes - 1000 });
  expect((await post(600)).status).toBe(201);
  expect(await codeOf(await post(600))).toBe("quota.branch_bytes");
});

test("only so many uploads may be open at a time", async () => {
  for (let i = 0; i < MAX_OPEN_UPLOADS; i++) expect((await post()).status).toBe(201);
  expect(await codeOf(await post())).toBe("upload.too_many_open");
});

test("one that was begun and never written to holds its place for minutes only", async () => {
  const path = await tus.create(photo.length, metadata);
  for (let i = 1; i < MAX_OPEN_UPLOADS; i++) expect((await post()).status).toBe(201);
  const begun = new Date(world.app.now).getTime();
  world.app.now = new Date(begun + (UNTOUCHED_MINUTES + 1) * 60_000).toISOString();
  expect((await post()).status).toBe(201);
  expect((await tus.patch(path, 0, photo)).status).toBe(204);
  expect(await countStored()).toBe(1);
});

test("every version counts, for the branch and for the round, and nothing that was refused", async () => {
  const first = await sendFile(world, "photos", photo, "a.jpg");
  const { file } = (await first.json()) as { file: { id: string } };
  const other = makeJpg("other", 5000);
  await sendFile(world, "photos", other, "a.jpg", { headers: { "X-Replaces": file.id } });
  await sendFile(world, "photos", photo, "b.jpg", { code: "JC02" });
  await sendFile(world, "photos", new Uint8Array([0x4d, 0x5a]), "c.jpg");
  const sum = [3, 2 * photo.length + other.length];
  expect(await readHeld("submissions")).toEqual(sum);
  expect(await readHeld("rounds")).toEqual(sum);
  expect(await checkInvariants(env)).toEqual([]);
});
