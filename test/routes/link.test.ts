import { beforeEach, describe, expect, test, vi } from "vitest";
import { LINK_EXCHANGE_LIMIT } from "../../worker/staff/attempt.store";
import { createClient, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "../support/world";

const round = makeDefinition([makeArtifact("report", { accepts: ["pdf"] })]);
let world: World;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition: round });
});

const countSessions = async () =>
  (await env.DB.prepare("SELECT COUNT(*) AS n FROM branch_sessions").first<{ n: number }>())?.n;

describe("the link page", () => {
  test("opens for anybody, sets nothing and carries no secret", async () => {
    const client = createClient(world.app);
    const answer = await client.get("/b");
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(client.cookies.size).toBe(0);
    expect(html).toContain("涉密不上网，上网不涉密");
    expect(html).toContain('name="code"');
    expect(html).toContain("/assets/link.js");
    expect(await countSessions()).toBe(0);
  });

  test("and the front page say what this is in both languages", async () => {
    const client = createClient(world.app);
    expect(await (await client.get("/")).text()).toContain('href="/verify"');
    expect(await (await client.get("/?lang=en")).text()).toContain('<html lang="en">');
  });
});

describe("exchanging a link", () => {
  test("takes the bare code, the whole link, capitals and white space alike", async () => {
    const { secret, submissionId } = world.of();
    for (const code of [
      secret,
      `  ${secret.toUpperCase()}\n`,
      `https://huizhi.test/b#${secret}`,
      `通知 https://huizhi.test/b#${secret} `,
    ]) {
      const answer = await createClient(world.app).post("/b", { code });
      expect(answer.status).toBe(303);
      expect(answer.headers.get("location")).toBe(`/b/${submissionId}`);
    }
  });

  test("sets a cookie that no script reads and that belongs to this submission", async () => {
    const answer = await createClient(world.app).post("/b", { code: world.of().secret });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(new RegExp(`^__Host-hz_${world.of().submissionId}=`));
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
    expect(cookie).not.toContain(world.of().secret);
  });

  test("refuses a program with its status, and the link's page says no more than it knows", async () => {
    const headers = { Accept: "application/json" };
    const body = new URLSearchParams({ code: "0".repeat(26) });
    const answer = await createClient(world.app).request("/b", { method: "POST", headers, body });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: "link.unknown" }]);
    const odd = await (await createClient(world.app).get("/b?refused=server.fault%3Cb%3E")).text();
    expect(odd).toBe(await (await createClient(world.app).get("/b")).text());
  });

  test("answers the island with the path to go to", async () => {
    const answer = await createClient(world.app).request("/b", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ code: world.of().secret }),
    });
    expect(await answer.json()).toMatchObject({ path: `/b/${world.of().submissionId}` });
  });

  test("two branches' links work side by side in one browser", async () => {
    const client = await world.branch("JC01");
    await client.post("/b", { code: world.of("JC02").secret });
    for (const code of ["JC01", "JC02"]) {
      const one = world.of(code);
      expect(await (await client.get(`/b/${one.submissionId}`)).text()).toContain(one.name);
    }
  });

  test("unknown, revoked and mangled links get one and the same neutral page", async () => {
    const revoked = world.of("JC02").secret;
    await env.DB.prepare("UPDATE links SET revoked_at = ?1 WHERE submission_id = ?2")
      .bind(world.app.now, world.of("JC02").submissionId)
      .run();
    const known = world.of().secret;
    const pages = await Promise.all(
      [revoked, "0".repeat(26), known.slice(1), `${known}${known}${known}`, "<script>", "", "%00"].map(
        async (code) => {
          const client = createClient(world.app);
          const answer = await client.post("/b", { code });
          const place = answer.headers.get("location") ?? "";
          return {
            place,
            html: await (await client.get(place.split("#")[0] ?? "")).text(),
            cookie: answer.headers.get("set-cookie"),
          };
        },
      ),
    );
    expect(new Set(pages.map((one) => one.html)).size).toBe(1);
    expect(new Set(pages.map((one) => one.place))).toEqual(new Set(["/b?refused=link.unknown"]));
    expect(pages.every((one) => one.cookie === null)).toBe(true);
    expect(pages[0]?.html).toContain("链接无法打开");
  });

  test("neither echoes nor logs the secret", async () => {
    const lines: string[] = [];
    const spies = (["log", "error", "warn", "info"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...parts) => void lines.push(parts.join(" "))),
    );
    const secret = world.of().secret;
    const good = await createClient(world.app).post("/b", { code: secret });
    const bad = await createClient(world.app).post("/b", { code: secret.slice(0, 25) });
    const said = `${await good.text()}${await bad.text()}${[...good.headers].join()}${lines.join()}`;
    for (const spy of spies) spy.mockRestore();
    expect(said).not.toContain(secret.slice(0, 25));
  });

  test("lets a whole town's branches in from one address on one morning", async () => {
    for (let i = 0; i <= LINK_EXCHANGE_LIMIT.max; i++) {
      const answer = await createClient(world.app).post("/b", { code: world.of().secret });
      expect(answer.status).toBe(303);
    }
  });

  test("stops guessing after so many attempts from one address", async () => {
    const client = createClient(world.app);
    for (let i = 0; i < LINK_EXCHANGE_LIMIT.max; i++) await client.post("/b", { code: "x".repeat(26) });
    const answer = await client.post("/b", { code: world.of().secret });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/b?refused=request.too_many"]);
    expect(await (await client.get("/b?refused=request.too_many")).text()).toContain("请 10 分钟后再试");
    const elsewhere = await client.request("/b", {
      method: "POST",
      headers: { "CF-Connecting-IP": "192.0.2.7" },
      body: new URLSearchParams({ code: world.of().secret }),
    });
    expect(elsewhere.status).toBe(303);
  });
});

describe("a branch's session", () => {
  test("that is missing is answered with a place to paste the code", async () => {
    const answer = await createClient(world.app).get(`/b/${world.of().submissionId}`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('name="code"');
  });

  test("of one branch opens no other branch's page", async () => {
    const client = await world.branch("JC01");
    for (const path of [
      "",
      "/notice",
      "/forms/report",
      "/slip.pdf",
      "/ballots.pdf",
      "/tally-sheet.pdf",
      "/receipt.pdf",
      "/bundle.zip",
    ]) {
      const answer = await client.get(`/b/${world.of("JC02").submissionId}${path}`);
      expect(answer.status).toBe(401);
    }
  });

  test("dies with its link", async () => {
    const client = await world.branch();
    await env.DB.prepare("UPDATE links SET revoked_at = ?1").bind(world.app.now).run();
    expect((await client.get(`/b/${world.of().submissionId}`)).status).toBe(401);
  });

  test("ends when the branch leaves, on the server too", async () => {
    const client = await world.branch();
    const page = `/b/${world.of().submissionId}`;
    const kept = new Map(client.cookies);
    expect((await client.post(`${page}/leave`)).headers.get("location")).toBe("/b");
    expect(client.cookies.size).toBe(0);
    for (const [name, value] of kept) client.cookies.set(name, value);
    expect((await client.get(page)).status).toBe(401);
  });

  test("is not needed by a program that brings the secret", async () => {
    const path = `/api/submissions/${world.of().submissionId}`;
    expect((await world.app.request(path, { headers: world.bearer() })).status).toBe(200);
    expect((await world.app.request(path, { headers: world.bearer("JC02") })).status).toBe(401);
  });
});
