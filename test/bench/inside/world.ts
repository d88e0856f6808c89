/** Committees and rounds to measure on, made by the product's own functions. */
import type { Artifact } from "../../../schemas/artifact";
import { computeAsks } from "../../../schemas/round";
import { openLinkKey } from "../../../worker/branches/link.rules";
import { listLinks } from "../../../worker/branches/links.store";
import { importRoster } from "../../../worker/branches/roster.store";
import { openDb, staff } from "../../../worker/db";
import { newId, newToken } from "../../../worker/ids";
import { publishRound } from "../../../worker/rounds/publish";
import { findRound, insertRound } from "../../../worker/rounds/round.store";
import { insertStaffSession } from "../../../worker/staff/session.store";
import { createCommittee } from "../../../worker/staff/staff.store";
import { makeDefinition } from "../../support/definition";

export interface BenchBranch {
  submissionId: string;
  linkId: string;
  secret: string;
}

export interface BenchWorld {
  roundId: string;
  /** Of a signed-in member of staff. */
  staffToken: string;
  branches: BenchBranch[];
}

async function addStaff(env: Env, committeeId: string, now: string, signedInAt: string) {
  const db = openDb(env.DB);
  const id = newId("stf");
  // No password: nobody signs in here, the session below is enough.
  const row = { id, committeeId, userName: id, displayName: "党建办", passwordHash: "none", createdAt: now };
  await db.insert(staff).values(row);
  const token = newToken();
  await insertStaffSession(db, { token, staffId: id, now: signedInAt });
  return { staffId: id, token };
}

const SCHOOLS = ["小学", "初级中学", "高级中学", "幼儿园", "九年一贯制学校", "职业技术学校"];

const makeRosterRow = (i: number) => ({
  line: i + 1,
  code: `JC${String(i + 1).padStart(3, "0")}`,
  name: `霁川区第${i + 1}${SCHOOLS[i % SCHOOLS.length]}党支部`,
  numbers: {
    members: 5 + (i % 40),
    full: 5 + (i % 40),
    probationary: 0,
    committee: 3,
    floating: i % 3,
    under: null,
  },
});

/** A published round that asks every one of `branches` branches for these artifacts. */
export async function makeBenchWorld(
  env: Env,
  options: { branches: number; artifacts: readonly Artifact[]; now: string; signedInAt?: string },
): Promise<BenchWorld> {
  const db = openDb(env.DB);
  const { now } = options;
  const committeeId = await createCommittee(db, { name: "中共霁川区教育局委员会", office: "501室", now });
  const { staffId, token } = await addStaff(env, committeeId, now, options.signedInAt ?? now);
  const by = { staffId, now };
  const added = Array.from({ length: options.branches }, (_, i) => makeRosterRow(i));
  await importRoster(db, committeeId, { added, changed: [] }, by);
  const definition = makeDefinition(options.artifacts);
  const asks = computeAsks(definition, "literal");
  const roundId = await insertRound(db, { committeeId, definition, asks, profile: "literal" }, by);
  const row = await findRound(db, committeeId, roundId);
  if (row === null) throw new Error("the draft is missing");
  await publishRound(env, row, { ...by, origin: "https://huizhi.test" });
  const derive = await openLinkKey(env.LINK_KEY);
  const branches = await Promise.all(
    (await listLinks(db, roundId)).map(async ({ submissionId, linkId }) => {
      return { submissionId, linkId, secret: await derive(linkId) };
    }),
  );
  return { roundId, staffToken: token, branches };
}
