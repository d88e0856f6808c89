/** A bundle of the round kept as it is now, so that a download of hours can be resumed while branches go on. */
import { type Db, openDb } from "../db";
import { refuse } from "../http";
import { newId } from "../ids";
import { describeFault, writeLog } from "../log";
import { getRoundVersion, type RoundRow } from "../rounds/round.store";
import type { ReadEnv } from "./bundle.read";
import { computeBundleEtag, planZip, type ZipEntry } from "./bundle.rules";
import { buildPackKey, buildPackPrefix, buildRecipe, splitIntoPacks } from "./pack.rules";
import { sealSubmission, writePack } from "./pack.seal";
import { commitSealed, deleteSealing, insertSealing, listPacks } from "./pack.store";
import { deleteLostPacks, listEtags, listPackPlaces } from "./pack.upkeep.store";
import { type PlanOptions, planRoundBundle } from "./round_bundle.plan";
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

/** Seals of one request, each a dozen of the thousand statements that D1 allows it. */
const MAX_SEALED = 60;

/** Files that the seals of one request read: half of what it may do. */
const MAX_SEALED_READS = 5000;

export interface PrepareOptions extends PlanOptions {
  staffId: string;
  now: string;
}

export const computeKeptUntil = (now: string) =>
  new Date(Date.parse(now) + BUNDLE_KEPT_DAYS * 86_400_000).toISOString();

/**
 * Prepares the bundle of the branches chosen: seals what is not sealed yet or was lost, keeps the
 * lists of this moment, and notes which packs belong to it. The same state gives the same bundle
 * again. Problems: `bundle.none`, `bundle.sealing` (more than one request can seal; the next goes
 * on), `bundle.unreadable` (names the branches whose files the storage does not give).
 */
export async function prepareBundle(env: ReadEnv, round: RoundRow, options: PrepareOptions): Promise<Bundle> {
  await forgetLost(env, round.id, options.now);
  await sealPending(env, round, options);
  const plan = await planRoundBundle(env, round, options);
  const entries = [...plan.head, ...plan.packed.flatMap((one) => one.entries)];
  const etag = computeBundleEtag(entries);
  const db = openDb(env.DB);
  const keptUntil = computeKeptUntil(options.now);
  const known = await findBundleByEtag(db, round.id, etag);
  if (known !== null && known.keptUntil > options.now && (await isWhole(db, known))) {
    await updateKeptUntil(db, known.id, keptUntil);
    return { ...known, keptUntil };
  }
  const heads = await writeHeads(env, round, plan.head, { ...plan, etag, now: options.now });
  const bundle: Omit<Bundle, "archivedAt"> = {
    id: newId("bdl"),
    roundId: round.id,
    filter: options.filter.kind,
    packs: JSON.stringify([...heads, ...plan.packed.map((one) => one.packId)]),
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

/** Whether every pack of a kept bundle is there still; one of them may have been lost and sealed anew. */
async function isWhole(db: Db, bundle: Bundle): Promise<boolean> {
  const ids = JSON.parse(bundle.packs) as string[];
  return (await listPacks(db, ids)).length === ids.length;
}

/** A pack whose object is gone or another is forgotten, so that it is sealed anew: everything in it is elsewhere. */
async function forgetLost(env: ReadEnv, roundId: string, now: string): Promise<void> {
  const db = openDb(env.DB);
  const places = await listPackPlaces(db, roundId);
  const etags = await listEtags(env.FILES, buildPackPrefix(roundId));
  const lost = places.filter((one) => etags.get(one.objectKey) !== one.etag);
  if (lost.length > 0) await deleteLostPacks(db, env.FILES, lost, now);
}

/** Seals branches of the choice that wait for it, as many as one request can. Problem: `bundle.unreadable`. */
async function sealPending(env: ReadEnv, round: RoundRow, options: PrepareOptions): Promise<void> {
  const db = openDb(env.DB);
  const version = await getRoundVersion(db, round.id, round.currentVersion);
  const sizes = await listBranchSizes(db, round.id, buildRecipe(round.naming));
  const pending = sizes.filter((one) => one.packId === null && isIncluded(version, options.filter, one));
  const unreadable: string[] = [];
  let reads = 0;
  for (const { id, code, name, files } of pending.slice(0, MAX_SEALED)) {
    reads += files;
    if (reads > MAX_SEALED_READS && reads > files) break;
    try {
      await sealSubmission(env, id, { now: options.now, origin: options.origin });
    } catch (fault) {
      // One branch with a damaged object must not keep the others from being sealed.
      writeLog({ level: "warn", message: "sealing broken off", fault: describeFault(fault) });
      unreadable.push(`${code} ${name}`);
    }
  }
  if (unreadable.length > 0) refuse("bundle.unreadable", { branches: unreadable.join("、") });
}

/** The bundle whose head is written. */
interface HeadOf {
  manifestSha256: string;
  etag: string;
  now: string;
}

/** The lists of this moment, and branches without a pack, as objects of the bundle's own; their ids. */
async function writeHeads(
  env: ReadEnv,
  round: RoundRow,
  head: readonly ZipEntry[],
  of: HeadOf,
): Promise<string[]> {
  const ids: string[] = [];
  for (const entries of splitIntoPacks(head)) ids.push(await writeHead(env, round, entries, of));
  return ids;
}

async function writeHead(
  env: ReadEnv,
  round: RoundRow,
  entries: readonly ZipEntry[],
  { manifestSha256, etag, now }: HeadOf,
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
    const written = await writePack(env.FILES, pack.objectKey, planZip(entries));
    const { contentSha256 } = pack;
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
