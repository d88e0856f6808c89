/** What stays with the branch, 零报告, several entries of one artifact, and what is private. */
import { beforeEach, describe, expect, test } from "vitest";
import type { RoundDefinition } from "../../schemas/round";
import { checkInvariants } from "../../worker/audit/invariants";
import { makeContestEntry } from "../support/entries.discussion";
import { makeKept, makeNothing, makeTalk, makeTalkRecords } from "../support/entries.talks";
import { makePdf } from "../support/files";
import { beginStory, openNotice, type Story } from "../support/story";
import { env, reset } from "../support/worker";

const CODE = "JC05";
let story: Story;

/** A notice narrowed to these artifacts, all required, with changes to each. */
function narrow(
  id: string,
  changes: Record<string, object>,
  more: Partial<RoundDefinition> = {},
): RoundDefinition {
  const definition = openNotice(id);
  const keys = Object.keys(changes);
  const artifacts = definition.artifacts.map((one) => ({ ...one, ...changes[one.key] }));
  return {
    ...definition,
    ...more,
    artifacts,
    profiles: { ...definition.profiles, literal: keys, onlineFull: keys },
  };
}

const begin = async (definition: RoundDefinition) => {
  story = await beginStory({ definition, profile: "online_full" });
  story.clock("12-14 09:00");
};

beforeEach(reset);

describe("what a branch keeps", () => {
  test("is declared by day, number and keeper, takes no file, and stands on the receipt as kept", async () => {
    await begin(narrow("notice-000", { meeting_media: { handling: "declare" } }));
    expect((await story.send(CODE, "meeting_media", makePdf("x"), "x.pdf")).status).toBe(422);
    expect(await story.page(CODE)).toContain("填写留存情况");
    await story.handIn(CODE, "meeting_media", makeKept());
    expect((await story.status(CODE)).receipt).toMatchObject({ version: 1 });
    expect((await story.receipt(CODE)).body.artifacts).toMatchObject([{ declared: "kept" }]);
    expect(await checkInvariants(env)).toEqual([]);
  });
});

describe("零报告", () => {
  test("answers where the round allows it, and gives way to what comes later", async () => {
    await begin(narrow("notice-000", { opinion_summary: { nothingToReport: true } }));
    await story.handIn(CODE, "opinion_summary", makeNothing(), 0);
    expect((await story.receipt(CODE)).body.artifacts).toMatchObject([{ declared: "nothing" }]);
    expect(await story.page(CODE)).toContain("零报告");
    await story.sendTaken(CODE, "opinion_summary", makePdf("还是有的"), "汇总.pdf");
    const { body } = await story.receipt(CODE);
    expect(body).toMatchObject({ version: 2 });
    expect(body.artifacts[0]?.declared).toBeUndefined();
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("is not there where the round does not allow it", async () => {
    await begin(narrow("notice-000", { opinion_summary: {} }));
    expect((await story.enter(CODE, "opinion_summary", makeNothing(), 0)).status).toBe(404);
  });
});

describe("entries of several persons", () => {
  test("stand side by side, each with versions of its own, and count only by the round's quota", async () => {
    await begin(narrow("notice-002", { suggestion_entries: { minEntries: 2 } }));
    await story.handIn(CODE, "suggestion_entries", makeContestEntry({ title: "第一条建议" }));
    expect((await story.status(CODE)).missing).toEqual(["suggestion_entries"]);
    await story.handIn(CODE, "suggestion_entries", makeContestEntry({ title: "第二条建议" }), 2);
    expect(await story.status(CODE)).toMatchObject({ missing: [], receipt: { version: 1 } });
    await story.handIn(CODE, "suggestion_entries", makeContestEntry({ title: "第二条建议，改" }), 2);
    const shown = await story.artifact(CODE, "suggestion_entries");
    expect(shown.entries.map(({ item, version }) => [item, version])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await story.page(CODE)).toContain("再填一份");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("have numbers from 1; another number is refused, and an artifact of one takes no second", async () => {
    await begin(narrow("notice-002", { suggestion_entries: {} }));
    expect((await story.enter(CODE, "suggestion_entries", makeContestEntry(), 999)).status).toBe(404);
    await reset();
    await begin(narrow("notice-000", { opinion_summary: {} }));
    expect((await story.enter(CODE, "opinion_summary", {}, 2)).status).toBe(404);
  });
});

describe("what is private to the branch", () => {
  const gist = "谈了家里的困难";
  const talks = () => makeTalkRecords({ rows: [makeTalk({ gist, opinions: "希望减轻负担" })] });
  const stored = () => env.DB.prepare("SELECT data FROM entries").first<string>("data");

  test("is neither asked nor stored unless the round says so", async () => {
    await begin(narrow("notice-000", { talk_records: {} }));
    await story.handIn(CODE, "talk_records", talks());
    expect(await stored()).not.toContain(gist);
    expect(await story.clerkPage(CODE)).not.toContain(gist);
  });

  test("is stored where it does", async () => {
    await begin(narrow("notice-000", { talk_records: {} }, { collectPrivate: true }));
    await story.handIn(CODE, "talk_records", talks());
    expect(await stored()).toContain(gist);
  });
});
