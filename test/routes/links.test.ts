import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { checkInvariants } from "../../worker/audit/invariants";
import { type Client, createClient, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "../support/world";

const definition = makeDefinition([makeArtifact("report")]);

let world: World;
let client: Client;
let path: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  client = await world.staff();
  path = `/committee/rounds/${world.roundId}/links`;
});

const rotate = (submissionId: string) => client.post(`${path}/${submissionId}/rotate`);

async function readSecrets(): Promise<string[]> {
  const { links } = (await (await client.get(`/api/rounds/${world.roundId}/links`)).json()) as {
    links: { url: string }[];
  };
  return links.map((one) => new URL(one.url).hash.slice(1));
}

describe("the list of links", () => {
  test("has every branch, the same link every day, and the text to copy all", async () => {
    const html = await (await client.get(path)).text();
    for (const one of world.branches) {
      expect(html).toContain(`${one.name}\t${world.app.origin}/b#${one.secret}`);
    }
    world.app.now = "2026-12-20T01:00:00.000Z";
    const staff = await world.staff();
    expect(await (await staff.get(path)).text()).toContain(world.of("JC02").secret);
  });

  test("is kept by D1 as hashes only", async () => {
    const { results } = await env.DB.prepare("SELECT * FROM links").all();
    const { secret } = world.of();
    expect(JSON.stringify(results)).not.toContain(secret);
    expect(results.map((row) => row.secret_hash)).toContain(await sha256(secret));
  });

  test("comes as a CSV that Excel opens right and no cache keeps", async () => {
    const answer = await client.get(`${path}.csv`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split("\r\n");
    expect(lines[0]).toBe("编号,名称,报送链接");
    expect(lines[1]).toBe(`JC01,霁川区桐荫小学党支部,${world.app.origin}/b#${world.of().secret}`);
  });

  test("tells who never opened the link and who did", async () => {
    expect((await (await client.get(path)).text()).split("从未打开")).toHaveLength(4);
    await world.branch("JC02");
    expect((await (await client.get(path)).text()).split("从未打开")).toHaveLength(3);
  });

  test("does not exist for a draft, and not for a stranger", async () => {
    const created = await client.send("/api/rounds", { definition });
    const { id } = (await created.json()) as { id: string };
    expect((await client.get(`/committee/rounds/${id}/links`)).status).toBe(409);
    expect((await createClient(world.app).get(`/api/rounds/${world.roundId}/links`)).status).toBe(401);
  });
});

describe("turning a link", () => {
  test("kills the old one and its cookies at once and makes a new one", async () => {
    const { submissionId, secret } = world.of();
    const branch = await world.branch();
    const answer = await rotate(submissionId);
    expect(answer.headers.get("location")).toBe(`${path}?rotated=${submissionId}#${submissionId}`);
    expect((await branch.get(`/b/${submissionId}`)).status).toBe(401);
    const open = async (code: string) =>
      (await createClient(world.app).post("/b", { code })).headers.get("location");
    expect(await open(secret)).toBe("/b?refused=link.unknown");
    const [fresh = ""] = await readSecrets();
    expect(fresh).not.toBe(secret);
    expect(await open(fresh)).toBe(`/b/${submissionId}`);
    expect(await (await client.get(answer.headers.get("location") ?? "")).text()).toContain("已换成新链接");
    const { results } = await env.DB.prepare("SELECT type FROM events WHERE chain_id = ?")
      .bind(submissionId)
      .all();
    expect(results.map((row) => row.type)).toEqual(["link.rotated"]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("leaves one living link when two turn it at once", async () => {
    const { submissionId } = world.of();
    await Promise.all([rotate(submissionId), rotate(submissionId), rotate(submissionId)]);
    const living = await env.DB.prepare(
      "SELECT COUNT(*) AS n FROM links WHERE submission_id = ? AND revoked_at IS NULL",
    )
      .bind(submissionId)
      .first("n");
    expect(living).toBe(1);
    expect(await readSecrets()).toHaveLength(3);
  });

  test("works over the API and only within the round", async () => {
    const { submissionId, secret } = world.of();
    const answer = await client.send(`/api/rounds/${world.roundId}/links/${submissionId}/rotate`, {});
    const { link } = (await answer.json()) as { link: { code: string; url: string } };
    expect(link.code).toBe("JC01");
    expect(link.url).not.toContain(secret);
    expect((await client.send(`/api/rounds/${world.roundId}/links/sub_none/rotate`, {})).status).toBe(404);
    const other = await makeWorld({ definition });
    expect(
      (await client.send(`/api/rounds/${world.roundId}/links/${other.of().submissionId}/rotate`, {})).status,
    ).toBe(404);
    expect((await createClient(world.app).post("/b", { code: other.of().secret })).status).toBe(303);
  });
});
