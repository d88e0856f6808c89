/** The same hand-ins in any order end in the same state: what depends on other artifacts is judged by settle alone. */
import { beforeEach, expect, test } from "vitest";
import { checkInvariants } from "../../worker/audit/invariants";
import { settle } from "../../worker/submissions/settle";
import {
  makeAbsenceFiling,
  makeAbsent,
  makeMinutes,
  makeSpeakers,
  makeStudyRecord,
} from "../support/entries.meeting";
import { makeOpinionSummary, makeTalk, makeTalkRecords } from "../support/entries.talks";
import { makeTally } from "../support/entry.builders";
import { beginStory, openNotice, type Story } from "../support/story";
import { env, reset } from "../support/worker";

const CODE = "JC05";
type Step = [artifact: string, entry: unknown];

/** A study and a talk after the meeting, one member away: something is wrong with half of it, whatever came first. */
const STEPS: readonly Step[] = [
  ["study_record", makeStudyRecord({ held_on: "2026-12-10" })],
  ["talk_records", makeTalkRecords({ rows: [makeTalk({ talk_date: "2026-12-10" })] })],
  ["opinion_summary", makeOpinionSummary()],
  [
    "meeting_minutes",
    makeMinutes({ attended: 21, attended_full: 21, absent: [makeAbsent()], speeches: makeSpeakers(21) }),
  ],
  ["absence_filing", makeAbsenceFiling({ name: { name: "党员08" } })],
];

/** Six of the hundred and twenty: each step first once, and the whole backwards. */
const ORDERS = [
  [0, 1, 2, 3, 4],
  [4, 3, 2, 1, 0],
  [3, 0, 4, 1, 2],
  [1, 4, 0, 2, 3],
  [2, 3, 1, 4, 0],
  [3, 4, 2, 0, 1],
];

beforeEach(reset);

async function endState(story: Story) {
  const { state, missing, artifacts } = await story.status(CODE);
  return {
    state,
    missing,
    artifacts: artifacts.map(({ key, state: one, required, findings }) => ({
      key,
      state: one,
      required,
      findings: findings.map((finding) => `${finding.level} ${finding.code}`).sort(),
    })),
  };
}

test("six orders of the same five hand-ins, each ending as the others, and settling again changes nothing", async () => {
  const ends: Awaited<ReturnType<typeof endState>>[] = [];
  for (const order of ORDERS) {
    await reset();
    const story = await beginStory({ definition: openNotice("notice-000"), profile: "online_full" });
    story.clock("12-14 09:00");
    for (const index of order) {
      const [artifact, entry] = STEPS[index] ?? STEPS[0] ?? ["", {}];
      await story.handIn(CODE, artifact, entry);
    }
    const end = await endState(story);
    await settle(env, story.world.of(CODE).submissionId, story.world.app.now);
    expect(await endState(story)).toEqual(end);
    expect(await checkInvariants(env)).toEqual([]);
    ends.push(end);
  }
  for (const end of ends.slice(1)) expect(end).toEqual(ends[0]);
  const states = new Map(ends[0]?.artifacts.map((one) => [one.key, one.state]));
  expect(states.get("study_record")).toBe("blocked");
  expect(states.get("talk_records")).toBe("blocked");
  expect(states.get("absence_filing")).toBe("blocked");
  expect(states.get("opinion_summary")).toBe("received");
});

test("a block says the notice's own line, keeps the artifact out, and is lifted by mending either side", async () => {
  const story = await beginStory({ definition: openNotice("notice-000"), profile: "online_full" });
  story.clock("12-14 09:00");
  await story.handIn(CODE, "study_record", makeStudyRecord({ held_on: "2026-12-10" }));
  expect((await story.artifact(CODE, "study_record")).state).toBe("received");
  await story.handIn(CODE, "meeting_minutes", makeMinutes());
  const [finding] = (await story.artifact(CODE, "study_record")).findings;
  expect(finding).toMatchObject({
    level: "block",
    rule: "study_first",
    line: "没有组织集中学习的，不得召开组织生活会。",
  });
  expect((await story.status(CODE)).missing).toContain("study_record");
  expect(await story.page(CODE)).toContain("已交来，但与其他材料不一致");
  expect(await story.clerkPage(CODE)).toContain("没有组织集中学习的，不得召开组织生活会");
  await story.handIn(CODE, "study_record", makeStudyRecord({ held_on: "2026-12-02" }));
  expect((await story.artifact(CODE, "study_record")).state).toBe("received");
  expect(await checkInvariants(env)).toEqual([]);
});

test("what is blocked cannot be accepted, but may be waived with a reason", async () => {
  const story = await beginStory({ definition: openNotice("notice-000"), profile: "online_full" });
  story.clock("12-14 09:00");
  await story.handIn(CODE, "meeting_minutes", makeMinutes());
  await story.handIn(CODE, "study_record", makeStudyRecord({ held_on: "2026-12-10" }));
  const refused = await story.decide(CODE, "study_record", { decision: "accept" });
  expect(await refused.json()).toMatchObject({ code: "review.blocked" });
  await story.decide(CODE, "study_record", { decision: "waive", reason: "分两次学习，另一次在会前" });
  expect((await story.artifact(CODE, "study_record")).state).toBe("waived");
  expect(makeTally().total_members).toBe(22);
});
