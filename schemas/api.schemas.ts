import { z } from "zod";
import { ask, bilingual, isoInstant } from "./artifact";
import { MAX_AMENDMENT_NOTE_CHARS } from "./change";
import { finding } from "./problem";
import { profileName, roundDefinition, roundVersion } from "./round";

/** What goes into the API and what comes out; which route takes which stands in api.ts. */

export const signInRequest = z.strictObject({
  userName: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
});
export const sessionAnswer = z.object({
  displayName: z.string(),
  committee: z.string(),
  expiresAt: isoInstant,
});
export const signedOutAnswer = z.object({ signedOut: z.literal(true) });

export const roundState = z.enum(["draft", "published", "closed"]);
const asks = z.record(z.string(), ask);

/** A template of the product with one of its profiles, or a definition of one's own. */
export const newRoundRequest = z.union([
  z.strictObject({ template: z.string(), profile: profileName.default("literal") }),
  z.strictObject({
    definition: z.unknown(),
    profile: profileName.default("literal"),
    /** Choices that differ from the profile's. */
    asks: asks.optional(),
  }),
]);
export const draftRequest = z.strictObject({ definition: z.unknown(), asks: asks.optional() });
export const amendRequest = z.strictObject({
  /** What the branches are told of it. */
  note: z.string().trim().max(MAX_AMENDMENT_NOTE_CHARS).default(""),
});

export const roundAnswer = z.object({
  id: z.string(),
  state: roundState,
  profile: z.enum(["literal", "online_full", "custom"]),
  receiptPrefix: z.string().nullable(),
  closesAt: isoInstant.nullable(),
  createdAt: isoInstant,
  updatedAt: isoInstant,
  /** Of a published round: the draft of its next version, where it differs from what is published. */
  draft: z.object({ definition: roundDefinition, asks }).nullable(),
  version: roundVersion.nullable(),
});
export const roundsAnswer = z.object({
  rounds: z.array(
    z.object({
      id: z.string(),
      state: roundState,
      title: z.string(),
      noticeNumber: z.string(),
      createdAt: isoInstant,
      updatedAt: isoInstant,
      branches: z.int(),
      receipts: z.int(),
    }),
  ),
});

const rosterNumber = z.union([z.int().min(0), z.string(), z.null()]).optional();
export const rosterRequest = z.strictObject({
  rows: z.array(
    z.strictObject({
      code: z.union([z.string(), z.number()]),
      name: z.string(),
      members: rosterNumber,
      full: rosterNumber,
      probationary: rosterNumber,
      committee: rosterNumber,
      floating: rosterNumber,
      under: z.string().nullable().optional(),
    }),
  ),
});
export const rosterAnswer = z.object({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  absent: z.int(),
  joined: z.int(),
  findings: z.array(finding),
});

const link = z.object({
  submissionId: z.string(),
  code: z.string(),
  name: z.string(),
  url: z.string(),
  openedAt: isoInstant.nullable(),
  lastUsedAt: isoInstant.nullable(),
});
export const linksAnswer = z.object({ links: z.array(link) });
export const linkAnswer = z.object({ link });

export const shownState = z.enum([
  "missing",
  "draft",
  "awaiting_paper",
  "blocked",
  "received",
  "returned",
  "recheck",
  "accepted",
  "filed",
  "waived",
  "overdue",
]);
export const submissionState = z.enum(["untouched", "partial", "awaiting_paper", "complete"]);

export const boardAnswer = z.object({
  version: z.int(),
  checklist: z.boolean(),
  facts: z.array(z.object({ filter: z.string(), count: z.int() })),
  columns: z.array(
    z.object({
      key: z.string(),
      title: bilingual,
      required: z.boolean(),
      due: isoInstant.nullable(),
      minChars: z.int().nullable(),
      /** No longer asked for since an amendment. */
      withdrawn: z.boolean(),
    }),
  ),
  rows: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      members: z.int().nullable(),
      floating: z.int().nullable(),
      cells: z
        .array(
          z.object({
            state: shownState,
            awaited: z.boolean(),
            at: isoInstant.nullable(),
            figure: z.int().nullable(),
            unit: z.enum(["chars", "files", "copies", "entries"]).nullable(),
            late: z.boolean(),
          }),
        )
        .nullable(),
      state: submissionState,
      missing: z.int(),
      receiptSeq: z.int().nullable(),
      lastActivityAt: isoInstant.nullable(),
    }),
  ),
  /** Query of the next page; null on the last one. */
  next: z.string().nullable(),
});

export const paperRequest = z.strictObject({
  /** Now, when left out. */
  arrivedAt: isoInstant.optional(),
  copies: z.int().min(1).max(999),
  sealed: z.boolean(),
  /** The signed-in person, when left out. */
  receivedBy: z.string().min(1).max(40).optional(),
  note: z.string().max(200).default(""),
});
export const paperAnswer = z.object({
  paper: z.object({
    id: z.string(),
    artifact: z.string(),
    arrivedAt: isoInstant,
    copies: z.int(),
    sealed: z.boolean(),
    receivedBy: z.string(),
    note: z.string(),
  }),
  missing: z.array(z.string()),
  complete: z.boolean(),
});

export const openapiAnswer = z.looseObject({ openapi: z.string() });
export const healthAnswer = z.object({ ok: z.literal(true) });

/** Whose materials a bundle holds: a state, or the branches named by id or code. */
export const bundleRequest = z.strictObject({
  state: z.enum(["started", "complete", "accepted"]).optional(),
  branches: z.array(z.string()).max(10_000).optional(),
});
export const bundleAnswer = z.object({
  id: z.string(),
  href: z.string(),
  bytes: z.int(),
  branches: z.int(),
  files: z.int(),
  /** Strong, quoted. */
  etag: z.string(),
  manifestSha256: z.string(),
  preparedAt: isoInstant,
  keptUntil: isoInstant,
});
/** The code at the end of index.html, or the whole hash it is the beginning of. */
export const archiveRequest = z.strictObject({ code: z.string().min(1).max(100) });
export const archiveAnswer = z.object({ branches: z.int(), archivedAt: isoInstant });
export const namingRequest = z.strictObject({ pattern: z.string().max(500).nullable() });
export const namingAnswer = z.object({ pattern: z.string() });
