import { z } from "zod";
import { artifactKind, bilingual, isoInstant } from "./artifact";

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const receiptFile = z.strictObject({
  id: z.string(),
  name: z.string(),
  version: z.int(),
  bytes: z.int(),
  sha256: sha256Hex,
  pages: z.int().nullable(),
  chars: z.int().nullable(),
});

export const receiptEntry = z.strictObject({
  id: z.string(),
  version: z.int(),
  bytes: z.int(),
  sha256: sha256Hex,
  chars: z.int().nullable(),
});

export const receiptPaper = z.strictObject({
  id: z.string(),
  arrivedAt: isoInstant,
  copies: z.int(),
  sealed: z.boolean(),
  receivedBy: z.string(),
});

/** One artifact as a receipt proves it: what was in, when, and how late. */
export const receiptArtifact = z.strictObject({
  key: z.string(),
  title: bilingual,
  kind: artifactKind,
  required: z.boolean(),
  receivedAt: isoInstant,
  lateSeconds: z.int(),
  files: z.array(receiptFile),
  entry: receiptEntry.nullable(),
  /** Where an artifact is answered by several: all of them. */
  entries: z.array(receiptEntry.extend({ item: z.int() })).optional(),
  paper: receiptPaper.nullable(),
  /** Where it was late, or another deadline than the round's held. */
  due: z
    .strictObject({ at: isoInstant, original: isoInstant.nullable(), retroactive: z.boolean() })
    .optional(),
  /** Not handed in, and need not be. */
  waiver: z.strictObject({ reason: z.string(), at: isoInstant }).optional(),
  /** 零报告, or kept by the branch and only declared. */
  declared: z.enum(["nothing", "kept"]).optional(),
  /** In a receipt of the kind `accepted`: what the committee decided. */
  review: z
    .strictObject({
      decision: z.enum(["accept", "file", "waive"]),
      number: z.string(),
      at: isoInstant,
    })
    .optional(),
});
export type ReceiptArtifact = z.infer<typeof receiptArtifact>;

/** What a receipt says, apart from its place in the round's sequence; frozen when it is issued. */
export const receiptClaim = z.strictObject({
  schema: z.literal("huizhi.receipt/1"),
  kind: z.enum(["complete", "accepted"]),
  round: z.strictObject({ id: z.string(), version: z.int(), theme: z.string() }),
  notice: z.strictObject({ number: z.string(), title: z.string(), issuer: z.string() }),
  branch: z.strictObject({ id: z.string(), code: z.string(), name: z.string() }),
  requiredCount: z.int(),
  artifacts: z.array(receiptArtifact),
  /** Originals that may still come and are not waited for. */
  awaiting: z.array(z.strictObject({ key: z.string(), title: bilingual })).optional(),
  statement: z.string(),
});
export type ReceiptClaim = z.infer<typeof receiptClaim>;

/**
 * A receipt whole. `number` belongs to the submission (gap-free per round) and stays the
 * same when a later version replaces an earlier one; `code` tells the versions apart.
 */
export const receiptBody = receiptClaim.extend({
  number: z.string(),
  seq: z.int(),
  version: z.int(),
  replaces: z.int().nullable(),
  issuedAt: isoInstant,
});
export type ReceiptBody = z.infer<typeof receiptBody>;

/** What a complete receipt never claims (domain.md §3.2). */
export const RECEIPT_STATEMENT = "本回执仅证明材料已收齐，不代表审核通过";

/** What a receipt says once everything required was accepted, filed or waived. */
export const ACCEPTED_STATEMENT = "本回执证明材料已收齐并经审核";

/**
 * Canonical JSON: object keys sorted by code unit, no white space (the subset of RFC 8785
 * that strings, safe integers, booleans and null need). The bytes a receipt's hash is taken over.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const pairs = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value);
}

const toHex = (bytes: Uint8Array) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

/** SHA-256 in lower-case hex; the one hash of the product. */
export async function sha256(bytes: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const data = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", data)));
}

/** Leaf hash of a receipt, SHA-256(0x00 ‖ canonical body), as RFC 6962 §2.1 hashes a leaf. */
export async function computeLeafHash(body: ReceiptBody): Promise<string> {
  const text = new TextEncoder().encode(canonicalJson(body));
  const leaf = new Uint8Array(text.length + 1);
  leaf.set(text, 1);
  return sha256(leaf);
}

/** Letters of the codes people read aloud: no I, L, O, U (Crockford's base 32). */
export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The printed verification code: the first 60 bits of the leaf hash as `XXXX-XXXX-XXXX`. */
export function computeVerificationCode(leafHash: string): string {
  const bits = BigInt(`0x${leafHash.slice(0, 15)}`);
  const letters = Array.from(
    { length: 12 },
    (_, i) => CODE_ALPHABET[Number((bits >> BigInt(55 - 5 * i)) & 31n)],
  );
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** `2026-18-0003` from a round's prefix and a sequence number. */
export function buildReceiptNumber(prefix: string, seq: number): string {
  return `${prefix}-${String(seq).padStart(4, "0")}`;
}
