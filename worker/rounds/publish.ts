import { canonicalJson, sha256 } from "../../schemas/receipt";
import { buildRoundVersion, type RoundVersion } from "../../schemas/round";
import { type DeriveSecret, openLinkKey } from "../branches/link.rules";
import { type BranchRow, listBranches } from "../branches/roster.store";
import {
  computeUnitNumbers,
  type JoinPlan,
  planJoining,
  planUnits,
  type Submitter,
} from "../branches/units.rules";
import { type Db, openDb } from "../db";
import { refuse } from "../http";
import { newId, newSlipCode } from "../ids";
import { settle } from "../submissions/settle";
import {
  type FrozenVersion,
  findTaken,
  listJoined,
  type NewMember,
  writeGrown,
  writeJoined,
  writePublished,
} from "./publish.store";
import { buildReceiptPrefix, chooseReceiptPrefix, computeProfile, computeStart } from "./round.rules";
import {
  type Doer,
  findRound,
  getRoundVersion,
  listReceiptPrefixes,
  parseStoredAsks,
  parseStoredDraft,
  type RoundRow,
} from "./round.store";

type PublishEnv = Pick<Env, "DB" | "LINK_KEY">;

const MAX_TRIES = 5;

async function buildMembers(
  submitters: readonly Submitter<BranchRow>[],
  derive: DeriveSecret,
): Promise<NewMember[]> {
  const codes = new Set<string>();
  while (codes.size < submitters.length) codes.add(newSlipCode());
  const slips = [...codes];
  return Promise.all(
    submitters.map(async (one, index) => {
      const linkId = newId("lnk");
      const secretHash = await sha256(await derive(linkId));
      return {
        submissionId: newId("sub"),
        branchId: one.unit.id,
        numbers: one.branches.length === 0 ? null : computeUnitNumbers(one),
        slipCode: slips[index] ?? newSlipCode(),
        linkId,
        secretHash,
      };
    }),
  );
}

function freeze(row: RoundRow, now: string): RoundVersion {
  const definition = parseStoredDraft(row);
  const asks = parseStoredAsks(row);
  const profile = computeProfile(definition, asks);
  return buildRoundVersion(definition, asks, { version: row.currentVersion + 1, publishedAt: now, profile });
}

/**
 * Publishes a draft: the version is frozen and every branch of the roster, or every unit for
 * its branches, gets its submission, slip code and link, all in one batch. Refuses with
 * `round.already_published`, `round.no_branches`, `round.invalid` (nothing is asked) or
 * `request.conflict` (the draft changed under the hand).
 *
 * @param by.origin where the round's links and printed receipts point to from now on
 */
export async function publishRound(
  env: PublishEnv,
  row: RoundRow,
  by: Doer & { origin: string },
): Promise<void> {
  if (row.state !== "draft") refuse("round.already_published");
  const db = openDb(env.DB);
  const version = freeze(row, by.now);
  if (version.artifacts.length === 0) refuse("round.invalid", { reason: "没有选任何材料项" });
  const { submitters } = planUnits(await listBranches(db, row.committeeId), version.submitterLevel);
  if (submitters.length === 0) refuse("round.no_branches");
  const derive = await openLinkKey(env.LINK_KEY);
  const definition = canonicalJson(version);
  const frozen: Omit<FrozenVersion, "prefix"> = {
    number: version.version,
    definition,
    sha256: await sha256(definition),
    closesAt: version.closesAt,
  };
  const base = buildReceiptPrefix(version.notice.number, version.notice.issuedOn);
  for (let attempt = 1; ; attempt++) {
    const members = await buildMembers(submitters, derive);
    const prefix = chooseReceiptPrefix(base, await listReceiptPrefixes(db, base));
    try {
      if (await writePublished(db, row, { ...frozen, prefix }, members, computeStart(version), by)) return;
      const now = await findRound(db, row.committeeId, row.id);
      refuse(now?.state === "draft" ? "request.conflict" : "round.already_published");
    } catch (fault) {
      if (findTaken(fault) === null || attempt >= MAX_TRIES) throw fault;
    }
  }
}

/** Who on the roster is not in the round yet: by themselves, or as further branches of a unit that is. */
export async function readJoining(db: Db, row: RoundRow): Promise<JoinPlan<BranchRow>> {
  const [{ submitterLevel }, roster, joined] = await Promise.all([
    getRoundVersion(db, row.id, row.currentVersion),
    listBranches(db, row.committeeId),
    listJoined(db, row.id),
  ]);
  return planJoining(planUnits(roster, submitterLevel), joined);
}

/** How many lines of the roster a plan brings in. */
export const countJoining = ({ added, grown }: JoinPlan<BranchRow>): number =>
  [
    ...added.map((one) => Math.max(1, one.branches.length)),
    ...grown.map((one) => one.branches.length),
  ].reduce((sum, count) => sum + count, 0);

/**
 * Brings what joined the roster after publishing into the round: branches and units by
 * themselves, a unit's further branches behind those it has. Nobody is ever taken out.
 * Refuses with `round.not_published`.
 *
 * @returns how many branches were new
 */
export async function joinBranches(env: PublishEnv, row: RoundRow, by: Doer): Promise<number> {
  if (row.state === "draft") refuse("round.not_published");
  const db = openDb(env.DB);
  const plan = await readJoining(db, row);
  if (plan.added.length > 0 && !(await joinNew(env, row, plan.added, by))) return 0;
  for (const { submissionId, numbers, branches } of plan.grown) {
    const grown = { submissionId, numbers, added: branches.length };
    if (await writeGrown(db, grown, by)) await settle(env, submissionId, by.now);
  }
  return countJoining(plan);
}

async function joinNew(
  env: PublishEnv,
  row: RoundRow,
  added: readonly Submitter<BranchRow>[],
  by: Doer,
): Promise<boolean> {
  const db = openDb(env.DB);
  const [version, derive] = await Promise.all([
    getRoundVersion(db, row.id, row.currentVersion),
    openLinkKey(env.LINK_KEY),
  ]);
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeJoined(db, row, await buildMembers(added, derive), computeStart(version), by);
    } catch (fault) {
      if (findTaken(fault) !== "slip" || attempt >= MAX_TRIES) throw fault;
    }
  }
}
