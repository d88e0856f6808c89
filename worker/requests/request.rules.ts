import type { BranchRequest, RequestFact, RequestReply } from "../../schemas/api.request";
import { parseLocalInput } from "../../schemas/deadline";
import { type Problem, problem } from "../../schemas/problem";
import type { RoundVersion } from "../../schemas/round";

/** A day counts to its last second; "" is no wish. Null for what is no time. */
export function parseWish(text: string): string | null | "none" {
  const typed = text.trim();
  if (typed === "") return "none";
  return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T23:59:59+08:00` : parseLocalInput(typed);
}

/** Why a question cannot be asked, or null. Problems: `artifact.not_found`, `ask.no_text`, `ask.no_due`. */
export function checkRequest(version: RoundVersion, request: BranchRequest): Problem | null {
  const known = version.artifacts.some((one) => one.key === request.artifact && one.withdrawn !== true);
  if (request.artifact !== null && !known) return problem("artifact.not_found");
  if (request.text.trim() === "") return problem("ask.no_text");
  return request.kind === "extension" && request.due === null ? problem("ask.no_due") : null;
}

/** Why an answer cannot be given, or null. Problems: `ask.answered`, `ask.no_text`, `ask.no_due`. */
export function checkReply(asked: RequestFact, reply: RequestReply): Problem | null {
  if (asked.state !== "open") return problem("ask.answered");
  if (reply.action === "grant") return (reply.due ?? asked.due) === null ? problem("ask.no_due") : null;
  return reply.text === "" ? problem("ask.no_text") : null;
}
