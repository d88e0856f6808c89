import { and, eq, sql } from "drizzle-orm";
import { writeAct } from "../audit/event.write";
import { type Db, rounds, submissions } from "../db";
import { newId } from "../ids";
import type { PaperArrival } from "./paper.rules";

export interface SlipHit {
  submissionId: string;
  roundId: string;
}

/** The submission behind a slip code, within one committee's rounds only. */
export async function findSlip(db: Db, committeeId: string, slipCode: string): Promise<SlipHit | null> {
  const [row] = await db
    .select({ submissionId: submissions.id, roundId: submissions.roundId })
    .from(submissions)
    .innerJoin(rounds, eq(rounds.id, submissions.roundId))
    .where(and(eq(submissions.slipCode, slipCode), eq(rounds.committeeId, committeeId)));
  return row ?? null;
}

export interface PaperWrite {
  submissionId: string;
  artifactKey: string;
  /** The arrival that was newest when the desk opened the form, "" for none: a form sent twice is recorded once. */
  after: string;
  arrival: PaperArrival;
  staffId: string;
  now: string;
  /** The condition of `openGuard`, at the moment of arrival. */
  guard: ReturnType<typeof sql>;
}

/** Records an arrival as a new version. False when the round closed or someone else recorded it first. */
export async function insertPaper(db: Db, one: PaperWrite): Promise<boolean> {
  const { submissionId, artifactKey, after, arrival, staffId, now } = one;
  const id = newId("pap");
  const { arrivedAt, copies, sealed, receivedBy, note } = arrival;
  const data = { paper: id, artifact: artifactKey, arrivedAt, copies, sealed };
  const own = sql`submission_id = ${submissionId} AND artifact_key = ${artifactKey}`;
  return writeAct(
    db,
    { chainId: submissionId, type: "paper.recorded", actor: `staff:${staffId}`, data, at: now },
    db.run(sql`INSERT INTO papers
        (id, submission_id, artifact_key, version, arrived_at, copies, sealed, received_by, note, staff_id, received_at)
      SELECT ${id}, ${submissionId}, ${artifactKey}, (SELECT COALESCE(MAX(version), 0) + 1 FROM papers WHERE ${own}),
        ${arrivedAt}, ${copies}, ${sealed ? 1 : 0}, ${receivedBy}, ${note}, ${staffId}, ${now}
      WHERE ${one.guard}
        AND ${after} = COALESCE((SELECT id FROM papers WHERE ${own} ORDER BY version DESC LIMIT 1), '')`),
  );
}
