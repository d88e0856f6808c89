import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openArchive } from "../support/archive";
import { makeDocx, makeJpg } from "../support/files";
import { LimitError, type LimitedEnv, type Limits, limitEnv, PRODUCTION_LIMITS } from "../support/limits";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW } from "../support/world";

beforeEach(() => reset());
afterEach(() => reset());

type Bindings = LimitedEnv["env"];
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const inTurn = async (n: number, act: () => Promise<unknown>) => {
  for (let i = 0; i < n; i++) await act();
};

/** How to use exactly `n` of each limited thing. */
const uses: Record<keyof Limits, (bindings: Bindings, n: number) => Promise<unknown>> = {
  subrequests: ({ FILES }, n) => inTurn(n, () => FILES.head("none")),
  connections: async ({ FILES }, n) => {
    await env.FILES.put("k", "open");
    await inTurn(n, () => FILES.get("k"));
  },
  d1Queries: ({ DB }, n) => DB.batch(times(n, () => DB.prepare("SELECT 1"))),
  d1Params: ({ DB }, n) =>
    DB.prepare(`SELECT json_array(${times(n, () => "?").join()})`)
      .bind(...times(n, (i) => i))
      .first(),
  d1StatementBytes: ({ DB }, n) => DB.prepare("SELECT 1 --".padEnd(n, "x")).run(),
  d1ValueBytes: ({ DB }, n) => DB.prepare("SELECT length(?)").bind("x".repeat(n)).raw(),
  r2KeyBytes: ({ FILES }, n) => FILES.put("k".repeat(n), "x"),
  r2MetadataBytes: ({ FILES }, n) => FILES.put("k", "x", { customMetadata: { a: "x".repeat(n - 1) } }),
  r2PutBytes: ({ FILES }, n) => FILES.put("k", "x".repeat(n)),
  r2Parts: async ({ FILES }, n) => (await FILES.createMultipartUpload("k")).uploadPart(n, "x"),
  r2DeleteKeys: ({ FILES }, n) => FILES.delete(times(n, (i) => `k${i}`)),
};

/** Smaller than in production where the real one takes long here, or the local runtime is stricter. */
const SMALLER: Partial<Limits> = { subrequests: 40, r2MetadataBytes: 1_500, r2PutBytes: 9_000, r2Parts: 500 };

describe("the limits of production, in front of the local runtime", () => {
  test.each(Object.keys(uses) as (keyof Limits)[])(
    "%s: as much passes, one more is refused",
    async (name) => {
      const most = SMALLER[name] ?? PRODUCTION_LIMITS[name];
      const allowed = limitEnv(env, { [name]: most });
      await uses[name](allowed.env, most);
      const refused = limitEnv(env, { [name]: most });
      const fault = await uses[name](refused.env, most + 1).catch((reason: unknown) => reason);
      expect(fault).toBeInstanceOf(LimitError);
      expect(fault).toMatchObject({ limit: name });
    },
  );

  test("an asset is a subrequest and an open body as well", async () => {
    const { env: bindings, counts } = limitEnv(env, { connections: 1 });
    const ask = () => bindings.ASSETS.fetch("https://assets.local/none");
    const first = await ask();
    await expect(ask()).rejects.toMatchObject({ limit: "connections" });
    await first.arrayBuffer();
    await (await ask()).text();
    expect([counts.calls["assets.fetch"], counts.open]).toEqual([3, 0]);
  });
});

/** Every way of being done with a stored object. */
const endings: Record<string, (object: R2ObjectBody) => Promise<unknown>> = {
  "read as text": (object) => object.text(),
  "read as bytes": (object) => object.arrayBuffer(),
  piped: (object) => object.body.pipeTo(new WritableStream()),
  cancelled: (object) => object.body.cancel(),
  "read piece by piece": (object) => readToEnd(object.body.getReader()),
  "cancelled by its reader": (object) => object.body.getReader().cancel(),
  "read into a buffer of ours": async (object) => {
    const reader = object.body.getReader({ mode: "byob" });
    for (let done = false; !done; ) ({ done } = await reader.readAtLeast(9, new Uint8Array(9)));
  },
};

async function readToEnd(reader: ReadableStreamDefaultReader): Promise<void> {
  for (let done = false; !done; ) ({ done } = await reader.read());
}

describe("a stored object counts as open", () => {
  beforeEach(async () => {
    await env.FILES.put("k", "a few bytes");
  });

  test.each(Object.entries(endings))("until it is %s", async (_, end) => {
    const { env: bindings, counts } = limitEnv(env);
    const object = await bindings.FILES.get("k");
    expect(counts.open).toBe(1);
    await end(object as R2ObjectBody);
    expect([counts.open, counts.mostOpen]).toEqual([0, 1]);
  });

  test("until it is stored under another key", async () => {
    const { env: bindings, counts } = limitEnv(env);
    const object = await bindings.FILES.get("k");
    await bindings.FILES.put("copy", object?.body ?? null);
    expect(await (await env.FILES.get("copy"))?.text()).toBe("a few bytes");
    expect(counts.open).toBe(0);
  });

  test("not at all when it is missing or not the one that was asked for", async () => {
    const { env: bindings, counts } = limitEnv(env);
    expect(await bindings.FILES.get("none")).toBeNull();
    const other = await bindings.FILES.get("k", { onlyIf: { etagMatches: "other" } });
    expect(other !== null && "body" in other).toBe(false);
    expect([counts.open, counts.subrequests]).toEqual([0, 2]);
  });

  test("still when only its first piece was read", async () => {
    const { env: bindings, counts } = limitEnv(env);
    const reader = (await bindings.FILES.get("k"))?.body.getReader();
    await reader?.read();
    expect(counts.open).toBe(1);
    await reader?.cancel();
  });
});

describe("one branch's bundle", () => {
  const definition = makeDefinition([
    makeArtifact("report", { accepts: ["docx"] }),
    makeArtifact("photos", { accepts: ["jpg"], minFiles: 8, maxFiles: 9 }),
  ]);

  async function makeLimitedWorld() {
    const limited = limitEnv(env);
    const app = createTestApp({ now: WORLD_NOW, env: limited.env });
    const world = await makeWorld({ definition, app });
    const send = async (key: string, bytes: Uint8Array<ArrayBuffer>, name: string) => {
      limited.restart();
      expect((await sendFile(world, key, bytes, name)).status).toBe(201);
      await app.idle();
      expect(limited.counts.open).toBe(0);
    };
    await send("report", makeDocx("征求意见"), "意见.docx");
    for (const i of times(8, (n) => n)) await send("photos", makeJpg(`${i}`, 20_000), `${i}.jpg`);
    limited.restart();
    const path = `/b/${world.of().submissionId}/bundle.zip`;
    return { limited, app, ask: (from = app) => from.request(path, { headers: world.bearer() }) };
  }

  test("is sent within the limits, with room to spare", async ({ annotate }) => {
    const { limited, app, ask } = await makeLimitedWorld();
    const answer = await ask();
    const opened = await openArchive(new Uint8Array(await answer.arrayBuffer()));
    expect(opened.filter(({ path }) => path.endsWith(".jpg")).length).toBe(8);
    await app.idle();
    const { counts } = limited;
    await annotate(JSON.stringify(counts));
    expect(counts.calls["r2.get"]).toBeLessThanOrEqual(9);
    expect(counts.subrequests).toBeLessThanOrEqual(20);
    expect(counts.mostOpen).toBeLessThanOrEqual(2);
    expect(counts.open).toBe(0);
  });

  test("leaves no object open when it breaks off, whichever one is gone", async () => {
    const { limited, app, ask } = await makeLimitedWorld();
    const download = () => ask().then((answer) => answer.arrayBuffer());
    const { byteLength } = await download();
    // A pack would make up for its files, and they for it.
    await env.DB.prepare("DELETE FROM packs").run();
    const { objects } = await env.FILES.list();
    let broken = 0;
    for (const { key } of objects) {
      const data = await (await env.FILES.get(key))?.arrayBuffer();
      await env.FILES.delete(key);
      limited.restart();
      const bytes = await download().catch(() => null);
      if (bytes === null) broken++;
      else expect(bytes.byteLength).toBe(byteLength);
      await app.idle();
      expect(limited.counts.open).toBe(0);
      await env.FILES.put(key, data ?? "");
    }
    expect(broken).toBeGreaterThan(0);
  });

  test("breaks off visibly where a limit is passed, and never looks whole", async () => {
    const { limited, ask } = await makeLimitedWorld();
    await env.DB.prepare("DELETE FROM packs").run();
    await (await ask()).arrayBuffer();
    const { subrequests, calls } = limited.counts;
    expect(calls["r2.get"]).toBe(9);
    const tooFew = subrequests - Math.ceil((calls["r2.get"] ?? 0) / 2);
    const narrow = limitEnv(env, { subrequests: tooFew });
    const answer = await ask(createTestApp({ now: WORLD_NOW, env: narrow.env }));
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    // The one that was refused, and those that were already begun before their turn.
    expect(narrow.counts.subrequests).toBeGreaterThan(tooFew);
    expect(narrow.counts.subrequests).toBeLessThanOrEqual(tooFew + 3);
  });

  test("is not sent when the audit log cannot be told of it, and leaves nothing open", async () => {
    const { limited, ask } = await makeLimitedWorld();
    await (await ask()).arrayBuffer();
    const last = limited.counts.statements - 1;
    const narrow = limitEnv(env, { d1Queries: last });
    const app = createTestApp({ now: WORLD_NOW, env: narrow.env });
    const answer = await ask(app);
    expect(answer.status).toBe(500);
    await answer.text();
    await app.idle();
    expect([narrow.counts.statements, narrow.counts.open]).toEqual([last + 1, 0]);
    expect(narrow.counts.mostOpen).toBeGreaterThan(0);
  });
});
