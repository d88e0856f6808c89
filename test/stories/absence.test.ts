import { beforeEach, describe, expect, test } from "vitest";
import type { EntryValue } from "../../schemas/forms/vocabulary";
import { checkInvariants } from "../../worker/audit/invariants";
import { shiftDates } from "../../worker/rounds/round.shift.rules";
import { findTemplate } from "../../worker/rounds/templates";
import { makeAbsenceFiling, makeAbsent, makeMinutes, makeSpeakers } from "../support/entries.meeting";
import { env, reset } from "../support/worker";
import { makeWorld, type World } from "../support/world";

beforeEach(reset);

const CODE = "JC03";

/** Notice 000, everything collected by link, its dates moved to this December. */
function openWorld(): Promise<World> {
  const template = findTemplate("notice-000");
  if (template === null) throw new Error("no template");
  const definition = shiftDates(template.definition, { latestDueOn: "2026-12-22" });
  return makeWorld({ definition, profile: "online_full" });
}

const artifactsOf = (world: World) => `/api/submissions/${world.of(CODE).submissionId}`;

async function enter(world: World, artifact: string, entry: EntryValue) {
  const headers = { ...world.bearer(CODE), "Content-Type": "application/json" };
  const init = { method: "PUT", body: JSON.stringify({ entry }), headers };
  const answer = await world.app.request(`${artifactsOf(world)}/artifacts/${artifact}/entry`, init);
  const body = (await answer.json()) as { findings: { level: string; zh: string }[]; missing: string[] };
  return { status: answer.status, said: body.findings.map((one) => one.zh), missing: body.missing };
}

async function readState(world: World, artifact: string): Promise<string | undefined> {
  const answer = await world.app.request(artifactsOf(world), { headers: world.bearer(CODE) });
  const { artifacts } = (await answer.json()) as { artifacts: { key: string; state: string }[] };
  return artifacts.find((one) => one.key === artifact)?.state;
}

/** 18 members, and so many of them absent. */
const makeShort = (absent: EntryValue[]) =>
  makeMinutes({
    ...{ total_members: 18, total_full: 18, should_attend: 18 },
    ...{ attended: 18 - absent.length, attended_full: 18 - absent.length, absent },
    speeches: makeSpeakers(18).filter((one) => !absent.some((row) => row.name === one.name)),
  });

describe("absence without approval (situation 2)", () => {
  test("the minutes wait for the consent, and the consent opens a filing that has to come too", async () => {
    const world = await openWorld();
    const refused = await enter(world, "meeting_minutes", makeShort([{ name: "党员07", reason: "公出" }]));
    expect(refused).toMatchObject({ status: 422, said: ["缺席需支部书记同意并报党委备案"] });
    expect(await readState(world, "meeting_minutes")).toBe("draft");

    const taken = await enter(world, "meeting_minutes", makeShort([makeAbsent()]));
    expect(taken).toMatchObject({ status: 201, said: [] });
    expect(taken.missing).toContain("absence_filing");

    const filed = await enter(world, "absence_filing", makeAbsenceFiling());
    expect(filed).toMatchObject({ status: 201, said: [] });
    expect(filed.missing).not.toContain("absence_filing");
    expect(await readState(world, "absence_filing")).toBe("received");
    expect(await checkInvariants(env)).toEqual([]);
  });

  test("one filing does not stand for two absent members, whatever was in first", async () => {
    const world = await openWorld();
    await enter(world, "absence_filing", makeAbsenceFiling());
    expect(await readState(world, "absence_filing")).toBe("received");
    const both = [makeAbsent(), makeAbsent({ name: "党员08" })];
    const taken = await enter(world, "meeting_minutes", makeShort(both));
    expect(taken.missing).toContain("absence_filing");
    expect(await readState(world, "absence_filing")).toBe("blocked");
    const mended = await enter(world, "meeting_minutes", makeShort([makeAbsent()]));
    expect(mended.missing).not.toContain("absence_filing");
    expect(await readState(world, "absence_filing")).toBe("received");
  });

  test("consent after the meeting is taken and marked 事后补批", async () => {
    const world = await openWorld();
    const late = { consented_on: "2026-12-10" };
    const taken = await enter(world, "meeting_minutes", makeShort([makeAbsent(late)]));
    expect(taken).toMatchObject({
      status: 201,
      said: ["党员07：同意日期12月10日晚于会议日期12月9日，属事后补批"],
    });
    const filed = await enter(world, "absence_filing", makeAbsenceFiling(late));
    expect(filed.missing).not.toContain("absence_filing");
  });
});
