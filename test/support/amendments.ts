/** A published round on its way through amendments, as a clerk's program publishes them. */
import { expect } from "vitest";
import type { Artifact, Ask } from "../../schemas/artifact";
import type { Change } from "../../schemas/change";
import type { RoundDefinition } from "../../schemas/round";
import { makePdf } from "./files";
import { type Client, reset } from "./worker";
import { makeArtifact, makeDefinition, makeWorld, sendFile, type World } from "./world";

const DUE = "2026-12-11T23:59:59+08:00";
const plan = makeArtifact("plan", { accepts: ["pdf"], due: DUE, title: { zh: "方案", en: "Plan" } });
const report = makeArtifact("report", { accepts: ["pdf"], due: DUE, title: { zh: "总结", en: "Report" } });
export const definition = makeDefinition([plan, report]);

/** The round of the test that runs, and the clerk who amends it. */
export let world: World;
export let clerk: Client;

/** A store with nothing but a published round that asks for a plan and a report. */
export async function openRound(): Promise<void> {
  await reset();
  world = await makeWorld({ definition });
  await signIn();
}

/** A session lasts hours; a test that moves the clock by days signs in again. */
export async function signIn(): Promise<void> {
  clerk = await world.staff();
}

export const api = (path = "") => `/api/rounds/${world.roundId}${path}`;

export async function putDraft(next: RoundDefinition, asks?: Record<string, Ask>): Promise<void> {
  const all = asks && { plan: "required", report: "required", ...asks };
  const answer = await clerk.send(api("/draft"), { definition: next, asks: all }, "PUT");
  expect(answer.status, await answer.clone().text()).toBe(200);
}

export const publishDraft = (note = "") => clerk.send(api("/amendments"), { note });

/** The round amended through the API. */
export async function publishChanged(
  next: RoundDefinition,
  asks?: Record<string, Ask>,
  note = "",
): Promise<void> {
  await putDraft(next, asks);
  const answer = await publishDraft(note);
  expect(answer.status, await answer.clone().text()).toBe(201);
}

/** The same, and every branch judged again. */
export async function amend(...given: Parameters<typeof publishChanged>): Promise<void> {
  await publishChanged(...given);
  await world.app.idle();
}

export const withReport = (change: Partial<Artifact>, more: readonly Artifact[] = []) =>
  makeDefinition([plan, { ...report, ...change }, ...more]);

interface Status {
  state: string;
  missing: string[];
  complete: boolean;
  round: { version: number };
  artifacts: { key: string; withdrawn: boolean; state: string; lateSeconds: number; files: unknown[] }[];
  amendment: { of: number; note: string; changes: Change[] } | null;
  receipt: { version: number; standing: string } | null;
}

export async function status(code?: string): Promise<Status> {
  const path = `/api/submissions/${world.of(code).submissionId}`;
  return (await (await world.app.request(path, { headers: world.bearer(code) })).json()) as Status;
}

export const handIn = (artifact: string, code?: string) =>
  sendFile(world, artifact, makePdf(`${artifact} ${code}`), `${artifact}.pdf`, { code });
export const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
