import { Hono } from "hono";
import { h } from "preact";
import { ReceiptPage } from "../../web/pages/receipt.page";
import { VerifyPage, type VerifyPageProps } from "../../web/pages/verify.page";
import { access } from "../access";
import { buildContentDisposition } from "../disposition.rules";
import {
  type AppContext,
  type AppEnv,
  dbOf,
  originOf,
  refuse,
  seeOther,
  sendJson,
  sendPage,
  wantsJson,
} from "../http";
import { langOf } from "../lang";
import { isPlainPicker } from "../submissions/link.exchange.rules";
import { buildQr, buildVerifyTarget } from "./qr.rules";
import { buildVerifyPath, computeProof, renderReceipt } from "./receipt.render";
import { buildReceiptIntro, buildReceiptRows, describeArtifact, describeVersion } from "./receipt.rows.rules";
import { parseReceiptNumber } from "./receipt.rules";
import { findReceiptByNumber, findReceiptOfSubmission, type ReceiptRecord } from "./receipt.store";

export const receiptRoutes = new Hono<AppEnv>();

receiptRoutes.get("/verify", access.anybody, verifyForm);
receiptRoutes.get("/verify/:number", access.anybody, verifyNumber);
receiptRoutes.get("/b/:submission/receipt", access.branch, showReceipt);
receiptRoutes.get("/b/:submission/receipt.pdf", access.branch, (c) =>
  sendReceipt(c, c.get("branch").submissionId),
);
receiptRoutes.get("/api/submissions/:submission/receipt", access.branch, sendReceiptJson);
receiptRoutes.get("/committee/rounds/:round/branches/:submission/receipt.pdf", access.submission, (c) =>
  sendReceipt(c, c.req.param("submission")),
);

function verifyForm(c: AppContext) {
  const number = c.req.query("number")?.trim();
  if (number) return seeOther(c, `/verify/${encodeURIComponent(number)}`);
  return sendPage(c, h(VerifyPage, { lang: langOf(c), asked: "", result: null }));
}

/**
 * Valid, superseded or unknown. Names people gave their files are not told here: whoever
 * holds the receipt has them, and the hashes are enough to compare.
 */
async function verifyNumber(c: AppContext) {
  const asked = c.req.param("number") ?? "";
  const number = parseReceiptNumber(asked);
  const version = parseVersion(c.req.query("v"));
  const record = number === null ? null : await findReceiptByNumber(dbOf(c), number, version);
  const result: VerifyPageProps["result"] =
    record === null ? { state: "unknown" } : await buildVerdict(record, c.req.query("code") ?? null);
  if (wantsJson(c)) return sendJson(c, result);
  return sendPage(
    c,
    h(VerifyPage, { lang: langOf(c), asked, result }),
    result?.state === "unknown" ? 404 : 200,
  );
}

function parseVersion(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** @param scanned the code a QR brought along; a forged print names a real number with another code */
async function buildVerdict(
  record: ReceiptRecord,
  scanned: string | null,
): Promise<VerifyPageProps["result"]> {
  const { body, code, leafHash } = await computeProof(record);
  if (scanned !== null && scanned !== code) return { state: "unknown" };
  return {
    state: record.version < record.newestVersion ? "superseded" : "valid",
    standing: record.standing,
    kind: body.kind,
    awaiting: (body.awaiting ?? []).map((one) => one.title),
    number: body.number,
    version: body.version,
    newestVersion: record.newestVersion,
    newestPath: buildVerifyPath({ number: body.number, version: record.newestVersion }),
    issuedAt: body.issuedAt,
    code,
    leafHash,
    branch: { code: body.branch.code, name: body.branch.name },
    notice: { number: body.notice.number, title: body.notice.title, issuer: body.notice.issuer },
    statement: body.statement,
    artifacts: body.artifacts.map((one) => ({
      title: one.title,
      kind: one.kind,
      receivedAt: one.receivedAt,
      punctuality: describeArtifact(one),
      late: one.lateSeconds > 0,
      items: [
        ...one.files.map(({ version, bytes, sha256 }) => ({ version, bytes, sha256 })),
        ...(one.entries ?? (one.entry === null ? [] : [one.entry])).map(({ version, bytes, sha256 }) => ({
          version,
          bytes,
          sha256,
        })),
      ],
      copies: one.paper?.copies ?? null,
    })),
  };
}

async function getReceipt(c: AppContext, submissionId: string): Promise<ReceiptRecord> {
  const record = await findReceiptOfSubmission(dbOf(c), submissionId, parseVersion(c.req.query("v")));
  return record ?? refuse("receipt.not_found");
}

async function sendReceipt(c: AppContext, submissionId: string) {
  const record = await getReceipt(c, submissionId);
  const bytes = await renderReceipt(c.env, record, record.committeeName, originOf(c));
  const name = `回执_${record.prefix}-${String(record.seq).padStart(4, "0")}_v${record.version}.pdf`;
  return c.body(bytes, 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": buildContentDisposition(name),
    "Cache-Control": "private, no-store",
  });
}

/** The receipt as a page, its words those of the PDF. Problem: `receipt.not_found`. */
async function showReceipt(c: AppContext) {
  const { submissionId } = c.get("branch");
  const record = await getReceipt(c, submissionId);
  const { body, code, leafHash } = await computeProof(record);
  const verifyUrl = `${originOf(c)}/verify/${body.number}`;
  const page = h(ReceiptPage, {
    lang: langOf(c),
    submissionId,
    number: body.number,
    version: describeVersion(body),
    issuedAt: body.issuedAt,
    committee: record.committeeName,
    intro: buildReceiptIntro(body),
    statement: `${body.statement}。`,
    rows: buildReceiptRows(body),
    code,
    leafHash,
    verifyUrl,
    qr: buildQr(buildVerifyTarget(verifyUrl, body.version, code)),
    standing: record.standing,
    superseded: record.version < record.newestVersion,
    inWeChat: isPlainPicker(c.req.header("user-agent") ?? ""),
  });
  return sendPage(c, page);
}

async function sendReceiptJson(c: AppContext) {
  const record = await getReceipt(c, c.get("branch").submissionId);
  const { body, code, leafHash } = await computeProof(record);
  return sendJson(c, { body, code, leafHash });
}
