import type { ArtifactState, SubmissionState } from "../../schemas/completeness";

/** A file in a branch's folder. */
export interface IndexFile {
  /** Relative to the folder of index.html, as it is on disk, nothing encoded. */
  path: string;
  /** The name shown for it. */
  name: string;
  /** As the branch gave it, nothing replaced; null for what the service made. */
  originalName: string | null;
  bytes: number;
  pages: number | null;
  /** Lower-case hex. */
  sha256: string;
  version: number;
  /** UTC ISO. */
  receivedAt: string;
  note: string;
}

export interface IndexArtifact {
  /** Place in the notice, from 1. */
  index: number;
  title: string;
  state: ArtifactState;
  required: boolean;
  /** UTC ISO; null while it is not present. */
  receivedAt: string | null;
  lateSeconds: number;
  files: readonly IndexFile[];
  /** What is known of a paper original, one sentence each. */
  papers: readonly string[];
}

interface IndexSource {
  committee: string;
  notice: { number: string; title: string; issuer: string };
  theme: string;
  manifestSha256: string;
  /** `XXXX-XXXX-XXXX`, from `manifestSha256`. */
  code: string;
}

export interface BundleIndexProps extends IndexSource {
  branch: { code: string; name: string };
  complete: boolean;
  /** Titles of the required artifacts that are not in. */
  missing: readonly string[];
  receipt: {
    number: string;
    version: number;
    issuedAt: string;
    /** What became of it since it was issued. */
    standing: "whole" | "pending" | "reopened";
    pdfPath: string;
    jsonPath: string;
  } | null;
  artifacts: readonly IndexArtifact[];
  lists: readonly { path: string; what: "list" | "sums" }[];
  allVersions: boolean;
}

export interface RoundIndexBranch {
  code: string;
  name: string;
  /** Path of the branch's own index.html. */
  folder: string;
  state: SubmissionState;
  /** How many required artifacts are not in. */
  missing: number;
  receiptNumber: string | null;
  bytes: number;
  files: number;
}

export interface RoundIndexProps extends IndexSource {
  /** Which branches this bundle holds, in words. */
  filter: string;
  branches: readonly RoundIndexBranch[];
  /** Beside the folders; SHA256SUMS, which always stands there, is linked without being named here. */
  lists: readonly { path: string; name: string; bytes: number }[];
  /** Branches of the round that are not in this bundle. */
  absent: readonly { code: string; name: string }[];
}

/**
 * A link from index.html to a file beside or below it that works from disk whatever the
 * name holds; it can lead nowhere else. Unpaired surrogates, which no path of a bundle has,
 * become U+FFFD.
 */
export function buildRelativeHref(path: string): string {
  const segments = path.toWellFormed().split("/");
  return segments
    .filter((one) => one !== "" && one !== "." && one !== "..")
    .map(encodeURIComponent)
    .join("/");
}

/** Last segment of a path. */
export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Controls, marks that turn the direction of writing, and what HTML may not hold. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * A name as it may be shown: whatever could disguise it or is no text stands as U+FFFD, so
 * that one sees there was something. The exact name is in 清单.csv.
 */
export function buildShownName(text: string): string {
  return text.replace(UNSHOWABLE, "\uFFFD");
}
