/** A committee with a published round and its branches, as the product itself makes them. */
import { computeAsks, type ProfileName, type RoundDefinition } from "../../schemas/round";
import { branchCookie } from "../../worker/access";
import { openLinkKey } from "../../worker/branches/link.rules";
import { listLinks } from "../../worker/branches/links.store";
import { importRoster } from "../../worker/branches/roster.store";
import { type BranchNumbers, openDb, staff as staffTable } from "../../worker/db";
import { newId } from "../../worker/ids";
import { publishRound } from "../../worker/rounds/publish";
import { findRound, insertRound } from "../../worker/rounds/round.store";
import { createCommittee } from "../../worker/staff/staff.store";
import { signInStaff } from "./committee";
import { type Client, createClient, createTestApp, env, TEST_ORIGIN, type TestApp } from "./worker";

export { makeArtifact, makeDefinition } from "./definition";

export const WORLD_NOW = "2026-12-01T01:00:00.000Z";

const numbers = (members: number): BranchNumbers => ({
  members,
  full: members,
  probationary: 0,
  committee: 3,
  floating: 0,
  under: null,
});

export const TEST_BRANCHES = [
  { code: "JC01", name: "霁川区桐荫小学党支部", numbers: numbers(24) },
  { code: "JC02", name: "霁川区望潮初级中学党支部", numbers: numbers(31) },
  { code: "JC03", name: "霁川区第三高级中学党总支第一党支部", numbers: numbers(18) },
] as const;

export interface WorldBranch {
  submissionId: string;
  code: string;
  name: string;
  secret: string;
}

export interface World {
  app: TestApp;
  committeeId: string;
  staffId: string;
  roundId: string;
  branches: WorldBranch[];
  /** A browser in which a member of the committee's staff is signed in. */
  staff(): Promise<Client>;
  /** A browser that opened this branch's link. */
  branch(code?: string): Promise<Client>;
  of(code?: string): WorldBranch;
  /** Headers of a program that calls the branch's API. */
  bearer(code?: string): { Authorization: string };
}

export interface WorldOptions {
  definition: RoundDefinition;
  profile?: ProfileName;
  branches?: readonly { code: string; name: string; numbers: BranchNumbers }[];
  now?: string;
  /** The Worker, or bindings before it; left out for the whole real one. */
  app?: TestApp;
}

async function insertTestStaff(committeeId: string, now: string): Promise<string> {
  const id = newId("stf");
  // No password: tests of signing in make their own staff; scrypt is slow on purpose.
  const one = {
    id,
    committeeId,
    userName: `user-${id}`,
    displayName: "党建办",
    passwordHash: "none",
    createdAt: now,
  };
  await openDb(env.DB).insert(staffTable).values(one);
  return id;
}

/** A committee with a roster and one member of staff, without any round. */
export async function makeCommittee(now: string, roster: WorldOptions["branches"] = TEST_BRANCHES) {
  const db = openDb(env.DB);
  const committeeId = await createCommittee(db, {
    name: "中共霁川区教育局委员会",
    office: "党建办公室 501室",
    now,
  });
  const staffId = await insertTestStaff(committeeId, now);
  const added = roster.map((one, i) => ({ line: i + 1, ...one }));
  await importRoster(db, committeeId, { added, changed: [] }, { staffId, now });
  return { committeeId, staffId };
}

/** A draft of the committee's, published: every branch has its submission and link. */
export async function makeRound(
  by: { committeeId: string; staffId: string },
  options: WorldOptions,
): Promise<string> {
  const { definition, profile = "literal", now = WORLD_NOW } = options;
  const db = openDb(env.DB);
  const doer = { staffId: by.staffId, now };
  const asks = computeAsks(definition, profile);
  const roundId = await insertRound(db, { committeeId: by.committeeId, definition, asks, profile }, doer);
  const row = await findRound(db, by.committeeId, roundId);
  if (row === null) throw new Error("the draft is missing");
  await publishRound(env, row, { ...doer, origin: TEST_ORIGIN });
  return roundId;
}

export async function listSecrets(roundId: string): Promise<WorldBranch[]> {
  const derive = await openLinkKey(env.LINK_KEY);
  const rows = await listLinks(openDb(env.DB), roundId);
  return Promise.all(
    rows.map(async ({ submissionId, code, name, linkId }) => ({
      submissionId,
      code,
      name,
      secret: await derive(linkId),
    })),
  );
}

async function openLink(app: TestApp, branch: WorldBranch): Promise<Client> {
  const client = createClient(app);
  const answer = await client.post("/b", { code: branch.secret });
  if (answer.status !== 303 || !client.cookies.has(`__Host-${branchCookie(branch.submissionId)}`)) {
    throw new Error(`the link did not open: ${answer.status}`);
  }
  return client;
}

/** A published round with branches and everything to act as them. */
export async function makeWorld(options: WorldOptions): Promise<World> {
  const now = options.now ?? WORLD_NOW;
  const app = options.app ?? createTestApp({ now });
  const by = await makeCommittee(now, options.branches);
  const roundId = await makeRound(by, { ...options, now });
  const branches = await listSecrets(roundId);
  const of = (code?: string): WorldBranch => {
    const found = code === undefined ? branches[0] : branches.find((one) => one.code === code);
    if (found === undefined) throw new Error(`no branch ${code}`);
    return found;
  };
  return {
    app,
    ...by,
    roundId,
    branches,
    of,
    staff: () => signInStaff(app, by.staffId),
    branch: (code) => openLink(app, of(code)),
    bearer: (code) => ({ Authorization: `Bearer ${of(code).secret}` }),
  };
}

/** Sends one file as a program would. */
export function sendFile(
  world: World,
  artifactKey: string,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  options: { code?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const path = `/api/submissions/${world.of(options.code).submissionId}/artifacts/${artifactKey}/files`;
  const headers = {
    ...world.bearer(options.code),
    "X-File-Name": encodeURIComponent(name),
    "Content-Length": String(bytes.length),
    ...options.headers,
  };
  return world.app.request(path, { method: "POST", body: bytes, headers });
}

/** The same from who does not know how long it will be: a body without its length. */
export const sendStream = (
  world: World,
  artifactKey: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) =>
  world.app.request(`/api/submissions/${world.of().submissionId}/artifacts/${artifactKey}/files`, {
    method: "POST",
    headers: { ...world.bearer(), "X-File-Name": "a.jpg", ...headers },
    body: new Response(bytes).body,
  });
