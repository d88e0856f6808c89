import { beforeEach, describe, expect, test } from "vitest";
import { API_ROUTES } from "../../schemas/api";
import { accessNameOf } from "../../worker/access";
import { createApp } from "../../worker/index";
import { findTemplate } from "../../worker/rounds/templates";
import { openStaffDesk } from "../support/committee";
import { makePdf } from "../support/files";
import { type Client, createClient, createTestApp, type TestApp } from "../support/worker";
import {
  makeArtifact,
  makeCommittee,
  makeDefinition,
  makeWorld,
  sendFile,
  WORLD_NOW,
} from "../support/world";

let app: TestApp;
let client: Client;

beforeEach(async () => {
  ({ app, client } = await openStaffDesk(WORLD_NOW, makeCommittee));
});

describe("the API of rounds", () => {
  test("creates, reads, replaces and publishes", async () => {
    const created = await client.send("/api/rounds", { template: "notice-003", profile: "literal" });
    expect(created.status).toBe(201);
    const { id, draft } = (await created.json()) as {
      id: string;
      draft: { definition: object; asks: object };
    };
    const definition = { ...draft.definition, theme: "新的主题" };
    const put = await client.send(`/api/rounds/${id}/draft`, { definition }, "PUT");
    expect(put.status).toBe(200);
    expect(await put.json()).toMatchObject({
      state: "draft",
      draft: { asks: draft.asks, definition: { theme: "新的主题" } },
    });
    const published = await client.send(`/api/rounds/${id}/publish`, {});
    expect(await published.json()).toMatchObject({
      state: "published",
      draft: null,
      version: { theme: "新的主题", version: 1 },
    });
    expect(await (await client.get("/api/rounds")).json()).toMatchObject({
      rounds: [{ id, state: "published", branches: 3, receipts: 0 }],
    });
    expect(await (await client.send(`/api/rounds/${id}/publish`, {})).json()).toMatchObject({
      code: "round.already_published",
    });
    const next = { ...definition, theme: "再改的主题" };
    const amending = await client.send(`/api/rounds/${id}/draft`, { definition: next }, "PUT");
    expect(await amending.json()).toMatchObject({
      state: "published",
      draft: { definition: { theme: "再改的主题" } },
      version: { theme: "新的主题", version: 1 },
    });
    const amended = await client.send(`/api/rounds/${id}/amendments`, { note: "题目改了" });
    expect(amended.status).toBe(201);
    expect(await amended.json()).toMatchObject({
      draft: null,
      version: { theme: "再改的主题", version: 2, amendment: { of: 1, note: "题目改了" } },
    });
  });

  test("says what is wrong with a definition, finding by finding", async () => {
    const definition = { ...findTemplate("notice-000")?.definition, theme: "", artifacts: [] };
    const answer = await client.send("/api/rounds", { definition });
    expect(answer.status).toBe(422);
    const body = (await answer.json()) as { code: string; findings: { zh: string }[] };
    expect(body.code).toBe("round.invalid");
    expect(body.findings.length).toBeGreaterThanOrEqual(2);
    expect((await client.send("/api/rounds", { definition: {}, asks: { x: "maybe" } })).status).toBe(422);
    expect((await client.send("/api/rounds", { template: "notice-009" })).status).toBe(422);
  });
});

describe("the API's contract", () => {
  test("lists exactly the API routes that are registered, with their access rules", () => {
    const registered = new Map<string, string>();
    for (const { method, path, handler } of createApp().routes) {
      if (method === "ALL" || !(path.startsWith("/api/") || path === "/healthz")) continue;
      // Uploads speak tus, which is a contract of its own.
      if (path.startsWith("/api/submissions/:submission/uploads")) continue;
      const name = accessNameOf(handler);
      if (name !== undefined) registered.set(`${method} ${path}`, name);
    }
    const listed = new Map(API_ROUTES.map((one) => [`${one.method} ${one.path}`, one.access as string]));
    expect([...listed].sort()).toEqual([...registered].sort());
  });

  test("is kept by what the routes really answer", async () => {
    const paper = makeArtifact("summary_paper", { kind: "paper", copies: 1, minFiles: 0 });
    const world = await makeWorld({ definition: makeDefinition([makeArtifact("report"), paper]) });
    const staff = await world.staff();
    await sendFile(world, "report", makePdf("x"), "a.pdf");
    const { submissionId } = world.of();
    const branch = `/api/rounds/${world.roundId}/branches/${submissionId}`;
    await staff.send(`${branch}/papers/summary_paper`, { copies: 1, sealed: false }, "PUT");
    const fill = (path: string) => path.replace(":round", world.roundId).replace(":submission", submissionId);
    const answered: string[] = [];
    for (const { method, path, access, response, status } of API_ROUTES) {
      if (method !== "GET" || typeof response === "string") continue;
      const headers = access === "branch" ? world.bearer() : {};
      const answer = await staff.request(fill(path), { headers: { Accept: "application/json", ...headers } });
      expect([path, answer.status]).toEqual([path, status]);
      expect([path, response.safeParse(await answer.json()).error?.issues ?? []]).toEqual([path, []]);
      answered.push(path);
    }
    expect(answered.length).toBeGreaterThanOrEqual(8);
  });

  test("is an OpenAPI 3.1 document without a dangling reference", async () => {
    const answer = await createClient(app).get("/api/openapi.json");
    const document = (await answer.json()) as {
      openapi: string;
      paths: Record<string, object>;
      components: { schemas: object };
    };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toContain(
      "/api/rounds/{round}/branches/{submission}/papers/{artifact}",
    );
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target,
    );
    expect(new Set(references)).toEqual(new Set(["#/components/schemas/Problem"]));
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(["Entry_work_plan", "Entry_activity_summary", "Entry_appraisal_tally"]),
    );
  });

  test("healthz answers when the database does", async () => {
    expect(await (await app.request("/healthz")).json()).toEqual({ ok: true });
    const dead = createTestApp({ env: { DB: undefined as never } });
    expect((await dead.request("/healthz")).status).toBe(500);
  });
});
