/** What happens to a file between its first byte and its answer: struck out, swept, decided, put off. */
import { beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../schemas/receipt";
import { checkInvariants } from "../../worker/audit/invariants";
import { sweep } from "../../worker/retention/sweep";
import { holdFirst } from "../support/faulty";
import { makeJpg, makePdf } from "../support/files";
import { makeStuckBody } from "../support/stuck.body";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, WORLD_NOW, type World } from "../support/world";

const photos = makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 });
const report = makeArtifact("report", { accepts: ["pdf"], maxFiles: 1 });
const definition = makeDefinition([photos, report]);

const MIB = 1024 * 1024;
const later = (minutes: number) => new Date(Date.parse(WORLD_NOW) + minutes * 60_000).toISOString();

let world: World;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
});

/** A file that is sent up to its middle and goes on when it is told to. */
async function beginSending(artifact: string, bytes: Uint8Array, headers: Record<string, string> = {}) {
  const stuck = makeStuckBody(bytes);
  const answer = world.app.request(
    `/api/submissions/${world.of().submissionId}/artifacts/${artifact}/files`,
    {
      method: "POST",
      body: stuck.body,
      headers: {
        ...world.bearer(),
        "X-File-Name": "a",
        "Content-Length": String(bytes.length),
        ...headers,
      },
    },
  );
  await expect.poll(countReceiving).toBe(1);
  return {
    ...stuck,
    end(from?: number): Promise<Response> {
      stuck.end(from);
      return answer;
    },
  };
}

const countReceiving = () =>
  env.DB.prepare("SELECT COUNT(*) AS n FROM files WHERE state = 'receiving'").first<number>("n");

interface Answer {
  file: { id: string; sha256: string; version: number };
}
const fileOf = async (answer: Response) => ((await answer.json()) as Answer).file;
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

const committee = (path: string) => `/api/rounds/${world.roundId}/branches/${world.of().submissionId}${path}`;

async function strike(id: string): Promise<void> {
  const staff = await world.staff();
  const answer = await staff.send(committee(`/files/${id}/strike`), { reason: "发错了" });
  expect(answer.status).toBeLessThan(300);
}

async function decide(artifact: string, decision: "return" | "accept"): Promise<void> {
  const staff = await world.staff();
  const body = { decision, ...(decision === "return" ? { reason: "缺页" } : {}) };
  const answer = await staff.send(committee(`/artifacts/${artifact}/review`), body, "PUT");
  expect(answer.status).toBe(200);
}

describe("a file whose newest version was struck out", () => {
  test("can be replaced again, under a number of its own", async () => {
    const first = await fileOf(await sendFile(world, "report", makePdf("一"), "a.pdf"));
    const replaces = { headers: { "X-Replaces": first.id } };
    const second = await fileOf(await sendFile(world, "report", makePdf("二"), "a.pdf", replaces));
    await strike(second.id);
    const third = await sendFile(world, "report", makePdf("三"), "a.pdf", replaces);
    expect([third.status, (await fileOf(third)).version]).toEqual([201, 3]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("while the next one was on its way takes that one, where nothing else took the place", async () => {
    const first = await fileOf(await sendFile(world, "report", makePdf("一"), "a.pdf"));
    const sending = await beginSending("report", makePdf("二"), { "X-Replaces": first.id });
    await strike(first.id);
    expect((await sending.end()).status).toBe(201);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("gives its place to who comes first", async () => {
    const first = await fileOf(await sendFile(world, "report", makePdf("一"), "a.pdf"));
    const sending = await beginSending("report", makePdf("二"), { "X-Replaces": first.id });
    await strike(first.id);
    expect((await sendFile(world, "report", makePdf("三"), "b.pdf")).status).toBe(201);
    expect(await codeOf(await sending.end())).toBe("file.too_many");
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("a sweep while a file comes", () => {
  test.each([
    ["a large one", "photos", makeJpg("大", 9 * MIB)],
    ["a small one", "report", makePdf("小")],
  ])(
    "takes %s that has been silent for an hour, says so, and leaves nothing behind",
    async (_what, artifact, bytes) => {
      const sending = await beginSending(artifact, bytes);
      world.app.now = later(70);
      await sweep(env, later(70));
      expect(await codeOf(await sending.end())).toBe("file.broken_off");
      expect((await env.FILES.list()).objects).toEqual([]);
      expect(await checkInvariants(env)).toEqual([]);
    },
  );

  test("leaves one whose bytes still come, however long it takes", async () => {
    const bytes = makeJpg("慢", 12 * MIB);
    const sending = await beginSending("photos", bytes);
    for (const [minutes, at] of [
      [50, 7 * MIB],
      [100, 9 * MIB],
    ] as const) {
      world.app.now = later(minutes);
      sending.send(at === 7 * MIB ? sending.middle : 7 * MIB, at);
      const time = `SELECT started_at FROM files`;
      await expect.poll(() => env.DB.prepare(time).first("started_at")).toBe(later(minutes));
      await sweep(env, later(minutes));
    }
    const answer = await sending.end(9 * MIB);
    expect([answer.status, (await fileOf(answer)).sha256]).toEqual([201, await sha256(bytes)]);
  });

  test("never takes the bytes of one that is acknowledged meanwhile", async () => {
    const sending = await beginSending("photos", makeJpg("大", 9 * MIB));
    world.app.now = later(61);
    const held = holdFirst(env, "r2.delete", "before");
    const sweeping = sweep({ ...env, ...held.env }, later(61));
    await held.reached;
    const answer = await sending.end();
    held.release();
    await sweeping;
    expect([answer.status, await checkInvariants(env)]).toEqual([400, []]);
    expect((await env.FILES.list()).objects).toEqual([]);
  });

  test("goes on where one thing cannot be done", async () => {
    await sendFile(world, "photos", makeJpg("在"), "a.jpg");
    await env.DB.prepare("UPDATE submissions SET settled_seq = 0").run();
    const sending = await beginSending("report", makePdf("小"));
    const bucket = new Proxy(env.FILES, {
      get: (target, name) => {
        if (name === "delete") return () => Promise.reject(new Error("R2 is out"));
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    expect(await sweep({ ...env, FILES: bucket }, later(70))).toMatchObject({ settled: 1 });
    await sending.end();
  });
});

describe("what is answered", () => {
  test("is the file that was sent, whoever replaced it before the answer", async () => {
    const first = await fileOf(await sendFile(world, "report", makePdf("一"), "a.pdf"));
    const held = holdFirst(env, "d1.batch", "after");
    const slow = { ...world, app: createTestApp({ now: WORLD_NOW, env: held.env }) };
    const replaces = { headers: { "X-Replaces": first.id } };
    const sending = sendFile(slow, "report", makePdf("我的"), "mine.pdf", replaces);
    await held.reached;
    expect((await sendFile(world, "report", makePdf("别人的"), "other.pdf", replaces)).status).toBe(201);
    held.release();
    expect((await fileOf(await sending)).sha256).toBe(await sha256(makePdf("我的")));
  });

  test("is that it came, though it was struck out before the answer", async () => {
    const held = holdFirst(env, "d1.batch", "after");
    const slow = { ...world, app: createTestApp({ now: WORLD_NOW, env: held.env }) };
    const sending = sendFile(slow, "report", makePdf("我的"), "mine.pdf");
    await held.reached;
    const id = await env.DB.prepare("SELECT id FROM files").first<string>("id");
    await strike(id ?? "");
    held.release();
    expect((await sending).status).toBe(201);
  });

  test("is that the link is old, not that the place is full, where the link was replaced", async () => {
    const sending = await beginSending("report", makePdf("小"));
    await env.DB.prepare("UPDATE links SET revoked_at = ?").bind(WORLD_NOW).run();
    expect(await codeOf(await sending.end())).toBe("link.unknown");
  });
});

describe("the cut-off while a file comes", () => {
  const due = later(60);
  const strict = makeDefinition([makeArtifact("report", { accepts: ["pdf"], maxFiles: 0, due })], {
    latePolicy: "refuse",
  });

  beforeEach(async () => {
    await reset();
    world = await makeWorld({ definition: strict });
  });

  test("holds again for what was returned and is decided before the file is whole", async () => {
    await sendFile(world, "report", makePdf("一"), "a.pdf");
    world.app.now = later(120);
    await decide("report", "return");
    const sending = await beginSending("report", makePdf("二"));
    await decide("report", "accept");
    expect(await codeOf(await sending.end())).toBe("artifact.past_due");
  });

  test("is the later one where more time was granted meanwhile", async () => {
    world.app.now = later(59);
    const sending = await beginSending("report", makePdf("一"));
    const staff = await world.staff();
    const granted = await staff.send(committee("/extensions"), { due: later(600), reason: "停电" });
    expect(granted.status).toBeLessThan(300);
    world.app.now = later(62);
    expect((await sending.end()).status).toBe(201);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

test("a form of more fields than any page has is refused before it costs anything", async () => {
  const branch = await world.branch();
  const fields = Array.from(
    { length: 2000 },
    (_, i) => `--b\r\nContent-Disposition: form-data; name="f${i}"\r\n\r\nx\r\n`,
  );
  const answer = await branch.request(`/b/${world.of().submissionId}/files/photos`, {
    method: "POST",
    body: `${fields.join("")}--b--\r\n`,
    headers: { Accept: "application/json", "Content-Type": "multipart/form-data; boundary=b" },
  });
  expect([answer.status, await codeOf(answer)]).toEqual([422, "request.invalid"]);
});

test("a post that is no form is refused as one", async () => {
  const branch = await world.branch();
  const answer = await branch.request(`/b/${world.of().submissionId}/reuse/photos`, {
    method: "POST",
    body: "{}",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
  });
  expect([answer.status, await codeOf(answer)]).toEqual([422, "request.invalid"]);
});
