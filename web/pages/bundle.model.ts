import type { Lang } from "../../schemas/deadline";
import type { RoundHead, StaffView } from "./committee.frame";

/** Whose parts a bundle of the round holds; a branch that handed in nothing has none. */
export type BundleFilter = "started" | "complete" | "accepted" | "chosen";

/** A bundle that one press prepares and downloads. */
export interface BundleChoice {
  filter: Exclude<BundleFilter, "chosen">;
  branches: number;
  /** Known beforehand only as an estimate; 0 when it is not known. */
  bytes: number;
}

/** A bundle as it was prepared: the same bytes until `keptUntil`. */
export interface PreparedBundle {
  id: string;
  filter: BundleFilter;
  branches: number;
  files: number;
  /** Exact. */
  bytes: number;
  preparedAt: string;
  keptUntil: string;
  etag: string;
  href: string;
  archivedAt: string | null;
  /** Something was handed in since. */
  stale: boolean;
}

/** Whether what is in was confirmed as filed; `changedSinceArchive` only ever with `archivedAt`. */
export interface ArchiveState {
  archivedAt: string | null;
  changedSinceArchive: boolean;
}

/** A branch as it can be chosen for a bundle. */
export interface BundleBranch extends ArchiveState {
  id: string;
  code: string;
  name: string;
  started: boolean;
  complete: boolean;
  bytes: number;
}

/** How files are named inside, with what was typed when it could not be saved. */
export interface BundleNaming {
  /** The pattern in force. */
  pattern: string;
  standard: string;
  /** Paths that the pattern in force makes. */
  example: readonly string[];
  /** A sentence in the reader's language: why `typed` was not saved. */
  problem: string | null;
  typed: string | null;
}

export interface BundlePageProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  choices: readonly BundleChoice[];
  /** In code order. */
  branches: readonly BundleBranch[];
  /** Branches still being packed. */
  unsealed: number;
  /** Newest first. */
  prepared: readonly PreparedBundle[];
  naming: BundleNaming;
  /** How many branches the press before this page marked as filed. */
  justArchived: number | null;
  /** The press that goes on with what one could not finish; null when there is nothing to go on with. */
  again: { fields: readonly (readonly [string, string])[]; byItself: boolean } | null;
  /** A sentence in the reader's language: why nothing was prepared or filed. */
  problem: string | null;
  archived: { branches: number; changed: number };
}

/** One branch's bundle, as the page of its submission offers it. */
export interface SubmissionBundle extends ArchiveState {
  bytes: number;
  /** False while `bytes` is an estimate. */
  exact: boolean;
  href: string;
  allVersionsHref: string;
}
