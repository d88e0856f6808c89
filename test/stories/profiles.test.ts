/** Each of the five notices, as it is and collected online, from publishing to the receipt or to why there is none. */
import { beforeEach, describe, expect, test } from "vitest";
import type { AskedArtifact } from "../../schemas/artifact";
import { rowsOf } from "../../schemas/forms/values";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { buildRoundVersion, CHECKLIST_SENTENCE, computeAsks, type ProfileName } from "../../schemas/round";
import { checkInvariants } from "../../worker/audit/invariants";
import { entrySamples } from "../support/entry.builders";
import { makeDocx, makeJpg } from "../support/files";
import { beginStory, openNotice, type Story } from "../support/story";
import { env, reset } from "../support/worker";

/** 22 full members, as every sample entry has them. */
const CODE = "JC05";
const SAMPLES = new Map(entrySamples.map(([form, entry]) => [form.id, entry]));

beforeEach(reset);

function listRequired(id: string, profile: ProfileName): AskedArtifact[] {
  const definition = openNotice(id);
  const stamp = { version: 1, publishedAt: "2026-11-27T01:00:00.000Z", profile };
  return buildRoundVersion(definition, computeAsks(definition, profile), stamp).artifacts.filter(
    (one) => one.ask === "required" && one.requiredIf === null,
  );
}

/** A sample entry in this notice's own words: its aspects, its topics. */
function suit(sample: EntryValue, id: string): EntryValue {
  const { aspects, topics } = openNotice(id);
  const rows = rowsOf(sample.rows).map((row) =>
    row.aspect === undefined || aspects[0] === undefined ? row : { ...row, aspect: aspects[0] },
  );
  return {
    ...sample,
    ...(rows.length > 0 ? { rows } : {}),
    ...(sample.topic_no === undefined ? {} : { topic_no: `${topics[0]?.no}. ${topics[0]?.text}` }),
  };
}

/** One required artifact, in whatever way the notice asks for it. */
async function handIn(story: Story, one: AskedArtifact, id: string): Promise<void> {
  if (one.kind === "paper") {
    expect((await story.bringPaper(CODE, one.key)).status).toBe(200);
    return;
  }
  const sample = one.kind === "form" && one.form !== null ? SAMPLES.get(one.form) : undefined;
  if (sample !== undefined) {
    const own = suit(sample, id);
    const long = one.minChars === null ? own : { ...own, prep: "会".repeat(one.minChars) };
    await story.handIn(CODE, one.key, long);
    return;
  }
  const photos = one.accepts.includes("jpg") && !one.accepts.includes("docx");
  for (let n = 0; n < Math.max(1, one.minFiles); n++) {
    const bytes = photos ? makeJpg(`${one.key} ${n}`) : makeDocx("字".repeat(1000 + n));
    await story.sendTaken(CODE, one.key, bytes, photos ? `${n}.jpg` : `${n}.docx`);
  }
}

const CASES = ["notice-000", "notice-001", "notice-003"].flatMap((id) =>
  (["literal", "online_full"] as const).map((profile) => [id, profile] as const),
);

describe("a notice that asks for something", () => {
  test.each(CASES)(
    "%s, %s: everything required makes the receipt, and nothing else is needed",
    async (id, profile) => {
      const required = listRequired(id, profile);
      expect(required.length).toBeGreaterThan(0);
      const story = await beginStory({ definition: openNotice(id), profile });
      story.clock("12-14 09:00");
      const asked = (await story.status(CODE)).artifacts.filter((one) => one.required).map((one) => one.key);
      expect(asked).toEqual(required.map((one) => one.key));
      for (const one of required.slice(0, -1)) await handIn(story, one, id);
      expect((await story.status(CODE)).receipt).toBeNull();
      const last = required.at(-1);
      if (last !== undefined) await handIn(story, last, id);
      const status = await story.status(CODE);
      expect(status).toMatchObject({
        missing: [],
        complete: true,
        receipt: { version: 1, standing: "whole" },
      });
      expect(await story.verify(status.receipt?.number ?? "")).toMatchObject({
        state: "valid",
        kind: "complete",
      });
      expect(await checkInvariants(env)).toEqual([]);
    },
  );

  test("requires in its literal profile only what the notice itself requires", () => {
    for (const id of ["notice-000", "notice-001", "notice-002", "notice-003", "notice-004"]) {
      const named = openNotice(id).artifacts.filter((one) => one.required);
      expect(listRequired(id, "literal").map((one) => one.key)).toEqual(named.map((one) => one.key));
    }
  });
});

describe("a notice that asks for nothing", () => {
  const checklists = ["notice-002", "notice-004"].flatMap((id) =>
    (["literal", "online_full"] as const).map((profile) => [id, profile] as const),
  );

  test.each(checklists)(
    "%s, %s: says why there is no receipt, and takes what is offered",
    async (id, profile) => {
      const required = listRequired(id, profile);
      const story = await beginStory({ definition: openNotice(id), profile });
      story.clock("12-14 09:00");
      if (required.length > 0) {
        for (const one of required) await handIn(story, one, id);
        expect((await story.status(CODE)).receipt).toMatchObject({ version: 1 });
        return;
      }
      expect(await story.page(CODE)).toContain(CHECKLIST_SENTENCE);
      const offered = (await story.status(CODE)).artifacts.map((one) => one.key);
      const file = openNotice(id).artifacts.find((one) => one.kind === "file" && offered.includes(one.key));
      if (file !== undefined) await story.sendTaken(CODE, file.key, makeDocx("材料"), "材料.docx");
      expect((await story.status(CODE)).receipt).toBeNull();
      expect(await checkInvariants(env)).toEqual([]);
    },
  );
});
