import { z } from "zod";
import { roundState, shownState, submissionState } from "./api.schemas";
import { bilingual, isoInstant } from "./artifact";
import { amendment } from "./change";
import { finding } from "./problem";
import { receiptBody } from "./receipt";

/** What a branch's own routes take and answer. */

const receiptLine = z.object({
  /** Whether something changed since: a version waits to be looked at, or something must be mended. */
  standing: z.enum(["whole", "pending", "reopened"]),
  number: z.string(),
  version: z.int(),
  issuedAt: isoInstant,
  code: z.string(),
  verifyPath: z.string(),
});
const typedEntryFact = z.object({
  id: z.string(),
  version: z.int(),
  sha256: z.string(),
  chars: z.int().nullable(),
  receivedAt: isoInstant,
});
const typedFact = z.object({
  id: z.string(),
  artifactKey: z.string(),
  item: z.int(),
  form: z.string(),
  version: z.int(),
  bytes: z.int(),
  sha256: z.string(),
  chars: z.int().nullable(),
  receivedAt: isoInstant,
});
const paperFact = z.object({
  id: z.string(),
  artifactKey: z.string(),
  arrivedAt: isoInstant,
  copies: z.int(),
  sealed: z.boolean(),
  receivedBy: z.string(),
  note: z.string(),
  receivedAt: isoInstant,
});
const statusFile = z.object({
  id: z.string(),
  fieldKey: z.string().nullable(),
  lineageId: z.string(),
  version: z.int(),
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  pages: z.int().nullable(),
  chars: z.int().nullable(),
  receivedAt: isoInstant,
});
export const statusAnswer = z.object({
  submission: z.string(),
  round: z.object({ id: z.string(), state: roundState, closesAt: isoInstant.nullable(), version: z.int() }),
  branch: z.object({ code: z.string(), name: z.string() }),
  state: submissionState,
  required: z.int(),
  present: z.int(),
  missing: z.array(z.string()),
  complete: z.boolean(),
  artifacts: z.array(
    z.object({
      key: z.string(),
      /** No longer asked; here because something of it is in. */
      withdrawn: z.boolean(),
      title: bilingual,
      kind: z.enum(["file", "form", "paper"]),
      required: z.boolean(),
      state: shownState,
      due: isoInstant.nullable(),
      receivedAt: isoInstant.nullable(),
      lateSeconds: z.int(),
      files: z.array(statusFile),
      entries: z.array(typedFact),
      paper: paperFact.nullable(),
      draft: z
        .object({ artifactKey: z.string(), item: z.int(), savedAt: isoInstant, chars: z.int().nullable() })
        .nullable(),
      decision: z
        .object({
          decision: z.enum(["accept", "return", "file", "waive", "reopen"]),
          reason: z.string(),
          number: z.string(),
          at: isoInstant,
        })
        .nullable(),
      /** What rules across artifacts say; `block` keeps it from being present. */
      findings: z.array(finding),
    }),
  ),
  /** What the newest amendment changed for this branch; null for the first version. */
  amendment: amendment.nullable(),
  receipt: receiptLine.nullable(),
});

const typedEntry = z.record(z.string(), z.unknown());
export const entryRequest = z.strictObject({ revision: z.string().optional(), entry: typedEntry });
export const entryDraftRequest = z.union([
  z.strictObject({ revision: z.string(), fields: z.array(z.tuple([z.string(), z.string()])) }),
  entryRequest,
]);

export const entryAnswer = z.object({
  entry: typedEntryFact,
  revision: z.string(),
  already: z.boolean(),
  findings: z.array(finding),
  missing: z.array(z.string()),
  complete: z.boolean(),
});
export const entryDraftAnswer = z.object({
  revision: z.string(),
  savedAt: isoInstant,
  chars: z.int().nullable(),
  now: isoInstant,
});

export const receiptAnswer = z.object({ body: receiptBody, code: z.string(), leafHash: z.string() });
