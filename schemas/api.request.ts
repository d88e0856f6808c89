import { z } from "zod";
import { artifactKey, isoInstant } from "./artifact";

/** What a branch asks of the committee, and what becomes of it. */

export const MAX_REQUEST_CHARS = 1000;
/** Questions of one branch that wait for an answer. */
export const MAX_OPEN_REQUESTS = 10;

export const requestKind = z.enum(["extension", "message"]);
export const requestState = z.enum(["open", "granted", "declined", "answered"]);

/** A later deadline with its reason, or a message to the contact. */
export const branchRequest = z.strictObject({
  kind: requestKind,
  artifact: artifactKey.nullable().default(null),
  /** The deadline wished for; only with an extension. */
  due: isoInstant.nullable().default(null),
  text: z.string().trim().min(1).max(MAX_REQUEST_CHARS),
});
export type BranchRequest = z.infer<typeof branchRequest>;

export const requestFact = z.object({
  id: z.string(),
  kind: requestKind,
  artifactKey: z.string().nullable(),
  due: isoInstant.nullable(),
  text: z.string(),
  state: requestState,
  answer: z.string(),
  askedAt: isoInstant,
  answeredAt: isoInstant.nullable(),
});
export type RequestFact = z.infer<typeof requestFact>;

/** An answer; granting an extension also puts the deadline off. */
export const requestReply = z.strictObject({
  action: z.enum(["answer", "decline", "grant"]),
  text: z.string().trim().max(MAX_REQUEST_CHARS).default(""),
  /** Of a grant, where it differs from what was wished for. */
  due: isoInstant.nullable().default(null),
});
export type RequestReply = z.infer<typeof requestReply>;
export const requestAnswer = z.object({ request: requestFact });
