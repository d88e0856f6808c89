import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { signInStaff } from "../support/committee";
import { type Client, createTestApp, env, reset, type TestApp } from "../support/worker";
import { makeArtifact, makeCommittee, makeDefinition, makeRound, WORLD_NOW } from "../support/world";

const definition = makeDefinition([makeArtifact("report")]);
const LIST = "编号,名称,党员总数\nJC01,霁川区桐荫小学党支部,24\nJC02,霁川区望潮初级中学党支部,31";

let app: TestApp;
let client: Client;
let by: { committeeId: string; staffId: string };
let path: string;

beforeEach(async () => {
  await reset();
  app = createTestApp({ now: WORLD_NOW });
  by = await makeCommittee(WORLD_NOW, []);
  client = await signInStaff(app, by.staffId);
  const created = await client.send("/api/rounds", { definition });
  const { id } = (await created.json()) as { id: string };
  path = `/committee/rounds/${id}/roster`;
});

const post = (text: string, action = "preview") => client.post(path, { text, action });

async function listBranches(): Promise<{ code: string; name: string; members: number | null }[]> {
  const { results } = await env.DB.prepare("SELECT code, name, numbers FROM branches ORDER BY code").all();
  return results.map((row) => ({
    code: String(row.code),
    name: String(row.name),
    members: JSON.parse(String(row.numbers)).members,
  }));
}

describe("importing a roster", () => {
  test("is looked at first, then taken by a second press", async () => {
    const preview = await post(LIST);
    expect(preview.status).toBe(200);
    const html = await preview.text();
    expect(html).toContain("名单已看过，还没有导入");
    expect(html).toContain("新增 2");
    expect(await listBranches()).toEqual([]);
    const done = await post(LIST, "import");
    expect(done.headers.get("location")).toBe(`${path}?added=2&changed=0&joined=0`);
    expect(await listBranches()).toEqual([
      { code: "JC01", name: "霁川区桐荫小学党支部", members: 24 },
      { code: "JC02", name: "霁川区望潮初级中学党支部", members: 31 },
    ]);
    expect(await (await client.get(`${path}?added=2&changed=0&joined=0`)).text()).toContain(
      "已导入。 新增 2、更改 0",
    );
  });

  test("takes a whole list or nothing, and what was pasted stays", async () => {
    const wrong = `${LIST}\nJC01,另一个党支部,3\n,没有编号党支部,4`;
    for (const action of ["preview", "import"]) {
      const answer = await post(wrong, action);
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(html).toContain("名单有 2 处问题，没有导入任何一行");
      expect(html).toContain("第 4 行：编号 JC01 与第 2 行重复");
      expect(html).toContain("第 5 行：没有编号");
      expect(html).toContain("JC01,另一个党支部,3");
    }
    expect(await listBranches()).toEqual([]);
  });

  test("says the first fifty problems of a file that is no roster", async () => {
    const answer = await post(Array.from({ length: 80 }, (_, i) => `@${i}\t甲`).join("\n"));
    const html = await answer.text();
    expect(html).toContain("名单有 80 处问题");
    expect(html).toContain("另有 30 处");
  });

  test("changes what the list changes and removes nobody", async () => {
    await post(LIST, "import");
    const html = await (await post("JC01,霁川区桐荫小学党支部,25\nJC03,霁川区青禾幼儿园党支部,7")).text();
    for (const words of ["新增 1", "更改 1", "不变 0", "另有 1 个支部不在这份名单里，仍然保留"]) {
      expect(html).toContain(words);
    }
    await post("JC01,霁川区桐荫小学党支部,25\nJC03,霁川区青禾幼儿园党支部,7", "import");
    expect((await listBranches()).map((one) => [one.code, one.members])).toEqual([
      ["JC01", 25],
      ["JC02", 31],
      ["JC03", 7],
    ]);
    const { results } = await env.DB.prepare("SELECT type, data FROM events WHERE chain_id = ? ORDER BY seq")
      .bind(by.committeeId)
      .all();
    expect(results.map((row) => [row.type, row.data])).toEqual([
      ["roster.imported", '{"added":2,"changed":0}'],
      ["roster.imported", '{"added":1,"changed":1}'],
    ]);
  });

  test("takes a file in GB18030, and refuses a workbook with a sentence that helps", async () => {
    const gb = Uint8Array.from([
      0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0d, 0x0a, 0x4a, 0x43, 0x30, 0x31, 0x2c, 0xb5,
      0xb3, 0xd6, 0xa7, 0xb2, 0xbf,
    ]);
    await client.post(path, { text: "", file: new File([gb], "名单.csv"), action: "import" });
    expect(await listBranches()).toEqual([{ code: "JC01", name: "党支部", members: null }]);
    const book = new File([Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])], "名单.xlsx");
    const answer = await client.post(path, { text: "留着", file: book });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("另存为 CSV");
    expect(html).toContain("留着");
  });

  test("works for five thousand rows", async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `B${i}\t霁川区第${i}党支部\t${i % 50}`).join("\n");
    expect((await post(rows, "import")).status).toBe(303);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM branches").first("n")).toBe(5000);
  });

  test("shows names as text, whatever they are", async () => {
    await post('A1\t"<script>alert(1)</script>"', "import");
    const html = await (await client.get(path)).text();
    expect(html).toContain("&lt;script>alert(1)&lt;/script>");
  });
});

describe("a roster that grows after publishing", () => {
  test("brings the new branches into the round, each with a submission and a link", async () => {
    await post(LIST, "import");
    const roundId = await makeRound(by, { definition });
    path = `/committee/rounds/${roundId}/roster`;
    const more = `${LIST}\nJC03,霁川区青禾幼儿园党支部,7`;
    expect(await (await post(more)).text()).toContain("新增的 1 个支部导入后立即加入");
    const done = await post(more, "import");
    expect(done.headers.get("location")).toBe(`${path}?added=1&changed=0&joined=1`);
    const { links } = (await (await client.get(`/api/rounds/${roundId}/links`)).json()) as {
      links: { code: string }[];
    };
    expect(links.map((one) => one.code)).toEqual(["JC01", "JC02", "JC03"]);
    expect((await post(more, "import")).headers.get("location")).toContain("joined=0");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("offers branches that another round's import brought, and takes them in once", async () => {
    await post(LIST, "import");
    const roundId = await makeRound(by, { definition });
    await post("JC09,霁川区启明特殊教育学校党支部,9", "import");
    path = `/committee/rounds/${roundId}/roster`;
    expect(await (await client.get(path)).text()).toContain("有 1 个支部还没有加入本任务");
    const join = () => client.post(`/committee/rounds/${roundId}/branches`);
    const answers = await Promise.all([join(), join()]);
    const joined = answers.map((one) => one.headers.get("location")?.split("joined=")[1]).sort();
    expect(joined).toEqual(["0", "1"]);
    expect(
      await env.DB.prepare("SELECT COUNT(*) AS n FROM submissions WHERE round_id = ?")
        .bind(roundId)
        .first("n"),
    ).toBe(3);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("keeps the roster of the past in submissions", async () => {
    await post(LIST, "import");
    const roundId = await makeRound(by, { definition });
    await post("JC01,改名后的党支部,30", "import");
    const row = await env.DB.prepare("SELECT name FROM submissions WHERE round_id = ? AND code = 'JC01'")
      .bind(roundId)
      .first();
    expect(row?.name).toBe("霁川区桐荫小学党支部");
  });
});

describe("the API's roster", () => {
  const apiPath = () => path.replace("/committee", "/api");

  test("takes CSV and JSON, and answers with counts", async () => {
    const csv = await client.request(apiPath(), {
      method: "PUT",
      body: LIST,
      headers: { "Content-Type": "text/csv" },
    });
    expect(await csv.json()).toEqual({
      added: 2,
      changed: 0,
      unchanged: 0,
      absent: 0,
      joined: 0,
      findings: [],
    });
    const rows = [
      { code: "JC01", name: "霁川区桐荫小学党支部", members: 24 },
      { code: 3, name: "第三党支部" },
    ];
    const json = await client.send(apiPath(), { rows }, "PUT");
    expect(await json.json()).toMatchObject({ added: 1, unchanged: 1, absent: 1 });
  });

  test("refuses with a finding per line", async () => {
    const answer = await client.send(
      apiPath(),
      {
        rows: [
          { code: "", name: "甲" },
          { code: "B", name: "" },
        ],
      },
      "PUT",
    );
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "roster.invalid",
      findings: [{ code: "roster.no_code" }, { code: "roster.no_name" }],
    });
    expect(await listBranches()).toEqual([]);
  });
});
