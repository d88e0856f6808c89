/** The layout of a bundle made from a branch's files, made once and kept for the pieces that follow. */
import { createHash } from "node:crypto";
import type { Db } from "../db";
import { IsolateCache } from "../isolate.cache";
import type { SubmissionSheet } from "../submissions/facts.store";
import { getHolding, type Moment, readMoment } from "./bundle.holding";
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
const countBytes = ({ layout }: Kept) =>
  layout.plan.entries.reduce(
    (sum, { source }) => sum + ENTRY_BYTES + (source.kind === "bytes" ? source.data.length : 0),
    0,
  );

interface Kept {
  sheetSha256: string;
  layout: BundleLayout;
}

/**
 * A download over a bad line asks piece by piece, and some programs for eight pieces at once; lists,
 * index and sums of a thousand files cost each of them some 20 ms of CPU, and as much in D1. Of
 * each branch the last one: an earlier one is never asked for again.
 */
const kept = new IsolateCache<Kept>(4 * 1024 * 1024, countBytes);

/**
 * A sheet decides what a bundle holds: all that is newest stands in it, and what is older (earlier
 * versions, the words of an entry) changes by an act alone, which moves the end of its log. How
 * much the whole round holds is said of nothing in it and changes with every other branch; so does
 * what is on its way with every piece.
 */
function hashSheet({ round, unfinished: _unfinished, ...own }: SubmissionSheet): string {
  const { heldFiles: _files, heldBytes: _bytes, ...told } = round;
  return createHash("sha256")
    .update(JSON.stringify([told, own]))
    .digest("hex");
}

/** How a branch's bundle is laid out as of `moment`, or of now; null when nothing is in. */
export async function findLayout(
  env: ReadEnv,
  db: Db,
  submissionId: string,
  moment: Moment | null,
  options: ReadOptions,
): Promise<(Moment & { layout: BundleLayout }) | null> {
  const place = JSON.stringify([submissionId, options.origin, options.allVersions]);
  const known = kept.find(place);
  if (known !== null) {
    const now = moment ?? (await readMoment(db, submissionId));
    if (hashSheet(now.sheet) === known.sheetSha256) return { ...now, layout: known.layout };
  }
  const holding = await getHolding(db, submissionId);
  const manifest = await renderManifest(env, holding, options);
  if (manifest === null) return null;
  const layout = layOut(manifest.entries);
  kept.keep(place, { sheetSha256: hashSheet(holding.sheet), layout });
  return { ...holding, layout };
}
