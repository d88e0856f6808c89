import { sql } from "drizzle-orm";
import type { Db } from "../db";

/** A file of an earlier round that the committee accepted or filed, for the same branch and the same artifact. */
export interface Reusable {
  id: string;
  submissionId: string;
  artifactKey: string;
  name: string;
  bytes: number;
  sha256: string;
  /** Of the earlier round. */
  noticeNumber: string;
  acceptedAt: string;
}

/** Offers of one artifact; a page is no archive. */
const MAX_PER_BRANCH = 20;

/**
 * What a branch may use again: current files of its other submissions whose artifact's newest
 * decision accepted or filed exactly them. Nobody is asked twice for the same paper.
 */
export function listReusable(db: Db, submissionId: string): Promise<Reusable[]> {
  return db.all<Reusable>(sql`
    SELECT f.id, f.submission_id AS submissionId, f.artifact_key AS artifactKey, f.name, f.bytes, f.sha256,
      r.notice_number AS noticeNumber, v.decided_at AS acceptedAt
    FROM submissions AS here
    JOIN submissions AS s ON s.branch_id = here.branch_id AND s.id <> here.id
    JOIN rounds AS r ON r.id = s.round_id
    JOIN reviews AS v ON v.submission_id = s.id AND v.decision IN ('accept', 'file')
      AND NOT EXISTS (SELECT 1 FROM reviews AS n WHERE n.submission_id = v.submission_id
        AND n.artifact_key = v.artifact_key AND n.version > v.version)
    JOIN json_each(v.subject, '$.files') AS j
    JOIN files AS f ON f.id = j.value ->> 'id' AND f.state = 'stored' AND f.field_key IS NULL
    WHERE here.id = ${submissionId}
    ORDER BY v.decided_at DESC, f.id LIMIT ${MAX_PER_BRANCH}`);
}
