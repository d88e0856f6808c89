import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import type { BranchNumbers } from "../../worker/db";
import { shiftDates } from "../../worker/rounds/round.shift.rules";
import { findTemplate } from "../../worker/rounds/templates";
import { openArchive } from "../support/archive";
import { makeTally, makeTallyRow, makeWorkPlan } from "../support/entry.builders";
import { makeDocx } from "../support/files";
import { readWords } from "../support/markup";
import { readPdf } from "../support/pdf";
import { env, reset } from "../support/worker";
import { makeWorld, sendFile, type World } from "../support/world";

const numbers = (members: number | null, under: string | null): BranchNumbers => ({
  members,
  full: members,
  probationary: members === null ? null : 0,
  committee: null,
  floating: null,
  under,
});

const UNIT = "霁川区第三高级中学党总支";
const ROSTER = [
  { code: "GZ", name: UNIT, numbers: numbers(null, null) },
  { code: "JC03", name: `${UNIT}第一党支部`, numbers: numbers(18, UNIT) },
  { code: "JC04", name: `${UNIT}第二党支部`, numbers: numbers(16, UNIT) },
];

/** A tally of so many members, all of them voters. */
const tallyOf = (members: number) =>
  makeTally({
    meeting_on: "2026-12-12",
    total_members: members,
    present_voters: members,
    issued: members,
    returned: members,
    valid: members,
    invalid: 0,
    rows: Array.from({ length: members }, (_, i) => makeTallyRow(i + 1, { good: members - 1, fair: 0 })),
  });

async function enter(world: World, place: string, entry: unknown) {
  const path = `/api/submissions/${world.of().submissionId}/artifacts/${place}`;
  const headers = { ...world.bearer(), "Content-Type": "application/json" };
  return world.app.request(path, { method: "PUT", body: JSON.stringify({ entry }), headers });
}

const readPage = async (world: World) => {
  const client = await world.branch();
  return readWords(await (await client.get(`/b/${world.of().submissionId}`)).text());
};

const verify = async (world: World) =>
  (await world.app.request("/verify/2015-14-0001", { headers: { Accept: "application/json" } })).json();

/** How the files of the tallies end in the bundle of the unit. */
async function listTallies(world: World): Promise<string[]> {
  const staff = await world.staff();
  const path = `/api/rounds/${world.roundId}/branches/${world.of().submissionId}/bundle.zip`;
  const zip = new Uint8Array(await (await staff.get(path)).arrayBuffer());
  const paths = (await openArchive(zip, false)).map((one) => one.path);
  return paths.flatMap((one) => /汇总表.*?((?:_\d{2})?_v1\.\w+)$/.exec(one)?.[1] ?? []).sort();
}

beforeEach(reset);

describe("10. one unit, two branches", () => {
  async function openUnit(): Promise<World> {
    const template = findTemplate("notice-003");
    if (template === null) throw new Error("no template");
    const definition = shiftDates(template.definition, { latestDueOn: "2026-12-22" });
    return makeWorld({ definition, branches: ROSTER });
  }

  test("prints ballots and counting sheets for each of its branches by itself", async () => {
    const world = await openUnit();
    const client = await world.branch();
    const page = `/b/${world.of().submissionId}`;
    const html = await (await client.get(page)).text();
    for (const name of ["ballots.pdf", "tally-sheet.pdf"])
      expect(new Set(html.match(new RegExp(`${page}/${name}[^"]*`, "g")))).toEqual(
        new Set([`${page}/${name}?item=1`, `${page}/${name}?item=2`]),
      );
    expect(html).toContain(`打印空白测评表：${UNIT}第二党支部`);
    const answer = await client.get(`${page}/ballots.pdf?item=2`);
    expect(answer.status).toBe(200);
    expect(readPdf(new Uint8Array(await answer.arrayBuffer())).pages.join("")).toMatch(/1516$/);
  });

  test("the unit hands in one plan, one summary and a tally of each branch, and only then has its receipt", async () => {
    const world = await openUnit();
    expect(world.branches.map((one) => one.code)).toEqual(["GZ"]);
    const plan = makeWorkPlan({ expected_members: 34, meeting_at: "2026-12-12T14:00:00+08:00" });
    expect((await enter(world, "work_plan/entry", plan)).status).toBe(201);
    expect((await sendFile(world, "situation_summary", makeDocx("情况总结"), "总结.docx")).status).toBe(201);
    expect(await readPage(world)).toContain(`填写：${UNIT}第一党支部`);

    const first = await enter(world, "appraisal_tally/entry", tallyOf(18));
    expect([first.status, await first.json()]).toMatchObject([
      201,
      { complete: false, missing: ["appraisal_tally"] },
    ]);
    const page = await readPage(world);
    expect(page).toContain("还差 1 项");
    expect(page).toContain(`填写：${UNIT}第二党支部`);
    expect(page).not.toContain(`填写：${UNIT}第一党支部`);
    expect(await verify(world)).toEqual({ state: "unknown" });

    const second = await enter(world, "appraisal_tally/entry/2", tallyOf(16));
    expect([second.status, await second.json()]).toMatchObject([201, { complete: true }]);
    expect(await verify(world)).toMatchObject({ state: "valid", branch: { code: "GZ" } });
    expect(await listTallies(world)).toEqual(["_01_v1.json", "_01_v1.pdf", "_02_v1.json", "_02_v1.pdf"]);
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("each tally is held against its own branch, and the committee reads which is whose", async () => {
    const world = await openUnit();
    const wrong = await enter(world, "appraisal_tally/entry/2", tallyOf(18));
    const { findings } = (await wrong.json()) as { findings: { level: string; zh: string }[] };
    expect(findings.map((one) => one.zh).join()).toContain("16");
    await enter(world, "appraisal_tally/entry/2", tallyOf(16));
    const staff = await world.staff();
    const path = `/committee/rounds/${world.roundId}/branches/${world.of().submissionId}`;
    expect(readWords(await (await staff.get(path)).text())).toContain(`填报内容 ${UNIT}第二党支部`);
  });

  test("a number that no branch has is refused", async () => {
    const world = await openUnit();
    for (const item of ["3", "0", "99", "x"]) {
      const answer = await enter(world, `appraisal_tally/entry/${item}`, tallyOf(16));
      expect([answer.status, await answer.json()], item).toMatchObject([404, { code: "artifact.not_found" }]);
    }
    const client = await world.branch();
    expect((await client.get(`/b/${world.of().submissionId}/forms/appraisal_tally/3`)).status).toBe(404);
    expect((await enter(world, "work_plan/entry/2", makeWorkPlan())).status).toBe(404);
  });
});
