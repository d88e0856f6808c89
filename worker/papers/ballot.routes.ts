import { Hono } from "hono";
import { buildEntryContext } from "../../schemas/context";
import { access } from "../access";
import { buildContentDisposition } from "../disposition.rules";
import { parseItem } from "../entries/entry.open";
import { parseStoredEntry, readAnswers, toBranchSubject } from "../entries/entry.rules";
import { readEntryState } from "../entries/entry.store";
import { loadFont } from "../fonts";
import { type AppContext, type AppEnv, dbOf, nowOf, refuse } from "../http";
import { getSheet } from "../submissions/sheet.request";
import { buildBallotSheet, findAppraisal } from "./ballot.rules";
import type { SheetPdfInput } from "./vote_grid.pdf";

export const ballotRoutes = new Hono<AppEnv>();

ballotRoutes.get("/b/:submission/ballots.pdf", access.branchSheet, sendBallots);
ballotRoutes.get("/b/:submission/tally-sheet.pdf", access.branchSheet, sendTallySheet);

/** `?item=2` is the second branch of a unit. Problem: `artifact.not_found`. */
async function readSheet(c: AppContext): Promise<{ input: SheetPdfInput; code: string }> {
  const sheet = await getSheet(c);
  const artifact = findAppraisal(sheet.version) ?? refuse("artifact.not_found");
  const item = parseItem(artifact, sheet, c.req.query("item")) ?? refuse("artifact.not_found");
  const { submission, version } = sheet;
  const state = await readEntryState(dbOf(c), submission.id, artifact.key, item);
  const stored = state.draft ?? state.own;
  const ctx = buildEntryContext(
    version,
    toBranchSubject(submission),
    { artifact, item },
    readAnswers(state.entries),
    nowOf(c),
  );
  return {
    input: {
      ...buildBallotSheet(ctx, stored === null ? {} : parseStoredEntry(stored.data)),
      madeAt: version.publishedAt,
      font: loadFont(c.env),
    },
    code: ctx.branch.code,
  };
}

function sendSheet(c: AppContext, bytes: Uint8Array, name: string) {
  return c.body(new Uint8Array(bytes), 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": buildContentDisposition(name),
    "Cache-Control": "private, no-store",
  });
}

/** One blank ballot to print as often as there are voters; every copy is the same. */
async function sendBallots(c: AppContext) {
  const { input, code } = await readSheet(c);
  const { renderBallotPdf } = await import("./ballot.pdf");
  return sendSheet(c, await renderBallotPdf(input), `测评表_${code}.pdf`);
}

/** The blank sheet the votes are counted on. */
async function sendTallySheet(c: AppContext) {
  const { input, code } = await readSheet(c);
  const { renderTallySheetPdf } = await import("./tally_sheet.pdf");
  return sendSheet(c, await renderTallySheetPdf(input), `计票表_${code}.pdf`);
}
