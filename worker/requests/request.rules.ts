import {
  type BranchRequest,
  branchRequest,
  MAX_REQUEST_CHARS,
  type RequestFact,
  type RequestReply,
} from "../../schemas/api.request";
import { parseLocalInput } from "../../schemas/deadline";
import { type Finding, type Problem, problem, problemSentence } from "../../schemas/problem";
import type { RoundVersion } from "../../schemas/round";
import type { Field } from "../http";

/** A day counts to its last second; "" is no wish. Null for what is no time. */
export function parseWish(text: string): string | null | "none" {
  const typed = text.trim();
  if (typed === "") return "none";
  return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T23:59:59+08:00` : parseLocalInput(typed);
}

/** What somebody typed on the page for questions. */
export interface TypedRequest {
  kind: string;
  artifact: string;
  due: string;
  text: string;
}

/** The same out of the fields of its form. */
export function readTypedRequest(fields: readonly Field[]): TypedRequest {
  const at = (name: keyof TypedRequest) => fields.find(([key]) => key === name)?.[1] ?? "";
  return { kind: at("kind"), artifact: at("artifact"), due: at("due"), text: at("text") };
}

/** A problem at its field of the page; "" where it belongs to none. */
const at = (path: string, one: Problem): Finding => ({
  ...{ path, level: "block", code: one.code },
  ...{ zh: problemSentence(one, "zh"), en: problemSentence(one, "en") },
});

function checkText(typed: string): Problem | null {
  const chars = typed.trim().length;
  if (chars === 0) return problem("ask.no_text");
  return chars > MAX_REQUEST_CHARS ? problem("ask.too_long", { chars, limit: MAX_REQUEST_CHARS }) : null;
}

/** The field of the page that a problem of `ask` belongs to. */
export const placeProblem = (one: Problem): Finding =>
  at(one.code === "artifact.not_found" ? "artifact" : "", one);

/** A question out of what was typed, or everything that is wrong with it, field by field. */
export function readRequest(typed: TypedRequest): BranchRequest | Finding[] {
  // A browser counts a line's end as one character and sends two.
  const text = typed.text.replace(/\r\n/g, "\n");
  const wordless = checkText(text);
  const wish = typed.kind === "extension" ? parseWish(typed.due) : "none";
  const undated = typed.kind === "extension" && (wish === null || wish === "none");
  const found = [
    ...(undated ? [at("due", problem("ask.no_due"))] : []),
    ...(wordless === null ? [] : [at(typed.kind === "message" ? "message-text" : "text", wordless)]),
  ];
  if (found.length > 0) return found;
  const due = wish === "none" ? null : wish;
  const artifact = typed.artifact === "" ? null : typed.artifact;
  const parsed = branchRequest.safeParse({ kind: typed.kind, artifact, due, text });
  return parsed.success ? parsed.data : [placeProblem(problem("artifact.not_found"))];
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
