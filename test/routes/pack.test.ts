import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { checkInvariants } from "../../worker/audit/invariants";
import { sealSubmission } from "../../worker/bundles/pack.seal";
import { commitSealed, insertSealing } from "../../worker/bundles/pack.store";
import { openDb } from "../../worker/db";
import { sweep } from "../../worker/retention/sweep";
import { openArchive } from "../support/archive";
import { makeDocx, makeJpg } from "../support/files";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { title: { zh: "征求意见汇总", en: "Opinions" }, accepts: ["docx"] }),
  makeArtifact("photos", { title: { zh: "会议影像", en: "Photos" }, accepts: ["jpg"], minFiles: 2 }),
]);

let world: World;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
});

async function fillBranch(code = "JC01"): Promise<void> {
  await sendFile(world, "report", makeDocx(`${code} 征求意见`), "意见 汇总.doc", { code });
  for (const n of [1, 2])
    await sendFile(world, "photos", makeJpg(`${code} ${n}`, 20_000 * n), `${n}.JPG`, { code });
  await world.app.idle();
}

/** Past the pause in which further files do not make a pack each. */
async function addPhotoLater(): Promise<void> {
  world.app.now = later(15);
  await sendFile(world, "photos", makeJpg("third", 9_000), "3.jpg");
  await world.app.idle();
}

interface PackRow {
  id: string;
  submission_id: string;
  state: string;
  object_key: string;
  outdated_at: string | null;
}

async function listPacks(): Promise<PackRow[]> {
  return (await env.DB.prepare("SELECT * FROM packs ORDER BY begun_at, id").all<PackRow>()).results;
}

async function download(query = ""): Promise<{ etag: string; bytes: Uint8Array; status: number }> {
  const answer = await world.app.request(`/b/${world.of().submissionId}/bundle.zip${query}`, {
    headers: { ...world.bearer(), Accept: "application/json" },
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { etag: answer.headers.get("etag") ?? "", bytes, status: answer.status };
}

const later = (minutes: number) => new Date(Date.parse(WORLD_NOW) + minutes * 60_000).toISOString();

describe("a branch that is complete is sealed into one object", () => {
  test("and its bundle is the same bytes from the pack as from its files", async () => {
    await fillBranch();
    expect((await listPacks()).map((one) => one.state)).toEqual(["sealed"]);
    const packed = await download();
    await env.DB.prepare("DELETE FROM packs").run();
    const direct = await download();
    expect(packed.etag).toBe(direct.etag);
    expect(await sha256(packed.bytes as Uint8Array<ArrayBuffer>)).toBe(
      await sha256(direct.bytes as Uint8Array<ArrayBuffer>),
    );
    expect((await openArchive(packed.bytes)).length).toBe(8);
  });

  test("and a seal that ends after a newer one puts only itself out of date", async () => {
    await fillBranch();
    const db = openDb(env.DB);
    const slow = { id: "pck_slow", submissionId: world.of().submissionId, contentSha256: "0".repeat(64) };
    const place = { objectKey: "packs/slow", recipe: "old", roundId: world.roundId, begunAt: WORLD_NOW };
    await insertSealing(db, { ...slow, ...place });
    const sealed = { etag: "e", bytes: 1, archiveBytes: 2, manifest: "[]", manifestSha256: "0".repeat(64) };
    await commitSealed(db, { ...slow, ...sealed, sealedAt: WORLD_NOW });
    const current = (await listPacks()).filter((one) => one.outdated_at === null);
    expect(current.map((one) => one.id === "pck_slow")).toEqual([false]);
  });

  test("once, however many calls seal it at the same moment", async () => {
    await fillBranch();
    await env.DB.prepare("DELETE FROM packs").run();
    const id = world.of().submissionId;
    const calls = Array.from({ length: 5 }, () => sealSubmission(env, id, { now: WORLD_NOW, origin: null }));
    const outcomes = await Promise.all(calls);
    expect(outcomes.filter((one) => one === "sealed")).toHaveLength(1);
    expect((await listPacks()).filter((one) => one.state === "sealed")).toHaveLength(1);
    expect((await listPacks()).length).toBe(1);
  });

  test("and when that object is lost, its bundle is made from the files as before", async () => {
    await fillBranch();
    const packed = await download();
    const [pack] = await listPacks();
    await env.FILES.put(pack?.object_key ?? "", "damaged");
    expect((await download()).etag).toBe(packed.etag);
    await env.FILES.delete(pack?.object_key ?? "");
    expect((await download()).bytes).toEqual(packed.bytes);
  });

  test("and is made anew by the next sweep once a download has missed it", async () => {
    await fillBranch();
    const packed = await download();
    const [pack] = await listPacks();
    await env.FILES.delete(pack?.object_key ?? "");
    await download();
    await world.app.idle();
    expect(await listPacks()).toEqual([]);
    expect((await sweep(env, later(11))).sealed).toBe(1);
    expect((await download()).bytes).toEqual(packed.bytes);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("and again after a change, while a download that was begun goes on with the same bytes", async () => {
    await fillBranch();
    const [first] = await listPacks();
    const before = await download(`?pack=${first?.id}`);
    await addPhotoLater();
    const packs = await listPacks();
    expect(packs.map((one) => one.outdated_at !== null).sort()).toEqual([false, true]);
    const resumed = await world.app.request(`/b/${world.of().submissionId}/bundle.zip?pack=${first?.id}`, {
      headers: { ...world.bearer(), Range: "bytes=5000-" },
    });
    expect(resumed.status).toBe(206);
    expect(new Uint8Array(await resumed.arrayBuffer())).toEqual(before.bytes.slice(5000));
    expect((await download()).etag).not.toBe(before.etag);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("and a link to what is made on demand is gone once it would send something else", async () => {
    await sendFile(world, "report", makeDocx("征求意见"), "意见.docx");
    const staff = await world.staff();
    const of = async () => {
      const path = `/committee/rounds/${world.roundId}/branches/${world.of().submissionId}`;
      return /[?;]of=[0-9a-f]{16}/.exec(await (await staff.get(path)).text())?.[0].slice(1) ?? "";
    };
    const first = await of();
    for (const query of [`?${first}`, `?versions=all&${first}`])
      expect((await download(query)).status).toBe(200);
    await addPhotoLater();
    for (const query of [`?${first}`, `?versions=all&${first}`])
      expect((await download(query)).status).toBe(410);
    expect((await download(`?${await of()}`)).status).toBe(200);
  });

  test("once for a handful of further photos, when they have come to rest", async () => {
    await fillBranch();
    for (const n of [3, 4, 5]) await sendFile(world, "photos", makeJpg(`${n}`, 9_000), `${n}.jpg`);
    await world.app.idle();
    expect(await listPacks()).toHaveLength(1);
    expect((await openArchive((await download()).bytes)).length).toBe(11);
    expect((await sweep(env, later(11))).sealed).toBe(1);
    expect(await listPacks()).toHaveLength(2);
  });

  test("and what is out of date is taken away after a week, with a plain word to who still asks", async () => {
    await fillBranch();
    const [first] = await listPacks();
    await addPhotoLater();
    expect((await sweep(env, later(6 * 24 * 60))).packs).toBe(0);
    expect((await sweep(env, later(8 * 24 * 60))).packs).toBe(1);
    expect(await env.FILES.head(first?.object_key ?? "")).toBeNull();
    expect((await download(`?pack=${first?.id}`)).status).toBe(410);
    expect((await download()).status).toBe(200);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("a branch that is not complete", () => {
  test("is sealed when it has rested for ten minutes, not while it is handing in", async () => {
    await sendFile(world, "report", makeDocx("征求意见"), "意见.docx");
    await world.app.idle();
    expect(await listPacks()).toEqual([]);
    const direct = await download();
    expect((await sweep(env, later(5))).sealed).toBe(0);
    expect((await sweep(env, later(11))).sealed).toBe(1);
    expect((await sweep(env, later(22))).sealed).toBe(0);
    expect((await download()).etag).toBe(direct.etag);
  });

  test("that has nothing in is never sealed", async () => {
    expect(await sealSubmission(env, world.of().submissionId, { now: WORLD_NOW, origin: null })).toBe(
      "unpackable",
    );
  });
});

describe("a seal that is cut off", () => {
  test("leaves nothing behind, and the sweep makes up for it", async () => {
    const failing = new Proxy(env.FILES, {
      get(bucket, name) {
        if (name === "put") {
          return (key: string, ...rest: [ReadableStream]) =>
            key.startsWith("packs/") ? Promise.reject(new Error("storage away")) : bucket.put(key, ...rest);
        }
        const value = Reflect.get(bucket, name) as unknown;
        return typeof value === "function" ? value.bind(bucket) : value;
      },
    });
    world = { ...world, app: createTestApp({ now: WORLD_NOW, env: { FILES: failing } }) };
    await fillBranch();
    expect(await listPacks()).toEqual([]);
    expect((await download()).status).toBe(200);
    expect((await sweep(env, later(11))).sealed).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("by a crash is swept after its hour and sealed anew", async () => {
    await fillBranch();
    await env.DB.prepare(`UPDATE packs SET state = 'sealing', begun_at = ?; `).bind(WORLD_NOW).run();
    await env.DB.prepare("UPDATE submissions SET unsealed_at = ? WHERE content_sha256 IS NOT NULL")
      .bind(WORLD_NOW)
      .run();
    expect(await sealSubmission(env, world.of().submissionId, { now: later(5), origin: null })).toBe(
      "elsewhere",
    );
    const swept = await sweep(env, later(61));
    expect([swept.packs, swept.sealed]).toEqual([1, 1]);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("the naming pattern of a round", () => {
  test("changes every name at the next download, and back again", async () => {
    await fillBranch();
    const standard = await download();
    const staff = await world.staff();
    const path = `/committee/rounds/${world.roundId}/naming`;
    expect((await staff.post(path, { pattern: "{材料}/{日期}_{原名}" })).status).toBe(303);
    const paths = (await openArchive((await download()).bytes)).map((one) => one.path);
    expect(paths).toContain("JC01_霁川区桐荫小学党支部/征求意见汇总/20261201_意见 汇总.docx");
    expect((await sweep(env, later(11))).sealed).toBe(1);
    await staff.post(path, { pattern: "", reset: "1" });
    expect((await download()).etag).toBe(standard.etag);
    await sweep(env, later(22));
    expect((await download()).etag).toBe(standard.etag);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("that cannot be used is refused with a reason, and what was typed stays", async () => {
    await fillBranch();
    const staff = await world.staff();
    const answer = await staff.post(`/committee/rounds/${world.roundId}/naming`, { pattern: "{密级}<x>" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("{密级}&lt;x>");
  });
});
