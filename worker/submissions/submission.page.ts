import { h } from "preact";
import { type Problem, problemSentence, problemStatus } from "../../schemas/problem";
import { SubmissionPage } from "../../web/pages/submission.page";
import { buildLinkUrl, openLinkKey } from "../branches/link.rules";
import { buildRecipe } from "../bundles/pack.rules";
import { findPackSize } from "../bundles/pack.store";
import { type AppContext, dbOf, nowOf, originOf, type PageStatus, sendPage } from "../http";
import { langOf } from "../lang";
import { readSubmissionDetails } from "./board.store";
import { getSubmissionSheet } from "./facts.store";
import { buildSubmissionView } from "./submission.view.rules";

/**
 * The committee's page of one branch.
 *
 * @param archiveProblem why what was typed to confirm the bundle was not taken
 */
export async function sendSubmission(c: AppContext, archiveProblem: Problem | null = null) {
  const submissionId = c.req.param("submission") ?? "";
  const sheet = await getSubmissionSheet(dbOf(c), submissionId);
  const { contentSha256 } = sheet.submission;
  const recipe = buildRecipe(sheet.round.naming);
  const [details, pack] = await Promise.all([
    readSubmissionDetails(dbOf(c), submissionId),
    findPackSize(dbOf(c), submissionId, contentSha256, recipe),
  ]);
  const url =
    details.linkId === null
      ? null
      : buildLinkUrl(originOf(c), await (await openLinkKey(c.env.LINK_KEY))(details.linkId));
  const lang = langOf(c);
  const view = buildSubmissionView(sheet, { ...details, pack }, { lang, now: nowOf(c), url });
  const told = archiveProblem === null ? null : problemSentence(archiveProblem, lang);
  const page = h(SubmissionPage, { lang, staff: c.get("staff"), ...view, archiveProblem: told });
  return sendPage(c, page, archiveProblem === null ? 200 : (problemStatus(archiveProblem) as PageStatus));
}
