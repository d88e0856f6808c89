import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { h } from "preact";
import { problem, problemSentence } from "../../schemas/problem";
import { MAX_UPLOAD_BYTES } from "../../schemas/upload";
import type { ReceiptLine } from "../../web/pages/branch.model";
import { BranchPage } from "../../web/pages/branch.page";
import { HomePage } from "../../web/pages/home.page";
import { LinkPage } from "../../web/pages/link.page";
import { NoticePage } from "../../web/pages/notice.page";
import { access, branchCookie, cookieName, cookieOptions } from "../access";
import { BRANCH_SESSION_DAYS, findLink, insertBranchSession } from "../branches/link.store";
import { buildContentDisposition } from "../disposition.rules";
import { listReusable } from "../files/reuse.store";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  fieldOf,
  nowOf,
  originOf,
  readFields,
  refuse,
  seeOther,
  sendJson,
  sendPage,
  wantsJson,
} from "../http";
import { readKept } from "../kept/kept";
import { parseLinkRefusal, parseReturn } from "../kept/kept.rules";
import { langOf } from "../lang";
import { listAskedPapers } from "../papers/asked.rules";
import { buildDeskPath } from "../papers/desk.rules";
import { buildQr } from "../receipts/qr.rules";
import { buildVerifyPath, computeProof } from "../receipts/receipt.render";
import { computeStanding } from "../receipts/receipt.rules";
import { findReceiptOfSubmission } from "../receipts/receipt.store";
import { MAX_FORM_TEXT } from "../security";
import { countAttempt, isUsedUp, LINK_EXCHANGE_LIMIT } from "../staff/attempt.store";
import { buildBranchView } from "./branch.view";
import { buildCalendar } from "./dates.rules";
import { listDates } from "./dates.view";
import { listEarlierAmendments, type SubmissionSheet } from "./facts.store";
import { isPlainPicker, parseSecret } from "./link.exchange.rules";
import { deleteBranchSession } from "./session.store";
import { getSheet } from "./sheet.request";
import { judgeSheet } from "./sheet.rules";
import { buildStatusBody } from "./status.view";

export const submissionRoutes = new Hono<AppEnv>();

submissionRoutes.get("/", access.anybody, showHome);
submissionRoutes.get("/b", access.anybody, showLinkPage);
submissionRoutes.post("/b", access.anybody, exchangeLink);
submissionRoutes.get("/b/:submission", access.branchSheet, showStatus);
submissionRoutes.get("/b/:submission/dates.ics", access.branchSheet, sendDates);
submissionRoutes.get("/b/:submission/notice", access.branchSheet, showNotice);
submissionRoutes.post("/b/:submission/leave", access.branch, leave);
submissionRoutes.get("/api/submissions/:submission", access.branchSheet, sendStatus);

function showHome(c: AppContext) {
  return sendPage(c, h(HomePage, { lang: langOf(c) }));
}

/** Shows the same to everybody and changes nothing: previews and scanners of chat apps open links too. */
function showLinkPage(c: AppContext) {
  const lang = langOf(c);
  const code = parseLinkRefusal(c.req.query("refused"));
  const details = { minutes: LINK_EXCHANGE_LIMIT.windowMinutes, limit: MAX_FORM_TEXT };
  const refused = code === null ? null : problemSentence(problem(code, details), lang);
  return sendPage(c, h(LinkPage, { lang, refused }));
}

/** The secret of a link for a cookie. One answer for unknown, revoked and mangled; the secret is never echoed. */
async function exchangeLink(c: AppContext) {
  const now = nowOf(c);
  const address = c.req.header("cf-connecting-ip") ?? "local";
  if (await isUsedUp(dbOf(c), LINK_EXCHANGE_LIMIT, address, now)) {
    refuse("request.too_many", { minutes: LINK_EXCHANGE_LIMIT.windowMinutes });
  }
  const fields = await readFields(c);
  const secret = parseSecret(fieldOf(fields, "code"));
  const link = secret === null ? null : await findLink(dbOf(c), secret);
  if (link === null) {
    await countAttempt(dbOf(c), LINK_EXCHANGE_LIMIT, address, now);
    refuse("link.unknown");
  }
  const token = await insertBranchSession(dbOf(c), link, now);
  const name = cookieName(c, branchCookie(link.submissionId));
  setCookie(c, name, token, cookieOptions(c, BRANCH_SESSION_DAYS * 86_400));
  const path = `/b/${link.submissionId}`;
  if (wantsJson(c)) return sendJson(c, { submission: link.submissionId, path });
  return seeOther(c, parseReturn(fieldOf(fields, "next"), link.submissionId) ?? path);
}

async function readReceiptLine(c: AppContext, sheet: SubmissionSheet): Promise<ReceiptLine | null> {
  if (sheet.receipt === null) return null;
  const record = await findReceiptOfSubmission(dbOf(c), sheet.submission.id, sheet.receipt.version);
  if (record === null) throw new Error("a receipt of the sheet is missing");
  const { body, code } = await computeProof(record);
  const { number, version, issuedAt } = body;
  const standing = computeStanding(judgeSheet(sheet));
  return { standing, number, version, issuedAt, code, verifyPath: buildVerifyPath(body) };
}

const asksPaper = (sheet: SubmissionSheet) => listAskedPapers(sheet).length > 0;

async function showStatus(c: AppContext) {
  const sheet = await getSheet(c);
  const [refused, earlier, receipt, reusable] = await Promise.all([
    readKept(c),
    listEarlierAmendments(dbOf(c), sheet.round.id, sheet.version.version),
    readReceiptLine(c, sheet),
    listReusable(dbOf(c), sheet.submission.id),
  ]);
  const view = buildBranchView(sheet, {
    now: nowOf(c),
    refused,
    earlier,
    maxFileBytes: MAX_UPLOAD_BYTES,
    plainPicker: isPlainPicker(c.req.header("user-agent") ?? ""),
    receipt,
    reusable,
    slipQr: asksPaper(sheet) ? buildQr(`${originOf(c)}${buildDeskPath(sheet.submission.slipCode)}`) : null,
  });
  return sendPage(c, h(BranchPage, { lang: langOf(c), view }));
}

async function showNotice(c: AppContext) {
  const { submissionId } = c.get("branch");
  const { version } = await getSheet(c);
  const { notice, milestones, rules } = version;
  const page = h(NoticePage, { lang: langOf(c), backHref: `/b/${submissionId}`, notice, milestones, rules });
  return sendPage(c, page);
}

async function sendStatus(c: AppContext) {
  const sheet = await getSheet(c);
  return sendJson(c, buildStatusBody(sheet, await readReceiptLine(c, sheet), nowOf(c)));
}

/** Deadlines and milestones that still lie ahead of somebody, as a calendar file. */
async function sendDates(c: AppContext) {
  const sheet = await getSheet(c);
  const calendar = buildCalendar(listDates(sheet), langOf(c), sheet.round);
  return c.body(calendar, 200, {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": buildContentDisposition(`${sheet.submission.code}.ics`),
    "Cache-Control": "private, no-store",
  });
}

/** Ends this browser's session; the link itself stays good. */
async function leave(c: AppContext) {
  const name = cookieName(c, branchCookie(c.get("branch").submissionId));
  const token = getCookie(c, name);
  if (token !== undefined) await deleteBranchSession(dbOf(c), token);
  deleteCookie(c as Context, name, { path: "/", secure: name.startsWith("__Host-") });
  return seeOther(c, "/b");
}
