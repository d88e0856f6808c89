/** Situations 1 to 4 of domain.md §4.2, with the figures and sentences written there. */
import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import summary998 from "../fixtures/summary-998.txt?raw";
import summary1000 from "../fixtures/summary-1000.txt?raw";
import { makeAbsenceFiling, makeAbsent, makeMinutes, makeSpeakers } from "../support/entries.meeting";
import { splitSummary } from "../support/entries.summary";
import { makeHeic, makeJpg, makePdf } from "../support/files";
import { exifSegment, layFilm, layJpg } from "../support/hostile.media";
import { layPdf } from "../support/hostile.pdf";
import { at, beginStory, openNotice, type Story, TWELVE_BRANCHES } from "../support/story";
import { env, reset } from "../support/worker";

let story: Story;
const members = (code: string) => TWELVE_BRANCHES.find((one) => one.code === code)?.numbers.members ?? 0;

beforeEach(reset);

describe("situation 1: a summary of 998 characters (JC01)", () => {
  beforeEach(async () => {
    story = await beginStory();
    story.clock("12-15 09:00");
  });

  test("is blocked with the arithmetic, stays as a draft, and passes at 1000", async () => {
    expect(await story.refusals("JC01", "summary_text", splitSummary(summary998))).toEqual([
      "正文998字，通知要求不少于1000字，还差2字（含标点；仅汉字877字）",
    ]);
    expect((await story.artifact("JC01", "summary_text")).state).toBe("draft");
    expect(await story.page("JC01")).toContain("998");
    const spaced = splitSummary(summary998);
    const padded = { ...spaced, prep: `${spaced.prep}   . . .` };
    expect(await story.refusals("JC01", "summary_text", padded)).toHaveLength(1);
    await story.handIn("JC01", "summary_text", splitSummary(summary1000));
    expect((await story.artifact("JC01", "summary_text")).state).toBe("received");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("may be waived with a reason that stands on the branch's page", async () => {
    await story.enter("JC01", "summary_text", splitSummary(summary998));
    expect((await story.decide("JC01", "summary_text", { decision: "waive" })).status).toBe(422);
    await story.decide("JC01", "summary_text", { decision: "waive", reason: "支部新建，内容已经完整" });
    expect((await story.artifact("JC01", "summary_text")).state).toBe("waived");
    expect(await story.page("JC01")).toContain("支部新建，内容已经完整");
  });

  test("as a scan is taken as 字数未核 and goes before a person", async () => {
    await story.sendTaken("JC01", "summary_text", new Uint8Array(layPdf({ scan: true })), "小结扫描.pdf");
    const shown = await story.artifact("JC01", "summary_text");
    expect(shown.state).toBe("received");
    expect(await story.page("JC01")).toContain("字数未核");
  });
});

describe("situation 2: absence without approval (JC03)", () => {
  const minutes = (more: Record<string, unknown> = {}) =>
    makeMinutes({
      total_members: 18,
      total_full: 18,
      should_attend: 18,
      attended: 17,
      attended_full: 17,
      speeches: makeSpeakers(17),
      ...more,
    });

  beforeEach(async () => {
    story = await beginStory({ definition: openNotice("notice-000"), profile: "online_full" });
    story.clock("12-10 09:00");
  });

  test("is blocked on the row, and a number without its row by the arithmetic", async () => {
    const bare = { name: "党员07", reason: "公出" };
    expect(await story.refusals("JC03", "meeting_minutes", minutes({ absent: [bare] }))).toContain(
      "缺席需支部书记同意并报党委备案",
    );
    expect(await story.refusals("JC03", "meeting_minutes", minutes())).toContain(
      "应到18，实到17，缺席名单应为1人，现为0人",
    );
    expect((await story.artifact("JC03", "meeting_minutes")).state).toBe("draft");
  });

  test("with consent opens a filing; once filed it is present, and the committee acknowledges it", async () => {
    expect((await story.artifact("JC03", "absence_filing")).required).toBe(false);
    await story.handIn("JC03", "meeting_minutes", minutes({ absent: [makeAbsent()] }));
    expect((await story.artifact("JC03", "absence_filing")).required).toBe(true);
    expect((await story.status("JC03")).missing).toContain("absence_filing");
    await story.handIn("JC03", "absence_filing", makeAbsenceFiling());
    expect((await story.status("JC03")).missing).not.toContain("absence_filing");
    await story.decide("JC03", "absence_filing", { decision: "file", number: "坛备2026-3" });
    expect((await story.artifact("JC03", "absence_filing")).state).toBe("filed");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("in the other order ends in the same state", async () => {
    await story.handIn("JC03", "absence_filing", makeAbsenceFiling());
    await story.handIn("JC03", "meeting_minutes", minutes({ absent: [makeAbsent()] }));
    expect((await story.artifact("JC03", "absence_filing")).state).toBe("received");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("with consent after the meeting is taken and marked 事后补批", async () => {
    story.clock("12-11 09:00");
    const said = await story.handIn(
      "JC03",
      "meeting_minutes",
      minutes({ absent: [makeAbsent({ consented_on: "2026-12-10" })] }),
    );
    expect(said.join()).toContain("事后补批");
  });
});

describe("situation 3: HEIC photos (JC06)", () => {
  beforeEach(async () => {
    story = await beginStory();
  });

  test("are told by their bytes, kept as they are, and nothing is refused for lack of a preview", async () => {
    const taken = [
      await story.sendTaken("JC06", "meeting_media", makeHeic("from a computer"), "IMG_0412.HEIC"),
      await story.sendTaken("JC06", "meeting_media", makeHeic("wrong name"), "IMG_0413.jpg"),
      await story.sendTaken("JC06", "meeting_media", makeJpg("true"), "IMG_0414.jpg"),
    ];
    expect(taken.map((one) => one.type)).toEqual(["heic", "heic", "jpg"]);
    expect((await story.artifact("JC06", "meeting_media")).state).toBe("received");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("the film beside a live photo is not counted as a photo", async () => {
    await story.sendTaken("JC06", "meeting_media", makeHeic("one"), "IMG_0412.HEIC");
    const film = await story.send("JC06", "meeting_media", new Uint8Array(layFilm("qt  ")), "IMG_0412.MOV");
    expect(film.status).toBeGreaterThanOrEqual(400);
    expect((await story.artifact("JC06", "meeting_media")).state).toBe("draft");
  });
});

describe("situation 4: a scan upside down (JC08)", () => {
  beforeEach(async () => {
    story = await beginStory();
    story.clock("12-15 09:00");
  });

  test("a picture turned by its EXIF is taken with its bytes unchanged", async () => {
    const turned = new Uint8Array(layJpg(40, 20, [exifSegment(6)]));
    const { sha256 } = await story.sendTaken("JC08", "meeting_media", turned, "会场.jpg");
    expect((await story.artifact("JC08", "meeting_media")).files[0]?.sha256).toBe(sha256);
  });

  test("what cannot be read is returned with a reason, seen on the link; the due date does not move", async () => {
    await story.sendTaken("JC08", "opinion_summary", makePdf("倒置"), "扫描.pdf");
    const before = (await story.artifact("JC08", "opinion_summary")).due;
    await story.decide("JC08", "opinion_summary", { decision: "return", reason: "扫描件上下颠倒，看不清" });
    expect((await story.artifact("JC08", "opinion_summary")).state).toBe("returned");
    expect(await story.page("JC08")).toContain("扫描件上下颠倒，看不清");
    expect((await story.artifact("JC08", "opinion_summary")).due).toBe(before);
    story.clock("12-19 09:00");
    await story.sendTaken("JC08", "opinion_summary", makePdf("正的"), "重扫.pdf");
    expect(await story.artifact("JC08", "opinion_summary")).toMatchObject({ state: "received" });
    expect(members("JC08")).toBe(9);
    expect(at("12-19 09:00")).toBe("2026-12-19T01:00:00.000Z");
    expect(await checkInvariants(env)).toEqual([]);
  });
});
