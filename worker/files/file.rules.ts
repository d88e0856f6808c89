import type { AskedArtifact, FileType } from "../../schemas/artifact";
import { computeAnswerWays } from "../../schemas/artifact";
import { describeTypes, TYPE_WORDS } from "../../schemas/artifact.words";
import { formatBytes } from "../../schemas/bytes";
import { findForm, KNOWN_FORMS } from "../../schemas/forms";
import { type Problem, problem } from "../../schemas/problem";
import { MAX_FILE_BYTES } from "../../schemas/upload";
import { countUtf8Bytes, cutNamePart, splitExtension } from "../filename.rules";
import type { Verdict } from "./file.inspect";

export const MAX_NAME_BYTES = 240;

/** Characters that change how the rest of a name is read: controls, bidi marks, zero-width. */
const UNREADABLE = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A name as given, made fit to show and store: no path parts, no control characters, NFC,
 * at most 240 bytes with its ending kept. Never used as a storage key.
 */
export function normaliseFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const clean = last.normalize("NFC").replace(UNREADABLE, "").trim();
  if (clean === "" || /^\.+$/.test(clean)) return "未命名";
  const { stem, ext } = splitExtension(clean);
  return countUtf8Bytes(clean) <= MAX_NAME_BYTES
    ? clean
    : cutNamePart(stem, MAX_NAME_BYTES - countUtf8Bytes(ext)) + ext;
}

/** The types taken at a place: the artifact's own, or those of a form's `file` field. Null when no file fits there. */
export function findAcceptedTypes(
  artifact: AskedArtifact,
  fieldKey: string | null,
): readonly FileType[] | null {
  if (fieldKey === null) {
    const ways = computeAnswerWays(artifact, KNOWN_FORMS);
    return ways.file ? ways.types : null;
  }
  const field = findForm(artifact.form)?.fields.find((one) => one.key === fieldKey && one.kind === "file");
  return field?.types ?? null;
}

/** How many files a place holds at once; null when the notice sets no number. */
export function findFileLimit(artifact: AskedArtifact, fieldKey: string | null): number | null {
  if (fieldKey === null) return artifact.maxFiles === 0 ? null : artifact.maxFiles;
  return findForm(artifact.form)?.fields.find((one) => one.key === fieldKey)?.max ?? 1;
}

/** Problem `file.too_large`; `bytes` null where nobody knows how many more there are than `most`. */
export function describeTooLarge(bytes: number | null, most: number): Problem {
  const limit = formatBytes(most);
  const size = formatBytes(bytes ?? most);
  // "95 MB, and the limit is 95 MB" would tell nobody what is wrong.
  return problem("file.too_large", { size: size === limit ? `> ${limit}` : size, limit });
}

/** Refuses what the length alone tells. Problems: `file.empty`, `file.too_large`. */
export function checkLength(bytes: number): Problem | null {
  if (bytes === 0) return problem("file.empty");
  if (bytes <= MAX_FILE_BYTES) return null;
  return describeTooLarge(bytes, MAX_FILE_BYTES);
}

/** The types taken at a place, for the sentences of a refusal. */
export const describeAccepted = (accepted: readonly FileType[]) => ({
  accepts: describeTypes(accepted, "zh"),
  acceptsEn: describeTypes(accepted, "en"),
});

/** Refuses by what the bytes are. Problems: `file.dangerous`, `file.wrong_type`. */
export function checkVerdict(verdict: Verdict, accepted: readonly FileType[]): Problem | null {
  if (verdict.kind === "dangerous")
    return problem("file.dangerous", { got: verdict.label, ...describeAccepted(accepted) });
  if (verdict.kind === "known" && accepted.includes(verdict.type)) return null;
  const got = verdict.kind === "known" ? TYPE_WORDS[verdict.type] : { zh: verdict.label, en: verdict.label };
  return problem("file.wrong_type", { got: got.zh, gotEn: got.en, ...describeAccepted(accepted) });
}
