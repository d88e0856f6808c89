import { Hono } from "hono";
import type { z } from "zod";
import {
  type ExtensionRequest,
  extensionRequest,
  reviewRequest,
  strikeRequest,
} from "../../schemas/api.review";
import type { Completeness } from "../../schemas/completeness";
import { problem } from "../../schemas/problem";
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
} from "../http";
import { getSubmissionSheet } from "../submissions/facts.store";
import { settleAndSeal } from "../submissions/settle.request";
import { sendSubmission } from "../submissions/submission.page";
import { checkExtension, readExtensionForm } from "./extension.rules";
import { writeExtension } from "./extension.store";
import { decide } from "./review.decide";
import { writeStrike } from "./review.store";

export const reviewRoutes = new Hono<AppEnv>();

const BRANCH = "/rounds/:round/branches/:submission";

reviewRoutes.post(`/committee${BRANCH}/artifacts/:artifact/review`, access.submission, postReview);
reviewRoutes.put(`/api${BRANCH}/artifacts/:artifact/review`, access.submission, putReview);
reviewRoutes.post(`/committee${BRANCH}/extensions`, access.submission, postExtension);
reviewRoutes.post(`/api${BRANCH}/extensions`, access.submission, sendExtension);
reviewRoutes.post(`/committee${BRANCH}/files/:file/strike`, access.submission, postStrike);
reviewRoutes.post(`/api${BRANCH}/files/:file/strike`, access.submission, sendStrike);

const pageOf = (c: AppContext) =>
  `/committee/rounds/${c.get("round").id}/branches/${c.req.param("submission")}`;

const toAnswer = ({ state, missing, complete, accepted }: Completeness) => ({
  state,
  missing,
  complete,
  accepted,
});

/** The page again with the refusal above it and what was typed still in its place. */
async function answerForm(
  c: AppContext,
  place: string,
  typed: Readonly<Record<string, string>>,
  act: () => Promise<unknown>,
) {
  try {
    await act();
  } catch (fault) {
    if (fault instanceof Refusal) return sendSubmission(c, { problem: fault.problem, place, typed });
    throw fault;
  }
  return seeOther(c, `${pageOf(c)}#${place}`);
}

async function readTyped(c: AppContext, names: readonly string[]): Promise<Record<string, string>> {
  const fields = await readFields(c);
  return Object.fromEntries(names.map((name) => [name, fieldOf(fields, name)]));
}

/** A form that this site's own page could not have sent. */
function parseOrRefuse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  return refuseWith(problem("request.invalid", { reason: parsed.error.issues[0]?.message ?? "" }));
}

async function postReview(c: AppContext) {
  const typed = await readTyped(c, ["decision", "reason", "number", "seen"]);
  return answerForm(c, `a-${c.req.param("artifact")}`, typed, () =>
    decide(c, parseOrRefuse(reviewRequest, typed)),
  );
}

async function putReview(c: AppContext) {
  return sendJson(c, toAnswer(await decide(c, await readBody(c, reviewRequest))));
}

async function grantExtension(c: AppContext, request: ExtensionRequest): Promise<Completeness> {
  const submissionId = c.req.param("submission") ?? "";
  const now = nowOf(c);
  const { version } = await getSubmissionSheet(dbOf(c), submissionId);
  const refused = checkExtension(version, request, now);
  if (refused !== null) refuseWith(refused);
  await writeExtension(dbOf(c), submissionId, request, { staffId: c.get("staff").staffId, now });
  return settleAndSeal(c, submissionId, now);
}

async function postExtension(c: AppContext) {
  const typed = await readTyped(c, ["artifact", "due", "reason", "retroactive"]);
  return answerForm(c, "extend", typed, () =>
    grantExtension(c, parseOrRefuse(extensionRequest, readExtensionForm(typed))),
  );
}

async function sendExtension(c: AppContext) {
  return sendJson(c, toAnswer(await grantExtension(c, await readBody(c, extensionRequest))), 201);
}

/** Problems: `strike.no_reason`, `file.not_found`. */
async function strike(c: AppContext, reason: string): Promise<Completeness> {
  if (reason === "") refuse("strike.no_reason");
  const submissionId = c.req.param("submission") ?? "";
  const id = c.req.param("file") ?? "";
  const now = nowOf(c);
  const { facts } = await getSubmissionSheet(dbOf(c), submissionId);
  const file = facts.files.find((one) => one.id === id);
  if (file === undefined) refuse("file.not_found");
  const { staffId, displayName } = c.get("staff");
  const place = { submissionId, artifactKey: file.artifactKey, staffId, decidedBy: displayName, now };
  if (!(await writeStrike(dbOf(c), { id, reason }, place))) refuse("file.not_found");
  return settleAndSeal(c, submissionId, now);
}

async function postStrike(c: AppContext) {
  const typed = await readTyped(c, ["reason"]);
  const place = `strike-${c.req.param("file")}`;
  return answerForm(c, place, typed, () => strike(c, parseOrRefuse(strikeRequest, typed).reason));
}

async function sendStrike(c: AppContext) {
  return sendJson(c, toAnswer(await strike(c, (await readBody(c, strikeRequest)).reason)));
}
