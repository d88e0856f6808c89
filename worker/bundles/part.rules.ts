/** Of everything an artifact ever held, what is in its bundle and what each piece is called there. */
import type { ArtifactStatus } from "../../schemas/completeness";
import type { ReviewSubject } from "../../schemas/facts";

/**
 * What a file or an entry is to its artifact now: `returned` where nothing else stands,
 * `refused` where what was accepted before goes on standing.
 */
export type Part = "stands" | "waits" | "returned" | "refused" | "replaced";

/** By the id of a version; what is not in it was replaced. */
export type Parts = ReadonlyMap<string, Part>;

/**
 * What each version is (domain.md §4.2, situation 8): accepted content stands while a change of
 * it waits, and goes on standing when the change is returned.
 */
export function buildParts(status: ArtifactStatus): Parts {
  const parts = new Map<string, Part>();
  const add = (subject: Pick<ReviewSubject, "files" | "entries"> | null | undefined, part: Part) => {
    for (const { id } of [...(subject?.files ?? []), ...(subject?.entries ?? [])]) {
      if (!parts.has(id)) parts.set(id, part);
    }
  };
  add(status, status.state === "returned" ? "returned" : "stands");
  add(status.pending, "waits");
  add(status.refused?.subject, "refused");
  return parts;
}

/**
 * Whether a bundle without older versions holds it. `buildContent` hashes the ids of exactly
 * these.
 */
export function isTaken(parts: Parts, id: string): boolean {
  const part = parts.get(id);
  return part !== undefined && part !== "refused";
}

/** What the lists say of a version; "" of one that simply stands. */
export function describePart(parts: Parts, one: { id: string; version: number }, newest: number): string {
  const part = parts.get(one.id) ?? "replaced";
  if (part === "stands") return "";
  if (part === "waits") return "更正，待复核";
  if (part !== "replaced") return "已退回";
  return one.version < newest ? `已由第${newest}版替换` : "已由所交材料替换";
}
