import { Hono } from "hono";
import { formatDue } from "../../schemas/deadline";
import { access } from "../access";
import { buildContentDisposition } from "../disposition.rules";
import { loadFont } from "../fonts";
import { type AppContext, type AppEnv, nowOf, originOf, refuse } from "../http";
import type { SubmissionSheet } from "../submissions/facts.store";
import { describeContact } from "../submissions/gate.rules";
import { getSheet } from "../submissions/sheet.request";
import { judgeSheet } from "../submissions/sheet.rules";
import { listAskedPapers } from "./asked.rules";
import { buildDeskPath } from "./desk.rules";
import type { SlipArtifact } from "./slip.pdf";

export const slipRoutes = new Hono<AppEnv>();

slipRoutes.get("/b/:submission/slip.pdf", access.branchSheet, sendSlip);

/** What still has to be brought, also once more: returned, without its seal, or in too few copies. */
function listSlipArtifacts(sheet: SubmissionSheet): SlipArtifact[] {
  return listAskedPapers(sheet)
    .filter(({ status }) => !status.present)
    .map(({ artifact, status }) => ({
      title: artifact.title.zh,
      copies: artifact.copies,
      sealed: artifact.sealed,
      deliverTo: artifact.deliverTo,
      dueWords: status.due.at === null ? null : formatDue(status.due.at),
      dueText: status.due.extended === null ? artifact.dueText : null,
    }));
}

function countElectronic(sheet: SubmissionSheet) {
  const { artifacts } = judgeSheet(sheet);
  const kinds = new Map(sheet.version.artifacts.map((one) => [one.key, one.kind]));
  const required = artifacts.filter((one) => one.required && kinds.get(one.key) !== "paper");
  if (required.length === 0) return null;
  return { present: required.filter((one) => one.present).length, required: required.length };
}

/** The slip for the originals that are still out; brought along to the desk. Problem: `artifact.not_found`. */
async function sendSlip(c: AppContext) {
  const sheet = await getSheet(c);
  const artifacts = listSlipArtifacts(sheet);
  if (artifacts.length === 0) refuse("artifact.not_found");
  const { submission, version, round } = sheet;
  const { renderSlipPdf } = await import("./slip.pdf");
  const bytes = await renderSlipPdf({
    branch: { code: submission.code, name: submission.name },
    notice: { number: version.notice.number, title: version.notice.title },
    committee: round.committeeName,
    artifacts,
    electronic: countElectronic(sheet),
    contact: describeContact(version),
    hours: version.contacts[0]?.hours ?? null,
    code: submission.slipCode,
    deskUrl: originOf(c) + buildDeskPath(submission.slipCode),
    printedAt: nowOf(c),
    font: loadFont(c.env),
  });
  return c.body(new Uint8Array(bytes), 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": buildContentDisposition(`接收单_${submission.code}.pdf`),
    "Cache-Control": "private, no-store",
  });
}
