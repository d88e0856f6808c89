/** A bundle of the round kept as it is now, so that a download of hours can be resumed while branches go on. */
import { openDb } from "../db";
import { newId } from "../ids";
import type { RoundRow } from "../rounds/round.store";
import type { ReadEnv } from "./bundle.read";
import { computeBundleEtag, planZip } from "./bundle.rules";
import { buildPackKey, buildRecipe } from "./pack.rules";
import { sealSubmission, writePack } from "./pack.seal";
import { commitSealed, deleteSealing, insertSealing } from "./pack.store";
import { type PlanOptions, planRoundBundle, type RoundBundlePlan } from "./round_bundle.plan";
import { isIncluded } from "./round_bundle.rules";
import {
  type Bundle,
  findBundleByEtag,
  insertBundle,
  listBranchSizes,
  updateKeptUntil,
} from "./round_bundle.store";

/** A bundle stays the same bytes for this long; a clerk comes back after a holiday. */
export const BUNDLE_KEPT_DAYS = 14;

/** Seals of one request, each about ten statements and a read a file: half of what a request may do. */
const MAX_SEALED = 60;

export interface PrepareOptions extends PlanOptions {
  staffId: string;
  now: string;
}

export const computeKeptUntil = (now: string) =>
  new Date(Date.parse(now) + BUNDLE_KEPT_DAYS * 86_400_000).toISOString();

/**
 * Prepares the bundle of the branches chosen: seals what is not sealed yet, keeps the lists
 * of this moment, and notes which packs belong to it. The same state gives the same bundle
 * again. Problems: `bundle.none`, `bundle.sealing`.
 */
export async function prepareBundle(env: ReadEnv, round: RoundRow, options: PrepareOptions): Promise<Bundle> {
  await sealPending(env, round, options);
  const plan = await planRoundBundle(env, round, options);
  const entries = [...plan.head, ...plan.packed.flatMap((one) => one.entries)];
  const etag = computeBundleEtag(entries);
  const db = openDb(env.DB);
  const keptUntil = computeKeptUntil(options.now);
  const known = await findBundleByEtag(db, round.id, etag);
  if (known !== null && known.keptUntil > options.now) {
    await updateKeptUntil(db, known.id, keptUntil);
    return { ...known, keptUntil };
  }
  const head = await writeHead(env, round, plan, etag, options.now);
  const bundle: Omit<Bundle, "archivedAt"> = {
    id: newId("bdl"),
    roundId: round.id,
    filter: options.filter.kind,
    packs: JSON.stringify([head, ...plan.packed.map((one) => one.packId)]),
    contents: JSON.stringify(plan.contents),
    etag,
    bytes: planZip(entries).length,
    branches: plan.branches,
    files: plan.files,
    manifestSha256: plan.manifestSha256,
    preparedBy: options.staffId,
    preparedAt: options.now,
    keptUntil,
  };
  await insertBundle(db, bundle);
  // Two people pressing at once make one bundle; whoever came second is given the first one's.
  return (await findBundleByEtag(db, round.id, etag)) ?? { ...bundle, archivedAt: null };
}

/** Seals branches of the choice that wait for it, as many as one request can. */
async function sealPending(env: ReadEnv, round: RoundRow, options: PrepareOptions): Promise<void> {
  const sizes = await listBranchSizes(openDb(env.DB), round.id, buildRecipe(round.naming));
  const pending = sizes.filter((one) => one.packed === 0 && isIncluded(options.filter, one));
  for (const { id } of pending.slice(0, MAX_SEALED)) {
    await sealSubmission(env, id, { now: options.now, origin: options.origin });
  }
}

/** The lists of this moment, and branches without a pack, as one object of the bundle's own. */
async function writeHead(
  env: ReadEnv,
  round: RoundRow,
  plan: RoundBundlePlan,
  etag: string,
  now: string,
): Promise<string> {
  const db = openDb(env.DB);
  const id = newId("pck");
  const pack = {
    id,
    roundId: round.id,
    submissionId: null,
    contentSha256: etag.slice(1, -1),
    recipe: buildRecipe(round.naming),
    objectKey: buildPackKey(round.id, id),
    begunAt: now,
  };
  await insertSealing(db, pack);
  try {
    const written = await writePack(env.FILES, pack.objectKey, planZip(plan.head));
    const { contentSha256 } = pack;
    const { manifestSha256 } = plan;
    await commitSealed(db, {
      id,
      submissionId: null,
      contentSha256,
      manifestSha256,
      sealedAt: now,
      ...written,
    });
  } catch (fault) {
    await deleteSealing(db, env.FILES, id);
    throw fault;
  }
  return id;
}
