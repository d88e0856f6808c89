/** What is known of one submission, as `settle` and the pages read it; nothing here is computed. */

/** A stored file as `settle` and the pages see it; only files that are *in* (design.md §3, invariant 1). */
export interface FileFact {
  id: string;
  artifactKey: string;
  /** Set when the file belongs to a `file` field of a form rather than answering the artifact itself. */
  fieldKey: string | null;
  lineageId: string;
  version: number;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  /** Unsigned CRC-32 of the bytes. */
  crc32: number;
  pages: number | null;
  /** 字数 by rule C1; null where nobody could count: never "too short" then. */
  chars: number | null;
  /** 字数 by rule C2, Han characters only. */
  han: number | null;
  receivedAt: string;
  /** What must be said of it: `encrypted`, `damaged`, `scan` …; none for most. */
  notes: readonly string[];
}

/** The latest handed-in version of what a branch typed. */
export interface EntryFact {
  id: string;
  artifactKey: string;
  /** Tells several entries of one artifact apart; 1 where there is one. */
  item: number;
  /** The form it was typed into: the artifact's own, or a declaration instead. */
  form: string;
  version: number;
  bytes: number;
  sha256: string;
  chars: number | null;
  receivedAt: string;
}

/** The arrival of an original at a desk. */
export interface PaperFact {
  id: string;
  artifactKey: string;
  arrivedAt: string;
  copies: number;
  sealed: boolean;
  receivedBy: string;
  note: string;
  receivedAt: string;
}

export interface DraftFact {
  artifactKey: string;
  item: number;
  savedAt: string;
  chars: number | null;
}

/** What of an artifact a decision was about, whole. */
export interface ReviewSubject {
  files: readonly FileFact[];
  entries: readonly EntryFact[];
  paper: PaperFact | null;
}

/**
 * A decision of the committee on one artifact: accept it, return it with a reason, file it
 * for the record (备案) under a number, waive it with a reason, or take the last decision back.
 */
export type Decision = "accept" | "return" | "file" | "waive" | "reopen";

export interface ReviewFact {
  id: string;
  artifactKey: string;
  version: number;
  decision: Decision;
  reason: string;
  /** 备案号; "" for other decisions. */
  number: string;
  subject: ReviewSubject;
  decidedBy: string;
  decidedAt: string;
}

/** A later deadline of one branch; of all its artifacts when `artifactKey` is null. */
export interface ExtensionFact {
  id: string;
  artifactKey: string | null;
  due: string;
  reason: string;
  /** 补批: granted when the new deadline itself had passed. */
  retroactive: boolean;
  grantedAt: string;
}

/** Everything `settle` reads of one submission: current versions, and what was decided. */
export interface Facts {
  files: readonly FileFact[];
  entries: readonly EntryFact[];
  papers: readonly PaperFact[];
  drafts: readonly DraftFact[];
  /** Of each artifact the newest decision, and the newest that accepted or filed it. */
  reviews: readonly ReviewFact[];
  extensions: readonly ExtensionFact[];
}
