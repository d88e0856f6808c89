import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatBytes } from "../../schemas/bytes";
import { computeCompleteness, type Facts, type FileFact } from "../../schemas/completeness";
import { KNOWN_FORMS } from "../../schemas/forms";
import { NO_JUDGEMENT } from "../../schemas/judgement";
import { buildRoundVersion, computeAsks } from "../../schemas/round";
import { buildSummary } from "../../schemas/summary";
import { en } from "../../web/text/en";
import { zh } from "../../web/text/zh";
import { describeCount } from "../../web/ui/count";
import { formatCount, shortHash } from "../../web/ui/format";
import { buildDemoRound } from "../../worker/demo/demo.round";
import { buildBranchView, compareUrgency } from "../../worker/submissions/branch.view";
import type { SubmissionSheet } from "../../worker/submissions/facts.store";
import { isPlainPicker, parseSecret } from "../../worker/submissions/link.exchange.rules";

/** Issued on 1 December: plan due on the 8th, everything else on the 22nd. */
const definition = buildDemoRound("2026-12-01");
const version = buildRoundVersion(definition, computeAsks(definition, "literal"), {
  version: 1,
  publishedAt: "2026-12-01T00:00:00.000Z",
  profile: "literal",
});

const makeFile = (artifactKey: string, n: number, more: Partial<FileFact> = {}): FileFact => ({
  id: `fil_${artifactKey}${n}`,
  artifactKey,
  fieldKey: null,
  lineageId: `fil_${artifactKey}${n}`,
  version: 1,
  name: `${artifactKey}.pdf`,
  type: "pdf",
  bytes: 1000,
  sha256: "ab".repeat(32),
  crc32: 1,
  pages: null,
  chars: null,
  han: null,
  notes: [],
  receivedAt: "2026-12-05T01:44:00.000Z",
  ...more,
});

const makeEntry = (artifactKey: string) => ({
  id: `ent_${artifactKey}`,
  artifactKey,
  item: 1,
  form: artifactKey,
  version: 1,
  bytes: 10,
  sha256: "cd".repeat(32),
  chars: 1000,
  receivedAt: "2026-12-05T01:44:00.000Z",
});

function makeSheet(facts: Partial<Facts> = {}, more: Partial<SubmissionSheet> = {}): SubmissionSheet {
  return {
    submission: {
      id: "sub_1",
      code: "JC01",
      name: "霁川区桐荫小学党支部",
      slipCode: "K7M2-94QD",
      firstReceived: {},
      numbers: {},
      judgement: NO_JUDGEMENT,
    },
    round: { state: "published", closesAt: null, committeeName: "中共霁川区教育局委员会" },
    version,
    facts: { files: [], entries: [], papers: [], drafts: [], reviews: [], extensions: [], ...facts },
    receipt: null,
    blanks: [],
    unfinished: [],
    asked: { open: 0, answered: 0 },
    seq: 0,
    ...more,
  } as SubmissionSheet;
}

const view = (sheet: SubmissionSheet, now = "2026-12-02T02:00:00.000Z") =>
  buildBranchView(sheet, {
    now,
    maxFileBytes: 1,
    plainPicker: false,
    receipt: null,
    slipQr: null,
    reusable: [],
    refused: null,
    earlier: [],
  });

describe("what the branch's page puts first", () => {
  test("is what is due first, and paper after the text that is printed on it", () => {
    expect(view(makeSheet()).todo.map((card) => card.key)).toEqual([
      "work_plan",
      "opinion_summary",
      "meeting_minutes",
      "meeting_media",
      "appraisal_tally",
      "summary_text",
      "summary_paper",
    ]);
  });

  test("is what is overdue before what is due next", () => {
    const drafts = [
      { artifactKey: "summary_text", item: 1, savedAt: "2026-12-08T00:00:00.000Z", chars: 998 },
    ];
    const shown = view(makeSheet({ drafts }), "2026-12-09T02:00:00.000Z");
    expect(shown.todo[0]).toMatchObject({ key: "work_plan", state: "overdue", urgent: true });
    expect(shown.answer.deadline).toMatchObject({ daysLeft: -1 });
    expect(shown.todo.find((card) => card.key === "summary_text")?.draft?.short).toBe(2);
  });

  test("has exactly one urgent card, and none when nothing can be handed in", () => {
    expect(view(makeSheet()).todo.filter((card) => card.urgent)).toHaveLength(1);
    const closed = view(makeSheet({}, { round: { ...makeSheet().round, state: "closed" } }));
    expect(closed.open).toBe(false);
    expect(closed.todo.some((card) => card.urgent || card.open)).toBe(false);
  });

  test("is a strict order, whatever the cards", () => {
    const cards = view(makeSheet()).todo;
    const card = fc.record({
      from: fc.constantFrom(...cards),
      state: fc.constantFrom("missing", "returned", "overdue", "draft"),
      due: fc.constantFrom(null, "2026-12-08T23:59:59+08:00", "2026-12-22T23:59:59+08:00"),
    });
    const make = fc.array(
      card.map((one) => ({ ...one.from, state: one.state, due: one.due }) as (typeof cards)[number]),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(make, (list) => {
        const once = list.toSorted(compareUrgency);
        const states = once
          .map((one) => ["returned", "overdue"].indexOf(one.state))
          .map((n) => (n < 0 ? 2 : n));
        expect(states).toEqual(states.toSorted());
        expect(
          once
            .toReversed()
            .toSorted(compareUrgency)
            .map((one) => one.key),
        ).toEqual(once.map((one) => one.key));
      }),
    );
  });
});

describe("the answer", () => {
  test("counts required artifacts only, and the bar has a segment for each", () => {
    const files = [makeFile("opinion_summary", 1), makeFile("meeting_media", 1)];
    const { answer } = view(makeSheet({ files, entries: [makeEntry("work_plan")] }));
    expect(answer).toMatchObject({ total: 7, missing: 5, complete: false, checklist: false });
    expect(answer.segments).toEqual(["done", "done", "open", "begun", "open", "open", "paper"]);
  });

  test("a file that belongs to a form's field neither answers nor counts", () => {
    const files = [makeFile("work_plan", 1, { fieldKey: "attachment" })];
    const card = view(makeSheet({ files })).todo.find((one) => one.key === "work_plan");
    expect(card).toMatchObject({ receivedAt: null, upload: null });
  });

  test("a live photo's film fills a place but is no second photo, on the page and on the board", () => {
    const live = { ...makeFile("meeting_media", 1), name: "IMG_0412.HEIC", type: "heic" };
    const film = { ...makeFile("meeting_media", 2), name: "IMG_0412.MOV", type: "mov" };
    const artifacts = version.artifacts.map((one) => ({ ...one, maxFiles: 2 }));
    const sheet = { ...makeSheet({ files: [live, film] }), version: { ...version, artifacts } };
    const card = view(sheet).todo.find((one) => one.key === "meeting_media");
    expect(card?.upload).toMatchObject({ have: 1, minFiles: 2, room: false });
    const [, , , cell] = buildSummary({ artifacts }, computeCompleteness({ artifacts }, sheet.facts));
    expect(cell).toEqual(["draft", null, 1, "files", 0]);
  });

  test("what arrived is in the notice's order and keeps its place's number", () => {
    const files = [
      makeFile("meeting_media", 1),
      makeFile("meeting_media", 2),
      makeFile("opinion_summary", 1),
    ];
    const { received } = view(makeSheet({ files }));
    expect(received.map((card) => [card.no, card.key])).toEqual([
      [2, "opinion_summary"],
      [4, "meeting_media"],
    ]);
  });

  test("of a checklist counts everything and asks for nothing", () => {
    const artifacts = version.artifacts.map((one) => ({ ...one, ask: "optional" as const }));
    const sheet = makeSheet({ files: [makeFile("opinion_summary", 1)] });
    const shown = view({ ...sheet, version: { ...version, artifacts, checklist: true } });
    expect(shown.answer).toMatchObject({ checklist: true, total: 7, missing: 6, complete: false });
    expect(shown.todo).toEqual([]);
    expect(shown.optional).toHaveLength(6);
  });
});

describe("small words", () => {
  test("sizes, counts and hashes are written as people read them", () => {
    expect([0, 1023, 1024, 38_912, 1_258_291, 99_614_720].map(formatBytes)).toEqual([
      "0 B",
      "1023 B",
      "1 KB",
      "38 KB",
      "1.2 MB",
      "95 MB",
    ]);
    expect(formatCount(1632)).toBe("1\u202f632");
    expect(shortHash("9f2c41d077ab5e")).toBe("9f2c 41d0 77ab");
  });

  test("near the limit both counts are shown", () => {
    const words = { count: "{chars}/{least}", han: "({han})" };
    expect(describeCount(words, { chars: 998, han: 877, least: 1000 })).toBe("998/1000(877)");
    expect(describeCount(words, { chars: 500, han: 400, least: 1000 })).toBe("500/1000");
  });

  test("a pasted link or code gives the same secret; anything else gives none", () => {
    expect(parseSecret(" https://x.test/b#AbC123\n")).toBe("abc123");
    expect(parseSecret("ＡＢＣ１２３")).toBe("abc123");
    expect(parseSecret("abc 123")).toBeNull();
    expect(parseSecret("a".repeat(65))).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => /^([0-9a-z]{1,64})$/.test(parseSecret(text) ?? "a")));
  });

  test("WeChat's browser is known by its name", () => {
    expect(isPlainPicker("… MicroMessenger/8.0.50(0x18003230) NetType/WIFI")).toBe(true);
    expect(isPlainPicker("Mozilla/5.0 (iPhone) Safari/604.1")).toBe(false);
  });

  test("no word is empty in either language", () => {
    const leaves = (table: object): unknown[] =>
      Object.values(table).flatMap((one) => (typeof one === "object" && one !== null ? leaves(one) : [one]));
    const { gap: _zhGap, ...zhCommon } = zh.common;
    expect(leaves({ zh: zh.branch, en: en.branch, a: zhCommon, b: en.common }).includes("")).toBe(false);
  });
});

test("every form of the engine has its checks for the page", () => {
  for (const id of KNOWN_FORMS) {
    const path = new URL(`../../web/islands/checks.${id.replace(/_/g, "-")}.ts`, import.meta.url);
    expect(existsSync(path), id).toBe(true);
  }
});
