/**
 * Fills an empty instance with the demo round. Everything is handed in through the
 * product's own front door, so that what a visitor sees is what the product does.
 */
import type { AskedArtifact } from "../../schemas/artifact";
import { localDay } from "../../schemas/deadline";
import { computeAsks, type RoundVersion } from "../../schemas/round";
import { STAFF_COOKIE } from "../access";
import { buildLinkUrl, openLinkKey } from "../branches/link.rules";
import { listLinks } from "../branches/links.store";
import { importRoster } from "../branches/roster.store";
import { openDb } from "../db";
import { encodeBase32 } from "../ids";
import { createApp } from "../index";
import { publishRound } from "../rounds/publish";
import { findRound, getRoundVersion, insertRound } from "../rounds/round.store";
import { createCommittee, createStaff, findStaff, signIn } from "../staff/staff.store";
import { DEMO_BRANCHES, DEMO_COMMITTEE, type DemoBranch } from "./demo.branches";
import { buildDemoPlan, buildDemoSummary, buildDemoTally, buildDemoText } from "./demo.entries";
import { type Bytes, makeDocx, makeJpg, makePdf } from "./demo.files";
import { buildDemoRound } from "./demo.round";

export interface SeedInput {
  /** UTC ISO; the round's dates are counted from its day. */
  now: string;
  origin: string;
}

export interface SeededDemo {
  committee: { url: string; user: string; password: string };
  branchLink: string;
  completeLink: string;
}

const USER = "demo";
const OPEN_CODE = "JC01";
const COMPLETE_CODE = "JC02";
/** How many of the round's artifacts each further branch has in; the last one is the paper. */
const PROGRESS: Readonly<Record<string, number>> = { JC03: 6, JC05: 2, JC06: 4, JC09: 1, JC10: 7 };

interface Seeder {
  call(path: string, init: RequestInit): Promise<void>;
  version: RoundVersion;
  roundId: string;
  staffCookie: string;
  origin: string;
}

interface SeededBranch {
  branch: DemoBranch;
  submissionId: string;
  secret: string;
}

function openDoor(env: Env, input: SeedInput): Seeder["call"] {
  const app = createApp({ clock: () => new Date(input.now) });
  return async (path, init) => {
    const request = new Request(`${input.origin}${path}`, init);
    const left: Promise<unknown>[] = [];
    const context = {
      waitUntil: (promise: Promise<unknown>) => void left.push(promise),
      passThroughOnException: () => {},
      props: {},
    } as ExecutionContext;
    const answer = await app.fetch(request, env, context);
    await Promise.all(left);
    if (!answer.ok)
      throw new Error(`${init.method} ${path} answered ${answer.status}: ${await answer.text()}`);
  };
}

async function seedCommittee(env: Env, now: string) {
  const db = openDb(env.DB);
  const password = encodeBase32(crypto.getRandomValues(new Uint8Array(8))).toLowerCase();
  const { name, office } = DEMO_COMMITTEE;
  const committeeId = await createCommittee(db, { name: name.zh, office, now });
  const staffId = await createStaff(db, {
    committeeId,
    userName: USER,
    displayName: "党建办",
    password,
    now,
  });
  const added = DEMO_BRANCHES.map(({ code, name: branchName, ...numbers }, i) => ({
    line: i + 1,
    code,
    name: branchName,
    numbers: { ...numbers, under: null },
  }));
  await importRoster(db, committeeId, { added, changed: [] }, { staffId, now });
  return { committeeId, staffId, password };
}

async function seedRound(
  env: Env,
  committeeId: string,
  by: { staffId: string; now: string; origin: string },
): Promise<string> {
  const db = openDb(env.DB);
  const definition = buildDemoRound(localDay(by.now) ?? by.now.slice(0, 10));
  const draft = {
    committeeId,
    definition,
    asks: computeAsks(definition, "literal"),
    profile: "literal" as const,
  };
  const roundId = await insertRound(db, draft, by);
  const row = await findRound(db, committeeId, roundId);
  if (row === null) throw new Error("the demo draft is missing");
  await publishRound(env, row, by);
  return roundId;
}

async function listSeeded(env: Env, roundId: string): Promise<SeededBranch[]> {
  const derive = await openLinkKey(env.LINK_KEY);
  const rows = await listLinks(openDb(env.DB), roundId);
  return Promise.all(
    rows.map(async ({ code, submissionId, linkId }) => {
      const branch = DEMO_BRANCHES.find((one) => one.code === code);
      if (branch === undefined) throw new Error(`no demo branch ${code}`);
      return { branch, submissionId, secret: await derive(linkId) };
    }),
  );
}

const ENTRIES: Readonly<Record<string, (branch: DemoBranch, theme: string, now: string) => unknown>> = {
  work_plan: buildDemoPlan,
  appraisal_tally: (branch, _theme, now) => buildDemoTally(branch, now),
  activity_summary: (_branch, _theme, now) => buildDemoSummary(now, 1200),
};

function buildDemoFiles(artifact: AskedArtifact, code: string): [string, Bytes][] {
  const title = artifact.title.zh;
  if (!artifact.accepts.includes("docx")) {
    return [1, 2].map((n) => [`会议照片${n}.jpg`, makeJpg(`${code} ${n}`, 40_000)]);
  }
  if (artifact.key === "meeting_minutes") return [[`${title}.pdf`, makePdf(`${code} minutes`, 2)]];
  return [[`${title}.docx`, makeDocx(`${title}\n${buildDemoText(400)}`)]];
}

/** Hands one artifact in, the way this branch would: a form typed, files sent, paper brought to the desk. */
async function handIn(seeder: Seeder, to: SeededBranch, artifact: AskedArtifact, now: string): Promise<void> {
  const base = `/api/submissions/${to.submissionId}/artifacts/${artifact.key}`;
  const bearer = { Authorization: `Bearer ${to.secret}` };
  const json = { "Content-Type": "application/json" };
  const build = ENTRIES[artifact.form ?? ""];
  if (artifact.kind === "paper") {
    const path = `/api/rounds/${seeder.roundId}/branches/${to.submissionId}/papers/${artifact.key}`;
    const body = JSON.stringify({ arrivedAt: now, copies: 1, sealed: true, receivedBy: "党建办", note: "" });
    const headers = { ...json, Cookie: seeder.staffCookie, Origin: seeder.origin };
    await seeder.call(path, { method: "PUT", body, headers });
  } else if (artifact.kind === "form" && build !== undefined) {
    const body = JSON.stringify({ entry: build(to.branch, seeder.version.theme, now) });
    await seeder.call(`${base}/entry`, { method: "PUT", body, headers: { ...bearer, ...json } });
  } else {
    for (const [name, bytes] of buildDemoFiles(artifact, to.branch.code)) {
      const headers = {
        ...bearer,
        "X-File-Name": encodeURIComponent(name),
        "Content-Length": String(bytes.length),
      };
      await seeder.call(`${base}/files`, { method: "POST", body: bytes, headers });
    }
  }
}

/** Opens the link as the branch's phone would, so that the board knows it was opened. */
function openLink(seeder: Seeder, to: SeededBranch): Promise<void> {
  const body = new URLSearchParams({ code: to.secret });
  return seeder.call("/b", { method: "POST", body, headers: { Accept: "application/json" } });
}

/** Seeds the demo; call once on an empty instance. */
export async function seedDemo(env: Env, input: SeedInput): Promise<SeededDemo> {
  const { now, origin } = input;
  const { committeeId, staffId, password } = await seedCommittee(env, now);
  const roundId = await seedRound(env, committeeId, { staffId, now, origin });
  const db = openDb(env.DB);
  const staff = await findStaff(db, USER);
  if (staff === null) throw new Error("the demo user is missing");
  const { token } = await signIn(db, staff, null, now);
  const seeder: Seeder = {
    call: openDoor(env, input),
    version: await getRoundVersion(db, roundId, 1),
    roundId,
    origin,
    staffCookie: `${STAFF_COOKIE}=${token}`,
  };
  const branches = await listSeeded(env, roundId);
  for (const one of branches) {
    const count =
      one.branch.code === COMPLETE_CODE ? seeder.version.artifacts.length : (PROGRESS[one.branch.code] ?? 0);
    if (count > 0) await openLink(seeder, one);
    for (const artifact of seeder.version.artifacts.slice(0, count)) await handIn(seeder, one, artifact, now);
  }
  const linkOf = (code: string) =>
    buildLinkUrl(origin, branches.find((one) => one.branch.code === code)?.secret ?? "");
  return {
    committee: { url: `${origin}/committee`, user: USER, password },
    branchLink: linkOf(OPEN_CODE),
    completeLink: linkOf(COMPLETE_CODE),
  };
}
