import { beforeEach, expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import { buildRoundVersion } from "../../schemas/round";
import { checkInvariants } from "../../worker/audit/invariants";
import { settle } from "../../worker/submissions/settle";
import { makeJpg, makePdf } from "../support/files";
import { env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, TEST_BRANCHES } from "../support/world";

beforeEach(reset);

const asked = (...keys: string[]) =>
  makeDefinition(keys.map((key) => makeArtifact(key, { accepts: ["pdf", "jpg"] })));

async function listReceipts() {
  const sql = "SELECT submission_id, seq, version FROM receipts ORDER BY seq, version";
  return (await env.DB.prepare(sql).all<{ submission_id: string; seq: number; version: number }>()).results;
}

test("a receipt exists the moment the last required artifact is in, and not before", async () => {
  const world = await makeWorld({ definition: asked("a1", "b1") });
  await sendFile(world, "a1", makePdf("1"), "1.pdf");
  expect(await listReceipts()).toEqual([]);
  const answer = (await (await sendFile(world, "b1", makePdf("2"), "2.pdf")).json()) as { complete: boolean };
  expect(answer.complete).toBe(true);
  expect(await listReceipts()).toMatchObject([{ seq: 1, version: 1 }]);
  expect(await checkInvariants(env)).toEqual([]);
});

test("two uploads of the last artifact at once make one receipt number, every time", async () => {
  for (let round = 0; round < 8; round++) {
    await reset();
    const world = await makeWorld({ definition: asked("a1", "b1") });
    await sendFile(world, "a1", makePdf("1"), "1.pdf");
    const same = round % 2 === 0;
    await Promise.all([
      sendFile(world, "b1", makePdf("last"), "2.pdf"),
      sendFile(world, "b1", same ? makePdf("last") : makeJpg("other"), "3.pdf"),
    ]);
    const receipts = await listReceipts();
    expect(new Set(receipts.map((one) => one.seq))).toEqual(new Set([1]));
    if (same) expect(receipts).toHaveLength(1);
    expect(await checkInvariants(env)).toEqual([]);
  }
});

test("fifty parallel last items of fifty branches give the numbers 1 to 50 without a gap", async () => {
  const branches = Array.from({ length: 50 }, (_, i) => ({
    ...TEST_BRANCHES[0],
    code: `JC${String(i + 1).padStart(2, "0")}`,
    name: `霁川区第${i + 1}党支部`,
  }));
  const world = await makeWorld({ definition: asked("a1"), branches });
  await Promise.all(branches.map(({ code }) => sendFile(world, "a1", makePdf(code), "1.pdf", { code })));
  expect((await listReceipts()).map((one) => one.seq)).toEqual(branches.map((_, i) => i + 1));
  expect(await checkInvariants(env)).toEqual([]);
});

test("settling again and again, also at once, changes nothing", async () => {
  const world = await makeWorld({ definition: asked("a1") });
  await sendFile(world, "a1", makePdf("1"), "1.pdf");
  const before = await listReceipts();
  const { submissionId } = world.of();
  await Promise.all(Array.from({ length: 10 }, () => settle(env, submissionId, world.app.now)));
  expect(await listReceipts()).toEqual(before);
  expect(await checkInvariants(env)).toEqual([]);
});

test("replacing a file of a complete submission issues the next version under the same number", async () => {
  const world = await makeWorld({ definition: asked("a1") });
  const first = (await (await sendFile(world, "a1", makePdf("1"), "1.pdf")).json()) as {
    file: { id: string };
  };
  await sendFile(world, "a1", makePdf("2"), "2.pdf", { headers: { "X-Replaces": first.file.id } });
  expect(await listReceipts()).toMatchObject([
    { seq: 1, version: 1 },
    { seq: 1, version: 2 },
  ]);
  expect(await checkInvariants(env)).toEqual([]);
});

test("what was issued, frozen or logged cannot be changed by any statement", async () => {
  const world = await makeWorld({ definition: asked("a1") });
  await sendFile(world, "a1", makePdf("1"), "1.pdf");
  for (const statement of [
    "UPDATE receipts SET issued_at = '2020'",
    "DELETE FROM receipts",
    "UPDATE round_versions SET definition = '{}'",
    "DELETE FROM round_versions",
    "UPDATE events SET actor = 'x'",
    "DELETE FROM events",
  ]) {
    await expect(env.DB.prepare(statement).run(), statement).rejects.toThrow(/frozen|append-only/);
  }
});

test("a version that requires what its notice does not name is told by the checker", async () => {
  const definition = asked("a1", "b1");
  const artifacts = definition.artifacts.map((one) => ({ ...one, required: one.key === "a1" }));
  const world = await makeWorld({ definition: { ...definition, artifacts } });
  expect(await checkInvariants(env)).toEqual([]);
  // What no page and no API lets anybody publish.
  const asks = { a1: "required", b1: "required" } as const;
  const stamp = { version: 9, publishedAt: world.app.now, profile: "literal" } as const;
  const text = canonicalJson(buildRoundVersion({ ...definition, artifacts }, asks, stamp));
  const sql =
    "INSERT INTO round_versions SELECT round_id, 9, ?, ?, published_at, published_by FROM round_versions";
  await env.DB.prepare(sql)
    .bind(text, await sha256(text))
    .run();
  expect(await checkInvariants(env)).toContain(`8: ${world.roundId} requires what its notice does not name`);
});

test("a damaged store is told by the checker, promise by promise", async () => {
  const world = await makeWorld({ definition: asked("a1") });
  await sendFile(world, "a1", makePdf("1"), "1.pdf");
  const { object_key: key } = (await env.DB.prepare("SELECT object_key FROM files").first<{
    object_key: string;
  }>()) ?? {
    object_key: "",
  };
  const found = async () => (await checkInvariants(env)).map((line) => line.slice(0, 2));
  await env.FILES.put(key, "other bytes");
  expect(await found()).toContain("1:");
  await env.DB.prepare("UPDATE submissions SET summary = '[]'").run();
  expect(await found()).toContain("2:");
  await env.DB.prepare("UPDATE files SET version = 7").run();
  expect(await found()).toContain("4:");
  await env.DB.prepare("INSERT INTO events VALUES (?, 99, 'x', 'x', '{}', '2026', 'x', 'x')")
    .bind(world.of().submissionId)
    .run();
  expect(await found()).toContain("5:");
  await env.DB.prepare("UPDATE links SET secret_hash = 'plain'")
    .run()
    .catch(() => undefined);
  await env.DB.prepare("UPDATE links SET secret_hash = 'plain' WHERE id = (SELECT MIN(id) FROM links)").run();
  expect(await found()).toContain("6:");
});
