import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningApp, startApp } from "../support/browser";

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ demo: true });
});

afterAll(() => app.remove());

async function assetPaths(): Promise<string[]> {
  const page = await (await fetch(`${app.url}/committee/sign-in`)).text();
  return [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
}

test("every asset a page names is there, for ever, and as safe as a page", async () => {
  const paths = await assetPaths();
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) {
    const { status, headers } = await fetch(app.url + path);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toContain("immutable");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  }
});

test("robots are told to stay away", async () => {
  expect(await (await fetch(`${app.url}/robots.txt`)).text()).toContain("Disallow: /");
});

test.each(["/cdn-cgi/local/r2/public/huizhi-files/x", "/cdn-cgi/local/scheduled", "/cdn-cgi/local/explorer"])(
  "the simulator's own door %s is closed",
  async (path) => {
    const response = await fetch(app.url + path);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-security-policy")).not.toBeNull();
  },
);

test("text is compressed on the wire, and only when asked", async () => {
  const ask = (encoding: string) =>
    fetch(`${app.url}/committee/sign-in`, { headers: { "Accept-Encoding": encoding } });
  expect((await ask("gzip")).headers.get("content-encoding")).toBe("gzip");
  expect((await ask("identity")).headers.get("content-encoding")).toBeNull();
});

test("a second server on the same port or the same data says so in one sentence", async () => {
  const port = Number(new URL(app.url).port);
  await expect(startApp({ port })).rejects.toThrow(`Port ${port} is taken by another program`);
  await expect(startApp({ dataDir: app.dataDir })).rejects.toThrow("already runs on this data folder");
});

test("a power cut loses nothing, and the next start shows the same demo", async () => {
  const { demo, dataDir } = app;
  const port = Number(new URL(app.url).port);
  await app.kill();
  app = await startApp({ demo: true, dataDir, port });
  expect(app.demo).toEqual(demo);
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
});
