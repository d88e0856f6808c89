/** What becomes of a branch's form post that is refused: which page answers it, and how much of it is kept. */
import type { ProblemCode } from "../../schemas/problem";
import type { Field } from "../http";

/** Long enough to find the link again and come back. */
export const KEPT_HOURS = 24;
/** Of one submission; the oldest goes first. */
export const MAX_KEPT_POSTS = 20;
/** A row of D1 holds 2 MB. */
const MAX_KEPT_BYTES = 1_800_000;
/** From a browser that showed no link: the longest form of the notices has a tenth of it. */
const MAX_STRANGER_BYTES = 256 * 1024;

const POST_PATH = /^\/b\/(sub_[0-9a-z]+)\/(files|reuse|forms|ask|leave)(?:\/([^/]+))?(?:\/[^/]+)?$/;

/** Where the refusal stands on its page: browsers move the focus to what an address names. */
export const REFUSAL_PLACE = "#problem-summary";

/** Faults are no refusals; a post from a foreign page is answered where it stands and keeps nothing. */
export const isKeepable = (code: ProblemCode, status: number) =>
  status < 500 && code !== "request.forbidden_origin";

/** The submission a branch's form post is for, and the page that answers when it is refused. */
export function findAnswerPage(
  path: string,
  fields: readonly Field[],
): { submissionId: string; page: string } | null {
  const [, submissionId, verb, artifact] = POST_PATH.exec(path) ?? [];
  if (submissionId === undefined) return null;
  const own = `/b/${submissionId}`;
  if (verb === "forms" || verb === "ask") return { submissionId, page: path };
  const ofForm = verb === "files" && fields.some(([name, value]) => name === "field" && value !== "");
  return { submissionId, page: ofForm ? `${own}/forms/${artifact}` : own };
}

/** The fields to keep, as they are stored, with the artifact the path names; none of them where they weigh too much. */
export function packFields(path: string, fields: readonly Field[], known: boolean): string {
  const [, , verb, artifact = ""] = POST_PATH.exec(path) ?? [];
  const place: Field[] = verb === "files" || verb === "reuse" ? [["artifact", artifact]] : [];
  const whole = JSON.stringify([...place, ...fields]);
  const limit = known ? MAX_KEPT_BYTES : MAX_STRANGER_BYTES;
  return new TextEncoder().encode(whole).length > limit ? JSON.stringify(place) : whole;
}

/** The id that `?kept=` names, or null. */
export const parseKeptId = (text: string | undefined): string | null =>
  text !== undefined && /^kpt_[0-9a-z]{16}$/.test(text) ? text : null;

/** The page with a kept post that the opened link of its submission leads back to; null for anything else. */
export function parseReturn(text: string, submissionId: string): string | null {
  const [path = "", id] = text.split("?kept=");
  const [, own, verb] = POST_PATH.exec(path) ?? [];
  const typed = own === submissionId && (verb === "forms" || verb === "ask");
  return typed && parseKeptId(id) !== null ? `${text}${REFUSAL_PLACE}` : null;
}

/** What the page of the link may be told by its address: no more than one of these. */
const LINK_REFUSALS = ["link.unknown", "request.too_many", "request.too_large"] as const;

export const parseLinkRefusal = (text: string | undefined) =>
  LINK_REFUSALS.find((one) => one === text) ?? null;
