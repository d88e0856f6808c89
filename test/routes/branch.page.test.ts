import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { CHECKLIST_SENTENCE } from "../../schemas/round";
import { openDb } from "../../worker/db";
import { insertPaper } from "../../worker/papers/paper.store";
import { settle } from "../../worker/submissions/settle";
import { makeDocx, makeJpg, makePdf } from "../support/files";
import { readWords } from "../support/markup";
import { type Client, env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "../support/world";

const due = "2026-12-18T23:59:59+08:00";
const report = makeArtifact("report", { accepts: ["pdf", "docx"], maxFiles: 1, due, dueText: "12月18日前" });
const photos = makeArtifact("photos", { accepts: ["jpg", "png", "heic"], minFiles: 2, due });
const scan = makeArtifact("extra", { accepts: ["pdf"], required: false });
const definition = makeDefinition([report, photos], {
  retainUntil: "2027-06-30",
  notice: {
    title: "关于召开专题组织生活会的通知",
    number: "霁教党字〔2026〕18号",
    issuer: "中共霁川区教育局委员会",
    issuedOn: "2026-11-23",
    printedBy: null,
    printedOn: null,
    audience: null,
    audienceInferred: false,
    basis: [],
    text: "各党支部：\n请于12月18日前报送材料。",
  },
});

let world: World;
let client: Client;
let page: string;

async function open(options: Partial<Parameters<typeof makeWorld>[0]> = {}) {
  await reset();
  world = await makeWorld({ definition, ...options });
  client = await world.branch();
  page = `/b/${world.of().submissionId}`;
}

beforeEach(() => open());

const show = async (path = "", headers: HeadersInit = {}) => (await client.get(page + path, headers)).text();

async function complete() {
  await sendFile(world, "report", makeDocx("总结"), "总结.docx");
  await sendFile(world, "photos", makeJpg("a"), "一.jpg");
  await sendFile(world, "photos", makeJpg("b"), "二.jpg");
}

describe("the branch's page", () => {
  test("says first what is missing, until when and in which words", async () => {
    const html = await show();
    expect(html).toContain("还差 2 项");
    expect(html).toContain("12月18日 周五 24:00");
    expect(html).toContain("还有 17 天");
    expect(html).toContain("通知原文：“12月18日前”");
    expect(html).toContain("党建办公室 501室");
    expect(html.indexOf("还差 2 项")).toBeLessThan(html.indexOf("现在要做"));
  });

  test("tells limits before anything is picked and has one filled button", async () => {
    const html = await show();
    expect(html).toContain("可交：PDF、Word；最多 1 个文件；单个不超过 1 GB");
    expect(html).toContain("照片至少 2 张");
    expect(html.match(/btn primary/g)).toHaveLength(1);
  });

  test("works without JavaScript: every upload is a plain form, nothing is inline", async () => {
    const html = await show();
    expect(html).toContain(`action="${page}/files/report"`);
    expect(html).toContain('enctype="multipart/form-data"');
    expect(html).not.toMatch(/ style=| on[a-z]+="|<script(?! type="module" src=|>document)/);
  });

  test("carries its styles, loads one island, and nothing from anywhere else", async () => {
    const html = await show();
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).not.toContain('rel="stylesheet"');
    expect(html.match(/<script [^>]*src=/g)).toHaveLength(1);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test("uses a plain picker in WeChat's browser and a fitting one elsewhere", async () => {
    expect(await show()).toContain('accept="image/*,.heic"');
    const html = await show("", { "User-Agent": "Mozilla/5.0 MicroMessenger/8.0.50" });
    expect(html).not.toMatch(/ accept=| multiple/);
    expect(html).toContain("复制上级发来的报送链接");
  });

  test("shows what arrived with time, size, hash, and how to replace it", async () => {
    const answer = await client.post(`${page}/files/report`, {
      file: new File([makePdf("总结")], "总结 “最终”.pdf"),
    });
    expect(answer.headers.get("location")).toBe(`${page}#a-report`);
    const html = await show();
    expect(html).toContain("还差 1 项");
    expect(html).toContain("已收到 1 项");
    expect(html).toContain("总结 “最终”.pdf");
    expect(html).toContain("12月1日 09:00");
    expect(html).toMatch(/<span class="code" title="[0-9a-f]{64}">[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}</);
    const lineage = /name="lineage" value="([^"]+)"/.exec(html)?.[1] ?? "";
    await client.post(`${page}/files/report`, {
      lineage,
      file: new File([makePdf("总结二")], "总结二.pdf"),
    });
    const replaced = await show();
    expect(replaced).toContain("总结二.pdf");
    expect(replaced).toContain("第 2 版");
    expect(replaced).not.toContain("总结 “最终”.pdf");
  });

  test("counts the files of an artifact that needs several", async () => {
    await sendFile(world, "photos", makeJpg("a"), "一.jpg");
    const html = await show();
    expect(html).toContain("已传 1 个，还差 1 个");
    expect(html).toContain("还差 2 项");
  });

  test("a refused upload comes back as a page that says why and leads back", async () => {
    const answer = await client.request(`${page}/files/report`, {
      method: "POST",
      headers: { Referer: `${world.app.origin}${page}` },
      body: (() => {
        const form = new FormData();
        form.append("file", new File(["MZ\u0090 program"], "程序.pdf"));
        return form;
      })(),
    });
    const html = await answer.text();
    expect(answer.status).toBe(415);
    expect(html).toContain(`href="${page}"`);
    expect(html).toContain('role="alert"');
  });

  test("gives the receipt's number, PDF, code and check the moment all is in", async () => {
    await complete();
    const html = await show();
    expect(html).toContain("已收齐");
    expect(html).toContain(`${page}/receipt.pdf`);
    expect(html).toMatch(/验证码 <strong class="code">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(html).toMatch(/href="\/verify\/[^"]+-0001\?v=1"/);
    expect(html).not.toContain("现在要做");
  });

  test("tells late hand-ins from those on time", async () => {
    await sendFile(world, "report", makePdf("总结"), "总结.pdf");
    world.app.now = "2026-12-19T01:00:00.000Z";
    expect(await show()).toContain("仍可以交，会标明逾期");
    await sendFile(world, "photos", makeJpg("a"), "一.jpg");
    await sendFile(world, "photos", makeJpg("b"), "二.jpg");
    const html = await show();
    expect(html.match(/逾期9小时/g)).toHaveLength(1);
  });

  test("names everybody who may be called, and when the desk is open, beside the paper", async () => {
    const paper = makeArtifact("paper", { kind: "paper", deliverTo: "501室", due });
    const blank = { email: null, fax: null, role: null, note: null };
    const contacts = [
      { ...blank, name: "王老师", phone: "0571-0000001", office: "党建办公室", hours: "工作日 9:00–17:00" },
      { ...blank, name: "李老师", phone: "0571-0000002", office: null, hours: null },
    ];
    await open({ definition: makeDefinition([report, paper], { contacts }) });
    const html = await show();
    for (const { phone } of contacts) expect(html).toContain(`<a href="tel:${phone}">${phone}</a>`);
    const words = readWords(html);
    expect(words).toMatch(/党建办公室 王老师 0571-0000001 ； ?李老师 0571-0000002/);
    expect(words).toContain("收件时间：工作日 9:00–17:00");
    expect(readWords(await show("/ask"))).toContain("王老师 0571-0000001；李老师 0571-0000002");
  });

  test("leads to a receipt that lists each of several files with its own hash", async () => {
    await complete();
    const words = readWords(await show("/receipt"));
    // Begun in the same instant, either may stand first.
    const listed = /SHA-256 见下((?: [一二]\.jpg · SHA-256(?: [0-9a-f]{4}){3}){2})/.exec(words)?.[1] ?? "";
    for (const name of ["一.jpg", "二.jpg"]) expect(listed).toContain(name);
  });

  test("stays after closing, without a way to upload and with the contact", async () => {
    await sendFile(world, "report", makePdf("总结"), "总结.pdf");
    await env.DB.prepare("UPDATE rounds SET state = 'closed'").run();
    const html = await show();
    expect(html).not.toContain('type="file"');
    expect(html).not.toContain("<script");
    expect(html).toContain("不再接收材料");
    expect(html).toContain("0000000");
    expect(html).toContain("总结.pdf");
    expect((await client.get(`${page}/files/${/files\/(fil_\w+)/.exec(html)?.[1]}`)).status).toBe(200);
  });

  test("keeps optional artifacts apart and never counts them as missing", async () => {
    await open({
      definition: makeDefinition([report, scan], {
        profiles: {
          literal: ["report"],
          literalConditional: ["extra"],
          onlineFull: ["report"],
          onlineFullInferred: true,
          note: null,
        },
      }),
    });
    const html = await show();
    expect(html).toContain("还差 1 项");
    expect(html).toContain("可交（不影响回执）");
    expect(html.indexOf("材料 extra")).toBeGreaterThan(html.indexOf("可交（不影响回执）"));
  });

  test("of a checklist says that no receipt can be issued", async () => {
    const voluntary = { ...report, required: false };
    await open({
      definition: makeDefinition([voluntary], {
        profiles: {
          literal: ["report"],
          literalConditional: [],
          onlineFull: [],
          onlineFullInferred: true,
          note: null,
        },
      }),
    });
    expect(await show()).toContain(CHECKLIST_SENTENCE);
    await sendFile(world, "report", makePdf("总结"), "总结.pdf");
    const html = await show();
    expect(html).toContain("已交 1 项");
    expect(html).not.toContain("receipt.pdf");
  });

  test("speaks English when asked and remembers it", async () => {
    const html = await show("?lang=en");
    expect(html).toContain("2 still missing");
    expect(await show()).toContain("2 still missing");
  });

  test("foot has the secrecy line, the retention day and the way out", async () => {
    const html = await show();
    expect(html).toContain("涉密不上网，上网不涉密");
    expect(html).toContain("2027年6月30日");
    expect(html).toContain(`action="${page}/leave"`);
  });

  test("a later deadline is said beside the notice's words, at the top and at the card of its own", async () => {
    const path = `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/extensions`;
    const staff = await world.staff();
    const grant = (artifact: string | null, day: string) =>
      staff.send(path, { artifact, due: `2026-12-${day}T12:00:00+08:00`, reason: "停电" });
    expect((await grant(null, "28")).ok && (await grant("photos", "30")).ok).toBe(true);
    const html = await show();
    expect(html).toContain("已延期至 12月28日 12:00 · 通知原文：“12月18日前”");
    expect(html.slice(html.indexOf('id="a-photos"'))).toContain("已延期至 12月30日 12:00");
  });

  test("showing it changes nothing", async () => {
    const dump = async () =>
      JSON.stringify(
        await Promise.all(
          ["events", "submissions", "entries", "entry_drafts", "files", "receipts"].map((table) =>
            env.DB.prepare(`SELECT * FROM ${table}`)
              .all()
              .then(({ results }) => results),
          ),
        ),
      );
    const before = await dump();
    for (const path of ["", "/notice", "?lang=en"]) await show(path);
    expect(await dump()).toBe(before);
  });
});

describe("paper", () => {
  const paper = makeArtifact("original", {
    kind: "paper",
    sealed: true,
    copies: 1,
    minFiles: 0,
    due,
    deliverTo: "党建办公室501室",
  });

  test("has a slip and a short code until the desk records its arrival", async () => {
    await open({ definition: makeDefinition([report, paper]) });
    await sendFile(world, "report", makePdf("总结"), "总结.pdf");
    const html = await show();
    expect(html).toContain("待收纸质");
    expect(html).toContain("送党建办公室501室");
    expect(html).toContain(`${page}/slip.pdf`);
    expect(html).toMatch(/class="slip-code">[0-9A-Z]{4}-[0-9A-Z]{4}</);
    expect(html).not.toContain("receipt.pdf");
  });

  test("that arrived at the desk is shown with time and hand, and completes the set", async () => {
    await open({ definition: makeDefinition([report, paper]) });
    await sendFile(world, "report", makePdf("总结"), "总结.pdf");
    const { submissionId } = world.of();
    const now = "2026-12-17T02:15:00.000Z";
    await insertPaper(openDb(env.DB), {
      submissionId,
      artifactKey: "original",
      after: "",
      arrival: { arrivedAt: now, copies: 1, sealed: true, receivedBy: "组织委员", note: "" },
      staffId: world.staffId,
      guard: sql`1 = 1`,
      now,
    });
    await settle(env, submissionId, now);
    const html = await show();
    expect(html).toContain("12月17日 10:15 送到，组织委员接收");
    expect(html).toContain(`${page}/receipt.pdf`);
  });
});

describe("the notice", () => {
  test("is shown in its own words", async () => {
    const html = await show("/notice");
    expect(html).toContain("请于12月18日前报送材料。");
    expect(html).toContain("霁教党字〔2026〕18号");
  });
});

describe("the JSON status", () => {
  test("says the same as the page", async () => {
    await sendFile(world, "report", makePdf("总结"), "总结.pdf");
    const path = `/api/submissions/${world.of().submissionId}`;
    const answer = await world.app.request(path, { headers: world.bearer() });
    expect(await answer.json()).toMatchObject({
      state: "partial",
      required: 2,
      present: 1,
      missing: ["photos"],
      complete: false,
      receipt: null,
      artifacts: [
        { key: "report", state: "received", files: [{ name: "总结.pdf", version: 1 }] },
        { key: "photos", state: "missing", files: [] },
      ],
    });
  });
});
