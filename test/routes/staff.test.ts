import { beforeEach, describe, expect, test } from "vitest";
import { openDb } from "../../worker/db";
import { DUMMY_HASH, hashPassword, isPassword } from "../../worker/staff/password.rules";
import { createCommittee, createStaff, LOCK_MINUTES } from "../../worker/staff/staff.store";
import { type Client, createClient, createTestApp, env, reset, type TestApp } from "../support/worker";

const NOW = "2026-12-01T01:00:00.000Z";
const PASSWORD = "霁川-correct-horse";
const COOKIE = "__Host-hz_staff";

let app: TestApp;
let client: Client;
let committeeId: string;

beforeEach(async () => {
  await reset();
  app = createTestApp({ now: NOW });
  client = createClient(app);
  const db = openDb(env.DB);
  committeeId = await createCommittee(db, { name: "中共霁川区教育局委员会", now: NOW });
  await createStaff(db, {
    committeeId,
    userName: "dangban",
    displayName: "党建办",
    password: PASSWORD,
    now: NOW,
  });
});

const signIn = (password: string, userName = "dangban", more: Record<string, string> = {}) =>
  client.post("/committee/sign-in", { userName, password, ...more });

const later = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

async function listEvents(): Promise<{ type: string; data: string }[]> {
  const { results } = await env.DB.prepare("SELECT type, data FROM events WHERE chain_id = ? ORDER BY seq")
    .bind(committeeId)
    .all();
  return results as never;
}

const countSessions = () => env.DB.prepare("SELECT COUNT(*) AS n FROM staff_sessions").first<number>("n");

describe("passwords", () => {
  test("are kept as scrypt with the parameters in the hash, and only the right one fits", async () => {
    const hash = await hashPassword(PASSWORD, new Uint8Array(16).fill(7));
    expect(hash).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
    expect(await isPassword(PASSWORD, hash)).toBe(true);
    expect(await isPassword("霁川-correct-horsf", hash)).toBe(false);
    expect(await isPassword("", DUMMY_HASH)).toBe(false);
  });
});

describe("signing in", () => {
  test("opens a session in a cookie of which D1 holds only the hash", async () => {
    const answer = await signIn(PASSWORD);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/committee");
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(COOKIE)) ?? "";
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(flag);
    const token = client.cookies.get(COOKIE) ?? "";
    expect(token).toHaveLength(32);
    const row = await env.DB.prepare("SELECT token_hash FROM staff_sessions").first<string>("token_hash");
    expect(row).toMatch(/^[0-9a-f]{64}$/);
    expect(row).not.toContain(token);
    const page = await client.get("/committee");
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("中共霁川区教育局委员会");
  });

  test("goes to the page that was asked for, and never to another site", async () => {
    expect((await signIn(PASSWORD, "dangban", { next: "/committee/desk" })).headers.get("location")).toBe(
      "/committee/desk",
    );
    for (const next of [
      "//evil.test/committee",
      "https://evil.test/",
      "/committee/../b",
      "/committee\\@evil",
      "/b",
    ]) {
      expect((await signIn(PASSWORD, "dangban", { next })).headers.get("location")).toBe("/committee");
    }
  });

  test("gives a new token each time and ends the one the browser brought", async () => {
    await signIn(PASSWORD);
    const first = client.cookies.get(COOKIE);
    await signIn(PASSWORD);
    expect(client.cookies.get(COOKIE)).not.toBe(first);
    expect(await countSessions()).toBe(1);
  });

  test("takes a user name in full-width letters or capitals", async () => {
    expect((await signIn(PASSWORD, "ＤangBan ")).status).toBe(303);
  });

  test("refuses a wrong password, keeps the typed user name and never the password", async () => {
    const answer = await signIn("wrong-password-1");
    expect(answer.status).toBe(401);
    const html = await answer.text();
    expect(html).toContain("用户名或密码不对");
    expect(html).toContain('value="dangban"');
    expect(html).not.toContain("wrong-password-1");
    expect(client.cookies.has(COOKIE)).toBe(false);
  });

  test("answers an unknown name exactly as a wrong password, lock included", async () => {
    for (let i = 0; i < 6; i++) {
      const known = await signIn("wrong-password-1");
      const unknown = await signIn("wrong-password-1", "nobody");
      expect(unknown.status).toBe(known.status);
      expect((await unknown.text()).replaceAll("nobody", "dangban")).toBe(await known.text());
    }
  });
});

describe("the lock", () => {
  test("falls after five wrong passwords in a row and opens after fifteen minutes", async () => {
    for (let i = 1; i <= 4; i++) expect((await signIn("wrong-password-1")).status).toBe(401);
    const fifth = await signIn("wrong-password-1");
    expect(fifth.status).toBe(429);
    expect(await fifth.text()).toContain(`账号已锁定 ${LOCK_MINUTES} 分钟`);
    expect((await signIn(PASSWORD)).status).toBe(429);
    app.now = later(LOCK_MINUTES - 1);
    expect((await signIn(PASSWORD)).status).toBe(429);
    app.now = later(LOCK_MINUTES);
    expect((await signIn(PASSWORD)).status).toBe(303);
  });

  test("counts only failures in a row", async () => {
    for (let i = 1; i <= 4; i++) await signIn("wrong-password-1");
    expect((await signIn(PASSWORD)).status).toBe(303);
    for (let i = 1; i <= 4; i++) expect((await signIn("wrong-password-1")).status).toBe(401);
  });

  test("lets only five of many guesses sent at once be compared", async () => {
    const guesses = Array.from({ length: 12 }, (_, i) =>
      createClient(app).post("/committee/sign-in", { userName: "dangban", password: `guess-number-${i}` }),
    );
    const statuses = (await Promise.all(guesses)).map((one) => one.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(8);
  });

  test("stops an address that tries many names", async () => {
    const headers = { "CF-Connecting-IP": "192.0.2.7", Origin: app.origin, "Sec-Fetch-Site": "same-origin" };
    const tryName = (i: number) =>
      app.request("/committee/sign-in", {
        method: "POST",
        headers,
        body: new URLSearchParams({ userName: `name-${i}`, password: "wrong-password-1" }),
      });
    let last = await tryName(0);
    for (let i = 1; i <= 30; i++) last = await tryName(i);
    expect(last.status).toBe(429);
    expect(await last.text()).toContain("尝试次数过多");
  });
});

describe("the audit log", () => {
  test("tells of signing in, failing and locking, without a password or an unknown name", async () => {
    await signIn("wrong-password-1");
    await signIn("wrong-password-1", "secret-typed-as-name");
    await signIn(PASSWORD);
    for (let i = 1; i <= 5; i++) await signIn("wrong-password-1");
    const events = await listEvents();
    expect(events.map((one) => one.type)).toEqual([
      "staff.sign_in_failed",
      "staff.signed_in",
      ...Array(4).fill("staff.sign_in_failed"),
      "staff.locked",
    ]);
    expect(JSON.stringify(events)).not.toMatch(/wrong-password|secret-typed|correct-horse/);
  });
});

describe("signing out", () => {
  test("ends the session at once, and twice is no mistake", async () => {
    await signIn(PASSWORD);
    const token = client.cookies.get(COOKIE) ?? "";
    expect((await client.post("/committee/sign-out")).headers.get("location")).toBe("/committee/sign-in");
    expect(client.cookies.has(COOKIE)).toBe(false);
    expect(await countSessions()).toBe(0);
    const stolen = createClient(app);
    stolen.cookies.set(COOKIE, token);
    expect((await stolen.get("/committee")).headers.get("location")).toContain("/committee/sign-in");
    expect((await client.post("/committee/sign-out")).status).toBe(303);
  });

  test("a session ends by itself after its hours", async () => {
    await signIn(PASSWORD);
    app.now = later(12 * 60 + 1);
    expect((await client.get("/committee")).status).toBe(303);
  });
});

describe("the API's session", () => {
  test("signs in, is used with an origin, and signs out", async () => {
    const answer = await client.send("/api/session", { userName: "dangban", password: PASSWORD });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ displayName: "党建办", committee: committeeId });
    expect(await (await client.get("/api/rounds")).json()).toEqual({ rounds: [] });
    expect((await client.send("/api/session", {}, "DELETE")).status).toBe(200);
    expect((await client.get("/api/rounds")).status).toBe(401);
  });

  test("refuses with problem+json", async () => {
    const answer = await client.send("/api/session", { userName: "dangban", password: "wrong-password-1" });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "staff.wrong_password" });
    const broken = await client.request("/api/session", { method: "POST", body: "{" });
    expect(await broken.json()).toMatchObject({ code: "request.invalid", status: 422 });
  });
});
