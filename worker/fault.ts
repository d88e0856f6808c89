import { h } from "preact";
import { type Problem, problem, problemSentence, problemStatus, problemToBody } from "../schemas/problem";
import { ProblemPage } from "../web/pages/problem.page";
import { describeTyped } from "./entries/typed.rules";
import { type AppContext, type PageStatus, Refusal, seeOther, sendPage, wantsJson } from "./http";
import { leadToRefusal, readKept } from "./kept/kept";
import { langOf } from "./lang";
import { describeFault, writeLog } from "./log";

/**
 * The one error exit. A refusal is answered with its own sentence; anything else is a
 * fault: logged without what a person sent, and shown only as a number to quote.
 *
 * @param fault null when no route matched
 */
export async function answerFault(c: AppContext, fault: unknown): Promise<Response> {
  const one = toProblem(c, fault);
  const led = await leadToRefusal(c, one);
  if (led !== null) return led;
  const lang = langOf(c);
  const status = problemStatus(one);
  if (status === 401) c.header("WWW-Authenticate", "Bearer");
  if (wantsJson(c)) {
    const body = problemToBody(one, lang);
    return c.body(JSON.stringify(body), status as 400, {
      "Content-Type": "application/problem+json; charset=utf-8",
      "Cache-Control": "no-store",
    });
  }
  const signedOut = one.code === "session.required";
  if (signedOut && c.req.method === "GET" && c.req.path.startsWith("/committee")) {
    return seeOther(c, "/committee/sign-in");
  }
  const typed = await readTyped(c);
  const page = h(ProblemPage, {
    lang,
    status,
    code: one.code,
    title: problemSentence(one, lang),
    findings: one.findings,
    askCode: one.code === "link.unknown" || signedOut,
    backHref: findWayBack(c),
    typed,
    next: typed === null ? null : `${c.req.path}?kept=${c.req.query("kept")}`,
  });
  return sendPage(c, page, status as PageStatus);
}

function toProblem(c: AppContext, fault: unknown): Problem {
  if (fault === null) return problem("request.not_found");
  if (fault instanceof Refusal) return fault.problem;
  const request = c.get("requestId");
  writeLog({ level: "error", message: "fault", request, method: c.req.method, fault: describeFault(fault) });
  return problem("server.fault", { request });
}

/**
 * What a branch typed into a form whose post never reached its handler, because the session
 * had ended: only its own browser is shown it. Null where nothing was.
 */
async function readTyped(c: AppContext): Promise<string | null> {
  if (c.req.method !== "GET") return null;
  const kept = await readKept(c).catch(() => null);
  return kept === null ? null : describeTyped(kept.fields) || null;
}

/** The page a refused post came from, when it is one of ours. */
function findWayBack(c: AppContext): string | undefined {
  const referer = c.req.header("referer");
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const url = new URL(referer);
  return url.origin === new URL(c.req.url).origin ? url.pathname : undefined;
}
