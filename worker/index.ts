/**
 * The front door, and a table of contents: what every request passes, one line per
 * feature, one error exit, and what runs by the clock.
 */
import { Hono } from "hono";
import { setAssets } from "../web/pages/assets";
import { ASSET_MANIFEST } from "./assets";
import { linkRoutes } from "./branches/link.routes";
import { rosterRoutes } from "./branches/roster.routes";
import { bundlePageRoutes } from "./bundles/bundle.page.routes";
import { bundleRoutes } from "./bundles/bundle.routes";
import { roundBundleRoutes } from "./bundles/round_bundle.routes";
import { entryRoutes } from "./entries/entry.routes";
import { answerFault } from "./fault";
import { fileRoutes } from "./files/file.routes";
import { reuseRoutes } from "./files/reuse.routes";
import type { AppEnv } from "./http";
import { newId } from "./ids";
import { langChoice } from "./lang";
import { requestLog } from "./log.request";
import { openapiRoutes } from "./openapi.routes";
import { ballotRoutes } from "./papers/ballot.routes";
import { paperRoutes } from "./papers/paper.routes";
import { slipRoutes } from "./papers/slip.routes";
import { receiptRoutes } from "./receipts/receipt.routes";
import { requestRoutes } from "./requests/request.routes";
import { sweep } from "./retention/sweep";
import { reviewRoutes } from "./reviews/review.routes";
import { blankRoutes } from "./rounds/blank.routes";
import { roundRoutes } from "./rounds/round.routes";
import { bodySize, securityHeaders, writeOrigin } from "./security";
import { staffRoutes } from "./staff/staff.routes";
import { boardRoutes } from "./submissions/board.routes";
import { submissionRoutes } from "./submissions/submission.routes";
import { uploadRoutes } from "./uploads/upload.routes";

setAssets(ASSET_MANIFEST);

export interface AppOptions {
  /** The program's only clock; a test sets its own. */
  clock?: () => Date;
}

export function createApp({ clock = () => new Date() }: AppOptions = {}): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("clock", clock);
    c.set("requestId", newId("req"));
    await next();
  });
  app.use(requestLog, securityHeaders, langChoice, writeOrigin, bodySize);
  for (const routes of [
    submissionRoutes,
    entryRoutes,
    fileRoutes,
    reuseRoutes,
    uploadRoutes,
    slipRoutes,
    ballotRoutes,
    receiptRoutes,
    bundleRoutes,
    roundBundleRoutes,
    bundlePageRoutes,
    staffRoutes,
    roundRoutes,
    blankRoutes,
    rosterRoutes,
    linkRoutes,
    paperRoutes,
    reviewRoutes,
    requestRoutes,
    boardRoutes,
    openapiRoutes,
  ]) {
    app.route("/", routes);
  }
  app.notFound((c) => answerFault(c, null));
  app.onError((fault, c) => answerFault(c, fault));
  return app;
}

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: async (_event, env) => {
    await sweep(env, new Date().toISOString());
  },
} satisfies ExportedHandler<Env>;
