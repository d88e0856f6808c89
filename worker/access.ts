/**
 * Who may call a route. Each rule is a middleware that stands right behind the path, so
 * that reading a route's line tells its rule; the inventory test fails on a route whose
 * line has none. A foreign id and a missing one get the same answer.
 */
import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { findBranchSession, findLink } from "./branches/link.store";
import { type AppContext, type AppEnv, dbOf, nowOf, refuse } from "./http";
import { findRound } from "./rounds/round.store";
import { findStaffSession } from "./staff/session.store";
import { findSubmissionSheet, isSubmissionOf } from "./submissions/facts.store";

export type AccessName = "anybody" | "branch" | "staff" | "round" | "submission";
type Rule = MiddlewareHandler<AppEnv>;

const names = new WeakMap<object, AccessName>();

function defineRule(name: AccessName, rule: Rule): Rule {
  names.set(rule, name);
  return rule;
}

/** The rule a registered handler is; undefined for an ordinary handler. */
export function accessNameOf(handler: object): AccessName | undefined {
  return names.get(handler);
}

const isHttps = (c: AppContext) => new URL(c.req.url).protocol === "https:";

/** `__Host-` needs Secure, which a plain-http intranet machine cannot give. */
export function cookieName(c: AppContext, name: string): string {
  return isHttps(c) ? `__Host-${name}` : name;
}

export function cookieOptions(c: AppContext, maxAgeSeconds: number) {
  return { path: "/", httpOnly: true, sameSite: "Lax", secure: isHttps(c), maxAge: maxAgeSeconds } as const;
}

/** One cookie per submission: two branches' links work side by side in one browser. */
export const branchCookie = (submissionId: string) => `hz_${submissionId}`;
export const STAFF_COOKIE = "hz_staff";

function bearerOf(c: AppContext): string | null {
  return /^Bearer ([0-9A-Za-z]{20,64})$/.exec(c.req.header("authorization") ?? "")?.[1] ?? null;
}

async function findBranchAccess(c: AppContext, submissionId: string) {
  const bearer = bearerOf(c);
  if (bearer !== null) {
    const link = await findLink(dbOf(c), bearer.toLowerCase());
    return link?.submissionId === submissionId ? link : null;
  }
  const token = getCookie(c, cookieName(c, branchCookie(submissionId)));
  return token === undefined ? null : findBranchSession(dbOf(c), submissionId, token, nowOf(c));
}

/** Whether there is anything to be proved at all; who brings nothing costs nothing. */
function bringsKey(c: AppContext): boolean {
  const cookie = getCookie(c, cookieName(c, branchCookie(c.req.param("submission") ?? "")));
  return cookie !== undefined || bearerOf(c) !== null;
}

async function requireBranch(c: AppContext): Promise<void> {
  const found = await findBranchAccess(c, c.req.param("submission") ?? "");
  if (found === null) refuse("session.required");
  c.set("branch", found);
}

async function requireStaff(c: AppContext) {
  const token = getCookie(c, cookieName(c, STAFF_COOKIE));
  const staff = token === undefined ? null : await findStaffSession(dbOf(c), token, nowOf(c));
  if (staff === null) refuse("session.required");
  c.set("staff", staff);
  return staff;
}

async function requireRound(c: AppContext) {
  const staff = await requireStaff(c);
  const round = await findRound(dbOf(c), staff.committeeId, c.req.param("round") ?? "");
  if (round === null) refuse("round.not_found");
  c.set("round", round);
  return round;
}

export const access = {
  /** No session needed; the handler must be safe for the whole world. */
  anybody: defineRule("anybody", (_c, next) => next()),
  /** The link (cookie or Bearer secret) of exactly the `:submission` in the path. */
  branch: defineRule("branch", async (c, next) => {
    await requireBranch(c);
    await next();
  }),
  /** The same, where the handler begins with `getSheet`: both are asked for at once, and one answer is waited for. */
  branchSheet: defineRule("branch", async (c, next) => {
    if (bringsKey(c)) {
      const sheet = findSubmissionSheet(dbOf(c), c.req.param("submission") ?? "");
      // Of no matter to who may not see it; who may hears of it where it is waited for.
      sheet.catch(() => undefined);
      c.set("sheet", sheet);
    }
    await requireBranch(c);
    await next();
  }),
  /** A signed-in member of a committee's staff. */
  staff: defineRule("staff", async (c, next) => {
    await requireStaff(c);
    await next();
  }),
  /** Staff of the committee that owns the `:round` in the path. */
  round: defineRule("round", async (c, next) => {
    await requireRound(c);
    await next();
  }),
  /** The same, and the `:submission` in the path is one of that round. */
  submission: defineRule("submission", async (c, next) => {
    const round = await requireRound(c);
    const submissionId = c.req.param("submission") ?? "";
    if (!(await isSubmissionOf(dbOf(c), round.id, submissionId))) refuse("branch.not_found");
    await next();
  }),
};
