import { beforeEach, describe, expect, test } from "vitest";
import { computeAsks } from "../../schemas/round";
import { PART_BYTES } from "../../schemas/upload";
import { checkInvariants } from "../../worker/audit/invariants";
import { openDb } from "../../worker/db";
import { MAX_BLANK_BYTES } from "../../worker/rounds/blank.rules";
import { deleteStrayBlanks } from "../../worker/rounds/blank.store";
import { insertRound } from "../../worker/rounds/round.store";
import { listEventTypes, signInStaff } from "../support/committee";
import { makeCompound, makeDocx, makeJpg, makePdf, makeXlsx } from "../support/files";
import { readWords } from "../support/markup";
import { makeTusClient } from "../support/tus";
import { type Client, env, reset } from "../support/worker";
import {
  makeArtifact,
  makeCommittee,
  makeDefinition,
  makeRound,
  makeWorld,
  sendFile,
  type World,
} from "../support/world";

const definition = makeDefinition([
  makeArtifact("report", { accepts: ["pdf", "docx"], maxFiles: 2 }),
  makeArtifact("table", { accepts: ["xlsx"] }),
  makeArtifact("work_plan", { kind: "form", form: "work_plan" }),
]);

const template = makeDocx("一、基本情况\n\n二、存在问题\n");
const form = (bytes: Uint8Array<ArrayBuffer>, name: string) => ({ file: new File([bytes], name) });

let world: World;
let staff: Client;
let page: string;

beforeEach(async () => {
  await reset();
  world = await makeWorld({ definition });
  staff = await world.staff();
  page = `/committee/rounds/${world.roundId}/blanks`;
});

const add = (key: string, bytes: Uint8Array<ArrayBuffer>, name: string, client = staff) =>
  client.post(`${page}/${key}`, form(bytes, name));
const listKeys = async () => (await env.FILES.list()).objects.map((one) => one.key);
const listRows = async () =>
  (await env.DB.prepare("SELECT artifact_key, name, type, bytes FROM blanks ORDER BY artifact_key").all())
    .results;
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());
const branchPath = (key: string, code?: string) => `/b/${world.of(code).submissionId}/blanks/${key}`;

describe("a blank template", () => {
  test("is added with a plain form, offered on the branch's page and downloaded as it was given", async () => {
    const answer = await add("report", template, "小结模板.docx");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${page}?done=added`]);
    expect(readWords(await (await staff.get(page)).text())).toContain("小结模板.docx");
    const branch = await world.branch();
    const html = await (await branch.get(`/b/${world.of().submissionId}`)).text();
    expect(html).toContain(`href="${branchPath("report")}"`);
    expect(html).not.toContain(branchPath("table"));
    for (const got of [await branch.get(branchPath("report")), await staff.get(`${page}/report`)]) {
      expect(got.status).toBe(200);
      expect(await bytesOf(got)).toEqual(template);
    }
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is only ever handed out as an attachment that no browser renders", async () => {
    await add("report", makePdf("form"), 'a"b\r\nc 表😀.pdf');
    const branch = await world.branch();
    for (const method of ["GET", "HEAD"]) {
      const got = await branch.request(branchPath("report"), { method });
      expect(got.headers.get("content-disposition")).toMatch(/^attachment; [^\r\n]+$/);
      expect(got.headers.get("content-type")).toBe("application/octet-stream");
      expect(got.headers.get("content-security-policy")).toContain("sandbox");
      expect(got.headers.get("x-content-type-options")).toBe("nosniff");
      await got.arrayBuffer();
    }
  });

  test("of a draft waits for publishing, and is there for the branches then", async () => {
    const by = { staffId: world.staffId, now: world.app.now };
    const asks = computeAsks(definition, "literal");
    const { committeeId } = world;
    const draft = await insertRound(
      openDb(env.DB),
      { committeeId, definition, asks, profile: "literal" },
      by,
    );
    page = `/committee/rounds/${draft}/blanks`;
    expect((await add("table", makeXlsx(), "表.xlsx")).status).toBe(303);
    const words = readWords(await (await staff.get(`${page}?done=added`)).text());
    expect(words).toContain("发布以后支部就能下载");
    await staff.post(`/committee/rounds/${draft}/publish`);
    const { results } = await env.DB.prepare("SELECT id FROM submissions WHERE round_id = ?")
      .bind(draft)
      .all();
    expect(results).toHaveLength(3);
    expect(readWords(await (await staff.get(page)).text())).toContain("表.xlsx");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("replaced by another leaves one, one object, and both acts in the round's chain", async () => {
    await add("report", template, "一.docx");
    await add("report", makePdf("second"), "二.pdf");
    expect(await listRows()).toEqual([
      { artifact_key: "report", name: "二.pdf", type: "pdf", bytes: makePdf("second").length },
    ]);
    expect(await listKeys()).toHaveLength(1);
    expect((await listEventTypes(world.roundId)).slice(-2)).toEqual([
      "round.blank_added",
      "round.blank_added",
    ]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("replaced by several at once ends as one of them, with nothing left over", async () => {
    await add("report", template, "一.docx");
    const answers = await Promise.all([1, 2, 3, 4].map((n) => add("report", makePdf(`${n}`), `${n}.pdf`)));
    const statuses = answers.map((one) => one.status);
    expect(statuses).toContain(303);
    expect(statuses.filter((status) => status !== 303 && status !== 409)).toEqual([]);
    expect(await listRows()).toHaveLength(1);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("removed is gone for everybody, and the round's chain says so", async () => {
    await add("report", template, "一.docx");
    expect((await staff.post(`${page}/report/remove`)).status).toBe(303);
    expect([await listRows(), await listKeys()]).toEqual([[], []]);
    expect((await (await world.branch()).get(branchPath("report"))).status).toBe(404);
    expect((await listEventTypes(world.roundId)).at(-1)).toBe("round.blank_removed");
    expect((await staff.post(`${page}/report/remove`)).status).toBe(404);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("longer than one part is stored whole", async () => {
    const bytes = new Uint8Array(PART_BYTES + 4321).fill(7);
    bytes.set(template);
    expect((await add("report", bytes, "大.docx")).status).toBe(303);
    expect(await bytesOf(await staff.get(`${page}/report`))).toEqual(bytes);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("what is no template of this round", () => {
  test.each([
    ["a photo", makeJpg("x"), "表.docx", "file.wrong_type"],
    ["an old Word file", makeCompound("WordDocument"), "表.doc", "file.wrong_type"],
    ["a document with macros", makeDocx("x", { "word/vbaProject.bin": "x" }), "表.docx", "file.dangerous"],
    ["a web page", new TextEncoder().encode("<!doctype html><script>1</script>"), "表.pdf", "file.dangerous"],
    ["an empty file", new Uint8Array(0), "表.docx", "file.empty"],
  ] as const)("%s is refused, and what was there stays", async (_what, bytes, name, code) => {
    await add("report", template, "一.docx");
    const body = new FormData();
    body.append("file", new File([bytes], name));
    const headers = { Accept: "application/json" };
    expect(await codeOf(await staff.request(`${page}/report`, { method: "POST", body, headers }))).toBe(code);
    expect((await listRows()).map((row) => row.name)).toEqual(["一.docx"]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("a file over the limit is refused while it comes, and nothing of it stays", async () => {
    const bytes = new Uint8Array(MAX_BLANK_BYTES + 1);
    bytes.set(template);
    const answer = await add("report", bytes, "大.docx");
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("超过单个 20 MB 的上限");
    expect([await listRows(), await listKeys()]).toEqual([[], []]);
  });

  test("a post without a file is answered on the page, beside the artifact it was for", async () => {
    const answer = await add("table", new Uint8Array(0), "");
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('<a href="#file-table">没有选择文件。</a>');
  });

  test("an artifact that the round does not have, or that is only filled in online, takes none", async () => {
    for (const key of ["nothing", "work_plan"]) {
      expect((await add(key, template, "表.docx")).status, key).toBe(404);
    }
    expect(await listKeys()).toEqual([]);
  });

  test("a body that breaks off leaves nothing", async () => {
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n';
    const answer = await staff.request(`${page}/report`, {
      method: "POST",
      body: new Blob([head, template]),
      headers: { Accept: "application/json", "Content-Type": "multipart/form-data; boundary=b" },
    });
    expect(await codeOf(answer)).toBe("file.broken_off");
    expect([await listRows(), await listKeys()]).toEqual([[], []]);
  });

  test("objects that a crash left without a row are removed by their age, and no others", async () => {
    await add("report", template, "一.docx");
    await env.FILES.put(`blanks/${world.roundId}/lost`, "x");
    const d = openDb(env.DB);
    expect(await deleteStrayBlanks(d, env.FILES, "2000-01-01T00:00:00.000Z")).toBe(0);
    expect(await deleteStrayBlanks(d, env.FILES, "2999-01-01T00:00:00.000Z")).toBe(1);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("who may not", () => {
  test("another committee neither sees, adds, fetches nor removes", async () => {
    await add("report", template, "一.docx");
    const { staffId } = await makeCommittee(world.app.now);
    const stranger = await signInStaff(world.app, staffId);
    for (const answer of [
      await stranger.get(page),
      await stranger.get(`${page}/report`),
      await add("report", makePdf("x"), "x.pdf", stranger),
      await stranger.post(`${page}/report/remove`),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await listRows()).map((row) => row.name)).toEqual(["一.docx"]);
  });

  test("a branch of another round gets none by its own link", async () => {
    await add("report", template, "一.docx");
    const other = await makeRound(world, { definition });
    const row = await env.DB.prepare("SELECT id FROM submissions WHERE round_id = ?")
      .bind(other)
      .first<{ id: string }>();
    const branch = await world.branch();
    expect((await branch.get(`/b/${row?.id}/blanks/report`)).status).toBe(401);
    expect((await branch.get(branchPath("report", "JC02"))).status).toBe(401);
    expect((await branch.get(branchPath("report"))).status).toBe(200);
    expect((await branch.get(branchPath("table"))).status).toBe(404);
  });
});

describe("the untouched template handed in", () => {
  beforeEach(async () => {
    await add("report", template, "小结模板.docx");
  });

  const expectNothingIn = async () => {
    const { results } = await env.DB.prepare("SELECT id FROM files").all();
    expect(results).toEqual([]);
    expect((await listKeys()).filter((key) => !key.startsWith("blanks/"))).toEqual([]);
    expect(await checkInvariants(env)).toEqual([]);
  };

  test("is refused with what to do, under whatever name, and leaves nothing", async () => {
    for (const name of ["小结模板.docx", "桐荫小学党支部小结.docx"]) {
      const answer = await sendFile(world, "report", template, name);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        code: "file.blank",
        detail: expect.stringContaining("还没有填写"),
      });
    }
    await expectNothingIn();
  });

  test("is refused through the plain form as well", async () => {
    const branch = await world.branch();
    const { submissionId } = world.of();
    const answer = await branch.submit(`/b/${submissionId}/files/report`, form(template, "小结.docx"));
    expect(await answer.text()).toContain("这是空白模板，还没有填写");
    await expectNothingIn();
  });

  test("is refused by tus, and the upload tells why for as long as it is kept", async () => {
    const tus = makeTusClient(world);
    const path = await tus.create(template.length, { artifact: "report", filename: "a.docx" });
    expect(await codeOf(await tus.patch(path, 0, template))).toBe("file.blank");
    expect(await (await tus.send("GET", path)).json()).toMatchObject({
      state: "refused",
      ended: { code: "file.blank" },
    });
    await expectNothingIn();
  });

  test("is taken once it was filled in, and when the round gives out none", async () => {
    expect((await sendFile(world, "report", makeDocx("一、基本情况\n党员24名"), "a.docx")).status).toBe(201);
    await staff.post(`${page}/report/remove`);
    expect((await sendFile(world, "report", template, "b.docx")).status).toBe(201);
    expect(await checkInvariants(env)).toEqual([]);
  });
});
