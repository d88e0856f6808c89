import { deleteExpiredBranchSessions } from "../branches/link.store";
import { sealSubmission } from "../bundles/pack.seal";
import { deleteSealing, postponeSeal } from "../bundles/pack.store";
import {
  deleteOutdatedPack,
  listOutdatedPacks,
  listSealingBefore,
  listUnsealed,
} from "../bundles/pack.upkeep.store";
import { releaseBundles } from "../bundles/round_bundle.store";
import { type Db, openDb } from "../db";
import { deleteReceiving, listReceivingBefore } from "../files/file.store";
import { KEPT_HOURS } from "../kept/kept.rules";
import { deleteKeptBefore } from "../kept/kept.store";
import { describeFault, writeLog } from "../log";
import { deleteStrayBlanks } from "../rounds/blank.store";
import { deleteOldAttempts } from "../staff/attempt.store";
import { deleteExpiredStaffSessions } from "../staff/session.store";
import { settle } from "../submissions/settle";
import { listMarked, listUnsettled } from "../submissions/settle.store";
import { deleteExpired } from "../uploads/upload.expire";
import { listExpired } from "../uploads/upload.store";

/** An upload of one request that has not ended after this long never will. */
export const UPLOAD_GRACE_MINUTES = 60;
const SETTLE_WINDOW_HOURS = 48;
const ATTEMPT_DAYS = 1;
/** An invocation may put 1,000 queries to D1: an upload takes two, a settle four, a seal eight. */
const MAX_SWEPT = 60;
/** A branch that is handing in pauses between files; its pack is made when it has rested this long. */
const SEAL_REST_MINUTES = 10;
/** Sealing copies every byte: a run does as many as fit into its minutes. */
const MAX_SEALED = 50;
/** Time for a download that was begun from a pack to end, and to be taken up again. */
const PACK_GRACE_DAYS = 7;

const before = (now: string, minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();

/**
 * What the clock cleans and makes up for: uploads and packs that never finished, hand-ins
 * whose settle was cut off, branches at rest that are not sealed, packs and sessions past
 * their time. Safe to run at any moment and twice at once.
 *
 * @returns how many of each
 */
export async function sweep(
  env: Pick<Env, "DB" | "FILES" | "ASSETS">,
  now: string,
  graceMinutes = UPLOAD_GRACE_MINUTES,
): Promise<{ uploads: number; settled: number; sealed: number; packs: number }> {
  const db = openDb(env.DB);
  const stale = await listReceivingBefore(db, before(now, graceMinutes), MAX_SWEPT);
  await each(stale, (id) => deleteReceiving(db, env.FILES, id));
  const expired = await listExpired(db, now, MAX_SWEPT);
  await each(expired, (id) => deleteExpired(db, env.FILES, id, now));
  await attempt(() => deleteStrayBlanks(db, env.FILES, before(now, UPLOAD_GRACE_MINUTES)));
  const unsettled = await listToSettle(db, now);
  await each(unsettled, (id) => settle(env, id, now));
  await deleteExpiredStaffSessions(db, now);
  await deleteExpiredBranchSessions(db, now);
  await deleteOldAttempts(db, before(now, ATTEMPT_DAYS * 24 * 60));
  await deleteKeptBefore(db, before(now, KEPT_HOURS * 60));
  const done = {
    uploads: stale.length + expired.length,
    settled: unsettled.length,
    ...(await sweepPacks(env, now)),
  };
  if (Object.values(done).some((count) => count > 0))
    writeLog({ level: "info", message: `swept ${JSON.stringify(done)}` });
  return done;
}

/** One that cannot be done must not keep the others from it; the next run tries it again. */
async function each(list: readonly string[], act: (one: string) => Promise<unknown>): Promise<void> {
  for (const one of list) await attempt(() => act(one));
}

async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (fault) {
    writeLog({ level: "warn", message: "not swept", fault: describeFault(fault) });
  }
}

/** What a crash left unsettled first, then what an amendment still has to be judged again. */
async function listToSettle(db: Db, now: string): Promise<string[]> {
  const cutOff = await listUnsettled(db, before(now, SETTLE_WINDOW_HOURS * 60), MAX_SWEPT);
  const marked = await listMarked(db, MAX_SWEPT);
  return [...new Set([...cutOff, ...marked])].slice(0, MAX_SWEPT);
}

async function sweepPacks(env: Pick<Env, "DB" | "FILES" | "ASSETS">, now: string) {
  const db = openDb(env.DB);
  const cutOff = await listSealingBefore(db, before(now, UPLOAD_GRACE_MINUTES), MAX_SWEPT);
  await each(cutOff, (id) => deleteSealing(db, env.FILES, id));
  await releaseBundles(db, now);
  const outdated = await listOutdatedPacks(db, before(now, PACK_GRACE_DAYS * 24 * 60), MAX_SWEPT);
  for (const pack of outdated) await deleteOutdatedPack(db, env.FILES, pack);
  const waiting = await listUnsealed(db, before(now, SEAL_REST_MINUTES), MAX_SEALED);
  let sealed = 0;
  for (const id of waiting) {
    try {
      if ((await sealSubmission(env, id, { now, origin: null })) === "sealed") sealed += 1;
    } catch (fault) {
      // One branch with a damaged object must not keep the others from being sealed.
      writeLog({ level: "warn", message: "sealing broken off", fault: describeFault(fault) });
      await postponeSeal(db, id, now);
    }
  }
  return { sealed, packs: cutOff.length + outdated.length };
}
