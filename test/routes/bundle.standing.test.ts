import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { openArchive } from "../support/archive";
import { makeDocx } from "../support/files";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { title: { zh: "征求意见汇总", en: "Opinions" }, accepts: ["docx"] }),
]);

const FOLDER = "JC01_霁川区桐荫小学党支部";

let world: World;
let clerk: Client;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  clerk = await world.staff();
});

const base = (code = "JC01") => `/api/rounds/${world.roundId}/branches/${world.of(code).submissionId}`;
const decide = (decision: string, reason = "") =>
  clerk.send(`${base()}/artifacts/report/review`, { decision, reason }, "PUT");

async function handIn(text: string, replaces?: string, code = "JC01"): Promise<string> {
  world.app.now = new Date(Date.parse(world.app.now) + 60_000).toISOString();
  const headers: Record<string, string> = replaces === undefined ? {} : { "X-Replaces": replaces };
  const answer = await sendFile(world, "report", makeDocx(text), `${text}.docx`, { code, headers });
  return ((await answer.json()) as { file: { id: string } }).file.id;
}

/** The files of the artifact, each with its line in the list and what index.html says. */
async function open(query = "") {
  const answer = await clerk.request(`${base()}/bundle.zip${query}`);
  const entries = await openArchive(new Uint8Array(await answer.arrayBuffer()));
  const textOf = (name: string) =>
    new TextDecoder().decode(entries.find((one) => one.path === `${FOLDER}/${name}`)?.data ?? undefined);
  const lines = textOf("清单.csv").split("\r\n");
  const files = entries.flatMap(({ path }) => /_(v\d)\.docx$/.exec(path)?.[1] ?? []);
  const noteOf = (version: string) =>
    lines.find((one) => one.includes(`_${version}.docx`))?.split(",")[8] ?? null;
  return { files, noteOf, receipt: lines.find((one) => one.includes("回执")), index: textOf("index.html") };
}

describe("a change of what was accepted", () => {
  test("is beside it while it waits, and takes nothing's place", async () => {
    const first = await handIn("一");
    await decide("accept");
    await handIn("二", first);
    const { files, noteOf, receipt, index } = await open();
    expect(files).toEqual(["v1", "v2"]);
    expect([noteOf("v1"), noteOf("v2")]).toEqual(["", "更正，待复核"]);
    expect(receipt).toContain("此后有更正，待复核");
    expect(index).toContain("回执仍然有效");
    expect(index).not.toContain("替换</");
  });

  test("is out once it was returned, and shown with older versions as what it was", async () => {
    const first = await handIn("一");
    await decide("accept");
    await handIn("二", first);
    await decide("return", "日期不对");
    const now = await open();
    expect([now.files, now.noteOf("v1")]).toEqual([["v1"], ""]);
    const all = await open("?versions=all");
    expect(all.files).toEqual(["v1", "v2"]);
    expect([all.noteOf("v1"), all.noteOf("v2")]).toEqual(["", "已退回"]);
  });

  test("takes its place once it is accepted", async () => {
    const first = await handIn("一");
    await decide("accept");
    await handIn("二", first);
    await decide("accept");
    expect((await open()).files).toEqual(["v2"]);
    expect((await open("?versions=all")).noteOf("v1")).toBe("已由第2版替换");
  });
});

describe("what was returned and nothing else is in", () => {
  test("stays in the bundle with its word, and the receipt says that it is out of force", async () => {
    await handIn("一");
    await decide("return", "没有盖章");
    const { files, noteOf, receipt, index } = await open();
    expect([files, noteOf("v1")]).toEqual([["v1"], "已退回"]);
    expect(receipt).toContain("此后有材料待补");
    expect(index).toContain("尚未补齐");
  });
});

describe("what the storage lost", () => {
  const prepare = (body: object = {}) => clerk.send(`/api/rounds/${world.roundId}/bundles`, body);
  const keysOf = async (sql: string) =>
    (await env.DB.prepare(sql).all<{ key: string }>()).results.map((one) => one.key);

  test("of packs and lists is made anew at the next press, byte for byte and under the same address", async () => {
    await handIn("一");
    await handIn("二", undefined, "JC02");
    const made = (await (await prepare()).json()) as { id: string; href: string; etag: string };
    const before = new Uint8Array(await (await clerk.request(made.href)).arrayBuffer());
    for (const key of await keysOf("SELECT object_key AS key FROM packs")) await env.FILES.delete(key);
    const again = (await (await prepare()).json()) as { id: string; href: string; etag: string };
    expect([again.id, again.etag]).toEqual([made.id, made.etag]);
    const after = await clerk.request(again.href, {
      headers: { Range: "bytes=100-", "If-Range": made.etag },
    });
    expect(new Uint8Array(await after.arrayBuffer())).toEqual(before.slice(100));
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("of a branch's files is told by the branch's name, and the others can be taken", async () => {
    await handIn("一");
    await handIn("二", undefined, "JC02");
    const mine = `SELECT object_key AS key FROM files WHERE submission_id = '${world.of().submissionId}'`;
    for (const key of await keysOf(mine)) await env.FILES.delete(key);
    await env.DB.prepare("DELETE FROM packs").run();
    const refused = await prepare();
    expect(refused.status).toBe(409);
    const said = (await refused.json()) as { code: string; detail: string };
    expect(said.code).toBe("bundle.unreadable");
    expect(said.detail).toContain("JC01 霁川区桐荫小学党支部");
    expect(said.detail).not.toContain("JC02");
    expect(await (await prepare({ branches: ["JC02"] })).json()).toMatchObject({ branches: 1 });
  });
});

describe("a bundle confirmed late", () => {
  test("takes back nothing of what was filed since", async () => {
    const prepare = async () => {
      const made = (await (await clerk.send(`/api/rounds/${world.roundId}/bundles`, {})).json()) as {
        id: string;
        manifestSha256: string;
      };
      return () =>
        clerk.send(`/api/rounds/${world.roundId}/bundles/${made.id}/archive`, { code: made.manifestSha256 });
    };
    const first = await handIn("一");
    const confirmOld = await prepare();
    await handIn("二", first);
    const confirmNew = await prepare();
    await confirmNew();
    await confirmOld();
    const filed = "SELECT archived_sha256 = content_sha256 AS same FROM submissions WHERE code = 'JC01'";
    expect(await env.DB.prepare(filed).first()).toEqual({ same: 1 });
  });
});
