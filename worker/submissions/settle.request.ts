import type { Completeness } from "../../schemas/completeness";
import { sealSubmission } from "../bundles/pack.seal";
import { wasBegunSince } from "../bundles/pack.store";
import { type AppContext, dbOf, originOf } from "../http";
import { describeFault, writeLog } from "../log";
import type { SubmissionSheet } from "./facts.store";
import { settle } from "./settle";

/** Twenty further photos must not copy a whole branch twenty times: the sweep seals it when it rests. */
const SEAL_PAUSE_MINUTES = 10;

/**
 * Settles a submission for a request and, when it is complete and was not sealed a moment
 * ago, has its pack sealed after the answer. A seal that fails or is cut off is only logged:
 * the sweep makes up for it.
 */
export async function settleAndSeal(
  c: AppContext,
  submissionId: string,
  now: string,
  left: SubmissionSheet | null = null,
): Promise<Completeness> {
  const completeness = await settle(c.env, submissionId, now, left);
  if (completeness.complete) c.executionCtx.waitUntil(sealQuietly(c, submissionId, now));
  return completeness;
}

async function sealQuietly(c: AppContext, submissionId: string, now: string): Promise<void> {
  const since = new Date(Date.parse(now) - SEAL_PAUSE_MINUTES * 60_000).toISOString();
  try {
    if (await wasBegunSince(dbOf(c), submissionId, since)) return;
    await sealSubmission(c.env, submissionId, { now, origin: originOf(c) });
  } catch (fault) {
    const request = c.get("requestId");
    writeLog({ level: "warn", message: "sealing broken off", request, fault: describeFault(fault) });
  }
}
