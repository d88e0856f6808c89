import { Hono } from "hono";
import { h } from "preact";
import { paperRequest } from "../../schemas/api";
import { type Finding, type Problem, problem, problemSentence, problemStatus } from "../../schemas/problem";
import { DeskPage, type DeskProblem, type DeskSubmission } from "../../web/pages/desk.page";
import { access } from "../access";
import { readBody } from "../api.body";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  fieldOf,
  nowOf,
  Refusal,
  readFields,
  refuseWith,
  seeOther,
  sendJson,
  sendPage,
} from "../http";
import { normaliseSlipCode } from "../ids";
import { langOf } from "../lang";
import { getSubmissionSheet } from "../submissions/facts.store";
import { judgeSheet } from "../submissions/sheet.rules";
import { buildDesk } from "./desk.rules";
import { findArrival, getPaperPlace, type PaperPlace, recordPaper } from "./paper.record";
import { isSameArrival, type PaperForm, parsePaperForm, splitLocal } from "./paper.rules";
import { findSlip } from "./paper.store";

export const paperRoutes = new Hono<AppEnv>();

const PAPER_PATH = "/rounds/:round/branches/:submission/papers/:artifact";

paperRoutes.get("/committee/desk", access.staff, showDesk);
paperRoutes.post(`/committee${PAPER_PATH}`, access.round, postPaper);
paperRoutes.put(`/api${PAPER_PATH}`, access.round, putPaper);

interface Shown {
  code: string;
  problem?: Problem | null;
  found?: DeskSubmission | null;
  done?: boolean;
}

function sendDesk(c: AppContext, shown: Shown) {
  const { code, problem: one = null, found = null, done = false } = shown;
  const said = one && toDeskProblem(one);
  const page = h(DeskPage, { lang: langOf(c), staff: c.get("staff"), code, problem: said, found, done });
  return sendPage(c, page, one === null ? 200 : (problemStatus(one) as 422));
}

/** What stands at the head of the page; a conflict at the desk can only mean one thing. */
function toDeskProblem(one: Problem): DeskProblem {
  const [first] = one.findings;
  if (first !== undefined) return { kind: "field", sentence: { zh: first.zh, en: first.en } };
  const sentence = { zh: problemSentence(one, "zh"), en: problemSentence(one, "en") };
  return { kind: one.code === "request.conflict" ? "conflict" : "refusal", sentence };
}

/** A slip's code within this committee's rounds; a foreign one and a mistyped one get the same answer. */
async function showDesk(c: AppContext) {
  const code = (c.req.query("code") ?? "").trim().slice(0, 40);
  if (code === "") return sendDesk(c, { code });
  const hit = await findSlip(dbOf(c), c.get("staff").committeeId, normaliseSlipCode(code));
  if (hit === null) return sendDesk(c, { code, problem: problem("slip.not_found") });
  const sheet = await getSubmissionSheet(dbOf(c), hit.submissionId);
  const found = buildDesk(sheet, { receivedBy: c.get("staff").displayName, now: nowOf(c) });
  return sendDesk(c, { code: sheet.submission.slipCode, found, done: c.req.query("done") === "1" });
}

async function readPaperForm(c: AppContext, key: string): Promise<{ form: PaperForm; after: string | null }> {
  const fields = await readFields(c);
  const typed = (name: keyof PaperForm) => fieldOf(fields, `${key}.${name}`);
  const form: PaperForm = {
    date: typed("date"),
    time: typed("time"),
    copies: typed("copies"),
    sealed: typed("sealed"),
    receivedBy: typed("receivedBy"),
    note: typed("note"),
  };
  return { form, after: fields.find(([name]) => name === "after")?.[1] ?? null };
}

async function postPaper(c: AppContext) {
  const place = await getPaperPlace(c);
  const { sheet, artifact } = place;
  const { form, after } = await readPaperForm(c, artifact.key);
  const { arrival, findings } = parsePaperForm(form, ruleContext(c, place));
  const stay = (one: Problem) => {
    const typed = { key: artifact.key, form, findings };
    const found = buildDesk(sheet, { receivedBy: form.receivedBy, now: nowOf(c), typed });
    return sendDesk(c, { code: sheet.submission.slipCode, problem: one, found });
  };
  if (findings.length > 0) return stay(invalid(findings));
  try {
    await recordPaper(c, place, arrival, after ?? findArrival(sheet, artifact.key)?.id ?? "");
  } catch (fault) {
    if (fault instanceof Refusal) return stay(fault.problem);
    throw fault;
  }
  return seeOther(c, `/committee/desk?code=${sheet.submission.slipCode}&done=1#a-${artifact.key}`);
}

const invalid = (findings: readonly Finding[]) =>
  problem("paper.invalid", { reason: findings[0]?.zh ?? "" }, findings);

const ruleContext = (c: AppContext, { sheet, artifact }: PaperPlace) => ({
  artifact,
  publishedAt: sheet.version.publishedAt,
  now: nowOf(c),
});

/** The arrival as it is recorded; sending the same once more changes nothing. */
async function putPaper(c: AppContext) {
  const body = await readBody(c, paperRequest);
  const place = await getPaperPlace(c);
  const { sheet, artifact } = place;
  const form: PaperForm = {
    ...splitLocal(body.arrivedAt ?? nowOf(c)),
    copies: String(body.copies),
    sealed: body.sealed ? "yes" : "no",
    receivedBy: body.receivedBy ?? c.get("staff").displayName,
    note: body.note,
  };
  const { arrival, findings } = parsePaperForm(form, ruleContext(c, place));
  if (findings.length > 0) refuseWith(invalid(findings));
  const before = findArrival(sheet, artifact.key);
  if (before === null || !isSameArrival(before, arrival))
    await recordPaper(c, place, arrival, before?.id ?? "");
  const fresh = await getSubmissionSheet(dbOf(c), sheet.submission.id);
  const done = judgeSheet(fresh);
  return sendJson(c, {
    paper: { artifact: artifact.key, ...arrival, id: findArrival(fresh, artifact.key)?.id ?? "" },
    missing: done.missing,
    complete: done.complete,
  });
}
