import { z } from "zod";

/** A sentence in both languages of the product; zh is what people see first. */
export const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof bilingual>;

/** How an artifact reaches the committee (design.md §1): bytes, a typed entry, or an original at a desk. */
export const artifactKind = z.enum(["file", "form", "paper"]);

/** File types the product knows by their bytes; `accepts` lists are made of these. */
export const FILE_TYPES = [
  "pdf",
  "docx",
  "doc",
  "wps",
  "ofd",
  "xlsx",
  "xls",
  "et",
  "jpg",
  "png",
  "heic",
  "mp4",
  "mov",
] as const;
export const fileType = z.enum(FILE_TYPES);
export type FileType = z.infer<typeof fileType>;

/** What a document is taken as when a notice names no format (domain.md §5). */
export const DEFAULT_DOCUMENT_TYPES: readonly FileType[] = [
  "pdf",
  "docx",
  "doc",
  "wps",
  "ofd",
  "jpg",
  "png",
  "heic",
];

/**
 * What the notice says of the artifact: send it in, file it for the record, keep it at
 * the branch, only hold the activity, or a voluntary entry.
 */
export const obligation = z.enum(["hand_in", "file_for_record", "keep", "activity", "entry"]);

/** Whether a published round asks for the artifact, and whether a receipt waits for it. */
export const ask = z.enum(["required", "optional", "off"]);
export type Ask = z.infer<typeof ask>;

/**
 * Whether an artifact is answered once, by many entries of persons (contests, absence
 * filings), or once for each branch of a unit that hands in for several.
 */
export const repeat = z.enum(["once", "entries", "branches"]);
export type Repeat = z.infer<typeof repeat>;

/**
 * `collect`: it comes here. `declare`: it stays with the branch, which only says when it was
 * made, how many there are and who keeps them (notice 000 收集好…材料).
 */
export const handling = z.enum(["collect", "declare"]);

/** Entries of one artifact at the most; a branch of 200 members has fewer absences. */
export const MAX_ENTRIES = 200;

export const artifactKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,47}$/, "key: lower-case letters, digits and _, 2 to 48 characters");

export const isoInstant = z.iso.datetime({ offset: true });
export const isoDate = z.iso.date();

/** One thing asked of each branch. Fields marked inferred are ours, not the notice's. */
export const artifact = z.strictObject({
  key: artifactKey,
  title: bilingual,
  kind: artifactKind,
  obligation,
  required: z.boolean(),
  /** When it is required at all: `meeting_minutes.absent_rows > 0` (schemas/condition.ts). */
  requiredIf: z.string().nullable().default(null),
  due: isoInstant.nullable().default(null),
  dueText: z.string().nullable().default(null),
  accepts: z.array(fileType).default([]),
  minFiles: z.int().min(0).max(100).default(0),
  maxFiles: z.int().min(0).max(100).nullable().default(null),
  minChars: z.int().min(1).max(100_000).nullable().default(null),
  needsReview: z.boolean().default(false),
  dependsOn: z.array(artifactKey).default([]),
  form: z.string().nullable().default(null),
  repeat: repeat.default("once"),
  /** Entries it takes to be present, where it is answered by many; 0: they never count toward a receipt. */
  minEntries: z.int().min(0).max(MAX_ENTRIES).default(0),
  handling: handling.default("collect"),
  /** A branch may answer 零报告: nothing to report. */
  nothingToReport: z.boolean().default(false),
  sealed: z.boolean().default(false),
  copies: z.int().min(1).max(99).nullable().default(null),
  deliverTo: z.string().nullable().default(null),
  who: z.string().nullable().default(null),
  phase: z.string().nullable().default(null),
  note: z.string().nullable().default(null),
  source: z.string().nullable().default(null),
  inferred: z.boolean().default(false),
  inferredFields: z.array(z.string()).default([]),
});
export type Artifact = z.infer<typeof artifact>;

/** An artifact as a published round version asks for it; `off` ones are left out of the version. */
export const askedArtifact = artifact.extend({
  ask: z.enum(["required", "optional"]),
  /** An amendment no longer asks for it: kept for what is in, never required, takes nothing more. */
  withdrawn: z.boolean().optional(),
  /** Deadlines before amendments moved them: each held for what came before `until`. */
  earlierDues: z.array(z.strictObject({ due: isoInstant.nullable(), until: isoInstant })).optional(),
});
export type AskedArtifact = z.infer<typeof askedArtifact>;

/** The form that answers an artifact by typing: what stays with the branch is only declared. */
export const formOf = (one: Artifact): string | null => (one.handling === "declare" ? KEPT_FORM : one.form);

/** What a branch says of an artifact that it keeps. */
export const KEPT_FORM = "kept_declaration";
/** 零报告 of any artifact that allows it; an entry of its own number, so that it never overwrites a real one. */
export const NOTHING_FORM = "nothing_to_report";
export const NOTHING_ITEM = 0;

/** The ways a branch may answer an artifact. */
export interface AnswerWays {
  form: boolean;
  file: boolean;
  paper: boolean;
  /** Types taken when `file` is true. */
  types: readonly FileType[];
}

/**
 * How an artifact may be answered. A form the engine does not know yet is asked as a
 * file; a known form takes a file instead only where `accepts` says so (design.md §6).
 */
export function computeAnswerWays(one: Artifact, knownForms: ReadonlySet<string>): AnswerWays {
  if (one.handling === "declare") return { form: true, file: false, paper: false, types: [] };
  const types = one.accepts.length > 0 ? one.accepts : DEFAULT_DOCUMENT_TYPES;
  if (one.kind === "paper") return { form: false, file: one.accepts.length > 0, paper: true, types };
  if (one.kind === "file") return { form: false, file: true, paper: false, types };
  const form = one.form !== null && knownForms.has(one.form);
  return { form, file: !form || one.accepts.length > 0, paper: false, types };
}
