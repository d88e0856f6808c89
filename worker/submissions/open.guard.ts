import { type SQL, sql } from "drizzle-orm";

/** What must still hold at the moment of the write. */
export interface OpenGuard {
  submissionId: string;
  /** The round version the decision was taken on. */
  version: number;
  /** From `computeAcceptUntil`; null when only closing the round ends hand-ins. */
  acceptUntil: string | null;
  /** The link the branch came by, which may have been revoked meanwhile; null for staff. */
  linkId: string | null;
  now: string;
  /** The artifact, which may be open again because the committee returned it. */
  artifactKey: string;
}

/** The newest decision on the artifact returned it. */
function isReturned({ submissionId, artifactKey }: OpenGuard): SQL {
  return sql`'return' = (SELECT v.decision FROM reviews AS v WHERE v.submission_id = ${submissionId}
    AND v.artifact_key = ${artifactKey} ORDER BY v.version DESC LIMIT 1)`;
}

/**
 * The condition every hand-in's final statement carries (design.md §3, invariant 3): the
 * round is still open, at the version that was judged, and the link still lives.
 */
export function openGuard(guard: OpenGuard): SQL {
  return sql`EXISTS (SELECT 1 FROM submissions AS s JOIN rounds AS r ON r.id = s.round_id
      WHERE s.id = ${guard.submissionId} AND r.current_version = ${guard.version}
        AND (r.state = 'published' OR r.state = 'closed' AND ${isReturned(guard)}))
    AND (${guard.acceptUntil} IS NULL OR ${guard.now} <= ${guard.acceptUntil} OR ${isReturned(guard)})
    AND (${guard.linkId} IS NULL OR EXISTS (SELECT 1 FROM links AS l
      WHERE l.id = ${guard.linkId} AND l.submission_id = ${guard.submissionId} AND l.revoked_at IS NULL))`;
}
