import type { ExtensionRequest } from "../../schemas/api.review";
import { formatDue, parseLocalInput } from "../../schemas/deadline";
import { type Problem, problem } from "../../schemas/problem";
import type { RoundVersion } from "../../schemas/round";

/** A form's fields as a request; a day alone counts to its last second. */
export function readExtensionForm(fields: Readonly<Record<string, string>>): unknown {
  const due = (fields.due ?? "").trim();
  const wholeDay = /^\d{4}-\d{2}-\d{2}$/.test(due);
  return {
    artifact: fields.artifact === "" ? null : fields.artifact,
    due: (wholeDay ? `${due}T23:59:59+08:00` : parseLocalInput(due)) ?? "",
    reason: fields.reason ?? "",
    retroactive: fields.retroactive === "yes",
  };
}

/**
 * Why an extension cannot be granted, or null (domain.md §4.2, situation 5). Problems:
 * `artifact.not_found`, `extension.no_reason`, `extension.not_later`, `extension.past`.
 */
export function checkExtension(
  version: RoundVersion,
  request: ExtensionRequest,
  now: string,
): Problem | null {
  const named = version.artifacts.filter(
    (one) => one.withdrawn !== true && (request.artifact === null || one.key === request.artifact),
  );
  if (named.length === 0) return problem("artifact.not_found");
  if (request.reason === "") return problem("extension.no_reason");
  const dues = named.flatMap((one) => (one.due === null ? [] : [one.due]));
  const later = dues.filter((due) => Date.parse(due) < Date.parse(request.due));
  if (later.length === 0)
    return problem("extension.not_later", {
      due: dues[0] ? formatDue(dues[0]) : "",
      dueEn: dues[0] ? formatDue(dues[0], "en") : "",
    });
  const past = Date.parse(request.due) <= Date.parse(now);
  return past && !request.retroactive ? problem("extension.past") : null;
}
