import { Hono } from "hono";
import { beforeEach, expect, test } from "vitest";
import { ASSET_MANIFEST } from "../../worker/assets";
import type { AppEnv } from "../../worker/http";
import { createClient, createTestApp, env, reset } from "../support/worker";

beforeEach(reset);

const countCommittees = () => env.DB.prepare("SELECT count(*) AS n FROM committees").first<number>("n");

const echo = ({ clock }: { clock: () => Date }) =>
  new Hono<AppEnv>()
    .get("/now", (c) => c.text(clock().toISOString()))
    .post("/in", async (c) => {
      c.header("Set-Cookie", "hz_x=1; Path=/; Secure; HttpOnly");
      return c.json({ cookie: c.req.header("cookie") ?? null, origin: c.req.header("origin") });
    });

test.each(["first", "second"])("the %s test starts on an empty migrated database and bucket", async () => {
  expect(await countCommittees()).toBe(0);
  expect(await env.FILES.head("a")).toBeNull();
  await env.DB.prepare("INSERT INTO committees (id, name, created_at) VALUES ('a', 'b', 'c')").run();
  await env.FILES.put("a", "b");
  expect(await countCommittees()).toBe(1);
});

test("the assets binding holds the face of the PDFs", async () => {
  const font = await env.ASSETS.fetch(new URL(ASSET_MANIFEST.font, "http://assets.invalid"));
  expect(font.status).toBe(200);
  expect((await font.arrayBuffer()).byteLength).toBeGreaterThan(1_000_000);
});

test("a client keeps its cookies, names its origin on writes and sees the clock that was set", async () => {
  const app = createTestApp({ app: echo });
  const client = createClient(app);
  app.now = "2026-07-05T16:00:00.000Z";
  expect(await (await client.get("/now")).text()).toBe("2026-07-05T16:00:00.000Z");
  expect(await (await client.post("/in", { a: "b" })).json()).toEqual({ cookie: null, origin: app.origin });
  const form = { a: "b", file: new File(["x"], "甲.txt") };
  expect(await (await client.post("/in", form)).json()).toMatchObject({ cookie: "hz_x=1" });
});
