import { and, eq, isNull, sql } from "drizzle-orm";
import { sha256 } from "../../schemas/receipt";
import { writeAct } from "../audit/event.write";
import { type Db, links, submissions } from "../db";
import { newId } from "../ids";
import type { DeriveSecret } from "./link.rules";

/** A branch's living link as the committee's list shows it; the secret is derived by whoever needs it. */
export interface LinkRow {
  submissionId: string;
  code: string;
  name: string;
  linkId: string;
  createdAt: string;
  openedAt: string | null;
  lastUsedAt: string | null;
}

/** The living links of a round in code order, or of one submission. */
export async function listLinks(db: Db, roundId: string, submissionId?: string): Promise<LinkRow[]> {
  return db
    .select({
      submissionId: submissions.id,
      code: submissions.code,
      name: submissions.name,
      linkId: links.id,
      createdAt: links.createdAt,
      openedAt: submissions.openedAt,
      lastUsedAt: links.lastUsedAt,
    })
    .from(submissions)
    .innerJoin(links, and(eq(links.submissionId, submissions.id), isNull(links.revokedAt)))
    .where(
      and(
        eq(submissions.roundId, roundId),
        submissionId === undefined ? undefined : eq(submissions.id, submissionId),
      ),
    )
    .orderBy(submissions.code);
}

export interface LinkTurn {
  roundId: string;
  submissionId: string;
  staffId: string;
  now: string;
}

/**
 * Turns a link: the old one and every cookie got by it die in the same batch that makes
 * the new one. False when the submission is not in this round or has no living link.
 */
export async function rotateLink(db: Db, derive: DeriveSecret, turn: LinkTurn): Promise<boolean> {
  const { roundId, submissionId, staffId, now } = turn;
  const id = newId("lnk");
  const secretHash = await sha256(await derive(id));
  return writeAct(
    db,
    { chainId: submissionId, type: "link.rotated", actor: `staff:${staffId}`, data: { link: id }, at: now },
    db.run(sql`UPDATE links SET revoked_at = ${now} WHERE submission_id = ${submissionId} AND revoked_at IS NULL
      AND EXISTS (SELECT 1 FROM submissions AS s WHERE s.id = ${submissionId} AND s.round_id = ${roundId})`),
    [
      db.run(sql`INSERT INTO links (id, submission_id, secret_hash, created_at)
        SELECT ${id}, ${submissionId}, ${secretHash}, ${now} WHERE changes() > 0`),
    ],
  );
}
