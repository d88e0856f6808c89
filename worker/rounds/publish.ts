import { canonicalJson, sha256 } from "../../schemas/receipt";
import { buildRoundVersion, type RoundVersion } from "../../schemas/round";
import { type DeriveSecret, openLinkKey } from "../branches/link.rules";
import { openDb } from "../db";
import { refuse } from "../http";
import { newId, newSlipCode } from "../ids";
import {
  type FrozenVersion,
  findTaken,
  listOutsiders,
  type NewMember,
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

async function buildMembers(branchIds: readonly string[], derive: DeriveSecret): Promise<NewMember[]> {
  const codes = new Set<string>();
  while (codes.size < branchIds.length) codes.add(newSlipCode());
  const slips = [...codes];
  return Promise.all(
    branchIds.map(async (branchId, index) => {
      const linkId = newId("lnk");
      const secretHash = await sha256(await derive(linkId));
      return {
        submissionId: newId("sub"),
        branchId,
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
 * Publishes a draft: the version is frozen and every branch of the roster gets its
 * submission, slip code and link, all in one batch. Refuses with
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
  const branchIds = await listOutsiders(db, row.committeeId, row.id);
  if (branchIds.length === 0) refuse("round.no_branches");
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
    const members = await buildMembers(branchIds, derive);
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

/**
 * Brings the branches that joined the roster after publishing into the round; nobody is
 * ever taken out. Refuses with `round.not_published`.
 *
 * @returns how many were new
 */
export async function joinBranches(env: PublishEnv, row: RoundRow, by: Doer): Promise<number> {
  if (row.state === "draft") refuse("round.not_published");
  const db = openDb(env.DB);
  const branchIds = await listOutsiders(db, row.committeeId, row.id);
  if (branchIds.length === 0) return 0;
  const [version, derive] = await Promise.all([
    getRoundVersion(db, row.id, row.currentVersion),
    openLinkKey(env.LINK_KEY),
  ]);
  for (let attempt = 1; ; attempt++) {
    try {
      const members = await buildMembers(branchIds, derive);
      return (await writeJoined(db, row, members, computeStart(version), by)) ? branchIds.length : 0;
    } catch (fault) {
      if (findTaken(fault) !== "slip" || attempt >= MAX_TRIES) throw fault;
    }
  }
}
