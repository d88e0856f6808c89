import { z } from "zod";
import { submissionState } from "./api.schemas";
import { artifactKey, isoInstant } from "./artifact";

/** What the committee's decisions take and answer. */

export const MAX_REASON_CHARS = 300;
export const MAX_NUMBER_CHARS = 60;

/** A decision as it comes in; `seen` is what the reader looked at, so that nothing newer is decided unseen. */
export const reviewRequest = z.strictObject({
  decision: z.enum(["accept", "return", "file", "waive", "reopen"]),
  reason: z.string().trim().max(MAX_REASON_CHARS).default(""),
  /** 备案号 of what is filed for the record. */
  number: z.string().trim().max(MAX_NUMBER_CHARS).default(""),
  seen: z.string().max(200).optional(),
});
export type ReviewRequest = z.infer<typeof reviewRequest>;

/** A later deadline of one branch; of every artifact with a date when none is named. */
export const extensionRequest = z.strictObject({
  artifact: artifactKey.nullable().default(null),
  due: isoInstant,
  reason: z.string().trim().max(MAX_REASON_CHARS),
  /** 补批: for a deadline that has passed already. */
  retroactive: z.boolean().default(false),
});
export type ExtensionRequest = z.infer<typeof extensionRequest>;

/** Strikes a file out: it no longer counts, its bytes and record stay. */
export const strikeRequest = z.strictObject({ reason: z.string().trim().max(MAX_REASON_CHARS) });

/** Where the submission stands after a decision. */
export const standingAnswer = z.object({
  state: submissionState,
  missing: z.array(z.string()),
  complete: z.boolean(),
  accepted: z.boolean(),
});
