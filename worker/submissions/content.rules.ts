import type { Completeness } from "../../schemas/completeness";
import { canonicalJson } from "../../schemas/receipt";

/**
 * What a bundle of a submission is made of, as canonical JSON: the ids of the immutable rows
 * that are in, and what is said of them. The same text means the same bundle; null means
 * that nothing is in. Its SHA-256 stands in the submission's summary row.
 */
export function buildContent(
  roundVersion: number,
  completeness: Completeness,
  receiptVersion: number | null,
): string | null {
  const artifacts = completeness.artifacts
    .filter((one) => one.files.length > 0 || one.entry !== null || one.paper !== null)
    .map(({ key, state, lateSeconds, files, entry, entries, paper, pending, review }) => ({
      key,
      state,
      lateSeconds,
      files: files.map((file) => file.id),
      entry: entry?.id ?? null,
      paper: paper?.id ?? null,
      ...(entries.length > 1 ? { entries: entries.map((one) => one.id) } : {}),
      ...(pending === null ? {} : { pending: [...pending.files, ...pending.entries].map((one) => one.id) }),
      ...(review === null ? {} : { review: review.id }),
    }));
  if (artifacts.length === 0) return null;
  return canonicalJson({ roundVersion, receiptVersion, missing: completeness.missing, artifacts });
}
