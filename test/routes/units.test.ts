import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { createFromTemplate, editPath, listEventTypes, openStaffDesk } from "../support/committee";
import { readWords } from "../support/markup";
import { type Client, env } from "../support/worker";
import { makeCommittee, WORLD_NOW } from "../support/world";

const ROSTER = [
  "编号,名称,所属单位,党员总数",
  "JC03,第三高级中学第一党支部,GZ,18",
  "JC04,第三高级中学第二党支部,霁川区第三高级中学党总支,16",
  "GZ,霁川区第三高级中学党总支,,",
  "JC09,职业技术学校机电系党支部,霁川区职业技术学校党总支,14",
  "JC10,霁川区教师发展中心党支部,中共霁川区教育局委员会,19",
].join("\n");

let client: Client;
let id: string;

beforeEach(async () => {
  ({ client } = await openStaffDesk(WORLD_NOW, (now) => makeCommittee(now, [])));
  id = await createFromTemplate(client, "notice-003", "literal");
  await sendRoster(ROSTER);
});

async function sendRoster(csv: string): Promise<{ joined: number }> {
  const headers = { "Content-Type": "text/csv" };
  const answer = await client.request(`/api/rounds/${id}/roster`, { method: "PUT", body: csv, headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { joined: number };
}

async function listSubmissions() {
  const { results } = await env.DB.prepare(
    "SELECT code, numbers, settled_seq FROM submissions WHERE round_id = ? ORDER BY code",
  )
    .bind(id)
    .all<{ code: string; numbers: string }>();
  return results.map(({ code, numbers }) => {
    const { members, branches } = JSON.parse(numbers) as {
      members: number | null;
      branches?: { code: string; members: number }[];
    };
    return { code, members, branches: branches?.map((one) => `${one.code} ${one.members}`) };
  });
}

const publish = () => client.send(`/api/rounds/${id}/publish`, {});

describe("a round that units hand in", () => {
  test("says before publishing who hands in for whom, and who names a unit that is not there", async () => {
    const page = readWords(await (await client.get(editPath(id))).text());
    expect(page).toContain("发布后发出 3 条报送链接，其中 1 条由单位替所属 2 个支部报送");
    expect(page).toContain("霁川区第三高级中学党总支 ：第三高级中学第一党支部、第三高级中学第二党支部");
    expect(page).toContain("“霁川区职业技术学校党总支”：职业技术学校机电系党支部");
    expect(page).not.toContain("“中共霁川区教育局委员会”");
  });

  test("makes one submission for each unit, with its branches in the roster's order", async () => {
    await publish();
    expect(await listSubmissions()).toEqual([
      { code: "GZ", members: 34, branches: ["JC03 18", "JC04 16"] },
      { code: "JC09", members: 14, branches: undefined },
      { code: "JC10", members: 19, branches: undefined },
    ]);
    const { links } = (await (await client.get(`/api/rounds/${id}/links`)).json()) as { links: unknown[] };
    expect(links).toHaveLength(3);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("takes a unit's further branch in behind those it has, whatever its code", async () => {
    await publish();
    const late = `${ROSTER}\nJC01,第三高级中学离退休党支部,GZ,7\nJC11,霁川区教育局机关党支部,,27`;
    expect(await sendRoster(late)).toMatchObject({ joined: 2 });
    expect((await listSubmissions())[0]).toEqual({
      code: "GZ",
      members: 41,
      branches: ["JC03 18", "JC04 16", "JC01 7"],
    });
    expect((await listSubmissions()).map((one) => one.code)).toEqual(["GZ", "JC09", "JC10", "JC11"]);
    const unit = await env.DB.prepare("SELECT id FROM submissions WHERE code = 'GZ'").first<string>("id");
    expect(await listEventTypes(unit ?? "")).toEqual(["submission.branches_added"]);
    expect(await sendRoster(late)).toMatchObject({ joined: 0 });
    expect(await checkInvariants(env)).toEqual([]);
  });
});

test("a round of branches gives every line of the same roster its own link", async () => {
  id = await createFromTemplate(client, "notice-000", "literal");
  expect(readWords(await (await client.get(editPath(id))).text())).toContain(
    "花名册里的 5 个支部各得一条报送链接",
  );
  await publish();
  expect((await listSubmissions()).map((one) => one.code)).toEqual(["GZ", "JC03", "JC04", "JC09", "JC10"]);
});
