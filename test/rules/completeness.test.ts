import { describe, expect, it } from "vitest";
import type { AskedArtifact } from "../../schemas/artifact";
import { computeCompleteness, computeShownState, type Facts } from "../../schemas/completeness";
import { buildRoundVersion, computeAsks } from "../../schemas/round";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { findTemplate } from "../../worker/rounds/templates";
import {
  DUE,
  judge,
  LATE,
  makeArtifact,
  makeDraft,
  makeEntry,
  makeFacts,
  makeFile,
  makePaper,
  ON_TIME,
} from "./facts";

/** The one artifact of a round that asks for only it. */
function judgeOne(artifact: AskedArtifact, facts: Partial<Facts> = {}, first?: Record<string, string>) {
  const [status] = judge([artifact], facts, first).artifacts;
  if (status === undefined) throw new Error("one artifact in, one status out");
  return status;
}

describe("one file artifact", () => {
  it("is missing until a file is in, and received from then on", () => {
    const plan = makeArtifact("plan");
    expect(judgeOne(plan)).toMatchObject({ state: "missing", present: false, receivedAt: null });
    expect(judgeOne(plan, { files: [makeFile("plan")] })).toMatchObject({
      state: "received",
      present: true,
      receivedAt: ON_TIME,
      lateSeconds: 0,
    });
  });

  it("waits for as many files as the round asks for and is a draft meanwhile", () => {
    const photos = makeArtifact("photos", { minFiles: 2 });
    const first = makeFile("photos", { id: "fil_1" });
    const second = makeFile("photos", { id: "fil_2", receivedAt: "2026-12-16T02:00:00.000Z" });
    expect(judgeOne(photos, { files: [first] })).toMatchObject({ state: "draft", present: false });
    expect(judgeOne(photos, { files: [second, first] })).toMatchObject({
      state: "received",
      receivedAt: "2026-12-16T02:00:00.000Z",
    });
  });

  it("is not made late by an extra file after the due instant", () => {
    const files = [makeFile("photos", { id: "fil_2", receivedAt: LATE }), makeFile("photos")];
    const status = judgeOne(makeArtifact("photos"), { files });
    expect(status).toMatchObject({ receivedAt: ON_TIME, lateSeconds: 0 });
    expect(status.files).toHaveLength(2);
  });

  it("is late when the file that completes the number comes late", () => {
    const files = [makeFile("photos"), makeFile("photos", { id: "fil_2", receivedAt: LATE })];
    expect(judgeOne(makeArtifact("photos", { minFiles: 2 }), { files }).lateSeconds).toBe(7201);
  });

  it("is not answered by a document that was counted and is too short, and stays a draft", () => {
    const asked = makeArtifact("summary", { minChars: 1000 });
    const stateWith = (chars: number | null) =>
      computeCompleteness({ artifacts: [asked] }, makeFacts({ files: [makeFile("summary", { chars })] }))
        .artifacts[0]?.state;
    expect([stateWith(999), stateWith(1000)]).toEqual(["draft", "received"]);
    // A scan is 字数未核 and goes before a person; it is never too short.
    expect(stateWith(null)).toBe("received");
  });

  it("does not count the film of a live photo as a photo, whatever its name's case, and keeps it", () => {
    const media = makeArtifact("photos", { minFiles: 2 });
    const photo = makeFile("photos", { id: "fil_1", name: "IMG_0412.HEIC", type: "heic" });
    const film = makeFile("photos", { id: "fil_2", name: "img_0412.mov", type: "mov" });
    const second = makeFile("photos", { id: "fil_3", name: "IMG_0413.JPG", type: "jpg" });
    expect(judgeOne(media, { files: [photo, film] })).toMatchObject({ state: "draft", files: [photo, film] });
    expect(judgeOne(media, { files: [photo, film, second] }).state).toBe("received");
  });

  it("counts a film that stands for itself", () => {
    const files = [
      makeFile("photos", { id: "fil_1", name: "IMG_0412.HEIC", type: "heic" }),
      makeFile("photos", { id: "fil_2", name: "会议全程.mov", type: "mov" }),
    ];
    expect(judgeOne(makeArtifact("photos", { minFiles: 2 }), { files }).state).toBe("received");
  });

  it("does not take a file of another artifact", () => {
    expect(judgeOne(makeArtifact("plan"), { files: [makeFile("other")] })).toMatchObject({
      state: "missing",
      files: [],
    });
  });
});

describe("one form artifact", () => {
  const summary = makeArtifact("summary", { kind: "form", form: "activity_summary" });

  it("is a draft while it is typed, and received when it is handed in", () => {
    expect(judgeOne(summary, { drafts: [makeDraft("summary")] })).toMatchObject({ state: "draft" });
    const drafts = [makeDraft("summary")];
    expect(judgeOne(summary, { drafts, entries: [makeEntry("summary")] })).toMatchObject({
      state: "received",
      receivedAt: ON_TIME,
    });
  });

  it("may be answered by a file", () => {
    expect(judgeOne(summary, { files: [makeFile("summary")] }).present).toBe(true);
  });

  it("is not answered by a file that belongs to one of its fields", () => {
    const files = [makeFile("summary", { fieldKey: "attachment" })];
    expect(judgeOne(summary, { files })).toMatchObject({ state: "draft", present: false });
  });

  it("counts from the earlier answer when it came both ways", () => {
    const files = [makeFile("summary")];
    const entries = [makeEntry("summary", { receivedAt: LATE })];
    expect(judgeOne(summary, { files, entries })).toMatchObject({ receivedAt: ON_TIME, lateSeconds: 0 });
  });
});

describe("one paper artifact", () => {
  const paper = makeArtifact("paper", { kind: "paper", sealed: true, copies: 2, accepts: ["pdf"] });

  it("awaits the original, whatever scans are in", () => {
    expect(judgeOne(paper)).toMatchObject({ state: "awaiting_paper", present: false });
    const files = [makeFile("paper"), makeFile("paper", { id: "fil_2" })];
    expect(judgeOne(paper, { files })).toMatchObject({ state: "awaiting_paper", present: false });
  });

  it("is received when it arrived sealed and in as many copies as asked for", () => {
    expect(judgeOne(paper, { papers: [makePaper("paper", { copies: 2 })] })).toMatchObject({
      state: "received",
      receivedAt: ON_TIME,
    });
  });

  it("is still awaited when it came without the seal", () => {
    const papers = [makePaper("paper", { copies: 2, sealed: false })];
    expect(judgeOne(paper, { papers })).toMatchObject({ state: "awaiting_paper", present: false });
  });

  it("is still awaited when a copy is lacking", () => {
    expect(judgeOne(paper, { papers: [makePaper("paper", { copies: 1 })] }).present).toBe(false);
  });

  it("needs no seal and one copy where the round says nothing of them", () => {
    const plain = makeArtifact("paper", { kind: "paper" });
    expect(judgeOne(plain, { papers: [makePaper("paper", { sealed: false })] }).present).toBe(true);
  });

  it("is judged by its arrival at the desk, not by when the desk wrote it down", () => {
    const papers = [makePaper("paper", { copies: 2, arrivedAt: ON_TIME, receivedAt: LATE })];
    expect(judgeOne(paper, { papers })).toMatchObject({ receivedAt: ON_TIME, lateSeconds: 0 });
  });
});

describe("lateness", () => {
  it.each([
    ["2026-12-18T15:59:59.999Z", 0],
    ["2026-12-18T16:00:00.000Z", 1],
    ["2026-12-18T18:00:00.000Z", 7201],
  ])("of a file that arrived %s is %i seconds", (receivedAt, late) => {
    expect(judgeOne(makeArtifact("plan"), { files: [makeFile("plan", { receivedAt })] }).lateSeconds).toBe(
      late,
    );
  });

  it("does not exist without a due instant", () => {
    const undated = makeArtifact("plan", { due: null });
    const files = [makeFile("plan", { receivedAt: "2099-01-01T00:00:00.000Z" })];
    expect(judgeOne(undated, { files }).lateSeconds).toBe(0);
  });

  it("is that of the first hand-in: replacing on-time work later is not late", () => {
    const files = [makeFile("plan", { version: 2, receivedAt: LATE })];
    expect(judgeOne(makeArtifact("plan"), { files }, { plan: ON_TIME })).toMatchObject({
      receivedAt: LATE,
      lateSeconds: 0,
    });
  });

  it("compares instants, not their spelling", () => {
    const files = [makeFile("plan", { receivedAt: LATE })];
    const first = { plan: "2026-12-18T23:00:00+08:00" };
    expect(judgeOne(makeArtifact("plan"), { files }, first).lateSeconds).toBe(0);
  });

  it("is nothing while the artifact is not present", () => {
    const first = { photos: LATE };
    const photos = makeArtifact("photos", { minFiles: 2 });
    expect(judgeOne(photos, { files: [makeFile("photos")] }, first).lateSeconds).toBe(0);
  });
});

describe("a whole submission", () => {
  const plan = makeArtifact("plan");
  const photos = makeArtifact("photos", { minFiles: 2 });
  const note = makeArtifact("note", { ask: "optional" });
  const paper = makeArtifact("paper", { kind: "paper" });

  it("is untouched while nothing has been done", () => {
    expect(judge([plan, paper])).toMatchObject({ state: "untouched", complete: false, presentCount: 0 });
    expect(judge([paper]).state).toBe("untouched");
  });

  it.each<[string, Partial<Facts>]>([
    ["a draft", { drafts: [makeDraft("plan")] }],
    ["one of two photos", { files: [makeFile("photos")] }],
    ["a scan of the paper", { files: [makeFile("paper")] }],
    ["something optional", { files: [makeFile("note")] }],
  ])("is partial from %s on", (_, facts) => {
    expect(judge([plan, photos, note, paper], facts).state).toBe("partial");
  });

  it("awaits paper when nothing else is missing, which gives a slip and not a receipt", () => {
    expect(judge([plan, paper], { files: [makeFile("plan")] })).toMatchObject({
      state: "awaiting_paper",
      complete: false,
      missing: ["paper"],
      requiredCount: 2,
      presentCount: 1,
    });
  });

  it("awaits paper where only paper is asked for and its scan is in", () => {
    expect(judge([paper], { files: [makeFile("paper")] }).state).toBe("awaiting_paper");
  });

  it("is complete the moment every required artifact is present, the optional one still out", () => {
    const facts = { files: [makeFile("plan")], papers: [makePaper("paper")] };
    expect(judge([plan, note, paper], facts)).toMatchObject({
      state: "complete",
      complete: true,
      missing: [],
      requiredCount: 2,
      presentCount: 2,
    });
  });

  it("lists what is missing in the order of the notice", () => {
    expect(judge([plan, photos, note, paper], { files: [makeFile("photos")] }).missing).toEqual([
      "plan",
      "photos",
      "paper",
    ]);
  });

  it("that requires nothing is a checklist and never complete, even with everything in", () => {
    expect(judge([note], { files: [makeFile("note")] })).toMatchObject({
      state: "partial",
      complete: false,
      requiredCount: 0,
      missing: [],
    });
    expect(judge([])).toMatchObject({ state: "untouched", complete: false });
  });
});

describe("the notices themselves", () => {
  function literal(id: string) {
    const found = findTemplate(id);
    if (found === null) throw new Error(`no template ${id}`);
    const stamp = { version: 1, publishedAt: ON_TIME, profile: "literal" } as const;
    return buildRoundVersion(found.definition, computeAsks(found.definition, "literal"), stamp);
  }

  it("000 is complete by the stamped paper alone and by no upload", () => {
    const version = literal("notice-000");
    const files = [makeFile("summary_paper")];
    expect(computeCompleteness(version, makeFacts({ files })).state).toBe("awaiting_paper");
    const papers = [makePaper("summary_paper")];
    expect(computeCompleteness(version, makeFacts({ papers })).complete).toBe(true);
    const unsealed = [makePaper("summary_paper", { sealed: false })];
    expect(computeCompleteness(version, makeFacts({ papers: unsealed })).complete).toBe(false);
  });

  it("003 is complete by plan, tally and summary", () => {
    const entries = [makeEntry("work_plan"), makeEntry("appraisal_tally")];
    const files = [makeFile("situation_summary")];
    expect(computeCompleteness(literal("notice-003"), makeFacts({ entries })).missing).toEqual([
      "situation_summary",
    ]);
    expect(computeCompleteness(literal("notice-003"), makeFacts({ entries, files })).complete).toBe(true);
  });

  it.each([["notice-002"], ["notice-004"]])("%s never is, because it requires nothing", (id) => {
    const version = literal(id);
    const files = version.artifacts.map((one) => makeFile(one.key, { id: `fil_${one.key}` }));
    const entries = version.artifacts.map((one) => makeEntry(one.key));
    expect(computeCompleteness(version, makeFacts({ files, entries })).complete).toBe(false);
  });

  it("the demo round waits for the paper last", () => {
    const round = buildDemoRound("2026-11-27");
    const stamp = { version: 1, publishedAt: ON_TIME, profile: "literal" } as const;
    const version = buildRoundVersion(round, computeAsks(round, "literal"), stamp);
    const entries = ["work_plan", "appraisal_tally", "summary_text"].map((key) => makeEntry(key));
    const files = ["opinion_summary", "meeting_minutes", "meeting_media", "meeting_media"].map((key, i) =>
      makeFile(key, { id: `fil_${i}` }),
    );
    const before = computeCompleteness(version, makeFacts({ entries, files }));
    expect(before).toMatchObject({ state: "awaiting_paper", missing: ["summary_paper"], presentCount: 6 });
    const papers = [makePaper("summary_paper")];
    expect(computeCompleteness(version, makeFacts({ entries, files, papers })).complete).toBe(true);
  });
});

describe("the state shown now", () => {
  it.each([
    ["missing", DUE, "2026-12-18T15:59:59Z", "missing"],
    ["missing", DUE, "2026-12-18T16:00:00Z", "overdue"],
    ["draft", DUE, "2026-12-19T00:00:00Z", "overdue"],
    ["awaiting_paper", DUE, "2026-12-19T00:00:00Z", "overdue"],
    ["received", DUE, "2026-12-19T00:00:00Z", "received"],
    ["accepted", DUE, "2026-12-19T00:00:00Z", "accepted"],
    ["missing", null, "2099-01-01T00:00:00Z", "missing"],
  ] as const)("of %s due %s at %s is %s", (state, due, now, shown) => {
    expect(computeShownState(state, due, now)).toBe(shown);
  });
});
