import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { h } from "preact";
import { signInRequest } from "../../schemas/api";
import { type Problem, problem, problemSentence, problemStatus } from "../../schemas/problem";
import { SignInPage } from "../../web/pages/sign_in.page";
import { access, cookieName, cookieOptions, STAFF_COOKIE } from "../access";
import { readBody } from "../api.body";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  fieldOf,
  nowOf,
  readFields,
  refuseWith,
  seeOther,
  sendJson,
  sendPage,
} from "../http";
import { langOf } from "../lang";
import { type AttemptLimit, countAttempt, SIGN_IN_LIMIT } from "./attempt.store";
import {
  checkNextPath,
  DUMMY_HASH,
  isPassword,
  MAX_PASSWORD_CHARS,
  normaliseUserName,
} from "./password.rules";
import { STAFF_SESSION_HOURS } from "./session.rules";
import { deleteStaffSession } from "./session.store";
import {
  findStaff,
  LOCK_AFTER_FAILURES,
  LOCK_MINUTES,
  recordFailedSignIn,
  type SignedIn,
  type StaffRow,
  signIn,
  takeSignInAttempt,
} from "./staff.store";

export const staffRoutes = new Hono<AppEnv>();

staffRoutes.get("/committee/sign-in", access.anybody, showSignIn);
staffRoutes.post("/committee/sign-in", access.anybody, postSignIn);
staffRoutes.post("/committee/sign-out", access.anybody, postSignOut);
staffRoutes.post("/api/session", access.anybody, postSession);
staffRoutes.delete("/api/session", access.anybody, deleteSession);

function sendSignIn(c: AppContext, typed: { userName: string; next: string }, one: Problem | null) {
  const sentence = one && { zh: problemSentence(one, "zh"), en: problemSentence(one, "en") };
  const status = one === null ? 200 : problemStatus(one) === 401 ? 401 : 429;
  return sendPage(c, h(SignInPage, { lang: langOf(c), ...typed, problem: sentence }), status);
}

function showSignIn(c: AppContext) {
  return sendSignIn(c, { userName: "", next: checkNextPath(c.req.query("next") ?? "") }, null);
}

async function postSignIn(c: AppContext) {
  const fields = await readFields(c);
  const typed = { userName: fieldOf(fields, "userName"), next: checkNextPath(fieldOf(fields, "next")) };
  const tried = await trySignIn(c, typed.userName, fieldOf(fields, "password"));
  if ("problem" in tried) return sendSignIn(c, typed, tried.problem);
  setSessionCookie(c, tried.signedIn);
  return seeOther(c, typed.next);
}

async function postSession(c: AppContext) {
  const { userName, password } = await readBody(c, signInRequest);
  const tried = await trySignIn(c, userName, password);
  if ("problem" in tried) refuseWith(tried.problem);
  setSessionCookie(c, tried.signedIn);
  const { displayName, committeeId } = tried.staff;
  return sendJson(c, { displayName, committee: committeeId, expiresAt: tried.signedIn.expiresAt }, 201);
}

function setSessionCookie(c: AppContext, one: SignedIn) {
  setCookie(c, cookieName(c, STAFF_COOKIE), one.token, cookieOptions(c, STAFF_SESSION_HOURS * 3600));
}

/** Ends the session the browser came with, if it still has one: signing out twice is no mistake. */
async function endSession(c: AppContext) {
  const token = getCookie(c, cookieName(c, STAFF_COOKIE));
  if (token !== undefined) await deleteStaffSession(dbOf(c), token);
  const { maxAge: _maxAge, ...options } = cookieOptions(c, 0);
  deleteCookie(c, cookieName(c, STAFF_COOKIE), options);
}

async function postSignOut(c: AppContext) {
  await endSession(c);
  return seeOther(c, "/committee/sign-in");
}

async function deleteSession(c: AppContext) {
  await endSession(c);
  return sendJson(c, { signedOut: true });
}

type Tried = { problem: Problem } | { signedIn: SignedIn; staff: StaffRow };

/** The address the platform saw; null where there is none, as on one machine. */
const clientAddress = (c: AppContext) => c.req.header("cf-connecting-ip") ?? null;

/** Unknown names lock like real ones, so that a lock tells nobody which names exist. */
const UNKNOWN_NAME_LIMIT: AttemptLimit = {
  name: "sign_in_unknown",
  max: LOCK_AFTER_FAILURES - 1,
  windowMinutes: LOCK_MINUTES,
};

async function isWithinLimits(c: AppContext, userName: string): Promise<boolean> {
  const address = clientAddress(c);
  const byName = await countAttempt(dbOf(c), SIGN_IN_LIMIT, `name:${userName}`, nowOf(c));
  if (address === null) return byName;
  return (await countAttempt(dbOf(c), SIGN_IN_LIMIT, `address:${address}`, nowOf(c))) && byName;
}

/**
 * Checks a name and a password. Limits by name and by address come first, then the lock,
 * then the hash, which unknown and locked names pay for as well. Problems:
 * `request.too_many`, `staff.locked`, `staff.wrong_password`.
 */
async function trySignIn(c: AppContext, typedName: string, typedPassword: string): Promise<Tried> {
  const db = dbOf(c);
  const now = nowOf(c);
  const userName = normaliseUserName(typedName);
  const password = typedPassword.slice(0, MAX_PASSWORD_CHARS + 1);
  if (!(await isWithinLimits(c, userName))) {
    return { problem: problem("request.too_many", { minutes: SIGN_IN_LIMIT.windowMinutes }) };
  }
  const found = await findStaff(db, userName);
  const taken = found === null ? null : await takeSignInAttempt(db, found.id, now);
  if (found === null || taken === null) {
    await isPassword(password, DUMMY_HASH);
    const open = found === null && (await countAttempt(db, UNKNOWN_NAME_LIMIT, userName, now));
    return { problem: open ? problem("staff.wrong_password") : LOCKED };
  }
  if (await isPassword(password, found.passwordHash)) {
    const oldToken = getCookie(c, cookieName(c, STAFF_COOKIE)) ?? null;
    return { signedIn: await signIn(db, found, oldToken, now), staff: found };
  }
  await recordFailedSignIn(db, found, taken, now);
  return { problem: taken >= LOCK_AFTER_FAILURES ? LOCKED : problem("staff.wrong_password") };
}

const LOCKED = problem("staff.locked", { minutes: LOCK_MINUTES });
