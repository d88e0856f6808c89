import {
  type AmendmentPlan,
  buildAmendedVersion,
  checkAmendment,
  restoreDraft,
} from "../../schemas/amendment";
import { problem } from "../../schemas/problem";
import { canonicalJson, sha256 } from "../../schemas/receipt";
import type { RoundVersion } from "../../schemas/round";
import { type Db, openDb } from "../db";
import { type AppContext, dbOf, refuse, refuseWith } from "../http";
import { describeFault, writeLog } from "../log";
import { settle } from "../submissions/settle";
import { listMarked } from "../submissions/settle.store";
import { writeAmended } from "./amend.store";
import { type DraftSource, saveDraft } from "./round.create";
import { computeProfile, computeStart } from "./round.rules";
import { type Doer, getRoundVersion, parseStoredAsks, parseStoredDraft, type RoundRow } from "./round.store";

/** A published round is amended; a closed one is opened again first. Problem: `round.is_closed`. */
export function checkEditable(row: Pick<RoundRow, "state">): void {
  if (row.state === "closed") refuse("round.is_closed");
}

/** What a draft would make of the published version. */
export async function planAmendment(
  db: Db,
  row: RoundRow,
  draft: DraftSource,
  stamp: { now: string; note: string },
): Promise<AmendmentPlan> {
  const before = await getRoundVersion(db, row.id, row.currentVersion);
  const { definition, asks } = draft;
  const profile = computeProfile(definition, asks);
  const after = buildAmendedVersion(before, definition, asks, {
    publishedAt: stamp.now,
    profile,
    note: stamp.note,
  });
  return { before, after };
}

/** Why the draft cannot be published as an amendment. Problems: `round.fixed`, `round.invalid`, `round.unchanged`. */
function refuseUnfit({ before, after }: AmendmentPlan, { definition, asks }: DraftSource): void {
  const [fault] = checkAmendment(before, definition, asks);
  if (fault !== undefined) refuse("round.fixed", { reason: fault.zh, reasonEn: fault.en });
  if (after.artifacts.every((one) => one.withdrawn === true))
    refuseWith(problem("round.invalid", { reason: "没有选任何材料项" }));
  if (after.amendment?.changes.length === 0) refuse("round.unchanged", { version: before.version });
}

/**
 * Publishes the stored draft as the next version: frozen, with what it changed, and every
 * submission marked to be judged again, all in one batch. Nothing that was handed in is
 * touched, and receipts that were issued stay. Problems: `round.not_published`,
 * `round.is_closed`, `round.fixed`, `round.invalid`, `round.unchanged`, `request.conflict`.
 *
 * @param note what the committee says of it to the branches
 */
export async function amendRound(
  env: Pick<Env, "DB">,
  row: RoundRow,
  note: string,
  by: Doer,
): Promise<RoundVersion> {
  if (row.state === "draft") refuse("round.not_published");
  checkEditable(row);
  const db = openDb(env.DB);
  const draft = { definition: parseStoredDraft(row), asks: parseStoredAsks(row) };
  const plan = await planAmendment(db, row, draft, { now: by.now, note });
  refuseUnfit(plan, draft);
  const { after } = plan;
  const definition = canonicalJson(after);
  const frozen = {
    number: after.version,
    definition,
    sha256: await sha256(definition),
    title: after.notice.title,
    noticeNumber: after.notice.number,
    profile: after.profile,
    closesAt: after.closesAt,
    changes: after.amendment?.changes.length ?? 0,
  };
  if (!(await writeAmended(db, row, frozen, computeStart(after), by))) refuse("request.conflict");
  return after;
}

/** A request may put 1,000 queries to D1 and go on 30 seconds after its answer; the sweep does the rest. */
const MAX_AFTER_ANSWER = 200;
const AT_ONCE = 5;

/** Judges again, after the answer, as many submissions as fit; what is cut off stays marked. */
export function settleAmended(c: AppContext, roundId: string, now: string): void {
  c.executionCtx.waitUntil(settleMarked(c, roundId, now));
}

async function settleMarked(c: AppContext, roundId: string, now: string): Promise<void> {
  try {
    const marked = await listMarked(dbOf(c), MAX_AFTER_ANSWER, roundId);
    for (let i = 0; i < marked.length; i += AT_ONCE)
      await Promise.all(marked.slice(i, i + AT_ONCE).map((id) => settle(c.env, id, now)));
  } catch (fault) {
    const request = c.get("requestId");
    writeLog({ level: "warn", message: "judging again broken off", request, fault: describeFault(fault) });
  }
}

/** Puts the published version back in the place of the draft of an amendment. Problem: `request.conflict`. */
export async function discardAmendment(c: AppContext, row: RoundRow): Promise<void> {
  const before = await getRoundVersion(dbOf(c), row.id, row.currentVersion);
  const restored = { ...restoreDraft(before, parseStoredDraft(row)), note: "" };
  if (!(await saveDraft(c, row, restored))) refuse("request.conflict");
}
