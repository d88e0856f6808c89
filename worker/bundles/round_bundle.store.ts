import { and, asc, desc, eq, gt, lte, ne, type SQL, sql } from "drizzle-orm";
import { type EventInput, writeAct } from "../audit/event.write";
import { type BranchNumbers, bundles, type Db, entries, packs, submissions } from "../db";
import type { Pack } from "./pack.store";

/** A branch of the round, with its sealed pack where there is a current one. */
export interface RoundBranch {
  id: string;
  code: string;
  name: string;
  state: typeof submissions.$inferSelect.state;
  missingCount: number;
  summary: string;
  receiptSeq: number | null;
  receiptVersion: number | null;
  lastActivityAt: string | null;
  contentSha256: string | null;
  pack: Pack | null;
}

/** Manifests are a few kilobytes each; this many are read at once. */
const PAGE = 100;

const BRANCH_COLUMNS = {
  id: submissions.id,
  code: submissions.code,
  name: submissions.name,
  state: submissions.state,
  missingCount: submissions.missingCount,
  summary: submissions.summary,
  receiptSeq: submissions.receiptSeq,
  receiptVersion: submissions.receiptVersion,
  lastActivityAt: submissions.lastActivityAt,
  contentSha256: sql<string | null>`${submissions.contentSha256}`.as("own_content"),
};

const isCurrentPack = (recipe: string): SQL | undefined =>
  and(
    eq(packs.submissionId, submissions.id),
    eq(packs.contentSha256, submissions.contentSha256),
    eq(packs.recipe, recipe),
    eq(packs.state, "sealed"),
  );

/** Every branch of a round in code order with its pack of now. */
export async function listRoundBranches(db: Db, roundId: string, recipe: string): Promise<RoundBranch[]> {
  const all: RoundBranch[] = [];
  for (let after = ""; ; after = all.at(-1)?.code ?? "") {
    const rows = await db
      .select({
        ...BRANCH_COLUMNS,
        packId: sql<string | null>`${packs.id}`.as("pack_id"),
        objectKey: packs.objectKey,
        etag: packs.etag,
        bytes: packs.bytes,
        manifest: packs.manifest,
        manifestSha256: packs.manifestSha256,
      })
      .from(submissions)
      .leftJoin(packs, isCurrentPack(recipe))
      .where(and(eq(submissions.roundId, roundId), gt(submissions.code, after)))
      .orderBy(asc(submissions.code))
      .limit(PAGE);
    all.push(...rows.map(toRoundBranch));
    if (rows.length < PAGE) return all;
  }
}

type BranchRow = Omit<RoundBranch, "pack"> & {
  packId: string | null;
  objectKey: string | null;
  etag: string | null;
  bytes: number | null;
  manifest: string | null;
  manifestSha256: string | null;
};

function toRoundBranch(row: BranchRow): RoundBranch {
  const { packId, objectKey, etag, bytes, manifest, manifestSha256, ...branch } = row;
  const { contentSha256 } = branch;
  if (packId === null || objectKey === null || etag === null || bytes === null) {
    return { ...branch, pack: null };
  }
  if (manifest === null || manifestSha256 === null || contentSha256 === null) {
    return { ...branch, pack: null };
  }
  const pack = { id: packId, contentSha256, objectKey, etag, bytes, manifest, manifestSha256 };
  return { ...branch, pack };
}

/** A branch as the bundle page lists it. `bytes` are those of its pack, or the sum of its current files. */
export interface BranchSize {
  id: string;
  code: string;
  name: string;
  state: typeof submissions.$inferSelect.state;
  summary: string;
  contentSha256: string | null;
  archivedSha256: string | null;
  archivedAt: string | null;
  /** Id of its pack of now. */
  packId: string | null;
  /** Stored files, every version. */
  files: number;
  bytes: number;
}

/** Sizes of every branch's part, in code order, without reading any manifest. */
export function listBranchSizes(db: Db, roundId: string, recipe: string): Promise<BranchSize[]> {
  const { id, code, name, state, summary, contentSha256, archivedSha256, archivedAt } = submissions;
  return db
    .select({
      ...{ id, code, name, state, summary, contentSha256, archivedSha256, archivedAt },
      packId: sql<string | null>`${packs.id}`.as("pack_id"),
      files: sql<number>`(SELECT COUNT(*) FROM files AS f WHERE f.submission_id = submissions.id
        AND f.state = 'stored')`,
      bytes: sql<number>`CASE WHEN ${submissions.contentSha256} IS NULL THEN 0
        WHEN ${packs.id} IS NOT NULL THEN ${packs.bytes}
        ELSE (SELECT COALESCE(SUM(f.bytes), 0) FROM files AS f WHERE f.submission_id = submissions.id
          AND f.state = 'stored' AND NOT EXISTS (SELECT 1 FROM files AS n WHERE n.lineage_id = f.lineage_id
            AND n.state = 'stored' AND n.version > f.version)) END`,
    })
    .from(submissions)
    .leftJoin(packs, isCurrentPack(recipe))
    .where(eq(submissions.roundId, roundId))
    .orderBy(asc(submissions.code));
}

/** A current entry, for adding up. */
export interface RoundEntry {
  submissionId: string;
  artifactKey: string;
  item: number;
  form: string;
  code: string;
  name: string;
  numbers: BranchNumbers;
  data: string;
}

/**
 * Whether an entry is of what was accepted, which stands beside a later change as `findStanding`
 * says; null where no decision makes anything stand.
 */
const isAccepted =
  sql.raw(`(SELECT entries.id IN (SELECT j.value ->> 'id' FROM json_each(r.subject, '$.entries') AS j)
  FROM reviews AS r WHERE r.submission_id = entries.submission_id AND r.artifact_key = entries.artifact_key
    AND r.decision IN ('accept', 'file') AND (SELECT n.decision FROM reviews AS n
      WHERE n.submission_id = r.submission_id AND n.artifact_key = r.artifact_key
      ORDER BY n.version DESC LIMIT 1) NOT IN ('reopen', 'waive')
  ORDER BY r.version DESC LIMIT 1)`);

const isNewestEntry = sql.raw(`NOT EXISTS (SELECT 1 FROM entries AS newer
  WHERE newer.submission_id = entries.submission_id AND newer.artifact_key = entries.artifact_key
    AND newer.item = entries.item AND newer.version > entries.version)`);

/** What stands of what every branch typed for these artifacts, in code order. */
export function listRoundEntries(
  db: Db,
  roundId: string,
  artifactKeys: readonly string[],
): Promise<RoundEntry[]> {
  return db
    .select({
      submissionId: entries.submissionId,
      artifactKey: entries.artifactKey,
      item: entries.item,
      form: entries.form,
      code: submissions.code,
      name: submissions.name,
      numbers: submissions.numbers,
      data: entries.data,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.submissionId, submissions.id))
    .where(
      sql`${submissions.roundId} = ${roundId}
        AND ${entries.artifactKey} IN (SELECT value FROM json_each(${JSON.stringify(artifactKeys)}))
        AND COALESCE(${isAccepted}, ${isNewestEntry})`,
    )
    .orderBy(asc(submissions.code), asc(entries.artifactKey), asc(entries.item));
}

export type Bundle = typeof bundles.$inferSelect;

/** A prepared bundle of this round; null for another round's. */
export async function findBundle(db: Db, roundId: string, bundleId: string): Promise<Bundle | null> {
  const [row] = await db
    .select()
    .from(bundles)
    .where(and(eq(bundles.id, bundleId), eq(bundles.roundId, roundId)));
  return row ?? null;
}

/** The bundle of this round with exactly these bytes; null when none was prepared. */
export async function findBundleByEtag(db: Db, roundId: string, etag: string): Promise<Bundle | null> {
  const [row] = await db
    .select()
    .from(bundles)
    .where(and(eq(bundles.roundId, roundId), eq(bundles.etag, etag)));
  return row ?? null;
}

/** Bundles still kept at `now`, newest first. */
export function listBundles(db: Db, roundId: string, now: string, limit: number): Promise<Bundle[]> {
  return db
    .select()
    .from(bundles)
    .where(and(eq(bundles.roundId, roundId), gt(bundles.keptUntil, now)))
    .orderBy(desc(bundles.preparedAt))
    .limit(limit);
}

/** Keeps a bundle as it was prepared, with its event; one of the same bytes whose time was over comes back. */
export async function insertBundle(db: Db, bundle: Omit<Bundle, "archivedAt">): Promise<boolean> {
  const { id, etag, bytes, branches } = bundle;
  const event: EventInput = {
    chainId: bundle.roundId,
    type: "bundle.prepared",
    actor: `staff:${bundle.preparedBy}`,
    data: { bundle: id, etag: etag.slice(1, -1), bytes, branches },
    at: bundle.preparedAt,
  };
  const { packs, contents, preparedAt, preparedBy, keptUntil } = bundle;
  const statement = db
    .insert(bundles)
    .values(bundle)
    .onConflictDoUpdate({
      target: [bundles.roundId, bundles.etag],
      set: { packs, contents, preparedAt, preparedBy, keptUntil },
    });
  return writeAct(db, event, statement);
}

/** Lets go of bundles whose time is over: their packs are no longer held by them. */
export async function releaseBundles(db: Db, now: string): Promise<void> {
  await db
    .update(bundles)
    .set({ packs: "[]" })
    .where(and(lte(bundles.keptUntil, now), ne(bundles.packs, "[]")));
}

/** Asked for again, a bundle is kept as long as a new one would be. */
export async function updateKeptUntil(db: Db, bundleId: string, keptUntil: string): Promise<void> {
  await db.update(bundles).set({ keptUntil }).where(eq(bundles.id, bundleId));
}
