/**
 * No page of a branch answers a post. What is refused is kept for the browser that sent it, and a
 * page with an address of its own shows the refusal with what was typed: going back or reloading
 * never posts again.
 */
import { getCookie, setCookie } from "hono/cookie";
import { type Problem, problemStatus } from "../../schemas/problem";
import { sha256 } from "../../schemas/receipt";
import { cookieOptions } from "../access";
import { type AppContext, dbOf, type Field, nowOf, readFields, seeOther, wantsJson } from "../http";
import { newId, newToken } from "../ids";
import {
  findAnswerPage,
  isKeepable,
  KEPT_HOURS,
  packFields,
  parseKeptId,
  parseLinkRefusal,
  REFUSAL_PLACE,
} from "./kept.rules";
import { findKept, insertKept } from "./kept.store";

const COOKIE = "hz_kept";

/** A refused post as its page shows it. */
export interface Kept {
  problem: Problem;
  fields: readonly Field[];
  /** UTC ISO. */
  at: string;
}

/** A person's browser posting a form; programs get the refusal itself. */
const isFormPost = (c: AppContext) =>
  c.req.method === "POST" && !wantsJson(c) && (c.req.header("accept") ?? "").includes("text/html");

/**
 * The way to the page that answers a branch's refused form post; null where the refusal is
 * answered in place: programs, faults, and posts from foreign pages.
 */
export async function leadToRefusal(c: AppContext, one: Problem): Promise<Response | null> {
  if (!isFormPost(c) || !isKeepable(one.code, problemStatus(one))) return null;
  if (c.req.path === "/b") {
    return parseLinkRefusal(one.code) === null ? null : seeOther(c, `/b?refused=${one.code}`);
  }
  const fields = one.code === "request.too_large" ? [] : await readPosted(c);
  const to = findAnswerPage(c.req.path, fields);
  if (to === null) return null;
  const id = await keep(c, to.submissionId, one, fields);
  return seeOther(c, id === null ? to.page : `${to.page}?kept=${id}${REFUSAL_PLACE}`);
}

/** What was posted, also where the refusal came before anybody read it; files are never read here. */
async function readPosted(c: AppContext): Promise<readonly Field[]> {
  const read = c.get("fields");
  if (read !== undefined) return read;
  const typed = (c.req.header("content-type") ?? "").startsWith("application/x-www-form-urlencoded");
  return typed && !c.req.raw.bodyUsed ? readFields(c).catch(() => []) : [];
}

async function keep(
  c: AppContext,
  submissionId: string,
  { code, details }: Problem,
  fields: readonly Field[],
): Promise<string | null> {
  const known = c.get("branch") !== undefined;
  const id = newId("kpt");
  const secret = readSecret(c) ?? newToken();
  const written = await insertKept(dbOf(c), {
    id,
    submissionId,
    browserHash: await sha256(secret),
    problem: JSON.stringify({ code, details }),
    fields: packFields(c.req.path, fields, known),
    keptAt: nowOf(c),
  });
  if (!written) return null;
  setCookie(c, COOKIE, secret, { ...cookieOptions(c, KEPT_HOURS * 3600), path: `/b/${submissionId}` });
  return id;
}

function readSecret(c: AppContext): string | null {
  const secret = getCookie(c, COOKIE);
  return secret !== undefined && /^[0-9a-z]{32}$/.test(secret) ? secret : null;
}

/** The refused post that the page's address names, when it is this browser's. Changes nothing. */
export async function readKept(c: AppContext): Promise<Kept | null> {
  const id = parseKeptId(c.req.query("kept"));
  const submissionId = /^\/b\/([^/]+)/.exec(c.req.path)?.[1];
  const secret = readSecret(c);
  if (id === null || submissionId === undefined || secret === null) return null;
  const row = await findKept(dbOf(c), { id, submissionId, browserHash: await sha256(secret) });
  if (row === null) return null;
  const { code, details } = JSON.parse(row.problem) as Pick<Problem, "code" | "details">;
  return {
    problem: { code, details, findings: [] },
    fields: JSON.parse(row.fields) as Field[],
    at: row.keptAt,
  };
}
