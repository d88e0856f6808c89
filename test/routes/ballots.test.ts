import { beforeEach, describe, expect, test } from "vitest";
import { ASSET_MANIFEST } from "../../worker/assets";
import type { BallotMember } from "../../worker/papers/ballot.rules";
import type { SheetPdfInput } from "../../worker/papers/vote_grid.pdf";
import { makeTally, makeTallyRow } from "../support/entry.builders";
import { readPdf } from "../support/pdf";
import { placeRuns } from "../support/pdf.places";
import { env, reset } from "../support/worker";
import { makeArtifact, makeDefinition, makeWorld, type World } from "../support/world";

const font = async () =>
  (await env.ASSETS.fetch(new URL(ASSET_MANIFEST.font, "https://assets.invalid"))).arrayBuffer();

const unnamed = (count: number): BallotMember[] =>
  Array.from({ length: count }, () => ({ name: "", ungraded: false }));

const INPUT: SheetPdfInput = {
  branch: "霁川区桐荫小学党支部",
  grades: ["好", "一般", "差"],
  members: unnamed(24),
  heldOn: null,
  madeAt: "2026-11-23T01:00:00.000Z",
  font,
};

async function ballot(overrides: Partial<SheetPdfInput> = {}) {
  const { renderBallotPdf } = await import("../../worker/papers/ballot.pdf");
  return renderBallotPdf({ ...INPUT, ...overrides });
}

async function tallySheet(overrides: Partial<SheetPdfInput> = {}) {
  const { renderTallySheetPdf } = await import("../../worker/papers/tally_sheet.pdf");
  return renderTallySheetPdf({ ...INPUT, ...overrides });
}

describe("a blank ballot", () => {
  test("has branch, date line, instruction, and a row of boxes for each member on one page", async () => {
    const { pages } = readPdf(await ballot());
    expect(pages).toHaveLength(1);
    for (const text of [
      "民主评议党员测评表",
      "党支部：霁川区桐荫小学党支部",
      "测评时间：年月日",
      "说明：无记名；每人每行只选一项，划“√”；多选、不选的该行无效/弃权。",
      "序号姓名好一般差",
      "第1页，共1页",
    ]) {
      expect(pages[0]).toContain(text);
    }
    expect(pages[0]).toMatch(/差1234567891011121314151617181920212223(24)$/);
  });

  test("prints names, the day and 不定等次 where the branch has typed them", async () => {
    const members = [
      { name: "党员01", ungraded: false },
      { name: "党员02", ungraded: true },
      { name: "", ungraded: false },
    ];
    const { pages } = readPdf(await ballot({ members, heldOn: "2026-12-09" }));
    expect(pages[0]).toContain("测评时间：2026年12月9日");
    expect(pages[0]).toMatch(/1党员012党员02不定等次3$/);
  });

  test("has as many columns as the round has grades", async () => {
    const grades = ["优秀", "合格", "基本合格", "不合格"];
    expect(readPdf(await ballot({ grades })).pages[0]).toContain("序号姓名优秀合格基本合格不合格");
  });

  test("repeats its head on every page of a large branch, and stays inside the margins", async () => {
    const bytes = await ballot({ members: unnamed(75) });
    const { pages } = readPdf(bytes);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain("序号姓名好一般差");
    expect(pages.at(-1)).toMatch(/75$/);
    const strays = placeRuns(bytes).filter((run) => run.left < 78.8 || run.right > 522.1 || run.top > 786);
    expect(strays).toEqual([]);
  });

  test("takes any names without running out of its cells or failing", async () => {
    const members = ["𠮷".repeat(50), "a".repeat(50), "\u202e党员", "👨‍👩‍👧", "، ".repeat(25)].map(
      (name) => ({
        name,
        ungraded: false,
      }),
    );
    const bytes = await ballot({
      members,
      branch: "支".repeat(100),
      grades: ["很长的等次名称十二个字", "差"],
    });
    expect(placeRuns(bytes).filter((run) => run.right > 522.1)).toEqual([]);
  });
});

test("a counting sheet asks for totals, signatures of both tellers, and counts by grade", async () => {
  const { pages } = readPdf(await tallySheet());
  const all = pages.join("");
  for (const text of [
    "民主评议党员测评计票表",
    "到会参加测评人数发出票数收回票数有效票数无效票数",
    "收回票数不得多于发出票数，多于的测评无效",
    "序号姓名好一般差弃权/未划合计",
    "计票人（签名）监票人（签名）计票日期",
  ]) {
    expect(all).toContain(text);
  }
});
const due = "2026-12-18T23:59:59+08:00";
const tally = makeArtifact("appraisal_tally", { kind: "form", form: "appraisal_tally", minFiles: 0, due });
const ballots = makeArtifact("appraisal_ballots", {
  ...{ kind: "paper", form: "appraisal_ballot", obligation: "keep" },
  ...{ required: false, minFiles: 0, maxFiles: 0 },
});

describe("the sheets of a round that appraises", () => {
  let world: World;
  beforeEach(reset);

  const get = (name: string, code?: string) =>
    world.app.request(`/b/${world.of(code).submissionId}/${name}`, { headers: world.bearer(code) });
  const read = async (name: string, code?: string) =>
    readPdf(new Uint8Array(await (await get(name, code)).arrayBuffer())).pages.join("");

  test("are PDFs of the branch's own, with a row for each member of the roster", async () => {
    world = await makeWorld({ definition: makeDefinition([tally]) });
    for (const name of ["ballots.pdf", "tally-sheet.pdf"]) {
      const answer = await get(name);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/pdf");
      expect(answer.headers.get("content-disposition")).toContain("JC01.pdf");
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      await answer.arrayBuffer();
    }
    expect(await read("ballots.pdf")).toMatch(/党支部：霁川区桐荫小学党支部.*2324$/);
    expect(await read("ballots.pdf", "JC03")).toMatch(/1718$/);
  });

  test("are the same bytes whenever and by whomever they are printed", async () => {
    world = await makeWorld({ definition: makeDefinition([tally]) });
    const bytes = async () => new Uint8Array(await (await get("ballots.pdf")).arrayBuffer());
    const before = await bytes();
    world.app.now = "2026-12-09T05:00:00.000Z";
    const client = await world.branch();
    const path = `/b/${world.of().submissionId}/ballots.pdf`;
    expect(new Uint8Array(await (await client.get(path)).arrayBuffer())).toEqual(before);
    expect(await bytes()).toEqual(before);
  });

  test("name no voter: neither link, submission nor code stands anywhere in them", async () => {
    world = await makeWorld({ definition: makeDefinition([tally]) });
    for (const name of ["ballots.pdf", "tally-sheet.pdf"]) {
      const raw = Buffer.from(await (await get(name)).arrayBuffer()).toString("latin1");
      const { pages, metadata } = readPdf(Uint8Array.from(Buffer.from(raw, "latin1")));
      const { submissionId, secret, code } = world.of();
      for (const trace of [submissionId, secret, code, world.roundId]) {
        expect(raw + pages.join("") + metadata).not.toContain(trace);
      }
      expect(raw).not.toMatch(/\/Subtype \/Image|\/URI/);
    }
  });

  test("take the names from the tally as far as it is typed, a draft of it included", async () => {
    world = await makeWorld({ definition: makeDefinition([tally]) });
    const path = `/api/submissions/${world.of().submissionId}/artifacts/appraisal_tally/draft`;
    const entry = { meeting_on: "2026-12-09", rows: [makeTallyRow(1), makeTallyRow(2)] };
    const saved = await world.app.request(path, {
      method: "PUT",
      body: JSON.stringify({ entry }),
      headers: { ...world.bearer(), "Content-Type": "application/json" },
    });
    expect(saved.status).toBe(200);
    const page = await read("ballots.pdf");
    expect(page).toContain("测评时间：2026年12月9日");
    expect(page).toMatch(/1党员012党员0234.*24$/);
    expect(await read("tally-sheet.pdf")).toContain("1党员012党员023");
  });

  test("are offered where only the ballots are kept, and nowhere else", async () => {
    world = await makeWorld({ definition: makeDefinition([makeArtifact("report"), ballots]) });
    expect((await get("ballots.pdf")).status).toBe(200);
    await reset();
    world = await makeWorld({ definition: makeDefinition([makeArtifact("report")]) });
    for (const name of ["ballots.pdf", "tally-sheet.pdf"]) {
      const answer = await get(name);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain("测评");
    }
  });

  test("no ballot is taken, by typing or as a file", async () => {
    world = await makeWorld({ definition: makeDefinition([makeArtifact("report"), ballots]) });
    const base = `/api/submissions/${world.of().submissionId}/artifacts/appraisal_ballots`;
    const typed = await world.app.request(`${base}/entry`, {
      method: "PUT",
      body: JSON.stringify({ entry: makeTally() }),
      headers: { ...world.bearer(), "Content-Type": "application/json" },
    });
    expect(await typed.json()).toMatchObject({ code: "artifact.wrong_kind" });
    const sent = await world.app.request(`${base}/files`, {
      method: "POST",
      body: "%PDF-1.7",
      headers: { ...world.bearer(), "X-File-Name": "a.pdf", "Content-Length": "8" },
    });
    expect(sent.status).toBeGreaterThanOrEqual(400);
    expect((await env.DB.prepare("SELECT COUNT(*) AS n FROM files").first<{ n: number }>())?.n).toBe(0);
  });
});
