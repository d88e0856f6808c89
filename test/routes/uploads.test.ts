import { beforeEach, describe, expect, test } from "vitest";
import { PROBLEMS } from "../../schemas/problem";
import { sha256 } from "../../schemas/receipt";
import { MAX_FILE_BYTES, type UploadAnswer } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { sweep } from "../../worker/retention/sweep";
import { failFirst } from "../support/faulty";
import { makeCompound, makeDocx, makeHeic, makeJpg, makePdf, makeXlsx, makeZip } from "../support/files";
import { createTestApp, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

beforeEach(reset);

const report = makeArtifact("report", { accepts: ["pdf", "docx"], maxFiles: 2 });
const photos = makeArtifact("photos", { accepts: ["jpg", "png", "heic"] });
const round = makeDefinition([report, photos]);

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code;
}

async function listRows(): Promise<
  { name: string; state: string; version: number | null; sha256: string }[]
> {
  const { results } = await env.DB.prepare(
    "SELECT name, state, version, sha256 FROM files ORDER BY started_at, version, name DESC",
  ).all();
  return results as never;
}

async function listObjects(): Promise<number> {
  return (await env.FILES.list()).objects.length;
}

describe("a file that arrives", () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ definition: round });
  });

  test("is stored with the size and the SHA-256 that R2 really holds", async () => {
    const bytes = makePdf("summary");
    const answer = await sendFile(world, "report", bytes, "小结.pdf");
    expect(answer.status).toBe(201);
    const { file, missing, complete } = (await answer.json()) as UploadAnswer;
    expect(file).toMatchObject({
      name: "小结.pdf",
      type: "pdf",
      bytes: bytes.length,
      sha256: await sha256(bytes),
      version: 1,
    });
    expect({ missing, complete }).toEqual({ missing: ["photos"], complete: false });
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is stored whole when it is longer than one part, and comes back byte for byte", async () => {
    const bytes = makeJpg("long", 20 * 1024 * 1024 + 17);
    const answer = await sendFile(world, "photos", bytes, "会议.jpg");
    expect(answer.status).toBe(201);
    const { file } = (await answer.json()) as UploadAnswer;
    expect(file.sha256).toBe(await sha256(bytes));
    const { submissionId } = world.of();
    const back = await world.app.request(`/b/${submissionId}/files/${file.id}`, { headers: world.bearer() });
    expect(await sha256(new Uint8Array(await back.arrayBuffer()))).toBe(file.sha256);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is stored when it is exactly one or two parts long", async () => {
    for (const parts of [1, 2]) {
      const wanted = parts * 8 * 1024 * 1024;
      const rough = makeJpg("", wanted - 3000).length;
      const bytes = makeJpg("x".repeat(wanted - rough), wanted - 3000);
      const answer = await sendFile(world, "photos", bytes, `整 ${parts}.jpg`);
      expect(bytes.length).toBe(wanted);
      expect(answer.status).toBe(201);
      expect(((await answer.json()) as UploadAnswer).file.bytes).toBe(bytes.length);
    }
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is only ever handed out as an attachment that no browser renders", async () => {
    const { file } = (await (
      await sendFile(world, "report", makePdf("x"), 'a"b\r\nc 小结😀.pdf')
    ).json()) as UploadAnswer;
    const path = `/b/${world.of().submissionId}/files/${file.id}`;
    const answer = await world.app.request(path, { headers: world.bearer() });
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; /);
    expect(answer.headers.get("content-disposition")).not.toMatch(/[\r\n]/);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("replaces another as its next version and leaves the old one where it was", async () => {
    const first = (await (await sendFile(world, "report", makePdf("one"), "一.pdf")).json()) as UploadAnswer;
    const headers = { "X-Replaces": first.file.id };
    const second = (await (
      await sendFile(world, "report", makePdf("two"), "二.pdf", { headers })
    ).json()) as UploadAnswer;
    expect(second.file.version).toBe(2);
    expect((await listRows()).map((row) => [row.name, row.state, row.version])).toEqual([
      ["一.pdf", "stored", 1],
      ["二.pdf", "stored", 2],
    ]);
    const old = await world.app.request(`/b/${world.of().submissionId}/files/${first.file.id}`, {
      headers: world.bearer(),
    });
    expect(old.status).toBe(200);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("with the very same bytes as one already there makes no second file", async () => {
    const bytes = makePdf("same");
    const [a, b] = await Promise.all([
      sendFile(world, "report", bytes, "一.pdf"),
      sendFile(world, "report", bytes, "二.pdf"),
    ]);
    expect([a.status, b.status].sort()).toEqual([200, 201]);
    expect(await listRows()).toHaveLength(1);
    expect(await listObjects()).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("beyond the number the artifact takes is refused, also when two come at once", async () => {
    await sendFile(world, "report", makePdf("1"), "1.pdf");
    const answers = await Promise.all(
      [2, 3].map((n) => sendFile(world, "report", makePdf(`${n}`), `${n}.pdf`)),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 422]);
    const refused = answers.find((one) => one.status === 422);
    expect(refused && (await codeOf(refused))).toBe("file.too_many");
    expect(await listObjects()).toBe(2);
  });

  test("through the plain form needs no script: several at once, fields before them", async () => {
    const client = await world.branch();
    const { submissionId } = world.of();
    const answer = await client.post(`/b/${submissionId}/files/photos`, [
      ["lineage", ""],
      ["file", new File([makeJpg("a", 300_000)], "甲.jpg")],
      ["file", new File([makeJpg("b", 9_000_000)], "乙.jpg")],
    ]);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/b/${submissionId}#a-photos`);
    expect((await listRows()).map((row) => row.name)).toEqual(["甲.jpg", "乙.jpg"]);
    expect((await listRows()).map((row) => row.sha256)).toEqual([
      await sha256(makeJpg("a", 300_000)),
      await sha256(makeJpg("b", 9_000_000)),
    ]);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("what is not taken", () => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld({ definition: round });
  });

  const text = (value: string) => new TextEncoder().encode(value);
  const bad: [string, string, Uint8Array<ArrayBuffer>, string][] = [
    ["an empty file", "空.pdf", new Uint8Array(0), "file.empty"],
    ["a Windows program named .pdf", "通知.pdf", text("MZ\x90\0program"), "file.dangerous"],
    ["a Linux program", "a.docx", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 1), "file.dangerous"],
    ["a shell script", "a.pdf", text("#!/bin/sh\nrm"), "file.dangerous"],
    ["a batch file", "安装.bat", text("@echo off"), "file.dangerous"],
    ["HTML", "a.pdf", text("<!DOCTYPE html><script>1</script>"), "file.dangerous"],
    ["HTML behind white space and a mark", "a.pdf", text("\uFEFF \n<html><body>"), "file.dangerous"],
    [
      "SVG",
      "图.jpg",
      text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'),
      "file.dangerous",
    ],
    ["a document with macros", "a.docx", makeDocx("x", { "word/vbaProject.bin": "macro" }), "file.dangerous"],
    ["an old document with macros", "a.doc", makeCompound("WordDocument", "_VBA_PROJECT"), "file.dangerous"],
    [
      "an app package",
      "a.docx",
      makeZip({ "META-INF/MANIFEST.MF": "x", "classes.dex": "x" }),
      "file.dangerous",
    ],
    ["a plain ZIP", "a.docx", makeZip({ "a.txt": "x" }), "file.wrong_type"],
    ["a spreadsheet where a document is asked", "a.docx", makeXlsx(), "file.wrong_type"],
    ["a photo where a document is asked", "a.pdf", makeJpg("x"), "file.wrong_type"],
    ["plain text", "a.pdf", text("你好"), "file.wrong_type"],
  ];

  test.each(bad)("%s is refused, and nothing of it stays", async (_what, name, bytes, code) => {
    const answer = await sendFile(world, "report", bytes, name);
    expect(await codeOf(answer)).toBe(code);
    expect(answer.status).toBe(PROBLEMS[code as keyof typeof PROBLEMS].status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await listRows()).toEqual([]);
    expect(await listObjects()).toBe(0);
  });

  test("a file over the limit is refused by its declared length before a byte is read", async () => {
    const headers = { "Content-Length": String(MAX_FILE_BYTES + 1) };
    const answer = await sendFile(world, "report", makePdf("x"), "大.pdf", { headers });
    expect(answer.status).toBe(413);
    expect(await codeOf(answer)).toBe("file.too_large");
    expect(await listRows()).toEqual([]);
  });

  test("a file over the limit is refused by what really arrives, and its parts are taken back", async () => {
    const { submissionId } = world.of();
    let sent = 0;
    const head = makePdf("big");
    const body = new ReadableStream<Uint8Array>({
      type: "bytes",
      pull(controller) {
        const chunk = new Uint8Array(4 * 1024 * 1024);
        if (sent === 0) chunk.set(head);
        sent += chunk.length;
        controller.enqueue(chunk);
        if (sent > MAX_FILE_BYTES + chunk.length) controller.close();
      },
    });
    const path = `/api/submissions/${submissionId}/artifacts/report/files`;
    const answer = await world.app.request(path, {
      method: "POST",
      body,
      headers: { ...world.bearer(), "X-File-Name": "a.pdf" },
    });
    expect(await codeOf(answer)).toBe("file.too_large");
    expect(await listRows()).toEqual([]);
    expect(await listObjects()).toBe(0);
  });

  test("a body shorter than its declared length is never stored", async () => {
    const answer = await sendFile(world, "report", makePdf("x"), "a.pdf", {
      headers: { "Content-Length": "900000" },
    });
    expect(await codeOf(answer)).toBe("file.broken_off");
    expect(await listObjects()).toBe(0);
  });

  test("a long body cut in the middle of its stream is never stored", async () => {
    const bytes = makeJpg("cut", 12 * 1024 * 1024);
    const headers = { "Content-Length": String(20 * 1024 * 1024) };
    const answer = await sendFile(world, "photos", bytes, "a.jpg", { headers });
    expect(await codeOf(answer)).toBe("file.broken_off");
    expect(await listRows()).toEqual([]);
    expect(await listObjects()).toBe(0);
  });

  test("a form body that ends in the middle of its file is never stored", async () => {
    const client = await world.branch();
    const cut = `--zz\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4 half`;
    const answer = await client.request(`/b/${world.of().submissionId}/files/report`, {
      method: "POST",
      body: cut,
      headers: { "Content-Type": "multipart/form-data; boundary=zz", Accept: "application/json" },
    });
    expect(await codeOf(answer)).toBe("file.broken_off");
    expect(await listRows()).toEqual([]);
    expect(await listObjects()).toBe(0);
  });

  test("a form without a chosen file is told so", async () => {
    const client = await world.branch();
    const fields = { file: new File([], "") };
    const answer = await client.submit(`/b/${world.of().submissionId}/files/report`, fields);
    expect(await answer.text()).toContain("没有选择文件");
  });

  test("an unknown artifact and another branch's file are not found", async () => {
    expect(await codeOf(await sendFile(world, "nothing", makePdf("x"), "a.pdf"))).toBe("artifact.not_found");
    const { file } = (await (await sendFile(world, "report", makePdf("x"), "a.pdf")).json()) as UploadAnswer;
    const other = await world.app.request(`/b/${world.of("JC02").submissionId}/files/${file.id}`, {
      headers: { ...world.bearer("JC02"), Accept: "application/json" },
    });
    expect(await codeOf(other)).toBe("file.not_found");
    const headers = { "X-Replaces": file.id };
    const crossed = await sendFile(world, "report", makePdf("y"), "b.pdf", { code: "JC02", headers });
    expect(await codeOf(crossed)).toBe("file.not_found");
  });
});

describe("odd names", () => {
  const names: [string, string, string][] = [
    ["path parts", "../../etc/C:\\fake\\小结.pdf", "小结.pdf"],
    ["quotes and line breaks", 'a"b\r\nX: y.pdf', 'a"bX: y.pdf'],
    ["emoji", "小结😀👍🏽.pdf", "小结😀👍🏽.pdf"],
    ["text that turns direction", "小\u202egpj.pdf", "小gpj.pdf"],
    ["nothing but dots", "..", "未命名"],
    ["decomposed letters", "re\u0301sume\u0301.pdf", "résumé.pdf"],
  ];

  test.each(names)("%s are stored safely", async (_what, given, stored) => {
    const world = await makeWorld({ definition: round });
    const answer = await sendFile(world, "report", makePdf("x"), given);
    expect(answer.status).toBe(201);
    expect(((await answer.json()) as UploadAnswer).file.name).toBe(stored);
  });

  test("300 characters are cut in the middle and keep their ending", async () => {
    const world = await makeWorld({ definition: round });
    const answer = await sendFile(world, "report", makePdf("x"), `${"长".repeat(300)}.pdf`);
    const { name } = ((await answer.json()) as UploadAnswer).file;
    expect(name).toMatch(/^长+\.pdf$/);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(240);
  });

  test("a wrong ending is no reason to refuse: the bytes decide", async () => {
    const world = await makeWorld({ definition: round });
    const answer = await sendFile(world, "photos", makeHeic("x"), "IMG_0412.jpg");
    expect(((await answer.json()) as UploadAnswer).file.type).toBe("heic");
  });
});

describe("after the last instant", () => {
  const due = "2026-12-18T23:59:59+08:00";
  const late = makeArtifact("report", { accepts: ["pdf"], due });

  test("a late file is taken and marked where the round takes late ones", async () => {
    const world = await makeWorld({ definition: makeDefinition([late]) });
    world.app.now = "2026-12-18T18:00:00.000Z";
    const answer = await sendFile(world, "report", makePdf("x"), "a.pdf");
    expect(answer.status).toBe(201);
    const page = await (await world.branch()).get(`/b/${world.of().submissionId}`);
    expect(await page.text()).toContain("逾期2小时");
  });

  test("the last second still counts, the next one is refused with whom to call", async () => {
    const world = await makeWorld({ definition: makeDefinition([late], { latePolicy: "refuse" }) });
    world.app.now = "2026-12-18T15:59:59.999Z";
    expect((await sendFile(world, "report", makePdf("x"), "a.pdf")).status).toBe(201);
    world.app.now = "2026-12-18T16:00:00.000Z";
    const refused = await sendFile(world, "report", makePdf("y"), "b.pdf");
    expect(refused.status).toBe(403);
    const body = (await refused.json()) as { code: string; detail: string };
    expect(body.code).toBe("artifact.past_due");
    expect(body.detail).toContain("党建办公室 501室");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("an upload begun in time but ended too late is refused by the final statement", async () => {
    const world = await makeWorld({ definition: makeDefinition([late], { latePolicy: "refuse" }) });
    world.app.now = "2026-12-18T15:59:00.000Z";
    const bytes = makePdf("x");
    const body = new ReadableStream<Uint8Array>({
      type: "bytes",
      pull(controller) {
        controller.enqueue(bytes);
        world.app.now = "2026-12-18T16:30:00.000Z";
        controller.close();
      },
    });
    const path = `/api/submissions/${world.of().submissionId}/artifacts/report/files`;
    const answer = await world.app.request(path, { method: "POST", body, headers: world.bearer() });
    expect(await codeOf(answer)).toBe("artifact.past_due");
    expect(await listObjects()).toBe(0);
  });
});

describe("what breaks on the way", () => {
  test("a row that never became a file is invisible, and the sweep takes it and its object away", async () => {
    const world = await makeWorld({ definition: round });
    const { submissionId } = world.of();
    const key = `submissions/${submissionId}/fil_cut`;
    await env.FILES.put(key, "half");
    await env.DB.prepare(
      "INSERT INTO files (id, submission_id, artifact_key, lineage_id, name, object_key, state, started_at) VALUES ('fil_cut', ?, 'report', 'fil_cut', 'a.pdf', ?, 'receiving', ?)",
    )
      .bind(submissionId, key, world.app.now)
      .run();
    const status = await world.app.request(`/api/submissions/${submissionId}`, { headers: world.bearer() });
    expect(await status.text()).not.toContain("fil_cut");
    expect((await sweep(env, world.app.now)).uploads).toBe(0);
    expect((await sweep(env, "2026-12-01T02:30:00.000Z")).uploads).toBe(1);
    expect(await listRows()).toEqual([]);
    expect(await listObjects()).toBe(0);
  });

  test.each(["before", "after"] as const)(
    "a long file that R2 refuses %s it is written is a fault at once, and nothing of it stays",
    async (moment) => {
      const world = await makeWorld({ definition: round });
      const app = createTestApp({ now: world.app.now, env: failFirst(env, "r2.put", moment) });
      const answer = await sendFile({ ...world, app }, "photos", makeJpg("long", 9 * 1024 * 1024), "a.jpg");
      expect(answer.status).toBe(500);
      expect(await listRows()).toEqual([]);
      expect(await listObjects()).toBe(0);
    },
  );

  test("a hand-in whose settle was cut off is settled by the sweep", async () => {
    const world = await makeWorld({ definition: makeDefinition([report]) });
    await sendFile(world, "report", makePdf("x"), "a.pdf");
    await env.DB.prepare("UPDATE submissions SET settled_seq = 0, state = 'untouched', summary = '[]'").run();
    expect(await checkInvariants(env)).not.toEqual([]);
    expect((await sweep(env, world.app.now)).settled).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });
});
