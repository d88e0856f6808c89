import { Hono } from "hono";
import { h } from "preact";
import {
  type BranchRequest,
  branchRequest,
  type RequestFact,
  type RequestReply,
  requestReply,
} from "../../schemas/api.request";
import { type Problem, problem } from "../../schemas/problem";
import { AskPage } from "../../web/pages/ask.page";
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
  refuse,
  refuseWith,
  seeOther,
  sendJson,
  sendPage,
} from "../http";
import { readKept } from "../kept/kept";
import { langOf } from "../lang";
import { checkExtension } from "../reviews/extension.rules";
import { writeExtension } from "../reviews/extension.store";
import { getSubmissionSheet } from "../submissions/facts.store";
import { listContacts } from "../submissions/gate.rules";
import { settleAndSeal } from "../submissions/settle.request";
import { getSheet } from "../submissions/sheet.request";
import { sendSubmission } from "../submissions/submission.page";
import {
  checkReply,
  checkRequest,
  parseWish,
  placeProblem,
  readRequest,
  readTypedRequest,
} from "./request.rules";
import { findRequest, listRequests, writeReply, writeRequest } from "./request.store";

export const requestRoutes = new Hono<AppEnv>();

const ONE = "/rounds/:round/branches/:submission/requests/:request";

requestRoutes.get("/b/:submission/ask", access.branchSheet, showAsk);
requestRoutes.post("/b/:submission/ask", access.branchSheet, postAsk);
requestRoutes.post("/api/submissions/:submission/requests", access.branchSheet, sendRequest);
requestRoutes.post(`/committee${ONE}`, access.submission, postReply);
requestRoutes.put(`/api${ONE}`, access.submission, putReply);

/** Problems: those of `checkRequest`, `ask.too_many`. */
async function ask(c: AppContext, request: BranchRequest) {
  const { submissionId, linkId } = c.get("branch");
  const now = nowOf(c);
  const { version } = await getSheet(c);
  const refused = checkRequest(version, request);
  if (refused !== null) refuseWith(refused);
  const id = await writeRequest(dbOf(c), submissionId, request, { linkId, now });
  if (id === null) refuse("ask.too_many");
  await settleAndSeal(c, submissionId, now);
  return findRequest(dbOf(c), submissionId, id);
}

/** What was typed and refused, as long as nothing newer was asked. */
async function readRefused(c: AppContext, requests: readonly RequestFact[]) {
  const kept = await readKept(c);
  if (kept === null || requests.some((one) => one.askedAt > kept.at)) return null;
  const typed = readTypedRequest(kept.fields);
  const request = readRequest(typed);
  return { typed, findings: Array.isArray(request) ? request : [placeProblem(kept.problem)] };
}

async function showAsk(c: AppContext) {
  const { submissionId } = c.get("branch");
  const { version, round, submission } = await getSheet(c);
  const requests = await listRequests(dbOf(c), submissionId);
  const refused = await readRefused(c, requests);
  const page = h(AskPage, {
    lang: langOf(c),
    submissionId,
    branchName: submission.name,
    issuer: round.committeeName,
    contacts: listContacts(version),
    artifacts: version.artifacts.map(({ key, title, due, withdrawn = false }) => ({
      key,
      title,
      due,
      withdrawn,
    })),
    requests,
    findings: refused?.findings ?? [],
    typed: refused?.typed ?? { kind: "", artifact: c.req.query("artifact") ?? "", due: "", text: "" },
  });
  return sendPage(c, page);
}

/** Ends on a page with an address either way; a refused one is kept for it by the error exit. */
async function postAsk(c: AppContext) {
  const request = readRequest(readTypedRequest(await readFields(c)));
  if (Array.isArray(request)) {
    const reason = request.map((one) => one.zh).join("");
    const reasonEn = request.map((one) => one.en).join(" ");
    refuseWith(problem("request.invalid", { reason, reasonEn }, request));
  }
  await ask(c, request);
  return seeOther(c, `/b/${c.get("branch").submissionId}/ask#asked`);
}

async function sendRequest(c: AppContext) {
  return sendJson(c, { request: await ask(c, await readBody(c, branchRequest)) }, 201);
}

/** Problems: `ask.not_found`, those of `checkReply` and of the extension it grants. */
async function reply(c: AppContext, body: RequestReply) {
  const submissionId = c.req.param("submission") ?? "";
  const now = nowOf(c);
  const by = { staffId: c.get("staff").staffId, now };
  const asked = await findRequest(dbOf(c), submissionId, c.req.param("request") ?? "");
  if (asked === null) refuse("ask.not_found");
  const refused = checkReply(asked, body);
  if (refused !== null) refuseWith(refused);
  const written =
    body.action === "grant"
      ? await grant(c, asked, body, by)
      : await writeReply(
          dbOf(c),
          submissionId,
          { id: asked.id, state: body.action === "decline" ? "declined" : "answered", answer: body.text },
          by,
        );
  if (!written) refuse("ask.answered");
  await settleAndSeal(c, submissionId, now);
  return findRequest(dbOf(c), submissionId, asked.id);
}

async function grant(
  c: AppContext,
  asked: NonNullable<Awaited<ReturnType<typeof findRequest>>>,
  body: RequestReply,
  by: { staffId: string; now: string },
): Promise<boolean> {
  const submissionId = c.req.param("submission") ?? "";
  const { version } = await getSubmissionSheet(dbOf(c), submissionId);
  const due = body.due ?? asked.due ?? "";
  const extension = { artifact: asked.artifactKey, due, reason: asked.text, retroactive: false };
  const refused = checkExtension(version, extension, by.now);
  if (refused !== null) refuseWith(refused);
  return writeExtension(dbOf(c), submissionId, extension, by, { request: asked.id, text: body.text });
}

async function postReply(c: AppContext) {
  const fields = await readFields(c);
  const typed = {
    action: fieldOf(fields, "action"),
    text: fieldOf(fields, "text"),
    due: fieldOf(fields, "due"),
  };
  const place = `ask-${c.req.param("request")}`;
  const stay = (one: Problem) => sendSubmission(c, { problem: one, place, typed });
  const wish = parseWish(typed.due);
  const parsed = requestReply.safeParse({ ...typed, due: wish === "none" ? null : wish });
  if (wish === null || !parsed.success) return stay(problem("ask.no_due"));
  try {
    await reply(c, parsed.data);
  } catch (fault) {
    if (fault instanceof Refusal) return stay(fault.problem);
    throw fault;
  }
  return seeOther(c, `/committee/rounds/${c.get("round").id}/branches/${c.req.param("submission")}#${place}`);
}

async function putReply(c: AppContext) {
  return sendJson(c, { request: await reply(c, await readBody(c, requestReply)) });
}
