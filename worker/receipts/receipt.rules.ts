import { KEPT_FORM, NOTHING_FORM } from "../../schemas/artifact";
import type { ArtifactState, ArtifactStatus, Completeness, EntryFact } from "../../schemas/completeness";
import {
  ACCEPTED_STATEMENT,
  buildReceiptNumber,
  RECEIPT_STATEMENT,
  type ReceiptArtifact,
  type ReceiptBody,
  type ReceiptClaim,
} from "../../schemas/receipt";
import type { RoundVersion } from "../../schemas/round";
import { toHeldDue } from "../../schemas/standing";

/** What a claim is made of, beside the completeness it proves. */
export interface ClaimSubject {
  round: { id: string };
  version: RoundVersion;
  submission: { branchId: string; code: string; name: string };
}

function buildClaimArtifact(
  version: RoundVersion,
  status: ArtifactStatus,
  receivedAt: string,
): ReceiptArtifact {
  const asked = version.artifacts.find((one) => one.key === status.key);
  if (asked === undefined) throw new Error("status without an asked artifact");
  const { entry, entries, paper, review } = status;
  const late = status.lateSeconds > 0;
  const held = toHeldDue(status.due);
  return {
    key: status.key,
    title: asked.title,
    kind: asked.kind,
    required: status.required,
    receivedAt,
    lateSeconds: status.lateSeconds,
    files: [...status.files]
      .sort((a, b) =>
        a.receivedAt < b.receivedAt || (a.receivedAt === b.receivedAt && a.id < b.id) ? -1 : 1,
      )
      .map(({ id, name, version: fileVersion, bytes, sha256, pages, chars }) => ({
        id,
        name,
        version: fileVersion,
        bytes,
        sha256,
        pages,
        chars,
      })),
    entry:
      entry === null
        ? null
        : {
            id: entry.id,
            version: entry.version,
            bytes: entry.bytes,
            sha256: entry.sha256,
            chars: entry.chars,
          },
    paper:
      paper === null
        ? null
        : {
            id: paper.id,
            arrivedAt: paper.arrivedAt,
            copies: paper.copies,
            sealed: paper.sealed,
            receivedBy: paper.receivedBy,
          },
    ...(entries.length > 1 ? { entries: entries.map(buildItem) } : {}),
    ...(held.at !== null && (late || held.original !== null) ? { due: { ...held, at: held.at } } : {}),
    ...(status.state === "waived" && review !== null
      ? { waiver: { reason: review.reason, at: review.decidedAt } }
      : {}),
    ...(entry !== null && DECLARED[entry.form] !== undefined ? { declared: DECLARED[entry.form] } : {}),
  };
}

const DECLARED: Readonly<Record<string, ReceiptArtifact["declared"]>> = {
  [NOTHING_FORM]: "nothing",
  [KEPT_FORM]: "kept",
};

const buildItem = ({ id, item, version, bytes, sha256, chars }: EntryFact) => ({
  id,
  item,
  version,
  bytes,
  sha256,
  chars,
});

/** What was decided stands on a receipt only when everything was: one acceptance more makes no new version. */
function buildDecision(status: ArtifactStatus): Pick<ReceiptArtifact, "review"> {
  const { review } = status;
  if (review === null || review.decision === "return" || review.decision === "reopen") return {};
  const { decision, number, decidedAt } = review;
  return { review: { decision, number, at: decidedAt } };
}

/** Originals the committee made optional and that did not come yet (domain.md §4.2, situation 6). */
function listAwaiting(version: RoundVersion, completeness: Completeness) {
  return completeness.artifacts.flatMap((status, index) => {
    const asked = version.artifacts[index];
    const out = asked?.kind === "paper" && asked.obligation === "hand_in" && !status.present;
    return out && !status.required && asked.withdrawn !== true
      ? [{ key: asked.key, title: asked.title }]
      : [];
  });
}

/**
 * What a receipt of this moment would say: every artifact that is present, required or
 * not. The same facts give the same claim, so an unchanged state never makes a second receipt.
 */
export function buildClaim(subject: ClaimSubject, completeness: Completeness): ReceiptClaim {
  const { version, submission } = subject;
  const awaiting = listAwaiting(version, completeness);
  const { accepted } = completeness;
  return {
    schema: "huizhi.receipt/1",
    kind: accepted ? "accepted" : "complete",
    round: { id: subject.round.id, version: version.version, theme: version.theme },
    notice: { number: version.notice.number, title: version.notice.title, issuer: version.notice.issuer },
    branch: { id: submission.branchId, code: submission.code, name: submission.name },
    requiredCount: completeness.requiredCount,
    artifacts: completeness.artifacts.flatMap((one) =>
      one.receivedAt === null
        ? []
        : [{ ...buildClaimArtifact(version, one, one.receivedAt), ...(accepted ? buildDecision(one) : {}) }],
    ),
    ...(awaiting.length > 0 ? { awaiting } : {}),
    statement: accepted ? ACCEPTED_STATEMENT : RECEIPT_STATEMENT,
  };
}

/** What became of the newest receipt since it was issued: nothing, a change that waits, or something to mend. */
export type ReceiptStanding = "whole" | "pending" | "reopened";

export function computeStanding(
  now: Pick<Completeness, "complete"> & {
    artifacts: readonly { state: ArtifactState }[];
  },
): ReceiptStanding {
  if (!now.complete) return "reopened";
  return now.artifacts.some((one) => one.state === "recheck") ? "pending" : "whole";
}

/** A stored receipt row, as far as its body needs it. */
export interface StoredReceipt {
  seq: number;
  version: number;
  claim: ReceiptClaim;
  issuedAt: string;
}

/** The whole receipt from its immutable row: the same row always gives the same bytes. */
export function buildReceiptBody(row: StoredReceipt, prefix: string): ReceiptBody {
  return {
    ...row.claim,
    number: buildReceiptNumber(prefix, row.seq),
    seq: row.seq,
    version: row.version,
    replaces: row.version > 1 ? row.version - 1 : null,
    issuedAt: row.issuedAt,
  };
}

/** A receipt number as typed or scanned; null when it cannot be one. */
export function parseReceiptNumber(text: string): { prefix: string; seq: number } | null {
  const match = /^([0-9A-Za-z][0-9A-Za-z-]{2,40})-(\d{4,7})$/.exec(text.normalize("NFKC").trim());
  return match?.[1] && match[2] ? { prefix: match[1].toLowerCase(), seq: Number(match[2]) } : null;
}
