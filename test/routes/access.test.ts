import { beforeEach, describe, expect, test } from "vitest";
import { type AccessName, accessNameOf } from "../../worker/access";
import { createApp } from "../../worker/index";
import { SECURITY_HEADERS } from "../../worker/security";
import { makePdf } from "../support/files";
import { createClient, env, reset } from "../support/worker";
import {
  makeArtifact,
  makeCommittee,
  makeDefinition,
  makeRound,
  makeWorld,
  sendFile,
  type World,
} from "../support/world";

interface Route {
  method: string;
  path: string;
  access: AccessName | undefined;
}

/** Every registered route with the rule that stands behind its path. */
function listRoutes(): Route[] {
  const found = new Map<string, Route>();
  for (const { method, path, handler } of createApp().routes) {
    if (method === "ALL") continue;
    const key = `${method} ${path}`;
    const known = found.get(key);
    found.set(key, { method, path, access: known?.access ?? accessNameOf(handler) });
  }
  return [...found.values()];
}

const ROUTES = listRoutes();
const guarded = ROUTES.filter((route) => route.access !== "anybody");
const label = (route: Route) => `${route.method} ${route.path}`;

const definition = makeDefinition([
  makeArtifact("report", { accepts: ["pdf"] }),
  makeArtifact("summary_paper", { kind: "paper", copies: 1, minFiles: 0 }),
  makeArtifact("appraisal_tally", { kind: "form", form: "appraisal_tally", minFiles: 0 }),
]);

/** A path of this route that names things of the first world. */
function fillPath(route: Route, ids: Record<string, string>): string {
  return route.path.replace(/:(\w+)(\{[^}]*\})?/g, (_whole, name: string) => ids[name] ?? "report");
}

function sendTo(world: World, path: string, method: string, headers: Record<string, string>) {
  const init: RequestInit = {
    method,
    headers: { Origin: world.app.origin, Accept: "application/json", ...headers },
  };
  if (!["GET", "HEAD"].includes(method)) init.body = "{}";
  return world.app.request(path, init);
}

async function makeIds(world: World): Promise<Record<string, string>> {
  const stored = (await (await sendFile(world, "report", makePdf("x"), "a.pdf")).json()) as {
    file: { id: string };
  };
  const { submissionId } = world.of();
  return { round: world.roundId, submission: submissionId, artifact: "summary_paper", file: stored.file.id };
}

describe("every route has its access rule", () => {
  test("the inventory sees the routes", () => {
    expect(ROUTES.length).toBeGreaterThan(40);
  });

  test("a route without a rule fails here", () => {
    expect(ROUTES.filter((route) => route.access === undefined).map(label)).toEqual([]);
  });

  test("what is open to anybody is written down", () => {
    expect(
      ROUTES.filter((route) => route.access === "anybody")
        .map(label)
        .sort(),
    ).toEqual([
      "DELETE /api/session",
      "GET /",
      "GET /api/openapi.json",
      "GET /b",
      "GET /committee/sign-in",
      "GET /healthz",
      "GET /verify",
      "GET /verify/:number",
      "OPTIONS /api/submissions/:submission/uploads",
      "OPTIONS /api/submissions/:submission/uploads/:upload",
      "POST /api/session",
      "POST /b",
      "POST /committee/sign-in",
      "POST /committee/sign-out",
    ]);
  });
});

describe("who has no right is refused, route by route", () => {
  let world: World;
  let ids: Record<string, string>;
  let foreign: World;
  beforeEach(async () => {
    await reset();
    world = await makeWorld({ definition });
    ids = await makeIds(world);
    const by = await makeCommittee(world.app.now);
    const roundId = await makeRound(by, { definition });
    foreign = { ...world, ...by, roundId };
  });

  test.each(guarded)("$method $path refuses a stranger", async (route) => {
    const answer = await sendTo(world, fillPath(route, ids), route.method, {});
    expect([401, 303]).toContain(answer.status);
  });

  test.each(guarded.filter((route) => route.access === "branch"))(
    "$method $path refuses another branch's link",
    async (route) => {
      const answer = await sendTo(world, fillPath(route, ids), route.method, world.bearer("JC02"));
      expect(answer.status).toBe(401);
    },
  );

  test.each(guarded.filter((route) => route.access === "branch"))(
    "$method $path refuses the committee's session, which is not the branch",
    async (route) => {
      const staff = await world.staff();
      const cookie = [...staff.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await sendTo(world, fillPath(route, ids), route.method, { Cookie: cookie });
      expect(answer.status).toBe(401);
    },
  );

  test.each(guarded.filter((route) => route.access === "round" || route.access === "submission"))(
    "$method $path hides another committee's round",
    async (route) => {
      const { insertStaffSession } = await import("../../worker/staff/session.store");
      const { openDb } = await import("../../worker/db");
      await insertStaffSession(openDb(env.DB), {
        token: "foreign-token-foreign",
        staffId: foreign.staffId,
        now: world.app.now,
      });
      const cookie = "__Host-hz_staff=foreign-token-foreign";
      const answer = await sendTo(world, fillPath(route, ids), route.method, { Cookie: cookie });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "round.not_found" });
    },
  );

  test.each(guarded.filter((route) => route.access === "submission"))(
    "$method $path knows no submission of another round",
    async (route) => {
      const other = await makeRound(world, { definition });
      const staff = await world.staff();
      const cookie = [...staff.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await sendTo(world, fillPath(route, { ...ids, round: other }), route.method, {
        Cookie: cookie,
      });
      expect(await answer.json()).toMatchObject({ code: "branch.not_found" });
    },
  );

  test("a revoked link's cookie and secret die at once", async () => {
    const client = await world.branch();
    await env.DB.prepare("UPDATE links SET revoked_at = ?").bind(world.app.now).run();
    const { submissionId } = world.of();
    expect((await client.get(`/b/${submissionId}`)).status).toBe(401);
    const answer = await world.app.request(`/api/submissions/${submissionId}`, { headers: world.bearer() });
    expect(answer.status).toBe(401);
  });

  test("two branches' links work side by side in one browser", async () => {
    const client = createClient(world.app);
    for (const code of ["JC01", "JC02"]) await client.post("/b", { code: world.of(code).secret });
    for (const code of ["JC01", "JC02"]) {
      const page = await client.get(`/b/${world.of(code).submissionId}`);
      expect(await page.text()).toContain(world.of(code).name);
    }
  });
});

describe("every answer is guarded", () => {
  test("security headers stand on pages, refusals, files and data alike", async () => {
    await reset();
    const world = await makeWorld({ definition });
    const ids = await makeIds(world);
    const client = await world.branch();
    const paths = [
      "/",
      "/b",
      "/nothing",
      "/healthz",
      "/api/openapi.json",
      "/verify/2026-18-0001",
      "/committee",
    ];
    for (const path of [
      ...paths,
      `/b/${ids.submission}`,
      `/b/${ids.submission}/files/${ids.file}`,
      `/b/${ids.submission}/slip.pdf`,
      `/b/${ids.submission}/ballots.pdf`,
    ]) {
      const answer = await client.get(path);
      for (const name of Object.keys(SECURITY_HEADERS))
        expect(answer.headers.get(name), `${name} on ${path}`).not.toBeNull();
      expect(answer.headers.get("content-security-policy"), path).not.toMatch(/unsafe-|https?:|\*/);
      await answer.arrayBuffer();
    }
  });

  test("pages hold nothing inline but the styles and the two lines that the policy knows by their hash", async () => {
    await reset();
    const world = await makeWorld({ definition });
    const client = await world.branch();
    const staff = await world.staff();
    const pages = [
      ...(await Promise.all(
        ["/", "/b", "/verify", `/b/${world.of().submissionId}`].map((path) => client.get(path)),
      )),
      ...(await Promise.all(
        ["/committee", `/committee/rounds/${world.roundId}`].map((path) => staff.get(path)),
      )),
    ];
    for (const page of pages) {
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).not.toMatch(/\sstyle=|\son\w+=/i);
      const policy = page.headers.get("content-security-policy") ?? "";
      expect(policy).not.toMatch(/unsafe|\*/);
      for (const [, kind, inline = ""] of html.matchAll(/<(script|style)>(.*?)<\/\1>/gs)) {
        const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(inline));
        const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
        expect(policy).toMatch(new RegExp(`${kind}-src 'self' 'sha256-${hash.replace(/[+/]/g, "\\$&")}'`));
      }
      expect(html.replace(/<(script|style)>.*?<\/\1>/gs, "")).not.toMatch(/<script(?![^>]*\ssrc=)|<style/i);
    }
  });

  test("a write from another site is refused, whatever cookie it brings", async () => {
    await reset();
    const world = await makeWorld({ definition });
    const client = await world.branch();
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const path = `/b/${world.of().submissionId}/files/report`;
    for (const headers of [
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { Origin: world.app.origin, "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      {},
    ] as Record<string, string>[]) {
      const answer = await world.app.request(path, {
        method: "POST",
        body: new FormData(),
        headers: { Cookie: cookie, Accept: "application/json", ...headers },
      });
      expect(await answer.json()).toMatchObject({ code: "request.forbidden_origin" });
    }
  });

  test("a body over 2 MiB is refused everywhere but where files come in", async () => {
    await reset();
    const world = await makeWorld({ definition });
    for (const path of [
      "/b",
      "/committee/sign-in",
      `/api/submissions/${world.of().submissionId}/artifacts/report/entry`,
    ]) {
      const answer = await world.app.request(path, {
        method: path.startsWith("/api") ? "PUT" : "POST",
        body: "x".repeat(2 * 1024 * 1024 + 1),
        headers: { Origin: world.app.origin, Accept: "application/json", ...world.bearer() },
      });
      expect(await answer.json(), path).toMatchObject({ code: "request.too_large" });
    }
  });

  test("an unused method is answered as not found or not allowed, never as a fault", async () => {
    await reset();
    const world = await makeWorld({ definition });
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const answer = await sendTo(world, "/b", method, {});
      expect([404, 405]).toContain(answer.status);
    }
  });
});

describe("reading changes nothing", () => {
  const UNSTORED = new Set(["attempts"]);

  // That materials were downloaded is an audit fact: the one line that reading may add.
  const readAll = (table: string) =>
    `SELECT * FROM ${table}${table === "events" ? " WHERE type <> 'bundle.downloaded'" : ""}`;

  async function snapshot(): Promise<string> {
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
      name: string;
    }>();
    const tables = results
      .map((row) => row.name)
      .filter((name) => !/^(sqlite_|_cf|d1_)/.test(name) && !UNSTORED.has(name));
    const contents = await Promise.all(tables.map((name) => env.DB.prepare(readAll(name)).all()));
    const objects = (await env.FILES.list()).objects.map((object) => [object.key, object.etag]);
    return JSON.stringify([tables, contents.map((one) => one.results), objects]);
  }

  test("no GET or HEAD of any route leaves a trace, whoever asks", async () => {
    await reset();
    const world = await makeWorld({ definition });
    const ids = await makeIds(world);
    const staff = await world.staff();
    const branch = await world.branch();
    const before = await snapshot();
    for (const route of ROUTES.filter((one) => one.method === "GET")) {
      for (const client of [staff, branch, createClient(world.app)]) {
        for (const method of ["GET", "HEAD"]) {
          const answer = await client.request(fillPath(route, ids), { method });
          expect(answer.status, label(route)).toBeLessThan(500);
          await answer.arrayBuffer();
        }
      }
    }
    await world.app.idle();
    expect(await snapshot()).toBe(before);
    const downloads = await env.DB.prepare(
      "SELECT actor, COUNT(*) AS count FROM events WHERE type = 'bundle.downloaded' GROUP BY actor",
    ).all<{ actor: string; count: number }>();
    expect(downloads.results.map((row) => row.count).sort()).toEqual([1, 2]);
  });

  test("a preview robot that opens a link's page uses nothing up", async () => {
    await reset();
    const world = await makeWorld({ definition });
    const before = await snapshot();
    for (const agent of ["MicroMessenger/8", "TelegramBot", "Mozilla/5.0 SafeLinks", "DingTalk", "curl/8"]) {
      for (const method of ["GET", "HEAD", "OPTIONS"]) {
        await world.app.request("/b", { method, headers: { "User-Agent": agent, Purpose: "prefetch" } });
      }
    }
    expect(await snapshot()).toBe(before);
    expect((await world.branch()).cookies.size).toBe(1);
  });
});

describe("secrets stay secret", () => {
  test("no live secret stands in the database, in a log line, a page or an address", async () => {
    await reset();
    const lines: string[] = [];
    const spied = ["log", "error", "warn", "info"] as const;
    const before = spied.map((name) => console[name]);
    for (const name of spied)
      console[name] = (...args: unknown[]) => void lines.push(args.map(String).join(" "));
    try {
      const world = await makeWorld({ definition });
      const client = await world.branch();
      const { secret, submissionId } = world.of();
      const page = await (await client.get(`/b/${submissionId}`)).text();
      await world.app.request(`/b?code=${secret}`);
      await world.app.request(`/b/${secret}`);
      await client.post("/b", { code: `${secret}x` });
      const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
        name: string;
      }>();
      const tables = results.map((row) => row.name).filter((name) => !/^(sqlite_|_cf)/.test(name));
      const stored = await Promise.all(tables.map((name) => env.DB.prepare(`SELECT * FROM ${name}`).all()));
      const tokens = [secret, ...client.cookies.values()];
      for (const token of tokens) {
        expect(JSON.stringify(stored)).not.toContain(token);
        expect(lines.join("\n")).not.toContain(token);
        expect(page).not.toContain(token);
      }
      expect(lines.length).toBeGreaterThan(3);
    } finally {
      spied.forEach((name, i) => {
        console[name] = before[i] as typeof console.log;
      });
    }
  });
});
