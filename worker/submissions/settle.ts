import type { Completeness } from "../../schemas/completeness";
import type { Judgement } from "../../schemas/judgement";
import { canonicalJson, type ReceiptClaim, sha256 } from "../../schemas/receipt";
import { buildSummary } from "../../schemas/summary";
import { type Db, openDb } from "../db";
import { newId } from "../ids";
import { buildClaim } from "../receipts/receipt.rules";
import { buildReceiptPointer, buildReceiptStatement } from "../receipts/receipt.store";
import { buildContent } from "./content.rules";
import { getSubmissionSheet, type SubmissionSheet } from "./facts.store";
import { readJudgement } from "./judgement.store";
import { type IssueAct, type SummaryUpdate, writeSettled } from "./settle.store";
import { judgeSheet } from "./sheet.rules";

const MAX_LOOKS = 20;

/**
 * The only place that recomputes a submission: reads the facts, judges completeness, and
 * in one batch writes the summary row and, when everything required is present for the
 * first time or again after a change, the receipt. Idempotent: any number of calls at any
 * time, in any order of hand-ins, ends in the same state with the same receipt.
 *
 * @param left the sheet as the act before left it, read in the batch of the act; a call less
 */
export async function settle(
  env: Pick<Env, "DB">,
  submissionId: string,
  now: string,
  left: SubmissionSheet | null = null,
): Promise<Completeness> {
  const db = openDb(env.DB);
  for (let look = 1; look <= MAX_LOOKS; look++) {
    const sheet = look === 1 && left !== null ? left : await getSubmissionSheet(db, submissionId);
    const judgement = await readJudgement(db, sheet);
    const completeness = judgeSheet(sheet, judgement);
    const issue = await planIssue(db, sheet, completeness, now);
    const receiptVersion = issue?.version ?? sheet.receipt?.version ?? null;
    const update = await buildUpdate(sheet, { completeness, judgement, receiptVersion }, now);
    const seen = { submissionId, head: sheet.head, roundVersion: sheet.version.version };
    if (await writeSettled(db, seen, update, buildReceiptPointer(submissionId), issue)) {
      return completeness;
    }
  }
  throw new Error("settle found the submission changing at every look");
}

/** What one look at the facts concludes. */
interface Conclusion {
  completeness: Completeness;
  judgement: Judgement;
  receiptVersion: number | null;
}

async function buildUpdate(
  sheet: SubmissionSheet,
  { completeness, judgement, receiptVersion }: Conclusion,
  at: string,
): Promise<SummaryUpdate> {
  const first = { ...sheet.submission.firstReceived };
  for (const one of completeness.artifacts) {
    if (one.receivedAt !== null) first[one.key] ??= one.receivedAt;
  }
  const { files, entries, papers, drafts } = sheet.facts;
  const times = [
    ...[...files, ...entries, ...papers].map((one) => one.receivedAt),
    ...drafts.map((one) => one.savedAt),
  ];
  const content = buildContent(sheet.version.version, completeness, receiptVersion);
  return {
    at,
    contentSha256: content === null ? null : await sha256(content),
    state: completeness.state,
    missingCount: completeness.missing.length,
    summary: JSON.stringify(buildSummary(sheet.version, completeness)),
    judgement,
    firstReceived: first,
    lastActivityAt: times.sort().at(-1) ?? null,
  };
}

/**
 * Whether the newest receipt says what this claim would. A receipt names the round version it
 * was issued under; a later version under which nothing else differs makes no new receipt.
 */
export async function isSaid(
  { receipt }: Pick<SubmissionSheet, "receipt">,
  claim: ReceiptClaim,
): Promise<boolean> {
  if (receipt === null) return false;
  const round = { ...claim.round, version: receipt.roundVersion };
  return receipt.claimSha256 === (await sha256(canonicalJson({ ...claim, round })));
}

async function planIssue(db: Db, sheet: SubmissionSheet, completeness: Completeness, now: string) {
  if (!completeness.complete) return null;
  const claim = buildClaim(sheet, completeness);
  if (await isSaid(sheet, claim)) return null;
  const text = canonicalJson(claim);
  const claimSha256 = await sha256(text);
  const version = (sheet.receipt?.version ?? 0) + 1;
  const id = newId("rcp");
  const submissionId = sheet.submission.id;
  const issue: IssueAct = {
    version,
    statement: buildReceiptStatement(db, {
      id,
      roundId: sheet.round.id,
      roundVersion: sheet.version.version,
      submissionId,
      version,
      claim: text,
      sha256: claimSha256,
      now,
    }),
    event: {
      chainId: submissionId,
      type: "receipt.issued",
      actor: "system",
      data: { receipt: id, version, claim: claimSha256 },
      at: now,
    },
  };
  return issue;
}
