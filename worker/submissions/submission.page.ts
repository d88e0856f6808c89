import { h } from "preact";
import { type Problem, problemSentence, problemStatus } from "../../schemas/problem";
import { SubmissionPage } from "../../web/pages/submission.page";
import { buildLinkUrl, openLinkKey } from "../branches/link.rules";
import { buildRecipe } from "../bundles/pack.rules";
import { findPackSize } from "../bundles/pack.store";
import { type AppContext, dbOf, nowOf, originOf, type PageStatus, sendPage } from "../http";
import { langOf } from "../lang";
import { listRequests } from "../requests/request.store";
import { readSubmissionDetails } from "./board.store";
import { getSubmissionSheet } from "./facts.store";
import { buildSubmissionView } from "./submission.view.rules";

/** Something the page's forms asked for that was refused: why, which form, and what was typed into it. */
export interface RefusedForm {
  problem: Problem;
  /** The id of the form's place on the page. */
  place: string;
  typed: Readonly<Record<string, string>>;
}

/** The committee's page of one branch. */
export async function sendSubmission(c: AppContext, refused: RefusedForm | null = null) {
  const submissionId = c.req.param("submission") ?? "";
  const sheet = await getSubmissionSheet(dbOf(c), submissionId);
  const { contentSha256 } = sheet.submission;
  const recipe = buildRecipe(sheet.round.naming);
  const [details, requests, pack] = await Promise.all([
    readSubmissionDetails(dbOf(c), submissionId),
    listRequests(dbOf(c), submissionId),
    findPackSize(dbOf(c), submissionId, contentSha256, recipe),
  ]);
  const url =
    details.linkId === null
      ? null
      : buildLinkUrl(originOf(c), await (await openLinkKey(c.env.LINK_KEY))(details.linkId));
  const lang = langOf(c);
  const view = buildSubmissionView(sheet, { ...details, requests, pack }, { lang, now: nowOf(c), url });
  const told = refused && {
    sentence: { zh: problemSentence(refused.problem, "zh"), en: problemSentence(refused.problem, "en") },
    place: refused.place,
    typed: refused.typed,
  };
  const page = h(SubmissionPage, { lang, staff: c.get("staff"), ...view, refused: told });
  return sendPage(c, page, refused === null ? 200 : (problemStatus(refused.problem) as PageStatus));
}
