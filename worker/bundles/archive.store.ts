import { and, eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import { bundles, type Db, packs, submissions } from "../db";
import type { Bundle } from "./round_bundle.store";

interface Confirmed {
  roundId: string;
  staffId: string;
  now: string;
}

/** What every pack of a submission held that is still known. */
export function listManifests(
  db: Db,
  submissionId: string,
): Promise<{ contentSha256: string; manifestSha256: string }[]> {
  return db
    .select({
      contentSha256: packs.contentSha256,
      manifestSha256: sql<string>`${packs.manifestSha256}`,
    })
    .from(packs)
    .where(and(eq(packs.submissionId, submissionId), eq(packs.state, "sealed")));
}

/**
 * Notes that a branch's materials are filed: the content whose bundle was confirmed, with
 * its event on the round's chain. Later content shows as changed since.
 */
export function writeBranchArchived(
  db: Db,
  submissionId: string,
  confirmed: { contentSha256: string; manifestSha256: string },
  by: Confirmed,
): Promise<boolean> {
  const { contentSha256, manifestSha256 } = confirmed;
  return writeAct(
    db,
    {
      chainId: by.roundId,
      type: "bundle.archived",
      actor: `staff:${by.staffId}`,
      data: { submission: submissionId, content: contentSha256, manifest: manifestSha256 },
      at: by.now,
    },
    db
      .update(submissions)
      .set({ archivedSha256: contentSha256, archivedAt: by.now })
      .where(eq(submissions.id, submissionId)),
  );
}

/**
 * The same for every branch in a prepared bundle, as it was when it was prepared. A branch whose
 * materials of now are filed already stays so: an older bundle confirmed late takes nothing back.
 */
export function writeBundleArchived(db: Db, bundle: Bundle, by: Confirmed): Promise<boolean> {
  return writeAct(
    db,
    {
      chainId: by.roundId,
      type: "bundle.archived",
      actor: `staff:${by.staffId}`,
      data: { bundle: bundle.id, manifest: bundle.manifestSha256, branches: bundle.branches },
      at: by.now,
    },
    db.update(bundles).set({ archivedAt: by.now }).where(eq(bundles.id, bundle.id)),
    [
      db.run(sql`UPDATE submissions SET archived_sha256 = j.value ->> 1, archived_at = ${by.now}
        FROM json_each(${bundle.contents}) AS j
        WHERE submissions.id = j.value ->> 0 AND submissions.round_id = ${by.roundId}
          AND submissions.archived_sha256 IS NOT submissions.content_sha256`),
    ],
  );
}
