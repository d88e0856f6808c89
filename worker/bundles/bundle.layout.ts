/** The layout of a bundle made from a branch's files, made once and kept for the pieces that follow. */
import { createHash } from "node:crypto";
import type { Db } from "../db";
import { IsolateCache } from "../isolate.cache";
import type { SubmissionSheet } from "../submissions/facts.store";
import { getHolding, type Moment } from "./bundle.holding";
import { type ReadEnv, type ReadOptions, renderManifest } from "./bundle.read";
import { computeBundleEtag, planZip, type ZipEntry, type ZipPlan } from "./bundle.rules";

/** What a bundle is sent by. */
export interface BundleLayout {
  /** Strong and quoted. */
  etag: string;
  plan: ZipPlan;
}

export const layOut = (entries: readonly ZipEntry[]): BundleLayout => ({
  etag: computeBundleEtag(entries),
  plan: planZip(entries),
});

/** An entry's strings, offsets and objects; what was made for it lies in memory as well. */
const ENTRY_BYTES = 1024;
const countBytes = ({ plan }: BundleLayout) =>
  plan.entries.reduce(
    (sum, { source }) => sum + ENTRY_BYTES + (source.kind === "bytes" ? source.data.length : 0),
    0,
  );

/**
 * A download over a bad line asks piece by piece, and some programs for eight pieces at once; lists,
 * index and sums of a thousand files cost each of them some 20 ms of CPU, and as much in D1.
 */
const kept = new IsolateCache<BundleLayout>(4 * 1024 * 1024, countBytes);

/**
 * A sheet decides what a bundle holds: all that is newest stands in it, and what is older (earlier
 * versions, the words of an entry) changes by an act alone, which moves the end of its log.
 */
function buildKey(sheet: SubmissionSheet, { origin, allVersions }: ReadOptions): string {
  return createHash("sha256")
    .update(JSON.stringify([sheet, origin, allVersions]))
    .digest("hex");
}

/** How a branch's bundle is laid out as of `moment` or a little later; null when nothing is in. */
export async function findLayout(
  env: ReadEnv,
  db: Db,
  moment: Moment,
  options: ReadOptions,
): Promise<(Moment & { layout: BundleLayout }) | null> {
  const known = kept.find(buildKey(moment.sheet, options));
  if (known !== null) return { ...moment, layout: known };
  const holding = await getHolding(db, moment.sheet.submission.id);
  const manifest = await renderManifest(env, holding, options);
  if (manifest === null) return null;
  return { ...holding, layout: kept.keep(buildKey(holding.sheet, options), layOut(manifest.entries)) };
}
