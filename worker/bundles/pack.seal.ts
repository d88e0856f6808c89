/** Sealing: a branch's part of a bundle is written into one object, so that a round's bundle reads it once. */
import { sha256 } from "../../schemas/receipt";
import { type Db, openDb } from "../db";
import { newId } from "../ids";
import { buildContent } from "../submissions/content.rules";
import type { SubmissionSheet } from "../submissions/facts.store";
import { judgeSheet } from "../submissions/sheet.rules";
import { findHolding, type Holding } from "./bundle.holding";
import { type ReadEnv, renderManifest } from "./bundle.read";
import { planZip, type ZipPlan } from "./bundle.rules";
import { readObjectRange } from "./bundle.store";
import { streamZip } from "./bundle.zip";
import { buildPackKey, buildRecipe, PACK_MAX_BYTES, renderPackManifest } from "./pack.rules";
import {
  commitSealed,
  deleteSealing,
  findPackSize,
  insertSealing,
  markNotPacked,
  type NewPack,
  type SealedPack,
  updateCurrent,
} from "./pack.store";

export interface SealOptions {
  now: string;
  /** Where printed receipts point when the round does not say; null leaves such a round unsealed. */
  origin: string | null;
}

/**
 * `unsettled`: the summary row does not say what is in now, the settle on its way seals;
 * `elsewhere`: another call is sealing the same; `unpackable`: nothing in, too large, or nobody
 * knows where its receipts point to.
 */
export type SealOutcome = "sealed" | "already" | "elsewhere" | "unsettled" | "unpackable";

/** Seals what a submission has in at this moment. Idempotent; the same content is packed once. */
export async function sealSubmission(
  env: ReadEnv,
  submissionId: string,
  options: SealOptions,
): Promise<SealOutcome> {
  const db = openDb(env.DB);
  const holding = await findHolding(db, submissionId);
  const contentSha256 = holding === null ? null : await computeContentSha256(holding.sheet);
  if (holding === null || contentSha256 === null) {
    await markNotPacked(db, submissionId);
    return "unpackable";
  }
  const { sheet } = holding;
  const origin = sheet.round.origin ?? options.origin;
  if (contentSha256 !== sheet.submission.contentSha256) return "unsettled";
  if (origin === null) {
    await markNotPacked(db, submissionId);
    return "unpackable";
  }
  const recipe = buildRecipe(sheet.round.naming);
  const id = newId("pck");
  const roundId = sheet.round.id;
  const objectKey = buildPackKey(roundId, id);
  const pack: NewPack = { id, roundId, submissionId, contentSha256, recipe, objectKey, begunAt: options.now };
  if (!(await insertSealing(db, pack))) return describeRival(db, pack, submissionId);
  try {
    return await fillPack(env, db, holding, pack, { ...options, origin });
  } catch (fault) {
    await deleteSealing(db, env.FILES, id);
    throw fault;
  }
}

/** SHA-256 of `buildContent` as the facts stand now; null when nothing is in. */
async function computeContentSha256(sheet: SubmissionSheet): Promise<string | null> {
  const completeness = judgeSheet(sheet);
  const content = buildContent(sheet.version.version, completeness, sheet.receipt?.version ?? null);
  return content === null ? null : sha256(content);
}

/** Content that went and came back has its pack still: it waits no longer. */
async function describeRival(db: Db, pack: NewPack, submissionId: string): Promise<SealOutcome> {
  const { contentSha256, recipe, begunAt } = pack;
  const known = await findPackSize(db, submissionId, contentSha256, recipe);
  if (known === null) return "elsewhere";
  await updateCurrent(db, { id: known.id, submissionId, contentSha256 }, begunAt);
  return "already";
}

async function fillPack(
  env: ReadEnv,
  db: Db,
  holding: Holding,
  pack: NewPack,
  options: SealOptions & { origin: string },
): Promise<SealOutcome> {
  const manifest = await renderManifest(env, holding, { origin: options.origin, allVersions: false });
  const plan = manifest === null ? null : planZip(manifest.entries);
  if (manifest === null || plan === null || plan.directory.offset > PACK_MAX_BYTES) {
    await deleteSealing(db, env.FILES, pack.id);
    await markNotPacked(db, holding.sheet.submission.id);
    return "unpackable";
  }
  const { id, submissionId, contentSha256 } = pack;
  const written = await writePack(env.FILES, pack.objectKey, plan);
  const { manifestSha256 } = manifest;
  await commitSealed(db, {
    id,
    submissionId,
    contentSha256,
    manifestSha256,
    sealedAt: options.now,
    ...written,
  });
  return "sealed";
}

/** Streams an archive without its directory into one object: bytes are piped, never held here. */
export async function writePack(
  bucket: R2Bucket,
  key: string,
  plan: ZipPlan,
): Promise<Pick<SealedPack, "etag" | "bytes" | "archiveBytes" | "manifest">> {
  const bytes = plan.directory.offset;
  const { body, done } = streamZip(plan, { start: 0, end: bytes }, (slice) => readObjectRange(bucket, slice));
  const object = await bucket.put(key, body);
  const outcome = await done;
  if (!outcome.sent) throw outcome.reason;
  if (object?.size !== bytes) throw new Error("a pack was stored at another length");
  const manifest = renderPackManifest(plan.entries);
  return { etag: object.etag, bytes, archiveBytes: plan.length, manifest };
}
