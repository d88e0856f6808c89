/** Of everything an artifact ever held, what is in its bundle and what each piece is called there. */
import type { ArtifactStatus } from "../../schemas/completeness";
import type { ReviewSubject } from "../../schemas/facts";

/** What a file or an entry is to its artifact now. */
export type Part = "stands" | "waits" | "returned" | "replaced";

const holds = (subject: Pick<ReviewSubject, "files" | "entries"> | null | undefined, id: string): boolean =>
  subject != null && [...subject.files, ...subject.entries].some((one) => one.id === id);

/**
 * What one version is (domain.md §4.2, situation 8): accepted content stands while a change of
 * it waits, and goes on standing when the change is returned.
 */
export function findPart(status: ArtifactStatus, id: string): Part {
  if (holds(status, id)) return status.state === "returned" ? "returned" : "stands";
  if (holds(status.pending, id)) return "waits";
  return holds(status.refused?.subject, id) ? "returned" : "replaced";
}

/**
 * Whether a bundle without older versions holds it: what stands, what waits beside it, and what
 * was returned where nothing else stands. `buildContent` hashes the ids of exactly these.
 */
export const isTaken = (status: ArtifactStatus, id: string): boolean =>
  holds(status, id) || holds(status.pending, id);

/** What the lists say of a piece; "" of one that simply stands. */
export function describePart(part: Part, version: number, newest: number): string {
  if (part === "waits") return "更正，待复核";
  if (part === "returned") return "已退回";
  if (part === "stands") return "";
  return version < newest ? `已由第${newest}版替换` : "已由所交材料替换";
}
