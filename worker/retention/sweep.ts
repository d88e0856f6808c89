import { deleteExpiredBranchSessions } from "../branches/link.store";
import { openDb } from "../db";
import { deleteReceiving, listReceivingBefore } from "../files/file.store";
import { writeLog } from "../log";
import { deleteOldAttempts } from "../staff/attempt.store";
import { deleteExpiredStaffSessions } from "../staff/session.store";
import { settle } from "../submissions/settle";
import { listUnsettled } from "../submissions/settle.store";

/** An upload of one request that has not ended after this long never will. */
export const UPLOAD_GRACE_MINUTES = 60;
const SETTLE_WINDOW_HOURS = 48;
const ATTEMPT_DAYS = 1;
const MAX_SWEPT = 200;

const before = (now: string, minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

/**
 * What the clock cleans: uploads that never finished, hand-ins whose settle was cut off,
 * sessions and counters past their time. Safe to run at any moment and twice at once.
 *
 * @returns how many unfinished uploads were removed and submissions settled
 */
export async function sweep(
  env: Pick<Env, "DB" | "FILES">,
  now: string,
  graceMinutes = UPLOAD_GRACE_MINUTES,
): Promise<{ uploads: number; settled: number }> {
  const db = openDb(env.DB);
  const stale = await listReceivingBefore(db, before(now, graceMinutes), MAX_SWEPT);
  for (const id of stale) await deleteReceiving(db, env.FILES, id);
  const unsettled = await listUnsettled(db, before(now, SETTLE_WINDOW_HOURS * 60), MAX_SWEPT);
  for (const id of unsettled) await settle(env, id, now);
  await deleteExpiredStaffSessions(db, now);
  await deleteExpiredBranchSessions(db, now);
  await deleteOldAttempts(db, before(now, ATTEMPT_DAYS * 24 * 60));
  const done = { uploads: stale.length, settled: unsettled.length };
  if (done.uploads + done.settled > 0) writeLog({ level: "info", message: `swept ${JSON.stringify(done)}` });
  return done;
}
